"""What a reader of the indicators' definitions knows of their counts: which are the same people, which are sums of others,
and which are parts. Written from the definitions, not from the code.

A line of counts is `(what, breakdown, group)`, whatever the period. An equation says that some add up to others; a part
and what is left of its whole are two lines that add up to the whole, so that the difference of two indicators is a line too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

Line = tuple[str, str, str]
ALL = ("all", "all")
COUNTED, OF, REST, DAYS = "counted", "of", "left over", "days"
WHO, NEW, WHY = "people_in_treatment_by_group", "new_presentations_by_group", "exits_by_reason"
PROGRESS = "people_by_treatment_progress"
DEATH_RATE, TIME = "deaths_in_treatment_rate", "days in treatment"
POOLED = "_over_three_years"  # in the names of what three years have together, which is of the same events
STAYED, LOST = "retained_or_planned_discharge_percent", "early_unplanned_exit_percent"
COMPLETED, PLANNED, PLANNED_2004 = (
    "successful_completion_of_exits", "treatment_system_exits_percent", "planned_exit_2004_percent",
)  # fmt: skip
YOUNG = "young_people_coming_by_group"
ANSWERED = ("review", "exit")  # the later of two forms
PROFILES = {
    YOUNG: "young came",
    WHO: "treated",
    NEW: "came",
    WHY: "left",
    "interventions_by_modality": "open interventions",
    PROGRESS: "no new clients",
}
BY_AGENCY = {
    f"{name}_by_agency_percent": total
    for name, total in (
        ("retained_or_planned_discharge", STAYED), ("planned_exit", PLANNED), ("completed", COMPLETED), ("top_starts", "top_starts_percent"),
    )
}  # fmt: skip

# Counts under several names: those of the one line are the same people as those of the indicators, in the role.
SAME = {
    "came": (("new_presentations", COUNTED), (STAYED, OF), *(
        (f"{name}_percent", OF) for name in ("care_plan", "top_starts", "retained_12_weeks", "early_unplanned_exit")
    )),
    "left": (("exits", COUNTED), (COMPLETED, OF), (PLANNED, OF), (PLANNED_2004, OF), ("dropped_out_of_exits", OF), *(
        (f"{name}_percent", OF) for name in ("successful_exit", "top_discharges")
    )),
    "treated": (("in_treatment", COUNTED), ("successful_completion_of_people_in_treatment", OF), *(
        (f"{name}_in_treatment_percent", OF) for name in ("crack", "under_25")
    )),
    "completed": ((COMPLETED, COUNTED), ("successful_exit_percent", COUNTED)),
    "in effective treatment": (
        ("effective_treatment", COUNTED), ("engaged_percent", COUNTED), ("tier_4_percent", OF),
    ),
    "stayed": ((STAYED, COUNTED), (LOST, REST)),
    "lost": ((LOST, COUNTED), (STAYED, REST)),
    "died": (("deaths_in_treatment", COUNTED), (DEATH_RATE, COUNTED)),
    **{
        f"offered hepatitis {which}": (
            (f"hepatitis_{which}_offered_percent", COUNTED), (f"hepatitis_{which}_accepted_percent", OF),
        )
        for which in "bc"
    },
    **{
        f"{which} waits": ((f"{which}_waits_within_3_weeks", OF),)
        for which in ("first", "later")
    },
    "waits": (("average_wait_weeks", OF), *((f"waited_over_{weeks}_weeks_percent", OF) for weeks in (3, 6, 12))),
    "used at the start": (
        ("abstinent_at_review_percent", OF), ("mean_days_at_start", OF), ("mean_days_at_review", OF),
    ),
    "no new clients": (("treatment_progress_missing_percent", OF),),
    "told": (("treatment_progress_lowest_percent", OF), ("treatment_progress_highest_percent", OF)),
    "parents asked": (("living_with_children_percent", OF), ("parents_without_children_percent", OF)),
    "from prison on a known day": (("prison_referral_days_to_start", OF),),
    **{
        f"answered twice, {form}": (
            (f"mean_answer_before_{form}", OF), (f"mean_answer_at_{form}", OF), (f"mean_answer_change_at_{form}", OF),
        )
        for form in ANSWERED
    },
    **{
        f"said twice, {form}": ((f"housing_answer_before_{form}_percent", OF), (f"housing_answer_at_{form}_percent", OF))
        for form in ANSWERED
    },
    "young left": (("young_people_planned_exit_percent", OF), ("young_people_turned_18_exits_percent", OF)),
    "judged": tuple((f"{name}_percent", OF) for name in ("reliably_improved", "unchanged_at_review", "deteriorated")),
}  # fmt: skip
WHAT = {of: what for what, names in SAME.items() for of in names}

# Steps that are the end of no indicator, by the conditions that are met.
OPEN = ("journeys open in the period", *ALL)
STARTED, FIRST, STRUCTURED, LATER, FIRST_YOUNG, INJECTED, FROM_PRISON = IN_BETWEEN = tuple(
    (f"{name} {COUNTED}", *ALL) for name in (
        "interventions:intervention_started", "interventions:intervention_started&first_intervention",
        "interventions:intervention_started&structured", "interventions:intervention_started&structured&not_first_intervention",
        "interventions:intervention_started&first_intervention&young_person", "journeys:new_presentation&ever_injected",
        "journeys:new_presentation&prison_referral",
    )
)  # fmt: skip
KNOWN_USERS = (f"known:opiate_or_crack_user {COUNTED}", *ALL)
COMPLETED_OF = tuple(
    (f"people:adult&{group}&successful_completion_2009 {COUNTED}", *ALL)
    for group in ("opiate_user", "non_opiate_only_or_non_opiate_and_alcohol", "alcohol_only")
)

# Journeys or interventions that begin or end in the period: those of a period are those of its quarters.
EVENTS = {
    "came", "left", "completed", "stayed", "lost", "died", TIME, "first waits", "later waits", "waits", "offered hepatitis b",
    "offered hepatitis c", "parents asked", "from prison on a known day",
    *(f"{name}_percent {role}" for role in (COUNTED, OF, REST) for name in (
        "criminal_justice_referral", "prison_referral", "treatment_naive", "living_with_children", "regularly_employed",
        "housing_problem", "parents_without_children", "mental_health_need",
        "hepatitis_b_offered", "hepatitis_b_accepted", "hepatitis_c_offered", "hepatitis_c_accepted",
        "top_starts", "retained_12_weeks", "successful_exit", "treatment_system_exits", "planned_exit_2004",
        "top_discharges", "re_presentation", "young_people_planned_exit",
        "young_people_starting_within_15_working_days", *(f"waited_over_{weeks}_weeks" for weeks in (3, 6, 12)),
    )),
    *(f"{name} {role}" for role in (COUNTED, REST) for name in (
        COMPLETED, "dropped_out_of_exits", "first_waits_within_3_weeks",
        "later_waits_within_3_weeks",
    )),
    "average_wait_weeks days", "prison_referral_days_to_start days", "came left over", "left left over",
    "young came", "young came left over", "young left", "answered twice, exit", "said twice, exit", "mean_answer_before_exit days",
    "mean_answer_at_exit days",
    *(f"housing_answer_{which}_exit_percent {role}" for which in ("before", "at") for role in (COUNTED, REST)),
    *(f"{name}_percent {role}" for role in (COUNTED, OF, REST) for name in (
        "young_people_needs", "young_people_needs_at_exit", "young_people_turned_18_exits",
    )),
    *(one[0] for one in IN_BETWEEN),
}  # fmt: skip
OVERLAPPING = ("substance", "question", "young_field")  # the breakdowns in which one may be in several groups
FIXED = (
    "sex",
    "ethnic_group",
    "main_drug",
    "injecting",
    "drug_group",
    "parent_status",
)  # a journey's groups that do not change with time
STOCKS = ("in_treatment_when_period_begins", "in_treatment_when_period_ends")
STOCK = "open on the day"
ON_THE_DAY, KNOWN_EARLIER, USERS_COMPLETED = (
    f"opiate_crack_{name}" for name in ("in_treatment_on_the_day", "known_to_treatment_earlier", "completed")
)
STRATUM = "case mix"  # the breakdown of cells whose rates an expected number is worked out with
STANDARDISED_FOR = ("drug_group", "age", "sex")
MODELLED_WITH = (
    *STANDARDISED_FOR, "crack", "injecting", "first treatment", "criminal justice referral", "housing", "mental health need",
)  # fmt: skip


def line(indicator: str, role: str, breakdown: str = "all", group: str = "all") -> Line:
    """The line of an indicator's counts in a role; the same for whatever counts the same people."""
    if indicator in PROFILES:
        what = PROFILES[indicator]
        return (what, *ALL) if role == OF else (what if role == COUNTED else f"{what} {role}", breakdown, group)
    name = BY_AGENCY.get(indicator, indicator).replace(POOLED, "")
    return WHAT.get((name, role), f"{name} {role}"), breakdown, group


