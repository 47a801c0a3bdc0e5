"""The chapter "From a raw row to a count" names all that it has to: rules, lists, codes, conditions, choices; and its sums are right."""

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest
from outline import cells, section
from scipy.special import ndtri, stdtrit
from test_methods import review

from needs.code_lists import code_list, meanings
from needs.ingest.ndtms import rules as ingest_rules
from needs.ingest.ndtms.naming import Name, newest_first
from needs.measure import groups, progress, reviews, safety
from needs.measure import retention as curves
from needs.measure.indicator import TABLES, Asked
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.indicators.stays import LONGEST_STAY, MONTHS_OF_STAY, NEW_IN_THE_QUARTER
from needs.present.methods import catalogue, codes, counting, described, rows, sums
from needs.quarter import Quarter
from needs.settings import Choices, written
from needs.statistics import change, comparison, retention
from needs.statistics.intervals import means, proportion

CHAPTER = (
    "From a raw row to a count", "Which rows are used", "Who is one person", "Journeys and periods", "Waits, forms and other subjects",
    "Codes and conditions", "What is shown, and tests by hand",
)  # fmt: skip
HEADERS = set(code_list("fields")["header"])


@pytest.fixture(scope="module")
def text():
    page = "".join(str(section("methods", heading, None, review=review()).markup) for heading in CHAPTER)
    return re.sub(r"<[^>]+>", " ", page)


def test_every_rule_by_which_rows_are_checked_is_in_the_table_and_no_other():
    checked = {(rule.id, rule.severity, rule.checks) for rule in ingest_rules.RULES}

    assert {(rule, severity, checks) for rule, severity, checks, _ in rows.RULES} == checked
    assert len(rows.RULES) == len(checked)


def test_the_file_that_is_used_is_the_one_that_is_said():
    used = [newest[0].text for newest in newest_first(Name.parse(name) for name, _ in rows.NAMES)]

    assert used == [name for name, words in rows.NAMES if words.startswith("used")]


def test_every_list_and_every_code_of_a_column_that_is_read_is_printed(text):
    fields = code_list("fields").filter(code_list("fields")["codes"] != "")
    lists = {row["codes"] for row in fields.iter_rows(named=True) if codes.is_read(row)}
    printed = " ".join(text.split())

    assert lists == set(codes.LISTS)
    for name in lists:
        for code, label in code_list(name).select("code", "label").iter_rows():
            assert f"{code} {' '.join(label.split())}".replace("&", "&amp;").replace("'", "&#39;") in printed, (
                name,
                code,
            )


def test_every_set_of_codes_with_a_meaning_is_called_by_a_name():
    assert [name for name, _ in codes.constants()] == list(codes.MEANT)
    assert {header for columns, _ in codes.MEANT.values() for header in columns.split(", ")} <= HEADERS
    assert set(meanings.COMPLETIONS) == {"2004", "2007", "2009"}


def test_every_condition_of_an_indicator_is_said():
    said = {name for name, *_ in reviews.conditions()}
    asked = Asked(Quarter(2008, 1).period, Choices())
    used = {
        name.removeprefix("not ").removeprefix("both ")
        for one in INDICATORS
        if one.counting
        for cohort in (one.counting.counts, one.counting.out_of)
        if cohort
        for step in cohort(asked).steps
        for name in re.split(" or | and ", step.name)
    }

    assert {name for name in used if name} <= said
    assert [words for _, words, *_ in reviews.conditions() if "<" in words or not words] == []


def test_every_unit_and_every_group_is_said():
    by_table = {name for table in groups.OF_TABLE.values() for name in table}

    assert set(counting.UNITS) == set(TABLES)
    assert set(counting.GROUPS) == set(groups.PERSONAL) | by_table


def test_every_choice_stands_with_the_rule_that_it_decides(text):
    told = [*counting.JOURNEYS, *counting.PERIODS, *counting.SUBJECTS, *counting.PROGRESS]
    named = {name for _, _, settings in told for name in settings}

    assert named == {one.name for one in dataclasses.fields(Choices)}
    for question, words, settings in told:
        assert set(re.findall(r"<(\w+)>", words)) <= set(settings), question
    assert not re.search(r"&lt;(?!partnership)", text)


