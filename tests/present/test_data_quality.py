"""The data quality report from look-ups drawn by hand: what it counts, what it never tells, and what it says of nothing."""

import html
import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest
from outline import cells, page
from outline import section as of_notebook

from needs.code_lists import code_list
from needs.ingest.ndtms.rules import RULES
from needs.measure import results
from needs.measure.accounts import STOCK_AND_FLOW
from needs.measure.safe import IN_PARTS, LOOK_UPS, Safe
from needs.measure.safety import MANAGEMENT
from needs.present.assessment import Assessment
from needs.present.sections.completeness import NEEDED, filled
from needs.present.sections.extracts import ASKS, received, said_of_rows
from needs.publish import checks

QUARTER = "2008-09 Q1"
NUMBER = re.compile(r"\d[\d,]*")
BY_NAME = {item.headers[0]: item for item in NEEDED}
COUNTS = ("rows", "rows_used", "rows_refused", "rows_without_consent")
OTHER_COUNTS = ("findings", "answered", "not_answered", "blank")
AREA = {
    "area_code": "E08000027", "name": "Dudley", "partnership": "dudley", "type": "metropolitan borough",
    "region_code": "E12000005",
}  # fmt: skip
COUNTED = {
    "in_treatment": 300, "in_treatment_when_period_begins": 250, "new_presentations": 60, "exits": 50,
    "in_treatment_when_period_ends": 260,
}  # fmt: skip
AGENCIES = {"all": 320, "A0001": 200, "A0002": 120}


def told(count):
    """A count of rows as the safe tables have it: an empty cell for 1 to 7, the nearest 5 for others."""
    return "" if count == "" or 0 < count < 8 else str(5 * round(count / 5))


def result(indicator, value, group="all"):
    return {
        "indicator": indicator, "area_code": AREA["area_code"], "period_start": "2008-04-01", "period_end": "2008-06-30",
        "window": "quarter", "breakdown": "all" if group == "all" else "agency", "group": group, "kind": "actual",
        "value": value, "numerator": value, "unit": "people", "status": "shown", "origin": "synthetic", "source": "invented",
    }  # fmt: skip


def file(agency, rows, refused=0, without_consent=0, status="used", used=None, specification=""):
    used = rows - refused - without_consent if used is None else used
    return {
        "partnership": "dudley", "file": f"{agency}-20080401-20080630-TREAT-IN-K.csv", "agency": agency,
        "period_start": "2008-04-01", "period_end": "2008-06-30", "cds": "K", "specification": specification, "status": status, "rows": rows,
        "rows_used": used, "rows_refused": refused, "rows_without_consent": without_consent,
    }  # fmt: skip


def finding(
    times, rule="R05", severity="row refused", header="TRIAGED", message="missing; the row is not used", agency="A0001"
):
    return {
        "partnership": "dudley", "file": file(agency, 0)["file"], "agency": agency, "field": header, "rule": rule,
        "severity": severity, "message": message, "findings": times,
    }  # fmt: skip


def column(
    header, rows, answered, not_answered=0, agency="A0001", is_collected="true", is_constant="false", is_known="true"
):
    return {
        "partnership": "dudley", "file": file(agency, 0)["file"], "agency": agency, "field": header,
        "is_known": is_known, "is_collected": is_collected, "rows": rows, "answered": answered, "not_answered": not_answered,
        "blank": rows - answered - not_answered, "is_constant": is_constant,
    }  # fmt: skip


def unknown(header, code, rows):
    place = {"partnership": "dudley", "file": file("A0001", 0)["file"], "agency": "A0001"}
    return place | {"field": header, "code": code, "rows": rows}


def specified(column, read_as, code="", label="", counts_as="", replaces="", valid_from=""):
    of_file = {"partnership": "dudley", "specification": "R.csv", "sha256": "ab" * 32, "data_sets": "T"}
    of_column = {"column": column, "read_as": read_as, "is_required": "false", "valid_from": valid_from}
    return of_file | of_column | {"code": code, "label": label, "counts_as": counts_as, "replaces": replaces}


