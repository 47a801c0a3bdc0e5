"""Every worked example gives what was printed; how the table of them is read."""

import pytest

from needs.statistics import worked_examples
from needs.statistics.worked_examples import STATISTICS

WORKED = worked_examples.ours_beside_theirs()


@pytest.mark.parametrize("row", WORKED.to_dict("records"), ids=lambda row: f"{row['statistic']}, {row['what']}")
def test_ours_is_what_was_printed(row):
    for name in worked_examples.NUMBERS:
        if row[name] == row[name]:
            assert row[f"our_{name}"] == pytest.approx(row[name], abs=row["tolerance"], rel=0)
    assert row["is_within"]


def test_every_statistic_has_an_example_and_every_example_a_source():
    assert set(WORKED["statistic"]) == set(STATISTICS)
    assert set(WORKED["kind"]) == set(worked_examples.KINDS)
    assert WORKED["source"].str.len().min() > 5
    assert WORKED["what"].is_unique


def test_every_example_prints_a_number():
    assert WORKED[["value", "lower", "upper"]].notna().any(axis=1).all()


def test_no_tolerance_is_wider_than_half_a_digit_without_being_a_known_exception():
    printed = WORKED[WORKED["kind"].isin(["published", "arithmetic"])]
    wider = printed[printed["tolerance"] > 0.5 * 10.0 ** -printed["decimals"] + 1e-12]

    # Garwood's tables round the third digit in both directions, Byar's limits are within 0.2% of exact ones, ratios are
    # over a rounded count, and unmet need takes limits that were themselves taken back from rounded figures.
    assert set(wider["statistic"]) == {
        "rate",
        "indirectly standardised ratio",
        "unmet need, percent",
        "penetration, percent",
    }


def test_examples_whose_limits_were_taken_back_from_the_answer_are_told_apart():
    taken_back = WORKED["what"].str.contains("limits of the same row") | WORKED["source"].str.contains("taken from 100")

    assert set(WORKED.loc[taken_back, "kind"]) == {"arithmetic"}
    assert set(WORKED.loc[~taken_back, "kind"]) == {"published", "another program", "by hand"}


def test_the_difference_is_the_largest_of_value_and_limits():
    # Newcombe prints 0.2553 to 0.3662 for 81 of 263; to six digits the limits are 0.255289 and 0.366210.
    first = WORKED.iloc[0]

    assert (first["our_lower"], first["our_upper"]) == pytest.approx((0.255289, 0.366210), abs=5e-7)
    assert first["difference"] == pytest.approx(0.000011, abs=1e-6)


def test_a_number_that_they_print_and_we_lack_is_never_within_the_tolerance():
    # On 6-MP the median's upper limit is not reached: whoever printed one would differ from us.
    row = WORKED[WORKED["what"].str.startswith("median: 6-MP")].assign(upper=35.0, tolerance=100)

    assert not worked_examples.ours_beside_theirs(row[worked_examples.examples().columns])["is_within"].iloc[0]


def test_an_answer_that_differs_is_outside():
    row = worked_examples.examples().iloc[[0]].assign(lower=0.2560)

    assert not worked_examples.ours_beside_theirs(row)["is_within"].iloc[0]


def test_data_of_an_unknown_name_are_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="there is no data 'Bristol'; there are Rome, Taiwan"):
        worked_examples.data("Bristol")


def test_every_set_of_data_says_where_it_is_from():
    described = (worked_examples.FOLDER / "sources.csv").read_text(encoding="utf-8")
    data = (worked_examples.FOLDER / "data.csv").read_text(encoding="utf-8")
    names = {
        line.partition('",')[0].strip('"') if line[0] == '"' else line.partition(",")[0]
        for line in data.splitlines()[1:]
    }

    assert [name for name in names if name not in described] == []
