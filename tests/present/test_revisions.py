"""What was revised since an earlier edition, by hand: a figure that changed, one that is hidden now, one that is no longer given."""

import pytest
from small_figures import PLAIN, assessment

from needs.mistakes import Mistake
from needs.present.figures import figures
from needs.present.revisions import is_before_rounding, revised
from needs.publish.downloads import as_csv

COUNTED = {"origin": "synthetic", "source": "records-of-nobody", "note": "invented records"}
SHARE = {
    "indicator": "first_waits_within_3_weeks", "numerator": 60, "denominator": 80, "value": 75, "lower": 64.5, "upper": 83.2,
    "unit": "percent", "interval_method": "Wilson", **COUNTED,
}  # fmt: skip
PEOPLE = {"indicator": "in_treatment", "value": 310, **COUNTED}


def text(*rows):
    """The figures.csv of a partnership with these results beside its others."""
    return as_csv(figures(assessment(*(PLAIN | row for row in rows))))


def found(then, now):
    return [(one.then["indicator"], *one.in_words) for one in revised(text(*then), text(*now), "figures.csv")]


def test_a_figure_that_stayed_as_it_was_is_no_revision():
    assert found([SHARE, PEOPLE], [SHARE, PEOPLE]) == []


def test_a_revised_past_is_given_then_and_now_with_its_counts():
    later = SHARE | {"numerator": 64, "value": 80, "lower": 69.9, "upper": 87.3}
    (one,) = revised(text(SHARE), text(later), "figures.csv")

    assert one.in_words == ("75% (65% to 83%); 60 of 80", "80% (70% to 87%); 64 of 80")
    assert (one.number(one.then), one.number(one.now)) == (75, 80)


def test_other_counts_behind_the_same_share_are_a_revision():
    assert found([SHARE], [SHARE | {"numerator": 120, "denominator": 160}]) == [
        ("first_waits_within_3_weeks", "75% (65% to 83%); 60 of 80", "75% (65% to 83%); 120 of 160")
    ]


def test_of_too_few_for_a_percentage_the_counts_are_given_once():
    few = SHARE | {"value": None, "lower": None, "upper": None, "status": "counts", "is_rounded": True}
    then, now = (few | {"numerator": x, "denominator": 40} for x in (10, 15))

    assert found([then], [now]) == [("first_waits_within_3_weeks", "10 of 40", "15 of 40")]


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (PEOPLE, PEOPLE | {"value": None, "status": "hidden"}, ("shown", "hidden")),
        (PEOPLE | {"value": None, "status": "hidden"}, PEOPLE, ("hidden", "shown")),
        (
            PEOPLE | {"value": None, "status": "too_few"},
            PEOPLE | {"value": None, "status": "hidden"},
            ("hidden", "hidden"),
        ),
    ],
)
def test_of_a_figure_that_is_or_was_hidden_no_number_is_told(then, now, words):
    (one,) = revised(text(then), text(now), "figures.csv")

    assert one.in_words == words
    assert [number for number in (one.number(one.then), one.number(one.now)) if number == number] == []


def test_a_figure_that_is_no_longer_given_is_said_and_a_new_one_is_no_revision():
    assert found([PEOPLE], [SHARE]) == [("in_treatment", "310", "no longer given")]


def test_another_definition_is_told_with_the_figure_it_changed():
    (one,) = revised(text(PEOPLE), text(PEOPLE | {"value": 315, "definition": "Anew."}), "figures.csv")

    assert one.is_redefined


def test_an_edition_from_before_counts_were_rounded_is_known_by_its_columns():
    assert is_before_rounding('"subject","title","indicator","value"\n"Other","x","y",3\n')
    assert not is_before_rounding(text(PEOPLE))
    assert not is_before_rounding("")


def test_an_edition_of_true_counts_is_refused_on_either_side():
    true = text(PEOPLE).replace('"public"', '"Management information"')

    for then, now in ((true, text(PEOPLE)), (text(PEOPLE), true)):
        with pytest.raises(Mistake, match=r"^figures\.csv holds true counts, and only public editions are compared"):
            revised(then, now, "figures.csv")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"subject","title"',
            '"title","subject"',
            "is of another version: its columns are not subject, title, ... disclosure",
        ),
        (',"310",', ',"many",', "value is 'many'; wanted a number or nothing"),
        (',"310",', ',"inf",', "value is 'inf'; wanted a number or nothing"),
        (',"310",', ',"310","310",', "found another number of cells; wanted 35"),
        (',"310",', f',"{"1" * 200_000}",', "it cannot be read"),
    ],
)
def test_an_earlier_file_that_cannot_be_read_is_one_line(old, new, message):
    with pytest.raises(Mistake, match=f"^reports/figures.csv.*{message}"):
        revised(text(PEOPLE).replace(old, new, 1), text(PEOPLE), "reports/figures.csv")
