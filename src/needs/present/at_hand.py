"""On what a partnership's files hold any figure: what no page may deny, wherever the figure stands and whatever became of it."""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure.results import GIVEN, RETURNS
from needs.measure.selection import GROUND
from needs.present.assessment import Assessment

ON_FILE = (*GIVEN, "hidden", "too_few", "provisional", "refused")  # statuses of a figure that there is
PROTECTED = ("sex", "ethnic_group", "detailed_ethnic_group", "disability", "religion", "sexual_orientation")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """How the figures on a subject are known: by a part of the measure's name, or by groups of people or places.

    A measure of the partnership's own, which has any name, is known by its topic. `but` are parts of the names of measures
    that are of another subject.
    """

    names: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


OF_RESIDENTS = "population_share_percent"
OF_DEATHS = "_death"  # part of the names of measures of deaths, which say nothing of who is served
TREATED = Subject(names=("in_treatment",), but=("for_alcohol", "not_in_treatment", OF_DEATHS))
OPIATES = Subject(
    names=("opiate_crack_users", "opiate_crack_not_in_treatment", "opiate_crack_unmet_need"), but=("by_other_methods",)
)
ALCOHOL = Subject(names=("alcohol_dependent_adults", "alcohol_not_in_treatment", "alcohol_unmet_need"))
WAITING = Subject(names=("first_waits", "later_waits", "waits_all", "all_waits", "wait_weeks", "waited_over", "waiting_for_treatment"), topics=("waiting",))  # fmt: skip
LEAVING = Subject(names=("exit", "completion", "dropped_out", "planned_discharge", "re_presentation"), topics=("outcomes",))  # fmt: skip
PROFILE = Subject(names=("top_reviews", "top_starts", "top_discharges", "abstinent_at_review", "reliably_improved", "unchanged_at_review", "deteriorated_percent", "mean_days_at"))  # fmt: skip
TREATED_YOUNG = Subject(
    names=(
        "young_people_in_treatment",
        "young_people_in_early_intervention_or_treatment",
        "young_people_planned_exit",
        "young_people_starting_within",
    ),
    topics=("young people",),
)
PROGRAMME = Subject(names=("dip_", "key_diagnostic_indicators"))
REQUIREMENTS = Subject(names=("drr_",))
RETURNED = Subject(names=(*PROGRAMME.names, *REQUIREMENTS.names), topics=("criminal justice",))
CONTINUITY = Subject(names=("continuity_of_care",))
PROGRESS = Subject(names=("treatment_progress",))
REFERRED = Subject(names=("criminal_justice_referral", "prison_referral"), breakdowns=("referral_source",))
MONEY = Subject(names=("budget_", "pooled_", "tender_value"), topics=("money",))
ADMISSIONS = Subject(names=("alcohol_related_admission", "alcohol_specific_admission"))
DEATHS = Subject(names=("drug_misuse_death", "drug_poisoning_death"))
BY_DISTRICT = Subject(breakdowns=("district",))
SUBJECTS = {
    "how many people use opiates or crack": OPIATES,
    "how many adults are dependent on alcohol": ALCOHOL,
    "who is in treatment": Subject(
        names=(*TREATED.names, "new_presentations", "interventions", "children_living"),
        but=TREATED.but,
        topics=("who",),
    ),
    "waiting times": WAITING,
    "how people leave treatment": LEAVING,
    "how young people leave treatment": Subject(names=("young_people_planned_exit",)),
    "how long young people wait": Subject(names=("young_people_starting_within", "young_people_waiting_standard")),
    "what is planned for young people": Subject(
        names=("young_people_treatment_places", "young_people_early_intervention_places")
    ),
    "young people": Subject(names=("young_people", "healthy_schools"), topics=("young people",)),
    "prevention": Subject(
        names=(
            "young_people_drunk",
            "young_people_drinking",
            "young_people_weekly",
            "young_people_drug_use",
            "healthy_schools",
        )
    ),  # fmt: skip
    "the Treatment Outcomes Profile": PROFILE,
    "deaths from drug misuse": DEATHS,
    "alcohol-related hospital admissions": ADMISSIONS,
    "referrals by the criminal justice system": REFERRED,
    "how people come into treatment, move and leave": Subject(
        names=("new_presentations", "referrals_to", *LEAVING.names)
    ),
    "sex, ethnic group or other protected characteristics": Subject(breakdowns=PROTECTED),
    "single providers": Subject(names=("_at_each_agency", "_by_agency_"), breakdowns=("agency",)),
    "money": MONEY,
}


def is_on_file(assessment: Assessment, subject: Subject, since: datetime.date | None = None) -> bool:
    """Whether any figure of the partnership by the quarter is on a subject, be it shown or not.

    With `since` only figures of periods that end on that day or later count.
    """
    rows = assessment.once("on file", lambda: _on_file(assessment))
    rows = rows if since is None else rows[rows["period_end"] >= pd.Timestamp(since)]
    indicators = rows["indicator"].drop_duplicates()
    named = [
        name
        for name in indicators
        if any(part in name for part in subject.names) and not any(part in name for part in subject.but)
    ]
    own = set(rows.loc[rows["source"] == RETURNS, "indicator"])
    named += [name for name in own if assessment.topic_of(name) in subject.topics]
    of_treatment = ~rows["indicator"].isin((*GROUND, OF_RESIDENTS)) & ~rows["indicator"].str.contains(OF_DEATHS)
    by_group = rows["breakdown"].isin(subject.breakdowns) & of_treatment
    return bool(rows["indicator"].isin(named).any() or by_group.any())


def _on_file(assessment: Assessment) -> pd.DataFrame:
    """The figures of the partnership, known by the quarter or printed; a target is no figure of what was achieved.

    Those of measures of another time are among them: they are on file, and stand in the list of what is not used.
    """
    rows = pd.concat([assessment.known, assessment.printed, assessment.of_other_eras])
    is_own = rows["area_code"] == assessment.area.code
    return rows[is_own & rows["status"].isin(ON_FILE) & (rows["kind"] != "target")]
