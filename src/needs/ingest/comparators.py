"""The partnerships that one of them wants to be set beside, as its own file lists them: comparators.csv."""

from dataclasses import replace

import pandas as pd

from needs.areas import INVENTED, slug_of
from needs.folders import Folders
from needs.ingest import csvfile, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import renamed
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED, Problem
from needs.ingest.schema import check

SCHEMA = {
    "fields": [{"name": "partnership", "type": "string", "constraints": {"required": True}}],
    "primaryKey": ["partnership"],
}  # other columns, such as why, are the partnership's own
WANTED = "another partnership, by its name, its code or its name in paths, such as leeds"


def own_comparators(folders: Folders, areas: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem], list[CsvFile]]:
    """The areas with the neighbours that each comparators.csv names, the problems, and the files.

    A row names a partnership of the same world, and not the partnership itself; a file of no row that is right changes
    nothing.
    """
    neighbours = dict(zip(areas["partnership"], areas["neighbours"], strict=True))
    problems: list[Problem] = []
    read: list[CsvFile] = []
    for path in sorted((folders.raw / "local").glob(f"*/{raw.COMPARATORS}")):
        file, own = csvfile.read(path, folders.relative(path)), path.parent.name
        read.append(file)
        if own not in neighbours:
            found = f"no partnership is called {own!r}"
            problems.append(Problem(file.name, None, None, found, "a folder named as in areas.csv", FILE_REFUSED))
            continue
        checked = check(_the_column(file), SCHEMA)
        problems += checked.problems
        named = [(row.line, row.partnership, slug_of(row.partnership, areas)) for row in checked.rows.itertuples()]
        wrong = [(line, written) for line, written, slug in named if not _may_stand_beside(own, slug, areas)]
        problems += [Problem(file.name, int(line), "partnership", text, WANTED, ROW_REFUSED) for line, text in wrong]
        refused = {line for line, _ in wrong}
        right = list(dict.fromkeys(slug for line, _, slug in named if line not in refused))
        neighbours[own] = " ".join(right) or neighbours[own]
    return areas.assign(neighbours=areas["partnership"].map(neighbours).fillna("")), problems, read


def _may_stand_beside(own: str, other: str, areas: pd.DataFrame) -> bool:
    """Whether the other is a partnership, another one, and of the same world."""
    invented = areas.set_index("partnership")["kind"].eq(INVENTED)
    return other in invented.index and other not in ("", own) and bool(invented[other] == invented[own])


def _the_column(file: CsvFile) -> CsvFile:
    """The file with the one column that is read, whatever its case and spaces."""
    header = renamed(file.header, {"partnership": "partnership"})
    if file.is_refused or "partnership" not in header:
        return file
    rows = file.rows.set_axis(["line", *header], axis="columns")[["line", "partnership"]]
    return replace(file, header=("partnership",), rows=rows)
