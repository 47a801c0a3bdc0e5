"""From a raw row to a count, second part: journeys, periods, and who is counted in them, each rule with an example."""

from markupsafe import Markup

from needs.measure import reviews
from needs.measure.indicator import TABLES, with_choices
from needs.present.kit.html import element, table
from needs.present.kit.section import heading, plain
from needs.present.methods import examples
from needs.present.methods import subjects as by_subject
from needs.present.methods.review import Review
from needs.present.numbers import capital
from needs.quarter import Period, Quarter
from needs.settings import Choices, written

RULE = ["Question", "Rule", "Setting in needs.toml"]
Rule = tuple[str, str, tuple[str, ...]]  # a question, its answer with <choices> in it, the choices by their names

JOURNEYS: tuple[Rule, ...] = (
    (
        "Start of a stay",
        "The earliest MODST of the episode's structured interventions: those whose MODAL is structured in the list below. Where the setting "
        "is triage, it is TRIAGED, once a structured intervention has a MODST. Chosen is <starts_from>.",
        ("starts_from",),
    ),
    (
        "Stays that never began",
        "No structured intervention has a MODST, or the first comes after DISD. Such a stay is in no journey and no count.",
        (),
    ),
    ("End of a stay", "DISD; open where there is none. Ends of interventions and the file's last day end no stay.", ()),
    (
        "Order of stays",
        "Of one person by start, then end with open ones last, then agency, then the line of the file.",
        (),
    ),
    (
        "One journey or two",
        "A stay belongs to the journey if it starts at most <gap_days> days after the latest end so far, or sooner. While a stay is open, all later ones belong. "
        "Do both days count: <both_days_count>. Were it yes, the difference may be one day less.",
        ("gap_days", "both_days_count"),
    ),
    (
        "Start and end",
        "The journey starts with its first stay. It ends with the latest end of all its stays, and is open while one is.",
        (),
    ),
    (
        "Its reason",
        "That of the stays that end on the journey's last day; 90 is read as 80, 91 as 82, 92 as 81. Where they differ and all are completions of 2009, the highest "
        "code. Else it is inconsistent, which is planned in no version and a group of its own.",
        (),
    ),
    (
        "Whose answers",
        "Those of the first stay in the order above, where it has any: all codes but drugs, and REFLD, TRIAGED, DRUG1 and LA. A blank there is not filled "
        "from later stays.",
        (),
    ),
    ("Of any stay", "Drugs: an opiate, crack, alcohol or other drug that any stay names as any of three. The care plan: the earliest CPLANDT.", ()),
    (
        "First and last agency",
        "That of the first stay, and that of the stay that ends last; of several the last in the order above.",
        (),
    ),
    ("The next journey", "The start of the same person's next journey in the partnership, for returns.", ()),
    (
        "Interventions in order",
        "Of one journey by MODST, then REFMODDT with blanks last, then agency and line. Only structured ones that started have a number. Number one is the first "
        "intervention, whichever stay it is of.",
        (),
    ),
    ("End of an intervention", "MODEND; where there is none, DISD of its episode, or its own start if that is later.", ()),
)  # fmt: skip


def journeys(review: Review) -> list:
    """How episodes become journeys: start, gap, end, reason, answers, ties."""
    return [
        heading("Journeys"),
        _rules(review, "Journeys: from stays to journeys", JOURNEYS),
        examples.STARTS(review),
        examples.GAP(review),
        examples.BOTH_DAYS(review),
        examples.REASONS(review),
        examples.ANSWERS(review),
    ]


