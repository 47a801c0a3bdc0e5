"""What a partnership may choose, each choice with what is known of its default; read from needs.toml and checked."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

from needs import files
from needs.mistakes import Mistake, shortened
from needs.quarter import Quarter

SUBSTANCES = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")  # of outcomes profiles
STARTS_FROM = ("first intervention", "triage")
PLANNED_EXITS = ("2004", "2007", "2009")


T = TypeVar("T")


def _choice(default: T, words: str, source: str, confidence: str, limits: tuple[int, int] = (0, 730)) -> T:
    """A choice and its default; `limits` are the least and the greatest a number may be: two years of days, if not given."""
    known = {"words": words, "source": source, "confidence": confidence, "limits": limits}
    return field(default=default, metadata=known)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The choices behind every result that is counted from records; each field says in words what it decides."""

    gap_days: int = _choice(
        21,
        "days between leaving one agency and starting at the next within which treatment counts as one journey",
        "notes to National Indicator 40",
        "high",
    )
    both_days_count: bool = _choice(
        False, "whether the day of leaving and the day of starting both count towards those days", "not settled", "low"
    )
    starts_from: str = _choice(
        "first intervention",
        'where a journey starts: the "first intervention" that is structured, or "triage"',
        "definitions of the time differ",
        "medium",
    )
    effective_days: int = _choice(84, "days in treatment that count as effective", "National Indicator 40", "high")
    planned_exit: str = _choice(
        "2007",
        "the version of successful completion that counts as a planned exit: 2004, 2007 or 2009",
        "Hansard, 15 January 2009",
        "medium",
    )
    months_to_return: int = _choice(
        6, "months after completing within which coming back counts as re-presenting", "NDTMS", "medium", (1, 24)
    )
    days_to_first_offer: int = _choice(
        21,
        "days from referral to first offer that are within the standard",
        "three weeks, the 21st day included",
        "medium",
    )
    working_days_to_start: int = _choice(
        15, "working days in which young people should start treatment", "Dudley, 2008", "high"
    )
    form_days: int = _choice(
        14, "days before or after a start or an exit within which an outcomes form belongs to it", "recalled", "medium"
    )
    review_days: int = _choice(182, "days within which a review form is due again", "26 weeks, Marsden 2012", "medium")
    first_review_day: int = _choice(
        35, "first day of treatment on which a review form can show change", "5 weeks, Marsden 2012", "high"
    )
    reliable_change_days: tuple[tuple[str, int], ...] = _choice(
        (),
        "days of use in 28 by which a substance must change to be reliably better or worse",
        "no published thresholds were found, so these outcomes are off until somebody sets them",
        "not found",
    )


POLICIES = ("public", "management")


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Whether documents of true counts may be made too, for whom, and what they say of themselves."""

    policy: str = _choice(
        "public",
        "which documents are made: public ones alone, or also management ones with true counts, for named recipients",
        "a partnership's own choice",
        "high",
    )
    recipients: str = _choice("", "the roles that management documents are for", "a partnership's own choice", "high")
    purpose: str = _choice("", "what they need true counts for", "a partnership's own choice", "high")
    days_kept: int = _choice(
        90, "days after which a management document is to be destroyed", "a partnership's own choice", "high", (1, 3650)
    )
    band: str = _choice(
        "Management information: contains small numbers. For named recipients; do not publish, forward or attach to an agenda",
        "what stands on every page and in every file of a management document",
        "a partnership's own choice",
        "high",
    )
    exempt_paragraph: str = _choice(
        "",
        "the paragraph of the access-to-information rules by which a committee paper of true counts is exempt; empty: none is made",
        "a partnership's own choice",
        "high",
    )


def in_words(chosen: Choices | Disclosure) -> list[tuple[str, str, str, str, str]]:
    """One row a choice for the methods of a document: its name, its value, what it decides, its source, how sure."""
    return [
        (
            one.name,
            _written(getattr(chosen, one.name)),
            *(one.metadata[part] for part in ("words", "source", "confidence")),
        )
        for one in fields(chosen)
        if getattr(chosen, one.name) != ""  # no words: nothing was chosen
    ]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"{name} {days}" for name, days in value) or "none set"
    return str(value)


FILE = "needs.toml"
SECTIONS = ("documents", "matching", "counting", "disclosure")
GONE = ("smallest_shown", "rounded_to", "zeros_shown")
INSTEAD = 'policy = "public" hides counts of 1 to 7 and rounds the rest to 5; "management" shows true counts to named recipients'
WANTED = {
    "recipients": 'their roles, as in "joint commissioning manager; director of public health"',
    "purpose": "what they need true counts for, as in a review of deaths in treatment",
    "band": "what every page of a management document is to say",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document that is wanted: whose, for which quarter, and why that one."""

    partnership: str
    quarter: Quarter
    why: str


def check(root: Path) -> None:
    """Read all of needs.toml; a Mistake says what is not usable, before anything is counted by it."""
    for read in (default_documents, same_ages, choices, disclosure):
        read(root)


def default_documents(root: Path) -> tuple[Wanted, ...]:
    """The documents rendered when none is named; a Mistake says which entry of needs.toml is not usable."""
    entries = _read(root).get("documents", [])
    if not isinstance(entries, list):
        raise Mistake(
            f"{FILE}, documents: {shortened(entries)} is no list: begin each document with a line [[documents]]"
        )
    return tuple(_wanted(entry, number) for number, entry in enumerate(entries, start=1))


