"""No mutation of an extract stops the reading, loses a row, or gets an identifier into what is said about the file.

100 mutated files a run; `MUTATED_EXTRACTS=5000 python -m pytest tests/ingest/test_mutated_extracts.py` tries as many as it says.
"""

import csv
import datetime
import io
import os
import re

import polars as pl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from small_extract import KEY, NAME, SOUND, extract, headers, put

from needs.ingest.ndtms import rules
from needs.ingest.ndtms.extracts import check_file, read_extract
from needs.ingest.problems import FILE_REFUSED

EXAMPLES = int(os.environ.get("MUTATED_EXTRACTS", "100"))
FORM = {"TOPDATE": "14/04/2008", "TOPID": "QXFORM", "TRSTAGE": "S", "OPIUSE": "28"}
IDENTIFIERS = {
    "FINITIAL": "Q", "SINITIAL": "X", "DOB": "23/11/1971", "PC": "QX99 1ZZ", "CLIENT": "QXCLIENT", "CLIENTID": "QXREF",
    "EPISODID": "QXEPISODE", "MODID": "QXMODALITY", "GPPTCE": "QXPRACTICE", "OPRAGNCY": "QXNOTE",
}  # fmt: skip
NEVER_SAID = ("QX", "1971-11", "/1971", "23/11", "1ZZ")
CELLS = [
    "", " ", "NA", "na", "N", "x", "-1", "1.5", "1e309", "99999999999", "nan", "31/02/2008", "29/02/2007", "2008-04-07",
    "07/04/08", "4/7/2008", "01/01/0001", "31/12/9999", "01/01/+262000", "01/01/-2008", "00/00/0000", "7 April 2008",
    "\u200b", "M\u200b", "\u202eM", "\ufeff", "\xa0", "\u2028", "\x0b", "\x1f", "\x85", "ß", "ı", "é", "ＭＡ", "😀", "e\u0301",
    "\0", 'a"b', '""', "a,b", "a;b", "a\tb", "a\nb", "a\r\nb", "\r", "\\", "'", "=1+1", "#", "x" * 3000,
    *IDENTIFIERS.values(),
]  # fmt: skip
ENCODINGS = ["utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-32"]
WRONG_BYTES = [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\xa3", b"\xc2", b"\xef\xbb\xbf", b"Z"]
OTHER = "N0853-20080401-20080630-TREAT-IN-K.csv"
NAMES = [NAME] * 4 + ["export.csv", NAME.replace("-K.", "-9."), NAME.replace("0630", "0631"), NAME.replace("K", "H")]
DECLARED = ['encoding = "windows-1252"', 'date_format = "%Y-%m-%d"', 'not_collected = ["OPIUSE", "DOB"]']


@st.composite
def tables(draw):
    """The header and the rows of an extract of one to four people, with cells, columns and rows changed."""
    header = list(headers(draw(st.sampled_from("HK"))))
    others = [{"FINITIAL": "J", "EPISODID": f"E{number}", "CLIENTID": f"C{number}"} for number in range(2)]
    people = [*others, IDENTIFIERS | {"MODAL": "4", "CONSENT": "N"}, IDENTIFIERS][
        -draw(st.sampled_from([1, 2, 4, 4])) :
    ]
    people = [SOUND | FORM | person for person in people]
    names = st.sampled_from(sorted({"CONSENT", *SOUND, *FORM})) | st.sampled_from(header)
    changes = st.tuples(st.integers(0, len(people) - 1), names, cell_texts())
    for place, name, text in draw(st.lists(changes, max_size=5)):
        people[place][name] = text
    rows = [[person.get(name, "") for name in header] for person in people]
    for change in (_other_order, _other_header, _other_rows):
        header, rows = change(draw, header, rows) if draw(rarely(st.just(True))) else (header, rows)
    return header, rows


def rarely(strategy):
    """Nothing, most of the time, so that enough of the files are sound enough to be used."""
    return st.integers(0, 6).flatmap(lambda drawn: strategy if drawn == 6 else st.none())


def cell_texts():
    return st.sampled_from(CELLS) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)


