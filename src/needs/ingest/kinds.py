"""What a dropped file is, told by the names of its columns, whatever their case, spaces and punctuation."""

from dataclasses import replace

from needs.ingest import fingertips, ons, sheets, short_figures, viewit
from needs.ingest.csvfile import CsvFile
from needs.ingest.figures import COLUMNS
from needs.ingest.names import plain, renamed

VIEWIT, FINGERTIPS, FIGURES, SHEET, SHORT = "viewit", "fingertips", "figures", "sheet", "short"
ONS = ons.ONS

# Of the kinds that may be large: which of their rows are used
OF_LARGE = {VIEWIT: viewit.needed, ONS: ons.needed}
_FINGERTIPS = ("Indicator ID", "Area Code", "Time period")
_FIGURES = ("measure", "area_code", "period_start", "period_end", "window", "value")
_ENOUGH_VIEWIT_KEYS = 4  # of 5, so that an export that lost one is told which, not that it is unknown

LOOKED_FOR = (
    "a ViewIt export (columns for reporting period, area, sex, age group and drug group, in either spelling), "
    f"a Fingertips download ({', '.join(_FINGERTIPS)} ...), a table of figures ({', '.join(_FIGURES)} ...), "
    "the file of UK indicator 3.5.1 (Year, Series, Local authority, Units, Value ...) or "
    f"a sheet of {', '.join(sheets.TITLES)}"
)


def kind_of(header: tuple[str, ...]) -> str | None:
    """What a file with this header is: viewit, fingertips, figures, ons, sheet, short or, where it is none of them, None."""
    names = {plain(name) for name in header}
    if set(map(plain, _FINGERTIPS)) <= names or set(map(plain, fingertips.OF_THE_NEW_SITE)) <= names:
        return FINGERTIPS
    if set(map(plain, _FIGURES)) <= names:
        return FIGURES
    if short_figures.is_short(header):
        return SHORT
    held = viewit.keys(header)
    if sum(bool(columns) for columns in held.values()) >= _ENOUGH_VIEWIT_KEYS:
        return VIEWIT
    if ons.is_header(header):
        return ONS
    return SHEET if sheets.kind_of(header) else None


def with_our_names(file: CsvFile) -> CsvFile:
    """A file of figures or a Fingertips download with the names of columns that its reader knows."""
    ours = {FINGERTIPS: fingertips.NAMES, FIGURES: dict(zip(map(plain, COLUMNS), COLUMNS, strict=True))}
    header = renamed(file.header, ours.get(kind_of(file.header) or "", {}))
    if file.is_refused or header == file.header:
        return file
    return replace(file, header=header, rows=file.rows.set_axis(["line", *header], axis="columns"))
