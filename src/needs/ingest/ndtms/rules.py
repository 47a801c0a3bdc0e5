"""The rules an NDTMS extract is checked against, in the order in which they are tried, and what breaking one says.

No official table of rules was available: these come from an exporter's own checks and from expert knowledge, and each says
how sure it is. F04 to F08, W08, W09 and W12 are this project's own.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from needs.code_lists import groups_of
from needs.code_lists.meanings import completions
from needs.ingest.ndtms.fields import DRUGS, OTHER_DRUG, Field, drug_is_in_a_known_range
from needs.ingest.ndtms.specification import NONE, Specification
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem


@dataclass(frozen=True)
class About:
    """What a file's own name and settings tell a rule: its agency, the letter of its data set, the last day it covers.

    `specification` is what is known of that data set beside the built-in lists.
    """

    agency: str | None = None
    letter: str | None = None
    end: datetime.date | None = None
    specification: Specification = NONE


UNTOLD = About()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check. `broken` is true where a field's value breaks it, null as good as false; a refused field is then missing.

    `becomes` replaces a value that is not refused: a drug that nobody knows is counted as another drug.
    """

    id: str
    checks: str
    severity: str
    message: str
    confidence: str
    fields: Callable[[Field], bool] | None = None
    broken: Callable[[Field, About], pl.Expr] | None = None
    becomes: str | None = None

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(f"rule {self.id}: severity {self.severity!r} is not one of {SEVERITIES}")

    @property
    def changes_the_field(self) -> bool:
        """Whether the field's value is taken away or replaced."""
        return self.severity == FIELD_REFUSED or self.becomes is not None


def only(*headers: str) -> Callable[[Field], bool]:
    """The fields of these headers and no others."""
    return lambda field: field.header in headers


def is_written(header: Field) -> pl.Expr:
    """Whether the cell holds an answer: neither blank nor NA."""
    return (header.written != "") & (header.written != "NA")


def age_in_years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whole years from birth to a day; who was born on 29 February has the birthday on 1 March in other years."""
    is_before_birthday = _day_of_year(day) < _day_of_year(birth)
    return day.dt.year() - birth.dt.year() - is_before_birthday.cast(pl.Int32)


def _day_of_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)


FIELD_REFUSED = "field refused"  # the cell becomes missing and the row is used
SEVERITIES = (FILE_REFUSED, ROW_REFUSED, FIELD_REFUSED, NOTED)
SCHEMA = {
    "file": pl.String,
    "line": pl.Int64,
    "agency": pl.String,
    "field": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "message": pl.String,
}


class FileRefused(ValueError):
    """A whole extract cannot be used: the rule, and a line and a message for each place that shows it."""

    def __init__(self, rule: str, places: Iterable[tuple[int | None, str]]):
        self.rule, self.places = rule, tuple(places)
        super().__init__(f"{rule}: {self.places[0][1]}")


def none() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=SCHEMA)


def findings(
    places: Iterable[tuple[int | None, str]], *, file: str, rule: str, severity: str, agency: str | None = None
) -> pl.DataFrame:
    """Findings of one rule about a file or its lines, each with its own message."""
    rows = [(file, line, agency, None, rule, severity, message) for line, message in places]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables of findings as one, in the order of the files and their lines."""
    return pl.concat([none(), *parts]).sort("file", "line", "rule", "field", nulls_last=False, maintain_order=True)


def sentences(found: pl.DataFrame) -> list[str]:
    """Each finding as a line a provider can read: where, which rule, what is wrong."""
    return [_sentence(row) for row in found.iter_rows(named=True)]


def problems(found: pl.DataFrame) -> list[Problem]:
    """Findings as the problems of any input file; a refused field is noted there, since its row is used."""
    return [
        Problem(
            row["file"],
            row["line"],
            None,
            f"{'' if row['field'] is None else row['field'] + ': '}{row['message']}",
            f"rule {row['rule']} kept",
            NOTED if row["severity"] == FIELD_REFUSED else row["severity"],
        )
        for row in found.iter_rows(named=True)
    ]


def _sentence(row: dict) -> str:
    place = row["file"] if row["line"] is None else f"{row['file']}, line {row['line']}"
    place += "" if row["field"] is None else f", {row['field']}"
    return f"{place}: {row['message']} ({row['rule']}, {row['severity']})"


PROFILE = "outcomes profile"
_RULES_OF_THEIR_OWN = ("SEX", "CONSENT", *DRUGS)


def _is_listed(field: Field) -> bool:
    return bool(field.codes) and field.entity != PROFILE and field.header not in _RULES_OF_THEIR_OWN


