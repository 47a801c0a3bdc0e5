"""The committee paper: that it carries each line of the printed tables, and what it says of small tables drawn by hand."""

import csv
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from needs.folders import Folders
from needs.measure import results
from needs.measure.safe import LOOK_UPS
from needs.present import performance as sections
from needs.publish.render import render

QUARTER = "2008-09 Q1"
RENDERED = {"dudley": QUARTER, "bath-and-north-east-somerset": "2004-05 Q1"}
LINES = [
    (name, line)
    for name in RENDERED
    for line in csv.DictReader((Path(__file__).parent / "printed_tables" / f"{name}.csv").open(encoding="utf-8"))
]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
BANNED = r"\b(significant\w*|due to|because of|as a result|led to|addicts?|failing|failed|hard to reach|soared|poor|clients?)\b"
AREA = {
    "area_code": "E08000027", "name": "Dudley", "partnership": "dudley", "type": "metropolitan district",
    "region_code": "E12000005",
}  # fmt: skip
DOCUMENT = {"source": "paper", "type": "local document", "title": "Report", "publisher": "Dudley", "note": "", "licence": "", "attribution": ""}  # fmt: skip
RECORDS = {"source": "invented-records", "type": "records", "title": "Records", "publisher": "Us", "note": "", "licence": "", "attribution": ""}  # fmt: skip
RETURNS = {"source": "returns", "type": "statistic", "title": "Returns", "publisher": "Dudley", "note": "", "licence": "", "attribution": ""}  # fmt: skip
Q1, BEFORE = ("2008-04-01", "2008-06-30"), ("2008-01-01", "2008-03-31")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The paper of Dudley and of Bath and North East Somerset, rendered from the results in data/processed."""
    folders, found = Folders.here(), {}
    for name, quarter in RENDERED.items():
        notebook = folders.notebooks / "performance.ipynb"
        given = {"partnership": name, "quarter": quarter}
        reader, *_ = render(notebook, given, tmp_path_factory.mktemp(name), folders, editions=("reader",))
        found[name] = BeautifulSoup(reader.read_text(encoding="utf-8"), "html.parser")
    return found


def words(tag):
    return re.sub(r"\s+([.,;:)])", r"\1", re.sub(r"\s+", " ", tag.get_text(" "))).strip()


def in_section(page, title):
    """What stands between the heading of a section and the next."""
    heading = next(one for one in page.select("main h2") if words(one).split(" ", 1)[1] == title)
    parts = []
    for tag in heading.find_all_next(["h2", "p", "table"]):
        if tag.name == "h2":
            break
        parts.append(tag)
    return parts


@pytest.mark.parametrize(("name", "line"), LINES, ids=[f"{name}: {line['printed'][:60]}" for name, line in LINES])
def test_each_printed_line_is_where_the_checklist_says(pages, name, line):
    if line["document"] == "none":
        assert line["found"]  # the reason why no figure can support it
        return
    parts = in_section(pages[name], line["section"])
    if line["caption"] == "text":
        assert any(line["found"] in words(one) for one in parts if one.name == "p")
        return
    tables = [one for one in parts if one.name == "table" and words(one.caption).startswith(line["caption"])]
    rows = [" | ".join(words(cell) for cell in row.select("th, td")) for one in tables for row in one.select("tr")]
    plain = [re.sub(r"[▲▼△▽●] ", "", row) for row in rows]
    assert any(line["found"] in row for row in plain), plain


@pytest.mark.parametrize("name", RENDERED)
def test_each_number_in_a_sentence_is_in_the_evidence_it_leads_to(pages, name):
    rows = {row["id"].removeprefix("e-"): row.get_text(" ") for row in pages[name].select("tr[id^=e-k]")}
    for sentence in pages[name].select("p.numbered"):
        text = " ".join(str(part) for part in sentence.find_all(string=True) if not part.find_parent(["a", "span"]))
        evidence = " ".join(rows[fact] for fact in sentence.get("data-facts", "").split())
        known = NUMBER.findall(
            f"{evidence} {RENDERED[name]} 2021 256 28 95"
        )  # the census; SHA-256; days asked about; intervals
        assert {one.rstrip(".,") for one in NUMBER.findall(text)} <= {one.rstrip(".,") for one in known}, text


@pytest.mark.parametrize("name", RENDERED)
def test_no_sentence_is_longer_than_25_words_and_none_judges_or_blames(pages, name):
    for paragraph in pages[name].select("p.numbered"):
        text = " ".join(str(part) for part in paragraph.find_all(string=True) if not part.find_parent(["a", "span"]))
        for sentence in re.split(r"(?<=[.:;]) (?=[A-Z\d£])", " ".join(text.split())):
            assert len(sentence.split()) <= 25, sentence
        assert not re.search(BANNED, text, flags=re.IGNORECASE), text


def test_whatever_rests_on_invented_records_says_so(pages):
    page = pages["dudley"]
    invented = {row["id"].removeprefix("e-") for row in page.select("tr[id^=e-k]") if "invented records" in words(row)}
    sentences = [one for one in page.select("[data-facts]") if invented & set(one["data-facts"].split())]

    assert len(sentences) > 10
    assert [words(one) for one in sentences if "invented records" not in words(one)] == []


def figure(
    indicator, value, *, kind="actual", source="paper", period=Q1, unit="percent", counts=None, group="all", **given
):
    numerator, denominator = counts or (None, None)
    return {
        "indicator": indicator, "area_code": AREA["area_code"], "period_start": period[0], "period_end": period[1],
        "window": "quarter", "breakdown": "all" if group == "all" else "modality", "group": group, "kind": kind,
        "value": value, "numerator": numerator, "denominator": denominator, "unit": unit, "status": "shown",
        "origin": "synthetic" if source == "invented-records" else "published", "source": source,
        "place": f"{kind} {indicator}" if source == "paper" else "", "note": "",
    } | given  # fmt: skip


def counted(indicator, x, n, period=Q1):
    value = 100 * x / n
    given = {"lower": max(0, value - 5), "upper": min(100, value + 5)}
    return figure(indicator, value, source="invented-records", period=period, counts=(x, n), **given)


def assessed(*figures, authored=None):
    """The paper's assessment from drawn figures, and texts of the partnership where some are given."""
    empty = {name: pd.DataFrame(columns=list(columns), dtype="str") for name, columns in LOOK_UPS.items()}
    tables = empty | {"areas": pd.DataFrame([AREA]), "sources": pd.DataFrame([DOCUMENT, RECORDS, RETURNS])}
    ground = figure("in_treatment", 300, source="invented-records", unit="people")
    safe = SimpleNamespace(results=results.tidy(pd.DataFrame([ground, *figures])), **tables)
    if authored is not None:
        safe.authored = pd.DataFrame(authored, columns=["partnership", "quarter", "block", "text"])
    return sections.assess(safe, "dudley", QUARTER, [])


