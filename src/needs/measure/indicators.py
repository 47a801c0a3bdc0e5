"""The catalogue: what each indicator is made of, which way is better, and why it matters.

An explicit tuple, in the order of the documents. A published figure that no entry names is still carried to the results
under its measure's own name, without judgement.
"""

from dataclasses import dataclass

HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN = "higher better", "lower better", "neutral", "unknown"
NDTMS = "National Drug Treatment Monitoring System, ViewIt (adults)"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Figures that are added up to make one side of an indicator: a measure, and the groups of one breakdown."""

    measure: str
    breakdown: str = "all"
    groups: tuple[str, ...] = ()
    leaving_out: tuple[str, ...] = ()
    kind: str = "actual"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing that is measured.

    `form` says how a value comes about: `published` (taken as printed), `share` (numerator over denominator, in
    percent), `profile` (each group of a breakdown over all its groups), `mentions` (each group over everybody, groups
    overlap), `rate` (events over person-years), `need` (people treated against people in need, once both are found to
    match). `done` completes the sentence "510 of 515 people ...".
    """

    name: str
    title: str
    form: str
    numerator: Part
    denominator: Part | None = None
    breakdowns: tuple[str, ...] = ()
    per: int = 100
    unit: str = "percent"
    polarity: str = NEUTRAL
    noun: str = "people"
    done: str = ""
    definition: str
    why: str
    source: str

    def __post_init__(self):
        if self.form not in ("published", "share", "profile", "mentions", "rate", "need"):
            raise ValueError(f"indicator {self.name!r}: form {self.form!r} is not one the project knows")
        if self.form in ("share", "mentions", "rate") and self.denominator is None:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs a denominator")
        if self.form in ("profile", "mentions") and not self.breakdowns:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs its breakdowns named")


def _published(measure: str, title: str, **given) -> Indicator:
    return Indicator(name=measure, title=title, form="published", numerator=Part(measure=measure), **given)


