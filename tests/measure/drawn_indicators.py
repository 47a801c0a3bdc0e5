"""A case of an indicator: people drawn on its boundaries, each marked, and what they add up to when counted by hand.

Every case is of 2008-09 Q2, which is of the era of whatever is counted: the quarter is July to September 2008, the year to date begins on 1 April 2008 and the
twelve months on 1 October 2007. What a drawing leaves out is what `USUAL` says.
"""

import datetime
from dataclasses import dataclass, field, replace

import polars as pl
from drawn_records import records as drawn_rows

from needs.code_lists.meanings import SCALES
from needs.code_lists.meanings import YES_OR_NO as YES_OR_NO_QUESTIONS
from needs.measure import records as tables
from needs.measure.answers import YOUNG, young_fields
from needs.measure.count import Origin, count, results_of
from needs.measure.durations import age
from needs.measure.indicator import TODAY, Indicator
from needs.measure.progress import ANSWERS
from needs.measure.records import AGE_AT_START, AT_START, FLAGS, PERSONAL, Records
from needs.quarter import Period, Quarter
from needs.settings import Choices

QUARTER = Quarter.parse("2008-09 Q2")
ALWAYS = Origin(area_code="X", days=Period(datetime.date(2000, 1, 1), datetime.date(2019, 12, 31)), is_invented=False)
SUBSTANCES = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")
AGES = ("birth_quarter", "age_at_triage", AGE_AT_START)
TEXT, DAY, NUMBER, YES_OR_NO = pl.String, pl.Date, pl.Int64, pl.Boolean
WHO = {"partnership": TEXT, "agency": TEXT, "person": TEXT, "episode": TEXT}
KNOWN = {
    **dict.fromkeys(PERSONAL, TEXT), **dict.fromkeys(AGES, pl.Int32), **dict.fromkeys(AT_START, TEXT), "care_planned": DAY,
    "referred": DAY,
}  # fmt: skip
OF_A_PERSON = {**{name: KNOWN[name] for name in (*PERSONAL, AGE_AT_START)}, **dict.fromkeys(FLAGS, YES_OR_NO)}
COLUMNS = {
    "journeys": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "start": DAY, "end": DAY, "end_reason": TEXT,
        **KNOWN, **dict.fromkeys(FLAGS, YES_OR_NO), "first_agency": TEXT, "last_agency": TEXT, "next_start": DAY,
        "has_start_form": YES_OR_NO, "has_exit_form": YES_OR_NO, "reviews": pl.List(DAY),
        "treatments": pl.List(pl.Struct({"modality": TEXT, "started": DAY, "ended": DAY})),
    },
    "interventions": {
        **WHO, "modality": TEXT, "referred": DAY, "first_offered": DAY, "started": DAY, "ended": DAY,
        "is_structured": YES_OR_NO, "intervention_number": NUMBER, "journey": NUMBER, **OF_A_PERSON,
    },
    "agencies": {**WHO, "journey": NUMBER, "start": DAY, "end": DAY, "end_reason": TEXT, **OF_A_PERSON},
    "changes": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "sex": TEXT, "reviewed": DAY, "substance": TEXT,
        "days_at_start": pl.Int16, "days_at_review": pl.Int16, "reliable_days": pl.Int16,
    },
    "answers": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "sex": TEXT, "end": DAY, "reviewed": DAY,
        "question": TEXT, "at_start": pl.Int16, "later": pl.Int16, "form": TEXT,
    },
    "housing_answers": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "sex": TEXT, "end": DAY, "reviewed": DAY,
        "question": TEXT, "at_start": pl.Int16, "later": pl.Int16, "form": TEXT,
    },
    "young_answers": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "start": DAY, "end": DAY,
        **{name: KNOWN[name] for name in (*PERSONAL, AGE_AT_START)}, "field": TEXT, "asked_at": TEXT, "is_yes": YES_OR_NO,
    },
    "forms": {
        "partnership": TEXT, "person": TEXT, "journey": NUMBER, "stage": TEXT, "completed": DAY,
        **{f"{name}_days": pl.Int16 for name in ANSWERS}, "housing_problem": TEXT,
    },
}  # fmt: skip
EPISODES = {
    **WHO, "triaged": DAY, "discharged": DAY, "discharge_reason": TEXT,
    "drug_1": TEXT, "drug_2": TEXT, "drug_3": TEXT, **KNOWN,
    **{name: TEXT for entity in YOUNG for name in young_fields(entity)},
}  # fmt: skip
INTERVENTIONS = {
    **WHO, "intervention": TEXT, "modality": TEXT, "referred": DAY, "first_offered": DAY, "started": DAY, "ended": DAY,
    "is_structured": YES_OR_NO, "setting": TEXT,
}  # fmt: skip
FORMS = {
    **WHO, "stage": TEXT, "completed": DAY, **{f"{name}_days": pl.Int16 for name in (*SUBSTANCES, "other_drug")},
    **dict.fromkeys(SCALES, pl.Int16), **dict.fromkeys(YES_OR_NO_QUESTIONS, TEXT),
}  # fmt: skip
USUAL = {"agency": "A", "episode": "1", "journey": 1, "is_structured": True, "modality": "2", "intervention_number": 1}

