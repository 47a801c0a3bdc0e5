"""Runs that are killed at random moments leave nothing half-written, nothing mixed, nothing locked and nothing behind.

The long version runs where NEEDS_KILLS says how many kills are wanted, and prints its figures.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import killing
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the steps are forked, which only Linux does safely")
NOTHING = dict.fromkeys(
    ("half-written", "mixtures read", "stamped and not whole", "locks left", "lost", "other bytes", "unfinished files left",
     "temporary files left", "processes left"), 0,
)  # fmt: skip


def killed(root: Path, kills: int, seed: int, *steps: str) -> dict[str, int]:
    """What was found after so many kills of `results` and these steps in turn."""
    with tempfile.TemporaryDirectory(prefix="n-") as temporary:  # short: a socket's path has at most 104 characters
        command = [sys.executable, killing.__file__, str(root), str(kills), str(seed), *steps]
        run = subprocess.run(
            command, env={**os.environ, "TMPDIR": temporary, killing.MARK: str(root)}, stdout=subprocess.PIPE, text=True
        )
        assert run.returncode == 0
    return json.loads(run.stdout.splitlines()[-1])


def test_sixteen_kills_leave_nothing_half_written_locked_or_behind(tmp_path):
    found = killed(tmp_path, 16, 7, "downloads", "site", "synthesise")

    assert found["kills"] == 16
    assert {name: found[name] for name in NOTHING} == NOTHING


@pytest.mark.skipif("NEEDS_KILLS" not in os.environ, reason="set NEEDS_KILLS=1000 for the kills of some hours")
def test_as_many_kills_as_are_asked_for_leave_nothing_either(tmp_path, capsys):
    found = killed(tmp_path, int(os.environ["NEEDS_KILLS"]), 1, "downloads", "site", "synthesise", "report")
    with capsys.disabled():
        print(found)

    assert {name: found[name] for name in NOTHING} == NOTHING