def same_ages(root: Path) -> tuple[tuple[str, str], ...]:
    """Pairs of ages, of people treated and people in need, that may be compared though they differ."""
    pairs = _section(root, "matching").get("ages_compared_though_different", [])
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        found = f"ages_compared_though_different is {shortened(pairs)}"
        raise Mistake(f'{FILE}, matching: {found}; wanted a list of pairs such as [["18+", "15-64"]], or []')
    return tuple((treated, needed) for treated, needed in pairs)


def choices(root: Path) -> Choices:
    """What the partnership chose about counting; whatever needs.toml leaves out has its default."""
    section = _section(root, "counting")
    reliable = section.pop("reliable_change_days", {})
    if not isinstance(reliable, dict) or not all(_is_days_of_28(days) for days in reliable.values()):
        found = f"reliable_change_days is {shortened(reliable)}"
        raise Mistake(f"{FILE}, counting: {found}; wanted 1 to 28 days a substance, as in {{opiates = 13}}")
    if stranger := next((name for name in reliable if name not in SUBSTANCES), None):
        found = f"reliable_change_days has no {shortened(stranger)}"
        raise Mistake(f"{FILE}, counting: {found}; there are {', '.join(SUBSTANCES)}")
    _refuse_unknown("counting", section, Choices)
    chosen = Choices(**section, reliable_change_days=tuple(sorted(reliable.items())))
    for name, of_words in (("starts_from", STARTS_FROM), ("planned_exit", PLANNED_EXITS)):
        if getattr(chosen, name) not in of_words:
            raise Mistake(
                f"{FILE}, counting: {name} is {shortened(getattr(chosen, name))}; wanted one of {', '.join(of_words)}"
            )
    return chosen


def disclosure(root: Path) -> Disclosure:
    """Whether documents of true counts may be made as well, for whom, and what they say."""
    section = _section(root, "disclosure")
    if gone := next((name for name in GONE if name in section), None):
        raise Mistake(f"{FILE}, disclosure: there is no {gone} any more; {INSTEAD}")
    _refuse_unknown("disclosure", section, Disclosure)
    chosen = Disclosure(**section)
    if chosen.policy not in POLICIES:
        raise Mistake(f"{FILE}, disclosure: policy is {shortened(chosen.policy)}; wanted one of {', '.join(POLICIES)}")
    if chosen.policy != POLICIES[0]:
        for name in ("recipients", "purpose", "band"):
            if not getattr(chosen, name).strip():
                raise Mistake(
                    f"{FILE}, disclosure: policy is {chosen.policy!r}, and {name} says nothing; write {WANTED[name]}"
                )
    return chosen


def _section(root: Path, name: str) -> dict:
    section = _read(root).get(name, {})
    if not isinstance(section, dict):
        raise Mistake(f"{FILE}: {name} is {shortened(section)}; wanted a section that begins with a line [{name}]")
    return {key: value for key, value in section.items() if key != "why"}


def _refuse_unknown(name: str, section: dict, kind: type) -> None:
    """Every entry is one that there is, of the type of its default (true or false is no number) and within its limits."""
    known = {one.name: one.default for one in fields(kind)}
    limits = {one.name: one.metadata["limits"] for one in fields(kind)}
    for key, value in section.items():
        if key not in known:
            raise Mistake(f"{FILE}, {name}: there is no {shortened(key)}; there are {', '.join(known)}")
        wanted = type(known[key])
        least, greatest = limits[key]
        if type(value) is not wanted or (wanted is int and not least <= value <= greatest):
            words = {int: f"a whole number, {least} to {greatest}", bool: "true or false", str: "a text"}[wanted]
            raise Mistake(f"{FILE}, {name}: {key} is {shortened(value)}; wanted {words}")


def _is_days_of_28(value: object) -> bool:
    return type(value) is int and 0 < value <= 28


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(age, str) for age in pair)


def _read(root: Path) -> dict:
    try:
        found = files.toml(root / FILE)
    except FileNotFoundError:
        raise Mistake(f"{FILE} was not found; it holds what a partnership may choose") from None
    except OSError as error:
        raise Mistake(f"{FILE} cannot be opened ({error.strerror})") from None
    except ValueError as error:
        raise Mistake(f"{FILE} {error}") from None
    if stranger := next((name for name in found if name not in SECTIONS), None):
        raise Mistake(f"{FILE}: there is no section {shortened(stranger)}; there are {', '.join(SECTIONS)}")
    return found


def _wanted(entry: object, number: int) -> Wanted:
    place = f"{FILE}, entry {number} of documents"
    if not isinstance(entry, dict):
        raise Mistake(f"{place}: {shortened(entry)} is no section: begin it with a line [[documents]]")
    missing = [name for name in ("partnership", "quarter", "why") if not isinstance(entry.get(name), str)]
    if missing:
        raise Mistake(f"{place}: {missing[0]} is missing or no text")
    try:
        quarter = Quarter.parse(entry["quarter"])
    except Mistake as impossible:
        raise Mistake(f"{place}: {impossible}") from None
    return Wanted(partnership=entry["partnership"], quarter=quarter, why=entry["why"])
