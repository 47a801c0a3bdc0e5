"""What follows from the indicators' definitions for their counts: which are the same people, and which part of others.

Disclosure control keeps to them, because a reader of the definitions can. Left out is what the table itself tells: that
groups and periods add up, and that those counted and those left over are the denominator.
"""

from functools import partial

from needs.measure.catalogue.identities_of_answers import OF_ANSWERS
from needs.measure.disclosure_wording import EACH, EVERY, Account, AtMost, Cell, Sum

_of = partial(Cell, role="of")
_rest = partial(Cell, role="rest")
_TREATED, _CAME, _LEFT = Cell("in_treatment"), Cell("new_presentations"), Cell("exits")
_WHO, _WHO_CAME, _WHY = "people_in_treatment_by_group", "new_presentations_by_group", "exits_by_reason"
_COMPLETED, _SYSTEM_EXITS = "successful_completion_of_exits", "treatment_system_exits_percent"
_STAYED, _LOST = "retained_or_planned_discharge_percent", "early_unplanned_exit_percent"
_USERS, _USERS_EFFECTIVE = Cell("opiate_crack_in_treatment"), Cell("opiate_crack_effective_treatment")
_CRACK, _EFFECTIVE = Cell("crack_in_treatment_percent"), Cell("effective_treatment")
_YOUNG_LEFT = "young_people_planned_exit_percent"
_OVER_25 = ("25-34", "35-44", "45-54", "55 and over")


def _groups(indicator: str, breakdown: str, *groups: str, role: str = "counted") -> tuple[Cell, ...]:
    return tuple(Cell(indicator, breakdown, group, role) for group in groups)


def _out_of(whole: Cell, *indicators: str) -> tuple[Sum, ...]:
    return tuple(Sum(_of(indicator), (whole,)) for indicator in indicators)


