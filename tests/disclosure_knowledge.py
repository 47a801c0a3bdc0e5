"""What a reader of the indicators' definitions can set up by themselves: written from the definitions, not from the code."""

from collections import defaultdict
from itertools import product

import pandas as pd
from disclosure_reader import Reader

DAY = pd.Timedelta(days=1)
EVERYBODY = ("all", "all")
# Journeys or interventions that begin, or end, in the period: they add up over periods that follow one another.
CAME = (
    "new_presentations", "new_presentations_by_group", "criminal_justice_referral_percent", "treatment_naive_percent",
    "living_with_children_percent", "regularly_employed_percent", "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent", "hepatitis_c_offered_percent", "hepatitis_c_accepted_percent",
    "housing_problem_percent", "top_starts_percent", "retained_12_weeks_percent",
    "retained_or_planned_discharge_percent", "early_unplanned_exit_percent", "first_waits", "later_waits",
    "first_waits_within_3_weeks", "later_waits_within_3_weeks", "average_wait_weeks", "longest_wait_weeks",
    "retained_or_planned_discharge_by_agency_percent", "top_starts_by_agency_percent",
    "young_people_starting_within_15_working_days_percent",
)  # fmt: skip
WENT = (
    "exits", "exits_by_reason", "successful_completion_of_exits", "successful_exit_percent", "dropped_out_of_exits",
    "treatment_system_exits_percent", "planned_exit_2004_percent", "top_discharges_percent", "deaths_in_treatment",
    "planned_exit_by_agency_percent", "young_people_planned_exit_percent",
)  # fmt: skip
THERE = (
    "in_treatment", "adults_in_treatment", "opiate_crack_in_treatment", "opiate_crack_effective_treatment",
    "effective_treatment", "crack_in_treatment_percent", "people_at_each_agency", "tier_4_percent",
    "successful_completion_of_people_in_treatment", "shared_care_percent",
)  # fmt: skip
OVERLAPPING = ("substance",)
OF_ALL_IN_TREATMENT = (
    "crack_in_treatment_percent", "under_25_in_treatment_percent", "successful_completion_of_people_in_treatment",
)  # fmt: skip
OF_ALL_WHO_CAME = (
    "care_plan_percent", "top_starts_percent", "retained_12_weeks_percent", "retained_or_planned_discharge_percent", "early_unplanned_exit_percent",
)  # fmt: skip
OF_ALL_WHO_WENT = (
    "successful_completion_of_exits", "successful_exit_percent", "dropped_out_of_exits",
    "treatment_system_exits_percent", "planned_exit_2004_percent", "top_discharges_percent",
)  # fmt: skip
WHO, NEW, WHY = "people_in_treatment_by_group", "new_presentations_by_group", "exits_by_reason"
BY_AN_ANSWER = {  # counted out of those whose answer is known: all groups of the profile but one
    "criminal_justice_referral_percent": (NEW, "referral_source"),
    "housing_problem_percent": (NEW, "housing"),
    "regularly_employed_percent": (NEW, "employment"),
}
COMPLETED, STAYED, LOST = (
    "successful_completion_of_exits", "retained_or_planned_discharge_percent", "early_unplanned_exit_percent",
)  # fmt: skip
COUNTED_IN = {  # the people counted by the one are groups of the other
    "young_people_in_treatment": (WHO, "age", "under 18"),
    "under_25_in_treatment_percent": (WHO, "age", "under 18", "18-24"),
    "current_injectors_in_treatment_percent": (WHO, "injecting", "currently injecting"),
    "criminal_justice_referral_percent": (NEW, "referral_source", "criminal justice"),
    "housing_problem_percent": (NEW, "housing", "urgent problem", "housing problem"),
    "regularly_employed_percent": (NEW, "employment", "regular employment"),
    COMPLETED: (WHY, "exit_reason", "successful completion"),
    "dropped_out_of_exits": (WHY, "exit_reason", "dropped out"),
    "deaths_in_treatment": (WHY, "exit_reason", "died"),
    "treatment_system_exits_percent": (WHY, "exit_reason", "successful completion", "referred on"),
    "planned_exit_2004_percent": (
        WHY, "exit_reason", "successful completion", "referred on", "transferred in custody",
        "transferred not in custody",
    ),
    "first_waits_within_3_weeks": ("first_waits", "wait", "3 weeks or under"),
    "later_waits_within_3_weeks": ("later_waits", "wait", "3 weeks or under"),
}  # fmt: skip
NO_MORE_THAN = (  # the people counted by the one, by role, are among those counted by the other
    ("effective_treatment", "counted", "in_treatment", "counted"),
    ("opiate_crack_in_treatment", "counted", "in_treatment", "counted"),
    ("opiate_crack_effective_treatment", "counted", "opiate_crack_in_treatment", "counted"),
    ("opiate_crack_effective_treatment", "counted", "effective_treatment", "counted"),
    ("crack_in_treatment_percent", "counted", "opiate_crack_in_treatment", "counted"),
    ("adults_in_treatment_for_alcohol", "counted", "adults_in_treatment", "counted"),
    ("shared_care_percent", "of", "in_treatment", "counted"),
    ("engaged_percent", "of", "in_treatment", "counted"),
    ("retained_12_weeks_percent", "counted", STAYED, "counted"),
    (COMPLETED, "counted", "treatment_system_exits_percent", "counted"),
    ("treatment_system_exits_percent", "counted", "planned_exit_2004_percent", "counted"),
    ("young_people_planned_exit_percent", "counted", "treatment_system_exits_percent", "counted"),
    ("successful_completion_of_people_in_treatment", "counted", COMPLETED, "counted"),
    ("in_treatment_when_period_begins", "counted", "in_treatment", "counted"),
    ("in_treatment_when_period_ends", "counted", "in_treatment", "counted"),
    ("in_treatment", "counted", "people_at_each_agency", "counted"),
    ("living_with_children_percent", "of", "new_presentations", "counted"),
    ("treatment_naive_percent", "of", "new_presentations", "counted"),
    ("hepatitis_b_offered_percent", "of", "new_presentations", "counted"),
    ("current_injectors_in_treatment_percent", "of", "in_treatment", "counted"),
    ("top_reviews_percent", "of", "in_treatment_when_period_ends", "counted"),
)
SAME = (  # indicator and role, of the total, are the same people
    (("engaged_percent", "counted"), ("effective_treatment", "counted")),
    (("tier_4_percent", "of"), ("effective_treatment", "counted")),
    (("hepatitis_b_accepted_percent", "of"), ("hepatitis_b_offered_percent", "counted")),
    (("hepatitis_c_accepted_percent", "of"), ("hepatitis_c_offered_percent", "counted")),
    (("successful_exit_percent", "counted"), (COMPLETED, "counted")),
    (("longest_wait_weeks", "counted"), ("average_wait_weeks", "counted")),
    ((STAYED, "counted"), (LOST, "rest")),
)


