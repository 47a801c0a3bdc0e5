"""What the invented country publishes of its partnerships: residents, estimates of need, harm and returns.

Figures rest on the people who were drawn: estimates of need on those in treatment and on a share of them that treatment
reaches, which differs from place to place. All of it is drawn, seeded by place, and none of it is of anybody.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from needs.quarter import Quarter
from needs.synthetic.chance import Chance
from needs.synthetic.invention import Invention
from needs.synthetic.journeys import days
from needs.synthetic.people import deprivation
from needs.synthetic.profiles import Partnership

COLUMNS = (
    "measure", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "population", "age", "value",
    "lower", "upper", "unit", "status", "qualifier", "source", "place", "note", "is_rounded", "published",
)  # fmt: skip
ETHNIC_LETTERS = {  # NDTMS codes of the five groups of ViewIt
    "white": list("ABC"), "mixed": list("DEFG"), "asian": list("HJKL"), "black": list("MNP"), "other": list("RS"),
}  # fmt: skip
SOURCE, RETURNS = "estermark-statistics", "local-returns"
Row = dict[str, Any]
AGES = {  # shares of residents, in the bands in which real estimates are carried
    "15-24": 0.128, "25-34": 0.133, "35-64": 0.398, "15-64": 0.659, "18-24": 0.091, "18-29": 0.155, "30-49": 0.278, "50+": 0.348,
    "18+": 0.781,
}  # fmt: skip
MEN = 0.488  # of adult residents
DEPRIVED = 0.3  # of a place's score, by a standard deviation between its districts
ETHNIC = {"mixed": 0.12, "asian": 0.5, "black": 0.25, "other": 0.13}  # of residents who are not white
GROWTH = 0.006  # of residents a year
REACHED = (0.42, 0.6)  # of people who use opiates or crack, between partnerships, in treatment in a year
DEPENDENT = (0.010, 0.018)  # of adults, on alcohol, between partnerships
DRIFT = 0.01  # at most, of need a year, up or down
LOWER, UPPER = (0.86, 0.94), (1.07, 1.2)  # limits of an estimate, as shares of it, between partnerships
YEARS = (
    *range(2004, 2010),
    *range(2021, 2025),
)  # financial years of which every partnership has estimates, by their first year
RESIDENTS = range(2001, 2026)
DEATHS, DEATHS_TODAY, TODAY = 3.6e-5, 6.2e-5, 2015  # a resident and year; those of today from this year on
ROUNDED: Row = {"note": "rounded to 5", "is_rounded": "yes"}
ADDED = "added up over {number} partnerships; limits as if their errors were independent"
CRACK = "3201"  # the code of crack cocaine; those of opiates begin with 1
RETURNED = {  # what follows an arrest, each as a share of the one before (`dip_trigger_arrests` comes first)
    "dip_tested": 0.94, "dip_tested_positive": 0.38, "dip_assessed": 0.9, "dip_needing_intervention": 0.55,
    "dip_care_plans": 0.86, "dip_caseload": 0.95, "dip_engaged": 0.81,
}  # fmt: skip


def figures(invention: Invention) -> list[Row]:
    """The figures of one partnership that its country publishes, or that it returns itself; none of less than a whole year."""
    if not years_of(invention):
        return []
    chance = Chance(invention.seed, f"{invention.partnership.slug}, published")
    rows = [*_people(invention), *_need(invention, chance), *_harm(invention, chance)]
    return [*rows, *_rates(rows), *_returned(invention, chance)]


def summed(rows: Iterable[Row], code: str, number: int) -> list[Row]:
    """The published counts of places added up for the region or country that holds them, and the rates of the sums.

    What is not known of every one of so many is not added up. Limits are those of estimates whose errors are independent.
    """
    rows = list(rows)
    sums: dict[tuple, Row] = {}
    places: dict[tuple, set[str]] = {}
    for row in rows:
        if row["source"] != SOURCE or row["unit"] not in ("people", "deaths", "episodes") or row["kind"] == "target":
            continue
        key = tuple(row[name] for name in ("measure", "period_start", "period_end", "breakdown", "group"))
        places.setdefault(key, set()).add(row["area_code"])
        held = sums.setdefault(key, row | {"area_code": code, "value": 0, "lower": 0.0, "upper": 0.0})
        held["value"] += row["value"]
        for side in ("lower", "upper"):
            held[side] = held[side] + (row["value"] - row[side]) ** 2 if row[side] != "" else ""
    for held in sums.values():
        if held["lower"] != "":
            below, above = (math.sqrt(held[side]) for side in ("lower", "upper"))
            held["lower"], held["upper"] = round(held["value"] - below), round(held["value"] + above)
    added = [
        held | {"note": ADDED.format(number=number), "is_rounded": ""}
        for key, held in sums.items()
        if len(places[key]) == number
    ]
    return [*added, *_rates(added)]


def years_of(invention: Invention) -> list[int]:
    """The financial years that the records cover to their ends, by the year in which each begins."""
    first, last = invention.window.first, invention.window.last
    return [
        year
        for year in range(first.year, last.year + 1)
        if Quarter.parse(f"{year}-{(year + 1) % 100:02d} Q4") <= last
        and Quarter.parse(f"{year}-{(year + 1) % 100:02d} Q1") >= first
    ]


def in_treatment(invention: Invention, year: int) -> tuple[np.ndarray, np.ndarray]:
    """The people with a journey open in a financial year, and their ages at its end."""
    journeys = invention.journeys
    first, last = days(date(year, 4, 1)), days(date(year + 1, 3, 31))
    is_there = np.zeros(len(invention.people.born), bool)
    is_there[journeys.person[(journeys.start <= last) & (journeys.end >= first)]] = True
    people = np.flatnonzero(is_there)
    return people, (last - invention.people.born[people]) / 365.25


def exported(invention: Invention) -> dict[int, Counter[str]]:
    """For each year of the records the counts of adults in treatment that a ViewIt export has, by the export's own headers."""
    ethnic, found = invention.people.ethnic, {}
    for year in years_of(invention):
        there, age = in_treatment(invention, year)
        adults = ethnic[there[age >= 18]].astype(str)
        counts = {
            f"eth_{name}_allintx": int(np.isin(adults, letters).sum()) for name, letters in ETHNIC_LETTERS.items()
        }
        found[year] = Counter({"intreatment_allintx": len(adults)} | counts)
    return found


