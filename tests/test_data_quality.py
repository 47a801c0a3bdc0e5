"""The data quality report from look-ups drawn by hand: what it counts, what it never prints, and what it says of nothing."""

import html
import re
from dataclasses import replace

import pandas as pd
import pytest

from needs.code_lists import code_list
from needs.ingest.rules import RULES
from needs.measure import results
from needs.measure.safe import LOOK_UPS, Safe
from needs.present import data_quality as sections
from needs.present.completeness import at_agency
from needs.present.needed_answers import NEEDED
from needs.present.quality_of_files import said_of_rows
from needs.present.quality_of_rules import ASKS
from needs.present.received import received
from needs.publish import checks

QUARTER = "2008-09 Q1"
NUMBER = re.compile(r"\d[\d,]*")
BY_NAME = {item.headers[0]: item for item in NEEDED}
AREA = {
    "area_code": "E08000027", "name": "Dudley", "partnership": "dudley", "type": "metropolitan borough",
    "region_code": "E12000005",
}  # fmt: skip
COUNTED = {
    "in_treatment": 300, "in_treatment_when_period_begins": 250, "new_presentations": 60, "exits": 50,
    "in_treatment_when_period_ends": 260,
}  # fmt: skip
AGENCIES = {"all": 320, "A0001": 200, "A0002": 120}


def result(indicator, value, group="all"):
    return {
        "indicator": indicator, "area_code": AREA["area_code"], "period_start": "2008-04-01", "period_end": "2008-06-30",
        "window": "quarter", "breakdown": "all" if group == "all" else "agency", "group": group, "kind": "actual",
        "value": value, "numerator": value, "unit": "people", "status": "shown", "origin": "synthetic", "source": "invented",
    }  # fmt: skip


def file(agency, rows, used, refused=0, without_consent=0, status="used"):
    return {
        "partnership": "dudley", "file": f"{agency}-20080401-20080630-TREAT-IN-K.csv", "agency": agency,
        "period_start": "2008-04-01", "period_end": "2008-06-30", "cds": "K", "status": status, "rows": rows,
        "rows_used": used, "rows_refused": refused, "rows_without_consent": without_consent,
    }  # fmt: skip


def finding(
    times, rule="R05", severity="row refused", header="TRIAGED", message="missing; the row is not used", agency="A0001"
):
    return {
        "partnership": "dudley", "file": file(agency, 0, 0)["file"], "agency": agency, "field": header, "rule": rule,
        "severity": severity, "message": message, "findings": times,
    }  # fmt: skip


def column(header, rows, answered, not_answered=0, agency="A0001", is_collected="true", is_constant="false"):
    return {
        "partnership": "dudley", "file": file(agency, 0, 0)["file"], "agency": agency, "field": header,
        "is_collected": is_collected, "rows": rows, "answered": answered, "not_answered": not_answered,
        "blank": rows - answered - not_answered, "is_constant": is_constant,
    }  # fmt: skip


def safe(files=(), findings=(), fields=(), counted=COUNTED, refused="", is_invented="true"):
    """The safe tables of one partnership, as `needs ingest` writes them: all text."""
    figures = [*(result(name, value) for name, value in counted.items())]
    figures += [result("people_at_each_agency", value, group) for group, value in AGENCIES.items()]
    given = {
        "areas": [AREA],
        "extracts": [{"partnership": "dudley", "is_invented": is_invented, "refused": refused}],
        "extract_files": files,
        "extract_findings": findings,
        "extract_fields": fields,
    }
    empty = {name: pd.DataFrame(columns=list(columns), dtype="str") for name, columns in LOOK_UPS.items()}
    tables = {name: pd.DataFrame(list(rows)).astype("str") for name, rows in given.items() if rows}
    return Safe(results=results.tidy(pd.DataFrame(figures)), **empty | tables)


TWO_FILES = [file("A0001", 500, 480, 15, 5), file("A0002", 300, 290, 10)]


def assessed(tables):
    return sections.assess(tables, "dudley", QUARTER, [])


def page(assessment):
    """The report's sections in the order of their notebook's first and last, whose order matters, and the others."""
    others = [name for name in sections.__all__ if name not in ("assess", "opening", "closing")]
    return "".join(str(getattr(sections, name)(assessment).markup) for name in ["opening", *others, "closing"])


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", str(markup)).split())


def test_rows_in_are_rows_used_refused_and_without_consent():
    said = said_of_rows(received(assessed(safe(TWO_FILES))))

    assert said == (
        "800 rows of invented records came from two agencies: 770 were used, 25 refused and 5 set aside without consent. "
        "These add up."
    )


def test_real_records_are_not_called_invented():
    assert "invented" not in said_of_rows(received(assessed(safe(TWO_FILES, is_invented="false"))))


def test_a_file_that_was_replaced_is_listed_and_its_rows_are_not_counted():
    replaced = file("A0001", "", "", "", "", status="replaced") | {"file": "A0001-20080401-20080531-TREAT-IN-K.csv"}
    assessment = assessed(safe([*TWO_FILES, replaced]))

    assert received(assessment).total["rows"] == 800
    assert "Not read: a later file replaces it" in words(sections.files(assessment).markup)