def with_all_that_is_known(reader: Reader) -> Reader:
    """The equations and inequalities of every definition, in every period and between periods."""
    tables: dict[tuple, set[str]] = defaultdict(set)
    for indicator, role, start, end, breakdown, group in list(reader.column):
        tables[indicator, role, start, end, breakdown].add(group)
    for (indicator, role, start, end, breakdown), groups in tables.items():
        if breakdown != "all" and breakdown not in OVERLAPPING:
            _add_up(reader, (indicator, role, start, end), breakdown, groups)
    for start, end in sorted({(start, end) for _, _, start, end, _ in tables}):
        _same_people(reader, (start, end), tables)
    _flows(reader)
    _people_over_periods(reader)
    _accounts(reader)
    return reader


def _add_up(reader: Reader, key: tuple, breakdown: str, groups: set[str]):
    indicator, role, start, end = key
    parts = [(*key, breakdown, group) for group in sorted(groups)]
    if key[0] == "people_at_each_agency":
        for part in parts:
            reader.at_most(part, ("in_treatment", role, start, end, *EVERYBODY))
    reader.equal((*key, *EVERYBODY), *parts)
    if indicator in (WHO, NEW, WHY, "interventions_by_modality"):
        total = {WHO: "in_treatment", NEW: "new_presentations", WHY: "exits"}.get(indicator)
        if role == "of":
            for part in parts:
                reader.equal(part, parts[0])
                reader.equal(part, (total, "counted", start, end, *EVERYBODY))
                reader.equal(part, *((indicator, "counted", *other[2:]) for other in parts))


