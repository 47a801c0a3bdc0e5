"""How an indicator is declared: what it is made of, which way is better, and why it matters."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from needs.code_lists import lazy as pl
from needs.measure.condition import SAID, Condition
from needs.quarter import Period
from needs.settings import Choices, written

HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN = "higher better", "lower better", "neutral", "unknown"
NDTMS = "National Drug Treatment Monitoring System, ViewIt (adults)"
RECORDS = "National Drug Treatment Monitoring System, core data set"
FORMS = (
    "published", "share", "profile", "mentions", "rate", "need", "counted", "followed", "pooled", "beside residents",
)  # fmt: skip
QUARTER, YEAR_TO_DATE, ROLLING = "quarter", "year_to_date", "rolling_12_months"
TABLES = (
    "people", "known", "journeys", "interventions", "agencies", "changes", "answers", "housing_answers", "young_answers",
    "progress",
)  # fmt: skip
AGED = {"": "the period ends", "start": "the journey began", "end": "the journey ended"}
STATISTICS = ("number", "share", "profile", "mean", "rate")
TOPICS = ("need", "who", "waiting", "outcomes", "agencies", "criminal justice", "young people", "alcohol", "harm")
OLD, TODAY, BOTH_ERAS = ERAS = ("2004-12", "today", "both")


@dataclass(frozen=True)
class Asked:
    """What a cohort is asked about: a period, and the choices that definitions leave open.

    `aged` names the column of the day whose quarter's end tells the age, where it is not the period's.
    """

    period: Period
    choices: Choices
    aged: str = ""

    def until(self, days: int) -> Period:
        """The period with so many days after it: for cohorts that are followed on."""
        return Period(self.period.start, self.period.end + datetime.timedelta(days=days))


Cohort = Callable[[Asked], Condition]


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How an indicator is counted from records: one row of which table is one unit, which units count, and out of which.

    `statistic` is a number, a share of `out_of` in percent, a profile (each group of all), the mean of `weeks`, which may have an interval (`has_interval`), or a rate of events over the years that the `weeks` of `out_of` come to. Breakdowns are given for the first window only. `followed` days (or the choice of that name) after the period must be over, or there is no result;
    extracts must cover `quarters_before` it too (of journeys as many as returns take), and it must not begin before `since` (or the quarter of the choice of that name), or there is no result at all. `asks` is the NDTMS field whose answer is counted.
    `version` is that of its definition where it has several; `chosen_version` names the choice that says which it is.
    `noun` and `done` are said of what was counted where the indicator's own words are not true of it: people are not journeys.
    `caution` is a sentence that stands beside figures counted here alone; one that is not `like_published` is set against none that was published.
    In breakdowns, age is that of an event in the column `aged`, or that at the period's end where there is none.
    """

    of: str
    statistic: str = "share"
    counts: Cohort
    out_of: Cohort | None = None
    weeks: "Callable[[Asked], pl.Expr] | None" = None
    windows: tuple[str, ...] = (ROLLING, YEAR_TO_DATE)
    breakdowns: tuple[str, ...] = ()
    aged: str = ""
    has_total: bool = True
    has_interval: bool = False
    followed: int | str = 0
    quarters_before: int = 0
    asks: str = ""
    since: datetime.date | str | None = None
    noun: str = ""
    done: str = ""
    definition: str
    version: str = ""
    chosen_version: str = ""
    caution: str = ""
    like_published: bool = True
    source: str = RECORDS

    def __post_init__(self) -> None:
        if self.of not in TABLES or self.statistic not in STATISTICS:
            raise ValueError(f"counting: {self.statistic!r} of {self.of!r}; wanted one of {STATISTICS} of {TABLES}")
        if (self.statistic in ("share", "rate")) != (self.out_of is not None):
            raise ValueError(f"counting: a {self.statistic} {'needs' if self.out_of is None else 'has no'} out_of")
        if (self.statistic in ("mean", "rate")) != (self.weeks is not None):
            raise ValueError(f"counting: a {self.statistic} {'needs' if self.weeks is None else 'has no'} weeks")
        if self.aged not in AGED:
            raise ValueError(f"counting: age told on {self.aged!r}; wanted one of {tuple(AGED)}")

    def days_followed(self, choices: Choices) -> int:
        """How many days after the period each unit is followed."""
        return getattr(choices, self.followed) if isinstance(self.followed, str) else self.followed

    def first_day(self, choices: Choices) -> datetime.date | None:
        """The first day of which anything is counted; None where it is counted of every time."""
        return getattr(choices, self.since).start if isinstance(self.since, str) else self.since

    def quarters_needed(self, choices: Choices) -> int:
        """How many quarters before the period extracts must cover: those in which returns, or whoever was known, are looked for."""
        if self.of == "known":
            return self.quarters_before
        return self.quarters_before and -(-choices.months_to_return // 3)

    def rule(self, choices: Choices) -> str:
        """The version of the definition by which it is counted; empty where it has but one."""
        return getattr(choices, self.chosen_version) if self.chosen_version else self.version

    def defined(self, choices: Choices) -> str:
        """The definition in words, with what was chosen in place of <the choice's name>."""
        words = self.definition
        if {"age", "under_25"} & set(self.breakdowns):
            words += f" Age is that at the end of the quarter in which {AGED[self.aged]}; under 18 is whoever was so at the <young_told_at>."
        words = with_choices(words, {one.name: written(getattr(choices, one.name)) for one in fields(choices)})
        return f"{words} Version: {self.version}." if self.version else words


def with_choices(words: str, chosen: dict[str, str]) -> str:
    """A definition with what was chosen, as documents print it, in place of <the choice's name>."""
    for name, value in chosen.items():
        words = words.replace(f"<{name}>", SAID.get(value, value))
    return words


@dataclass(frozen=True, kw_only=True)
class Part:
    """Figures that are added up to make one side of an indicator: a measure, and the groups of one breakdown."""

    measure: str
    breakdown: str = "all"
    groups: tuple[str, ...] = ()
    leaving_out: tuple[str, ...] = ()
    kind: str = "actual"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing that is measured.

    `form` says how a value comes about from published figures: `published` (taken as printed), `share` (numerator over
    denominator, in percent), `profile` (each group of a breakdown over all its groups), `mentions` (each group over
    everybody, groups overlap), `rate` (events over person-years), `need` (people treated against people in need, once
    both are found to match), `beside residents` (people treated against residents, when safe tables are read), `counted`
    (from records only), `followed` (a curve of records, by `measure.retention`), or `pooled` (the numerator as it was counted for three years,
    added up). `counting` says how it is counted where there are records.
    `done` completes the sentence "510 of 515 people ..."; `caution` is a sentence that stands beside every figure of it;
    one that `is_compared` may get a verdict; `standard` is what was expected of everybody, in words. One `of_few` is also
    given for three years together. `topic` is the subject it belongs to in documents, `era` the time that knows it: where its definition or its targets are of one time alone.
    """

    name: str
    title: str
    topic: str
    era: str
    form: str
    numerator: Part | None = None
    denominator: Part | None = None
    counting: Counting | None = None
    breakdowns: tuple[str, ...] = ()
    per: int = 100
    unit: str = "percent"
    polarity: str = NEUTRAL
    noun: str = "people"
    done: str = ""
    caution: str = ""
    standard: str = ""
    is_compared: bool = True
    of_few: bool = False
    definition: str
    why: str
    source: str

    @property
    def is_unmet(self) -> bool:
        """Whether it is need less treatment, as people or as a share of those in need."""
        return self.form == "need"

    def __post_init__(self) -> None:
        if self.topic not in TOPICS or self.era not in ERAS:
            found = f"topic {self.topic!r}, era {self.era!r}"
            raise ValueError(f"indicator {self.name!r}: {found}; wanted one of {TOPICS}, and of {ERAS}")
        if self.form not in FORMS:
            raise ValueError(f"indicator {self.name!r}: form {self.form!r} is not one the project knows")
        if (self.numerator is None) != (self.form in ("counted", "followed")):
            raise ValueError(f"indicator {self.name!r}: a {self.form} indicator and its numerator do not go together")
        if self.form == "counted" and self.counting is None:
            raise ValueError(f"indicator {self.name!r}: nothing says how it is counted")
        if self.form in ("share", "mentions", "rate") and self.denominator is None:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs a denominator")
        if self.of_few and self.counting is None and self.form != "pooled":
            raise ValueError(
                f"indicator {self.name!r}: what is given for three years together must be counted for each"
            )
        if self.form in ("profile", "mentions") and not self.breakdowns:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs its breakdowns named")


def published(measure: str, title: str, **given: Any) -> Indicator:
    """An indicator whose figures are taken as they were published."""
    return Indicator(name=measure, title=title, form="published", numerator=Part(measure=measure), **given)


def counted(name: str, title: str, counting: Counting, **given: Any) -> Indicator:
    """An indicator that is counted from records and has no published figures."""
    same = {"definition": counting.defined(Choices()), "source": counting.source}
    return Indicator(name=name, title=title, form="counted", counting=counting, **{**same, **given})
