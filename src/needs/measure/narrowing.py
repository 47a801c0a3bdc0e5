"""Steps: how many are left after each condition of an indicator, from all who may count to those who do.

Of each indicator, partnership and period there are two sides, `OUT_OF` and `COUNTS`: the last step of the one is the
denominator, that of the other the numerator (of a mean, how many it is a mean of). Before them, once a partnership, stand
the steps from rows to people (`OF_RECORDS`). Only totals have steps; where an indicator has none but by group, its
conditions stand without numbers.

True steps are for the owner only: `needs.measure.steps` says what is shown of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from needs.code_lists import lazy as pl
from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.indicator import Asked, Counting, Indicator, with_choices
from needs.quarter import Period
from needs.settings import Choices, written

FOLDER = "steps"  # of a file a partnership, among the restricted tables and among the safe ones
OUT_OF, COUNTS, OF_RECORDS = SIDES = ("out of", "counts", "records")
PERIOD = ("window", "period_start", "period_end")
KEYS = ("indicator", *PERIOD, "side", "step")
WORDS = ("condition", "words", "codes")
COLUMNS = ("partnership", *KEYS, *WORDS, "number", "status", "is_rounded")
# Why the rows of an extract are refused, by the rule that does it, whichever of its fields is at fault
REFUSED = {
    "R01": "an initial that is not one letter, no date of birth, or a sex that is neither M nor F",
    "R02": "consent that is neither Y nor N",
    "R03": "a date of birth that cannot be read, or cannot be",
    "R05": "no referral date, triage date or first drug, or one that cannot be read; or triage before referral",
    "R06": "no agency, client reference or episode reference, or an episode whose rows are of different people",
    "W02": "discharge before triage",
}
NOT_GIVEN = "not_calculated"  # the status of a step whose number is not counted, or not shown: its words alone

IN_YEARS = (  # what the denominator of a rate is, of those left after its last step
    "the denominator is not their number, but the days of the period on which each was open, first and last counted, in years of 365.25 "
    "days"
)

# Which rows of a table may count in a period at all, so that the others are left out before anything is worked out.
RELEVANT: dict[str, Callable[[Period], Condition]] = {
    "people": cohorts.in_treatment,
    "journeys": cohorts.open_within_18_months,
    "interventions": cohorts.intervention_open,
    "agencies": cohorts.in_treatment,
    "changes": cohorts.reviewed,
    "answers": cohorts.any_later_form,
    "housing_answers": cohorts.any_later_form,
    "young_answers": cohorts.came_or_left,
    "known": cohorts.had_started,
}
_BY_LATEST = "each by the latest journey"
_TWO_FORMS = "Answers at the start and on a later form, of reviews of the period and of exits in it"
# What one row of each table is, where all rows that may count are told of as the first step.
UNITS = {
    "people": f"People in treatment in the period, {_BY_LATEST}",
    "known": f"People whose treatment had begun by the end of the period, {_BY_LATEST}",
    "agencies": "Stays of people in treatment in the period, one a person at each agency",
    "changes": "Substances of treatment journeys with a start form and a review in the period",
    "answers": _TWO_FORMS,
    "housing_answers": _TWO_FORMS,
    "stays": "Treatment journeys in each quarter of the period in which they were open on a day",
    "young_answers": "Answers on young people, of treatment journeys that began or ended in the period",
    "progress": f"Adults in treatment in the period, {_BY_LATEST}; left out are people new to treatment, who are still in treatment when it is over and "
    "began <new_client_months> months before its last day or later, and these ways of leaving: <exits_left_out>",
}


class Sides(NamedTuple):
    """The conditions of an indicator in a period."""

    indicator: Indicator
    counting: Counting
    counts: Condition
    out_of: Condition | None


def sides(indicator: Indicator, asked: Asked) -> Sides:
    """Who counts, and out of whom, when a period is asked about."""
    counting = indicator.counting
    assert counting  # of whatever is counted
    return Sides(indicator, counting, counting.counts(asked), counting.out_of(asked) if counting.out_of else None)


@dataclass(frozen=True, eq=False)
class Step:
    """A condition on one side of an indicator, and all that must be met by whoever is left after it."""

    side: str
    step: int
    condition: str
    words: str
    codes: str
    met: tuple[Condition, ...]

    @property
    def chain(self) -> frozenset:
        """What is the same for all steps after which the same rows are left."""
        return frozenset(one.key for one in self.met)


def of_indicator(one: Sides, asked: Asked) -> list[Step]:
    """The steps of an indicator in a period, in their order."""
    table, found, met = one.counting.of, list[Step](), list[Condition]()
    first = OUT_OF if one.out_of else COUNTS
    known = {RELEVANT[table](asked.period).key} if table in RELEVANT and table in UNITS else set()
    if table in UNITS:
        found.append(Step(first, 0, table, _of_choices(UNITS[table], asked.choices), "", ()))
    for side, condition in ((OUT_OF, one.out_of), (COUNTS, one.counts)):
        for part in condition.steps if condition else ():
            if part.key not in known:
                known.add(part.key)
                met.append(part)
                number = sum(step.side == side for step in found) + (table not in UNITS or side != first)
                found.append(Step(side, number, part.name, part.words, "; ".join(map(str, part.codes)), tuple(met)))
    if one.counting.statistic == "rate":
        whole = max(place for place, step in enumerate(found) if step.side == OUT_OF)
        found[whole] = replace(found[whole], words=f"{found[whole].words}; {IN_YEARS}")
    return found


def _of_choices(words: str, choices: Choices) -> str:
    return with_choices(
        words, {name: written(getattr(choices, name)) for name in ("new_client_months", "exits_left_out")}
    )


class Counted(NamedTuple):
    """Where the number of a step is found: by an indicator's name, and whether it is a numerator or a denominator."""

    name: str
    number: str