def test_few_rows_not_used_cannot_be_worked_out_from_the_table():
    shown = words(sections.files(assessed(safe([file("A0001", 500, 490, 10), file("A0002", 300, 297, 3)]))).markup)

    assert "297" not in shown and "490" not in shown
    assert "787 were used and 13 refused or without consent" not in shown  # there is nobody without consent
    assert "787 were used, 13 refused and 0 set aside without consent" in shown


def test_a_file_of_few_rows_is_of_few_people_and_cannot_be_worked_out_from_the_table():
    files = [file("A0001", 500, 490, 10), file("A0002", 3, 3), file("A0003", 80, 80)]
    table = words(sections.files(assessed(safe(files))).markup).partition("Files received")[2]

    assert numbers_of(table, "A0002") == numbers_of(table, "A0003") == ["[c]"] * 3
    assert numbers_of(table, "A0001") == ["500", "490", "10"]
    assert "583" in table


def test_of_few_rows_in_all_no_number_is_told():
    few = [file("A0001", 3, 2, 1), file("A0002", 9, 9)]
    fields = [column("SEX", 3, 2), column("SEX", 9, 9, agency="A0002"), column("DOB", 3, 1)]
    assessment = assessed(safe(few, [finding(1)], fields, counted={}))
    shown = words(page(assessment).partition("Evidence")[0])

    assert said_of_rows(received(assessment)) == "Fewer than 20 rows of invented records came from two agencies."
    assert "too few rows" in shown
    assert not re.search(r"\b(12|11) (rows|of)|\b(33|67|92)%", shown)


def test_a_partnership_that_hides_more_people_hides_more_rows():
    tables = safe([file("A0001", 500, 491, 9), file("A0002", 40, 40), file("A0003", 60, 60)])
    chosen = pd.DataFrame([["smallest_shown", "12", "", "", ""]], columns=list(LOOK_UPS["choices"]))
    table = words(sections.files(assessed(replace(tables, choices=chosen))).markup).partition("Files received")[2]

    assert numbers_of(table, "A0001") == ["500", "[c]", "[c]"]
    assert numbers_of(table, "A0002") == numbers_of(table, "A0003") == ["[c]"] * 3
    assert "fewer than 12" in table


def numbers_of(table, agency):
    """The last three cells of an agency's row."""
    return list(re.search(rf"{agency} .*? Used (\S+) (\S+) (\S+)", table).groups())


def test_the_few_without_consent_are_told_together_with_the_refused():
    shown = words(sections.files(assessed(safe([file("A0001", 500, 487, 10, 3), file("A0002", 300, 290, 10)]))).markup)

    assert "777 were used and 23 refused or without consent" in shown


