"""A small project in which the commands run: two published tables, settings, one notebook; and its commands as processes."""

import math
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
import sample_report
from small_package import as_csv, figure, publish, rows_described

from needs import cli, progress
from needs.folders import Folders

GOES_ON = re.compile(r"(Counting records|Rendering): [\d,]+ of [\d,]+")  # said every ten seconds, on a slow machine
SETTINGS = """
[[documents]]
partnership = "atlantis"
quarter = "2010-11 Q1"
why = "there is no such place"

[[documents]]
partnership = "barnet"
quarter = "2010-11 Q1"
why = "there is"
"""


def written(root: Path) -> Folders:
    """A project with one table of two rows, a second one, settings, and the sample notebook under our own name."""
    two = as_csv([figure(), figure(place="row 2", value="1110", period_start="2008-04-01", period_end="2009-03-31")])
    publish(root / "data/raw/published", treatment=two, more=as_csv([figure(place="more")]))
    rows_described(root / "data/raw/published", "treatment", 2)
    (root / "needs.toml").write_text(SETTINGS)
    (root / "notebooks").mkdir()
    shutil.copy(sample_report.__file__, root / "notebooks")
    nbformat.write(sample_report.notebook(), root / "notebooks/needs_assessment.ipynb")
    return Folders(root)


def commands(monkeypatch, capsys) -> Callable:
    """Runs a command in this process: gives its exit code, the lines of its output and those of its errors."""

    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", math.inf)  # a machine may be slow; what is said is not

    def command(*words: str) -> tuple[int, list[str], list[str]]:
        monkeypatch.setattr(sys, "argv", ["needs", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        return stopped.value.code or 0, printed.out.splitlines(), printed.err.splitlines()

    return command


def begun(root: Path, *words: str) -> subprocess.Popen:
    """A command as it runs from a terminal: a process that leads a group of its own, and lines to read from it."""
    return subprocess.Popen(
        [sys.executable, "-c", "from needs.cli import main; main()", *words],
        env=os.environ | {"NEEDS_HOME": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(command: subprocess.Popen) -> tuple[int, list[str], list[str]]:
    """The exit code of a command, the lines of its output still unread and those of its errors."""
    said, errors = command.communicate(timeout=300)
    return command.returncode, said.splitlines(), [line for line in errors.splitlines() if not GOES_ON.match(line)]


def times(folder: Path) -> dict[str, int]:
    """When each file below a folder was written, by its place in it; but for hidden ones."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in paths}


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of each file below a folder, by its place in it; but for hidden ones."""
    return {place: (folder / place).read_bytes() for place in times(folder)}


def processes(root: Path) -> set[int]:
    """The processes that work on a project: each has inherited where the project lies."""
    return {process.pid for process in psutil.process_iter() if _home(process) == str(root)}


def waited_for(happened: Callable[[], object], seconds: float = 120) -> object:
    """What happened, as soon as it has; a failure if it does not."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return found


def _home(process: psutil.Process) -> str | None:
    try:
        return process.environ().get("NEEDS_HOME")
    except psutil.Error:  # ended meanwhile, or another's
        return None