def safe(
    files=(),
    findings=(),
    fields=(),
    counted=COUNTED,
    refused="",
    adds_up="yes",
    as_told=told,
    codes=(),
    specification=(),
):
    """The safe tables of one partnership, as `needs results` writes them, from true counts: all text."""
    figures = [*(result(name, value) for name, value in counted.items())]
    figures += [result("people_at_each_agency", value, group) for group, value in AGENCIES.items()] if counted else []
    whole = {name: sum(one[name] or 0 for one in files) for name in COUNTS}
    account = {"account": STOCK_AND_FLOW, "first_day": "2008-04-01", "last_day": "2008-06-30", "adds_up": adds_up}
    given = {
        "areas": [dict.fromkeys(LOOK_UPS["areas"], "") | AREA | {"country_code": "E92000001"}],
        "adds_up": [{"partnership": "dudley", **account}],
        "extracts": [{"partnership": "dudley", "is_invented": "true", "refused": refused, **whole}],
        "extract_files": files,
        "extract_findings": findings,
        "extract_fields": fields or [column("SEX", 0, 0, agency="")][:0],
        "extract_codes": codes,
        "extract_specification": specification,
    }
    empty = {name: list(columns) for name, columns in (LOOK_UPS | IN_PARTS).items()}
    empty["extract_fields"] = list(column("SEX", 0, 0))
    tables = {name: pd.DataFrame(columns=columns, dtype="str") for name, columns in empty.items()}
    for name, rows in given.items():
        if rows:
            as_text = [
                {key: as_told(cell) if key in COUNTS + OTHER_COUNTS else cell for key, cell in row.items()}
                for row in rows
            ]
            tables[name] = pd.DataFrame(as_text).astype("str")
    return Safe(results=results.tidy(pd.DataFrame(figures or [result("in_treatment", 300)])), **tables)


TWO_FILES = [file("A0001", 500, 15, 10), file("A0002", 300, 10)]
FIELDS = [column("LA", 100, 100, is_constant="true"), column("ETHNIC", 100, 60), column("DISD", 100, 50)]


def assessed(tables):
    return Assessment.of(tables, "dudley", QUARTER)


def under(heading, assessment):
    """What the notebook shows under a heading."""
    return str(of_notebook("data_quality", heading, assessment).markup)


def words(markup):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", str(markup)).split()))


def section(name, *drawn, **given):
    """A section's words, from the safe tables of files, findings and fields."""
    return words(under(name, assessed(safe(*drawn, **given))))


def of_answer(header, rows, answered, findings=(), **given):
    """How full an answer is at one agency."""
    tables = safe(TWO_FILES, findings, [column(header, rows, answered, **given)])
    return filled(received(assessed(tables)), BY_NAME[header], "A0001")


def test_rows_in_are_rows_used_refused_and_without_consent():
    said = said_of_rows(received(assessed(safe(TWO_FILES))))

    assert said == (
        "800 rows came from two agencies: 765 were used, 25 refused and 10 set aside without consent. "
        "Each count of rows is rounded to the nearest five."
    )


def test_the_total_is_rounded_by_itself_and_no_sum_of_rounded_counts():
    # 12 + 12 = 24 rows: rounded 10 and 10, together 25
    shown = section("Files", [file("A0001", 12), file("A0002", 12)])

    assert "25 rows came from two agencies, and all were used." in shown
    assert "A0001 April 2008 to June 2008 K Used 10 10 0 0" in shown
    assert "All April 2008 to June 2008 all as above 25 25 0 0" in shown


def test_what_was_refused_is_said_by_reason():
    shown = words(page("data_quality", assessed(safe(TWO_FILES, [finding(20)], FIELDS))).partition("Evidence")[0])

    assert "800 rows came from two agencies" in shown
    assert "Rows were refused for one reason. The reason, “missing”, came up 20 times." in shown
    assert "No file was refused whole." in shown


def test_a_file_that_was_replaced_is_listed_and_its_rows_are_not_counted():
    replaced = file("A0003", "", "", "", status="replaced", used="")
    assessment = assessed(safe([*TWO_FILES, replaced]))

    assert "800 rows came from two agencies" in said_of_rows(received(assessment))
    assert "Not read: a later file replaces it not read not read not read not read" in words(under("Files", assessment))


def test_an_empty_cell_is_fewer_than_eight_and_never_none():
    shown = section("Files", [file("A0001", 500, 3, 1), file("A0002", 300, 4)])  # refused 7 in all

    assert "refused and fewer than 8 set aside without consent" in shown
    assert "790 were used, fewer than 8 refused" in shown  # 792
    assert "A0001 April 2008 to June 2008 K Used 500 495 fewer than 8 fewer than 8" in shown
    assert "A0002 April 2008 to June 2008 K Used 300 295 fewer than 8 0" in shown
    assert "none" not in shown and "all were used" not in shown


