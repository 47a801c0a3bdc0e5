"""Files made to exhaust or to fool whoever reads them: refused in one line, in bounded memory and time.

`NEEDS_LONG_ATTACK=1 python -m pytest tests/ingest/test_hostile_files.py` makes them forty times as large.
"""

import os
import re
import subprocess
import sys
import unicodedata

import pytest
from small_extract import NAME, headers

from needs.folders import Folders
from needs.ingest import csvfile, load
from needs.ingest.problems import FILE_REFUSED, MISLEADING, WITHOUT_MISLEADING, problems_table
from needs.ingest.schema import check

TIMES = 40 if os.environ.get("NEEDS_LONG_ATTACK") else 1
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters that are drawn as nothing
MEGABYTES = 5 * TIMES
MOST_MEMORY = 500  # megabytes, the libraries included
LONGEST_SENTENCE = 500  # characters
HEAD = ",".join(headers("K")).encode()
FILES = {
    "one line without end": HEAD + b"\n" + b"x" * 1_000_000 * MEGABYTES,
    "one cell in quotation marks without end": HEAD + b'\n"' + b"x" * 1_000_000 * MEGABYTES + b'"\n',
    "a million columns": HEAD + b"," + b",".join(b"c%d" % place for place in range(1_000_000)) + b"\n",
    "as many columns as fit on a line": HEAD + b"," * 900_000 + b"\n" + b"," * 900_000 + b"\n",
    "two thousand columns": HEAD + b",a" * 2_000 + b"\n" + b"," * 2_150 + b"\n",
    "a million short rows": HEAD + b"\n" + b"x\n" * 1_100_000,
    "ten thousand quotation marks": HEAD + b"\n" + b'"x\n' * 10_001,
    "carriage returns alone": HEAD + b"\n" + b"\r" * 1_000_000 * MEGABYTES,
    "an archive": b"PK\x03\x04" + bytes(1000),
    "UTF-16": (HEAD + b"\nx\n").decode().encode("utf-16"),
    "a NUL byte": HEAD + b"\n" + b"x\0" + b"\n",
    "an escape sequence in the header": b"\x1b[2J\x1b]0;owned\x07," + HEAD + b"\nx\n",
}
READ = """
import re, resource, sys
from pathlib import Path
from needs.ingest import csvfile
from needs.ingest.ndtms.rules import sentences
from needs.ingest.ndtms.extracts import check_file
print(*sentences(check_file(Path(sys.argv[1])).findings)[:2], sep="\\n")
print(*csvfile.read(Path(sys.argv[1])).problems[:2], sep="\\n")
status = Path("/proc/self/status")  # the other figure is never below that of the process it was started from
peak = re.search("VmHWM:\\s+(\\d+)", status.read_text())[1] if status.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(int(peak) // 1024)
"""


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_is_refused_in_one_line_and_in_little_memory(tmp_path, kind):
    (tmp_path / NAME).write_bytes(FILES[kind])

    *said, memory = read_elsewhere(tmp_path / NAME)

    assert len(said) >= 2
    assert all(line.startswith(NAME) and len(line) < LONGEST_SENTENCE and line.isprintable() for line in said)
    assert int(memory) < MOST_MEMORY


def test_a_file_of_a_gigabyte_is_refused_without_being_held(tmp_path):
    with (tmp_path / NAME).open("wb") as file:
        file.write(HEAD + b"\nx\n")
        file.truncate(TIMES * 110_000_000)  # a hole: it takes no room on the disk

    treatment, published, memory = read_elsewhere(tmp_path / NAME)

    assert f"bytes, more than {csvfile.LARGEST_FILE:,} (F04, file refused)" in treatment
    assert f"bytes, more than {csvfile.LARGEST_FILE:,}" in published
    assert int(memory) < MOST_MEMORY


def read_elsewhere(path):
    """What both readers say of a file, and the greatest memory in megabytes of the process that they ran in."""
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=60 * TIMES)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


