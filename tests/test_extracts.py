"""Extracts of several partnerships: the tables behind the line, what may be said of the files, and what is refused."""

import json
import re

import pandas as pd
import polars as pl
import pytest
from small_extract import put

from needs.folders import Folders
from needs.ingest import extracts

CANARIES = {"FINITIAL": "Q", "SINITIAL": "X", "DOB": "29/02/1908", "PC": "ZZ98 7QX", "CLIENTID": "CANARY-REFERENCE"}
FOUND_OUT = re.compile(rb"29/02/1908|1908-02-29|ZZ98|7QX|CANARY")


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDS_PSEUDONYM_KEY", "a key of this test only, nobody's")
    return Folders(tmp_path)


def ndtms(folders, name):
    return folders.raw / "ndtms" / name


def read(folders, name):
    return pl.read_csv(folders.safe / f"{name}.csv")


def test_each_partnership_has_tables_of_its_own_behind_the_line(folders):
    put(ndtms(folders, "kent"), {}, {"CLIENTID": "CLIENT-2", "EPISODID": "EPISODE-2"})
    put(ndtms(folders, "dudley"), {})

    extracts.ingest(folders, {"kent", "dudley"})

    assert pl.read_parquet(folders.restricted / "kent" / "episodes.parquet").height == 2
    assert pl.read_parquet(folders.restricted / "dudley" / "episodes.parquet").height == 1
    assert read(folders, "extracts").select("partnership", "rows_used").rows() == [("dudley", 1), ("kent", 2)]


def test_a_folder_of_no_partnership_is_refused_and_stops_no_other(folders):
    put(ndtms(folders, "kent"), {})
    put(ndtms(folders, "atlantis"), {})

    extracts.ingest(folders, {"kent"})
    refused = dict(read(folders, "extracts").select("partnership", "refused").rows())

    assert "no partnership has this name" in refused["atlantis"]
    assert refused["kent"] in (None, "")
    assert not (folders.restricted / "atlantis").exists()


def test_a_folder_of_another_name_is_read_where_its_records_are_invented(folders):
    folder = put(ndtms(folders, "comparison-01"), {})
    (folder / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")

    extracts.ingest(folders, {"kent"})

    assert read(folders, "extracts")["rows_used"].to_list() == [1]


def test_an_invented_partnership_gets_an_area_whose_name_says_so(folders):
    folder = put(ndtms(folders, "comparison-01"), {})
    (folder / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")
    areas = pd.DataFrame([("E1", "Kent", "kent", "county")], columns=["area_code", "name", "partnership", "type"])

    names = extracts.with_invented(areas, folders).set_index("area_code")["name"].to_dict()

    assert names["comparison-01"] == "Comparison 01 (invented)"
    assert names["invented-together"] == "all invented partnerships"


def test_what_was_read_of_extracts_that_are_gone_goes_too(folders):
    put(ndtms(folders, "kent"), {})
    extracts.ingest(folders, {"kent"})
    for path in ndtms(folders, "kent").iterdir():
        path.unlink()
    ndtms(folders, "kent").rmdir()

    extracts.ingest(folders, {"kent"})

    assert list(folders.restricted.iterdir()) == []
    assert read(folders, "extracts").height == 0


def test_without_extracts_the_lists_are_there_and_empty_and_no_key_is_wanted(folders, monkeypatch):
    monkeypatch.delenv("NEEDS_PSEUDONYM_KEY")
    monkeypatch.setenv("NEEDS_PSEUDONYM_KEY_FILE", str(folders.root.parent / "no.key"))

    extracts.ingest(folders, set())

    assert [read(folders, name).height for name in extracts.SAFE] == [0, 0, 0, 0]
    assert not (folders.root.parent / "no.key").exists()


def test_no_planted_identifier_is_in_any_file_that_is_written(folders):
    put(
        ndtms(folders, "kent"),
        CANARIES,
        CANARIES | {"MODST": "31/02/2008", "SEX": "CANARY"},
        {"DOB": "29/02/1908", "SEX": ""},
    )

    written = extracts.ingest(folders, {"kent"})
    frames = [pl.read_parquet(path).write_csv().encode() for path in written if path.suffix == ".parquet"]
    texts = [path.read_bytes() for path in written if path.suffix == ".csv"]

    assert len(frames) + len(texts) == 8
    assert [text for text in (*frames, *texts) if FOUND_OUT.search(text)] == []