def test_of_a_file_of_six_rows_no_number_is_told():
    fields = [
        column("ETHNIC", 6, 4),
        column("LA", 6, 6, is_constant="true"),
        column("EMPSTAT", 6, 0, is_collected="false"),
    ]
    shown = page("data_quality", assessed(safe([file("A0001", 6, 1)], [finding(1)], fields, counted={}))).partition(
        "Published files"
    )[0]
    shown = (
        words(shown).replace("fewer than 8", "").replace("Fewer than 8", "").replace(QUARTER, "").replace("A0001", "")
    )
    shown = re.sub(r"\b2008\b|\(R05\)|\b0\b", "", shown)

    assert NUMBER.findall(shown.partition("Evidence")[0]) == []


def test_of_few_rows_no_share_is_given_and_nothing_is_called_complete():
    fields = [column("ETHNIC", 10, 5), column("DOB", 10, 10, is_constant="true")]
    tables = safe([file("A0001", 12, 2)], [finding(2)], fields)
    shown = words(page("data_quality", assessed(tables)).partition("Evidence")[0])

    assert "10 rows came from one agency: 10 were used, fewer than 8 refused and none set aside" in shown
    assert "Fewer than fifty rows came from Dudley, so no share of answers is given." in shown
    assert "Too few rows came to say which answers are missing." in shown
    assert "%" not in shown and "complete" not in shown and "No column" not in shown and "Every" not in shown


def test_no_two_numbers_of_the_report_differ_by_less_than_rounding_hides():
    files = [file("A0001", 503, 17, 4), file("A0002", 298, 11, 9), file("A0003", 12, 1), file("A0004", 6)]
    findings = [finding(17), finding(11, agency="A0002"), finding(1, agency="A0003"), finding(14, "R06", header="")]
    findings += [finding(13, "W01", "field refused", "ETHNIC", "not a code; taken as missing")]
    fields = [
        column("ETHNIC", 499, 477, 9),
        column("ETHNIC", 289, 281, 1, agency="A0002"),
        column("SEX", 12, 11, agency="A0003"),
    ]
    fields += [column("DISD", 499, 203), column("DISRSN", 499, 191), column("LA", 499, 499, is_constant="true")]
    cells = re.findall(r'<td class="number">(.*?)</td>', page("data_quality", assessed(safe(files, findings, fields))))
    numbers = {
        int(number.replace(",", ""))
        for cell in cells
        if "%" not in cell and "fewer than" not in cell
        for number in NUMBER.findall(cell)
    }

    assert {500, 300, 10, 820, 15, 25, 205} <= numbers  # of 819 rows 30 were refused, of 204 dates of discharge ...
    assert [(one, other) for one, other in itertools.combinations(sorted(numbers), 2) if 1 <= other - one <= 4] == []


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ([1], "fewer than 8"),
        ([7], "fewer than 8"),
        ([8], "10"),
        ([12], "10"),
        ([3, 6], "fewer than 8 each"),
        ([12, 13], "about 25"),
        ([12, 13, 2], "about 25 or more"),
    ],
)
def test_the_times_of_a_rule_are_told_as_far_as_they_are_known(times, said):
    findings = [finding(one, agency=agency) for one, agency in zip(times, ("A0001", "A0002", "A0003"), strict=False)]

    assert re.search(rf"Triage date \(TRIAGED\) {said} [aA]", section("Refused and noted", TWO_FILES, findings))


def test_no_row_is_said_to_be_refused_only_where_none_was():
    assert "No row of the records was refused." in section("Refused and noted", [file("A0001", 100)])
    assert "No row of the records was refused by itself." in section(
        "Refused and noted", [file("A0001", 100), file("A0002", 3, 3, status="refused")]
    )


def test_a_reason_that_came_up_a_few_times_anywhere_is_not_called_frequent():
    findings = [finding(7), finding(6, "R06", message="before the birth; the row is not used", agency="A0002")]

    assert (
        "Rows were refused for two reasons. Each of them came up fewer than eight times in any column "
        "of a file." in section("Key messages", TWO_FILES, findings)
    )
    assert "One of them, “missing”, came up about 15 or more times." in section(
        "Key messages", TWO_FILES, [*findings, finding(13, agency="A0002")]
    )


def test_each_rule_has_words_for_its_reader():
    assert set(ASKS) == {rule.id for rule in RULES}


def test_each_needed_answer_is_a_column_of_the_data_set():
    known = set(code_list("fields")["header"])

    assert {header for item in NEEDED for header in (*item.headers, *filter(None, [item.out_of]))} <= known