def test_a_row_of_the_wrong_width_is_refused_alone_and_a_thousand_of_them_with_their_file():
    few = csvfile.parse(b"a,b\n" + b"1\n" * csvfile.MOST_LINES_NAMED, "few.csv")
    many = csvfile.parse(b"a,b\n" + b"1\n" * (csvfile.MOST_LINES_NAMED + 1), "many.csv")

    assert (few.is_refused, len(few.problems)) == (False, csvfile.MOST_LINES_NAMED)
    assert [problem.severity for problem in many.problems] == [FILE_REFUSED]
    assert "1,001 rows that are not as wide as the header" in str(many.problems[0])


@pytest.mark.parametrize("cell", ["1e309", "NaN", "Infinity", "inf", "1_000", "１２３", "٣", "1,5", "0x1F", "9" * 400])
def test_what_only_a_program_would_take_for_a_number_is_refused_in_a_short_line(cell):
    found = check(csvfile.parse(f'number\n"{cell}"\n'.encode(), "x.csv"), one_column("number"))

    assert found.rows.empty
    assert [len(str(problem)) < LONGEST_SENTENCE for problem in found.problems] == [True]


def test_nought_with_a_minus_is_nought():
    found = check(csvfile.parse(b"number\n-0\n", "x.csv"), one_column("number"))

    assert str(found.rows["number"][0]) == "0.0"


@pytest.mark.parametrize(
    "cell", ["0001-01-01", "9999-12-31", "0000-00-00", "12009-01-01", "2009-02-30", "２００９-01-01"]
)
def test_a_date_is_read_as_it_stands_or_refused(cell):
    found = check(csvfile.parse(f"date\n{cell}\n".encode(), "x.csv"), one_column("date"))

    assert [f"{day:%Y-%m-%d}".zfill(10) for day in found.rows["date"]] in ([cell], [])
    assert len(found.rows) + len(found.problems) == 1


def test_a_row_with_signs_that_hide_or_turn_text_is_refused_and_told_by_its_place():
    found = csvfile.parse("text\n1\u202e2\u200b\x1b[2J\nplain\n".encode(), "x.csv")

    assert list(found.rows["text"]) == ["plain"]
    assert [str(problem) for problem in found.problems] == [
        f"x.csv, line 2: cell 1 holds a sign that cannot be seen; wanted {WITHOUT_MISLEADING}"
    ]
    unknown = csvfile.parse("number,\u202egnp.\x1b[2J\n1,2\n".encode(), "x.csv")
    assert unknown.is_refused
    assert str(unknown.problems[0]).isprintable()


def one_column(kind):
    return {"fields": [{"name": kind, "type": kind if kind != "count" else "integer"}]}


def test_every_sign_that_unicode_calls_a_control_a_format_or_a_separator_of_lines_is_misleading():
    kinds = {chr(code): unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1)}
    unseen = {sign for sign, kind in kinds.items() if kind in ("Cc", "Cf", "Zl", "Zp")} - set("\t\n\r")

    assert {sign for sign in unseen if not MISLEADING.search(sign)} == set()
    assert not MISLEADING.search(
        "".join(sign for sign, kind in kinds.items() if kind[0] in "LNPS" and sign not in FILLERS)
    )


@pytest.mark.parametrize(
    "content",
    [
        "QZ,03/02/1931,M,QZREF,QZ91 7QZ\nQY,04/02/1931,F,QYREF,QZ91 7QY\n",
        "QZ,QZ,M,QZREF,QZ91 7QZ\n" * 2,
        "QZ\u200b,03/02/1931,M,QZREF,QZ91 7QZ\n" * 2,
        "CLIENTID,DOB\nQZREF\u200b,03/02/1931\n",
    ],
)
def test_an_extract_in_the_wrong_folder_is_refused_without_a_word_of_it(tmp_path, content):
    path = tmp_path / "data" / "raw" / "extract.csv"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    problems = load.load(Folders(tmp_path)).problems

    said = problems_table(problems).to_csv() + "".join(map(str, problems))
    assert "data/raw/extract.csv" in said
    assert not re.search("QZ|QY|1931", said)