def _same_people(reader: Reader, period: tuple, tables: dict[tuple, set[str]]):
    def total(indicator, role="counted"):
        return (indicator, role, *period, *EVERYBODY)

    for names, whole in (
        (OF_ALL_IN_TREATMENT, "in_treatment"),
        (OF_ALL_WHO_CAME, "new_presentations"),
        (OF_ALL_WHO_WENT, "exits"),
    ):
        for name in names:
            reader.equal(total(name, "of"), total(whole))
    for (one, role), (other, other_role) in SAME:
        reader.equal(total(one, role), total(other, other_role))
        for breakdown in ("sex", "age", "ethnic_group", "drug_group", "modality"):
            for group in tables.get((one, role, *period, breakdown), ()):
                reader.equal((one, role, *period, breakdown, group), (other, other_role, *period, breakdown, group))
    for name, (indicator, breakdown, *groups) in COUNTED_IN.items():
        _parts(reader, total(name), (indicator, "counted", *period, breakdown), groups, tables)
    for name, (indicator, breakdown) in BY_AN_ANSWER.items():
        key = (indicator, "counted", *period, breakdown)
        _parts(reader, total(name, "of"), key, tables.get(key, set()) - {"not stated"}, tables)
    stated = ("currently injecting", "previously injected", "never injected")
    key = (WHO, "counted", *period, "injecting")
    _parts(reader, total("current_injectors_in_treatment_percent", "of"), key, stated, tables)
    injected = ((NEW, "counted", *period, "injecting", group) for group in stated[:2])
    reader.at_most(total("hepatitis_c_offered_percent", "of"), *injected)
    for one, role, other, other_role in NO_MORE_THAN:
        reader.at_most(total(one, role), total(other, other_role))
    reader.equal(total("in_treatment"), total("adults_in_treatment"), total("young_people_in_treatment"))
    reader.at_most(total("in_treatment"), total("in_treatment_when_period_begins"), total("new_presentations"))
    reader.at_most(total("in_treatment"), total("in_treatment_when_period_ends"), total("exits"))
    reader.at_most(
        total("opiate_crack_in_treatment"), (WHO, "counted", *period, "drug_group", "opiate"),
        total("crack_in_treatment_percent"),
    )  # fmt: skip
    reader.at_most((WHO, "counted", *period, "drug_group", "opiate"), total("opiate_crack_in_treatment"))
    reader.at_most(
        total("adults_in_treatment_for_alcohol"),
        *((WHO, "counted", *period, "drug_group", group) for group in ("alcohol only", "non-opiate and alcohol")),
    )
    for name in ("first", "later"):
        _parts(
            reader, total(f"{name}_waits_within_3_weeks", "of"), (f"{name}_waits", "counted", *period, "wait"), None, tables
        )  # fmt: skip
    reader.equal(
        total("average_wait_weeks"),
        total("first_waits_within_3_weeks", "of"),
        total("later_waits_within_3_weeks", "of"),
    )
    _by_age_and_agency(reader, period, total, tables)
    for group in tables.get(("abstinent_at_review_percent", "of", *period, "substance"), ()):
        used = ("abstinent_at_review_percent", "of", *period, "substance", group)
        for name in ("mean_days_at_start", "mean_days_at_review"):
            reader.equal((name, "counted", *period, "substance", group), used)