def said(section):
    return words(BeautifulSoup(str(section.markup), "html.parser"))


REVIEWS = (figure("top_reviews_percent", 55), figure("top_reviews_percent", 80, kind="target"))


def test_misses_and_successes_are_said_in_one_breath():
    shown = said(
        sections.targets(
            assessed(*REVIEWS, figure("top_starts_percent", 94), figure("top_starts_percent", 80, kind="target"))
        )
    )

    assert "One of two printed figures met the target and one missed it." in shown
    assert "The target of 80% was missed by 25 percentage points." in shown


def test_a_miss_is_given_in_people_where_they_were_counted():
    shown = said(sections.targets(assessed(*REVIEWS, counted("top_reviews_percent", 42, 77))))

    assert "No counted figure (invented records) met its target; one missed it." in shown
    assert "25 percentage points below; 20 more would meet it" in shown


def test_a_target_of_nothing_gets_no_verdict():
    given = figure("treatment_system_exits_percent", 0, kind="target", status="not_set")
    shown = said(sections.targets(assessed(figure("treatment_system_exits_percent", 37), given)))

    assert "No printed target is due and can be judged. One cannot be judged." in shown
    assert "Not judged" in shown
    assert 'printed as "0%"' in shown


def test_a_change_beyond_chance_is_said_and_no_trend_is_claimed():
    now, then = counted("dropped_out_of_exits", 90, 100), counted("dropped_out_of_exits", 30, 100, BEFORE)
    shown = said(sections.changes(assessed(now, then)))

    assert "This is higher than then, and the difference is very unlikely to be chance." in shown
    assert "Two periods are no trend." in shown
    assert "60 percentage points higher" in shown


