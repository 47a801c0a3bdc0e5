"""Invented records as the rows of an extract: every cell text, the episode's cells repeated on each of its rows."""

import numpy as np
import polars as pl
from scipy.special import logit

from needs.synthetic.chance import (
    HEPATITIS_B,
    HEPATITIS_C,
    INJECTING,
    PARENTS,
    ROUTES,
    VACCINATIONS,
    WORK,
    YOUNG_AT_EXIT,
    YOUNG_AT_START,
    Chance,
)
from needs.synthetic.invention import Invention
from needs.synthetic.model import SEVERITY_OF_YOUNG, happens
from needs.synthetic.outcomes import ITEMS
from needs.synthetic.planting import CRIME_ITEMS, HEADERS
from needs.synthetic.profiles import Partnership

POSTCODE = "ZZ99 3VZ"  # a reserved code that stands for no address
ADULT = 18 * 365.25  # days
NONE = -(10**6)  # a day that has not come, or never will
LEFT_PLANNED = ("1", "2", "5")


def rows_of(invention: Invention, date_format: str, chance: Chance) -> pl.DataFrame:
    """The rows of all agencies, with every column of letter P; `agency` and `order` are for whoever writes the files."""
    episode, intervention, form = _places(invention)
    interventions = _interventions(invention, date_format)[intervention]
    forms = _forms(invention, date_format)[form]
    together = pl.concat([_episodes(invention, date_format, chance)[episode], interventions, forms], how="horizontal")
    shuffled = chance.numbers("order", len(invention.episodes.start))[episode]
    others = [pl.lit("").alias(name) for name in HEADERS["P"] if name not in together.columns]
    return together.with_columns(*others, order=pl.Series(shuffled))


def agency_code(dat: str, place: int) -> str:
    """The code of a partnership's first, second, ... agency: the area's letter and four digits."""
    return f"{dat[0]}{int(dat[1:3]) * 100 + place + 1:04d}"


def letter_of(partnership: Partnership, place: int) -> str:
    """The data set letter an agency submits: its partnership's, or of the time of K every third one the older H."""
    return "H" if partnership.letter == "K" and place % 3 == 2 else partnership.letter


def not_collected(place: int, agencies: int) -> tuple[str, ...]:
    """The columns that an agency's system fills with NA all the way down: those on crime, at the last agency."""
    return CRIME_ITEMS if place == agencies - 1 else ()


def as_vendors_export(rows: pl.DataFrame, agencies: int) -> pl.DataFrame:
    """The last agency's system writes NA where it collects nothing, and the same value for everyone in three columns."""
    last = (pl.col("agency") == agencies - 1) & (pl.col("CONSENT") != "N")
    constants = dict.fromkeys(CRIME_ITEMS, "NA") | {"HEPCTD": "99", "TOPCC": "N", "TITREAT": "1"}
    return rows.with_columns(
        pl.when(last).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in constants.items()
    )