def _by_age_and_agency(reader: Reader, period: tuple, total, tables: dict[tuple, set[str]]):
    for role in ("counted", "of", "rest"):
        ages = (COMPLETED, role, *period, "age")
        whole = ("successful_exit_percent", role, *period, "under_25", "under 25")
        _parts(reader, whole, ages, ("under 18", "18-24"), tables)
    reader.equal(total("young_people_planned_exit_percent", "of"), (COMPLETED, "of", *period, "age", "under 18"))
    reader.at_most((COMPLETED, "counted", *period, "age", "under 18"), total("young_people_planned_exit_percent"))
    for breakdown in ("sex", "age", "ethnic_group", "drug_group"):
        for group in tables.get((STAYED, "of", *period, breakdown), ()):
            of = (STAYED, "of", *period, breakdown, group)
            reader.equal(of, (LOST, "of", *of[2:]))
            reader.equal(of, (NEW, "counted", *of[2:]))
    for name, breakdown, role, whole in (
        ("retained_or_planned_discharge_by_agency_percent", "first_agency", "of", total("new_presentations")),
        ("retained_or_planned_discharge_by_agency_percent", "first_agency", "counted", total(STAYED)),
        ("top_starts_by_agency_percent", "first_agency", "of", total("new_presentations")),
        ("top_starts_by_agency_percent", "first_agency", "counted", total("top_starts_percent")),
        ("planned_exit_by_agency_percent", "last_agency", "of", total("exits")),
        ("planned_exit_by_agency_percent", "last_agency", "counted", total("treatment_system_exits_percent")),
    ):
        _parts(reader, whole, (name, role, *period, breakdown), None, tables)


def _parts(reader: Reader, whole: tuple, key: tuple, groups, tables: dict[tuple, set[str]]):
    """The whole is these groups (None: all there are); a group that nobody has ever been in is not in the table."""
    there = tables.get(key, set())
    if there:
        reader.equal(whole, *((*key, group) for group in sorted(there) if groups is None or group in groups))


def _flows(reader: Reader):
    """Events of a period are those of its quarters, whether or not these are told."""
    for key in list(reader.column):
        indicator, role, start, end, breakdown, group = key
        if indicator in (*CAME, *WENT) and end - start > 100 * DAY:
            firsts = pd.date_range(start, end, freq="QS")
            quarters = [
                (indicator, role, first, first + pd.offsets.QuarterEnd(0), breakdown, group) for first in firsts
            ]
            for quarter in quarters:
                reader.number(*quarter)
            reader.equal(key, *quarters)
    for indicator, role, start, end, *where in list(reader.column):  # those who came back, of those completed before
        if indicator == "re_presentation_percent" and role == "of":
            before = [(day - pd.DateOffset(months=6)) for day in (start, end + DAY)]
            earlier = (COMPLETED, "counted", before[0], before[1] - DAY, *where)
            reader.equal((indicator, role, start, end, *where), earlier)


def _people_over_periods(reader: Reader):
    """People there in a period are there in a longer one, and those of a period are there in one half or the other."""
    spans: dict[tuple, list] = defaultdict(list)
    for indicator, role, start, end, breakdown, group in reader.column:
        if indicator in THERE and breakdown == "all" and role != "rest":
            spans[indicator, role, breakdown, group].append((start, end))
    for (indicator, role, *where), found in spans.items():
        for one, other in product(found, found):
            if other[0] <= one[0] and one[1] <= other[1] and one != other and indicator != "adults_in_treatment":
                reader.at_most((indicator, role, *one, *where), (indicator, role, *other, *where))
        if indicator != "in_treatment":
            continue
        for one, first, second in product(found, found, found):
            if first[0] <= one[0] < second[0] <= first[1] + DAY <= one[1] <= second[1]:
                reader.at_most(*((indicator, role, *period, *where) for period in (one, first, second)))


def _accounts(reader: Reader):
    """Those there on a day are those there when a period begins or another is over; with the flows, those there at its end."""
    for key in list(reader.column):
        indicator, role, start, end, *where = key
        if role != "counted" or indicator not in ("in_treatment_when_period_begins", "in_treatment_when_period_ends"):
            continue
        day = start if indicator.endswith("begins") else end + DAY
        reader.number("on the day", role, day, day, *where)
        reader.equal(key, ("on the day", role, day, day, *where))
    for indicator, role, start, end, *where in list(reader.column):
        if indicator == "new_presentations" and role == "counted":
            after = end + DAY
            keys = [
                ("on the day", role, start, start, *where), (indicator, role, start, end, *where),
                ("exits", role, start, end, *where), ("on the day", role, after, after, *where),
            ]  # fmt: skip
            if all(key in reader.column for key in keys):
                reader.equations.append(dict(zip((reader.column[key] for key in keys), (1, 1, -1, -1), strict=True)))
