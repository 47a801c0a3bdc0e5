"""Open files that documents need and the project does not carry: what each holds, on which public page, and where it goes.

One row of files.csv is a source. Those with an address are fetched by `needs fetch`; the others by hand. Each row says
where its address, page and layout were found and how sure that is; what was not found says so.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOT_FOUND = "not found"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One answer that is asked for: the name of the file it becomes, and the address with its parameters."""

    file: str
    address: str


@dataclass(frozen=True, kw_only=True)
class OpenFile:
    """A source of open figures.

    `choose` says what to click on `page`, whose address may be empty: then it was not found. `folder` is below the project's
    root. `kind` is what the readers call an answer of this source (empty: none reads it yet), and `header` the columns that
    it must have. `size` is in bytes, None where none is known; `sha256` is empty where the bytes are not pinned.
    """

    name: str
    topics: tuple[str, ...]
    title: str
    holds: str
    publisher: str
    licence: str
    attribution: str
    page: str
    page_address: str
    choose: str
    folder: str
    asked: tuple[Asked, ...]
    indicators: tuple[str, ...]
    kind: str
    header: tuple[str, ...]
    size: int | None
    sha256: str
    confidence: str
    found_in: str
    note: str

    @property
    def by_hand(self) -> str:
        """What to do to have it without `needs fetch`, in one line: the page, what to choose there, and the folder."""
        at = f" ({self.page_address})" if self.page_address else ""
        return f"{self.page}{at}: choose {self.choose}; into {self.folder}"


@cache
def every() -> tuple[OpenFile, ...]:
    """All sources, in the order of the table."""
    with files(__name__).joinpath("files.csv").open(encoding="utf-8") as lines:
        return tuple(map(_of_row, csv.DictReader(lines)))


def pages_for(topic: str) -> tuple[OpenFile, ...]:
    """The sources with figures on a topic ("need", "who", "waiting", "outcomes", "alcohol", "harm" ...); none where none has."""
    return tuple(one for one in every() if topic in one.topics)


def _of_row(row: dict[str, str]) -> OpenFile:
    indicators = _parts(row["indicators"])
    area_types = _parts(row["area_types"]) or ("",)
    asked = [
        Asked(
            file=row["file"].format(area_type=area_type),
            address=row["address"].format(area_type=area_type, indicators=",".join(indicators)),
        )
        for area_type in area_types
        if row["address"]
    ]
    same = ("name", "title", "holds", "publisher", "licence", "attribution", "page", "page_address", "folder", "kind",
            "confidence", "found_in", "note")  # fmt: skip
    return OpenFile(
        topics=_parts(row["topics"]),
        choose=row["choose"].format(indicators=", ".join(indicators)),
        asked=tuple(asked),
        indicators=indicators,
        header=_parts(row["header"]),
        size=None if row["bytes"] in ("", NOT_FOUND) else int(row["bytes"]),
        sha256=row["sha256"].replace(NOT_FOUND, ""),
        **{name: row[name] for name in same},
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("; ") if part)
