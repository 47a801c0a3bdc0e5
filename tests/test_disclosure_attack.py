"""An attacker who shares no code with the protection: all a reader can set up from the definitions, solved by linear
programming. Every row of every quarter is before them: totals, shares, intervals, years to date, rolling years."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from disclosure_reader import Reader, found_by
from disclosure_tables import CONDITIONS, EVENTS, POLICY_OF_THE_TABLES, SHARE_BREAKDOWNS, invented_results

from needs.measure.disclosure import protect_in_turn

OVERLAPPING = ("agency", "modality")
BOTH_WAYS = {"planned_exits_of_exits": "exits", "opiate_or_crack_of_in_treatment": "in_treatment"}


def with_all_equations(reader: Reader) -> Reader:
    cells = list(reader.column)
    groups = defaultdict(set)
    periods = defaultdict(set)
    for indicator, role, start, end, breakdown, group in cells:
        groups[indicator, role, start, end, breakdown].add(group)
        periods[indicator, role, breakdown, group].add((start, end))
    add_totals(reader, groups)
    add_same_people(reader, sorted({cell[2:4] for cell in cells}))
    add_periods(reader, periods)
    add_stocks(reader, periods)
    return reader


def add_totals(reader, groups):
    for (indicator, role, start, end, breakdown), names in groups.items():
        key, total = (indicator, role, start, end), (indicator, role, start, end, "all", "all")
        if breakdown == "all" or total not in reader.column:
            continue
        parts = [(*key, breakdown, name) for name in names]
        if breakdown in OVERLAPPING:
            reader.at_most(total, *parts)
            for part in parts:
                reader.at_most(part, total)
        else:
            reader.equal(total, *parts)


def add_same_people(reader, periods):
    for start, end in periods:
        for share, whole in BOTH_WAYS.items():
            for breakdown in ("all", *SHARE_BREAKDOWNS):
                for n in range(6):
                    where = (start, end, breakdown, "all" if breakdown == "all" else f"{breakdown} {n}")
                    reader.equal((share, "of", *where), (whole, "counted", *where))
        there, new, left, everyone = "in_treatment", "new_presentations", "exits", (start, end, "all", "all")
        of = {"young_of_in_treatment": there, "dropped_out_of_exits": left, "waited_three_weeks_of_new": new}
        of |= {f"condition_{n}": new if n % 3 == 2 else there for n in range(CONDITIONS)}
        for share, whole in of.items():
            reader.equal((share, "of", *everyone), (whole, "counted", *everyone))
        reader.equal(("mean_wait", "counted", *everyone), (new, "counted", *everyone))
        drugs = [(there, "counted", start, end, "drug_group", f"drug_group {n}") for n in (0, 1)]
        for name in ("opiate_or_crack_of_in_treatment", "opiate_or_crack_in_treatment"):
            reader.equal((name, "counted", *everyone), *drugs)
        reasons = [(left, "counted", start, end, "exit_reason", f"exit_reason {n}") for n in (0, 1)]
        reader.equal(("planned_exits_of_exits", "counted", *everyone), reasons[0])
        reader.equal(("dropped_out_of_exits", "counted", *everyone), reasons[1])
        young = (there, "counted", start, end, "age", "age 0")
        reader.equal(("young_of_in_treatment", "counted", *everyone), young)
    for key in list(reader.column):
        if key[0] in EVENTS and key[1] == "counted":
            reader.at_most(key, ("in_treatment", *key[1:]))


def add_periods(reader, periods):
    day = pd.Timedelta(days=1)
    for (indicator, role, *where), spans in periods.items():
        is_event = indicator in (*EVENTS, "planned_exits_of_exits", "dropped_out_of_exits", "waited_three_weeks_of_new")
        is_event |= indicator.startswith("condition_") and int(indicator[10:]) % 3 == 2
        is_event |= indicator == "mean_wait"
        for (start, end), (first, last) in product(spans, spans):
            whole, part = (indicator, role, start, end, *where), (indicator, role, first, last, *where)
            if start <= first and last <= end and whole != part and (role != "rest" or is_event):
                reader.at_most(part, whole)
            rest = (last + day, end)
            if start == first and rest in spans:
                other = (indicator, role, *rest, *where)
                (reader.equal if is_event else reader.at_most)(whole, part, other)
            if is_event and start < first <= end < last:  # two rolling years: what the one has first and the other last
                head, tail = (start, first - day), (end + day, last)
                if head in spans and tail in spans:
                    one, other = (indicator, role, *head, *where), (indicator, role, *tail, *where)
                    reader.equations.append(
                        {
                            reader.column[whole]: 1,
                            reader.column[part]: -1,
                            reader.column[one]: -1,
                            reader.column[other]: 1,
                        }
                    )


def add_stocks(reader, periods):
    day = pd.Timedelta(days=1)
    for (indicator, role, *where), spans in periods.items():
        if indicator != "in_treatment":
            continue
        for (start, end), (first, last) in product(spans, spans):
            one, other = (role, start, end, *where), (role, first, last, *where)
            if start == first and end < last:
                difference(reader, one, "new_presentations", other, "new_presentations")
            elif first == end + day:
                difference(reader, one, "exits", other, "new_presentations")


def difference(reader, one, less, other, less_other):
    keys = [("in_treatment", *one), (less, *one), ("in_treatment", *other), (less_other, *other)]
    if all(key in reader.column for key in keys):
        reader.equations.append(dict(zip([reader.column[key] for key in keys], (1, -1, -1, 1), strict=True)))


@pytest.mark.parametrize("people", [500, 1500])
def test_a_reader_with_all_quarters_before_them_finds_no_small_number(people):
    true = invented_results(people, quarters=4, seed=people)
    safe = protect_in_turn(true, POLICY_OF_THE_TABLES)
    reader = with_all_equations(Reader(safe, smallest=5, rounded_to=1))

    assert found_by(reader, safe, true, width=4) == []


def test_the_same_reader_finds_small_numbers_where_only_small_ones_were_hidden():
    true = invented_results(500, quarters=2)
    left = true["denominator"] - true["numerator"]
    is_small = (true["numerator"].between(1, 4) | left.between(1, 4)) & (true["unit"] != "weeks")
    careless = true.assign(status=true["status"].mask(is_small, "hidden"))
    reader = with_all_equations(Reader(careless, smallest=5, rounded_to=1))

    assert len(found_by(reader, careless, true, width=4)) > 20


def test_numbers_rounded_to_five_are_consistent_and_tell_the_reader_no_small_number():
    true = invented_results(500, quarters=3, seed=3)
    policy = replace(POLICY_OF_THE_TABLES, smallest_shown=8, rounded_to=5)
    safe = protect_in_turn(true, policy)
    reader = with_all_equations(Reader(safe, smallest=8, rounded_to=5))

    assert found_by(reader, safe, true, width=7) == []
    shown = safe[(safe["status"] == "shown") & (safe["unit"] != "weeks")]
    assert (shown[["numerator", "denominator"]].fillna(0) % 5 == 0).all(axis=None)
    assert (
        shown["value"] - (100 * shown["numerator"] / shown["denominator"]).fillna(shown["numerator"])
    ).abs().max() < 1e-9


def test_what_was_published_stays_as_it_was_when_a_quarter_is_added():
    true = invented_results(500, quarters=3)
    before = true[true["period_end"] < true["period_end"].max()]
    safe = protect_in_turn(true, POLICY_OF_THE_TABLES)

    pd.testing.assert_frame_equal(
        safe[safe["period_end"] < safe["period_end"].max()].reset_index(drop=True),
        protect_in_turn(before, POLICY_OF_THE_TABLES),
    )
