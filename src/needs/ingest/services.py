"""Where a partnership's services are: data/raw/local/<partnership>/services.csv, one row a service, read and checked."""

from dataclasses import replace

import pandas as pd

from needs.folders import Folders
from needs.ingest import csvfile, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, Problem
from needs.ingest.schema import check

NOT_REPEATED = "what stands there, not repeated here,"  # it may be the address or the number of a person
PLAIN = r"(?!.*[0-9][0-9 ()-]{6})[^@<>]*"
COLUMNS = ("service", "kind", "agency", "district", "open_when")
SCHEMA = {
    "fields": [
        {"name": name, "type": "string", "constraints": {"required": name in ("service", "kind", "district"), "pattern": PLAIN}}
        for name in COLUMNS
    ],
    "primaryKey": ["service"],
}  # fmt: skip


def read(folders: Folders, known: set[str]) -> tuple[pd.DataFrame, list[Problem], list[CsvFile]]:
    """Every services.csv: the rows with their partnership, the problems, and the files; `known` are the names of partnerships."""
    tables, problems, files = [], [], []
    for path in sorted((folders.raw / "local").glob(f"*/{raw.SERVICES}")):
        file = csvfile.read(path, folders.relative(path))
        files.append(file)
        if path.parent.name not in known:
            wanted = "a folder named as in areas.csv"
            problems.append(
                Problem(file.name, None, None, f"no partnership is called {path.parent.name!r}", wanted, FILE_REFUSED)
            )
            continue
        checked = check(file, SCHEMA)
        problems += [replace(one, found=NOT_REPEATED) if one.column else one for one in checked.problems]
        tables.append(checked.rows.drop(columns="line").assign(partnership=path.parent.name))
    none = pd.DataFrame(columns=["partnership", *COLUMNS], dtype="str")
    return pd.concat([none, *tables], ignore_index=True)[["partnership", *COLUMNS]], problems, files