def _row(measure: str, code: str, start: date, end: date, window: str, value: float, unit: str, **more: Any) -> Row:
    row: Row = dict.fromkeys(COLUMNS, "")
    row |= {
        "measure": measure, "area_code": code, "period_start": start, "period_end": end, "window": window, "breakdown": "all",
        "group": "all", "kind": "actual", "population": "residents", "age": "all ages", "value": value, "unit": unit,
        "status": "shown", "source": SOURCE, "place": "table of all partnerships", "published": "yes",
    }  # fmt: skip
    return row | more


def _financial(year: int) -> tuple[date, date, str]:
    return date(year, 4, 1), date(year + 1, 3, 31), "financial_year"


def _residents(invention: Invention, year: int) -> float:
    base = 2008 if invention.partnership.letter == "K" else 2022
    return invention.partnership.residents * (1 + GROWTH) ** (year - base)


def _people(invention: Invention) -> Iterator[Row]:
    one, years = invention.partnership, years_of(invention)
    for year in RESIDENTS:
        day, whole = date(year, 6, 30), _residents(invention, year)
        for age, share in {"all": 1.0, **AGES}.items():
            more = {"breakdown": "age", "group": age, "age": age} if age != "all" else {}
            yield _row("residents", one.code, day, day, "day", round(whole * share), "people", kind="estimate", **more)
        adults = round(whole * AGES["18+"])
        men = round(adults * MEN)
        for sex, count in {"male": men, "female": adults - men}.items():
            of_sex: Row = {"breakdown": "sex", "group": sex, "age": "18+", "kind": "estimate"}
            yield _row("residents", one.code, day, day, "day", count, "people", **of_sex)
    census = date(2001, 4, 29) if one.letter == "K" else date(2021, 3, 21)
    whole = round(_residents(invention, census.year))
    others = {group: round(whole * (1 - one.white_british) * share) for group, share in ETHNIC.items()}
    for group, count in {"white": whole - sum(others.values()), **others}.items():
        yield _row("residents", one.code, census, census, "day", count, "people", breakdown="ethnic_group", group=group)
        for year in range(years[0], years[-1] + 1):
            day, share = date(year, 6, 30), round(100 * count / whole, 1)
            yield _row(
                "population_share_percent",
                one.code,
                day,
                day,
                "day",
                share,
                "percent",
                breakdown="ethnic_group",
                group=group,
            )
    score = round(float(Chance(invention.seed, f"{one.slug}, deprivation").numbers("score", 1)[0] * 22 + 13), 2)
    of_year = date(years[0], 1, 1), date(years[0], 12, 31), "calendar_year"
    yield _row("deprivation_score", one.code, *of_year, score, "score")
    if len(one.districts) > 1:
        yield from _districts(one, years, score)


