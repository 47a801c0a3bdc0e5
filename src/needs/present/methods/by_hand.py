"""Examples that can be counted by hand: a few invented rows of an extract, and what comes out of them.

They are data. A test puts the rows of each through the very code that reads and counts extracts, so what is printed here
cannot be another thing than what is counted.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

from needs.measure.indicators import BY_NAME
from needs.present.kit.html import element, table
from needs.present.kit.section import plain
from needs.present.numbers import capital

BLANK = "."  # an empty cell, in the drawn tables
# Whoever is not said to be somebody else, and the cells that an example does not show
USUAL = {
    "FINITIAL": "J", "SINITIAL": "B", "DOB": "17/05/1980", "SEX": "M", "CONSENT": "Y", "AGNCY": "N0001", "DAT": "F07B",
    "LA": "00CR", "DRUG1": "1101", "DRUG2": "9996", "DRUG3": "9997", "MODAL": "2",
}  # fmt: skip
SAME_DAY = ("REFMODDT", "FAOMODDT")  # where they are not shown they hold the day of MODST
OF_EPISODE = ("REFLD", "TRIAGED")  # and these that of the first line of their episode
NUMBERED = ("EPISODID", "MODID")  # where they are not shown each row has its own; CLIENTID then is as EPISODID
COVERS = ("20040401", "20251231")  # the first and last day of the file's name
NOT_SHOWN = (
    *USUAL.items(),
    (", ".join(SAME_DAY), "the day of MODST"),
    (", ".join(OF_EPISODE), "the day of MODST of the episode's first line"),
    (", ".join(NUMBERED), "a number for each row"),
    ("CLIENTID", "that of EPISODID"),
    ("All others", "blank"),
)
WINDOWS = {
    "quarter": "the quarter", "year_to_date": "the year to date", "rolling_12_months": "twelve months", "financial_year": "the year",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What is counted of the rows: an indicator over a window that ends with a quarter, as "2 of 3", a number, or a mean "6 over 3"."""

    indicator: str
    window: str
    quarter: str
    comes_to: str
    group: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Example:
    """Rows drawn as a table of words, and what comes out: rules broken by line, journeys, and counts.

    `said` has a line as it is printed (the header is line 1), a rule and a field; `journeys` is a drawn table of who, start, end and
    reason; `used` is how many rows are used. `covers` are the days of the file's name; `letter` its data set.
    """

    title: str
    says: str
    rows: str
    said: tuple[tuple[int, str, str], ...] = ()
    journeys: str = ""
    counts: tuple[Counted, ...] = ()
    used: int | None = None
    covers: tuple[str, str] = COVERS
    letter: str = "K"
    gap: dict[str, object] = field(default_factory=dict)

    def __call__(self, review: object) -> list:
        """The rows, and what comes out of them."""
        header, rows = drawn(self.rows)
        lines = [[str(line), *("blank" if cell == BLANK else cell for cell in row)] for line, row in enumerate(rows, 2)]
        return [
            plain(f"Example: {self.title}. {self.says}"),
            table(f"{self.title}: the rows", ["Line", *header], lines),
            self._said(),
            self._journeys(),
            self._counts(),
        ]

    def _said(self) -> Markup | None:
        if not self.said and self.used is None:
            return None
        rows = [[f"Line {line}", f"{rule}, {header}" if header else rule] for line, rule, header in self.said]
        rows += [] if self.used is None else [["Rows used", str(self.used)]]
        return table(f"{self.title}: what is found", ["Where", "Rule and field"], rows)

    def _journeys(self) -> Markup | None:
        if not self.journeys:
            return None
        _, rows = drawn(self.journeys)
        return table(
            f"{self.title}: the journeys",
            ["Person (initials)", "Start", "End", "Reason"],
            [[("open" if place == 2 else "none") if cell == BLANK else cell for place, cell in enumerate(row)] for row in rows],
        )  # fmt: skip

    def _counts(self) -> Markup | None:
        if not self.counts:
            return None
        return table(
            f"{self.title}: what is counted",
            ["Indicator", "Over", "Comes to"],
            [[_named(one), f"{capital(WINDOWS[one.window])} to the end of {one.quarter}", one.comes_to] for one in self.counts],
        )  # fmt: skip


def _named(one: Counted) -> Markup:
    title = BY_NAME[one.indicator].title + (f": {one.group}" if one.group else "")
    return element("span", title, element("br"), element("code", one.indicator))


def drawn(rows: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a table drawn in words, one blank or more between cells."""
    header, *lines = (line.split() for line in rows.strip().splitlines())
    return header, lines
