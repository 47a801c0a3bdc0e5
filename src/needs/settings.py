"""What a partnership may choose, each choice with what is known of its default; read from needs.toml and checked."""

import calendar
import datetime
from dataclasses import InitVar, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, model_validator

from needs import declared
from needs.declared import Text, Whole, YesNo, alone, one_of, section, wanted, within
from needs.mistakes import Mistake
from needs.quarter import Quarter

SUBSTANCES = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")  # of outcomes profiles
STARTS_FROM = ("first intervention", "triage")
YOUNG_TOLD_AT = ("triage", "start of treatment", "end of the period")
PLANNED_EXITS = ("2004", "2007", "2009")
NON_OPIATE_GROUPS = ("non-opiate only", "non-opiate and alcohol")
CASE_MIX_FACTORS = (
    "crack", "injecting", "first treatment", "criminal justice referral", "housing", "mental health need",
)  # fmt: skip
OTHER_EXITS = ("referred on", "transferred", "prison", "died")  # neither completed nor dropped out
ALCOHOL_ALONE = "alcohol only"  # days that hold for people whose only problem substance is alcohol
JUDGED = (*SUBSTANCES, ALCOHOL_ALONE)
ENDS_OF_QUARTERS = tuple((Quarter(2022, 4) + number).end for number in range(8))  # of years before and in a leap year
Days = Annotated[Whole, within(0, 730)]  # two years at most


def _choice(default: Any, words: str, source: str, confidence: str) -> Any:
    return field(default=default, metadata={"words": words, "source": source, "confidence": confidence})


def _as_pairs(days: object) -> object:
    return tuple(sorted(days.items())) if isinstance(days, dict) else None


@alone
@dataclass(frozen=True, kw_only=True)
class Choices:
    """The choices behind every result that is counted from records; each field says in words what it decides."""

    gap_days: Days = _choice(
        21,
        "days between leaving one agency and starting at the next within which treatment counts as one journey",
        "notes to National Indicator 40",
        "high",
    )
    both_days_count: YesNo = _choice(
        False, "whether the day of leaving and the day of starting both count towards those days", "not settled", "low"
    )
    starts_from: Annotated[str, one_of(STARTS_FROM)] = _choice(
        "first intervention",
        'where a journey starts: the "first intervention" that is structured, or "triage"',
        "definitions of the time differ",
        "medium",
    )
    effective_days: Days = _choice(84, "days in treatment that count as effective", "National Indicator 40", "high")
    planned_exit: Annotated[str, one_of(PLANNED_EXITS)] = _choice(
        "2007",
        "the version of successful completion that counts as a planned exit: 2004, 2007 or 2009",
        "Hansard, 15 January 2009",
        "medium",
    )
    months_to_return: Annotated[Whole, within(1, 24)] = _choice(
        6, "months after completing within which coming back counts as re-presenting", "NDTMS", "medium"
    )
    days_to_first_offer: Days = _choice(
        21,
        "days from referral to first offer that are within the standard",
        "three weeks, the 21st day included",
        "medium",
    )
    working_days_to_start: Days = _choice(
        15, "working days in which young people should start treatment", "Dudley, 2008", "high"
    )
    young_told_at: Annotated[str, one_of(YOUNG_TOLD_AT)] = _choice(
        "triage",
        'when a young person is told from an adult: at the first "triage" of the journey, by the end of the quarter of the '
        '"start of treatment", or by the "end of the period" (or of an event\'s quarter)',
        "a public exporter's check that adults are 18 or over at triage; the day of the young people's reports was not found",
        "medium",
    )
    young_yes_codes: Annotated[tuple[Text, ...], wanted('a list of codes such as ["Y"]', is_whole=True)] = _choice(
        ("Y",),
        "codes by which the fields on young people (YPLAC, YPS..., YPE...) say yes",
        "no code list of these fields was found",
        "not found",
    )
    form_days: Days = _choice(
        14, "days before or after a start or an exit within which an outcomes form belongs to it", "recalled", "medium"
    )
    review_days: Days = _choice(182, "days within which a review form is due again", "26 weeks, Marsden 2012", "medium")
    first_review_day: Days = _choice(
        35, "first day of treatment on which a review form can show change", "5 weeks, Marsden 2012", "high"
    )
    reliable_change_days: Annotated[
        tuple[tuple[Annotated[str, one_of(JUDGED)], Annotated[Whole, within(1, 28)]], ...],
        BeforeValidator(_as_pairs),
        wanted(f"1 to 28 days for any of {', '.join(JUDGED)}, as in {{opiates = 13}}", is_whole=True),
    ] = _choice(
        ((ALCOHOL_ALONE, 9),),
        "days of use in 28 by which a substance must change to be reliably better or worse; alcohol only is of people whose "
        "only problem substance is alcohol, in the treatment progress measure",
        "alcohol only: Office for Health Improvement and Disparities, treatment progress measure, November 2024; no other "
        "published threshold was found, so other outcomes are off until somebody sets them",
        "alcohol only: source; all others: not found",
    )
    today_begins: Annotated[Quarter, PlainValidator(Quarter.parse)] = _choice(
        Quarter.parse("2012-13 Q1"),
        "first quarter whose documents have the measures of today and no longer those of 2004-12",
        "kinds of treatment changed with data set J in 2012; that the measures changed with them is not settled",
        "medium",
    )
    progress_begins: Annotated[Quarter, PlainValidator(Quarter.parse)] = _choice(
        Quarter.parse("2022-23 Q1"),
        "first quarter of which treatment progress is counted",
        "no first year is published; the headline metrics of the outcomes framework, of which it is one, are of June 2022",
        "not found",
    )
    non_opiate_completions: Annotated[
        tuple[Annotated[str, one_of(NON_OPIATE_GROUPS)], ...],
        wanted(f"a list of any of {', '.join(NON_OPIATE_GROUPS)}", only=bool, is_whole=True),
    ] = _choice(
        NON_OPIATE_GROUPS,
        "groups of people that the completion measure of non-opiate users (C19b) counts",
        "recalled; the indicator's own words do not say it",
        "medium",
    )
    secure_settings: Annotated[
        tuple[Text, ...], wanted('a list of codes of MODSET such as ["X"], or []', is_whole=True)
    ] = _choice(
        (),
        "codes of an intervention's setting that are secure, so that the treatment progress measure leaves people out",
        "no code list of settings was found",
        "not found",
    )
    exits_left_out: Annotated[
        tuple[Annotated[str, one_of(OTHER_EXITS)], ...],
        wanted(f"a list of any of {', '.join(OTHER_EXITS)}, or []", is_whole=True),
    ] = _choice(
        (),
        "ways of leaving that put somebody in no category of the treatment progress measure; all others that are no "
        "completion are unplanned exits",
        "the measure's documentation names no category for them",
        "not found",
    )
    new_client_months: Annotated[Whole, within(0, 12)] = _choice(
        3,
        "months in treatment up to which somebody is a new client to the treatment progress measure",
        "Office for Health Improvement and Disparities, treatment progress measure, November 2024",
        "source",
    )
    baseline_months: Annotated[Whole, within(1, 24)] = _choice(
        12,
        "months before the latest outcomes form in which its baseline is looked for: the first form among them",
        "Office for Health Improvement and Disparities, November 2024, for a rolling baseline of 12 months; which of its forms "
        "is the baseline is not settled",
        "low",
    )
    case_mix_factors: Annotated[
        tuple[Annotated[str, one_of(CASE_MIX_FACTORS)], ...],
        wanted(f"a list of any of {', '.join(CASE_MIX_FACTORS)}, or []", is_whole=True),
    ] = _choice(
        CASE_MIX_FACTORS,
        "what the model of case mix allows for, beside drug group, age and sex",
        "severity and complexity, after Marsden and others 2012; its abstract does not name their fields",
        "low",
    )
    why: InitVar[Text] = ""  # of who reads needs.toml alone

    @property
    def days_to_return(self) -> int:
        """The most days that the months to return have after the end of a quarter."""
        return max((_months_after(end, self.months_to_return) - end).days for end in ENDS_OF_QUARTERS)


