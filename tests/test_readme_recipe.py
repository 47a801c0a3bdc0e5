"""The README's recipe for adding an indicator, followed word for word in a copy of the code and its tests."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECIPE = re.search(r"\n## Adding an indicator\n(.*?)\n## ", (ROOT / "README.md").read_text(), flags=re.DOTALL).group(1)
BLOCK = re.compile(r"^ {3}```\w+\n {3}(?:# |<!-- )(?P<file>\S+), (?P<place>.+?)(?: -->)?\n(?P<lines>.*?)^ {3}```$", re.M | re.S)  # fmt: skip
BLOCKS = [match.groupdict() for match in BLOCK.finditer(RECIPE)]
COMMANDS = re.findall(r"^\$ (.+)$", RECIPE, flags=re.MULTILINE)
SAID = re.search(r"^\$ python -c .+\n(.+)$", RECIPE, flags=re.MULTILINE).group(1)


def added(text: str, place: str, lines: str) -> str:
    """The text of a file with lines where the README says that they go."""
    before = text.splitlines()
    if place == "at the end":
        at = len(before)
        lines = f"\n\n{lines}"
    elif place == "the last entry":  # of the file's last tuple or dictionary
        tables = [node for node in ast.parse(text).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        at = [node for node in tables if isinstance(node.value, ast.Tuple | ast.Dict)][-1].end_lineno - 1
    else:
        heading = f"### {place.removeprefix('under ')}"
        at = before.index(heading, before.index("## Unreleased")) + 2
    return "\n".join([*before[:at], *lines.rstrip("\n").split("\n"), *before[at:]]) + "\n"


@pytest.fixture
def followed(tmp_path):
    """Follows the recipe in a copy of the project, but for one file, and gives what its commands did.

    With options for pytest, only the first command is run.
    """
    without_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=without_caches)
    shutil.copytree(ROOT / "tests" / "measure", tmp_path / "tests" / "measure", ignore=without_caches)
    for name in ("CHANGELOG.md", "pyproject.toml", "tests/drawn.py"):
        shutil.copy(ROOT / name, tmp_path / name)

    def followed(left_out: str = "", *only: str) -> list[subprocess.CompletedProcess]:
        for block in BLOCKS:
            path = tmp_path / block["file"]
            if block["file"] != left_out:
                lines = re.sub(r"^ {3}", "", block["lines"], flags=re.MULTILINE)  # the indent of a step
                path.write_text(added(path.read_text(), block["place"], lines))
        environment = os.environ | {"PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        return [
            subprocess.run(
                [sys.executable, *shlex.split(command)[1:], *only],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
            )
            for command in (COMMANDS[:1] if only else COMMANDS)
        ]

    return followed


def test_the_recipe_names_every_file_that_it_changes():
    assert [block["file"].rsplit("/", 1)[-1] for block in BLOCKS] == [
        "numbers.py",
        "cohorts.py",
        "cohort_cases.py",
        "in_treatment.py",
        "CHANGELOG.md",
    ]
    assert [shlex.split(command)[:2] for command in COMMANDS] == [["python", "-m"], ["python", "-c"]]


def test_followed_word_for_word_the_indicator_is_there_and_counts_as_drawn(followed, tmp_path):
    tested, listed = followed()

    assert tested.returncode == 0, tested.stdout
    assert (listed.stdout, listed.stderr) == (f"{SAID}\n", "")
    numbers = (tmp_path / "CHANGELOG.md").read_text().partition("### Numbers\n")[2]
    assert numbers.startswith(f"\n{BLOCKS[-1]['lines'].strip()}\n")


@pytest.mark.parametrize("left_out", [block["file"] for block in BLOCKS if block["file"].endswith(".py")])
def test_with_a_step_left_out_its_tests_fail(followed, left_out):
    (tested,) = followed(left_out, "-k", "aged_55_or_over or every")

    assert tested.returncode == 1, tested.stdout
