"""One NDTMS file, read and checked: its rows that may be used, everything found wrong with it, and a count of all its rows."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from needs import reading
from needs.ingest import findings, size
from needs.ingest.findings import FileRefused
from needs.ingest.ndtms_cells import Cells, cells, records_below_the_header
from needs.ingest.ndtms_checks import Checked, check
from needs.ingest.ndtms_fields import letters
from needs.ingest.ndtms_names import Name
from needs.ingest.ndtms_settings import Settings
from needs.ingest.problems import FILE_REFUSED, NOTED
from needs.ingest.rule import About


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that was read: `checked` is None where it was refused; its rows are counted all the same."""

    name: Name
    sha256: str
    records: int
    findings: pl.DataFrame = field(repr=False)
    checked: Checked | None = field(default=None, repr=False)
    settings: Settings = field(default_factory=Settings)

    @property
    def agencies(self) -> frozenset[str]:
        """The agencies the file is of: the one in its name, otherwise those in its rows."""
        if self.name.agency:
            return frozenset({self.name.agency})
        return frozenset() if self.checked is None else frozenset(self.checked.rows["AGNCY"].unique().to_list())

    def refused(self, error: FileRefused) -> "File":
        """The same file, refused as a whole."""
        found = findings.findings(
            error.places, file=self.name.text, rule=error.rule, severity=FILE_REFUSED, agency=self.name.agency
        )
        return File(name=self.name, sha256=self.sha256, records=self.records, findings=found, settings=self.settings)


def read(path: Path, settings: Settings) -> File:
    """The file at a path. Never raises for what is in it: a file that cannot be used comes back refused."""
    path = Path(path)
    name = Name.parse(path.name)
    try:
        if large := size.too_large(path):
            return _unread(path, name, settings).refused(FileRefused("F04", [(None, large)]))
        content = reading.content(path, size.LARGEST_FILE)
    except OSError as error:
        nothing = File(name=name, sha256="", records=0, findings=findings.none(), settings=settings)
        return nothing.refused(FileRefused("F04", [(None, f"the file cannot be opened ({error.strerror})")]))
    return parse(content, name, settings)


def _unread(path: Path, name: Name, settings: Settings) -> File:
    """A file too large to be read, with its rows as its line breaks tell."""
    breaks, sha256 = size.lines_and_fingerprint(path)
    return File(name=name, sha256=sha256, records=max(breaks - 1, 0), findings=findings.none(), settings=settings)


def parse(content: bytes, name: Name, settings: Settings) -> File:
    """A file's bytes, read and checked."""
    letter = name.letter if name.letter in letters() else settings.cds
    about = About(name.agency, letter, name.period and name.period.end)
    whole = None
    try:
        whole = cells(content, settings.encoding)
        checked = check(whole, settings, about, name.text)
    except FileRefused as error:
        unread = File(
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            records=whole.rows.height if whole else records_below_the_header(content),
            findings=findings.none(),
            settings=settings,
        )
        return unread.refused(error)
    return File(
        name=name,
        sha256=whole.sha256,
        records=checked.records,
        findings=findings.together([*_remarks(whole, name), checked.findings]),
        checked=checked,
        settings=checked.settings,
    )


def _remarks(whole: Cells, name: Name) -> list[pl.DataFrame]:
    """What is worth saying about the file as a whole, though it is used."""
    said: list[tuple[str, str]] = []
    if name.agency is None:
        wanted = "AGENCY-FROM-TO-TREAT-IN-LETTER.csv, such as N0852-20110401-20110630-TREAT-IN-K.csv"
        said.append(("F01", f"the name is not {wanted}; no date can be checked against the period"))
    elif name.letter not in letters():
        said.append(("F01", f"no data set {name.letter} is known"))
    if not whole.is_ended:
        said.append(("F06", "no line break at the end: the file may be cut short"))
    if whole.rows.is_empty():
        said.append(("F06", "a header and no rows"))
    said += [("F07", f"the column {stranger} is not used") for stranger in whole.strangers]
    return [
        findings.findings([(None, message)], file=name.text, rule=rule, severity=NOTED, agency=name.agency)
        for rule, message in said
    ]