@pytest.mark.parametrize(("times", "said"), [(1, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_a_rule_broken_a_few_times_is_not_counted_out(times, said):
    shown = words(sections.refused(assessed(safe(TWO_FILES, [finding(times)]))).markup)

    assert f"Triage date (TRIAGED) {said} A0001 The row is not used" in shown


def test_each_rule_has_words_for_its_reader():
    assert set(ASKS) == {rule.id for rule in RULES}


def test_each_needed_answer_is_a_column_of_the_data_set():
    known = set(code_list("fields")["header"])

    assert {header for item in NEEDED for header in (*item.headers, *filter(None, [item.out_of]))} <= known


def test_blank_not_answered_and_refused_are_kept_apart():
    # of 100 rows 80 have an answer, of which 6 are refused; 7 are NA and 13 blank
    refused = finding(6, "W01", "field refused", "ETHNIC", "not a code; taken as missing")
    found = received(assessed(safe(TWO_FILES, [refused], [column("ETHNIC", 100, 80, 7)])))
    filled = at_agency(found, BY_NAME["ETHNIC"], "A0001")

    assert (filled.wanted, filled.usable, filled.refused, filled.not_answered, filled.blank) == (100, 74, 6, 7, 13)
    assert filled.percent == "74%"


def test_the_answers_wanted_stand_beside_those_that_lack():
    # of 104 rows 84 have an answer: 104 exactly would give away the four that were not answered
    fields = [column("ETHNIC", 104, 84, 4)]
    said = words(sections.completeness(assessed(safe(TWO_FILES, fields=fields))).markup)

    assert "Answers wanted, nearest 10 Blank Not answered Refused" in said
    assert "100 16 fewer than 5 0" in said


def test_reasons_that_came_up_equally_often_are_all_named():
    twice = [finding(7), finding(7, "R06", message="before the birth; the row is not used", agency="A0002")]
    said = words(sections.opening(assessed(safe(TWO_FILES, twice, [column("ETHNIC", 100, 80)]))).markup)

    assert "each seven times: “missing” and “before the birth”." in said
    third = finding(7, "R07", message="a third; the row is not used")
    said = words(sections.opening(assessed(safe(TWO_FILES, [*twice, third], [column("ETHNIC", 100, 80)]))).markup)
    assert "Three reasons to refuse rows of invented records came up equally often: each seven times." in said


def test_a_reason_is_wanted_only_of_those_who_were_discharged():
    fields = [column("DISD", 100, 40), column("DISRSN", 100, 30)]
    filled = at_agency(received(assessed(safe(TWO_FILES, fields=fields))), BY_NAME["DISRSN"], "A0001")

    assert (filled.wanted, filled.blank, filled.percent) == (40, 10, "75%")


def test_an_answer_that_is_not_collected_is_not_called_blank():
    fields = [column("EMPSTAT", 100, 0, is_collected="false")]
    filled = at_agency(received(assessed(safe(TWO_FILES, fields=fields))), BY_NAME["EMPSTAT"], "A0001")

    assert (filled.percent, filled.blank) == ("not collected", 0)


@pytest.mark.parametrize(
    ("rows", "answered", "said"),
    [
        (40, 37, "all but fewer than 5"),
        (1000, 997, "over\N{NO-BREAK SPACE}99%"),
        (40, 2, "almost none"),
        (40, 40, "100%"),
    ],
)
def test_a_share_never_tells_a_small_number(rows, answered, said):
    fields = [column("ETHNIC", rows, answered)]
    filled = at_agency(received(assessed(safe(TWO_FILES, fields=fields))), BY_NAME["ETHNIC"], "A0001")

    assert filled.percent == said


def test_a_column_that_holds_one_answer_everywhere_takes_its_result_away():
    fields = [column("LA", 100, 100, agency=agency, is_constant="true") for agency in ("A0001", "A0002")]
    assessment = assessed(safe(TWO_FILES, fields=fields))

    assert "Local authority of residence (LA) All two agencies People in treatment by district" in words(
        sections.constants(assessment).markup
    )
    assert "Everybody is in one group, so groups cannot be told apart." in words(sections.effects(assessment).markup)


def test_agencies_that_add_up_to_more_than_the_people_are_explained():
    shown = words(sections.reconciliation(assessed(safe(TWO_FILES))).markup)

    assert "The agencies counted 320 people and the partnership 300 in April to June 2008 (invented records)." in shown
    assert "Difference: counted again at a further agency 20" in shown


def test_stock_and_flow_that_add_up_are_said_to():
    shown = words(sections.reconciliation(assessed(safe(TWO_FILES))).markup)

    assert (
        "add up in April to June 2008 (invented records): 250 open before, 60 begun, 50 ended, 260 open after." in shown
    )


def test_stock_and_flow_that_do_not_add_up_are_said_not_to():
    counted = COUNTED | {"in_treatment_when_period_ends": 270}
    shown = words(sections.reconciliation(assessed(safe(TWO_FILES, counted=counted))).markup)

    assert "Treatment journeys do not add up in April to June 2008 (invented records)." in shown
    assert "Should be open after the quarter 260" in shown


def test_without_extracts_each_section_says_so():
    tables = safe(TWO_FILES)
    nothing = Safe(**vars(tables) | {"extracts": tables.extracts.iloc[:0]})
    shown = words(page(assessed(nothing)))

    assert shown.count("No treatment extract of Dudley is at hand") == 7


def test_extracts_that_could_not_be_read_say_why():
    shown = words(page(assessed(safe(refused="two files of one period"))))

    assert "The reason: two files of one period." in shown
    assert shown.count("could not be read") >= 7


def test_every_caption_about_invented_records_says_so():
    fields = [column("LA", 100, 100, is_constant="true"), column("ETHNIC", 100, 60), column("DISD", 100, 50)]
    markup = page(assessed(safe(TWO_FILES, [finding(7)], fields)))
    captions = re.findall(r"<caption>([^<]+)</caption>", markup)
    of_all = ("Published files", "What the words mean", "Where each figure", "Sources")

    assert [text for text in captions if "invented records" not in text and not text.startswith(of_all)] == []


def test_no_table_of_the_report_breaks_a_check_of_pages():
    fields = [column("LA", 100, 100, is_constant="true"), column("ETHNIC", 100, 60), column("DISD", 100, 50)]
    markup = page(assessed(safe(TWO_FILES, [finding(7)], fields)))
    found = list(checks.problems(f"<html><body>{markup}</body></html>"))

    assert [problem for problem in found if "Content-Security-Policy" not in problem] == []


def test_each_number_of_a_sentence_without_evidence_is_in_a_table_of_its_section():
    fields = [column("LA", 100, 100, is_constant="true"), column("ETHNIC", 100, 60), column("DISD", 100, 50)]
    assessment = assessed(safe(TWO_FILES, [finding(7)], fields))
    for name in sections.__all__:
        markup = str(getattr(sections, name)(assessment).markup) if name != "assess" else ""
        tables = set(NUMBER.findall(" ".join(re.findall(r"<table.*?</table>", markup))))
        for text in re.findall(r'<p class="numbered">(.*?)</p>', markup):
            assert set(NUMBER.findall(html.unescape(text).replace(QUARTER, ""))) <= tables, text
