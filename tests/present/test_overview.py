"""The overview of every partnership from results drawn by hand: what a cell says, who is an outlier, what is never mixed."""

import html
import re
from dataclasses import replace

import pandas as pd
import pytest
from outline import cells, section
from small_figures import COUNTRY, safe_of

from needs.measure import results
from needs.measure.shown import together
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.kit.html import element
from needs.present.methods.described import GROUPS
from needs.present.sections.side_by_side import Overview
from needs.publish import checks
from needs.quarter import Quarter
from needs.statistics.intervals import proportion

QUARTER = "2008-09 Q1"
WAITS, FORMS = "first_waits_within_3_weeks", "top_starts_percent"
PERIODS = {"rolling_12_months": ("2007-07-01", "2008-06-30"), "quarter": ("2008-04-01", "2008-06-30")}
ALIKE = [80] * 20  # of 100 each
SECTIONS = {
    "messages": "Key messages",
    "rug": "Partnerships side by side",
    "outliers": "Outliers",
    "published_only": "Partnerships with published figures only",
    "methods": "Appendix: Methods",
}


def counted(code, above, below=100, indicator=WAITS, window="rolling_12_months", origin="synthetic"):
    start, end = PERIODS[window]
    known = above is not None
    found = proportion(above, below) if known else None
    return {
        "indicator": indicator, "area_code": code, "period_start": start, "period_end": end, "window": window,
        "breakdown": "all", "group": "all", "kind": "actual", "numerator": above, "denominator": below if known else None,
        "value": 100 * above / below if known else None, "lower": 100 * found.lower if known else None,
        "upper": 100 * found.upper if known else None, "interval_method": "Wilson score, 95%", "unit": "percent",
        "status": "shown" if known else "hidden", "origin": origin,
        "source": "records-of-nobody" if origin == "synthetic" else "ndtms-records",
    }  # fmt: skip


def published(code):
    of = {"source": "deaths", "origin": "published"}
    return counted(code, 50) | {"indicator": "drug_misuse_deaths", "window": "financial_year"} | of


def invented(counts, first=1, **given):
    return [counted(f"p{place:02}", above, **given) for place, above in enumerate(counts, start=first)]


def area(code, name):
    of = {"region_code": "R", "country_code": COUNTRY, "kind": "invented", "authorities": ""}
    return {"area_code": code, "name": name, "partnership": code, "type": "unitary authority", **of}


def safe(rows):
    """The safe tables of these results, all invented ones added up as `needs calculate` does."""
    table = results.tidy(pd.DataFrame(rows))
    codes = sorted(set(table["area_code"]))
    areas = [area(code, f"Place {code}") for code in codes]
    areas.append(area(COUNTRY, "Estermark") | {"partnership": "", "region_code": "", "type": "country"})
    measures = [{"measure": "drug_misuse_deaths", "topic": "harm", "title": "Deaths"}]
    return safe_of(pd.concat([table, together(table, pd.DataFrame(areas))]), areas=areas, measures=measures)


def overview(rows, quarter=QUARTER):
    return Overview.of(safe(rows), "estermark", quarter)


def page(found):
    headings = cells("overview")[0]
    return "".join(f"{element('h2', heading) if heading else ''}{under(heading, found)}" for heading in headings)


def under(heading, found):
    return str(section("overview", heading, None, partnerships=found).markup)


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def markup(name, found):
    return under(SECTIONS[name], found)


def shown(name, found):
    return words(markup(name, found))


# 20 x 80 and 40 of 2,100: 78.1%. The 95% limit for 100 people, of one comparison, is 78.1 - 1.96 x 4.14 = 70, so 40 lies beyond.
ONE_OUT = invented([*ALIKE, 40, None])


def test_a_cell_gives_the_figure_and_the_verdict_in_words():
    said = shown("rug", overview(ONE_OUT))

    assert "Place p21 40% Worse" in said
    assert "Place p01 80% Similar" in said


def test_a_hidden_figure_is_said_to_be_hidden_and_is_not_compared():
    said = shown("rug", overview(ONE_OUT))

    assert "Place p22 [c] Not compared" in said
    assert "[c] hidden to protect people's identity" in said


