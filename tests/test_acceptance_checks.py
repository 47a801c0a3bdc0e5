"""The checks a document must pass, and the tests that hold them: a test that is renamed or removed leaves its check unheld."""

import csv
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHECKS = list(csv.DictReader((HERE / "acceptance_checks.csv").open(encoding="utf-8")))
BY_HAND = "by hand"


@pytest.mark.parametrize("check", CHECKS, ids=[check["check"][:60] for check in CHECKS])
def test_the_tests_that_hold_a_check_are_there(check):
    for held in check["held by"].split("; "):
        if held != BY_HAND:
            file, name = held.split("::")
            assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE), held


def test_all_but_one_check_are_held_by_a_test():
    assert [check["check"] for check in CHECKS if check["held by"] == BY_HAND] == [
        "read aloud by a screen reader: summary, one chart, one table"
    ]