def test_blank_not_answered_and_refused_are_kept_apart():
    # of 200 rows 160 have an answer, of which 12 are refused; 14 are NA and 26 blank: 10, 15 and 25, of 150 + 50 answers
    refused = finding(12, "W01", "field refused", "ETHNIC", "not a code; taken as missing")
    shown = section("Completeness", [file("A0001", 200)], [refused], [column("ETHNIC", 200, 160, 14)])

    assert "Ethnic group (ETHNIC) 75% 75% 200 Blank: 25; not answered: 15; refused: 10" in shown


def test_counts_over_several_agencies_are_about():
    # of 104 rows at each 84 have an answer and 4 are NA: 16 blank at each
    fields = [column("ETHNIC", 104, 84, 4, agency=agency) for agency in ("A0001", "A0002")]

    assert "about 210 Blank: about 30; not answered: fewer than 8 each" in section(
        "Completeness", TWO_FILES, fields=fields
    )


@pytest.mark.parametrize(
    ("rows", "answered", "said"),
    [
        (40, 37, "too few rows"),
        (47, 47, "too few rows"),
        (50, 50, "100%"),
        (50, 0, "0%"),
        (60, 30, "about 50%"),
        (60, 57, "about 93%"),  # told are 55 given and 1 to 7 blank: with 4 blank, 55 of 59
        (1000, 500, "50%"),
        (1000, 997, "over 99%"),
        (1000, 3, "under 1%"),
    ],
)
def test_a_share_is_of_enough_rows_and_none_or_all_only_if_it_is_so(rows, answered, said):
    assert of_answer("ETHNIC", rows, answered).percent == said


def test_a_reason_is_wanted_only_of_those_who_were_discharged():
    fields = [column("DISD", 400, 160), column("DISRSN", 400, 120)]
    one = filled(received(assessed(safe(TWO_FILES, fields=fields))), BY_NAME["DISRSN"], "A0001")

    assert (one.counts["wanted"], one.percent) == ([160], "75%")


@pytest.mark.parametrize(("discharged", "said"), [(90, "about 98%"), (1000, "over 99%")])
def test_that_reasons_are_complete_cannot_be_told_from_rounded_counts(discharged, said):
    fields = [column("DISD", 1200, discharged), column("DISRSN", 1200, discharged)]
    one = filled(received(assessed(safe(TWO_FILES, fields=fields))), BY_NAME["DISRSN"], "A0001")

    assert (one.percent, one.is_complete) == (said, False)


def test_an_answer_that_is_not_collected_is_not_called_blank():
    one = of_answer("EMPSTAT", 100, 0, is_collected="false")

    assert (one.percent, one.counts["blank"]) == ("not collected", [])


def test_a_column_that_holds_one_answer_everywhere_takes_its_result_away():
    fields = [column("LA", 100, 100, agency=agency, is_constant="true") for agency in ("A0001", "A0002")]

    assert "Local authority of residence (LA) All two agencies People in treatment by district" in section(
        "Columns that never vary", TWO_FILES, fields=fields
    )
    assert "Everybody is in one group, so groups cannot be told apart." in section(
        "What it does to results", TWO_FILES, fields=fields
    )


def test_one_answer_of_few_rows_is_not_told():
    fields = [column("LA", 500, 47, is_constant="true")]

    assert "No column of these records with fifty answers or more holds one answer only." in section(
        "Columns that never vary", TWO_FILES, fields=fields
    )


def test_agencies_that_add_up_to_more_than_the_people_are_explained():
    shown = section("What does not add up", TWO_FILES)

    assert "The agencies counted 320 people and the partnership 300 in April to June 2008." in shown


@pytest.mark.parametrize(("adds_up", "said"), [("yes", "Adds up"), ("no", "Does not add up")])
def test_the_account_at_a_glance_is_that_of_true_counts(adds_up, said):
    assert f"Stock and flow {said}" in section("Key messages", TWO_FILES, fields=FIELDS, adds_up=adds_up)


def test_an_account_that_was_not_worked_out_is_not_at_a_glance():
    tables = safe(TWO_FILES, fields=FIELDS)
    shown = words(under("Key messages", assessed(replace(tables, adds_up=tables.adds_up.iloc[:0]))))

    assert "add up" not in shown.partition("At a glance")[2]


