"""What the readers of published sheets share: a column of figures, the columns of areas, and what a sheet says of itself."""

from dataclasses import dataclass, field
from pathlib import PurePath

from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.periods import Period

AREA_NAMES = (
    "localauthority", "areaname", "areanames", "area", "localauthorityname", "utlaname", "uppertierlocalauthority",
    "uppertierlocalauthorityname", "localauthorityarea", "laname", "localauthoritynames",
)  # fmt: skip
AREA_CODES = (
    "areacode", "areacodes", "mnemonic", "onscode", "localauthoritycode", "utlacode", "code", "areacodegss", "gsscode",
    "onsareacode", "uppertierlocalauthoritycode", "lacode", "localauthoritycodes",
)  # fmt: skip
LOWER, UPPER = "lower", "upper"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers: what each of its cells counts, and the columns of its limits, where it has them."""

    header: str
    measure: str
    unit: str
    kind: str
    population: str
    age: str
    period: Period | None = None  # None where each row has its own
    groups: tuple[tuple[str, str], ...] = ()  # the breakdowns that its cells are of, each with the group
    limits: tuple[str, ...] = field(default=())  # the headers of the lower and the upper limit
    estimate: str = ""  # the measure by whose series the figure is known, where it is one of need


class NotSaid(ValueError):
    """What a sheet does not say; the arguments are what was found and what would make it readable."""


def column_of(file: CsvFile, names: tuple[str, ...]) -> str:
    """The file's column of one of these plain names, empty where it has none."""
    return next((name for name in file.header if plain(name) in names), "")


def said(file: CsvFile) -> str:
    """What stands above the header, and the file's name, in small letters."""
    return " ".join((*file.above, PurePath(file.name).stem.replace("_", " "))).casefold()


def said_anywhere(file: CsvFile) -> str:
    """What the file says of itself wherever it says it, its notes and its workbook's cover among it, in small letters."""
    return " ".join((said(file), *(line.casefold() for line in file.beside)))


def crossing(groups: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The breakdown and the group of a figure of all these: "sex and age", "male, 15-24"; "all" of none."""
    return " and ".join(name for name, _ in groups) or "all", ", ".join(group for _, group in groups) or "all"