def _months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of a month that is too short."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


POLICIES = ("public", "management")
GONE = ("smallest_shown", "rounded_to", "zeros_shown")
INSTEAD = 'policy = "public" hides counts of 1 to 7 and rounds the rest to 5; "management" shows true counts to named recipients'
SAYS = {
    "recipients": 'their roles, as in "joint commissioning manager; director of public health"',
    "purpose": "what they need true counts for, as in a review of deaths in treatment",
    "band": "what every page of a management document is to say",
}


@alone
@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Whether documents of true counts may be made too, for whom, and what they say of themselves."""

    policy: Annotated[str, one_of(POLICIES)] = _choice(
        "public",
        "which documents are made: public ones alone, or also management ones with true counts, for named recipients",
        "a partnership's own choice",
        "high",
    )
    recipients: Text = _choice("", "the roles that management documents are for", "a partnership's own choice", "high")
    purpose: Text = _choice("", "what they need true counts for", "a partnership's own choice", "high")
    days_kept: Annotated[Whole, within(1, 3650)] = _choice(
        90, "days after which a management document is to be destroyed", "a partnership's own choice", "high"
    )
    band: Text = _choice(
        "Management information: contains small numbers. For named recipients; do not publish, forward or attach to an agenda",
        "what stands on every page and in every file of a management document",
        "a partnership's own choice",
        "high",
    )
    exempt_paragraph: Text = _choice(
        "",
        "the paragraph of the access-to-information rules by which a committee paper of true counts is exempt; empty: none is made",
        "a partnership's own choice",
        "high",
    )
    why: InitVar[Text] = ""

    @model_validator(mode="before")
    @classmethod
    def _holds_nothing_that_is_gone(cls, found: object) -> object:
        if isinstance(found, dict) and (gone := next((name for name in GONE if name in found), None)):
            raise Mistake(f"there is no {gone} any more; {INSTEAD}")
        return found

    @model_validator(mode="after")
    def _says_for_whom(self) -> "Disclosure":
        for name, words in SAYS.items():
            if self.policy != POLICIES[0] and not getattr(self, name).strip():
                raise Mistake(f"policy is {self.policy!r}, and {name} says nothing; write {words}")
        return self


@alone
@dataclass(frozen=True, kw_only=True)
class Comparing:
    """Which areas a partnership's figures are set beside, where it names none itself."""

    similar_areas_from: Annotated[Quarter, PlainValidator(Quarter.parse)] = _choice(
        Quarter.parse("2020-21 Q1"),
        "the first quarter whose figures are set beside the areas most similar to the authority; before, beside those of its "
        "type in its region",
        "the lists of the Office for National Statistics are of 2026",
        "medium",
    )
    why: InitVar[Text] = ""