def test_a_partnership_beyond_the_limits_is_named_with_its_counts_and_all_together():
    assert (
        "First waits of three weeks or less. Place p21 (40 of 100, 40%) lies below the usual spread. Estermark had 78% in "
        "July 2007 to June 2008."
    ) in shown("outliers", overview(ONE_OUT))


def test_partnerships_that_are_alike_give_no_outlier():
    said = shown("outliers", overview(invented(ALIKE)))

    assert "No partnership lies outside the usual spread on any measure." in said


def test_a_cell_is_judged_by_its_own_interval_where_the_limits_are_widened():
    # 50% together; the 95% interval of 30 of 100 ends at 39.6%, and the limits of places so unlike reach further
    found = overview(invented([30, 70] * 10))

    assert "Place p01 30% Worse Within" in shown("rug", found)
    assert "Outside" in shown("outliers", found)
    assert "Place p01" not in shown("outliers", found)


def test_where_no_figure_is_known_of_all_together_a_cell_says_how_places_lie_and_no_more():
    assert "Place p01 30% Within" in shown("rug", overview(invented([30, 70] * 10, origin="calculated")))


def test_a_partnership_has_the_verdict_that_its_own_document_gives():
    rows = invented([60, 90, 55, *ALIKE]) + invented([40] * 23, indicator="successful_completion_of_exits")
    found, tables = overview(rows), safe(rows)
    for slug in ("p01", "p02", "p03", "p04"):
        own = Assessment.of(tables, slug, QUARTER)
        fact, waits = own.only(WAITS), next(each for each in found.measured if each.name == WAITS)

        assert (own.family().totals, found.assessment.families[slug].totals) == (2, 2)
        assert (fact.state, fact.spread) == (waits.facts[slug].state, waits.facts[slug].spread)


def test_many_outliers_are_named_in_the_table_and_counted_in_the_sentence():
    said = shown("outliers", overview(invented([80] * 100 + [20] * 7)))

    assert "Seven partnerships, named in the table, lie below the usual spread." in said
    assert "Below: Place p101, Place p102, Place p103, Place p104, Place p105, Place p106, Place p107" in said


def test_the_table_of_outliers_gives_sides_and_leaves_the_verdict_to_the_cell():
    # The 95% limits for 100 people are 78.1 - 1.96 x 4.14 = 70.0 and 86.2: each has one comparison
    table = re.search("<table.*?</table>", markup("outliers", overview(invented([*ALIKE, 40, 89, 68]))), re.DOTALL)
    said = words(table[0])

    assert said.endswith("Above: Place p22; below: Place p21, Place p23 none")
    assert "Outside the usual spread Not compared" in said
    assert not re.search("better|worse", said, re.IGNORECASE)


def test_a_partnership_of_too_few_people_is_said_not_to_be_compared():
    said = shown("outliers", overview([*ONE_OUT, counted("p30", 9, 20)]))

    assert (
        "Where fewer than ten people were counted or expected, or rounding decides, the figure is not compared." in said
    )
    assert said.endswith("Below: Place p21 Place p30")
    assert "is not compared" not in shown("outliers", overview(ONE_OUT))


def test_everybody_is_compared_with_the_others():
    # 1,600 of 2,000 and 634 of 634 are 84.8% together; the 95% limit for 634 people is 84.8 + 1.96 x 1.43 = 87.6
    said = shown("outliers", overview([*invented(ALIKE), counted("p21", 634, 634)]))

    assert "Place p21 (634 of 634, 100%) lies above the usual spread." in said


def test_only_figures_in_sentences_have_evidence():
    found = overview(ONE_OUT)
    page(found)

    assert [fact.area for fact in found.assessment.cited.values()] == ["Place p21", "Estermark"]


def test_captions_of_the_table_of_partnerships_are_short():
    captions = re.findall(r"<caption>(.*?)</caption>", markup("rug", overview(ONE_OUT)))

    assert captions[0] == "Partnerships, Place p01 to p12: July 2007 to June 2008"