def _is_profile_item(field: Field) -> bool:
    return field.entity == PROFILE and (field.kind == "integer" or bool(field.codes))


def _is_off_the_list(field: Field, about: About) -> pl.Expr:
    return ~field.value.is_in(about.specification.valid(field, about.letter))


def _is_off_the_scale(field: Field, about: About) -> pl.Expr:
    """Not a whole number, or outside the field's limits; for a coded item, not one of its codes."""
    if field.codes:
        return _is_off_the_list(field, about)
    is_off = field.value.is_null()
    if field.smallest is not None:
        is_off |= field.value < field.smallest
    if field.largest is not None:
        is_off |= field.value > field.largest
    return is_written(field) & is_off


CELL_RULES = (
    Rule(
        id="W01",
        checks="a code is in the list of its data set",
        severity=FIELD_REFUSED,
        message="not a code of the list that is valid for this data set; taken as missing",
        confidence="derived",
        fields=_is_listed,
        broken=_is_off_the_list,
    ),
    Rule(
        id="W01",
        checks="a code that has no list has the shape of one",
        severity=FIELD_REFUSED,
        message="does not have the shape of such a code; taken as missing",
        confidence="derived",
        fields=lambda field: bool(field.pattern),
        broken=lambda field, about: (
            ~field.value.str.contains(f"^(?:{field.pattern})$")
            & ~field.value.is_in(about.specification.valid(field, about.letter))
        ),
    ),
    Rule(
        id="W01",
        checks="a drug code is in the list",
        severity=NOTED,
        message="a drug code that is not in the list; counted by the range it falls in",
        confidence="derived",
        fields=only(*DRUGS),
        broken=lambda field, about: _is_off_the_list(field, about) & drug_is_in_a_known_range(field.value),
    ),
    Rule(
        id="W01",
        checks="a drug code is in the list or in a range that is known",
        severity=NOTED,
        message="not a known drug code; counted as another drug",
        confidence="derived",
        fields=only(*DRUGS),
        broken=lambda field, about: _is_off_the_list(field, about) & ~drug_is_in_a_known_range(field.value),
        becomes=OTHER_DRUG,
    ),
    Rule(
        id="W01",
        checks="heroin is written 1101",
        severity=NOTED,
        message="written 1011, which is taken for heroin as 1101 is",
        confidence="recalled: medium",
        fields=only(*DRUGS),
        broken=lambda field, about: field.value == "1011",
    ),
    Rule(
        id="W04",
        checks="an item of an outcomes profile is on its scale: days 0 to 28, health 0 to 20, Y or N",
        severity=FIELD_REFUSED,
        message="not on the item's scale; taken as missing",
        confidence="source: TOP form; recalled: high",
        fields=_is_profile_item,
        broken=_is_off_the_scale,
    ),
    Rule(
        id="W07",
        checks="no date is after the last day the file covers",
        severity=FIELD_REFUSED,
        message="a date after the last day the file covers; taken as missing",
        confidence="recalled: medium",
        fields=lambda field: field.kind == "date" and field.header != "DOB",
        broken=lambda field, about: pl.lit(False) if about.end is None else field.value > about.end,
    ),
    Rule(
        id="W09",
        checks="a date is written in the declared format, its year with four digits from 1900 to 2999",
        severity=FIELD_REFUSED,
        message="not a date in the declared format; taken as missing",
        confidence="this project's",
        fields=lambda field: field.kind == "date" and field.header != "DOB",
        broken=lambda field, about: is_written(field) & field.value.is_null(),
    ),
    Rule(
        id="W09",
        checks="a number is whole and within its limits",
        severity=FIELD_REFUSED,
        message="not a whole number within its limits; taken as missing",
        confidence="this project's",
        fields=lambda field: field.kind == "integer" and not _is_profile_item(field),
        broken=_is_off_the_scale,
    ),
)


EARLIEST_YEAR_OF_BIRTH = 1903  # "year > 1902", the exporter's check
ADULT = 18  # years at triage
NO_FURTHER_DRUG = ("9996", "9997")
OUT_OF_ENGLAND = "Z00B"
REASON_NOT_KNOWN = "0"
WIDEST = "2004"  # the version of successful completion that calls most ways of leaving planned, transfers too
CLIENT = "CLIENTID"  # a file that has only CLIENT has it read as CLIENTID

_Broken = Callable[[Field, About], pl.Expr]


def _file(rule: str, severity: str, checks: str, confidence: str) -> Rule:
    return Rule(id=rule, checks=checks, severity=severity, message=f"{checks}: it is not so", confidence=confidence)


