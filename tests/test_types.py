"""Annotations are true: mypy finds nothing in src, and what `make tidy` runs is run before each commit too."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def test_mypy_finds_no_error():
    checked = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.stdout.startswith("Success: no issues found"), checked.stdout + checked.stderr


def test_hooks_run_what_make_tidy_runs():
    tidy = re.search(r"^tidy:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), flags=re.MULTILINE).group(1)
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]

    assert [hook["entry"] for hook in hooks] == re.findall(r"\t@(.*)", tidy.replace("$(BIN)", ".venv/bin"))
