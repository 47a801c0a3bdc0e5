"""The record beside a fetched file: it gives the file's source licence, attribution and day, and is no input of its own."""

import hashlib
import json

import dropped
import pytest

from needs.folders import Folders
from needs.ingest import fetched, raw
from needs.ingest.problems import NOTED

FILE = "fingertips/fingertips-502.csv"
CONTENT = dropped.fingertips({})
RECORD = {
    "source": "fingertips", "title": "Fingertips", "address": "https://fingertips.example/api", "host": "mirror.example",
    "at": "2026-11-05T10:00:00+00:00", "bytes": len(CONTENT), "sha256": hashlib.sha256(CONTENT.encode()).hexdigest(),
    "publisher": "OHID", "licence": "Open Government Licence v3.0", "attribution": "Contains public sector information.",
    "note": "One caution.", "etag": "", "last_modified": "",
}  # fmt: skip


def read(root, record):
    return dropped.read(root, {FILE: CONTENT, f"{FILE}.fetched.json": record})


def source_of(loaded):
    return loaded.sources.set_index("source").loc["fingertips:fingertips-502.csv"].to_dict()


def test_the_source_of_a_fetched_file_has_its_licence_attribution_and_day(tmp_path):
    loaded = read(tmp_path, json.dumps(RECORD))

    source = source_of(loaded)
    assert {name: source[name] for name in source if name != "kind"} == {
        "type": "statistic",
        "title": "Fingertips download, file fingertips-502.csv",
        "publisher": "OHID",
        "published": "",
        "licence": "Open Government Licence v3.0",
        "attribution": "Contains public sector information. Fetched on 5 November 2026.",
        "address": "https://fingertips.example/api",
        "note": "Fetched on 5 November 2026. One caution.",
    }
    assert dropped.said(loaded, NOTED) == []
    assert [name for name in loaded.inputs["file"] if name.endswith(".json")] == []


def test_the_source_of_a_dropped_file_without_a_record_says_what_it_said(tmp_path):
    source = source_of(dropped.read(tmp_path, {FILE: CONTENT}))

    assert (source["title"], source["licence"], source["note"]) == (
        "Fingertips download, file fingertips-502.csv",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (json.dumps(RECORD | {"sha256": "0" * 64}), "it speaks of other bytes than the file now has"),
        (json.dumps(RECORD | {"at": "yesterday"}), "at is no date and time"),
        (json.dumps({name: value for name, value in RECORD.items() if name != "licence"}), "it has no licence"),
        (json.dumps(RECORD | {"bytes": "many"}), "bytes is 'many'"),
        ("[]", "it holds no record"),
        ("{", "it cannot be read"),
    ],
    ids=["another file's", "no time", "no licence", "no number", "a list", "no JSON"],
)
def test_a_record_that_does_not_speak_of_the_file_is_noted_and_the_figures_are_used(tmp_path, record, says):
    loaded = read(tmp_path, record)

    (note,) = dropped.said(loaded, NOTED)
    assert note.startswith(f"data/raw/{FILE}.fetched.json: {says}")
    assert note.endswith("Fetch the file again, or remove the record")
    assert (source_of(loaded)["licence"], len(dropped.downloaded(loaded))) == ("", 3)


def test_a_record_counts_as_an_input_so_that_a_new_one_is_read(tmp_path):
    read(tmp_path, json.dumps(RECORD))

    assert tmp_path / "data/raw" / f"{FILE}.fetched.json" in raw.found_files(Folders(tmp_path))


def test_a_record_without_its_file_is_named_as_not_read(tmp_path):
    loaded = dropped.read(tmp_path, {f"{FILE}.fetched.json": json.dumps(RECORD)})

    assert [note.partition(":")[0] for note in dropped.said(loaded, NOTED)] == [f"data/raw/{FILE}.fetched.json"]


def test_what_is_left_of_a_fetch_that_was_stopped_is_neither_read_nor_named(tmp_path):
    loaded = dropped.read(tmp_path, {"tables/.a.csv.partial": "Year,", "tables/.a.csv.partial.about": "{}"})

    assert dropped.said(loaded, NOTED) == []
    assert not [path for path in raw.found_files(Folders(tmp_path)) if ".partial" in path.name]


def test_a_record_is_read_as_it_was_written(tmp_path):
    record = fetched.Record(**RECORD)
    fetched.write(record, tmp_path / "a.csv")

    assert fetched.read(tmp_path / "a.csv") == record
    assert fetched.read(tmp_path / "b.csv") is None