def _row(rule: str, headers: tuple[str, ...], checks: str, message: str, confidence: str, broken: _Broken) -> Rule:
    return Rule(
        id=rule,
        checks=checks,
        severity=ROW_REFUSED,
        message=f"{message}; the row is not used",
        confidence=confidence,
        fields=only(*headers),
        broken=broken,
    )


def _relation(
    rule: str, header: str, severity: str, checks: str, message: str, confidence: str, broken: pl.Expr
) -> Rule:
    return Rule(
        id=rule,
        checks=checks,
        severity=severity,
        message=f"{message}; taken as missing" if severity == FIELD_REFUSED else message,
        confidence=confidence,
        fields=only(header),
        broken=lambda field, about: broken,
    )


def _is_no_birthday(field: Field, about: About) -> pl.Expr:
    birth = field.value
    is_late = pl.lit(False) if about.end is None else birth > about.end
    is_early = birth.dt.year() < EARLIEST_YEAR_OF_BIRTH
    is_after_referral = (birth >= pl.col("REFLD")).fill_null(False)
    return ~field.written.is_in(["", "NA"]) & (birth.is_null() | is_early | is_after_referral | is_late)


def _is_repeated(drug: str, *others: str) -> pl.Expr:
    same = pl.any_horizontal((pl.col(drug) == pl.col(other)).fill_null(False) for other in others)
    return same & ~pl.col(drug).is_in(NO_FURTHER_DRUG)


def _given(header: str) -> pl.Expr:
    return pl.col(header).is_not_null()


def _contradicts_the_discharge() -> pl.Expr:
    """An intervention that ends on the day of discharge, planned where the discharge is not, or the other way round."""
    is_planned = pl.col("DISRSN").is_in(completions(WIDEST))
    ended_planned = pl.col("MODEXIT").replace_strict(groups_of("modality_exits"), default=None) == "planned"
    return (pl.col("MODEND") == pl.col("DISD")) & _given("DISRSN") & (is_planned != ended_planned)


def _no(header: str) -> pl.Expr:
    return pl.col(header).is_null()


# fmt: off
FILE_RULES = (
    _file("F01", NOTED, "the name is AGENCY-FROM-TO-TREAT-IN-LETTER.csv, of a known letter and the rows' own agency", "derived"),
    _file("F02", FILE_REFUSED, "the header names each column once and has the required ones", "recalled: high"),
    _file("F03", FILE_REFUSED, "each row has the header's number of cells and quotation marks balance", "derived"),
    _file("F04", FILE_REFUSED, "the file is text in its declared encoding, not empty and not too large", "this project's"),
    _file("F05", FILE_REFUSED, "some date of birth is written in the declared date format", "this project's"),
    _file("F06", NOTED, "the file has rows, and ends with a line break", "this project's"),
    _file("F07", NOTED, "each column is one of the data set's, or of its specification", "this project's"),
    _file("F08", FILE_REFUSED, "of the files of one agency it can be told which is newest", "this project's"),
    _file("F09", NOTED, "each file that ndtms.toml declares is in the folder", "this project's"),
    _file("F10", NOTED, "of a data set after P there is the specification", "this project's"),
)

NO_GROUP = Rule(
    id="W10",
    checks="a code of the specification says what it counts as",
    severity=NOTED,
    message="a code that the specification puts in no group; counted as not stated",
    confidence="this project's",
)
NOUGHTS = Rule(
    id="W11",
    checks="a code is written with the noughts at its front that the specification gives it",
    severity=NOTED,
    message="a code whose noughts at the front are not those of the specification; taken for it",
    confidence="this project's",
)

CONSENT_RULES = (
    _row("R02", ("CONSENT",), "consent is given as Y or N", "consent is neither Y nor N", "source",
         lambda field, about: ~field.written.is_in(["Y", "N"])),
)