INDICATORS = (
    _published(
        "in_treatment",
        "People in treatment",
        unit="people",
        polarity=HIGHER_BETTER,
        done="were in treatment",
        definition="Distinct people resident in the area with structured treatment at any time in the period.",
        why="It shows how much of the need is being met.",
        source=NDTMS,
    ),
    _published(
        "new_presentations",
        "People who came into treatment",
        unit="people",
        done="came into treatment",
        definition="People who started a new treatment journey in the period.",
        why="It shows how easily people who need treatment come into it.",
        source=NDTMS,
    ),
    Indicator(
        name="people_in_treatment_by_group",
        title="Who is in treatment",
        form="profile",
        numerator=Part(measure="in_treatment", leaving_out=("not stated",)),
        breakdowns=("sex", "age", "drug_group", "ethnic_group", "time_in_treatment", "parent_status"),
        definition="People in treatment in each group, of all whose group is known.",
        why="A group that is missing from treatment may need a service that reaches it.",
        source=NDTMS,
    ),
    Indicator(
        name="new_presentations_by_group",
        title="Who comes into treatment, and how",
        form="profile",
        numerator=Part(measure="new_presentations", leaving_out=("not stated",)),
        breakdowns=("referral_source", "housing", "employment", "injecting"),
        definition="People who started a new journey in the year in each group, of all whose group is known.",
        why="It shows which routes into treatment work, and what else people need when they arrive.",
        source=NDTMS,
    ),
    Indicator(
        name="substances_of_people_in_treatment",
        title="What people in treatment use",
        form="mentions",
        numerator=Part(measure="in_treatment"),
        denominator=Part(measure="in_treatment"),
        breakdowns=("substance",),
        definition="People in treatment who gave the substance as one of up to three; one person may count several times.",
        why="Services differ by substance.",
        source=NDTMS,
    ),
    Indicator(
        name="first_waits_within_3_weeks",
        title="First waits of three weeks or less",
        form="share",
        numerator=Part(measure="first_waits", breakdown="wait", groups=("3 weeks or under",)),
        denominator=Part(measure="first_waits", breakdown="wait"),
        polarity=HIGHER_BETTER,
        noun="first interventions",
        done="began within three weeks",
        definition="First interventions of a journey that began within three weeks of referral, of all that began.",
        why="People who wait long may not come back.",
        source=NDTMS,
    ),
    Indicator(
        name="later_waits_within_3_weeks",
        title="Later waits of three weeks or less",
        form="share",
        numerator=Part(measure="later_waits", breakdown="wait", groups=("3 weeks or under",)),
        denominator=Part(measure="later_waits", breakdown="wait"),
        polarity=HIGHER_BETTER,
        noun="later interventions",
        done="began within three weeks",
        definition="Interventions after the first of a journey that began within three weeks, of all that began.",
        why="A wait between two steps of treatment can undo the first.",
        source=NDTMS,
    ),
    Indicator(
        name="successful_completion_of_exits",
        title="People who completed treatment, of those who left",
        form="share",
        numerator=Part(measure="exits", breakdown="exit_reason", groups=("successful completion",)),
        denominator=Part(measure="exits", breakdown="exit_reason"),
        polarity=HIGHER_BETTER,
        noun="people who left treatment",
        done="completed it successfully",
        definition="People who left treatment in the year as a successful completion (the NDTMS definition from 2009: "
        "free of dependence, not referred on), of all who left.",
        why="Leaving treatment free of dependence is what most people come for.",
        source=NDTMS,
    ),
    Indicator(
        name="dropped_out_of_exits",
        title="People who dropped out, of those who left",
        form="share",
        numerator=Part(measure="exits", breakdown="exit_reason", groups=("dropped out",)),
        denominator=Part(measure="exits", breakdown="exit_reason"),
        polarity=LOWER_BETTER,
        noun="people who left treatment",
        done="dropped out of it",
        definition="People who left treatment in the year by dropping out, of all who left.",
        why="People who drop out face a higher risk of relapse and overdose.",
        source=NDTMS,
    ),
    Indicator(
        name="successful_completion_of_people_in_treatment",
        title="People who completed treatment, of all in treatment",
        form="share",
        numerator=Part(measure="exits", breakdown="exit_reason", groups=("successful completion",)),
        denominator=Part(measure="in_treatment"),
        polarity=HIGHER_BETTER,
        noun="people in treatment",
        done="completed it successfully",
        definition="People who left as a successful completion in the year, of all in treatment in the year.",
        why="It counts those who stay in treatment as well as those who leave.",
        source=NDTMS,
    ),
    Indicator(
        name="completion_without_return",
        title="People who completed treatment and did not return within six months",
        form="share",
        numerator=Part(measure="completions_without_return"),
        denominator=Part(measure="in_treatment_for_completion_measure"),
        polarity=HIGHER_BETTER,
        noun="people in treatment",
        done="completed it and did not return within six months",
        definition="People who completed treatment and did not come back within six months, of all in treatment in the "
        "measure's own year, which differs from that of exits.",
        why="It shows whether completions last.",
        source=NDTMS,
    ),
    Indicator(
        name="drug_misuse_deaths_crude_rate",
        title="Deaths from drug misuse",
        form="rate",
        numerator=Part(measure="drug_misuse_deaths", breakdown="sex", groups=("male", "female")),
        denominator=Part(measure="residents", kind="estimate"),
        per=100_000,
        unit="per 100,000",
        polarity=LOWER_BETTER,
        noun="deaths",
        done="from drug misuse were registered",
        definition="Deaths related to drug misuse registered in three calendar years, men and women added, per 100,000 "
        "residents of all ages and year; crude, not adjusted for age.",
        why="Every one of these deaths can be prevented.",
        source="Office for National Statistics, deaths related to drug misuse by local authority; mid-year populations",
    ),
    _published(
        "average_wait_weeks",
        "Average wait",
        unit="weeks",
        polarity=LOWER_BETTER,
        definition="Average wait in weeks for a kind of treatment, as printed.",
        why="People who wait long may not come back.",
        source="Local documents as printed",
    ),
    _published(
        "opiate_crack_users",
        "People who use opiates or crack: estimate",
        unit="people",
        definition="Estimated number of people who use opiates, crack cocaine or both.",
        why="It is the need that drug treatment is measured against.",
        source="University of Glasgow estimates (Hay and others); local documents as printed",
    ),
    _published(
        "opiate_crack_users_per_1000",
        "People who use opiates or crack, per 1,000 aged 15 to 64: estimate",
        unit="per 1,000",
        definition="Estimated number of people aged 15 to 64 who use opiates, crack cocaine or both, per 1,000 residents.",
        why="It lets areas of different size be compared.",
        source="University of Glasgow estimates (Hay and others), as published by the London Datastore",
    ),
    _published(
        "alcohol_dependent_adults",
        "Adults dependent on alcohol: estimate",
        unit="people",
        definition="Estimated number of adults (18 and over) who may need specialist alcohol treatment.",
        why="It is the need that alcohol treatment is measured against.",
        source="University of Sheffield estimates for Public Health England",
    ),
    _published(
        "adults_in_treatment_for_alcohol",
        "Adults in treatment for alcohol",
        unit="people",
        done="were in treatment for alcohol",
        definition="Adults in treatment for alcohol alone, or alcohol with drugs other than opiates. People in the opiate "
        "group who also drink are not counted.",
        why="It shows how much of the need is being met.",
        source=NDTMS,
    ),
    *(
        Indicator(
            name=f"alcohol_{name}",
            title=title,
            form="need",
            numerator=Part(measure="adults_in_treatment_for_alcohol"),
            denominator=Part(measure="alcohol_dependent_adults", kind="estimate"),
            unit=unit,
            polarity=LOWER_BETTER,
            definition="Adults estimated to be dependent on alcohol less adults in treatment for alcohol, alone or with drugs "
            "other than opiates: the pairing of the published indicator 93532.",
            why="It is the need that treatment does not reach.",
            source="University of Sheffield estimates; NDTMS",
        )
        for name, title, unit in (
            ("unmet_need_percent", "Adults dependent on alcohol who are not in treatment, share", "percent"),
            ("not_in_treatment", "Adults dependent on alcohol who are not in treatment", "people"),
        )
    ),
    *(
        Indicator(
            name=f"opiate_crack_{name}",
            title=title,
            form="need",
            numerator=Part(measure="in_treatment", breakdown="substance", groups=("opiates and/or crack",)),
            denominator=Part(measure="opiate_crack_users", kind="estimate"),
            unit=unit,
            polarity=LOWER_BETTER,
            definition="People estimated to use opiates or crack less those in treatment who use them. Both sides must count "
            "the same people, ages and period.",
            why="It is the need that treatment does not reach.",
            source="University of Glasgow estimates, or local documents as printed; NDTMS, or local documents",
        )
        for name, title, unit in (
            ("unmet_need_percent", "People who use opiates or crack and are not in treatment, share", "percent"),
            ("not_in_treatment", "People who use opiates or crack and are not in treatment", "people"),
        )
    ),
    _published(
        "retained_12_weeks_percent",
        "Stayed in treatment for 12 weeks or more",
        polarity=HIGHER_BETTER,
        done="stayed in treatment for 12 weeks or more",
        definition="As printed; who is counted is not stated.",
        why="Twelve weeks is the shortest time in which treatment was held to work.",
        source="Local documents as printed",
    ),
    _published(
        "retained_or_planned_discharge_percent",
        "Stayed 12 weeks, or left earlier in a planned way",
        polarity=HIGHER_BETTER,
        done="stayed 12 weeks or left earlier in a planned way",
        definition="New presentations who stay in treatment for more than 12 weeks or leave earlier in a planned way.",
        why="It shows whether people get enough treatment for it to work.",
        source="Local documents as printed",
    ),
    _published(
        "effective_treatment",
        "People in effective treatment",
        unit="people",
        polarity=HIGHER_BETTER,
        done="were in effective treatment",
        definition="People who stay in treatment for 12 weeks or more, or leave earlier in a planned way.",
        why="It was the national measure of treatment that works, and most of the budget followed it.",
        source="Local documents as printed",
    ),
    _published(
        "treatment_system_exits_percent",
        "Treatment system exits",
        polarity=UNKNOWN,
        done="are given as treatment system exits",
        definition="As printed; the table does not say which exits are counted.",
        why="How people leave treatment shows how well it worked.",
        source="Local documents as printed",
    ),
    *(
        _published(
            f"top_{stage}_percent",
            f"Treatment Outcomes Profile completed: {stage}",
            polarity=HIGHER_BETTER,
            done=f"had a Treatment Outcomes Profile ({stage})",
            definition=f"Treatment Outcomes Profile forms completed at {stage}, of those due.",
            why="Without the form nobody can tell whether treatment changed anything.",
            source="Local documents as printed",
        )
        for stage in ("starts", "reviews", "discharges")
    ),
    _published(
        "engaged_percent",
        "Effectively engaged in treatment",
        polarity=HIGHER_BETTER,
        done="were effectively engaged in treatment",
        definition="As printed; the rule for who is engaged is not stated.",
        why="A group that is not engaged is not helped.",
        source="Local documents as printed",
    ),
    _published(
        "successful_exit_percent",
        "Left treatment successfully",
        polarity=HIGHER_BETTER,
        done="left treatment successfully",
        definition="As printed: successful treatment exits, of all who left.",
        why="Leaving treatment free of dependence is what most people come for.",
        source="Local documents as printed",
    ),
    _published(
        "housing_problem_percent",
        "Had a housing problem when they came",
        polarity=LOWER_BETTER,
        done="had a housing problem when they came into treatment",
        definition="New presentations with a housing problem.",
        why="People without a home find it harder to finish treatment.",
        source="Local documents as printed",
    ),
    _published(
        "tier_4_percent",
        "Received residential or inpatient treatment (Tier 4)",
        polarity=HIGHER_BETTER,
        done="received residential or inpatient treatment (Tier 4)",
        definition="People who received a Tier 4 intervention, of those in effective treatment.",
        why="Some people need to be away from home to stop.",
        source="Local documents as printed",
    ),
    _published(
        "healthy_schools_percent",
        "Schools in the Healthy Schools scheme",
        polarity=HIGHER_BETTER,
        definition="Schools at the stage named, of all schools, as printed.",
        why="Young people meet prevention first at school.",
        source="Local documents as printed",
    ),
    _published(
        "young_people_planned_exit_percent",
        "Young people who left treatment in a planned way",
        polarity=HIGHER_BETTER,
        done="of young people left treatment in a planned way",
        definition="As printed: young people who left treatment in an agreed and planned way.",
        why="How young people leave treatment shows how well it worked.",
        source="Local documents as printed",
    ),
    _published(
        "young_people_starting_within_15_working_days_percent",
        "Young people who started treatment within 15 working days",
        polarity=HIGHER_BETTER,
        done="of young people started treatment within 15 working days of referral",
        definition="As printed: young people assessed as needing specialist treatment who start within 15 working days.",
        why="Young people who wait long may not come back.",
        source="Local documents as printed",
    ),
    _published(
        "care_plan_percent",
        "Received a care plan",
        polarity=HIGHER_BETTER,
        done="received a care plan",
        definition="As printed: people entering treatment who receive a care plan.",
        why="A care plan says what treatment is for.",
        source="Local documents as printed",
    ),
)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