def _other_order(draw, header, rows):
    places = draw(st.permutations(range(len(header))))
    return [header[place] for place in places], [[row[place] for place in places] for row in rows]


def _other_header(draw, header, rows):
    """One header cell taken away with its column, given twice, unknown, blank or in another spelling."""
    place = draw(st.integers(0, len(header) - 1))
    name = draw(
        st.sampled_from([None, *header[:20], "LOCALX", "", " ", header[place].lower(), f"{header[place]}\u200b"])
    )
    if name is None:
        return [*header[:place], *header[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows]
    return [*header[:place], name, *header[place + 1 :]], rows


def _other_rows(draw, header, rows):
    """A row that is short, long, shifted, repeated or empty; or none at all; or no header."""
    row = draw(st.sampled_from(rows))
    kinds = [
        [row[:-1]],
        [[*row, "QX"]],
        [[*row[1:], ""]],
        [["QX", *row[:-1]]],
        [row, row],
        [[]],
        [[""]],
        [[" "]],
        [header],
    ]
    if draw(st.integers(0, 9)) == 0:
        return (header, []) if draw(st.booleans()) else (row, rows)
    place = draw(st.integers(0, len(rows)))
    return header, [*rows[:place], *draw(st.sampled_from(kinds)), *rows[place:]]


@st.composite
def files(draw):
    """The bytes of a mutated extract: written one way or another, encoded one way or another, and perhaps damaged."""
    header, rows = draw(tables())
    ends = draw(st.sampled_from(["\n"] * 4 + ["\r\n", "\r", "mixed", "none at the end"]))
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONE]))
    delimiter = draw(rarely(st.sampled_from([";", "\t", "|"]))) or ","
    how = {"quoting": quoting, "delimiter": delimiter, "escapechar": "\\" if quoting == csv.QUOTE_NONE else None}
    for number, row in enumerate([header, *rows]):
        end = {"mixed": ["\n", "\r\n", "\r"][number % 3], "none at the end": "\n"}.get(ends, ends)
        csv.writer(text, lineterminator=end, **how).writerow(row if row != [""] else ["", ""])
    whole = text.getvalue().rstrip("\n") if ends == "none at the end" else text.getvalue()
    content = bytearray(whole.encode(draw(rarely(st.sampled_from(ENCODINGS))) or "utf-8", "replace"))
    damage = draw(rarely(damaged(content)))
    return bytes(content if damage is None else damage)


@st.composite
def damaged(draw, content):
    """Bytes put in, overwritten or taken out, in the first lines more often; or the file cut short, or another in its place."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(
            st.sampled_from([b"", b"\n\n", b" ", b"\xef\xbb\xbf", b"PK\x03\x04" + content, b"\xd0\xcf\x11\xe0", b'"'])
        )
    if kind == 1:
        return content[: draw(st.integers(0, len(content)))]
    if kind == 2:  # the header and the first row become one line
        return content.replace(b"\n", draw(st.sampled_from([b"", b","])), 1)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        content[start : start + draw(st.integers(0, 2))] = draw(st.sampled_from(WRONG_BYTES))
    return content


def said(made):
    """Everything that may be read about the files, as one text."""
    parts = [made.findings, made.files.drop("sha256"), made.completeness]
    sentences = [str(problem) for problem in rules.problems(made.findings)] + rules.sentences(made.findings)
    return "\n".join([*(part.write_csv() for part in parts), *sentences, str(made), repr(made)])


def records(content, encoding):
    """How many records the csv module finds below the header, blank lines apart: another way to count than the reader's."""
    text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    return sum(1 for record in csv.reader(io.StringIO(text, newline="")) if record) - 1


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    content=files(), name=st.sampled_from(NAMES), declared=rarely(st.sampled_from(DECLARED)), has_other=st.booleans()
)
def test_no_mutation_stops_the_reading_loses_a_row_or_gives_somebody_away(
    tmp_path_factory, content, name, declared, has_other
):
    folder = tmp_path_factory.mktemp("mutated") / "dudley"
    folder.mkdir()
    if has_other:
        put(folder, {"AGNCY": "N0853"}, name=OTHER)
    (folder / name).write_bytes(content)
    (folder / "ndtms.toml").write_text(declared or "")

    made = read_extract(folder, KEY)

    assert set(made.files["file"]) == ({name, OTHER} if has_other else {name})
    for file in made.files.iter_rows(named=True):
        assert file["rows"] == file["rows_used"] + file["rows_refused"] + file["rows_without_consent"]
        if file["status"] == "used":
            assert file["rows"] == records((folder / file["file"]).read_bytes(), file["encoding"])
    assert made.episodes.height <= made.files["rows_used"].sum()
    of_the_file = made.findings.filter(pl.col("file") == name)
    is_refused = dict(made.files.select("file", "status").iter_rows())[name] == "refused"
    event("refused" if is_refused else "used")
    assert is_refused == (FILE_REFUSED in set(of_the_file["severity"]))
    if not has_other:
        assert check_file(folder / name).findings.equals(made.findings)
    for table in (made.episodes, made.interventions, made.outcomes_profiles):
        assert len(table.rows()) == table.height  # every date is one that the calendar has
    text = said(made)
    assert [secret for secret in NEVER_SAID if secret in text] == []
    assert not set(re.findall(r"\w+", " ".join(made.findings["message"]))) & {"Q", "X"}


