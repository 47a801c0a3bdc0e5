"""A published folder of a few rows, for the tests of the ingest room."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from needs.ingest.figures import COLUMNS, DATES, KEY, NUMBERS, OPTIONAL
from needs.measure.indicators import INDICATORS

REQUIRED = set(COLUMNS) - set(NUMBERS) - {"qualifier", "note", *OPTIONAL}
FIELDS = [
    {
        "name": name,
        "type": "date" if name in DATES else "number" if name in NUMBERS else "string",
        "constraints": {"required": name in REQUIRED},
        "optional": name in OPTIONAL,
    }
    for name in COLUMNS
]
SOUND = {
    "measure": "in_treatment",
    "area_code": "E09000003",
    "period_start": "2009-04-01",
    "period_end": "2010-03-31",
    "window": "financial_year",
    "breakdown": "all",
    "group": "all",
    "kind": "actual",
    "population": "people in drug or alcohol treatment",
    "age": "18+",
    "value": "1105",
    "lower": "",
    "upper": "",
    "unit": "people",
    "status": "shown",
    "qualifier": "",
    "source": "viewit",
    "place": "row 1",
    "note": "",
    **dict.fromkeys(OPTIONAL, ""),
}
LOOK_UPS = {
    "measures": "measure,topic,title,counted,unit,note\nin_treatment,who,In treatment,people,people,\n",
    "sources": "source,type,title,publisher,published,licence,attribution,address,note\nviewit,statistic,V,O,,OGL,A,,\n",
    "areas": (
        "area_code,name,partnership,type,region_code,valid_from,valid_to,note\n"
        "E09000003,Barnet,barnet,london borough,E12000007,,,\n"
        "E92000001,England,,country,,,,\n"
        "E08000020,Gateshead,,metropolitan district,E12000001,,2013-03-31,\n"
        "E08000037,Gateshead,gateshead,metropolitan district,E12000001,2013-04-01,,\n"
    ),
}


def figure(**cells: str) -> dict[str, str]:
    """A sound figure but for the cells given."""
    assert set(cells) <= set(SOUND)
    return SOUND | cells


def as_csv(figures: list[dict[str, str]], columns: tuple[str, ...] = ()) -> str:
    """Figures as the text of a CSV file, each cell in quotation marks; optional columns only where a figure fills them."""
    filled = {name for row in figures for name in OPTIONAL if row[name]}
    columns = columns or tuple(name for name in COLUMNS if name not in OPTIONAL or name in filled)
    rows = [columns, *([row[name] for name in columns] for row in figures)]
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


def rows_described(folder: Path, table: str, rows: int) -> None:
    """Let the description of a folder say how many rows a table has."""
    package = json.loads((folder / "datapackage.json").read_text())
    next(entry for entry in package["resources"] if entry["name"] == table)["rows"] = rows
    (folder / "datapackage.json").write_text(json.dumps(package))


def publish(folder: Path, **tables: str | bytes) -> Path:
    """Write a published folder: the three look-ups and tables of figures by name, all described; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, content in (LOOK_UPS | tables).items():
        content = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(content)
        resources.append(_resource(name, content))
    (folder / "datapackage.json").write_text(json.dumps({"name": "small", "resources": resources}))
    return folder


def _resource(name: str, content: bytes) -> dict:
    described = {"name": name, "path": f"{name}.csv", "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    if name in LOOK_UPS:
        header = LOOK_UPS[name].split("\n")[0].split(",")
        header += [column for column in content.decode().split("\n")[0].split(",") if column not in header]
        fields = [{"name": column, "type": "string"} for column in header]
        return described | {"schema": {"fields": fields, "primaryKey": header[0]}}
    return described | {"profile": "needs-figures", "schema": {"fields": FIELDS, "primaryKey": list(KEY)}}


def counted_measures() -> pd.DataFrame:
    """The measures that the project counts, in the columns of measures.csv: what a run adds to those that are published."""
    rows = [(one.name, one.topic, one.title, one.noun, one.unit, "") for one in INDICATORS]
    return pd.DataFrame(rows, columns=["measure", "topic", "title", "counted", "unit", "note"])
