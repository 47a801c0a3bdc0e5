"""Rows planted wrong on purpose, and files that cannot be read at all: a manifest says where. And the columns that extracts have.

Each is one more invented person with one row. Where the row is not refused outright the person came for advice only
(modality 10, not structured treatment), so no calibrated figure moves whatever a reader makes of the mistake.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from needs.files import replacing
from needs.synthetic.people import LETTERS

_FIRST = """
FINITIAL,SINITIAL,DOB,SEX,ETHNIC,NATION,REFLD,AGNCY,CLIENT,CLIENTID,EPISODID,CONSENT,PREVTR,PC,ACCMNEED,CLALOCTN,
YPLAC,PRNTSTAT,YPSLEAD,YPSMHS,YPSYOT,YPSSEXEX,YPSSLFHM,YPSUNSDR,YPSOFFND,YPSESTAT,YPSGP,YPSCAF,YPSLNDIF,YPSUSS,YPSFOU,
YPTSRP,DAT,PCT,LA,GPPTCE,DRUG1,DRUG1AGE,ROUTE,DRUG2,DRUG3,RFLS,TRIAGED,CPLANDT,INJSTAT,CHILDWTH,PREGNANT,ALCDDAYS,
ALCUNITS,DUALDIAG,HEPCTSTD,HEPCSTAT,HEPCTD,HEPBVAC,HEPBSTAT,HLCASSDT,TOPCC,DISD,DISRSN,DISDEST,YPELEAD,YPEMHS,YPEYOT,
YPESEXEX,YPESLFHM,YPEUNSDR,YPEOFFND,YPECAFE,YPEFOU,YPELNDIF,YPEUSS,YPESTD,YPEGP,YPECAREP,MODAL,REFMODDT,
"""
_SETTING = "MODSET,"
_MODALITY = "MODID,FAOMODDT,MODST,MODEND,MODEXIT,"
_ONLY_IN_K = """
SUBMODDT,SUBMID,PHSTBL,PHWTH,PHMAIN,PHRELPR,PSYMOTI,PSYCNMG,PSYFSNI,PSYCGBH,PSYMNTH,
PSYDNMC,PSYSTP,PSYCOUN,PSYOTHR,RECPEER,RECMAID,RECFMSP,RECPRNT,RECHSE,RECEMP,RECEDUT,RECWPRJ,RECCHKP,RECRLPP,RECCMPT,
RECGNH,RECOTH,TITDATE,TITREAT,TITID,
"""
_OUTCOMES = """
TOPDATE,TOPID,TRSTAGE,ALCUSE,OPIUSE,CRAUSE,COCAUSE,AMPHUSE,CANNUSE,OTDRGUSE,
IVDRGUSE,SHARING,SHOTHEFT,DRGSELL,OTHTHEFT,ASSAULT,PSYHSTAT,PWORK,EDUCAT,ACUTHPBM,HRISK,PHSTAT,QUALLIFE,
"""
_REGIONAL = "INJECT,SHARE,PREVHEPB,HEPCPOS,REFHEPGY,SEXUAL,EMPSTAT,OPRAGNCY"


def _named(*parts: str) -> tuple[str, ...]:
    return tuple("".join(parts).replace("\n", "").split(","))


_ADDED_BY_P = (
    ",UTLA,EHCSC2,EHCSC3,VETERAN,NALOXISS,NALOXAD,PHSTIMWTH,PHPREGWTH"  # known of P; what else it changed is not
)

HEADERS = {
    "H": _named(_FIRST, _MODALITY, _OUTCOMES, _REGIONAL),
    "K": _named(_FIRST, _SETTING, _MODALITY, _ONLY_IN_K, _OUTCOMES, _REGIONAL),
    "P": _named(_FIRST, _SETTING, _MODALITY, _ONLY_IN_K, _OUTCOMES, _REGIONAL, _ADDED_BY_P),
}
OUTCOME_COLUMNS = _named(_OUTCOMES.rstrip(",\n"))
CRIME_ITEMS = ("SHOTHEFT", "DRGSELL", "OTHTHEFT", "ASSAULT")


LINES_KEPT = 20


def broken_files(extract: Path, folder: Path) -> dict[str, str]:
    """Write short broken copies of an invented extract into a folder; the name of each and the rule it breaks.

    They are not part of what `synthesise` writes, because one bad file stops a run.
    """
    agency, *others = extract.name.split("-")
    lines = extract.read_text(encoding="utf-8").splitlines(keepends=True)[: LINES_KEPT + 1]
    header, first = lines[0], lines[1]
    made = {
        "F01 the name is no extract's": ("invented.csv", lines),
        "F01 the letter is none there is": ("-".join([agency, *others[:-1], "9.csv"]), lines),
        "F02 no column for sex": (_name(agency, 91, others), [header.replace('"SEX"', '"GENDER"'), *lines[1:]]),
        "F02 one column twice": (_name(agency, 92, others), [header.replace('"SINITIAL"', '"FINITIAL"'), *lines[1:]]),
        "F02 no header row": (_name(agency, 93, others), lines[1:]),
        "F03 a row one cell short": (_name(agency, 94, others), [header, first.rsplit(",", 1)[0] + "\n", *lines[2:]]),
        "F03 a quote left open": (_name(agency, 95, others), [header, first.replace('","', ',"', 1), *lines[2:]]),
    }
    for name, text in made.values():
        with replacing(folder / name) as path:
            path.write_text("".join(text), encoding="utf-8", newline="")
    return {name: rule for rule, (name, _) in made.items()}


def _name(agency: str, number: int, others: list[str]) -> str:
    return "-".join([f"{agency[:-2]}{number}", *others])


ADVICE = "10"
NO_CONSENT = "no consent"


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One kind of mistake: the rule it breaks, what is wrong in words, and the cells that make it so.

    A cell written "=X" holds what column X holds; a date is moved to so many days after that of a column.
    """

    rule: str
    wrong: str
    cells: dict[str, str] = field(default_factory=dict)
    moved: dict[str, tuple[str, int]] = field(default_factory=dict)
    is_structured: bool = False

    @property
    def label(self) -> str:
        return f"{self.rule} {self.wrong}"


