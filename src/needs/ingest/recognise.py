"""What a CSV file is, told by its header alone: never by its name, its folder or the order of its columns."""

from needs.ingest import viewit_header

VIEWIT, FINGERTIPS, FIGURES = "viewit", "fingertips", "figures"

_FINGERTIPS = ("Indicator ID", "Area Code", "Time period")
_FIGURES = ("measure", "area_code", "period_start", "period_end", "window", "value")
_ENOUGH_VIEWIT_KEYS = 4  # of 5, so that an export that lost one is told which, not that it is unknown

LOOKED_FOR = (
    "a ViewIt export (columns for reporting period, area, sex, age group and drug group, in either spelling), "
    f"a Fingertips download ({', '.join(_FINGERTIPS)} ...) or a table of figures ({', '.join(_FIGURES)} ...)"
)


def kind_of(header: tuple[str, ...]) -> str | None:
    """What a file with this header is: viewit, fingertips, figures or, where it is none of them, None."""
    if set(_FINGERTIPS) <= set(header):
        return FINGERTIPS
    if set(_FIGURES) <= set(header):
        return FIGURES
    held = viewit_header.keys(header)
    return VIEWIT if sum(bool(names) for names in held.values()) >= _ENOUGH_VIEWIT_KEYS else None