def test_true_counts_are_given_as_they_are_and_are_not_called_rounded():
    tables = safe([file("A0001", 503, 3), file("A0002", 298)], [finding(3)], FIELDS, as_told=str)
    shown = words(page("data_quality", assessed(replace(tables, policy=MANAGEMENT))).partition("Glossary")[0])

    assert "801 rows came from two agencies: 798 were used, 3 refused and none set aside" in shown
    assert "came up 3 times" in shown
    assert "Counts of rows are exact here" in shown and "nearest five" not in shown.partition("Agencies.")[0]


def test_disclosure_is_told_in_two_sentences():
    shown = section("Appendix: Disclosure", TWO_FILES)

    assert shown.startswith(
        "A few rows of an extract may all be one person's, so no count of one to seven of them is told. "
        "Every other count of such rows is rounded to the nearest five, so parts need not add up to their whole."
    )


def test_without_extracts_each_section_says_so():
    tables = safe(TWO_FILES)
    nothing = replace(tables, extracts=tables.extracts.iloc[:0])
    shown = words(page("data_quality", assessed(nothing)))

    assert shown.count("No treatment extract of Dudley is at hand") == 7


def test_extracts_that_could_not_be_read_say_why():
    shown = words(page("data_quality", assessed(safe(refused="two files of one period"))))

    assert "The reason: two files of one period." in shown
    assert shown.count("could not be read") >= 7


def test_no_table_of_the_report_breaks_a_check_of_pages():
    markup = page("data_quality", assessed(safe(TWO_FILES, [finding(7)], FIELDS)))
    found = list(checks.problems(f"<html><body>{markup}</body></html>"))

    assert [problem for problem in found if "Content-Security-Policy" not in problem] == []


@pytest.mark.parametrize("files", [TWO_FILES, [file("A0001", 12, 2)], [file("A0001", 6)]])
def test_each_number_of_a_sentence_without_evidence_is_in_a_table_of_its_section(files):
    assessment = assessed(safe(files, [finding(17), finding(3, "R06")], FIELDS))
    for heading in cells("data_quality")[0]:
        markup = under(heading, assessment)
        tables = set(NUMBER.findall(" ".join(re.findall(r"<td.*?</td>", markup))))
        for text in re.findall(r'<p class="numbered">(.*?)</p>', markup):
            assert set(NUMBER.findall(html.unescape(text).replace(QUARTER, ""))) <= tables, text


def test_what_is_not_known_is_listed_with_its_columns_codes_and_rounded_counts():
    strange = column("HOUSNEED", 500, 312, is_known="false")
    text = section(
        "Refused and noted",
        TWO_FILES,
        [],
        [*FIELDS, strange],
        codes=[unknown("RFLS", "70", 23), unknown("RFLS", "", 3)],
    )
    name = file("A0001", 0)["file"]
    assert f"HOUSNEED {name} 310 500" in text
    assert f"Referral source (RFLS) 70 {name} 25" in text
    assert f"Referral source (RFLS) Others {name} fewer than 8" in text
    assert "All columns of these files are known" in section("Refused and noted", TWO_FILES, [], FIELDS)


def test_a_column_that_is_not_known_makes_no_column_incomplete():
    strange = column("HOUSNEED", 500, 500, is_constant="true", is_known="false")
    assert section("Completeness", TWO_FILES, [], [*FIELDS, strange]) == section("Completeness", TWO_FILES, [], FIELDS)


def test_the_specification_is_named_with_its_hash_its_codes_and_the_built_in_codes_it_changes():
    said = [
        specified("HOUSNEED", "ACCMNEED"),
        specified("HOUSNEED", "ACCMNEED", "01", "sleeping rough", "1", valid_from="2024-04-01"),
        specified("ACCMNEED", "ACCMNEED", "3", "sofa surfing", "2", "no housing problem"),
    ]
    text = section("Files", TWO_FILES, [], FIELDS, specification=said)
    assert "supplied the specification of its data sets: R.csv for data set T." in text
    assert "R.csv abababababababab" in text
    assert "gives another meaning to codes of the built-in lists: ACCMNEED 3." in text
    assert "HOUSNEED Accommodation need (ACCMNEED) No Always" in text
    assert "HOUSNEED 01 sleeping rough Code 1 New 2024-04-01" in text
    assert "ACCMNEED 3 sofa surfing Code 2 No housing problem Always" in text
    assert "Specification" not in section("Files", TWO_FILES, [], FIELDS)
    assert "K, read with R.csv Used" in section("Files", [file("A0001", 500, specification="R.csv")], [], FIELDS)