def _plant(rule: str, wrong: str, moved: dict | None = None, is_structured: bool = False, **cells: str) -> Plant:
    return Plant(rule=rule, wrong=wrong, cells=cells, moved=moved or {}, is_structured=is_structured)


_STILL_OPEN: dict[str, Any] = {"MODEND": "", "MODEXIT": ""}
_FORM: dict[str, Any] = {"TOPDATE": "=TRIAGED", "TOPID": "T900000", "TRSTAGE": "S"}
CONFLICT = _plant("R06", "one episode, two dates of birth")
PLANTS = (
    _plant("F01", "another agency's code than the file's", AGNCY="Z9999"),
    _plant("R01", "no first initial", is_structured=True, FINITIAL=""),
    _plant("R01", "no surname initial", is_structured=True, SINITIAL=""),
    _plant("R01", "no date of birth", is_structured=True, DOB=""),
    _plant("R01", "no sex", is_structured=True, SEX=""),
    _plant("R02", "consent neither Y nor N", is_structured=True, CONSENT="U"),
    _plant("R02", "consent blank", is_structured=True, CONSENT=""),
    _plant("R03", "born in 1899", is_structured=True, DOB="1899-12-31"),
    _plant("R03", "born after the referral", {"DOB": ("REFLD", 30)}, is_structured=True),
    _plant("R03", "born on 31 February", is_structured=True, DOB="1975-02-31"),
    _plant("R05", "no referral date", REFLD=""),
    _plant("R05", "no triage date", TRIAGED=""),
    _plant("R05", "no first drug", DRUG1=""),
    _plant("R05", "triaged before the referral", {"TRIAGED": ("REFLD", -4)}),
    _plant("R06", "no episode reference", is_structured=True, EPISODID=""),
    CONFLICT,
    _plant("W01", "ethnic group not in the list", ETHNIC="Q"),
    _plant("W01", "referral source not in the list", RFLS="7"),
    _plant("W01", "injecting status not in the list", INJSTAT="X"),
    _plant("W02", "discharged before the triage", {"DISD": ("TRIAGED", -5)}, **_STILL_OPEN),
    _plant("W02", "discharged without a reason", DISRSN=""),
    _plant("W02", "a reason without a discharge", DISD="", **_STILL_OPEN),
    _plant("W03", "started before it was referred to", {"MODST": ("REFMODDT", -3)}),
    _plant("W03", "intervention ended before it started", {"MODEND": ("MODST", -2)}),
    _plant("W03", "intervention ended after the discharge", {"MODEND": ("DISD", 10)}),
    _plant("W03", "exit status of an open intervention", MODEND=""),
    _plant("W03", "ended without an exit status", MODEXIT=""),
    _plant("W04", "29 days out of 28", **_FORM, OPIUSE="29"),
    _plant("W04", "21 on a scale to 20", **_FORM, PSYHSTAT="21"),
    _plant("W04", "neither yes nor no", **_FORM, SHARING="X"),
    _plant("W05", "the same drug twice", DRUG2="=DRUG1"),
    _plant("W06", "lives outside England but has a local authority", DAT="Z00B"),
)