_DENOMINATORS = (
    *_out_of(
        _TREATED, "crack_in_treatment_percent", "under_25_in_treatment_percent",
        "successful_completion_of_people_in_treatment",
    ),
    *_out_of(
        _CAME, "care_plan_percent", "top_starts_percent", "retained_12_weeks_percent", _STAYED, _LOST,
    ),
    *_out_of(
        _LEFT, _COMPLETED, "successful_exit_percent", "dropped_out_of_exits", _SYSTEM_EXITS,
        "planned_exit_2004_percent", "top_discharges_percent",
    ),
    *_out_of(_EFFECTIVE, "tier_4_percent"),
    *_out_of(Cell("hepatitis_b_offered_percent"), "hepatitis_b_accepted_percent"),
    *_out_of(Cell("hepatitis_c_offered_percent"), "hepatitis_c_accepted_percent"),
    *_out_of(Cell(_COMPLETED, quarters_before=2), "re_presentation_percent"),
    *_out_of(Cell(_COMPLETED, "age", "under 18", "of"), _YOUNG_LEFT),
    *(
        Sum(_of(indicator, EACH), (total,))
        for indicator, total in ((_WHO, _TREATED), (_WHO_CAME, _CAME), (_WHY, _LEFT))
    ),
)  # fmt: skip
_PEOPLE = (
    Sum(_TREATED, (Cell("adults_in_treatment"), Cell("young_people_in_treatment"))),
    Sum(Cell("young_people_in_treatment"), _groups(_WHO, "age", "under 18")),
    Sum(Cell("under_25_in_treatment_percent"), _groups(_WHO, "age", "under 18", "18-24")),
    Sum(Cell("current_injectors_in_treatment_percent"), _groups(_WHO, "injecting", "currently injecting")),
    Sum(Cell("engaged_percent"), (_EFFECTIVE,)),
    AtMost(_of("engaged_percent"), (_TREATED,)),
    AtMost(_of("engaged_percent", "under_25", "under 25"), (Cell("under_25_in_treatment_percent"),)),
    AtMost(_EFFECTIVE, (_TREATED,)),
    AtMost(_USERS, (_TREATED,)),
    AtMost(_CRACK, (_USERS,)),
    AtMost(_USERS, (Cell(_WHO, "drug_group", "opiate"), _CRACK)),
    AtMost(Cell(_WHO, "drug_group", "opiate"), (_USERS,)),
    AtMost(Cell(_WHO, "main_drug", "crack"), (_CRACK,)),
    AtMost(
        Cell(_WHO, "main_drug", "heroin"),
        (Cell(_WHO, "drug_group", "opiate"),),
        (Cell(_WHO, "main_drug", "other opiates"),),
    ),
    AtMost(_USERS_EFFECTIVE, (_EFFECTIVE,)),
    AtMost(_USERS_EFFECTIVE, (_USERS,)),
    AtMost(_USERS, (_TREATED, _USERS_EFFECTIVE), (_EFFECTIVE,)),
    AtMost(Cell("adults_in_treatment_for_alcohol"), (Cell("adults_in_treatment"),)),
    AtMost(
        Cell("adults_in_treatment_for_alcohol"),
        _groups(_WHO, "drug_group", "alcohol only", "non-opiate and alcohol"),
    ),
    AtMost(
        Cell(_WHO, "drug_group", "alcohol only"),
        (Cell("adults_in_treatment_for_alcohol"), Cell("young_people_in_treatment")),
        (Cell(_WHO, "drug_group", "non-opiate and alcohol"),),
    ),
    AtMost(_of("shared_care_percent"), (_TREATED,)),
    AtMost(Cell("successful_completion_of_people_in_treatment"), (Cell(_COMPLETED),)),
    AtMost(_TREATED, (Cell("people_at_each_agency"),)),
    AtMost(Cell("people_at_each_agency", "agency", EACH), (_TREATED,)),
)
_ARRIVALS = (
    Sum(Cell("criminal_justice_referral_percent"), _groups(_WHO_CAME, "referral_source", "criminal justice")),
    Sum(Cell("housing_problem_percent"), _groups(_WHO_CAME, "housing", "urgent problem", "housing problem")),
    Sum(Cell("regularly_employed_percent"), _groups(_WHO_CAME, "employment", "regular employment")),
    # where every wait is known; elsewhere they are fewer
    Sum(_of("first_waits_within_3_weeks"), (_CAME,)),
    Sum(_of("young_people_starting_within_15_working_days_percent"), _groups(_WHO_CAME, "age", "under 18")),
    AtMost(_of("first_waits_within_3_weeks"), (_CAME,)),
    AtMost(_of("young_people_starting_within_15_working_days_percent"), _groups(_WHO_CAME, "age", "under 18")),
    *(Sum(_of(_STAYED, EACH), (cell,)) for cell in (_of(_LOST, EACH), Cell(_WHO_CAME, EACH))),
    Sum(Cell(_STAYED), (_rest(_LOST),)),
    Sum(Cell(_STAYED, EACH), (_rest(_LOST, EACH),)),
    AtMost(Cell("retained_12_weeks_percent"), (Cell(_STAYED),)),
    *(
        Sum(total, (Cell(f"{name}_by_agency_percent", "first_agency", EVERY, role),))
        for name, total, role in (
            ("retained_or_planned_discharge", _CAME, "of"),
            ("retained_or_planned_discharge", Cell(_STAYED), "counted"),
            ("top_starts", _CAME, "of"),
            ("top_starts", Cell("top_starts_percent"), "counted"),
        )
    ),
    Sum(_of("top_starts_by_agency_percent", EACH), (_of("retained_or_planned_discharge_by_agency_percent", EACH),)),
)
_DEPARTURES = (
    Sum(Cell("successful_exit_percent"), (Cell(_COMPLETED),)),
    Sum(Cell(_COMPLETED), _groups(_WHY, "exit_reason", "successful completion")),
    Sum(Cell("dropped_out_of_exits"), _groups(_WHY, "exit_reason", "dropped out")),
    Sum(Cell("deaths_in_treatment"), _groups(_WHY, "exit_reason", "died")),
    Sum(Cell(_SYSTEM_EXITS), _groups(_WHY, "exit_reason", "successful completion", "referred on")),
    Sum(
        Cell("planned_exit_2004_percent"),
        (
            *_groups(_WHY, "exit_reason", "successful completion", "referred on"),
            *_groups(_WHY, "exit_reason", "transferred in custody", "transferred not in custody"),
        ),
    ),
    AtMost(Cell(_COMPLETED), (Cell(_SYSTEM_EXITS),)),
    AtMost(Cell(_SYSTEM_EXITS), (Cell("planned_exit_2004_percent"),)),
    AtMost(Cell("dropped_out_of_exits"), (_rest("planned_exit_2004_percent"),)),
    *(
        Sum(
            Cell("successful_exit_percent", "under_25", group, role),
            _groups(_COMPLETED, "age", *ages, role=role),
        )
        for role in ("counted", "of", "rest")
        for group, ages in (("under 25", ("under 18", "18-24")), ("25 and over", _OVER_25))
    ),
    AtMost(Cell(_COMPLETED, "age", "under 18"), (Cell(_YOUNG_LEFT),)),
    AtMost(Cell(_YOUNG_LEFT), (Cell(_SYSTEM_EXITS),)),
    *(
        Sum(total, (Cell("planned_exit_by_agency_percent", "last_agency", EVERY, role),))
        for total, role in ((_LEFT, "of"), (Cell(_SYSTEM_EXITS), "counted"))
    ),
)
_WAITS = (
    *(
        identity
        for which in ("first", "later")
        for identity in (
            Sum(_of(f"{which}_waits_within_3_weeks"), (Cell(f"{which}_waits", "wait", EVERY),)),
            Sum(Cell(f"{which}_waits_within_3_weeks"), _groups(f"{which}_waits", "wait", "3 weeks or under")),
        )
    ),
    Sum(_of("longest_wait_weeks"), (_of("average_wait_weeks"),)),
    Sum(_of("longest_wait_weeks", EACH), (_of("average_wait_weeks", EACH),)),
    Sum(_of("average_wait_weeks"), (_of("first_waits_within_3_weeks"), _of("later_waits_within_3_weeks"))),
)
_REVIEWS = (
    Sum(_of("mean_days_at_start", EACH), (_of("abstinent_at_review_percent", EACH),)),
    Sum(_of("mean_days_at_review", EACH), (_of("abstinent_at_review_percent", EACH),)),
    Sum(_of("unchanged_at_review_percent", EACH), (_of("reliably_improved_percent", EACH),)),
    Sum(_of("deteriorated_percent", EACH), (_of("reliably_improved_percent", EACH),)),
    AtMost(_of("abstinent_at_review_percent", EACH), (_of("reliably_improved_percent", EACH),)),
    # where a partnership has set what change is reliable; elsewhere nobody is judged, and the sum does not hold
    Sum(
        _of("unchanged_at_review_percent", EACH),
        tuple(
            Cell(name, EACH)
            for name in (
                "unchanged_at_review_percent",
                "reliably_improved_percent",
                "deteriorated_percent",
                "abstinent_at_review_percent",
            )
        ),
    ),
)
_BEGINS, _ENDS = "in_treatment_when_period_begins", "in_treatment_when_period_ends"
_STOCK = (
    Account(_BEGINS, _ENDS, "new_presentations", "exits"),
    AtMost(Cell(_BEGINS), (_TREATED,)),
    AtMost(Cell(_ENDS), (_TREATED,)),
    AtMost(_TREATED, (Cell(_BEGINS), _CAME)),
    AtMost(_TREATED, (Cell(_ENDS), _LEFT)),
    AtMost(_of("top_reviews_percent"), (Cell(_ENDS),)),
)
IDENTITIES = (*_DENOMINATORS, *OF_ANSWERS, *_PEOPLE, *_ARRIVALS, *_DEPARTURES, *_WAITS, *_REVIEWS, *_STOCK)
OVERLAPPING = ("substance",)  # the only breakdown in which one may be in several groups
# Parts whose complement in the whole is a count of people that is protected as well.
NESTED = (
    ("effective_treatment", "in_treatment"),
    ("opiate_crack_in_treatment", "in_treatment"),
)
