"""A folder of reports with one of everything the site shows: up to date, out of date, failed, invented, for all partnerships."""

from pathlib import Path

import pandas as pd

from needs.folders import Folders
from needs.publish import batch
from needs.publish.provenance import provenance

AREAS = pd.DataFrame(
    [("E1", "Barnet", "barnet", "county"), ("E2", "Bath & North East Somerset", "bath", "county"), ("E3", "Kent", "kent", "county"),
     ("E4", "England", "", "country")],
    columns=["area_code", "name", "partnership", "type"],
)  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title></head><body>{band}<header class="masthead">
<p class="status"><span class="badge">{badge}</span></p></header><table>{parameters}</table>
<footer><p>Stamp <code>{stamp}</code>: all</p></footer></body></html>"""
REASON = "notebooks/plan.ipynb, cell 3: <b>no</b> plan of Kent"


def written(root: Path) -> Folders:
    """The folders below root: four partnerships' quarters, and a document on all partnerships."""
    folders = Folders(root)
    for name in ("assessment", "methods", "plan"):
        (folders.notebooks / f"{name}.ipynb").parent.mkdir(parents=True, exist_ok=True)
        (folders.notebooks / f"{name}.ipynb").write_text(f"{name}\n")
    folders.safe.mkdir(parents=True)
    (folders.safe / "results.csv").write_text("value\n1\n")
    document(folders, "assessment", {"partnership": "barnet", "quarter": "2011-12 Q4"}, "Published figures")
    document(
        folders,
        "assessment",
        {"partnership": "bath", "quarter": "2008-09 Q1"},
        "Counted from NDTMS extracts",
        band=BAND,
    )
    document(folders, "assessment", {"partnership": "kent", "quarter": "2008-09 Q1"}, "Published figures", "0" * 16)
    document(folders, "assessment", {"partnership": "kent", "quarter": "2007-08 Q4"}, "Published figures")
    document(folders, "methods", {}, "Published figures")
    batch.keep(folders.reports / "kent" / "2008-09-q1", "plan", REASON)
    for name in ("figures.csv", "figures.xlsx"):
        (folders.reports / "barnet" / "2011-12-q4" / name).write_text("figures\n")
    return folders


BAND = '<aside aria-label="What this is" class="band">Invented place: nobody in these figures exists.</aside>'


def document(
    folders: Folders, notebook: str, parameters: dict[str, str], badge: str, stamp: str = "", band: str = ""
) -> Path:
    """A document in both editions, of what is there now unless another stamp is given."""
    place = "/".join(value.lower().replace(" ", "-") for value in parameters.values()) or "all"
    made = provenance(folders.notebooks / f"{notebook}.ipynb", parameters, folders)
    rows = "".join(
        f'<tr><th scope="row">Parameter {name}</th><td>{value}</td></tr>' for name, value in parameters.items()
    )
    about = ", ".join(parameters.values()) or "all partnerships"
    text = PAGE.format(
        title=f"{notebook.capitalize()} &amp; more: {about}",
        badge=badge,
        parameters=rows,
        stamp=stamp or made.stamp,
        band=band,
    )
    for suffix in (".html", ".review.html"):
        path = folders.reports / place / f"{notebook}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return path