def test_the_overview_of_a_country_has_none_of_another():
    rows = ONE_OUT + [counted(f"E{place:08}", 70, origin="calculated") for place in range(12)]
    tables = safe(rows)
    real = tables.areas["area_code"].str.startswith("E")
    tables.areas.loc[real, ["country_code", "kind"]] = ["E92000001", ""]
    england = pd.DataFrame([area("E92000001", "England") | {"partnership": "", "type": "country", "kind": ""}])
    tables = replace(tables, areas=pd.concat([tables.areas, england]).fillna(""))
    of_estermark, of_england = (page(Overview.of(tables, one, QUARTER)) for one in ("estermark", "england"))

    assert "Place p01" in of_estermark and "Place E" not in of_estermark
    assert "Place E00000001" in of_england and "Place p0" not in of_england
    assert "Invented place" in of_estermark and "nvented" not in of_england


def test_fewer_than_ten_have_no_limits_and_are_not_compared():
    found = overview(invented([70] * 9, origin="calculated"))

    assert "Place p01 70% Not compared" in shown("rug", found)
    assert "First waits of three weeks or less: no limits were worked out, as fewer than ten partnerships" in shown(
        "outliers", found
    )


def test_twelve_months_are_shown_where_they_were_counted_else_the_quarter():
    rows = ONE_OUT + invented([10] * 22, window="quarter") + invented(ALIKE, indicator=FORMS, window="quarter")
    said = shown("rug", overview(rows))

    assert "Partnerships, Place p01 to p12: July 2007 to June 2008; outcomes form at start April to June 2008" in said
    assert "10%" not in said


def test_a_table_has_at_most_twelve_partnerships_and_all_together_in_each():
    tables = re.findall(r"<table.*?</table>", markup("rug", overview(ONE_OUT)))

    assert [table.count("<tr>") for table in tables] == [14, 12]  # a header and all together, with 12 and 10
    assert all("Estermark" in table for table in tables)


def test_no_partnership_is_ranked():
    said = shown("rug", overview(invented([90, 70, *ALIKE])))

    assert said.index("Place p01") < said.index("Place p02") < said.index("Place p03")


def test_a_partnership_with_published_figures_only_is_named_and_has_no_row():
    found = overview([*ONE_OUT, published("q1"), published("p01")])

    assert "Published only on harm: one partnership Place q1." in shown("published_only", found)
    assert "Place q1" not in shown("rug", found)


def test_a_quarter_without_records_says_so_in_every_section():
    found = overview([published("q1")])

    assert "No figure of any partnership may be set beside others in 2008-09 Q1." in shown("messages", found)
    assert "No figure of any partnership may be set beside others in 2008-09 Q1." in shown("rug", found)
    assert "Place q1" in shown("published_only", found)


def test_a_quarter_before_all_results_is_refused():
    with pytest.raises(Mistake, match="no result of any partnership of Estermark is of 1999-00 Q1 or before"):
        overview(ONE_OUT, "1999-00 Q1")


def test_a_figure_of_a_later_quarter_is_not_shown():
    later = invented([60] * 12)
    found = overview(ONE_OUT + [row | {"period_end": str(Quarter(2008, 2).end)} for row in later])

    assert "60%" not in page(found)


@pytest.mark.parametrize("rows", [ONE_OUT, [published("q1")]], ids=["records", "published only"])
def test_no_table_breaks_a_check_of_pages(rows):
    markup = page(overview(rows))
    found = list(checks.problems(f"<html><body>{markup}</body></html>"))

    assert [problem for problem in found if "Content-Security-Policy" not in problem] == []


@pytest.mark.parametrize(
    ("counts", "is_widened"), [(ALIKE, False), ([30, 70] * 10, True)], ids=["chance alone", "more than chance"]
)
def test_the_methods_name_the_limits_that_the_funnels_have(counts, is_widened):
    found = overview(invented(counts))
    funnel = found.measured[0].column.funnel
    named = "arcsine scale, additive random effects" if is_widened else "Wilson"

    assert funnel.is_widened == is_widened
    assert funnel.method.startswith(named)
    assert named in shown("methods", found)
    assert all(
        part in " ".join(method.rule for method in GROUPS["Comparison between areas"]) for part in named.split(", ")
    )


def test_a_sentence_is_short():
    sections_said = re.findall(r"<p[^>]*>(.*?)</p>", page(overview(ONE_OUT)))
    sentences = [
        sentence
        for text in sections_said
        for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z])", re.sub(r"\[E\d+\]", "", words(text)))
    ]

    assert [sentence for sentence in sentences if len(sentence.split()) > 25] == []