# Steps that are whom a profile or another indicator counts, in windows in which that is not printed.
COUNTED_ELSEWHERE = {
    "people:adult": "adults_in_treatment counted",
    "journeys:new_presentation&young_person": PROFILES[YOUNG],
    "interventions:intervention_open&structured": PROFILES["interventions_by_modality"],
    "progress:": PROFILES[PROGRESS],
}


def of_step(name: str, role: str) -> Line:
    """The line of a step's number, by the name and the role that it is counted under."""
    if (name, role) == (DEATH_RATE, "denominator"):
        return OPEN
    if name in COUNTED_ELSEWHERE:
        return COUNTED_ELSEWHERE[name], *ALL
    is_mean = name == "average_wait_weeks" or name.startswith("mean_") or name.endswith("_days_to_start")
    return line(name, OF if role == "denominator" or is_mean else COUNTED)


def cell(row: dict) -> Line:
    """The line of people alike in all that case mix allows for; `row` has that, and the outcome of whose whole they are."""
    what, _, _ = line(row["outcome"], OF)
    return what, STRATUM, ", ".join(row[name] for name in MODELLED_WITH)


def levels(one: Line) -> dict[str, str]:
    """What the people of a cell are alike in."""
    return dict(zip(MODELLED_WITH, one[2].split(", "), strict=True))