AS_USUAL = Choices()


@dataclass(frozen=True, kw_only=True)
class Case:
    """People drawn, and what they add up to: `counted` in the first window the indicator has, `also` in the others.

    `drawn` are rows of the indicator's own table, or episodes where `is_of_episodes`. In the column `counts` each row is
    "yes" (counted), "no" (only counted out of), "outside" (neither), or empty where another row stands for it. What `people`
    says of each person is said in all of their rows.
    """

    drawn: str
    counted: str = ""
    also: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    is_of_episodes: bool = False
    people: str = ""
    interventions: str = ""
    forms: str = ""
    choices: Choices = field(default_factory=Choices)

    @property
    def marks(self) -> dict[str, list[str]]:
        """Each person with the marks drawn beside them."""
        rows = drawn_rows(self.drawn).select("person", pl.col("counts").cast(pl.String)).fill_null("")
        words = {"true": "yes", "false": "no"}
        marked: dict[str, list[str]] = {}
        for person, mark in rows.iter_rows():
            marked.setdefault(person, []).extend(words.get(one, one) for one in mark.split())
        return marked


def tables_of(case: Case, of: str, is_alone: bool) -> Records:
    """The case as tables; where everybody `is_alone` each person is a partnership of their own."""
    if case.is_of_episodes:
        return records_of(case.drawn, case.interventions, case.forms, case.choices, is_alone)
    table = "journeys" if of in ("people", "known") else of
    empty = {name: _filled(pl.DataFrame({"person": []}), columns, False) for name, columns in COLUMNS.items()}
    rows = drawn_rows(case.drawn).drop("counts")
    if case.people:
        rows = rows.join(drawn_rows(case.people), on="person", how="left", maintain_order="left")
    if table == "journeys":
        rows = rows.with_columns(journey=pl.int_range(1, pl.len() + 1).over("person"))
    drawn = _filled(rows, COLUMNS[table], is_alone).sort("partnership", "person", "journey")
    everybody = drawn if table == "journeys" else _filled(rows.select("person"), COLUMNS["journeys"], is_alone)
    return Records(**{**empty, "journeys": everybody, table: drawn})


def records_of(
    episodes: str, interventions: str = "", forms: str = "", choices: Choices = AS_USUAL, is_alone: bool = False
) -> Records:
    """Drawn episodes, interventions and forms as tables, linked and described as extracts are."""
    drawn = drawn_rows(episodes)
    rows = drawn.drop("counts", strict=False)
    if "episode" not in rows:
        rows = rows.with_columns(episode=pl.int_range(1, pl.len() + 1).over("person").cast(pl.String))
    of_episodes = _filled(rows, EPISODES, is_alone)
    given = drawn_rows(interventions) if interventions else _from_the_start(of_episodes)
    at = of_episodes.select("person", "episode", "agency")
    started = _filled(_at_the_agency(given, at), INTERVENTIONS, is_alone)
    numbered = started.with_columns(intervention=pl.int_range(1, pl.len() + 1).cast(pl.String))
    filled_in = drawn_rows(forms) if forms else pl.DataFrame({"person": []}, schema={"person": TEXT})
    return tables.records(of_episodes, numbered, _filled(_at_the_agency(filled_in, at), FORMS, is_alone), choices)