def planted_rows(rows: pl.DataFrame, share: float, date_format: str, chance: np.random.Generator) -> pl.DataFrame:
    """A share of the rows as rows of each kind of mistake (at least one), and three times as many without consent.

    Has the columns of the rows and `planted`, what is wrong in words.
    """
    ended = rows.filter(
        (pl.col("DISD") != "") & (pl.col("MODEND") != "") & pl.col("MODAL").is_in(["2", "3", "4", "94", "95"])
    )
    count = max(1, round(share * len(rows)))
    wrong = [_broken(plant, _strangers(ended, count, place, chance), date_format) for place, plant in enumerate(PLANTS)]
    conflicting = wrong[PLANTS.index(CONFLICT)].with_columns(_days_after("DOB", -400, date_format).alias("DOB"))
    silent = _strangers(ended, 3 * count, len(PLANTS), chance)
    kept = ("AGNCY", "CLIENTID")
    silent = silent.with_columns(pl.lit("").alias(name) for name in HEADERS["K"] if name not in kept)
    silent = silent.with_columns(CONSENT=pl.lit("N"), planted=pl.lit(NO_CONSENT))
    return pl.concat([*wrong, conflicting, silent])


def _strangers(ended: pl.DataFrame, count: int, place: int, chance: np.random.Generator) -> pl.DataFrame:
    """Rows of people met nowhere else, each with the course of somebody's finished intervention and no form."""
    numbers = pl.Series(np.arange(count) + 900_000 + place * 2_000).cast(pl.String)
    drawn = ended[chance.integers(0, len(ended), count)]
    return drawn.with_columns(
        *(pl.lit("").alias(name) for name in OUTCOME_COLUMNS),
        FINITIAL=pl.Series(LETTERS[chance.integers(0, 26, count)]),
        SINITIAL=pl.Series(LETTERS[chance.integers(0, 26, count)]),
        CLIENT="INV" + numbers,
        CLIENTID="INV" + numbers,
        EPISODID="E" + numbers,
        MODID="M" + numbers,
        order=pl.Series(chance.random(count)),
    )


def _broken(plant: Plant, people: pl.DataFrame, date_format: str) -> pl.DataFrame:
    """The rows with the mistake made in each of them."""
    modality = {} if plant.is_structured else {"MODAL": ADVICE}
    return people.with_columns(
        *(_days_after(other, by, date_format).alias(name) for name, (other, by) in plant.moved.items()),
        *(_cell(name, text, date_format).alias(name) for name, text in {**modality, **plant.cells}.items()),
        planted=pl.lit(plant.label),
    )


def _days_after(column: str, by: int, date_format: str) -> pl.Expr:
    return (pl.col(column).str.to_date(date_format) + pl.duration(days=by)).dt.to_string(date_format)


def _cell(name: str, text: str, date_format: str) -> pl.Expr:
    if text.startswith("="):
        return pl.col(text[1:])
    if name == "DOB" and text:
        year, month, day = text.split("-")
        text = date_format.replace("%Y", year).replace("%m", month).replace("%d", day)
    return pl.lit(text)
