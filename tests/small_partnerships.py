"""A small project with records: three invented partnerships, a fourth (barnet) of which only published figures are known.

Each has as many people as SIZES says, in one agency; half of them come in each quarter of April to September 2008.
"""

import json
from contextlib import contextmanager
from pathlib import Path

import small_project
from small_extract import extract, headers

from needs.folders import Folders
from needs.pipeline import stale
from needs.publish.renderers import Here

FIRST, SECOND, THIRD = SLUGS = ("pewterstead", "skeingarth", "tallowmoss")
SIZES = {FIRST: 120, SECOND: 140, THIRD: 160}
QUARTERS = ("2008-09 Q1", "2008-09 Q2")
KEY, OTHER_KEY = "a key of this test only, nobody's", "another key of this test, nobody's"
FILE = "N0852-20080401-20080930-TREAT-IN-K.csv"
MANAGEMENT = """
[disclosure]
policy = "management"
recipients = "joint commissioning manager"
purpose = "a test"
"""
MONTHS = {"2008-09 Q1": ("04", "06"), "2008-09 Q2": ("07", "09")}  # in which people come, and in which they leave
PAPER = 'decision = "Note the report."\n'
VIEWIT = "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx\n2010/11,Barnet,Total,Total,Total,1105\n"


def written(root: Path) -> Folders:
    """The project, before anything was made of it."""
    folders = small_project.written(root)
    for slug in SLUGS:
        put(folders, slug, people(SIZES[slug]))
    return folders


def put(folders: Folders, slug: str, rows: list[dict[str, str]]) -> Path:
    """The extract of a partnership's one agency, and the note that its records are invented."""
    within = folders.raw / "ndtms" / slug
    within.mkdir(parents=True, exist_ok=True)
    (within / "manifest.json").write_text(json.dumps({"invented": True}))
    (within / FILE).write_bytes(extract(*rows, header=headers("K")))
    return within / FILE


def people(number: int, more: int = 0) -> list[dict[str, str]]:
    """So many people, turn and turn about in each quarter, and `more` in the second."""
    quarters = [*(QUARTERS[one % 2] for one in range(number)), *[QUARTERS[1]] * more]
    return [_person(one, when) for one, when in enumerate(quarters)]


def _person(number: int, quarter: str) -> dict[str, str]:
    """Half of all have left by the end of the quarter in which they came, half of those as planned.

    One of each forty comes for alcohol: few enough that their count is hidden.
    """
    came, left = MONTHS[quarter]
    has_left, as_planned = number % 4 > 1, number % 8 < 4
    return {
        "FINITIAL": "ABCDEFGHIJ"[number // 28 % 10], "DOB": f"{number % 28 + 1:02}/05/{1960 + number // 280}",
        "SEX": "MF"[number % 3 == 0], "EPISODID": f"E{number}", "CLIENTID": f"C{number}", "REFLD": f"01/{came}/2008",
        "TRIAGED": f"03/{came}/2008", "REFMODDT": f"03/{came}/2008", "FAOMODDT": f"04/{came}/2008",
        "MODST": f"07/{came}/2008", "DISD": f"20/{left}/2008" if has_left else "",
        "DISRSN": ("1" if as_planned else "6") if has_left else "", "DRUG1": "7000" if number % 40 == 0 else "1101",
    }  # fmt: skip


class InOrder(Here):
    """Two workers that do each job as it is submitted, in this process."""

    _max_workers = 2


def brought_up_to_date(folders: Folders, **also) -> list[Path]:
    """What `needs results` makes, in this process alone."""
    return stale.brought_up_to_date(folders, lambda *_: None, in_order, **also)


@contextmanager
def in_order(_: int):
    """Workers of this process."""
    yield InOrder()
