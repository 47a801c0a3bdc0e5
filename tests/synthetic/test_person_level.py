"""From invented files to tables: every row accounted for, every planted mistake found, nobody's identity kept."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from needs.cli import commands
from needs.ingest.ndtms.extracts import read_extract
from needs.ingest.ndtms.pseudonyms import Key
from needs.measure.journeys import link, treated
from needs.synthetic.extracts import synthesise


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("raw")
    synthesise(root, 1, ["ironbeck"])
    return root / "ndtms" / "ironbeck"


@pytest.fixture(scope="module")
def extract(folder):
    return read_extract(folder, Key(b"k" * 32, "a test"))


def test_every_row_is_used_refused_or_without_consent(extract):
    read = extract.files.filter(pl.col("rows_used").is_not_null())

    assert read["rows"].sum() == (read["rows_used"] + read["rows_refused"] + read["rows_without_consent"]).sum()
    assert read["rows_refused"].sum() > 0
    assert read["rows_without_consent"].sum() > 0


def test_each_kind_of_mistake_that_was_planted_is_found_by_its_rule(folder, extract):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    planted = {
        kind.split()[0] for file in manifest["files"].values() for kind in file["planted"] if kind[1:3].isdigit()
    }

    assert planted
    assert planted <= set(extract.findings["rule"])


def test_journeys_are_fewer_than_episodes_and_one_person_is_one_person_at_two_agencies(extract):
    spells = treated(extract.episodes, extract.interventions)
    journeys = link(spells).collect()

    assert 0 < journeys.height < extract.episodes.height
    assert journeys.filter(pl.col("agencies") > 1).height > 0


def test_no_reference_birth_date_or_postcode_is_in_a_table_or_a_finding(extract):
    tables = (extract.episodes, extract.interventions, extract.outcomes_profiles, extract.findings)
    text = " ".join(table.write_csv() for table in tables)

    assert "INV0" not in text
    assert "ZZ99" not in text
    assert not {"initial", "birth_date", "date_of_birth", "postcode", "client"} & {c for t in tables for c in t.columns}


def test_the_check_command_names_file_line_and_rule_and_never_a_person(folder):
    file = next(path for path in sorted(folder.glob("*.csv")) if "20100331" in path.name)
    result = CliRunner().invoke(commands, ["check", str(file)])

    assert 1 == result.exit_code
    assert f"{file.name}, line" in result.output
    assert "(R01, row refused)" in result.output
    assert "INV0" not in result.output


def test_the_synthesise_command_says_what_it_wrote(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    result = CliRunner().invoke(commands, ["synthesise", "--partnership", "ironbeck", "--seed", "1"])

    assert 0 == result.exit_code
    assert result.output.startswith("data/raw/ndtms/ironbeck: ")
    assert "invented" in result.output