LAST = Quarter(2008, 3)
UNITS = {
    "people": "Everybody in treatment in the period, each once, by the latest journey that was in treatment in it. What is asked of them is asked of that journey.",
    "known": "Everybody whose treatment began by the period's end, each once, by the latest journey.",
    "journeys": "Every journey. One person may have several.",
    "interventions": "Every intervention of a stay that is part of a journey, structured or not.",
    "agencies": "Each person at each agency, by the latest stay there that was open in the period.",
    "changes": "Each substance of each journey that both forms answer, by the last review of the period that answers it.",
    "answers": "Each question of each journey that both forms answer, by the last later form of the period that answers it.",
    "housing_answers": "The same of the questions on housing.",
    "stays": "Each treatment journey, once in each quarter of the period in which it was open on a day.",
    "young_answers": "Each field on young people that is answered: at the start by the first stay, at the exit by the last.",
    "progress": "Each adult in treatment in the twelve months, by the latest journey, without new clients.",
}
PERIODS: tuple[Rule, ...] = (
    (
        "In treatment in a period",
        "The journey starts on its last day or before, and does not end before its first. The day of leaving is one in treatment.",
        (),
    ),
    ("Came, or left, in it", "The journey starts, or ends, on one of its days. Moving to another agency within the gap is neither.", ()),
    (
        "On the day before, and when it is over",
        "For the account of stock and flow: began before the period and did not end before it. Or began by its last day and did not end by it: here the day of leaving is "
        "one outside.",
        (),
    ),
    (
        "Months of stay",
        "Calendar months since the start: under 3, 3 to 6, 6 to 12, 1 to 2 years, and 2 years or more. Exactly 3 months is still under 3, and so on. Of those who leave in a quarter they are told on "
        "its first day, and whoever starts on that day or later is new in the quarter, a group of its own. Of those in treatment when a period is over, they are told on the day after it.",
        (),
    ),
    (
        "Ages",
        "A young person is under 18 at the <young_told_at>: completed years on TRIAGED of the first stay. Born on 29 February is a year older on "
        "1 March. All other ages are completed years on the last day of a quarter. It is that in which the period ends; of whoever came or left, that of the day.",
        ("young_told_at",),
    ),
    (
        "Effective treatment",
        "From the start to the end, or to the period's end if that is sooner, are <effective_days> days or more. Or the journey ended by then in a planned way (<planned_exit>). Exactly so many days are enough.",
        ("effective_days", "planned_exit"),
    ),
    (
        "Retention",
        "Of journeys that began in the period, each followed <effective_days> days after the period's end. Stayed is so many days or more between start and end. There is no "
        "figure until the files cover these days.",
        ("effective_days",),
    ),
    (
        "Leaving well",
        "A reason that is planned in the version, as the table of discharge reasons says: 2004, 2007 or 2009. Each indicator names its own; a planned exit is that of <planned_exit>.",
        ("planned_exit",),
    ),
    (
        "Returns",
        "The next journey began at most <months_to_return> calendar months after the end; where that month is too short, its last day. Re-presentation looks at journeys "
        "completed in the twelve months that ended <months_to_return> months before the period's end. Completion without return follows each journey "
        "on after the period, and counts <non_opiate_completions> as users of other drugs.",
        ("months_to_return", "non_opiate_completions"),
    ),
)  # fmt: skip


def periods(review: Review) -> list:
    """Windows, units, who is in treatment, ages, effective treatment, leaving well and returns."""
    windows = [
        ["Quarter", _days(LAST.period)],
        ["Year to date (1 April to the quarter's end)", _days(LAST.year_to_date)],
        ["Twelve months to the quarter's end", _days(LAST.rolling_12_months)],
        ["Financial year (both of these, where a fourth quarter ends)", _days(LAST.whole_financial_year)],
    ]
    return [
        heading("Periods and units"),
        table(f"Windows that end with {LAST}, for example", ["Window", "Days"], windows),
        table(
            "Units: what one row is of which",
            ["Counted of", "What is one"],
            [[_words(name), UNITS[name]] for name in TABLES],
        ),
        plain(
            "A share's people are part of its whole: whoever is counted must meet both conditions. Whoever is not known to meet a condition does not meet it. A "
            "column that a partnership's files never fill in has no figure."
        ),
        _rules(review, "Periods: who is counted in them", PERIODS),
        *(
            one(review)
            for one in (
                examples.IN_TREATMENT,
                examples.MONTHS_OF_STAY,
                examples.TWELVE_WEEKS,
                examples.AGES,
                examples.VERSIONS,
                examples.RETURNS,
            )
        ),
    ]


GROUPS = {
    "sex": "SEX.",
    "age": "Under 18 as young people are told. Of adults by the age then: 18-24, 25-34, 35-44, 45-54, 55 and over. Who is an adult by the one and under 18 by the other is in the first band.",
    "under_25": "A young person, or under 25 then; else 25 and over.",
    "ethnic_group": "The group of ETHNIC.",
    "drug_group": "The first drug group that applies, as below.",
    "district": "LA of the first stay, as written.",
    "main_drug": "DRUG1 of the first stay, as the first range below that holds it is printed.",
    "route": "The group of ROUTE of the first stay.",
    "injecting": "INJSTAT of the first stay, as its list prints it.",
    "referral_source": "The group of RFLS of the first stay.",
    "housing": "The group of ACCMNEED of the first stay.",
    "employment": "The group of EMPSTAT of the first stay.",
    "parent_status": "The group of PRNTSTAT of the first stay.",
    "months_of_stay": "As the rule of months of stay above says.",
    "time_in_treatment": "Days from the start to the end, or to the period's end if sooner, over 365.25: under 1, 2, 4, 6 years, and over 6. Exactly one is in the second.",
    "exit_reason": "The journey's reason, as the list of discharge reasons prints it; inconsistent stands by itself.",
    "first_agency": "Agency of the first stay.",
    "last_agency": "Agency of the stay that ends last.",
    "modality": "MODAL, as its list prints it.",
    "agency": "Agency of the stay.",
    "substance": "Item of the outcomes form.",
    "question": "Item of the outcomes form.",
    "young_field": "Field on young people.",
    "progress": "Category of treatment progress.",
    "progress_detail": "What put the person there.",
}