def test_people_who_are_in_both_quarters_are_not_compared():
    then = figure("in_treatment", 200, source="invented-records", unit="people", period=BEFORE)
    shown = said(sections.changes(assessed(then)))

    assert "Not compared (many of the same people are in both)" in shown
    assert "No change could be judged" in shown


def test_the_partnerships_own_returns_stand_against_their_targets():
    returns = [
        figure("dip_kpi_2_percent", 75, source="returns", counts=(60, 80), origin="calculated", lower=64, upper=83),
        figure("dip_kpi_2_percent", 85, source="returns", kind="target"),
        figure("drr_completions", 9, source="returns", unit="people"),
        figure("drr_completions", 12, source="returns", unit="people", kind="target", place="target"),
    ]
    shown = said(sections.criminal_justice(assessed(*returns)))

    assert (
        "60 of 80 adults who tested positive (75%, 64% to 83%) attended and remained at an initial assessment" in shown
    )
    assert "The target of 85% was missed by 10 percentage points." in shown
    assert "The target of 12 was missed by 3." in shown
    assert "No return of the partnership" not in shown


def test_without_returns_each_indicator_is_named_as_not_at_hand():
    shown = said(sections.criminal_justice(assessed()))

    assert "No return of the partnership on the Drug Interventions Programme is at hand." in shown
    assert "Assessed after a positive test (DIP KPI 2) [x] [x]" in shown


def test_what_the_partnership_wrote_is_marked_and_escaped():
    texts = [("dudley", "", "decision", "Note <b>this</b>.\n\nAgree it."), ("dudley", "", "written_on", "2008-11-06")]
    markup = str(sections.opening(assessed(authored=texts)).markup)

    assert "Note &lt;b&gt;this&lt;/b&gt;." in markup
    assert "Written by the partnership, 6 November 2008. This part was not calculated from data." in said(
        sections.opening(assessed(authored=texts))
    )


def test_a_text_of_another_quarter_or_partnership_is_not_used():
    texts = [("dudley", "2008-09 Q2", "decision", "Later."), ("kent", "", "decision", "Elsewhere.")]

    assert "No decision is asked for. The partnership has not written one." in said(
        sections.opening(assessed(authored=texts))
    )


def test_the_text_of_the_quarter_goes_before_that_for_all():
    texts = [("dudley", "", "decision", "Always."), ("dudley", QUARTER, "decision", "Now.")]
    shown = said(sections.opening(assessed(authored=texts)))

    assert "Now." in shown
    assert "Always." not in shown


def test_without_any_text_each_part_says_so():
    assessment = assessed()

    assert "The partnership has not written a background." in said(sections.background(assessment))
    assert "The partnership has not written on finance." in said(sections.finance(assessment))
    assert "The partnership has not written on equality." in said(sections.equality(assessment))
    assert "No contact is given." in said(sections.closing(assessment))


def test_every_section_can_be_written_from_a_single_figure():
    assessment = assessed()

    for name in sections.__all__:
        assert name == "assess" or getattr(sections, name)(assessment).markup
