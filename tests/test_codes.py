"""The discharge reasons that ingest checks and those that the cohorts count are one list."""

import csv
from pathlib import Path

import needs.ingest
import needs.measure

CHECKED = Path(needs.ingest.__file__).parent / "codes" / "ndtms" / "discharge_reasons.csv"
COUNTED = Path(needs.measure.__file__).parent / "codes" / "discharge_reasons.csv"


def codes(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_every_code_that_may_be_read_is_counted_somewhere_and_the_other_way_round():
    assert set(codes(CHECKED)) == set(codes(COUNTED))


def test_a_planned_discharge_is_the_same_in_both():
    planned = {code for code, row in codes(CHECKED).items() if row["planned_2009"] == "yes"}
    completed = {code for code, row in codes(COUNTED).items() if row["group"].startswith("completed")}

    assert completed == planned
