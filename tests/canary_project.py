"""A small project whose extract is full of planted identifiers: in sound rows, in refused ones, in columns nobody expects.

All of them are written with letters and numbers that stand nowhere else, so that one found is one leaked.
"""

import shutil
from pathlib import Path

import small_project
from small_extract import extract, headers

from needs.folders import Folders

PARTNERSHIP, QUARTER = "barnet", "2008-09 Q1"
KEY = "5cfaae07d14be21a6c8fb6b3f1c1d2bb0c0ffee5cfaae07d14be21a6c8fb6b3f1"
OTHER_KEY = "8811bbd07d14be21a6c8fb6b3f1c1d2bb0c0ffee5cfaae07d14be21a6c8fb6bcd"
PLANTED = {
    "FINITIAL": "Q", "SINITIAL": "Z", "DOB": "03/02/1931", "PC": "QZ91 7QZ", "CLIENT": "QZCLIENT", "CLIENTID": "QZREF",
    "EPISODID": "QZEPISODE", "MODID": "QZMODALITY", "GPPTCE": "QZPRACTICE", "OPRAGNCY": "QZNOTE", "HOME": "QZPHONE",
}  # fmt: skip
TRUE_COUNTS_TOO = """
[disclosure]
policy = "management"
recipients = "nobody"
purpose = "none but a test"
"""
NEVER_SEEN = ("QZ", "qz", "03/02/1931", "1931-02-03", "1931-02", "02/1931", "19310203", "3 February 1931", "7QZ")
AGENCY, OTHER_AGENCY = "N0852", "N0853"
NAMES = [f"{agency}-20080401-20080630-TREAT-IN-K.csv" for agency in (AGENCY, OTHER_AGENCY)]
SPOILT = (
    {"FINITIAL": ""}, {"FINITIAL": "QZ"}, {"DOB": "QZ/02/1931"}, {"DOB": "03/02/2008"}, {"DOB": "1931-02-03"}, {"SEX": "QZ"},
    {"AGNCY": "QZ931"}, {"AGNCY": "QZ Smith"}, {"EPISODID": ""}, {"CLIENTID": ""}, {"CONSENT": "QZ"}, {"CONSENT": "N"},
    {"TRIAGED": "05/03/1932"}, {"TRIAGED": "QZ"}, {"DISD": "05/03/1932"}, {"DISD": "QZ", "DISRSN": "QZ"}, {"MODAL": "QZ"},
    {"REFMODDT": "31/12/2099"}, {"MODST": "05/03/1932"}, {"FAOMODDT": "QZ"}, {"DRUG1": "QZ"}, {"DRUG1": "1931"},
    {"ETHNIC": "QZ"}, {"LA": "QZ91"}, {"DAT": "QZ91"}, {"RFLS": "QZ"}, {"PC": "QZ91"}, {"TOPDATE": "05/03/1932"},
    {"TOPDATE": "14/04/2008", "OPIUSE": "1931"}, {"TOPDATE": "14/04/2008", "TOPID": "QZTOP", "TRSTAGE": "QZ"},
    {"TOPDATE": "QZ"}, {"SEX": "F"}, {"AGNCY": ""}, {"DOB": ""}, {"DOB": "99/99/1931"}, {"EPISODID": "=cmd|'QZ'"},
)  # fmt: skip


def written(root: Path, people: int = 24) -> Folders:
    """The project: published tables, the real notebooks, and two agencies' files with a planted person in every row."""
    folders = small_project.written(root)
    shutil.rmtree(folders.notebooks)
    shutil.copytree(Folders.here().notebooks, folders.notebooks)
    settings = folders.root / "needs.toml"
    settings.write_text(settings.read_text() + TRUE_COUNTS_TOO)
    within = folders.raw / "ndtms" / PARTNERSHIP
    within.mkdir(parents=True)
    header = [*headers("K"), "HOME", "FREE TEXT"]
    for name, agency in zip(NAMES, (AGENCY, OTHER_AGENCY), strict=True):
        rows = [_sound(number) for number in range(people)]
        rows += [_planted(number) | spoilt for number, spoilt in enumerate(SPOILT)]
        rows = [{"AGNCY": agency, "FREE TEXT": "QZ, born 03/02/1931"} | row for row in rows]
        (within / name).write_bytes(extract(*rows, header=header))
    (within / "notes.csv").write_bytes(b"QZ,03/02/1931\n")
    return folders


def _sound(number: int) -> dict[str, str]:
    """One of enough sound people that some counts are shown."""
    return PLANTED | {
        "DOB": f"{number % 27 + 1:02}/02/1931", "EPISODID": f"QZEPISODE{number}", "CLIENTID": f"QZREF{number}",
        "SEX": "MF"[number % 2], "DISD": "20/06/2008" if number % 4 == 0 else "", "DISRSN": "1" if number % 4 == 0 else "",
    }  # fmt: skip


def _planted(number: int) -> dict[str, str]:
    return PLANTED | {"EPISODID": f"QZSPOILT{number}", "CLIENTID": f"QZSPOILT{number}"}
