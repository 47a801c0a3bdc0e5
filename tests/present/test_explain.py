"""How a figure came about: what is said of each kind, how one is asked for, and what stands under a section for reviewers."""

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from small_facts import fact
from small_paper import REVIEWS, assessed, counted, figure

from needs.measure.indicators.following import FOLLOWED as JOURNEYS_FOLLOWED
from needs.measure.indicators.following import STILL
from needs.measure.narrowing import COLUMNS, COUNTS, NOT_GIVEN, OUT_OF
from needs.mistakes import Mistake
from needs.present.evidence import titles
from needs.present.explain import BY_GROUP_ONLY, COUNTED, MODELLED, NO_STEPS, OF_CURVES, PRINTED, WORKED_OUT, explained
from needs.present.how_counted import below
from needs.present.kit.html import Html
from needs.present.kit.section import cited, paragraph
from needs.present.origins import kind_of, parts_of
from needs.present.report import Report
from needs.present.sections.gaps import _gap
from needs.present.standing import against_targets
from needs.present.words import Statement
from needs.publish.page import of_edition

REVIEWED = counted("top_reviews_percent", 40, 75) | {
    "definition": "Reviews with a form, of all that were due.",
    "rule": "2008",
}


def step(side, number, words, left, codes="", status="shown"):
    row = {"indicator": "top_reviews_percent", "window": "quarter", "side": side, "step": number, "words": words}
    return dict.fromkeys(COLUMNS) | row | {"codes": codes, "number": left, "status": status, "is_rounded": True}


STEPS = pd.DataFrame(
    [
        step(OUT_OF, 0, "Journeys that are open", 90),
        step(OUT_OF, 1, "Begun half a year before", 75),
        step(COUNTS, 0, "Referred from prison", float("nan"), "RFLS: 13 (prison)", "hidden"),
        step(COUNTS, 1, "With a form", 40),
    ]
)


def no_steps(_):
    return STEPS.iloc[:0]


def cite(assessment, *facts):
    """The facts as they are shown in one paragraph."""
    return str(cited(assessment, paragraph(Statement("Said.", tuple(facts)))).markup)


def test_a_counted_figure_says_its_rule_its_codes_and_how_many_are_left():
    of = assessed(REVIEWED)
    (counted_here,) = of.in_quarter("top_reviews_percent")
    found = explained(counted_here, of, lambda _: STEPS)

    assert (found.kind, found.value) == (COUNTED, "about 53% (48% to 58%)")
    assert found.said("Rule") == ("Reviews with a form, of all that were due.", "Version: 2008")
    assert found.said("Codes that count") == ("RFLS: 13 (prison)",)
    assert found.said("Out of, left after each condition") == (
        "90: Journeys that are open",
        "75: Begun half a year before",
    )
    assert found.said("Counted, left after each condition") == ("[c]: Referred from prison", "40: With a form")
    assert found.said("Sum") == ("40 / 75 = about 53%",)
    assert found.said("Rounding")[0].startswith("Counts are hidden from 1 to 7 and else rounded to the nearest 5")


def test_why_no_numbers_stand_with_the_conditions_is_said():
    of = assessed(REVIEWED)
    (reviews,) = of.in_quarter("top_reviews_percent")
    by_group = STEPS.assign(number=float("nan"), status=NOT_GIVEN)

    assert explained(reviews, of, lambda _: by_group).said("Steps") == (BY_GROUP_ONLY,)
    assert explained(reviews, of, no_steps).said("Steps") == (NO_STEPS,)
    assert explained(reviews, of, lambda _: STEPS).said("Steps") == ()
    curve = replace(reviews, indicator=STILL)
    assert explained(curve, of, no_steps).said("Steps") == (OF_CURVES,)  # of a model
    curve = replace(reviews, indicator=JOURNEYS_FOLLOWED)
    assert explained(curve, of, no_steps).said("Steps") == (OF_CURVES,)  # counted


def test_a_printed_figure_says_by_whom_and_where():
    of = assessed(*REVIEWS)
    (target,) = [one for one in of.printed_facts() if one.kind == "target"]
    found = explained(target, of, no_steps)

    assert found.kind == PRINTED
    assert found.said("Source") == ("Report (paper)",)
    assert found.said("Place") == ("target top_reviews_percent",)
    assert found.said("Sum") == ()


def test_what_is_worked_out_has_the_trail_of_each_of_its_numbers():
    """80% of 75 are 60 reviews, and 40 were made: 20 are short."""
    of = assessed(REVIEWED, figure("top_reviews_percent", 80, kind="target"))
    (judged,) = against_targets(of)
    short = _gap(judged, judged.target, judged.target_judgement).people
    found = explained(short, of, no_steps)

    assert (found.kind, found.value) == (WORKED_OUT, "20")
    assert found.said("Sum") == ("80% of 75 = 60 in whole people; 60 - 40 = 20",)
    assert [part.kind for part in found.parts] == [COUNTED, PRINTED]
    assert "    Treatment Outcomes Profile completed: reviews, Dudley: 80%" in str(found)