ROW_RULES = (
    _row("R01", ("FINITIAL", "SINITIAL"), "the initials are one letter each", "not one letter", "source; recalled: high",
         lambda field, about: ~field.written.str.contains("^[A-Z]$")),
    _row("R01", ("DOB",), "there is a date of birth", "no date of birth", "source; recalled: high",
         lambda field, about: field.written.is_in(["", "NA"])),
    _row("R01", ("SEX",), "sex is M or F", "neither M nor F", "source; recalled: high",
         lambda field, about: ~field.written.is_in(["M", "F"])),
    _row("R03", ("DOB",), "the date of birth can be read, is after 1902, before referral and not in the future",
         "not a date of birth that can be: unreadable, before 1903, not before referral, or in the future", "source",
         _is_no_birthday),
    _row("R05", ("REFLD", "TRIAGED", "DRUG1"), "there are a referral date, a triage date and a first drug",
         "missing or unreadable", "source; recalled: medium", lambda field, about: field.value.is_null()),
    _row("R05", ("TRIAGED",), "triage is on the day of referral or later", "triage before referral",
         "source; recalled: medium", lambda field, about: field.value < pl.col("REFLD")),
    _row("W02", ("DISD",), "discharge is on the day of triage or later", "discharge before triage", "source; recalled: high",
         lambda field, about: field.value < pl.col("TRIAGED")),
    _row("R06", ("AGNCY", CLIENT, "EPISODID"), "there are an agency, a client reference and an episode reference",
         "missing", "recalled: medium", lambda field, about: field.value.is_null()),
)

AGREEMENT_RULE = Rule(
    id="R06",
    checks="the rows of one episode agree on initials, date of birth and sex",
    severity=ROW_REFUSED,
    message="the rows of this episode are of different people; none of them is used",
    confidence="recalled: medium",
)

RELATION_RULES = (
    Rule(id="F01", checks="a row is of the agency that the file's name says", severity=NOTED, confidence="source",
         message="another agency than the file's name says", fields=only("AGNCY"),
         broken=lambda field, about: pl.lit(about.agency is not None) & (field.value != pl.lit(about.agency))),
    _relation("R04", "DOB", NOTED, "the person is 18 or over at triage",
              "under 18 at triage: counted with young people, not with adults", "source",
              age_in_years(pl.col("DOB"), pl.col("TRIAGED")) < ADULT),
    _relation("W02", "DISRSN", NOTED, "a reason for discharge has a date", "a reason for discharge without a date",
              "source; recalled: high", _given("DISRSN") & _no("DISD")),
    Rule(id="W02", checks="a discharge has a reason", severity=NOTED, confidence="source; recalled: high",
         message="a discharge without a reason; counted as reason not known", fields=only("DISRSN"),
         broken=lambda field, about: _given("DISD") & _no("DISRSN"), becomes=REASON_NOT_KNOWN),
    # a start before the referral spoils the wait, not the treatment, so it is the referral that is not believed
    _relation("W03", "REFMODDT", FIELD_REFUSED, "an intervention starts on the day it was referred for or later",
              "later than the start of the intervention", "recalled: medium", pl.col("MODST") < pl.col("REFMODDT")),
    _relation("W03", "MODEND", FIELD_REFUSED, "an intervention ends on the day of its start or later",
              "before the start of the intervention", "recalled: medium", pl.col("MODEND") < pl.col("MODST")),
    _relation("W03", "MODEND", FIELD_REFUSED, "an intervention ends on the day of discharge or earlier",
              "after discharge", "recalled: medium", pl.col("MODEND") > pl.col("DISD")),
    _relation("W03", "MODEXIT", FIELD_REFUSED, "an intervention's exit status has an end date",
              "an exit status without an end date", "recalled: medium", _given("MODEXIT") & _no("MODEND")),
    _relation("W03", "MODEXIT", NOTED, "an intervention that ended has an exit status",
              "an end date without an exit status", "recalled: medium", _given("MODEND") & _no("MODEXIT")),
    _relation("W12", "MODEXIT", NOTED, "the last intervention ends as the episode does: planned, or not",
              "another way of leaving than the discharge reason's", "this project's", _contradicts_the_discharge()),
    _relation("W05", "DRUG2", NOTED, "the three drugs differ", "the same as drug 1", "recalled: medium",
              _is_repeated("DRUG2", "DRUG1")),
    _relation("W05", "DRUG3", NOTED, "the three drugs differ", "the same as drug 1 or drug 2", "recalled: medium",
              _is_repeated("DRUG3", "DRUG1", "DRUG2")),
    _relation("W06", "LA", NOTED, "whoever lives outside England has no local authority",
              "a local authority for someone who lives outside England", "source",
              (pl.col("DAT") == OUT_OF_ENGLAND) & _given("LA")),
)
# fmt: on

REPEAT_RULE = Rule(
    id="W08",
    checks="the rows of one episode, intervention or outcomes profile agree",
    severity=NOTED,
    message="its rows differ here; the first that is filled in is used",
    confidence="this project's",
)

RULES = (
    *FILE_RULES,
    NO_GROUP,
    NOUGHTS,
    *CONSENT_RULES,
    *CELL_RULES,
    *ROW_RULES,
    AGREEMENT_RULE,
    *RELATION_RULES,
    REPEAT_RULE,
)
