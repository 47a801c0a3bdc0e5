"""Extracts of several partnerships: the tables behind the line, what may be said of the files, and what is refused."""

import json
import os
import re

import pandas as pd
import polars as pl
import pytest
from small_extract import KEY, put

from needs.folders import Folders
from needs.ingest.ndtms import extracts

CANARIES = {"FINITIAL": "Q", "SINITIAL": "X", "DOB": "29/02/1908", "PC": "ZZ98 7QX", "CLIENTID": "CANARY-REFERENCE"}
FOUND_OUT = re.compile(rb"29/02/1908|1908-02-29|ZZ98|7QX|CANARY")


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path)


def ndtms(folders, name):
    return folders.raw / "ndtms" / name


def ingest(folders, slug, known=("kent", "dudley")):
    """Read the extracts of one partnership; gives the paths written."""
    return extracts.ingest(ndtms(folders, slug), KEY, dict.fromkeys(known, False), folders.restricted)


def read(folders, slug, name):
    return pl.read_parquet(folders.restricted / slug / f"{name}.parquet")


def test_a_partnership_has_tables_of_its_own_behind_the_line_for_their_owner_only(folders):
    put(ndtms(folders, "kent"), {}, {"CLIENTID": "CLIENT-2", "EPISODID": "EPISODE-2"})
    put(ndtms(folders, "dudley"), {})

    written = ingest(folders, "kent")

    assert {path.parent for path in written} == {folders.restricted / "kent"}
    assert {path.stem for path in written} == {*extracts.PEOPLE, *extracts.FILES_READ}
    assert read(folders, "kent", "episodes").height == 2
    assert read(folders, "kent", "extracts").select("partnership", "rows_used").rows() == [("kent", 2)]
    assert os.name == "nt" or {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert os.name == "nt" or (folders.restricted / "kent").stat().st_mode & 0o777 == 0o700


def test_reading_again_writes_the_same_bytes(folders):
    put(ndtms(folders, "kent"), {}, {"CLIENTID": "CLIENT-2", "EPISODID": "EPISODE-2", "SEX": "X"})
    before = {path: path.read_bytes() for path in ingest(folders, "kent")}

    assert {path: path.read_bytes() for path in ingest(folders, "kent")} == before


def test_a_folder_of_no_partnership_is_refused_with_its_reason_and_no_tables_of_people(folders):
    put(ndtms(folders, "atlantis"), {})

    written = ingest(folders, "atlantis", known=("kent",))

    assert "no partnership has this name" in read(folders, "atlantis", "extracts")["refused"].item()
    assert {path.stem for path in written} == set(extracts.FILES_READ)
    assert [read(folders, "atlantis", name).height for name in extracts.FILES_READ] == [1, 0, 0, 0, 0, 0]


def test_invented_records_under_the_name_of_a_real_partnership_are_refused(folders):
    folder = put(ndtms(folders, "kent"), {})
    (folder / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")

    ingest(folders, "kent")

    row = read(folders, "kent", "extracts").row(0, named=True)
    assert "invented records under the name of a real partnership" in row["refused"]
    assert (row["rows_used"], row["is_invented"]) == (0, True)


@pytest.mark.parametrize("manifest", ['{"invented": "true"}', '{"invented": tr', "", "[]"])
def test_a_manifest_that_does_not_say_whether_records_are_invented_refuses_them(folders, manifest):
    folder = put(ndtms(folders, "kent"), {})
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")

    ingest(folders, "kent")

    refused = read(folders, "kent", "extracts")["refused"].item()
    assert "manifest.json does not say whether its records are invented" in refused


@pytest.mark.parametrize("has_manifest", [True, False])
def test_the_manifest_or_the_kind_of_the_area_says_that_records_are_invented(folders, has_manifest):
    folder = put(ndtms(folders, "northmere"), {})
    if has_manifest:
        (folder / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")

    extracts.ingest(folder, KEY, {"northmere": True}, folders.restricted)

    assert read(folders, "northmere", "extracts")["is_invented"].item() is True


def test_extracts_that_are_being_invented_are_refused(folders):
    folder = put(ndtms(folders, "kent"), {})
    (folder / "manifest.json").write_text(json.dumps({"invented": True, "unfinished": True}), encoding="utf-8")

    ingest(folders, "kent")

    assert "was stopped there; run `needs synthesise` again" in read(folders, "kent", "extracts")["refused"].item()


def test_invented_records_that_no_area_file_names_get_an_area_of_the_invented_kind(folders):
    folder = put(ndtms(folders, "far-holm"), {})
    (folder / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")
    columns = ["area_code", "name", "partnership", "type", "kind"]
    areas = pd.DataFrame([("E1", "Kent", "kent", "county", "")], columns=columns)

    row = extracts.with_invented(areas, folders).set_index("partnership").loc["far-holm"]

    assert (row["name"], row["kind"], row["area_code"]) == ("Far holm", "invented", "far-holm")
    for name in ("KENT", "Kent", "all"):
        other = put(ndtms(folders, name), {})
        (other / "manifest.json").write_text(json.dumps({"invented": True}), encoding="utf-8")
        assert name not in set(extracts.with_invented(areas, folders)["partnership"])


def test_tables_of_people_go_where_the_extract_can_no_longer_be_read(folders):
    put(ndtms(folders, "kent"), {})
    ingest(folders, "kent")

    ingest(folders, "kent", known=())

    held = {path.stem for path in (folders.restricted / "kent").iterdir()}
    assert held == set(extracts.FILES_READ)
    assert [read(folders, "kent", name).height for name in extracts.FILES_READ] == [1, 0, 0, 0, 0, 0]


def test_no_planted_identifier_is_in_any_file_that_is_written(folders):
    put(
        ndtms(folders, "kent"),
        CANARIES,
        CANARIES | {"MODST": "31/02/2008", "SEX": "CANARY"},
        {"DOB": "29/02/1908", "SEX": ""},
    )

    written = ingest(folders, "kent")
    frames = {path.stem: pl.read_parquet(path).write_csv().encode() for path in written}

    assert len(frames) == 10
    assert frames["findings"].count(b"\n") > 1
    assert [name for name, text in frames.items() if FOUND_OUT.search(text)] == []
    assert [path.name for path in written if FOUND_OUT.search(path.read_bytes())] == []
