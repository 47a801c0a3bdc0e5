"""What leaves: the pages of a partnership's documents, what they hold to save, and the downloads, say what is shown and no more.

`test_safety_attack` takes what is shown apart; here it is shown that what leaves says no more than that, that no edition
gives what another hides, and that shares and intervals are those of the counts beside them.
`NEEDS_LONG_ATTACK=1 python -m pytest tests/publish/test_leaving_documents.py` reads four quarters of every kind of document.
"""

import csv
import io
import os
import re

import pandas as pd
import pytest
from leaving_documents import everything, page, saved, tables

from needs.measure.results import KEY, NUMBER_COLUMNS, OF_RECORDS
from needs.present.assessment import Assessment
from needs.present.figures import WINDOWS, figures
from needs.publish.downloads import as_csv

PARTNERSHIP = "ironbeck"
IS_LONG = "NEEDS_LONG_ATTACK" in os.environ
QUARTERS = [f"2008-09 Q{number}" for number in (1, 2, 3, 4)]
PAGES = [(notebook, QUARTERS[0]) for notebook in ("data_quality", "young_people", "overview")]
if IS_LONG:
    kinds = ("needs_assessment", "performance", "treatment_plan", "young_people", "data_quality", "overview")
    PAGES = [(notebook, quarter) for notebook in kinds for quarter in QUARTERS]
KEY, NUMBERS = list(KEY), list(NUMBER_COLUMNS)
RECORDS = "records-of-nobody"
PEOPLE = "people|persons?|clients?|journeys|episodes|men|women|adults|rows|forms|treatments|exits|discharges|deaths"
SMALL_COUNT = re.compile(rf"(?<![\d,.–])(?<!fewer than )(?<!at least )[1-7] (?:more |fewer )?(?:{PEOPLE})\b")
OUT_OF = re.compile(r"(?<![\d,.])(\d[\d,]*) (?:of|out of) (?:the |about )?(\d[\d,]*)")
SMALL_CELL = re.compile(r"[1-7](?: (?:of \d.*|people))?")
NOT_OF_PEOPLE = ("Choices", "Published files")  # captions of tables that count no people
Z = 1.959963984540054  # the quantile of a 95% interval


@pytest.fixture(scope="module", params=PAGES, ids=lambda asked: " ".join(asked))
def document(request):
    notebook, quarter = request.param
    of = {"country": "estermark"} if notebook == "overview" else {"partnership": PARTNERSHIP}
    return page(notebook, quarter=quarter, **of)


@pytest.fixture(scope="module")
def editions():
    """The figures that can be taken away with each quarter's documents, as text."""
    texts = {quarter: as_csv(figures(Assessment.of(everything(), PARTNERSHIP, quarter))) for quarter in QUARTERS}
    return {quarter: pd.DataFrame(csv.DictReader(io.StringIO(text))) for quarter, text in texts.items()}


@pytest.fixture(scope="module")
def counted(editions):
    """Of all editions the figures that were counted from records."""
    rows = pd.concat(editions.values())
    rows = rows[rows["source"].isin(OF_RECORDS)]
    assert len(rows) > 4 * 500
    return rows


def number(text):
    return int(text.replace(",", "").rstrip("."))


def is_shown(count):
    """Whether a count may be shown: none, or eight and more to the nearest five."""
    return count == 0 or (count >= 10 and count % 5 == 0)


def of_records(document):
    """The text of each sentence that leads to the evidence of a figure counted from records."""
    counted = {row["id"].removeprefix("e-") for row in document.select("tr[id^=e-]") if RECORDS in row.get_text()}
    cited = [part for part in document.select("[data-facts]") if counted & set(part["data-facts"].split())]
    return [" ".join(part.get_text(" ").split()) for part in cited]


def test_no_sentence_counts_one_to_seven_people(request, document):
    found = of_records(document)

    assert len(found) > 2 or "treatment_plan" in request.node.name  # which sets printed figures against each other
    assert [text for text in found if SMALL_COUNT.search(text)] == []
    pairs = [(number(x), number(n), text) for text in found for x, n in OUT_OF.findall(text)]
    assert [pair for pair in pairs if not (is_shown(pair[0]) and is_shown(pair[1]))] == []


def test_no_cell_counts_one_to_seven_invented_people(document):
    small = [
        (caption, cell)
        for caption, rows in tables(document)
        if not caption.startswith(NOT_OF_PEOPLE)
        for row in rows[1:]
        for cell in row[1:]
        if SMALL_CELL.fullmatch(cell)
    ]

    assert small == []


@pytest.mark.parametrize("cell", ["1", "7 people", "3 of 60", "7 of 8 (88%)"])
def test_a_small_cell_would_be_found(cell):
    assert SMALL_CELL.fullmatch(cell)


def test_the_rows_that_a_page_lets_its_reader_save_say_no_small_count(document):
    for row in (row for row in saved(document) if "from records" in row["origin"]):
        counts = [float(row[name]) for name in ("numerator", "denominator") if row[name]]
        assert all(map(is_shown, counts)), row
        if row["status"].startswith("hidden"):
            assert [row[name] for name in NUMBERS] == [""] * 5, row


def decimals(unit):
    """Of a figure counted from records: none of counts and percents, one of rates and times, two of ratios."""
    return 2 if unit == "ratio" else 1 if unit in ("weeks", "days") or unit.startswith("per 1") else 0


def test_the_files_say_what_the_safe_results_say_to_the_decimals_of_documents_and_no_more(counted):
    safe = everything().results
    keys = safe[KEY].assign(window=safe["window"].map(WINDOWS)).astype(str).itertuples(index=False, name=None)
    written = dict(zip(keys, safe[NUMBERS].itertuples(index=False, name=None), strict=True))
    for key, row in zip(counted[KEY].itertuples(index=False, name=None), counted.itertuples(), strict=True):
        if row.status.startswith("hidden"):
            assert [getattr(row, name) for name in NUMBERS] == [""] * 5
        half = 0.5 * 10.0 ** -decimals(row.unit) + 1e-6
        for name, value in zip(NUMBERS, written[key], strict=True):
            given = getattr(row, name)
            apart = 1e-6 if name in ("numerator", "denominator") else half
            assert given == "" if value != value else abs(float(given) - value) <= apart, (key, name)


def test_no_edition_shows_what_another_hides(counted):
    shown = counted.assign(shows=counted["as_written"] != "[c]").groupby(KEY)["shows"].agg(["any", "all", "size"])

    assert (shown["size"] > 1).sum() > 100
    assert list(shown.index[shown["any"] != shown["all"]]) == []


def test_a_share_and_its_interval_say_no_more_than_the_counts_beside_them(counted):
    """Wilson's limits, worked out here from the counts that are shown, give both to the last decimal that is given."""
    shares = counted[(counted["unit"] == "percent") & (counted["value"] != "")]
    assert len(shares) > 500
    for row in shares.itertuples():
        x, n = float(row.numerator), float(row.denominator)
        assert is_shown(x) and is_shown(n) and n >= 50, row
        share, spread = x / n, Z * ((x / n * (1 - x / n) + Z**2 / (4 * n)) / n) ** 0.5
        wilson = ((share + Z**2 / (2 * n) + way * spread) / (1 + Z**2 / n) for way in (-1, 1))
        for given, exact in zip((row.value, row.lower, row.upper), (share, *wilson), strict=True):
            assert given == "" or abs(float(given) - 100 * exact) <= 0.5 + 1e-6, row
