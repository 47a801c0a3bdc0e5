import hashlib
import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_package import COLUMNS, LOOK_UPS, as_csv, figure, publish, rows_described

from needs.folders import Folders
from needs.ingest import published
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED
from needs.ingest.published import read_published
from needs.mistakes import Mistake


def read(tmp_path, **tables):
    return read_published(publish(tmp_path / "published", **tables), tmp_path)


def only_problem(published):
    (problem,) = published.problems
    return problem


def counts(published, file):
    row = published.inputs.set_index("file").loc[f"published/{file}.csv"]
    return tuple(row[["rows", "used", "refused"]])


def test_a_sound_package_is_read_whole_with_nothing_to_say(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure()]))
    assert published.problems == ()
    assert published.figures[list(COLUMNS)].iloc[0]["value"] == 1105.0
    assert published.figures["period_start"].iloc[0] == pd.Timestamp(2009, 4, 1)
    assert counts(published, "treatment") == (1, 1, 0)
    assert list(published.areas["name"]) == ["Barnet", "England", "Gateshead", "Gateshead"]


def test_columns_may_come_in_any_order(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure()], tuple(reversed(COLUMNS))))
    assert published.problems == ()
    assert published.figures["measure"].tolist() == ["in_treatment"]


BREACHES = [
    ({"unit": "percent", "value": "100.1"}, "value", "'100.1' is not a percentage from 0 to 100"),
    ({"unit": "percent", "value": "-0.5"}, "value", "'-0.5' is not a percentage from 0 to 100"),
    ({"value": "-5"}, "value", "'-5' is not a count of 0 or more"),
    ({"lower": "1106", "upper": "1200"}, "lower", "'1106' is not a lower limit at or below the value"),
    ({"lower": "1000", "upper": "1104"}, "upper", "'1104' is not an upper limit at or above the value"),
    ({"lower": "1000"}, "upper", "an empty cell is not given, as the lower limit is"),
    ({"upper": "1200"}, "lower", "an empty cell is not given, as the upper limit is"),
    ({"area_code": "E09000099"}, "area_code", "'E09000099' is not listed in areas.csv"),
    ({"source": "hearsay"}, "source", "'hearsay' is not listed in sources.csv"),
    ({"measure": "in_tretment"}, "measure", "'in_tretment' is not listed in measures.csv"),
    ({"status": "hidden"}, "status", "'hidden' is not a status that goes with a value"),
    ({"value": ""}, "value", "an empty cell is not a number, which the status shown needs"),
    ({"value": "1O5"}, "value", "'1O5' is not a number such as 1065 or 12.5"),
    ({"period_start": "2010-04-01", "window": "other"}, "period_end", "'2010-03-31' is not on or after"),
    ({"period_start": "2009-01-01"}, "period_start", "'2009-01-01' is not in keeping with the window financial_year"),
    ({"period_end": "2010-03-30"}, "period_end", "'2010-03-30' is not in keeping with the window financial_year"),
    ({"window": "quarter"}, "period_end", "'2010-03-31' is not in keeping with the window quarter"),
    ({"window": "calendar_year"}, "period_start", "in keeping with the window calendar_year"),
    ({"window": "three_calendar_years", "period_start": "2008-01-01"}, "period_end", "three_calendar_years"),
    ({"window": "day"}, "period_end", "'2010-03-31' is not the day the period starts"),
    ({"window": "year_to_date", "period_end": "2010-04-30"}, "period_end", "within the financial year"),
    ({"window": "rolling_12_months", "period_end": "2010-04-30"}, "period_end", "rolling_12_months"),
]