def test_a_header_that_ran_into_the_only_row_prints_nobodys_details(tmp_path):
    header = headers("K")
    details = [f"QX{place}" for place in range(len(header))]
    (tmp_path / NAME).write_text(",".join([*header, "J", "B", *details]) + "\n")

    text = "\n".join(rules.sentences(check_file(tmp_path / NAME).findings))

    assert "the column at place 145 is not used" in text
    assert "QX" not in text
    assert "column J" not in text


def test_a_name_that_stands_twice_in_a_header_is_printed_only_if_it_is_the_data_sets(tmp_path):
    def message(*more):
        (tmp_path / NAME).write_bytes(extract({}, header=[*headers("K"), *more]))
        return check_file(tmp_path / NAME).findings["message"].to_list()

    assert message("QXREF", "QXREF") == ["the header has the name at place 145 more than once"]
    assert message("DOB") == ["the header has DOB more than once"]


@pytest.mark.parametrize("written", ["14/04/08", "14/04/0001", "14/04/-2008", "14/04/+22008", "14/04/9999"])
def test_a_date_whose_year_cannot_be_is_missing_and_not_taken_for_another_century(tmp_path, written):
    made = read_extract(put(tmp_path / "dudley", {"MODST": written}, name="export.csv"), KEY)

    assert made.interventions["started"].to_list() == [None]
    assert made.interventions["referred"].to_list() == [datetime.date(2008, 4, 7)]
    assert ("W09", "MODST") in made.findings.select("rule", "field").rows()


def test_a_file_whose_birthdays_all_have_years_of_two_digits_is_refused_with_all_its_rows(tmp_path):
    several = [{"DOB": "17/05/80", "EPISODID": str(number), "OPRAGNCY": "two\nlines"} for number in range(3)]
    made = read_extract(put(tmp_path / "dudley", *several), KEY)

    assert made.findings.select("rule", "severity").rows() == [("F05", FILE_REFUSED)]
    assert made.files.select("rows", "rows_refused").rows() == [(3, 3)]


def test_the_rows_of_a_file_that_is_in_utf_16_are_counted(tmp_path):
    folder = tmp_path / "dudley"
    folder.mkdir()
    (folder / NAME).write_bytes(extract({}, {"EPISODID": "2"}).decode().encode("utf-16"))

    assert read_extract(folder, KEY).files.select("status", "rows").rows() == [("refused", 2)]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_is_read_and_named_in_letters_that_can_be_printed(tmp_path):
    folder = put(tmp_path / "dudley", {})
    try:
        (folder / NAME).rename(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.csv"))
    except OSError:
        pytest.skip("this file system has no such names")

    made = read_extract(folder, KEY)

    assert made.files.select("file", "rows_used").rows() == [(r"caf\udce9.csv", 1)]
