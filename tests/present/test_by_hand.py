"""Each example of the chapter "From a raw row to a count" gives what it says, through the code that reads and counts extracts."""

import re

import polars as pl
import pytest
from outline import cells, section
from small_extract import KEY, headers
from test_methods import review

from needs.ingest.ndtms.extracts import read_extract
from needs.measure.count import count
from needs.measure.indicators import BY_NAME
from needs.measure.records import records
from needs.present.methods import examples, subjects
from needs.present.methods.by_hand import BLANK, NUMBERED, OF_EPISODE, SAME_DAY, USUAL, drawn
from needs.quarter import Quarter
from needs.settings import Choices

EXAMPLES = (*examples.EXAMPLES, *subjects.EXAMPLES)


def cells_of(example):
    """The rows of an example, each with all its cells."""
    header, rows = drawn(example.rows)
    shown = [dict(zip(header, ("" if cell == BLANK else cell for cell in row), strict=True)) for row in rows]
    whole, first = [], {}
    for number, row in enumerate(shown, 1):
        day = row.get("MODST") or "01/04/2008"
        row = {**USUAL, **dict.fromkeys(SAME_DAY, day), **dict.fromkeys(NUMBERED, str(number)), **row}
        day = first.setdefault(row["EPISODID"], day)
        whole.append({**dict.fromkeys(OF_EPISODE, day), "CLIENTID": row["EPISODID"], **row})
    return whole


def read(example, folder):
    """The extract, one file an agency; and who each line is of. Where there are several agencies, each has the lines of its own."""
    names = headers("K")
    rows = cells_of(example)
    folder.mkdir()
    for agency in dict.fromkeys(row["AGNCY"] for row in rows):
        of = [",".join(row.get(name, "") for name in names) for row in rows if row["AGNCY"] == agency]
        name = f"{agency}-{example.covers[0]}-{example.covers[1]}-TREAT-IN-{example.letter}.csv"
        (folder / name).write_text("\n".join([",".join(names), *of]) + "\n")
    return read_extract(folder, KEY)


def made(extract, example):
    choices = Choices(**example.gap)
    return records(extract.episodes, extract.interventions, extract.outcomes_profiles, choices), choices


def numerator_and_denominator(counts, one):
    at = counts.filter((pl.col("window") == one.window) & (pl.col("breakdown") == (one.by or "all")))
    at = at.filter(pl.col("group") == (one.group or "all"))
    assert at.height == 1, f"{one}: {at}"
    row = at.row(0, named=True)
    statistic = BY_NAME[one.indicator].counting.statistic
    if statistic == "mean":
        return f"{row['weeks']:g} over {row['numerator']:g}"
    if statistic == "profile":
        of = counts.filter((pl.col("window") == one.window) & (pl.col("breakdown") == one.by))["numerator"].sum()
        return f"{row['numerator']:g} of {of:g}"
    return f"{row['numerator']:g}" + (f" of {row['denominator']:g}" if row["denominator"] is not None else "")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.title)
def test_the_rules_said_are_those_that_are_broken(example, tmp_path):
    extract = read(example, tmp_path / "here")
    of_agency = {}
    for printed, row in enumerate(cells_of(example), 2):
        of_agency.setdefault(row["AGNCY"], []).append(printed)
    found = sorted(
        (of_agency[file.split("-")[0]][line - 2], rule, field or "")
        for file, line, rule, field in extract.findings.select("file", "line", "rule", "field").iter_rows()
        if line
    )

    assert found == sorted(example.said)
    if example.used is not None:
        assert extract.files["rows_used"].sum() == example.used


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.journeys], ids=lambda one: one.title)
def test_the_journeys_are_those_that_are_said(example, tmp_path):
    extract = read(example, tmp_path / "here")
    of, _ = made(extract, example)
    initials = {}
    rows = cells_of(example)
    lines = {}
    for row in rows:
        line = lines[row["AGNCY"]] = lines.get(row["AGNCY"], 1) + 1
        initials[(row["AGNCY"], line)] = (row["FINITIAL"] + row["SINITIAL"]).upper()
    who = {
        person: initials[place, line]
        for person, place, line in extract.episodes.select("person", "agency", "line").iter_rows()
    }
    found = [
        [who[person], f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}" if end else BLANK, reason or BLANK]
        for person, start, end, reason in of.journeys.select("person", "start", "end", "end_reason").iter_rows()
    ]

    assert sorted(found) == sorted(drawn(example.journeys)[1])


@pytest.mark.parametrize(
    ("example", "one"),
    [(example, one) for example in EXAMPLES for one in example.counts],
    ids=lambda one: getattr(one, "title", getattr(one, "indicator", "")),
)
def test_what_is_counted_is_what_is_said(example, one, tmp_path):
    of, choices = made(read(example, tmp_path / "here"), example)
    counts = count(of, [Quarter.parse(one.quarter)], [BY_NAME[one.indicator]], choices)

    assert numerator_and_denominator(counts, one) == one.comes_to


def test_no_example_is_of_a_name_twice():
    titles = [one.title for one in EXAMPLES]

    assert len(set(titles)) == len(titles)
    assert [one.title for one in EXAMPLES if not re.fullmatch(r"[A-Z][^.]*", one.title)] == []


def test_every_example_is_shown():
    page = "".join(str(section("methods", heading, None, review=review()).markup) for heading in cells("methods")[0])

    assert [one.title for one in EXAMPLES if f"Example: {one.title}." not in page] == []