@pytest.mark.parametrize(("cells", "column", "message"), BREACHES)
def test_a_row_that_breaks_a_rule_is_refused_with_its_line_and_column_and_the_rest_stays(
    tmp_path, cells, column, message
):
    published = read(tmp_path, treatment=as_csv([figure(place="row 0"), figure(**cells)]))
    problem = only_problem(published)
    assert (problem.file, problem.line, problem.column) == ("published/treatment.csv", 3, column)
    assert message in str(problem)
    assert published.figures["place"].tolist() == ["row 0"]
    assert counts(published, "treatment") == (2, 1, 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"window": "quarter", "period_start": "2008-01-01", "period_end": "2008-03-31"},
        {"window": "calendar_year", "period_start": "2008-01-01", "period_end": "2008-12-31"},
        {"window": "three_calendar_years", "period_start": "2014-01-01", "period_end": "2016-12-31"},
        {"window": "rolling_12_months", "period_start": "2007-10-01", "period_end": "2008-09-30"},
        {"window": "year_to_date", "period_end": "2009-10-31"},
        {"window": "day", "period_end": "2009-04-01"},
        {"window": "other", "period_end": "2012-03-31"},
        {"value": "0", "status": "not_set", "unit": "percent"},
        {"value": "", "status": "hidden"},
        {"lower": "1105", "upper": "1105"},
        {"unit": "percent", "value": "100"},
        {"unit": "percent change", "value": "-5.1"},
    ],
)
def test_a_row_that_keeps_the_rules_stays(tmp_path, cells):
    assert read(tmp_path, treatment=as_csv([figure(**cells)])).problems == ()


def test_two_rows_for_one_key_in_one_file_are_both_refused_and_named(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure(), figure(value="1110"), figure(place="row 2")]))
    assert [(problem.line, problem.severity) for problem in published.problems] == [(2, ROW_REFUSED), (3, ROW_REFUSED)]
    assert "on lines 2, 3; wanted one row for each" in str(published.problems[0])
    assert published.figures["place"].tolist() == ["row 2"]


def test_two_rows_for_one_key_in_two_files_are_both_refused_and_named(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure()]), more=as_csv([figure(place="x"), figure()]))
    first, second = published.problems
    assert [(problem.file, problem.line) for problem in (first, second)] == [
        ("published/treatment.csv", 2),
        ("published/more.csv", 3),
    ]
    assert "more than once in published/treatment.csv and in published/more.csv" in str(first)
    assert published.figures["place"].tolist() == ["x"]
    assert counts(published, "more") == (2, 1, 1)


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure()]), bad=b"\xff\xfe\x00")
    problem = only_problem(published)
    assert (problem.file, problem.severity) == ("published/bad.csv", FILE_REFUSED)
    assert len(published.figures) == 1
    assert counts(published, "bad") == (pd.NA, 0, pd.NA)


def test_a_described_file_that_is_missing_is_refused(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]), gone=as_csv([figure(place="x")]))
    (folder / "gone.csv").unlink()
    published = read_published(folder, tmp_path)
    assert "published/gone.csv: the file is missing" in str(only_problem(published))
    assert len(published.figures) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "the file is missing"),
        ("", "the file is empty"),
        (as_csv([figure()])[:-20], "ends in the middle of a row"),
        (as_csv([]), "the file has 0 of the 2 rows described: it is cut short"),
        (as_csv([figure()]), "the file has 1 of the 2 rows described: it is cut short, or rows were taken out"),
    ],
)
def test_a_described_file_that_lost_rows_is_refused_with_every_row_it_should_have(tmp_path, content, message):
    whole = as_csv([figure(), figure(place="row 2")])
    folder = publish(tmp_path / "published", treatment=whole, other=as_csv([figure(place="other")]))
    rows_described(folder, "treatment", 2)
    (folder / "treatment.csv").unlink() if content is None else (folder / "treatment.csv").write_text(content)
    published = read_published(folder, tmp_path)
    problem = next(problem for problem in published.problems if problem.severity == FILE_REFUSED)
    assert message in str(problem)
    assert counts(published, "treatment") == (2, 0, 2)
    assert published.figures["place"].tolist() == ["other"]