def test_a_share_of_published_counts_is_made_of_those_that_add_up_to_it():
    given = {"source": "returns", "breakdown": "wait"}
    of = assessed(
        figure("first_waits", 30, unit="people", group="3 weeks or under", **given),
        figure("first_waits", 20, unit="people", group="over 3 weeks", **given),
        figure("first_waits_within_3_weeks", 60, source="returns", counts=(30, 50), origin="calculated"),
    )
    (share,) = of.latest("first_waits_within_3_weeks")

    assert kind_of(share, of) == WORKED_OUT
    assert sorted(part.value for part in parts_of(share, of)) == [20, 30]


def test_a_figure_is_asked_for_by_its_number_its_row_or_itself():
    report = Report(assessed(REVIEWED, *REVIEWS))
    with pytest.raises(Mistake, match="there is no figure 'E1': none has been cited so far"):
        report.explain("E1")
    (one,) = report.assessment.in_quarter("top_reviews_percent")
    cite(report.assessment, one)
    rows = report.figures()
    row = rows[(rows["indicator"] == "top_reviews_percent") & (rows["source"] == "records-of-nobody")].iloc[0]

    assert (
        str(report.explain("E1")) == str(report.explain(" e1 ")) == str(report.explain(row)) == str(report.explain(one))
    )
    for asked in ("E0", "E999", "x", ""):
        with pytest.raises(Mistake, match=f"there is no figure '{asked}': there are E1 to E1$"):
            report.explain(asked)
    with pytest.raises(Mistake, match="the figure is a int; wanted the number of its evidence"):
        report.explain(5)
    with pytest.raises(Mistake, match="the row has no 'subject'; wanted a row of figures"):
        report.explain(pd.Series({"value": 5}))


def test_in_a_notebook_it_is_a_list_of_terms_that_escapes_what_is_from_outside():
    of = assessed(*REVIEWS)
    (target,) = [one for one in of.printed_facts() if one.kind == "target"]
    shown = BeautifulSoup(explained(target, of, no_steps)._repr_html_(), "html.parser")

    assert [term.get_text() for term in shown.select("dl > dt")][:3] == ["How", "Period", "Publisher"]
    assert all(term.find_next_sibling().name == "dd" for term in shown.select("dt"))


def test_titles_of_evidence_are_told_apart_by_the_fewest_words():
    years = [fact(period="2010-11"), fact(period="2011-12"), fact(indicator="other", title="Exits")]
    assert titles(years) == ["People who dropped out, Barnet, aged 18+, 2010-11", "People who dropped out, Barnet, aged 18+, 2011-12", "Exits, Barnet, aged 18+"]  # fmt: skip
    kinds = [fact(kind="target"), fact(), fact(place="Table 2"), fact(place="Table 3")]
    assert len(set(titles(kinds))) == 4


def test_how_this_was_counted_stands_below_in_the_review_edition_alone_and_once():
    of = assessed(REVIEWED)
    (one,) = of.in_quarter("top_reviews_percent")
    shown = [str(below(cited(of, paragraph(Statement("Said.", (one,)))), of, lambda: STEPS).markup) for _ in range(2)]
    none = below(Html.of("No figure."), of, lambda: STEPS)
    first, second = (BeautifulSoup(one, "html.parser").select_one("details.how-counted") for one in shown)

    assert of_edition(shown[0], "reader") == cite(of, one)
    assert "open" not in first.attrs
    words = first.get_text(" ")
    assert "Counted from records: Reviews with a form, of all that were due." in words and "RFLS: 13 (prison)" in words
    assert "Out of: 90: Journeys that are open; 75: Begun half a year before." in words
    assert second.find("table") is None and second.a["href"] == f"#{first.select_one('[id]')['id']}"
    assert str(none.markup) == "No figure."


def test_measures_that_came_about_alike_share_a_row_and_a_rule_is_said_once():
    fit = "Stock and flow of journeys. Fit: chances of leaving. Interval: 95% of draws."
    modelled = {"origin": "modelled", "definition": fit, "unit": "people", "value": 20.0}
    facts = [
        fact(indicator=name, title=name, **modelled | {"definition": rule})
        for name, rule in (("Stay", fit), ("Leave", fit), ("Places", f"Nobody queues. {fit}"))
    ]
    of = assessed(REVIEWED)
    told = [
        BeautifulSoup(
            str(below(cited(of, paragraph(Statement("Said.", tuple(some)))), of, lambda: STEPS).markup), "html.parser"
        )
        for some in (facts, [fact(indicator="Die", title="Die", **modelled)])
    ]
    rows = [row.get_text(" ") for row in told[0].select("tbody tr")]

    assert [kind_of(one, of) for one in facts] == [MODELLED] * 3
    assert len(rows) == 2 and "Stay (E1)" in rows[0] and "Leave (E2)" in rows[0]
    assert f"Modelled: {fit} What would happen if: see the methods document." in " ".join(rows[0].split())
    assert "Modelled: Nobody queues. The rest as above." in rows[1]
    assert told[1].select_one("tbody td").get_text() == "As of Stay."
    assert told[1].select_one("tbody a")["href"] == f"#{told[0].select_one('[id^=how-]')['id']}"
