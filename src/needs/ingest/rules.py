"""The rules an NDTMS extract is checked against, as declarations, in the order in which they are applied.

No official table of rules was available: these come from an exporter's own checks and from expert knowledge, and each says
how sure it is. F04 to F08, W08 and W09 are this project's own.
"""

from collections.abc import Callable

import polars as pl

from needs.ingest.cell_rules import CELL_RULES
from needs.ingest.findings import FIELD_REFUSED
from needs.ingest.ndtms_fields import Field
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED
from needs.ingest.rule import About, Rule, age_in_years, only

EARLIEST_YEAR_OF_BIRTH = 1903  # "year > 1902", the exporter's check
ADULT = 18  # years at triage
NO_FURTHER_DRUG = ("9996", "9997")
OUT_OF_ENGLAND = "Z00B"
REASON_NOT_KNOWN = "0"
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
    _file("F07", NOTED, "each column is one of the data set's", "this project's"),
    _file("F08", FILE_REFUSED, "of the files of one agency it can be told which is newest", "this project's"),
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
    _relation("W02", "DISD", NOTED, "discharge is on the day of triage or later", "discharge before triage",
              "source; recalled: high", pl.col("DISD") < pl.col("TRIAGED")),
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
    *CONSENT_RULES,
    *CELL_RULES,
    *ROW_RULES,
    AGREEMENT_RULE,
    *RELATION_RULES,
    REPEAT_RULE,
)