def test_a_cut_file_says_how_to_mend_it(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    rows_described(folder, "treatment", 1)
    (folder / "treatment.csv").write_text(as_csv([]))
    messages = [str(problem) for problem in read_published(folder, tmp_path).problems]
    assert any("restore the file, or run `needs describe` if the change is meant" in message for message in messages)


@pytest.mark.parametrize("values", [["1110", "9"], ["1110", "9", "8"]])
def test_a_changed_file_with_as_many_rows_as_described_or_more_is_used_and_noted(tmp_path, values):
    folder = publish(tmp_path / "published", treatment=as_csv([figure(), figure(place="row 2")]))
    rows_described(folder, "treatment", 2)
    rows = [figure(place=f"row {number}", value=value) for number, value in enumerate(values)]
    (folder / "treatment.csv").write_text(as_csv(rows))
    published = read_published(folder, tmp_path)
    assert only_problem(published).severity == NOTED
    assert len(published.figures) == len(values)


def test_a_file_that_is_described_again_after_rows_were_taken_out_is_used(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    rows_described(folder, "treatment", 2)
    (folder / "treatment.csv").write_text(as_csv([figure(place="left")]))
    published.describe(folder, tmp_path)
    assert read_published(folder, tmp_path).problems == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "the file is missing"), (b"measure\n\xa3\n", "byte 0xa3 at byte offset 8 is not UTF-8")],
)
def test_describing_a_file_that_cannot_be_read_is_a_mistake_and_changes_nothing(tmp_path, content, message):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    before = (folder / "datapackage.json").read_bytes()
    (folder / "treatment.csv").unlink() if content is None else (folder / "treatment.csv").write_bytes(content)
    with pytest.raises(Mistake, match=f"nothing was described: published/treatment.csv.*{message}"):
        published.describe(folder, tmp_path)
    assert (folder / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize(("text", "message"), [(None, "is missing"), ("{", "cannot be read"), ("[]", "cannot be read")])
def test_describing_without_a_description_to_bring_up_to_date_is_a_mistake(tmp_path, text, message):
    if text is not None:
        (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(Mistake, match=f"datapackage.json {message}"):
        published.describe(tmp_path, tmp_path)


def test_a_file_with_a_missing_column_is_refused_and_counted(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure(), figure(place="x")], COLUMNS[1:]))
    assert "column 'measure' is missing" in str(only_problem(published))
    assert counts(published, "treatment") == (2, 0, 2)


def test_a_file_that_has_changed_since_it_was_described_is_used_and_noted(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    (folder / "treatment.csv").write_text(as_csv([figure(value="1110")]))
    published = read_published(folder, tmp_path)
    problem = only_problem(published)
    assert problem.severity == NOTED
    assert "the file has changed since it was described" in str(problem)
    assert "run `needs describe`" in str(problem)
    assert published.figures["value"].tolist() == [1110.0]


def test_a_file_that_is_not_described_is_refused(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    (folder / "stray.csv").write_text("a,b\n1,2\n")
    assert "published/stray.csv: the file is not described" in str(only_problem(read_published(folder, tmp_path)))


def test_without_a_look_up_no_figure_can_be_checked_and_the_file_says_so(tmp_path):
    published = read(tmp_path, treatment=as_csv([figure()]), areas="area_code\nE09000003\n")
    assert "there are no areas to check its names against" in str(published.problems[-1])
    assert len(published.figures) == 0
    assert counts(published, "treatment") == (1, 0, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "the description is missing"),
        ("{", "it cannot be read (JSONDecodeError)"),
        ("[]", "it cannot be read (TypeError)"),
        ('{"resources": [{"path": "a.csv"}]}', "it cannot be read (KeyError)"),
    ],
)
def test_a_description_that_cannot_be_read_leaves_no_figures_and_says_why(tmp_path, text, message):
    folder = tmp_path / "published"
    folder.mkdir()
    if text is not None:
        (folder / "datapackage.json").write_text(text)
    published = read_published(folder, tmp_path)
    assert message in str(only_problem(published))
    assert len(published.figures) == 0
    assert published.inputs["file"].tolist() == ["published/datapackage.json"]