def _districts(one: Partnership, years: list[int], score: float) -> Iterator[Row]:
    """Each district's share of residents in each year, and its deprivation about that of the whole place."""
    weights = [1 + 0.12 * math.cos(2 * each) for each in range(len(one.districts))]
    for weight, code, deprived in zip(weights, one.districts, deprivation(one), strict=True):
        more: Row = {"breakdown": "district", "group": code}
        for year in range(years[0], years[-1] + 1):
            day, share = date(year, 6, 30), round(100 * weight / sum(weights), 1)
            yield _row("population_share_percent", one.code, day, day, "day", share, "percent", **more)
        days = date(years[0], 1, 1), date(years[0], 12, 31), "calendar_year"
        yield _row("deprivation_score", one.code, *days, round(score * (1 + DEPRIVED * deprived), 2), "score", **more)


def _need(invention: Invention, chance: Chance) -> Iterator[Row]:
    """Estimates of need for each year, slow in time; and, in the years of its records, the people treated beside them."""
    one, people, years = invention.partnership, invention.people, years_of(invention)
    reached = _between(chance, "reached", *REACHED)
    dependent = _between(chance, "dependent", *DEPENDENT)
    drift = 1 + _between(chance, "drift", -DRIFT, DRIFT)
    limits = _between(chance, "lower", *LOWER), _between(chance, "upper", *UPPER)
    first = people.drug_1.astype(str)
    named = (first, people.drug_2.astype(str), people.drug_3.astype(str))
    uses = np.any([np.char.startswith(each, "1") | (each == CRACK) for each in named], axis=0)
    drinks = np.char.startswith(first, "7")
    treated = {}
    for year in years:
        there, age = in_treatment(invention, year)
        of_working_age, is_adult = (age >= 15) & (age < 65), age >= 18
        treated[year] = int((uses[there] & of_working_age).sum()), int((drinks[there] & is_adult).sum())
    opiates = np.mean([count for count, _ in treated.values()]) / reached
    for year in YEARS:
        grown, residents = drift ** (year - years[len(years) // 2]), _residents(invention, year)
        yield _estimated(
            "opiate_crack_users", one.code, year, opiates * grown, "opiate and/or crack users", "15-64", limits
        )
        of_ages = round(residents * AGES["15-64"])
        yield _row(
            "population_of_the_estimate", one.code, *_financial(year), of_ages, "people", kind="estimate", age="15-64"
        )
        adults = residents * AGES["18+"] * dependent * grown
        yield _estimated(
            "alcohol_dependent_adults", one.code, year, adults, "adults dependent on alcohol", "18+", limits
        )
    for year, (of_opiates, of_alcohol) in treated.items():
        of_them: Row = {"breakdown": "substance", "group": "opiates and/or crack", "age": "15-64"}
        who: Row = ROUNDED | {"population": "opiate and/or crack users"}
        yield _row("in_treatment", one.code, *_financial(year), _to_five(of_opiates), "people", **(of_them | who))
        who = ROUNDED | {"population": "adults in treatment for alcohol, alone or with non-opiate drugs"}
        yield _row(
            "adults_in_treatment_for_alcohol",
            one.code,
            *_financial(year),
            _to_five(of_alcohol),
            "people",
            age="18+",
            **who,
        )


def _between(chance: Chance, what: str, low: float, high: float) -> float:
    return low + float(chance.numbers(what, 1)[0]) * (high - low)


def _to_five(count: int) -> int:
    return 5 * round(count / 5)


def _estimated(
    measure: str, code: str, year: int, value: float, population: str, age: str, limits: tuple[float, float]
) -> Row:
    more: Row = {side: round(value * share) for side, share in zip(("lower", "upper"), limits, strict=True)}
    more |= {"kind": "estimate", "population": population, "age": age}
    return _row(measure, code, *_financial(year), round(value), "people", **more)


def _harm(invention: Invention, chance: Chance) -> Iterator[Row]:
    """Deaths registered in three years, by sex, and admissions for alcohol, a year."""
    one = invention.partnership
    among = float(np.exp(0.25 * chance.normal("deaths", 1)[0]))
    for first in (year - 3 for year in YEARS):
        expected = 3 * _residents(invention, first + 1) * among * (DEATHS if first < TODAY else DEATHS_TODAY)
        counts = {
            sex: int(chance.source(f"deaths, {sex}, {first}").poisson(expected * share))
            for sex, share in (("male", 0.74), ("female", 0.26))
        }
        period = date(first, 1, 1), date(first + 2, 12, 31), "three_calendar_years"
        for sex, count in {"all": sum(counts.values()), **counts}.items():
            more: Row = {"breakdown": "sex", "group": sex} if sex != "all" else {}
            yield _row("drug_misuse_deaths", one.code, *period, count, "deaths", **more)
    for year in (year for year in YEARS if year < TODAY):  # by the definition of National Indicator 39
        expected = _residents(invention, year) * among * 0.0145 * (1.02 ** (year - YEARS[0]))
        count = int(chance.source(f"admissions, {year}").poisson(expected))
        yield _row("alcohol_related_admission_episodes", one.code, *_financial(year), count, "episodes")


def _rates(rows: Iterable[Row]) -> list[Row]:
    """The rates of counts of people in need, deaths and admissions, with their limits."""
    rows = list(rows)
    residents = {
        (row["period_end"].year, row["group"]): row["value"]
        for row in rows
        if row["measure"] == "residents" and row["window"] == "day"
    }
    base = {row["period_start"]: row["value"] for row in rows if row["measure"] == "population_of_the_estimate"}
    return [found for row in rows if (found := _rate(row, residents, base)) is not None]


def _rate(row: Row, residents: dict[tuple[int, str], float], base: dict[date, float]) -> Row | None:
    start = row["period_start"]
    if row["measure"] == "opiate_crack_users":
        per = {side: round(1000 * row[side] / base[start], 2) for side in ("value", "lower", "upper")}
        return row | {"measure": "opiate_crack_users_per_1000", "unit": "per 1,000"} | per
    if row["measure"] == "alcohol_related_admission_episodes":
        known = residents.get((start.year, "all"))
        value = round(100_000 * row["value"] / known, 1) if known else ""
        return (
            row | {"measure": "alcohol_related_admission_rate", "unit": "per 100,000", "value": value}
            if known
            else None
        )
    if row["measure"] == "drug_misuse_deaths":
        known = residents.get((start.year + 1, "all"))
        if not known:
            return None
        limits = _exact(row["value"], 3 * known * (1 if row["group"] == "all" else 0.5) / 100_000)
        return row | {"measure": "drug_misuse_death_rate", "unit": "per 100,000"} | limits
    return None


def _exact(count: int, of: float) -> dict[str, float]:
    """The rate of a count, with Poisson's exact 95% limits."""
    lower = gammaincinv(count, 0.025) if count else 0.0
    return {
        side: round(float(number / of), 1)
        for side, number in (("value", count), ("lower", lower), ("upper", gammaincinv(count + 1, 0.975)))
    }


def _returned(invention: Invention, chance: Chance) -> Iterator[Row]:
    """What the partnership returns on arrests, requirements and needles: its own counts, not marked as published."""
    one, years = invention.partnership, years_of(invention)
    own = {
        "source": RETURNS,
        "published": "",
        "place": "return of the partnership",
        "population": "adults",
        "age": "18+",
    }
    quarters = [quarter for quarter in invention.window.quarters if quarter.year >= years[-1] - 2]
    for quarter in quarters:
        drawn = chance.source(f"returns, {quarter}")
        yield from _after_arrest(one, quarter, drawn, own) if one.letter == "K" else ()  # the programme has ended since
        began = int(drawn.poisson(one.residents / 8500))
        ended = int(drawn.binomial(began, 0.92))
        for measure, count in (
            ("drr_commencements", began), ("drr_ended", ended), ("drr_completions", int(drawn.binomial(ended, 0.44))),
        ):  # fmt: skip
            yield _row(measure, one.code, quarter.start, quarter.end, "quarter", count, "people", **own)
    for year in years[-3:]:
        visits = round(one.residents / 31 * float(np.exp(0.08 * chance.normal(f"visits, {year}", 1)[0])))
        exchange: Row = {"place": "return of the needle exchanges", "age": "not applicable"}
        yield _row(
            "syringe_exchange_visits", one.code, *_financial(year), visits, "visits", population="visits", **exchange
        )
        yield _row(
            "syringes_distributed",
            one.code,
            *_financial(year),
            visits * 14,
            "syringes",
            population="syringes",
            **exchange,
        )


def _after_arrest(one: Partnership, quarter: Quarter, drawn: np.random.Generator, own: dict[str, str]) -> Iterator[Row]:
    """A quarter's return of the Drug Interventions Programme, step by step from the arrest."""
    count = int(drawn.poisson(one.residents / 780))
    for measure, share in {"dip_trigger_arrests": 1.0, **RETURNED}.items():
        count = int(drawn.binomial(count, share))
        yield _row(measure, one.code, quarter.start, quarter.end, "quarter", count, "people", **own)