def groups(review: Review) -> list:
    """How groups are told, by which figures are broken down."""
    return [
        heading("Groups"),
        plain(
            'A group whose answer is not known is "not stated". Ages are those at the end of the quarter in which the period ends. For whoever '
            "came or left it is the quarter of that day."
        ),
        table(
            "Groups: how each is told",
            ["By", "Rule"],
            [[capital(name.replace("_", " ")), rule] for name, rule in GROUPS.items()],
        ),
    ]


SUBJECTS: tuple[Rule, ...] = (
    (
        "Waits",
        "Days from REFMODDT to FAOMODDT, of structured interventions that started in the period; known where both are there and the offer is not earlier. Within three weeks "
        "is <days_to_first_offer> days or fewer; over six is more than 42. First waits are of number one of each journey: where its wait is not known, no other takes its place.",
        ("days_to_first_offer",),
    ),
    (
        "Working days",
        "Mondays to Fridays after REFMODDT up to MODST, the day of referral left out and the start counted. Bank holidays are not taken out. "
        "At most <working_days_to_start>.",
        ("working_days_to_start",),
    ),
    (
        "Tier 4, prescribing",
        "The person had such an intervention, in any stay of any journey. It started by the period's last day and had not ended before its first. Tier 4 is a share "
        "of people in effective treatment, numerator too.",
        (),
    ),
    ("Care plans", "Of journeys that began in the period, the earliest CPLANDT of any stay is at most 28 days after the period's end.", ()),
    (
        "Criminal justice, prison",
        "RFLS of the first stay, of journeys that began in the period and have an answer there. Days to the start are from its REFLD to the journey's "
        "start.",
        (),
    ),
    (
        "Hepatitis",
        "HEPBSTAT and HEPCSTAT of the first stay, of journeys that began in the period and have an answer. C is asked of those whose INJSTAT there is C or P.",
        (),
    ),
    (
        "Forms that belong",
        "A form (TRSTAGE S) belongs to a start, or (E) to an end, if TOPDATE is at most <form_days> days before or after it. A form is of the journey that its episode is of; one without TOPDATE is in no figure. Forms of one day stand in the order of agency and line. "
        "For starts and exits the files must cover so many days after the period.",
        ("form_days",),
    ),
    (
        "Reviews due",
        "Open when the period is over, begun <review_days> days or more before its last day, with a start form. Done is a form R of the journey on one of the last <review_days> days, the last included.",
        ("review_days",),
    ),
    (
        "Changes",
        "The earliest start form that belongs, against each form R from <first_review_day> to <review_days> days after the start. Of several in the period it is the last that answers the question. Exit forms: "
        "the latest that belongs, of journeys that ended in the period. Both forms must answer the question.",
        ("first_review_day", "review_days"),
    ),
    (
        "Reliable change",
        "Judged where a number of days is set for the substance (<reliable_change_days>) and it was used at either end. Improved is a fall of so many days or more that does not end in none. Worse is such a rise. All else is no change. None at the review after some at the start is abstinence. The days "
        "for alcohol only are of treatment progress alone. Where no others are set, nobody is judged here.",
        ("reliable_change_days",),
    ),
    (
        "Fields on young people",
        "Of journeys of young people that began (at the start) or ended (at the exit), the field is answered; yes is one of <young_yes_codes>.",
        ("young_yes_codes",),
    ),
    (
        "Staying and leaving by week",
        "Journeys that began in the three years to a financial year's end, or two where the files begin later, each followed to that end. Planned is <planned_exit>; dropped out are the "
        "groups dropped out, withdrawn and treatment declined; all else is another way. A curve is given of 50 journeys and 20 exits or more. "
        "It ends where fewer than 20 are still followed, or where it is as sure as of fewer than 50. Returns count up to the day before each week. The method stands under How long people stay.",
        ("planned_exit",),
    ),
    (
        "Case mix",
        "People in treatment, and journeys that ended, by whether they completed (2009), their drug group, age band and sex. Further factors are <case_mix_factors>, each as the condition "
        "of that name says; without an answer is a group of its own. The method stands under Case mix.",
        ("case_mix_factors",),
    ),
    (
        "Deaths for person-years",
        "Journeys that ended by death in the period, over the days on which journeys were open in it, first and last counted, over 365.25. Limits are those of rates.",
        (),
    ),
    (
        "Time with old and new measures",
        "Indicators of 2004-12 are counted of periods that end before <today_begins>, those of today from then on. Treatment progress is counted from "
        "<progress_begins>.",
        ("today_begins", "progress_begins"),
    ),
)  # fmt: skip
PROGRESS: tuple[Rule, ...] = (
    (
        "Of whom",
        "Adults in treatment in the twelve months, by the latest journey. Left out are those still there who are new: the start and <new_client_months> calendar months are the last day or "
        "later. So are those seen in secure settings alone (<secure_settings>), and those who left in these ways (<exits_left_out>).",
        ("new_client_months", "secure_settings", "exits_left_out"),
    ),
    ("Left, not completed", "Ended by the last day with a reason that is no completion of 2009: no substantial progress.", ()),
    (
        "Left, completed",
        "By ACUTHPBM of the latest exit form that belongs and answers it. N is substantial progress, Y is none, no answer is missing data.",
        ("form_days",),
    ),
    (
        "Problem substances",
        "The item of the main drug: DRUG1 of the first stay, by the ranges of drug codes. Items are ALCUSE (alcohol), OPIUSE (opiates), CRAUSE (crack), COCAUSE (cocaine), AMPHUSE (amphetamines) and "
        "CANNUSE (cannabis); every other group has OTDRGUSE. OPIUSE and CRAUSE too, where any stay names an opiate or crack. "
        "Alcohol as a second or third drug is none.",
        (),
    ),
    (
        "Latest review",
        "Of those still there, the last form R of the journey within the twelve months. It must answer the item of each problem substance, or data are missing.",
        (),
    ),
    ("None used at it", "Substantial progress, whatever was used before.", ()),
    (
        "Baseline",
        "For each item that is used at the latest review, the first form, S or R, that answers it. It lies before that review, at most <baseline_months> calendar months. Without one data "
        "are missing.",
        ("baseline_months",),
    ),
    (
        "Used at it",
        "No substantial progress if an item did not fall, or by fewer days than its number. Not judged if all fell and one has no number of days. Else substantial progress. The numbers that are set: <reliable_change_days>. "
        "That of alcohol only is for people of this drug group. Everybody without a number whose use of each item fell is not judged.",
        ("reliable_change_days",),
    ),
    (
        "The figures",
        "Lowest: substantial, of all but missing. Highest: substantial or not judged, of the same. Missing: of all. Alcohol: substantial, of alcohol only, of all of them but missing.",
        (),
    ),
)  # fmt: skip


