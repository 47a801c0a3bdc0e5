"""What an analyst holds: figures as a tidy table, and own tables and charts that are published like the others."""

import re
from urllib.parse import unquote

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from small_figures import safe_of
from small_paper import AREA, QUARTER, RETURNS, REVIEWS, assessed, counted, figure

from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.evidence import evidence
from needs.present.kit.section import paragraph
from needs.present.report import BESIDE, OF_A_FIGURE, Report
from needs.present.sections import actions, leaving
from needs.present.sections.leaving import exits
from needs.present.words import Statement
from needs.publish.page import of_edition


@pytest.fixture(scope="module")
def report():
    return Report(assessed(*REVIEWS, counted("dropped_out_of_exits", 90, 100)))


def read(shown):
    return BeautifulSoup(str(shown.markup), "html.parser")


def test_figures_are_one_row_a_figure_with_what_they_are_set_against(report):
    found = report.figures()
    reviews = found[(found["indicator"] == "top_reviews_percent") & (found["kind"] == "actual")].iloc[0]

    assert [*OF_A_FIGURE, *BESIDE] == list(found)
    assert (reviews["value"], reviews["target"], reviews["target_verdict"]) == (55, 80, "missed")
    assert {"dropped_out_of_exits"} == set(report.figures("outcomes")["indicator"]) & {"dropped_out_of_exits"}


def test_a_subject_that_there_is_not_is_named_with_those_there_are(report):
    with pytest.raises(Mistake, match="there is no subject 'wating'; did you mean 'waiting'\\? There are need, who,"):
        report.figures("wating")
    assert report.figures("Staying and leaving").equals(report.figures("outcomes"))


def unmet(code, value):
    """Drawn: of 1,000 adults in need, with limits of three points either side."""
    period, counts = ("2007-04-01", "2008-03-31"), (value * 10, 1000)
    limits = {"lower": value - 3, "upper": value + 3, "area_code": code, "window": "financial_year"}
    return figure("alcohol_unmet_need_percent", value, source="returns", period=period, counts=counts, **limits)


def test_figures_are_set_beside_those_of_the_partnership_that_is_named():
    beside = AREA | {"area_code": "E08000028", "name": "Sandwell", "partnership": "sandwell"}
    rows = [unmet(AREA["area_code"], 80), unmet("E08000028", 70), unmet("E92000001", 81)]
    report = Report(Assessment.of(safe_of(rows, areas=[AREA, beside], sources=[RETURNS]), "dudley", QUARTER))
    of_country, of_other = (report.figures("alcohol", beside=name).set_index("area") for name in ("", "sandwell"))
    columns = ["comparator", "comparator_value", "verdict"]

    assert of_country.loc["Dudley", columns].tolist() == ["England", 81, "similar"]
    assert of_other.loc["Dudley", columns].tolist() == ["Sandwell", 70, "worse"]
    with pytest.raises(Mistake, match="did you mean 'sandwell'"):
        report.figures("alcohol", beside="sandwel")


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (leaving, "part 2 is the module leaving: name one of its parts"),
        (pd.DataFrame({"people": [1]}), r"part 2 is a DataFrame.*write report.table\(frame"),
        (Figure(), r"part 2 is a Figure.*write report.chart\(figure"),
        ("plain words", r"part 2 is a plain text: write plain\('plain words'\)"),
        (actions.overdue, r"part 2, actions.overdue, is a part of a Plan: write plan.show\(actions.overdue\)"),
    ],
)
def test_what_is_no_part_is_refused_with_the_line_to_write(report, part, message):
    with pytest.raises(TypeError, match=message):
        report.show(exits, part)


def test_an_own_table_or_chart_says_what_it_lacks(report):
    frame = pd.DataFrame({"year": [2011]})
    axes = Figure().subplots()
    with pytest.raises(TypeError, match="wanted a DataFrame: of a Series"):
        report.table(frame["year"], caption="Years")
    with pytest.raises(ValueError, match="caption is empty"):
        report.table(frame, caption=" ")
    with pytest.raises(TypeError, match="write axes.figure"):
        report.chart(axes, title="T", description="D", data=frame)


def test_headings_days_and_truths_are_written_as_people_write_them(report):
    rows = {"NDTMS": ["yes"], "City of London": [12345], "day": [pd.Timestamp("2011-01-31")], "is_met": [True]}
    shown = read(report.table(pd.DataFrame(rows), caption="All kinds"))

    assert [head.get_text() for head in shown.select("thead th")] == ["NDTMS", "City of London", "Day", "Is met"]
    assert [cell.get_text() for cell in shown.select("tbody td")] == ["12,345", "31 January 2011", "True"]


def test_a_part_is_shown_and_what_it_says_is_cited(report):
    shown = read(report.show(exits))

    assert shown.select_one("tr[data-facts]")
    assert len(report.assessment.cited) > 0


def test_a_table_of_ones_own_sets_numbers_to_the_right_and_says_what_is_missing(report):
    frame = pd.DataFrame({"district": ["North", "South"], "people": [1234, None]})
    shown = read(report.table(frame, caption="People by district"))

    assert "People by district" == shown.caption.get_text()
    assert [cell.get_text() for cell in shown.select("td.number")] == ["1,234", "[x]"]
    assert [cell.get_text() for cell in shown.select("tbody th")] == ["North", "South"]


def test_a_chart_of_ones_own_has_its_title_its_description_and_its_data(report):
    figure, axes = plt.subplots()
    axes.bar(["a", "b"], [1, 2])
    data = pd.DataFrame({"group": ["a", "b"], "people": [1, 2]})
    shown = read(report.chart(figure, title="B is twice A", description="Two bars.", data=data))

    assert plt.get_fignums() == []
    assert ["B is twice A", "Two bars."] == [shown.figcaption.get_text(), shown.select_one("p.description").get_text()]
    assert [cell.get_text() for cell in shown.select("td.number")] == ["1", "2"]
    assert shown.svg["role"] == "img"


def test_what_is_shown_is_legible_without_the_pages_style_sheet(report):
    shown = report.table(pd.DataFrame({"district": ["North"], "people": [1]}), caption="People")

    assert "text-align:left" in shown._repr_html_()
    assert "<style>" not in str(shown.markup)


def test_what_is_for_review_stands_in_that_edition_alone_with_its_evidence():
    names = ("dropped_out_of_exits", "successful_completion_of_exits")
    report = Report(assessed(*(counted(name, 90, 100) for name in names)))
    left, completed = (report.assessment.only(name) for name in names)
    to_all = report.show(paragraph(Statement("Told to all.", (left,))))
    to_few = report.review(paragraph(Statement("Told to few.", (left, completed))))
    shown = f"{to_all.markup}{to_few.markup}"
    reader, review = (of_edition(shown + "".join(evidence(report.assessment)), name) for name in ("reader", "review"))

    assert ("Told to few." in review, "Told to few." in reader, "Told to all." in reader) == (True, False, True)
    assert ('id="e-k2"' in review, 'id="e-k2"' in reader, 'id="e-k1"' in reader) == (True, False, True)
    (saved,), (all_saved,) = (
        [unquote(one) for one in re.findall('charset=utf-8,([^"]+)', page)] for page in (reader, review)
    )
    assert (saved.count("\nE"), all_saved.count("\nE"), saved in all_saved) == (1, 2, True)
    assert "<!--" not in reader + review
    assert not report.review(None).markup
