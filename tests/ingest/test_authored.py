"""What a person wrote for a paper: what is read of it, and the one line that says what is wrong with it."""

import pandas as pd
import pytest
from small_package import as_csv, figure, publish

from needs.folders import Folders
from needs.ingest import authored, load


def read(tmp_path, content, partnership="dudley", known=frozenset({"dudley"})):
    folder = tmp_path / "data" / "raw" / "local" / partnership
    folder.mkdir(parents=True)
    folder.joinpath("paper.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return authored.read(Folders(tmp_path), known)


def test_texts_are_read_with_their_paragraphs_apart(tmp_path):
    found = read(tmp_path, 'decision = "Note  the\\nreport."\nbackground = """\nOne.\n\n\nTwo."""\n')

    assert found.problems == ()
    assert found.texts.to_numpy().tolist() == [
        ["dudley", "", "decision", "Note the report."],
        ["dudley", "", "background", "One.\n\nTwo."],
    ]


def test_a_text_below_a_quarter_holds_for_that_quarter(tmp_path):
    found = read(tmp_path, 'written_on = 2008-11-06\n["2008-09 Q1"]\ndecision = "Note the report."\n')

    assert found.texts.to_numpy().tolist() == [
        ["dudley", "", "written_on", "2008-11-06"],
        ["dudley", "2008-09 Q1", "decision", "Note the report."],
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("decisoin = 'x'\n", ", line 1: there is no 'decisoin'; wanted one of decision, background, equality, finance"),
        ("\ndecision = 3\n", ", line 2: decision holds no text; wanted text in quotation marks, or no such line"),
        ("finance = ' '\n", ", line 1: finance holds no text"),
        ("finance = 'a <b>bold</b> claim'\n", ", line 1: finance holds markup or signs that cannot be printed"),
        ("finance = 'see [it](x)'\n", ", line 1: finance holds markup"),
        (
            "contact = 'someone@example.org'\n",
            ", line 1: contact holds an e-mail address or a telephone number; wanted a role",
        ),
        ("contact = 'Manager, 01632 960001'\n", ", line 1: contact holds an e-mail address or a telephone number"),
        ("written_on = '6 November'\n", ", line 1: written_on is no date; wanted a date without quotation marks"),
        ("['2008-09 Q5']\ndecision = 'x'\n", ", line 2: the heading '2008-09 Q5' is no quarter"),
        (f"finance = '{'x' * 4001}'\n", ", line 1: finance has 4,001 characters; wanted at most 4,000"),
        ("decision = \n", ": not TOML ("),
        (b"decision = '\xff'\n", ": the file is not UTF-8; wanted a file saved as UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_without_repeating_the_text(tmp_path, content, message):
    found = read(tmp_path, content)

    (problem,) = found.problems
    assert str(problem).startswith(f"data/raw/local/dudley/paper.toml{message}")
    assert "\n" not in str(problem)
    assert "example.org" not in str(problem)
    assert found.texts.empty


@pytest.mark.parametrize(
    "claim",
    [
        "Only 3 people came from prison.",
        "Of those released, two young men came.",
        "5 of 40 stayed.",
        "We know one woman.",
    ],
)
def test_a_claim_that_counts_a_few_people_is_refused_without_saying_how_many(tmp_path, claim):
    found = read(tmp_path, f"not_reached_prison = '{claim}'\n")

    (problem,) = found.problems
    assert str(problem).endswith(
        'line 1: not_reached_prison says how many people, and they are few; wanted no count of 1 to 7 people: "fewer than 8"'
    )
    assert found.texts.empty


@pytest.mark.parametrize(
    "claim",
    [
        "Fewer than 8 people came.", "One in five people is under 25.", "Some 1,005 people; 2.5 people a day; 17 people.",
        "Tier 3 service users stay.", "Two services see people under 25.", "Seven of ten stay in touch with two agencies.",
    ],
)  # fmt: skip
def test_a_claim_may_hold_other_numbers(tmp_path, claim):
    assert read(tmp_path, f"not_reached_prison = '{claim}'\n").texts["text"].tolist() == [claim]


def test_one_bad_block_stops_no_other(tmp_path):
    found = read(tmp_path, "decision = 3\nfinance = 'Paid by the pooled budget.'\n")

    assert len(found.problems) == 1
    assert found.texts["block"].tolist() == ["finance"]


def test_a_folder_that_is_no_partnership_is_refused(tmp_path):
    (problem,) = read(tmp_path, "decision = 'x'\n", "dudly").problems

    assert "no partnership is called 'dudly'; wanted a folder named as in areas.csv" in str(problem)


def test_the_texts_come_back_as_they_were_written_in_the_part_of_their_partnership(tmp_path):
    publish(tmp_path / "data" / "raw" / "published", treatment=as_csv([figure()]))
    folders = Folders(tmp_path)
    load.write(load.load(folders), folders)
    found = read(tmp_path, 'decision = "Note, \\"as it is\\", the report."\nfinance = 3\n', "barnet", {"barnet"})
    authored.ingest(folders)

    again = pd.read_csv(folders.safe / "authored" / "barnet.csv", dtype=str, keep_default_na=False)
    assert again.to_numpy().tolist() == found.texts.to_numpy().tolist() == [
        ["barnet", "", "decision", 'Note, "as it is", the report.']
    ]  # fmt: skip
    (line,) = pd.read_csv(folders.safe / "problems" / "barnet.csv")["message"]
    assert line.startswith("data/raw/local/barnet/paper.toml, line 2: finance holds no text")


def test_without_any_paper_there_are_no_texts(tmp_path):
    found = authored.read(Folders(tmp_path), {"dudley"})

    assert found.texts.empty
    assert list(found.texts.columns) == ["partnership", "quarter", "block", "text"]