def where(of_table: list[Sides], table: str, asked: Asked) -> tuple[list[tuple], dict[str, "pl.Expr"]]:
    """The steps of a table's indicators as rows, each with where its number is, and what has to be counted for them besides.

    A row: indicator, side, step, condition, words, codes, and the name and number it is counted under (`Counted`; without a name: by
    group only). What is left after the last step of a side is counted already, so that little is added.
    """
    steps = {one.indicator.name: of_indicator(one, asked) for one in of_table}
    places: dict[frozenset, Counted] = {}
    for one in of_table:
        for side, number in ((COUNTS, "numerator"), (OUT_OF, "denominator")):
            of_side = [step for step in steps[one.indicator.name] if step.side == side]
            if of_side and one.counting.has_total:
                places.setdefault(of_side[-1].chain, Counted(one.indicator.name, number))
    besides: dict[str, pl.Expr] = {}
    rows: list[tuple] = []
    for one in of_table:
        has_numbers = one.counting.has_total or one.counting.statistic == "profile"
        for step in steps[one.indicator.name]:
            if has_numbers and step.chain not in places:
                name = f"{table}:{'&'.join(part.name for part in step.met)}".replace(" ", "_")
                name += "+" * (name in besides)
                besides[name] = reduce(and_, (part.expr for part in step.met), pl.lit(True))
                places[step.chain] = Counted(name, "numerator")
            at = places[step.chain] if has_numbers else Counted("", "")
            rows.append((one.indicator.name, step.side, step.step, step.condition, step.words, step.codes, *at))
    return rows, besides


def none() -> "pl.DataFrame":
    """The table of steps without any."""
    kinds = {
        "step": pl.Int64,
        "number": pl.Float64,
        "is_rounded": pl.Boolean,
        "period_start": pl.Date,
        "period_end": pl.Date,
    }
    return pl.DataFrame(schema={name: kinds.get(name, pl.String) for name in COLUMNS})


def true_steps(counted: "pl.DataFrame", true: pd.DataFrame) -> "pl.DataFrame":
    """The steps of one partnership's results: of periods that have any, with their status, and without numbers where these have none."""
    of_results = true.sort_values("breakdown", key=lambda names: names != "all", kind="stable")
    statuses = pl.from_pandas(of_results.groupby(["indicator", *PERIOD], as_index=False)["status"].first())
    table = counted.join(
        statuses.with_columns(pl.col("period_start", "period_end").cast(pl.Date)),
        on=["indicator", *PERIOD],
        how="inner",
        maintain_order="left",
    )
    is_counted = pl.col("status").is_in(["shown", "not_applicable"])
    is_end = pl.col("step") == pl.col("step").max().over("indicator", *PERIOD, "side")
    status = (
        pl.when(~is_counted)
        .then("status")
        .when(pl.col("number").is_null())
        .then(pl.lit(NOT_GIVEN))
        .when(is_end)  # which is what the row says: nobody of nobody is not applicable there
        .then("status")
    )
    return table.with_columns(
        number=pl.when(is_counted).then("number"), status=status.otherwise(pl.lit("shown")), is_rounded=pl.lit(False)
    ).select(COLUMNS)


def from_rows_to_people(
    slug: str, folder: Path, stays: int, journeys: "pl.DataFrame", choices: Choices
) -> "pl.DataFrame":
    """The steps of a partnership's records, from the rows of its files (tables in `folder`) to people, whatever the period.

    `stays` are the episodes that have a journey. A row may be refused by several rules.
    """
    files, findings, episodes = (
        pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in ("extract_files", "findings", "episodes")
    )
    refused = (
        findings.filter(pl.col("severity") == "row refused")
        .group_by("rule", maintain_order=True)
        .agg(pl.struct("file", "line").n_unique().alias("rows"))
        .sort("rule")
    )
    rows, lost, without = (int(files[name].sum()) for name in ("rows", "rows_refused", "rows_without_consent"))
    found = [
        ("files", "Files of extracts", files.height),
        (
            "files read",
            "Files that no newer one of the agency replaces",
            files.filter(pl.col("status") != "replaced").height,
        ),
        ("rows", "Rows of these files", rows),
        *(
            (f"refused by {one['rule']}", f"Rows refused by {one['rule']}: {REFUSED[one['rule']]}", one["rows"])
            for one in refused.iter_rows(named=True)
        ),
        ("rows not refused", "Rows that no rule refuses", rows - lost),
        ("rows with consent", "Rows of people who consent", rows - lost - without),
        ("episodes", "Episodes: one of each agency, client reference and episode reference", episodes.height),
        ("treated", "Episodes in which structured treatment started, and not after the discharge", stays),
        (
            "journeys",
            f"Treatment journeys: episodes of one person that no gap of more than {choices.gap_days} days parts",
            journeys.height,
        ),
        (
            "people",
            "People with a journey: one is who has the same initials, date of birth and sex within the partnership",
            journeys["person"].n_unique(),
        ),
    ]
    table = pl.DataFrame(
        [
            (slug, "", "", OF_RECORDS, number, name, words, "", float(left))
            for number, (name, words, left) in enumerate(found)
        ],
        schema=[*("partnership", "indicator", "window", "side", "step"), *WORDS, "number"],
        orient="row",
    )
    none = pl.lit(None, pl.Date)
    return table.with_columns(
        period_start=none, period_end=none, status=pl.lit("shown"), is_rounded=pl.lit(False)
    ).select(COLUMNS)