def test_every_column_that_a_rule_names_is_one_of_an_extract():
    told = [words for table in (rows.FILES, rows.PEOPLE, counting.JOURNEYS, counting.PERIODS, counting.SUBJECTS, counting.PROGRESS) for _, words, *_ in table]  # fmt: skip
    told += [broken for *_, broken in rows.RULES] + list(counting.GROUPS.values())
    words = set(re.findall(r"\b[A-Z][A-Z0-9]{3,}\b", " ".join(told)))

    assert words - HEADERS <= {"AGENCY", "FROM", "TREAT", "LETTER", "CONSENT", "HMAC", "SHA256", "Z00B", "N0852"}


def test_the_chapter_stands_in_the_notebook_in_this_order():
    headings = list(cells("methods")[0])
    first = headings.index(CHAPTER[0])

    assert tuple(headings[first : first + len(CHAPTER)]) == CHAPTER


PLAIN = {
    "lower": np.nan, "upper": np.nan, "status": "shown", "breakdown": "all", "qualifier": "", "interval_method": "",
    "reason": "", "is_rounded": False,
}  # fmt: skip


def shown(counted):
    if found := re.fullmatch(r"a mean of ([\d.]+) weeks of (\d+)", counted):
        row = {"numerator": np.nan, "denominator": float(found[2]), "value": float(found[1]), "unit": "weeks"}
    elif found := re.fullmatch(r"(\d+) of (\d+)", counted):
        row = {"numerator": float(found[1]), "denominator": float(found[2]), "value": 100 * int(found[1]) / int(found[2]), "unit": "percent"}  # fmt: skip
    else:
        row = {"numerator": np.nan, "denominator": np.nan, "value": float(counted.split()[0]), "unit": "people"}
        row["numerator"] = row["value"]
    made = safety.safe(pd.DataFrame([{**PLAIN, **row}])).iloc[0]
    counts = f"{made['numerator']:.0f} of {made['denominator']:.0f}"
    if made["status"] == "hidden":
        return "[c]"
    if made["status"] == "bound":
        return f"{made['qualifier']} of {made['denominator']:.0f}"
    if made["status"] == "counts":
        return counts
    if row["unit"] == "percent":
        return f"{counts}, {made['value']:.1f}% ({made['lower']:.1f}% to {made['upper']:.1f}%)"
    return f"{made['value']:g}"


@pytest.mark.parametrize(("counted", "printed"), [row[:2] for row in sums.SHOWN])
def test_what_is_printed_of_a_count_is_what_is_said(counted, printed):
    assert shown(counted) == printed


