"""The figures a partnership may take away: its own and those it is set against, each with all that explains it in words.

A row is written from the same Fact as a document's sentence, so that a download and a document cannot disagree.
"""

import math
from typing import Any

import pandas as pd

from needs import areas as area_names
from needs.measure.indicators import BY_NAME
from needs.measure.results import NUMBER_COLUMNS, STATUSES, Row
from needs.measure.selection import GROUND
from needs.present.assessment import Assessment
from needs.present.evidence import HOW
from needs.present.facts import Fact
from needs.present.numbers import rounded

SUBJECTS = {
    "need": "Need",
    "who": "Who is in treatment",
    "waiting": "Starting and waiting",
    "outcomes": "Staying and leaving",
    "agencies": "By agency",
    "criminal justice": "Criminal justice",
    "young people": "Young people",
    "alcohol": "Alcohol",
    "harm": "Harm",
    "money": "Money",
    "workforce": "Workforce",
    "population": "Population",
    "other": "Other",
}
WINDOWS = {
    "month": "one month",
    "quarter": "one quarter",
    "year_to_date": "financial year to date",
    "rolling_12_months": "twelve months to the end of the quarter",
    "financial_year": "financial year",
    "calendar_year": "calendar year",
    "two_calendar_years": "two calendar years",
    "three_calendar_years": "three calendar years",
    "five_calendar_years": "five calendar years",
    "two_financial_years": "two financial years",
    "three_financial_years": "three financial years",
    "five_financial_years": "five financial years",
    "three_years": "three years together",
    "two_years": "two years together",
    "day": "one day",
    "not_printed": "not printed",
}
PROTECTED = ("hidden", "too_few")
COLUMNS = (
    "subject", "title", "indicator", "area", "area_code", "period", "period_start", "period_end", "window", "breakdown",
    "group", "kind", "population", "age", "value", "lower", "upper", "unit", "numerator", "denominator", "as_written",
    "interval_method", "status", "is_rounded", "reason", "origin", "source", "source_title", "place", "definition", "note",
    "series", "rule", "quote", "disclosure",
)  # fmt: skip
_SAME_FIGURE = ["indicator", "period_start", "period_end", "breakdown", "group", "kind", "series"]
_ORDER = [
    "indicator",
    "breakdown",
    "group",
    "is_of",
    "area_code",
    "period_start",
    "period_end",
    "kind",
    "source",
    "place",
]


def figures(assessment: Assessment) -> list[dict[str, Any]]:
    """One mapping a figure, its keys COLUMNS and `fact`; by subject and title, the area's own before what it is set against.

    Numbers are NaN where there is none, and those counted from records have the decimals that documents give them; all
    else is text. A ValueError says which hidden figure holds a number.
    """
    rows = _rows(assessment)
    _refuse_open_secrets(rows)
    titles = dict(assessment.safe.sources[["source", "title"]].to_numpy().tolist())
    places = {subject: place for place, subject in enumerate(SUBJECTS.values())}
    every = (_figure(row, assessment, titles) for row in rows.itertuples())
    return sorted(
        every, key=lambda figure: (places[figure["subject"]], figure["title"])
    )  # stable: keeps the order within


def _rows(assessment: Assessment) -> pd.DataFrame:
    """The results rows: the area's own known by the quarter, what its own document prints, then the same of its comparators."""
    known, code = assessment.known, assessment.area.code
    of_area, others = known[known["area_code"] == code], [assessment.area.country]
    alike = [peer for peer in assessment.peers() if peer != code]
    wanted = known["area_code"].isin(others) | (known["area_code"].isin(alike) & ~known["indicator"].isin(GROUND))
    same = known[wanted].merge(of_area[_SAME_FIGURE].drop_duplicates(), on=_SAME_FIGURE)
    parts = [of_area.assign(is_of=0), assessment.printed.assign(is_of=1), same.assign(is_of=2)]
    return pd.concat(parts).sort_values(_ORDER, kind="stable").reset_index(drop=True)


def _refuse_open_secrets(rows: pd.DataFrame) -> None:
    """A hidden figure is without any number, in whatever form it leaves the house; nothing is written otherwise."""
    hidden = rows[rows["status"].isin(PROTECTED)]
    for name in NUMBER_COLUMNS:
        told = hidden[hidden[name].notna()]
        if len(told):
            row = told.iloc[0]
            secret = f"{row['indicator']} of {row['area_code']} in {row['window']} is {row['status']} and has a {name}"
            raise ValueError(f"results: {secret}; wanted none: run `needs results` to write them again")


def _figure(row: Row, assessment: Assessment, titles: dict[str, str]) -> dict[str, Any]:
    fact = assessment.fact(row)
    return {
        **{name: getattr(row, name) for name in COLUMNS if hasattr(row, name)},
        **(_to_decimals(fact) if fact.is_counted else {}),
        "is_rounded": "yes" if fact.is_rounded else "no",
        "disclosure": assessment.band or "public",
        "subject": _subject(row.indicator, assessment),
        "title": fact.title,
        "area": fact.area,
        "period": fact.period,
        "period_start": f"{row.period_start:%Y-%m-%d}",
        "period_end": f"{row.period_end:%Y-%m-%d}",
        "window": WINDOWS.get(row.window, row.window.replace("_", " ")),
        "as_written": as_written(fact),
        "status": STATUSES[row.status],
        "origin": HOW[row.origin],
        "source_title": "; ".join(titles.get(source) or source for source in row.source.split("; ")),
        "fact": fact,
    }


def _to_decimals(fact: Fact) -> dict[str, float]:
    """The numbers of a figure counted from records, as documents give them: no more decimals, for whoever subtracts them."""
    numbers = {name: getattr(fact, name) for name in ("value", "lower", "upper")}
    return {name: float(rounded(number, fact.decimals)) if has(number) else number for name, number in numbers.items()}


def _subject(indicator: str, assessment: Assessment) -> str:
    """The subject of a measure, by the topic it is declared or, where nothing declares it, listed under."""
    topic = BY_NAME[indicator].topic if indicator in BY_NAME else assessment.topic_of(indicator)
    return SUBJECTS.get(topic, SUBJECTS["other"])


def as_written(fact: Fact) -> str:
    """The figure as a reader meets it: with the word it was printed with, and its interval in brackets."""
    return f"{fact.qualified} ({fact.interval})" if fact.interval else fact.qualified


def in_group(figure: dict[str, Any]) -> str:
    """Whom or what a figure is of, "age: 18-29"; "all" where it is of everybody."""
    if figure["group"] == "all":
        return "all"
    return f"{figure['breakdown'].replace('_', ' ')}: {figure['group']}"


def has(number: float) -> bool:
    """Whether there is a number at all."""
    return not math.isnan(number)


def named(assessment: Assessment) -> str:
    """The area and its quarter as a file's title names them: "Barnet, 2011-12 Q4"."""
    return f"{area_names.named(assessment.area.code, assessment.safe.areas)}, {assessment.quarter}"
