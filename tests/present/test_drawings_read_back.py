"""Each drawing measured with a ruler: it marks the numbers of its own table and of the safe results, and no other.

So a drawing neither says something else than its table nor lets anybody measure what the table hides.
"""

import re
from copy import copy

import numpy as np
import pytest
from default_documents import DOCUMENTS
from drawings import marks, scale

from needs.folders import Folders
from needs.measure import safe
from needs.measure.results import NUMBER_COLUMNS

NUMBER = re.compile(r"(?<![\w.,])-?\d[\d,]*(?:\.(\d+))?")
AXIS = re.compile(r"-matplotlib\.axis_\d+$")
WITHOUT_AXES = "chart-flow"  # drawn only where every part of it is shown, as its own tests say
FINEST = 3e-8  # of a number: what six decimals of a place on the screen give away


@pytest.fixture(scope="module")
def known():
    """Every number of the safe results and, for net flows, every difference of two counts that were rounded to 5, in order."""
    results = safe.read(Folders.here().safe).results
    flows = np.arange(-1000, 1001, 5)
    return np.unique(np.concatenate([results[list(NUMBER_COLUMNS)].to_numpy(dtype=float).ravel(), flows]))


@pytest.fixture(scope="module")
def drawings(every_page):
    """Each figure with axes by its document and name."""
    found = {
        (place, figure["id"]): figure
        for place in DOCUMENTS
        for figure in every_page[place].select("figure.chart")
        if figure["id"] != WITHOUT_AXES
    }
    assert len({name for _, name in found}) > 8
    return found


def measured(figure) -> list[float]:
    """The numbers that a ruler finds at the marks of a drawing."""
    drawing = figure.find("svg")
    scales = [scale(drawing, axis) for axis in (1, 2)]
    return [float(one(place)) for mark in marks(drawing) for one, place in zip(scales, mark, strict=True) if one]


def nearest(numbers: np.ndarray, number: float) -> float:
    places = np.clip(np.searchsorted(numbers, number) + np.array([-1, 0]), 0, len(numbers) - 1)
    return min(abs(numbers[places] - number))


def in_table(figure) -> list[tuple[float, float]]:
    """Each number of the table below the drawing, with half a step of its last place."""
    found = NUMBER.finditer(figure.find("details").get_text(" "))
    return [(float(one[0].replace(",", "")), 0.5 * 10.0 ** -len(one[1] or "")) for one in found]


def test_the_labels_of_an_axis_are_as_evenly_spaced_as_its_ticks(drawings):
    for figure in drawings.values():
        assert any(scale(figure.find("svg"), axis) for axis in (1, 2))


def not_said(figure, known: np.ndarray) -> list[float]:
    """What a ruler finds and neither the safe results nor the table below the drawing say."""
    table, found = in_table(figure), measured(figure)
    largest = max(map(abs, found), default=1)  # a place on the screen is as fine as the axis lets it be
    return [
        number
        for number in found
        if nearest(known, number) > FINEST * max(largest, 1)
        or not any(abs(number - said) <= step * 1.001 for said, step in table)
    ]


def test_each_mark_is_a_number_of_the_safe_results_and_of_the_drawings_own_table(drawings, known):
    for where, figure in drawings.items():
        assert len(measured(figure)) > 1, where
        assert not_said(figure, known) == [], where


@pytest.mark.parametrize("name", ("chart-change-people", "chart-quarters-net-flow", "chart-funnel-staying"))
def test_a_mark_that_is_off_by_one_place_on_the_screen_is_found_out(drawings, known, name):
    figure = copy(next(figure for (_, name_of), figure in drawings.items() if name_of == name))
    points = [part for part in figure("use") if part.find_parent("g", id=re.compile(r"tick_")) is None]
    points[0]["y"] = str(float(points[0]["y"]) + 1)

    assert len(not_said(figure, known)) == 1


def test_a_drawing_marks_nothing_that_its_table_does_not_say(drawings):
    """Where a row has no number there is no mark; a funnel marks an area twice, by its size and by its value."""
    for where, figure in drawings.items():
        rows = [row for row in figure.select("details tbody tr") if NUMBER.search(row.get_text(" "))]
        assert len(marks(figure.find("svg"))) <= len(rows), where


def written(figure) -> list[str]:
    """The numbers that are written in a drawing, but for those of its axes."""
    texts = [text for text in figure.svg("text") if not text.find_parent("g", id=AXIS)]
    return [number[0] for text in texts for number in NUMBER.finditer(text.get_text())]


def test_each_number_that_is_written_in_a_drawing_is_written_so_in_its_table(every_page):
    figures = {(place, one["id"]): one for place in DOCUMENTS for one in every_page[place].select("figure.chart")}
    assert sum(len(written(one)) for one in figures.values()) > 100
    for where, figure in figures.items():
        in_its_table = {number[0] for number in NUMBER.finditer(figure.find("details").get_text(" "))}
        assert set(written(figure)) <= in_its_table, where


RATIO = re.compile(r"([\d,]+) against ([\d,]+) expected (\d+\.\d\d)")
WORKED_OUT = {
    "chart-funnel-case-mix",
    "chart-changed-by-review",
    "chart-changed-by-discharge",
}  # ratios, and means of 25 or more


def test_each_ratio_in_the_table_of_a_drawing_is_that_of_the_counts_shown_beside_it(every_page):
    tables = [
        one.find("details").get_text(" ")
        for page in every_page.values()
        for one in page.select("#chart-funnel-case-mix")
    ]
    found = [
        [float(part.replace(",", "")) for part in one.groups()] for table in tables for one in RATIO.finditer(table)
    ]

    assert len(found) > 20
    assert [one for one in found if abs(one[0] / one[1] - one[2]) > 0.0051] == []


def test_no_number_counted_from_records_has_decimals_in_a_drawing_or_its_table(every_page):
    """All that is drawn of them are counts and whole percents, but for ratios of counts that are shown, and means."""
    figures = [
        (place, one)
        for place in DOCUMENTS
        for one in every_page[place].select("figure.chart")
        if "records of nobody" in one.get_text()
        and one["id"] not in WORKED_OUT
        and "Statistics" not in one.get_text()
        and "Tables of every" not in one.get_text()
    ]
    assert len(figures) > 20
    for place, figure in figures:
        texts = [*written(figure), *(number[0] for number in NUMBER.finditer(figure.find("details").get_text(" ")))]
        assert not [text for text in texts if "." in text], (place, figure["id"])