def subjects(review: Review) -> list:
    """Waits, Tier 4, care plans, criminal justice, hepatitis, forms, changes and treatment progress."""
    return [
        heading("Subject by subject"),
        _rules(review, "Subjects: how each is counted", SUBJECTS),
        *(
            one(review)
            for one in (
                by_subject.WAITS, by_subject.WORKING_DAYS, by_subject.TIER_4, by_subject.CARE_PLANS, by_subject.JUSTICE, by_subject.HEPATITIS,
                by_subject.FORMS, by_subject.CHANGES, by_subject.RELIABLE, by_subject.YOUNG,
                by_subject.AGENCIES,
            )
        ),
        heading("Treatment progress"),
        _rules(review, "Treatment progress: in the order in which it is asked", PROGRESS),
        by_subject.PROGRESS(review),
        by_subject.PROGRESS_SO_FAR(review),
    ]  # fmt: skip


def conditions(review: Review) -> list:
    """What each condition means that indicators are made of, and the codes that meet it."""
    rows = [
        [capital(name.replace("_", " ")), capital(said), codes or "none", source or "none"]
        for name, said, codes, source in reviews.conditions()
    ]
    return [
        heading("What each condition means"),
        plain(
            "The definitions in the catalogue are made of these conditions. Days and versions in them are those that stand where nothing else is set. "
            "A condition that is not said to be of a field is asked of the dates of a journey or an intervention."
        ),
        element(
            "details",
            element("summary", "Conditions, with the codes that meet them"),
            table("Conditions: what each means", ["Condition", "Met by", "Columns and codes", "Source"], rows),
            class_="codes",
        ),
    ]


def _rules(review: Review, caption: str, rules: tuple[Rule, ...]) -> Markup:
    """Rules as a table, each with what was chosen in the place of its settings."""
    chosen = dict(review.safe.choices[["choice", "value"]].to_numpy().tolist())
    chosen = {name: written(value) for name, value in vars(Choices()).items()} | chosen
    return table(
        caption,
        RULE,
        [[question, with_choices(rule, chosen), [_coded(names)]] for question, rule, names in rules],
    )


def _coded(names: tuple[str, ...]) -> Markup | str:
    if not names:
        return "none"
    return element("span", [piece for name in names for piece in (element("code", name), " ")][:-1])


def _words(name: str) -> str:
    return capital({"known": "people known", "progress": "treatment progress"}.get(name, name.replace("_", " ")))


def _days(period: Period) -> str:
    return f"{period.start.day} {period.start:%B %Y} to {period.end.day} {period.end:%B %Y}"
