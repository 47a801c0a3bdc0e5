"""An attacker who reads what leaves: the pages of a partnership's documents, what they hold to save, and the downloads.

`test_disclosure_attack_of_records` solves all equations of the safe results; here it is shown that what leaves says no
more than these, that no edition gives what another hides, and that rounding, intervals and totals give nothing away.
`NEEDS_LONG_ATTACK=1 python -m pytest tests/test_leaving_documents.py` reads four quarters of every kind of document.
"""

import csv
import os
import re

import pandas as pd
import pytest
from disclosure_reader import solved_from_wilson
from leaving_documents import everything, page, saved, tables

from needs.present.assessment import Assessment
from needs.present.figures import WINDOWS
from needs.publish import downloads

PARTNERSHIP, SMALLEST = "dudley", 5
IS_LONG = "NEEDS_LONG_ATTACK" in os.environ
QUARTERS = [f"2008-09 Q{number}" for number in (1, 2, 3, 4)]
PAGES = [(notebook, QUARTERS[0]) for notebook in ("data_quality", "young_people", "overview")]
if IS_LONG:
    kinds = ("needs_assessment", "performance", "treatment_plan", "young_people", "data_quality", "overview")
    PAGES = [(notebook, quarter) for notebook in kinds for quarter in QUARTERS]
KEY = [
    "indicator",
    "area_code",
    "period_start",
    "period_end",
    "window",
    "breakdown",
    "group",
    "kind",
    "source",
    "place",
]
NUMBERS = ["value", "lower", "upper", "numerator", "denominator"]
PEOPLE = "people|persons?|clients?|journeys|episodes|men|women|adults|rows|forms|treatments|exits|discharges|deaths"
SMALL_COUNT = re.compile(rf"(?<![\d,.–])(?<!fewer than )(?<!at least )[1-4] (?:more |fewer )?(?:{PEOPLE})\b")
OUT_OF = re.compile(r"(?<![\d,.])(\d[\d,]*) (?:of|out of) (?:the )?(\d[\d,]*)[^.]{0,40}\(\d+(?:\.\d+)?%")
NOT_OF_PEOPLE = ("Choices", "Published files")  # captions of tables that count no people
HIDDEN = "[c]"


@pytest.fixture(scope="module", params=PAGES, ids=lambda asked: " ".join(asked))
def document(request):
    notebook, quarter = request.param
    of = {} if notebook == "overview" else {"partnership": PARTNERSHIP}
    return page(notebook, quarter=quarter, **of)


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The figures that can be taken away with each quarter's documents, as text."""
    found = {}
    for quarter in QUARTERS:
        folder = tmp_path_factory.mktemp("figures")
        downloads.written(Assessment.of(everything(), PARTNERSHIP, quarter), folder)
        with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
            found[quarter] = pd.DataFrame(csv.DictReader(file))
    return found


def number(text):
    return int(text.replace(",", "").rstrip("."))


def is_small(count):
    return 0 < count < SMALLEST


def test_no_sentence_counts_one_to_four_people(document):
    text = " ".join(document.stripped_strings)

    assert SMALL_COUNT.findall(text) == []
    pairs = [(number(x), number(n)) for x, n in OUT_OF.findall(text)]
    assert [(x, n) for x, n in pairs if is_small(x) or is_small(n - x) or is_small(n)] == []


def test_no_cell_counts_one_to_four_invented_people(document):
    small = [
        (caption, cell)
        for caption, rows in tables(document)
        if "invented" in caption and not caption.startswith(NOT_OF_PEOPLE)
        for row in rows[1:]
        for cell in row[1:]
        if re.fullmatch(r"[1-4](?: (?:of \d.*|people))?", cell)
    ]

    assert small == []


def test_no_total_less_what_is_shown_leaves_a_small_number(document):
    for caption, (head, *rows) in [(caption, rows) for caption, rows in tables(document) if len(rows) > 2]:
        for place in range(1, len(head)):
            column = [row[place] for row in rows if len(row) == len(head)]
            assert not is_small(left_for_hidden(column)), (caption, head[place])


def left_for_hidden(column):
    """What a last row leaves for the hidden cells above it, as far as it is their total; 0 where it is not."""
    *parts, total = [re.match(r"\d[\d,]*$|\[c\]$|fewer than 5$", cell) for cell in column] or [None]
    if total is None or None in parts or HIDDEN not in column[:-1] or total[0] == HIDDEN or not total[0][0].isdigit():
        return 0
    return number(total[0]) - sum(number(part[0]) for part in parts if part[0][0].isdigit())


def test_the_rows_that_a_page_lets_its_reader_save_say_no_small_count(document):
    counted = [row for row in saved(document) if "invented" in row["origin"]]

    for row in counted:
        x, n = (float(row[name]) if row[name] else None for name in ("numerator", "denominator"))
        counts = [count for count in (x, n, n - x if None not in (x, n) else None) if count is not None]
        assert not any(map(is_small, counts)), row
        if row["status"] in ("hidden", "hidden to protect people's identity"):
            assert [row[name] for name in NUMBERS] == [""] * 5, row


def test_the_files_say_what_the_safe_results_say_and_no_more(editions):
    safe = everything().results
    keys = safe[KEY].assign(window=safe["window"].map(WINDOWS)).astype(str).itertuples(index=False, name=None)
    written = dict(zip(keys, safe[NUMBERS].itertuples(index=False, name=None), strict=True))
    for figures in editions.values():
        own = figures[figures["source"] == "invented-records"]
        assert len(own) > 500
        for key, row in zip(own[KEY].itertuples(index=False, name=None), own.itertuples(), strict=True):
            if row.status.startswith("hidden"):
                assert [getattr(row, name) for name in NUMBERS] == [""] * 5
            for name, value in zip(NUMBERS, written[key], strict=True):
                given = getattr(row, name)
                assert given == "" or float(given) == pytest.approx(value, abs=1e-6), (key, name)


def test_no_edition_shows_what_another_hides(editions):
    everywhere = pd.concat(editions.values())
    shown = everywhere.assign(shows=everywhere["value"] != "").groupby(KEY)["shows"].agg(["any", "all"])

    assert list(shown.index[shown["any"] != shown["all"]]) == []


def test_no_interval_or_percentage_gives_a_small_count(editions):
    """From the value and its limits alone: denominator and numerator are worked out, and must be none that is hidden."""
    inverted = 0
    for figures in editions.values():
        own = figures[
            (figures["interval_method"] == "Wilson") & (figures["value"] != "") & (figures["unit"] == "percent")
        ]
        for row in own[own["source"] == "invented-records"].itertuples():
            n, x = solved_from_wilson(*(float(getattr(row, name)) / 100 for name in ("value", "lower", "upper")))
            assert not (is_small(n) or is_small(x) or is_small(n - x)), row
            inverted += 1

    assert inverted > 100
