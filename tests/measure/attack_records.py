"""What is attacked: partnerships whose records are invented, counted as real ones are, with what only their owner knows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import polars as pl

from needs.ingest.ndtms.extracts import read_extract
from needs.ingest.ndtms.pseudonyms import Key
from needs.measure import cells, narrowing, person_results, retention, safety, sensitivity
from needs.measure.condition import met
from needs.measure.count import Counts, Origin, counted, results_of
from needs.measure.indicator import BOTH_ERAS, QUARTER, TODAY, Asked
from needs.measure.indicators import INDICATORS
from needs.measure.records import Records, records
from needs.measure.shown import pooled
from needs.quarter import Period, Quarter
from needs.settings import SUBSTANCES, Choices
from needs.synthetic.extracts import synthesise
from needs.synthetic.profiles import Partnership, comparison

KEY = Key(b"a key of thirty-two bytes, no less", "of a test")
FIRST = Quarter.parse("2006-07 Q1")
QUARTERS = 16
ASKED = tuple(FIRST + number for number in range(QUARTERS))
DAYS = Period(ASKED[0].start, ASKED[-1].end)
# With reliable changes set, so that those who changed are counted too
CHOICES = Choices(reliable_change_days=tuple((name, 8) for name in sorted(SUBSTANCES)))
FIELDS = 8  # on young people, of some forty whose answers hang together with nothing but who was asked: the most often answered
NIGHTS = person_results.nights(*person_results.chosen(CHOICES))  # that journeys are apart at least


def _of_the_time(indicator):
    """An indicator as if it had been known in 2006 to 2010, so that all of both eras are attacked at once."""
    counting = indicator.counting and replace(indicator.counting, since=None)
    return replace(indicator, era=BOTH_ERAS, counting=counting if indicator.era == TODAY else indicator.counting)


OWN = "own"  # the condition of a provider's own people
EVERY_INDICATOR = tuple(map(_of_the_time, INDICATORS))
BY_ITS_NAME = {one.name: one for one in EVERY_INDICATOR}
AGENCY_OF = {
    "journeys": "first_agency", "people": "first_agency", "known": "first_agency", "interventions": "agency", "agencies": "agency",
    "progress": "first_agency",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """A partnership's true results, and every true count, of each window and of each quarter (those not printed too).

    `counts` and `own` have a row an indicator, period and group, as `count` gives them; `own` are those of one agency.
    `varied` are the true counts at other gaps between journeys, `gaps` what is shown of them. `cells` are true counts by all
    factors of case mix: a row an outcome whose expected number is shown, a period (quarters too) and a cell. `followed` are
    the cohorts of curves, `own_followed` those of one agency. `steps` are true steps, with the name and number that each is
    counted under; `in_between` the true counts of those that no indicator is the end of.
    """

    name: str
    true: pd.DataFrame = field(repr=False)
    counts: pl.DataFrame = field(repr=False)
    varied: pl.DataFrame = field(repr=False)
    gaps: pd.DataFrame = field(repr=False)
    cells: pl.DataFrame = field(repr=False)
    own: pl.DataFrame | None = field(repr=False, default=None)
    followed: tuple[retention.Cohort, ...] = field(repr=False, default=())
    own_followed: tuple[retention.Cohort, ...] = field(repr=False, default=())
    steps: pl.DataFrame = field(repr=False, default_factory=pl.DataFrame)
    in_between: pl.DataFrame = field(repr=False, default_factory=pl.DataFrame)
    own_in_between: pl.DataFrame | None = field(repr=False, default=None)
    ever: tuple[int, ...] = (0, 0)  # journeys of any time, of all and of the agency


def small(number: int, agencies: int) -> Partnership:
    """An invented partnership of about 400 people a year."""
    return replace(comparison(number), agencies=agencies)


def invented(partnership: Partnership, folder: Path) -> Attacked:
    """Sixteen quarters of one, from invented extracts written to a folder to its results."""
    synthesise(folder, 1, [partnership], str(ASKED[0]), str(ASKED[-1]))
    extract = read_extract(folder / "ndtms" / partnership.slug, KEY)
    people = [extract.episodes, extract.interventions, extract.outcomes_profiles]
    return attacked(partnership.slug, people, CHOICES, provider=partnership.agencies == 2)


def attacked(name: str, people: list[pl.DataFrame], choices: Choices, provider: bool = False) -> Attacked:
    """What is attacked of a partnership's tables of episodes, interventions and outcomes profiles."""
    tables = records(*people, choices)
    origin = Origin(area_code="E10000016", days=DAYS, is_invented=True)
    of_all, own, own_followed = counted(tables, ASKED, EVERY_INDICATOR, choices), None, ()
    own_in_between, ever = None, (tables.journeys.height,)
    printed, quarterly = of_all.table, counted(tables, ASKED, _by_quarter(EVERY_INDICATOR), choices)
    counts = _once(printed, quarterly.table)
    often = counts.filter(pl.col("breakdown") == "young_field").group_by("group").agg(pl.col("denominator").sum())
    often = often.top_k(FIELDS, by=["denominator", "group"])["group"].to_list()
    if provider:
        agency = tables.journeys["first_agency"].mode().sort()[0]
        of_agency = [_of_agency(one, agency) for one in EVERY_INDICATOR if _is_attributed(one)]
        of_own = [counted(tables, ASKED, these, choices) for these in (of_agency, _by_quarter(of_agency))]
        own = _once(*(one.table for one in of_own))
        ever = (*ever, tables.journeys.filter(pl.col("first_agency") == agency).height)
        own_in_between = _once(*(_in_between(one, OWN) for one in of_own))
        own_followed = tuple(
            retention.cohorts_of(tables.journeys.filter(pl.col("first_agency") == agency), DAYS, choices)
        )
    true = results_of(printed, BY_ITS_NAME, origin, choices)
    varied = person_results.recounted(people, {name: true}, choices)
    true = pd.concat([true, pooled(true), retention.results_of(tables.journeys, origin, choices)], ignore_index=True)
    left = _steps(of_all, true)
    is_seldom = (true["breakdown"] == "young_field") & ~true["group"].isin(often)
    return Attacked(
        name=name,
        true=true[~is_seldom].reset_index(drop=True),
        counts=counts.filter((pl.col("breakdown") != "young_field") | pl.col("group").is_in(often)),
        varied=varied,
        gaps=sensitivity.safe(varied, true, safety.PUBLIC, choices),
        cells=_cells(tables, choices),
        own=own,
        followed=tuple(retention.cohorts_of(tables.journeys, DAYS, choices)),
        own_followed=own_followed,
        steps=left,
        in_between=_once(*(_in_between(one) for one in (of_all, quarterly))),
        own_in_between=own_in_between,
        ever=ever,
    )