def margins(one: Line) -> list[Line]:
    """The lines that a cell is a part of, if they are printed: groups, and those who use crack among all treated."""
    alike = levels(one)
    of_crack = [line("crack_in_treatment_percent", COUNTED)] if (one[0], alike["crack"]) == ("treated", "yes") else []
    return [*((one[0], *group) for group in alike.items()), *of_crack]


def at_gap(indicator: str, nights: int, chosen: int) -> Line:
    """The line of a headline if journeys that are so many nights apart were one; of the nights chosen the line itself."""
    what = WHAT[indicator, COUNTED]
    return (what if nights == chosen else f"{what} at {nights} nights", *ALL)


def is_event(one: Line) -> bool:
    """Whether a line's counts of a period are those of its quarters; what is left of two such lines is another."""
    what = one[0]
    return all(name in EVENTS for name in (what.split(" less ") if " less " in what else [what]))


def equations(
    lines: Iterable[Line], parts: Iterable[tuple[Line, Line]] = ()
) -> Iterator[tuple[list[Line], list[Line]]]:
    """What adds up to what, of the lines there are; what is left of a whole is a line that need not be there yet.

    Of further `parts` each is told to be of a whole.
    """
    known = set(lines)
    for one, other in _sums(known):
        if other and all(name in known for name in (*one, *other)):
            yield list(one), list(other)
    for part, whole in (*_parts(frozenset(known)), *((part, (whole,)) for part, whole in parts)):
        if whole and part in known and all(name in known for name in whole):
            known.add(left(part, *whole))
            yield list(whole), [part, left(part, *whole)]


def left(part: Line, *whole: Line) -> Line:
    """The line of what is left of a whole without the part."""
    return " less ".join((*(one[0] for one in whole), part[0])), *(part[1:] if part[1:] != ALL else whole[0][1:])


def _cell(indicator: str, breakdown: str = "all", group: str = "all", role: str = COUNTED) -> Line:
    return line(indicator, role, breakdown, group)


def _groups(lines: set[Line]) -> dict[tuple[str, str], list[Line]]:
    found = defaultdict(list)
    for one in sorted(lines):
        if one[1:] != ALL:
            found[one[:2]].append(one)
    return found


