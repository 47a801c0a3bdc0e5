"""Small NDTMS extracts drawn in a test: an invented person whose row is sound, and what a test changes about it."""

import csv
import io
from pathlib import Path

from needs.code_lists import code_list
from needs.ingest.ndtms.pseudonyms import Key

KEY = Key(b"a key that is drawn in a test only", "the tests")
NAME = "N0852-20080401-20080630-TREAT-IN-K.csv"
SOUND = {
    "FINITIAL": "J",
    "SINITIAL": "B",
    "DOB": "17/05/1980",
    "SEX": "M",
    "ETHNIC": "A",
    "REFLD": "01/04/2008",
    "AGNCY": "N0852",
    "CLIENTID": "CLIENT-7731",
    "EPISODID": "EPISODE-9042",
    "CONSENT": "Y",
    "PC": "ZZ99 3VZ",
    "DAT": "F07B",
    "LA": "00CR",
    "RFLS": "4",
    "DRUG1": "1101",
    "DRUG2": "9996",
    "DRUG3": "9997",
    "TRIAGED": "07/04/2008",
    "MODAL": "2",
    "MODID": "1",
    "REFMODDT": "07/04/2008",
    "FAOMODDT": "10/04/2008",
    "MODST": "14/04/2008",
}


def headers(letter: str) -> list[str]:
    """The header row of a data set, H (112 columns) or K (144)."""
    known = code_list("fields").to_dicts()
    position = f"position_{letter.lower()}"
    return [row["header"] for row in sorted((r for r in known if r[position]), key=lambda r: int(r[position]))]


def extract(*changes: dict[str, str], header: list[str] | None = None) -> bytes:
    """A file with a sound row for each set of changes, all cells quoted as an exporter does."""
    header = header or headers("K")
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([{**SOUND, **change}.get(name, "") for name in header] for change in changes)
    return text.getvalue().encode()


def put(folder: Path, *changes: dict[str, str], name: str = NAME, header: list[str] | None = None) -> Path:
    """The file in a folder, and the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(extract(*changes, header=header))
    return folder