def _steps(counts: Counts, true: pd.DataFrame) -> pl.DataFrame:
    """The true steps of results, each with where its number is counted."""
    (name,) = counts.table["partnership"].unique()
    told = narrowing.true_steps(counts.steps_of(name), true)
    return told.join(
        counts.lines.rename({"number": "role"}).drop(narrowing.WORDS), on=narrowing.KEYS, maintain_order="left"
    )


def _in_between(counts: Counts, own: str = "") -> pl.DataFrame:
    """True counts of the steps that are no end of an indicator, as rows of a table of counts; those of an agency's own alone."""
    names = {*counts.table["indicator"]}
    numbers = counts.totals.filter(~pl.col("name").is_in(names), pl.col("name").str.contains(f":{own}"))
    name = pl.col("name").str.replace(f":{own}&?", ":") if own else pl.col("name")
    none = [pl.lit(None, pl.Float64).alias(column) for column in ("denominator", "weeks", "squares")]
    return numbers.select(
        "partnership", "window", "period_start", "period_end", *none, indicator=name, numerator="value",
        breakdown=pl.lit("all"), group=pl.lit("all"),
    )  # fmt: skip


def _cells(tables: Records, choices: Choices) -> pl.DataFrame:
    """People in cells of all that case mix allows for, in every quarter and in the twelve months that end with it."""
    periods = [period for quarter in ASKED for period in (quarter.period, quarter.rolling_12_months)]
    return pl.concat(
        cells.in_cells(tables, outcome, Asked(period, choices), cells.factors(choices)).select(
            pl.lit(outcome).alias("outcome"),
            pl.lit(period.start).alias("period_start"),
            pl.lit(period.end).alias("period_end"),
            *cells.factors(choices),
            "people",
        )
        for outcome in cells.OUTCOMES
        for period in periods
        if period.start >= DAYS.start
    )


def _by_quarter(indicators: Iterable) -> list:
    """The same indicators, counted in every quarter."""
    return [replace(one, counting=replace(one.counting, windows=(QUARTER,))) for one in indicators if one.counting]


def _once(printed: pl.DataFrame, quarterly: pl.DataFrame) -> pl.DataFrame:
    """Counts of all windows, and of every quarter of those that are not printed by quarter."""
    both = pl.concat([printed, quarterly.select(printed.columns)])
    return both.unique(["indicator", "period_start", "period_end", "breakdown", "group"], maintain_order=True)


def _is_attributed(indicator) -> bool:
    return indicator.counting is not None and indicator.counting.of in AGENCY_OF


def _of_agency(indicator, agency: str):
    """The indicator, of journeys that began at the agency, or of interventions or stays there."""
    counting, at_agency = indicator.counting, met(pl.col(AGENCY_OF[indicator.counting.of]) == agency)
    is_own = replace(at_agency, name=OWN, key=(OWN, agency))
    out_of = counting.out_of and (lambda asked: is_own & counting.out_of(asked))
    counts = lambda asked: is_own & counting.counts(asked)  # noqa: E731
    return replace(indicator, counting=replace(counting, counts=counts, out_of=out_of))
