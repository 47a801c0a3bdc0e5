"""Figures planted wrong: each is refused where results are written and where they are read, in a line that names it."""

import pandas as pd
import pytest

from needs.measure import results
from needs.mistakes import Mistake

SHARE = {
    "indicator": "successful_completion_of_exits", "area_code": "E09000003", "period_start": "2011-04-01",
    "period_end": "2012-03-31", "window": "financial_year", "breakdown": "all", "group": "all", "kind": "actual",
    "unit": "percent", "status": "shown", "origin": "calculated", "source": "ndtms-viewit-barnet",
    "numerator": 345.0, "denominator": 1154.0, "value": 100 * 345 / 1154, "lower": 27.3, "upper": 32.6,
}  # fmt: skip
PEOPLE = SHARE | {
    "indicator": "in_treatment", "unit": "people", "numerator": 1065, "denominator": None, "value": 1065, "lower": None,
    "upper": None,
}  # fmt: skip
NAMED = "of E09000003, 2011-04-01 to 2012-03-31: found"
PLANTED = [
    (SHARE, {"numerator": 1200, "value": 100}, "numerator 1200, denominator 1154, wanted a numerator within its denominator"),
    (SHARE, {"origin": "published", "value": 103}, "value 103, wanted a percentage from 0 to 100"),
    (SHARE, {"origin": "published", "value": -3}, "value -3, wanted a percentage from 0 to 100"),
    (SHARE, {"value": 38}, "value 38, numerator 345, denominator 1154, wanted the percentage that its counts give"),
    (SHARE, {"lower": 31, "upper": 36}, "lower 31, value 29.896, upper 36, wanted an interval that holds its value"),
    (SHARE, {"lower": 32.6, "upper": 27.3}, "wanted an interval that holds its value"),
    (SHARE, {"numerator": -5, "value": None}, "numerator -5, denominator 1154, wanted counts of 0 or more"),
    (PEOPLE, {"value": -5, "numerator": None}, "value -5, wanted a count of 0 or more"),
]  # fmt: skip


def table(*rows):
    return pd.DataFrame(list(rows))


def planted(folder, *rows):
    """Results that nothing checked before they were written."""
    sound = results.tidy(table(SHARE))
    typed = {name: sound[name].dtype for name in results.COLUMNS}
    found = table(*rows).reindex(columns=results.COLUMNS)
    text = found[list(results.TEXT_COLUMNS)].astype("string").fillna("")
    (folder / "results").mkdir(exist_ok=True)
    found.assign(**text).astype(typed).to_parquet(folder / "results/published.parquet", index=False)


def written(folder, *rows):
    return results.write(table(*rows), folder, "published")


def read(folder):
    return results.read(folder, [folder / "results/published.parquet"])


def test_sound_results_are_written_and_read(tmp_path):
    written(tmp_path, SHARE, PEOPLE)

    assert list(read(tmp_path)["value"]) == [1065, SHARE["value"]]


@pytest.mark.parametrize(("row", "changed", "message"), PLANTED)
def test_a_figure_that_cannot_be_is_refused_at_writing_and_at_reading(tmp_path, row, changed, message):
    with pytest.raises(Mistake, match=f"^results: {row['indicator']} {NAMED} .*{message}$"):
        written(tmp_path, row | changed)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    planted(tmp_path, row | changed)
    with pytest.raises(
        Mistake, match=f"^{tmp_path.name}: results: {row['indicator']} {NAMED} .*{message}: run `needs results`"
    ):
        read(tmp_path)


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path):
    backwards = PEOPLE | {"period_start": "2012-04-01"}
    with pytest.raises(
        ValueError, match="in_treatment of E09000003, 2012-04-01 to 2012-03-31: .* wanted a period that ends no earlier"
    ):
        written(tmp_path, backwards)
    planted(tmp_path, backwards)
    with pytest.raises(Mistake, match="wanted a period that ends no earlier than it begins"):
        read(tmp_path)


def test_a_row_given_twice_is_refused_even_where_the_values_differ(tmp_path):
    with pytest.raises(ValueError, match="2 rows share a key, the first is .'in_treatment', 'E09000003'"):
        written(tmp_path, PEOPLE, PEOPLE | {"value": 1066})
    planted(tmp_path, PEOPLE, PEOPLE | {"value": 1066})
    with pytest.raises(Mistake, match="2 rows share a key"):
        read(tmp_path)


def test_of_many_such_rows_the_first_is_named_and_all_are_counted(tmp_path):
    wrong = [PEOPLE | {"value": -5, "place": f"row {number}"} for number in range(3)]
    with pytest.raises(ValueError, match=r"wanted a count of 0 or more \(3 such rows\)$"):
        written(tmp_path, SHARE, *wrong)


@pytest.mark.parametrize("status", ["refused", "not_usable"])
def test_what_was_refused_keeps_the_counts_it_was_refused_for(tmp_path, status):
    written(tmp_path, SHARE | {"numerator": 1200, "status": status, "value": None})

    assert list(read(tmp_path)["numerator"]) == [1200]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (lambda sound: sound.drop(columns="place"), "of another version and has no column 'place'"),
        (lambda sound: sound.assign(colour="red"), "of another version and has an unknown column 'colour'"),
        (lambda sound: sound.assign(value="29.9"), "value holds str; wanted numbers"),
        (lambda sound: sound.assign(status="green"), "status 'green' is not one of shown, counts"),
    ],
)
def test_results_of_another_version_are_refused(tmp_path, changed, message):
    (tmp_path / "results").mkdir()
    changed(results.tidy(table(SHARE))).to_parquet(tmp_path / "results/published.parquet", index=False)
    with pytest.raises(Mistake, match=f"{message}.*: run `needs results`"):
        read(tmp_path)