def results(one):
    """What each step is said to come to: the numbers in it."""
    return [[float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", result)] for *_, result in one.steps]


def test_wilson_by_hand_is_ours():
    ours = proportion(40, 100)
    p, z, d, middle, reach, lower, upper = (numbers[0] for numbers in results(sums.WILSON))

    assert (p, z, d) == pytest.approx((0.4, ndtri(0.975), 1 + ndtri(0.975) ** 2 / 100), abs=5e-7)
    assert (middle - reach, middle + reach) == pytest.approx((lower, upper), abs=2e-6)
    assert (lower, upper) == pytest.approx((ours.lower, ours.upper), abs=5e-7)


@pytest.mark.parametrize(("one", "confidence"), [(sums.DIFFERENCE, 0.95), (sums.COMPARISONS, 0.9975)])
def test_the_difference_by_hand_is_ours(one, confidence):
    now, then = proportion(60, 100, confidence), proportion(45, 100, confidence)
    ours = comparison.of_proportions(60, 100, 45, 100, confidence)
    *_, limits_now, limits_then, lower, upper = results(one)

    assert limits_now == pytest.approx([now.lower, now.upper], abs=5e-7)
    assert limits_then == pytest.approx([then.lower, then.upper], abs=5e-7)
    assert (*lower, *upper) == pytest.approx((ours.lower, ours.upper), abs=5e-7)
    assert results(sums.COMPARISONS)[1] == pytest.approx([ndtri(1 - 0.05 / 40)], abs=5e-7)


def test_events_by_hand_are_ours():
    ours = comparison.of_counts(120, 91, 90, 92)
    share, limits, days, difference, reach = results(sums.EVENTS)

    assert (*share, *days, *difference) == pytest.approx((120 / 210, 91 / 183, ours.value), abs=5e-7)
    assert limits == pytest.approx([ours.lower + 91 / 183, ours.upper + 91 / 183], abs=5e-7)
    assert reach == pytest.approx([ours.lower, ours.upper], abs=5e-7)


def test_mid_p_by_hand_is_ours():
    none, one, two, half, *_ = (numbers[0] for numbers in results(sums.MID_P)[:4])

    assert none + one + two / 2 == pytest.approx(half)
    assert comparison.leaves_out(2, 5, 0.8, 0.95) == 0 and comparison.leaves_out(2, 5, 0.8, 0.9) == -1


def test_the_mean_change_by_hand_is_ours():
    mean, deviation, t, reach, limits = results(sums.MEAN_CHANGE)
    lower, upper = means(np.array([4.0]), np.array([4.0 + 16 + 36]), np.array([3]))

    assert (*mean, *deviation, *t) == pytest.approx((4, 2, stdtrit(2, 0.975)), abs=5e-7)
    assert limits == pytest.approx([lower[0], upper[0]], abs=5e-7) and reach == pytest.approx([upper[0] - 4], abs=5e-7)


def test_the_limits_of_charts_by_hand_are_ours():
    points = change.xmr([20, 24, 22, 26, 22, 24]).points.iloc[0]
    of_shares = change.p_prime([20, 30, 100], [100, 100, 400]).points
    mean, _, lower, upper = results(sums.CHART)

    assert (*mean, *lower, *upper) == pytest.approx((points["mean"], points["lower"], points["upper"]))
    assert results(sums.SHARES_CHART)[-2] == pytest.approx(of_shares.iloc[0][["lower", "upper"]].tolist(), abs=5e-3)
    assert results(sums.SHARES_CHART)[-1] == pytest.approx(of_shares.iloc[2][["lower", "upper"]].tolist(), abs=6e-3)


def test_staying_by_hand_is_ours():
    table = retention.curve([10, 20, 30, 40, 84], [True, False, True, False, False])
    share, number = retention.stayed(table, 35)
    first, second, variance, of, given = results(sums.STAYING)

    assert (*first, *second) == pytest.approx((0.8, share), abs=5e-7)
    assert (*of, given[0], given[1]) == pytest.approx((number, share * number, number), abs=5e-7)
    assert variance == pytest.approx([share * (1 - share) / number], abs=5e-6)


def test_no_definition_is_printed_as_published_and_again_as_counted():
    chosen = {name: written(value) for name, value in vars(Choices()).items()}
    printed = {one.name: catalogue._definition(one, chosen) for one in INDICATORS}
    twice = {name: parts for name, parts in printed.items() if len(parts) > 1}

    assert [name for name, (of, here) in twice.items() if of.partition(": ")[2] == here.partition(": ")[2]] == []
    assert {BY_NAME[name].form for name in twice} & {"counted"} == set()
    assert twice


def test_items_of_substances_are_listed_with_the_one_for_all_others():
    ((_, said, _),) = [rule for rule in counting.PROGRESS if rule[0] == "Problem substances"]
    fields = {row["column"]: row["header"] for row in code_list("fields").iter_rows(named=True)}

    for item, (group, _) in progress.ITEMS.items():
        assert f"{fields[f'{item}_days']} ({group})" in said
    assert f"every other group has {fields[f'{progress.OTHER}_days']}" in said


def test_bands_of_months_of_stay_are_those_that_are_counted():
    ((_, said, _),) = [rule for rule in counting.PERIODS if rule[0] == "Months of stay"]
    bands = [name.removesuffix(" months") for name in MONTHS_OF_STAY.values()]

    assert all(band in said for band in (*bands, LONGEST_STAY, NEW_IN_THE_QUARTER))
    assert said.index("under 3") < said.index("3 to 6") < said.index("6 to 12") < said.index("1 to 2 years")


def test_where_a_curve_ends_stands_where_curves_are_described():
    ((_, said, _),) = [rule for rule in counting.SUBJECTS if rule[0] == "Staying and leaving by week"]

    assert f"{curves.FEWEST} journeys and {curves.FEWEST_EXITS} exits or more" in said
    assert f"fewer than {curves.FEWEST_FOLLOWED} are still followed" in said
    assert f"fewer than {curves.FEWEST_FOLLOWED} are followed" in described.HOW_LONG_PEOPLE_STAY.rule
