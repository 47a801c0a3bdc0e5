"""How long people stay: what is said and drawn of curves, and what where there is none."""

import datetime

import polars as pl
import pytest
from bs4 import BeautifulSoup
from reading import words
from small_paper import assessed, markup

from needs.measure import retention, safety
from needs.measure.count import Origin
from needs.present.kit.section import cited
from needs.present.sections import staying
from needs.quarter import Period
from needs.settings import Choices

DAYS = Period(datetime.date(2005, 4, 1), datetime.date(2008, 3, 31))


def journeys(drug, *drawn):
    """Journeys of a drug that began on the first day: how many of each, and the day and reason of their end (none: open)."""
    rows = [
        {"start": DAYS.start, "end": last and DAYS.start + datetime.timedelta(days=last), "end_reason": reason}
        for many, last, reason in drawn
        for _ in range(many)
    ]
    return pl.DataFrame(rows, schema_overrides={"end": pl.Date, "end_reason": pl.String}).with_columns(
        **{flag: pl.lit(flag == drug) for flag in ("has_opiate", "has_alcohol", "has_non_opiate")},
        **dict.fromkeys(("sex", "ethnic", "district", "birth_quarter"), pl.lit(None)),
        next_start=pl.lit(None, pl.Date),
    )


def assessment(*tables):
    origin = Origin(area_code="E08000027", days=DAYS, is_invented=True)
    rows = safety.safe(retention.results_of(pl.concat(tables), origin, Choices()))
    return assessed(*rows.to_dict("records"), quarter="2007-08 Q4")


OPIATES = journeys("has_opiate", (40, 50, "6"), (40, 200, "2"), (120, None, None))
ALCOHOL = journeys("has_alcohol", (60, 50, "6"), (20, 200, "2"), (20, None, None))
FEW = journeys("has_non_opiate", (20, 50, "6"), (5, None, None))


def shown(of, *parts):
    return words(BeautifulSoup(markup([cited(of, part(of)) for part in parts]), "html.parser"))


def test_a_sentence_and_a_picture_say_how_many_stay():
    text = shown(assessment(OPIATES, ALCOHOL, FEW), staying.how_long)

    # of 325 in all 205 lasted beyond day 84, and 145 beyond day 364; half had ended by day 200, in week 29
    assert text.startswith(
        "Of treatment journeys begun from April 2005 to March 2008, 63% lasted twelve weeks or more, and 45% a year. "
        "Half had ended by week 29."
    )
    assert "Still in treatment, everybody: 63% at 12 weeks and 45% at 52 weeks" in text
    assert "one line each for everybody, opiate and alcohol only." in text  # of 25 no curve is drawn
    assert "Opiate 52 weeks 60% (53% to 67%) 120 of 200" in text


def test_reviewers_see_how_the_others_left_and_medians():
    text = shown(assessment(OPIATES, ALCOHOL), staying.behind_the_curves)

    # of 300 in all: by week 52 140 are there, 60 had completed, and 100 had dropped out
    assert "52 weeks 47% (41% to 52%) 20% (16% to 25%) 33% (28% to 39%) 0%" in text
    assert "Alcohol only 8 8 to 8" in text  # 60 of 100 left on day 50
    assert staying.NOT_REACHED in text  # of opiates
    assert staying.NO_CHANCE in text
    assert staying.NO_RETURNS in text


def test_groups_that_differ_by_chance_have_the_probability_of_it():
    text = shown(
        assessment(OPIATES, journeys("has_alcohol", (24, 50, "6"), (16, 200, "2"), (60, None, None))),
        staying.behind_the_curves,
    )

    assert "have a probability of 0." in text


@pytest.mark.parametrize(("tables", "sentence"), [((FEW,), staying.TOO_FEW), ((), staying.TOO_SHORT)])
def test_without_a_curve_one_sentence_says_why(tables, sentence):
    of = assessment(*tables) if tables else assessed(quarter="2008-09 Q1")

    assert shown(of, staying.how_long) == sentence
    assert shown(of, staying.behind_the_curves) == ""


def test_sentences_are_short():
    for sentence in (
        staying.STAYED, staying.STAYED_SHORT, staying.HALF, staying.TOO_FEW, staying.TOO_SHORT, staying.NOT_REACHED, staying.CHANCE,
        staying.NO_CHANCE, staying.BACK, staying.NO_RETURNS, *staying.FOLLOWED.split(". "),
    ):  # fmt: skip
        assert len(sentence.split()) <= 25, sentence