@alone
@dataclass(frozen=True, kw_only=True)
class Fetching:
    """How `needs fetch` asks for open files: how long it waits, how often it asks, and where mirrors of them are."""

    mirrors: Annotated[
        tuple[tuple[Text, Text], ...],
        BeforeValidator(_as_pairs),
        wanted(
            'addresses and what takes their place, as in {"https://one.example" = "https://mirror.example"}',
            is_whole=True,
        ),
    ] = ()
    seconds_to_connect: Annotated[Whole, within(1, 600)] = 10
    seconds_of_silence: Annotated[Whole, within(1, 3600)] = 120
    attempts: Annotated[Whole, within(1, 20)] = 4
    seconds_between: Annotated[Whole, within(0, 600)] = 1
    least_percent: Annotated[Whole, within(0, 100)] = 50
    why: InitVar[Text] = ""


def in_words(chosen: Choices | Comparing | Disclosure) -> list[tuple[str, str, str, str, str]]:
    """One row a choice for the methods of a document: its name, its value, what it decides, its source, how sure."""
    return [
        (
            one.name,
            written(getattr(chosen, one.name)),
            *(one.metadata[part] for part in ("words", "source", "confidence")),
        )
        for one in fields(chosen)
        if getattr(chosen, one.name) != ""  # no words: nothing was chosen
    ]


NONE_SET = "none set"


def written(value: object) -> str:
    """The value of a choice as documents print it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(one if isinstance(one, str) else f"{one[0]} {one[1]}" for one in value) or NONE_SET
    return str(value)


def days_written(text: str) -> dict[str, int]:
    """The days of each name, from the value of such a choice as documents print it."""
    pairs = [one.rpartition(" ") for one in text.split(", ")] if text and text != NONE_SET else []
    return {name: int(days) for name, _, days in pairs}


FILE = "needs.toml"


def _as_texts(levers: object) -> object:
    """Lists of values, each as the text in which a command would be given it; None of what is no such thing."""
    if not isinstance(levers, dict) or not all(isinstance(values, list) and values for values in levers.values()):
        return None
    every = [value for values in levers.values() for value in values]
    if not all(isinstance(value, int | float | str) and not isinstance(value, bool) for value in every):
        return None
    return tuple((name, ",".join(map(str, values))) for name, values in levers.items())


@alone
@dataclass(frozen=True, kw_only=True)
class Sweep:
    """A grid of scenarios that is wanted by a name: the values of its levers, and perhaps whose and for which quarter."""

    name: Text
    levers: Annotated[
        tuple[tuple[Text, Text], ...],
        BeforeValidator(_as_texts),
        wanted("levers with lists of values, as in {places = [1, 1.1], waits_weeks = [1, 2]}", is_whole=True),
    ]
    partnership: Text = ""
    quarter: Annotated[Quarter | None, PlainValidator(Quarter.parse)] = None
    why: InitVar[Text] = ""


@alone
@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document that is wanted: whose, for which quarter, and why that one."""

    partnership: Text
    quarter: Annotated[Quarter, PlainValidator(Quarter.parse)]
    why: Text


@alone
@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of needs.toml; whatever it leaves out has its default."""

    documents: Annotated[
        tuple[Annotated[Wanted, section("[[documents]]")], ...], wanted("a list: begin each with a line [[documents]]")
    ] = ()
    counting: Annotated[Choices, section("[counting]")] = Choices()
    comparing: Annotated[Comparing, section("[comparing]")] = Comparing()
    disclosure: Annotated[Disclosure, section("[disclosure]")] = Disclosure()
    fetch: Annotated[Fetching, section("[fetch]")] = Fetching()
    sweeps: Annotated[
        tuple[Annotated[Sweep, section("[[sweeps]]")], ...], wanted("a list: begin each with a line [[sweeps]]")
    ] = ()


def read(root: Path) -> Settings:
    """What a project's needs.toml says; a Mistake tells what is not usable, before anything is counted by it."""
    try:
        found = declared.toml(root / FILE, FILE)
    except FileNotFoundError:
        raise Mistake(f"{FILE} was not found; it holds what a partnership may choose") from None
    return declared.read(Settings, found, FILE)