def people_alone(case: Case, indicator: Indicator) -> dict[str, tuple[float, float | None]]:
    """Each person's part in the first window: in the numerator and, of a share, in the denominator."""
    rows = count(tables_of(case, indicator.counting.of, True), [QUARTER], [indicator], of_its_era(case, indicator))
    breakdown = "all" if indicator.counting.has_total else indicator.counting.breakdowns[0]
    first = rows.filter(_is_window(indicator, 0), pl.col("breakdown") == breakdown)
    sums = first.group_by("partnership").agg(pl.col("numerator").sum(), pl.col("denominator").sum())
    is_share = indicator.counting.statistic in ("share", "rate")
    return {person: (counted, out_of if is_share else None) for person, counted, out_of in sums.iter_rows()}


def added_up(case: Case, indicator: Indicator) -> tuple[dict[str, str], dict[str, str]]:
    """What everybody adds up to in each window, and in each group of each breakdown, written as in the cases."""
    rows = count(tables_of(case, indicator.counting.of, False), [QUARTER], [indicator], of_its_era(case, indicator))
    whenever = replace(indicator, counting=replace(indicator.counting, since=None))
    results = results_of(rows, {indicator.name: whenever if indicator.era == TODAY else indicator}, ALWAYS)
    written = [{**row, "said": _said(row, indicator.counting.statistic)} for row in results.to_dict(orient="records")]
    windows = {in_words(row["window"]): row["said"] for row in written if row["breakdown"] == "all"}
    groups = {
        name: "; ".join(
            f"{row['group']} {row['said'].split(' =')[0]}"
            for row in sorted(written, key=lambda row: row["group"])
            if row["breakdown"] == name
            and row["denominator" if indicator.counting.statistic in ("share", "mean") else "value"] > 0
        )
        for name in indicator.counting.breakdowns
    }
    return windows, groups


def of_its_era(case: Case, indicator: Indicator) -> Choices:
    """The choices of a case, by which the quarter is of today where the indicator is."""
    return replace(case.choices, today_begins=QUARTER - 1) if indicator.era == TODAY else case.choices


def _said(row: dict, statistic: str) -> str:
    """ "3", "3 of 7 = 42.9" or "2.5 weeks, 4 counted"."""
    if statistic == "number":
        return f"{row['value']:.0f}"
    if statistic == "mean":
        return f"mean {row['value']:.4g}, of {row['denominator']:.0f}"
    return f"{row['numerator']:.0f} of {row['denominator']:.0f} = {row['value']:.1f}"


def in_words(window: str) -> str:
    """A window as the cases write it."""
    return {"rolling_12_months": "twelve months", "year_to_date": "year to date"}.get(window, window)


def _is_window(indicator: Indicator, number: int) -> pl.Expr:
    return pl.col("window") == indicator.counting.windows[number]


def _from_the_start(episodes: pl.DataFrame) -> pl.DataFrame:
    """One structured intervention an episode, from the day of triage."""
    return episodes.select(
        "person", "episode", referred="triaged", first_offered="triaged", started="triaged", ended="discharged"
    )


def _at_the_agency(rows: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    if "episode" not in rows:
        rows = rows.with_columns(episode=pl.lit("1"))
    return rows.join(episodes, on=["person", "episode"], how="left", maintain_order="left")


def _with_ages(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose ages at triage and at the start are those of the last day where they were not drawn."""
    if "birth_quarter" not in rows.columns:
        return rows
    return rows.with_columns(age(QUARTER.period).alias(name) for name in AGES[1:] if name not in rows.columns)


def _filled(rows: pl.DataFrame, columns: dict, is_alone: bool) -> pl.DataFrame:
    """Rows with every column of their table; those that were not drawn are the usual, or empty."""
    rows = _with_ages(rows)
    missing = {name: pl.lit(USUAL.get(name)) for name in columns if name not in rows.columns and name != "partnership"}
    where = pl.col("person").cast(TEXT) if is_alone else pl.lit("P")
    whole = rows.with_columns(partnership=where, **missing)
    return whole.select(pl.col(name).cast(kind) for name, kind in columns.items())
