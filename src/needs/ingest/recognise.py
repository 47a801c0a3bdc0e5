"""What a CSV file is, told by its header alone: never by its name, its folder or the order of its columns."""

from dataclasses import dataclass
from pathlib import Path

from needs.ingest import csvfile, viewit_header

VIEWIT, FINGERTIPS, FIGURES = "viewit", "fingertips", "figures"

_FINGERTIPS = ("Indicator ID", "Area Code", "Time period")
_FIGURES = ("measure", "area_code", "period_start", "period_end", "window", "value")
_ENOUGH_VIEWIT_KEYS = 4  # of 5, so that an export that lost one is told which, not that it is unknown

LOOKED_FOR = (
    "a ViewIt export (columns for reporting period, area, sex, age group and drug group, in either spelling), "
    f"a Fingertips download ({', '.join(_FINGERTIPS)} ...) or a table of figures ({', '.join(_FIGURES)} ...)"
)


@dataclass(frozen=True)
class Recognition:
    """What a file is (None: nothing known), and what was looked for or why it could not be read."""

    kind: str | None
    looked_for: str


def recognise(path: Path) -> Recognition:
    """What the file at a path is; never raises."""
    file = csvfile.read(path)
    return Recognition(kind_of(file.header), str(file.problems[0]) if file.is_refused else LOOKED_FOR)


def kind_of(header: tuple[str, ...]) -> str | None:
    """What a file with this header is: viewit, fingertips, figures or, where it is none of them, None."""
    if set(_FINGERTIPS) <= set(header):
        return FINGERTIPS
    if set(_FIGURES) <= set(header):
        return FIGURES
    held = viewit_header.keys(header)
    return VIEWIT if sum(bool(names) for names in held.values()) >= _ENOUGH_VIEWIT_KEYS else None