def _sums(lines: set[Line]) -> Iterator[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Wholes and the parts that they are, which is of few or of many."""
    groups = _groups(lines)
    for (what, breakdown), parts in groups.items():
        if breakdown not in OVERLAPPING:
            yield ((what, *ALL),), tuple(parts)

    def some(what: str, breakdown: str, *names: str) -> tuple[Line, ...]:
        """Those groups that anybody has ever been in."""
        return tuple(one for one in groups[what, breakdown] if not names or one[2] in names)

    stated = tuple(one for one in groups["treated", "injecting"] if one[2].endswith(("injecting", "injected")))
    yield (_cell("current_injectors_in_treatment_percent", role=OF),), stated
    for name, breakdown in (
        ("criminal_justice_referral", "referral_source"),
        ("housing_problem", "housing"),
        ("regularly_employed", "employment"),
        ("living_with_children", "parent_status"),
    ):
        answered = tuple(one for one in groups["came", breakdown] if one[2] != "not stated")
        yield (_cell(f"{name}_percent", role=OF),), answered
    for name, *where in (
        ("young_people_in_treatment", "treated", "age", "under 18"),
        ("under_25_in_treatment_percent", "treated", "age", "under 18", "18-24"),
        ("current_injectors_in_treatment_percent", "treated", "injecting", "currently injecting"),
        ("criminal_justice_referral_percent", "came", "referral_source", "criminal justice"),
        ("housing_problem_percent", "came", "housing", "urgent problem", "housing problem"),
        ("regularly_employed_percent", "came", "employment", "regular employment"),
        ("living_with_children_percent", "came", "parent_status", "parent living with children"),
        ("parents_without_children_percent", "came", "parent_status", "parent not living with children"),
        ("treatment_progress_missing_percent", "no new clients", "progress", "missing data"),
        ("treatment_progress_lowest_percent", "no new clients", "progress", "substantial progress"),
        ("treatment_progress_highest_percent", "no new clients", "progress", "substantial progress", "not judged: no threshold"),
        (COMPLETED, "left", "exit_reason", "successful completion"),
        ("dropped_out_of_exits", "left", "exit_reason", "dropped out"),
        ("deaths_in_treatment", "left", "exit_reason", "died"),
        (PLANNED, "left", "exit_reason", "successful completion", "referred on"),
        (
            PLANNED_2004, "left", "exit_reason", "successful completion", "referred on", "transferred in custody",
            "transferred not in custody",
        ),
    ):  # fmt: skip
        yield (_cell(name),), some(*where)
    yield from _sums_of_progress(some)
    yield (("young left", *ALL),), some("left", "age", "under 18")
    yield (("young came", *ALL),), some("came", "age", "under 18")
    yield (_cell("young_people_turned_18_in_treatment_percent", role=OF),), (_cell("young_people_in_treatment"),)
    for what in ("completed", "left"):
        yield ((what, "under_25", "under 25"),), some(what, "age", "under 18", "18-24")
    yield (("waits", *ALL),), (("first waits", *ALL), ("later waits", *ALL))
    yield (
        (_cell("waited_over_3_weeks_percent"),),
        tuple(_cell(f"{which}_waits_within_3_weeks", role=REST) for which in ("first", "later")),
    )
    for _, _, group in groups["judged", "substance"]:
        ways = ("abstinent_at_review", "reliably_improved", "unchanged_at_review", "deteriorated")
        yield (
            (("judged", "substance", group),),
            tuple(_cell(f"{way}_percent", "substance", group) for way in ways),
        )
    # where everybody has an answer; elsewhere they are fewer, and the counts contradict it
    for one in (("first waits", *ALL), *(_cell(f"{name}_percent", role=OF) for name in KNOWN)):
        yield (("came", *ALL),), (one,)
    yield (FIRST,), (("came", *ALL),)
    yield (STRUCTURED,), (FIRST, LATER)
    yield (FIRST_YOUNG,), some("came", "age", "under 18")
    yield (INJECTED,), some("came", "injecting", "currently injecting", "previously injected")
    yield (FROM_PRISON,), (_cell("prison_referral_percent"),)
    yield (KNOWN_USERS,), (_cell("opiate_crack_in_treatment"), _cell(KNOWN_EARLIER))
    yield some("came", "injecting", "currently injecting", "previously injected"), (
        _cell("hepatitis_c_offered_percent", role=OF),
    )  # fmt: skip
    yield some("came", "age", "under 18"), (_cell("young_people_starting_within_15_working_days_percent", role=OF),)


def _sums_of_progress(some: Callable[..., tuple[Line, ...]]) -> Iterator[tuple[tuple[Line, ...], tuple[Line, ...]]]:
    """Adults by what has become of them; and whom each completion measure counts, where everybody names a drug."""
    told = ("substantial progress", "no substantial progress", "not judged: no threshold")
    yield (("told", *ALL),), some("no new clients", "progress", *told)
    for category, details in DETAILS.items():
        yield some("no new clients", "progress", category), some("no new clients", "progress_detail", *details)
    for role in (COUNTED, OF):
        alone = _cell("treatment_progress_lowest_percent", "drug_group", "alcohol only", role)
        yield (_cell("treatment_progress_alcohol_percent", role=role),), (alone,)
        yield (
            (_cell("completion_without_return", role=role),),
            tuple(_cell(f"{which}_completions_without_return_percent", role=role) for which in COMPLETING),
        )
    counted = (_cell("adults_in_treatment"),)
    yield (("treated", *ALL),), (*counted, _cell("young_people_in_treatment"))
    yield counted, some("treated", "age", "18-24", "25-34", "35-44", "45-54", "55 and over")
    # where every adult names a drug
    adults = (("no new clients", *ALL), _cell("treatment_progress_new_clients"))
    yield tuple(_cell(f"{which}_completions_without_return_percent", role=OF) for which in COMPLETING), adults
    yield (("treated", *ALL),), (*adults, _cell("young_people_in_treatment"))
    yield counted, adults
    yield (_cell("prison_referral_percent"),), (("from prison on a known day", *ALL),)


COMPLETING = ("opiate", "non_opiate", "alcohol")
DETAILS = {
    "substantial progress": ("completed", "in treatment and not using", "in treatment and substantially reduced"),
    "no substantial progress": (
        "unplanned exit", "completed with an acute housing problem", "in treatment and not substantially reduced",
    ),
    "missing data": ("completed, exit form missing", "in treatment, form or drug missing"),
}  # fmt: skip
KNOWN = (
    "parents_without_children", "mental_health_need", "treatment_naive", "hepatitis_b_offered", "living_with_children", "criminal_justice_referral", "prison_referral", "housing_problem",
    "regularly_employed",
)  # fmt: skip


def _parts(lines: set[Line]) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    """Parts of wholes: those counted by the one are among those counted by the others."""
    came, left_, treated = ("came", *ALL), ("left", *ALL), ("treated", *ALL)
    groups = _groups(lines)
    for name in KNOWN:
        yield _cell(f"{name}_percent", role=OF), (came,)
    yield ("first waits", *ALL), (came,)
    injected = tuple(
        one for one in groups["came", "injecting"] if one[2] in ("currently injecting", "previously injected")
    )
    yield _cell("hepatitis_c_offered_percent", role=OF), injected
    yield _cell("young_people_starting_within_15_working_days_percent", role=OF), (("came", "age", "under 18"),)
    yield _cell("retained_12_weeks_percent"), (("stayed", *ALL),)
    yield ("completed", *ALL), (_cell(PLANNED),)
    yield _cell(PLANNED), (_cell(PLANNED_2004),)
    yield ("completed", *ALL), (_cell(PLANNED_2004),)
    yield _cell("dropped_out_of_exits"), (_cell(PLANNED_2004, role=REST),)
    yield _cell("young_people_planned_exit_percent"), (_cell(PLANNED),)
    yield ("completed", "age", "under 18"), (_cell("young_people_planned_exit_percent"),)
    yield _cell("deaths_in_treatment"), (left_,)
    for one in (one for what, breakdown in tuple(groups) if what == "young came" for one in groups[what, breakdown]):
        yield one, (("came", *one[1:]),)
    for name, young in (("young_people_needs", "young came"), ("young_people_needs_at_exit", "young left")):
        for one in groups[f"{name}_percent {OF}", "young_field"]:
            yield one, ((young, *ALL),)
    for one in (*groups["answered twice, exit", "question"], *groups["said twice, exit", "question"]):
        yield one, (_cell("top_discharges_percent"),)
    for name in ("opiate_crack_in_treatment", "adults_in_treatment_for_alcohol"):
        yield _cell(name), (treated,)
    for name in ("engaged", "shared_care", "current_injectors_in_treatment"):
        yield _cell(f"{name}_percent", role=OF), (treated,)
    users, effective = _cell("opiate_crack_in_treatment"), ("in effective treatment", *ALL)
    opiates, crack = ("treated", "drug_group", "opiate"), _cell("crack_in_treatment_percent")
    users_effective = _cell("opiate_crack_effective_treatment")
    alcohol, young = _cell("adults_in_treatment_for_alcohol"), _cell("young_people_in_treatment")
    yield effective, (treated,)
    yield ("no new clients", *ALL), (treated,)
    for which in COMPLETING:
        counted = _cell(f"{which}_completions_without_return_percent")
        yield counted, (_cell("successful_completion_of_people_in_treatment"),)
    for one in COMPLETED_OF:
        yield one, (_cell("successful_completion_of_people_in_treatment"),)
    yield ("from prison on a known day", *ALL), (_cell("prison_referral_percent"),)
    for which, *names in (
        ("opiate", "opiate"), ("non_opiate", "non-opiate only", "non-opiate and alcohol"), ("alcohol", "alcohol only"),
    ):  # fmt: skip
        whole = tuple(("treated", "drug_group", name) for name in names)
        yield _cell(f"{which}_completions_without_return_percent", role=OF), whole
    yield _cell("treatment_progress_alcohol_percent", role=OF), (
        _cell("alcohol_completions_without_return_percent", role=OF),
    )  # fmt: skip
    for one in groups["told", "drug_group"]:
        yield one, (("treated", *one[1:]),)
    for detail in ("completed", "completed with an acute housing problem", "completed, exit form missing"):
        yield ("no new clients", "progress_detail", detail), (_cell("successful_completion_of_people_in_treatment"),)
    yield _cell(ON_THE_DAY), (users,)
    yield _cell(USERS_COMPLETED), (users,)
    yield _cell(USERS_COMPLETED), (users_effective,)
    yield _cell(USERS_COMPLETED), (_cell("successful_completion_of_people_in_treatment"),)
    yield opiates, (users,)
    yield crack, (users,)
    yield users, (opiates, crack)
    yield ("treated", "main_drug", "crack"), (crack,)
    yield ("treated", "main_drug", "heroin"), (opiates,)
    yield users_effective, (users,)
    yield users_effective, (effective,)
    yield left(users_effective, users), (left(effective, treated),)
    yield alcohol, (treated,)
    drinkers = tuple(("treated", "drug_group", name) for name in ("alcohol only", "non-opiate and alcohol"))
    yield alcohol, drinkers
    yield left(alcohol, *drinkers), (young,)
    yield _cell("engaged_percent", "under_25", "under 25", OF), (_cell("under_25_in_treatment_percent"),)
    yield _cell("successful_completion_of_people_in_treatment"), (("completed", *ALL),)
    yield treated, (_cell("people_at_each_agency"),)
    for one in groups["people_at_each_agency counted", "agency"]:
        yield one, (treated,)
    for one in (("waits", *ALL), *groups["waits", "modality"]):
        over = [_cell(f"waited_over_{weeks}_weeks_percent", *one[1:]) for weeks in (3, 6, 12)]
        yield over[1], (over[0],)
        yield over[2], (over[1],)
    for one in groups["waits", "modality"]:
        yield one, (("open interventions", *one[1:]),)
    by_a_doctor = tuple(
        ("open interventions", "modality", name) for name in ("specialist prescribing", "GP prescribing")
    )
    yield _cell("shared_care_percent", role=OF), by_a_doctor
    yield _cell("shared_care_percent"), by_a_doctor[1:]
    in_residence = tuple(
        ("open interventions", "modality", name) for name in ("inpatient", "residential rehabilitation")
    )
    yield _cell("tier_4_percent"), in_residence
    for one in groups["used at the start", "substance"]:
        yield one, (("judged", *one[1:]),)
