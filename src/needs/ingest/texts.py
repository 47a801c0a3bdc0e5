"""What people wrote for their partnerships, papers and plans, read and written as one part a partnership."""

import re
from pathlib import Path

import pandas as pd

from needs import parts
from needs.folders import Folders
from needs.ingest import authored, load, plans
from needs.ingest.problems import problems_table

ELSEWHERE = "_texts"  # the part of what lies in no partnership's folder
_OWNER = re.compile(r"data/raw/(?:local|plans)/([^/]+)/")


def ingest(folders: Folders) -> list[Path]:
    """Read the papers and plans against the figures and look-ups that were written; gives the paths written."""
    loaded = load.written(folders)
    known = set(loaded.areas["partnership"]) - {""}
    papers, planned = authored.read(folders, known), plans.read(folders, loaded)
    tables = {"authored": papers.texts, **{f"plan_{name}": table for name, table in planned.tables.items()}}
    written = [path for name, table in tables.items() for path in parts.write_each(table, folders.safe / name)]
    problems = (*planned.problems, *papers.problems)
    owners = pd.Series([_owner(one.file, known) for one in problems], dtype="str")
    written += parts.write_each(problems_table(problems), folders.safe / "problems", owners)
    of_files = planned.inputs["file"].map(lambda file: _owner(file, known))
    written += parts.write_each(planned.inputs, folders.safe / "inputs", of_files)
    _forget_others(folders.safe, [*tables, "problems", "inputs"], set(written))
    return written


def _owner(file: str, known: set[str]) -> str:
    """The partnership in whose folder a file lies."""
    found = _OWNER.match(f"{file}/")
    return found[1] if found and found[1] in known else ELSEWHERE


def _forget_others(safe: Path, names: list[str], kept: set[Path]) -> None:
    """Take away the parts of texts that are gone."""
    for path in (path for name in names for path in parts.paths(safe / name)):
        if path not in kept and path.stem != parts.SHARED:
            path.unlink()