def test_a_described_path_that_leads_out_of_the_folder_is_not_opened(tmp_path):
    folder = publish(tmp_path / "published", treatment=as_csv([figure()]))
    description = json.loads((folder / "datapackage.json").read_text())
    (tmp_path / "outside.csv").write_text("measure\nx\n")
    description["resources"].append({"path": "../outside.csv", "schema": {"fields": [{"name": "measure"}]}})
    (folder / "datapackage.json").write_text(json.dumps(description))
    published = read_published(folder, tmp_path)
    assert "'../outside.csv' leads out of the folder" in str(only_problem(published))
    assert not published.inputs["file"].str.contains("outside").any()


CONTENT = as_csv([figure(place=f"row {number}") for number in range(5)]).encode()


@settings(max_examples=80, deadline=None)
@given(
    place=st.integers(0, len(CONTENT) - 1),
    length=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=6), st.sampled_from([b'"', b",", b"\n", b'","', b"\x00", b"\xff", b"nan", b"1e309"])
    ),
    also_cut=st.one_of(st.none(), st.integers(0, len(CONTENT))),
)
def test_whatever_happens_to_a_file_nothing_raises_and_every_row_is_used_or_refused_with_a_reason(
    place, length, put, also_cut
):
    content = (CONTENT[:place] + put + CONTENT[place + length :])[:also_cut]
    with tempfile.TemporaryDirectory() as folder:
        published = read(Path(folder), treatment=content)
    rows, used, refused = (0 if count is pd.NA else count for count in counts(published, "treatment"))
    of_file = [problem for problem in published.problems if problem.file == "published/treatment.csv"]
    lines = {problem.line for problem in of_file if problem.severity == ROW_REFUSED}
    is_refused = any(problem.severity == FILE_REFUSED for problem in of_file)
    assert rows == used + refused
    assert used == len(published.figures)
    assert used == 0 if is_refused else refused == len(lines)


def test_the_published_tables_of_this_project_are_read_whole():
    folders = Folders.here()
    published = read_published(folders.published, folders.root)
    assert [str(problem) for problem in published.problems] == []
    assert published.inputs["refused"].sum() == 0
    assert set(LOOK_UPS) <= set(published.inputs["file"].map(lambda file: Path(file).stem))
    assert len(published.figures) > 0


def test_people_in_treatment_are_those_the_publisher_prints():
    folders = Folders.here()
    figures = read_published(folders.published, folders.root).figures
    totals = figures.loc[(figures["measure"] == "in_treatment") & (figures["breakdown"] == "all")]
    england = totals.loc[totals["source"] == "ndtms-viewit-england"].set_index("period_start")["value"]
    assert [england[day] for day in ("2009-04-01", "2020-04-01", "2023-04-01")] == [311668, 275896, 310863]
    barnet = figures.loc[(figures["source"] == "ndtms-viewit-barnet") & (figures["status"] == "shown"), "value"]
    assert len(barnet) > 0
    assert (barnet % 5 == 0).all()


def test_describing_anew_brings_hash_and_rows_up_to_date_and_nothing_else(tmp_path):
    table, package = tmp_path / "t.csv", tmp_path / "datapackage.json"
    table.write_text('measure,note\na,"two\nlines"\n', encoding="utf-8")
    package.write_text(
        json.dumps({"name": "n", "resources": [{"path": "t.csv", "schema": {}, "hash": "sha256:old", "rows": 9}]})
    )

    assert published.describe(tmp_path, tmp_path) == ["t.csv"]
    assert published.describe(tmp_path, tmp_path) == []
    described = json.loads(package.read_text())
    assert described["name"] == "n"
    assert described["resources"][0]["rows"] == 1
    assert f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()}" == described["resources"][0]["hash"]