def _places(invention: Invention) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each row its episode, its intervention (the last again where forms are more) and its form (0: none)."""
    count = len(invention.episodes.start)
    interventions = np.bincount(invention.interventions.episode, minlength=count)
    forms = np.bincount(invention.forms["episode"].to_numpy(), minlength=count)
    rows = np.maximum(interventions, forms)
    episode = np.repeat(np.arange(count), rows)
    number = np.arange(len(episode)) - np.repeat(np.cumsum(rows) - rows, rows)
    intervention = (np.cumsum(interventions) - interventions)[episode] + np.minimum(number, interventions[episode] - 1)
    form = (np.cumsum(forms) - forms)[episode] + number + 1
    return episode, intervention, np.where(number < forms[episode], form, 0)


def _episodes(invention: Invention, date_format: str, chance: Chance) -> pl.DataFrame:
    stay, dat, agencies = invention.episodes, invention.partnership.dat, invention.partnership.agencies
    person = invention.journeys.person[stay.journey]
    client = np.unique(stay.agency * (person.max() + 1) + person, return_inverse=True)[1] + 1
    coded = _who(invention, person) | _codes(invention, person, chance)
    dated = {name: _text(day, date_format) for name, day in _days(invention, person, chance).items()}
    codes = np.array([agency_code(dat, place) for place in range(agencies)])
    constant = {"NATION": "GBR", "CONSENT": "Y", "PC": POSTCODE, "DAT": dat}
    return pl.DataFrame({name: values.astype(str) for name, values in coded.items()} | dated).with_columns(
        *(pl.lit(value).alias(name) for name, value in constant.items()),
        agency=pl.Series(stay.agency),
        AGNCY=pl.Series(codes[stay.agency]),
        CLIENT=_reference("INV", client),
        CLIENTID=_reference("INV", client),
        EPISODID=_reference("E", np.arange(len(person)) + 1),
    )


def _who(invention: Invention, person: np.ndarray) -> dict[str, np.ndarray]:
    people, stay = invention.people, invention.episodes
    return {
        "FINITIAL": people.first_initial[person],
        "SINITIAL": people.last_initial[person],
        "SEX": people.sex[person],
        "ETHNIC": people.ethnic[person],
        "LA": people.district[person],
        "DRUG1": people.drug_1[person],
        "DRUG2": people.drug_2[person],
        "DRUG3": people.drug_3[person],
        "DISRSN": np.where(stay.end <= invention.window.end, stay.reason, ""),
    }


def _codes(invention: Invention, person: np.ndarray, chance: Chance) -> dict[str, np.ndarray]:
    stay, count = invention.episodes, len(person)
    opiates, is_woman = invention.people.is_opiate_user[person], invention.people.sex[person] == "F"
    earlier = invention.journeys.start[stay.journey] > _first_start(invention)[person]
    housing = np.where(
        invention.has_housing_problem[stay.journey], chance.picked("housing", {"1": 1, "2": 2}, count), "3"
    )
    age = (stay.start - invention.people.born[person]) // 366
    return (
        {
            "PREVTR": np.where(earlier | (chance.numbers("treated before", count) < 0.45), "Y", "N"),
            "ACCMNEED": housing,
            "PRNTSTAT": chance.picked("parents", PARENTS, count),
            "RFLS": invention.journeys.referred_by[stay.journey],
            "DRUG1AGE": np.minimum(chance.whole_days("age of first use", 10, 17, count), age),
            "CHILDWTH": chance.picked("children", {"0": 7, "1": 2, "2": 1, "3": 0.4}, count),
            "PREGNANT": np.where(is_woman, chance.picked("pregnant", {"N": 0.95, "Y": 0.05}, count), ""),
            "TOPCC": np.where(stay.is_first, "Y", "N"),
            "EMPSTAT": chance.picked("work", WORK, count),
        }
        | _health(invention.partnership, opiates, chance)
        | _young_people(invention, person, chance)
    )


def _young_people(invention: Invention, person: np.ndarray, chance: Chance) -> dict[str, np.ndarray]:
    """The fields that are asked of those under 18, at the start and at an end: Y the more often, the more severe their use."""
    stay, people = invention.episodes, invention.people
    is_young = stay.start - people.born[person] < ADULT
    has_left = stay.end <= invention.window.end
    found, severity = {}, SEVERITY_OF_YOUNG * people.severity[person]
    for names, is_asked in ((YOUNG_AT_START, is_young), (YOUNG_AT_EXIT, is_young & has_left)):
        asked = np.flatnonzero(is_asked)
        for name, share in names.items():
            answers = np.zeros(len(person), dtype="<U1")
            draws = chance.numbers(name, len(person))[asked]
            answers[asked] = np.where(happens(draws, logit(share) + severity[asked]), "Y", "N")
            found[name] = answers
    return found


def _health(partnership: Partnership, opiates: np.ndarray, chance: Chance) -> dict[str, np.ndarray]:
    count = len(opiates)
    drinks = chance.numbers("drinks", count) < 0.4
    injecting, route = (
        np.where(opiates, *(chance.picked(what, codes[used], count) for used in (True, False)))
        for what, codes in (("injecting", INJECTING), ("route", ROUTES))
    )
    offered = chance.picked("hepatitis b", HEPATITIS_B, count)
    return {
        "INJSTAT": injecting,
        "ROUTE": route,
        "ALCDDAYS": np.where(drinks, chance.whole_days("drinking days", 1, 28, count), 0),
        "ALCUNITS": np.where(drinks, chance.whole_days("units", 1, 30, count), 0),
        "DUALDIAG": chance.picked(
            "dual diagnosis", {"N": 1 - partnership.dual_diagnosis, "Y": partnership.dual_diagnosis}, count
        ),
        "HEPBSTAT": offered,
        "HEPBVAC": np.where(offered == "A", chance.picked("vaccinations", VACCINATIONS, count), ""),
        "HEPCSTAT": chance.picked("hepatitis c", HEPATITIS_C, count),
    }


def _days(invention: Invention, person: np.ndarray, chance: Chance) -> dict[str, np.ndarray]:
    """The days of each episode; a day that has not come, or never will, is NONE."""
    stay, last, count = invention.episodes, invention.window.end, len(person)
    main = invention.interventions.referred[invention.interventions.is_main]
    referred = main - chance.whole_days("referred before", 0, 3, count)
    triaged = chance.whole_days("triaged", referred, np.minimum(referred + 5, stay.start), count)
    planned = np.minimum(chance.whole_days("care plan day", triaged, triaged + 14, count), np.minimum(stay.end, last))
    tested = triaged - chance.whole_days("tested", 0, 400, count)
    return {
        "DOB": invention.people.born[person],
        "REFLD": referred,
        "TRIAGED": triaged,
        "CPLANDT": np.where(invention.has_care_plan, planned, NONE),
        "HEPCTSTD": np.where(chance.numbers("is tested", count) < 0.3, tested, NONE),
        "DISD": np.where(stay.end <= last, stay.end, NONE),
    }


def _first_start(invention: Invention) -> np.ndarray:
    journeys = invention.journeys
    first = np.full(journeys.person.max() + 1, 10**6)
    np.minimum.at(first, journeys.person, journeys.start)
    return first


def _interventions(invention: Invention, date_format: str) -> pl.DataFrame:
    found, last = invention.interventions, invention.window.end
    closed, planned = found.end <= last, np.isin(invention.episodes.reason[found.episode], LEFT_PLANNED)
    ended_with = np.where(planned, "A", np.where(found.end % 7 == 0, "C", "B"))
    dated = {"REFMODDT": found.referred, "FAOMODDT": found.offered, "MODST": found.start}
    dated |= {"MODEND": np.where(closed, found.end, NONE)}
    return pl.DataFrame({name: _text(day, date_format) for name, day in dated.items()}).with_columns(
        MODAL=pl.Series(found.modality.astype(str)),
        MODID=_reference("M", np.arange(len(found.start)) + 1),
        MODEXIT=pl.Series(np.where(closed, ended_with, "")),
    )


def _forms(invention: Invention, date_format: str) -> pl.DataFrame:
    """The forms after a first row of blanks, which stands for no form."""
    forms = invention.forms
    written = forms.select(
        _text(forms["day"].to_numpy(), date_format).alias("TOPDATE"),
        _reference("T", np.arange(len(forms)) + 1).alias("TOPID"),
        pl.col("stage").alias("TRSTAGE"),
        *ITEMS,
    )
    return pl.concat([pl.DataFrame({name: [""] for name in written.columns}), written])


def _reference(letters: str, numbers: np.ndarray) -> pl.Series:
    return letters + pl.Series(numbers).cast(pl.String).str.zfill(6)


def _text(day: np.ndarray, date_format: str) -> pl.Series:
    """Days as dates in the format asked for, blank where there is none."""
    dates = pl.Series(day).cast(pl.Int32).cast(pl.Date)
    return dates.set(pl.Series(day == NONE), None).dt.to_string(date_format).fill_null("")
