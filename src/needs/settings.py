"""What a partnership may choose, read from needs.toml and checked when read."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from needs.choices import PLANNED_EXITS, STARTS_FROM, Choices, Disclosure
from needs.mistakes import Mistake
from needs.quarter import Quarter

FILE = "needs.toml"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document that is wanted: whose, for which quarter, and why that one."""

    partnership: str
    quarter: Quarter
    why: str


def default_documents(root: Path) -> tuple[Wanted, ...]:
    """The documents rendered when none is named; a Mistake says which entry of needs.toml is not usable."""
    entries = _read(root).get("documents", [])
    if not isinstance(entries, list):
        raise Mistake(f"{FILE}, documents: {entries!r} is no list: begin each document with a line [[documents]]")
    return tuple(_wanted(entry, number) for number, entry in enumerate(entries, start=1))


def same_ages(root: Path) -> tuple[tuple[str, str], ...]:
    """Pairs of ages, of people treated and people in need, that may be compared though they differ."""
    pairs = _section(root, "matching").get("ages_compared_though_different", [])
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        found = f"ages_compared_though_different is {pairs!r}"
        raise Mistake(f'{FILE}, matching: {found}; wanted a list of pairs such as [["18+", "15-64"]], or []')
    return tuple((treated, needed) for treated, needed in pairs)


def choices(root: Path) -> Choices:
    """What the partnership chose about counting; whatever needs.toml leaves out has its default."""
    section = _section(root, "counting")
    reliable = section.pop("reliable_change_days", {})
    if not isinstance(reliable, dict) or not all(_is_whole(days) for days in reliable.values()):
        raise Mistake(
            f"{FILE}, counting: reliable_change_days is {reliable!r}; wanted days a substance, as in {{opiates = 13}}"
        )
    _refuse_unknown("counting", section, Choices)
    chosen = Choices(**section, reliable_change_days=tuple(sorted(reliable.items())))
    for name, of_words in (("starts_from", STARTS_FROM), ("planned_exit", PLANNED_EXITS)):
        if getattr(chosen, name) not in of_words:
            raise Mistake(f"{FILE}, counting: {name} is {getattr(chosen, name)!r}; wanted one of {', '.join(of_words)}")
    return chosen


def disclosure(root: Path) -> Disclosure:
    """Which counts the partnership hides, and how it shows the rest."""
    section = _section(root, "disclosure")
    _refuse_unknown("disclosure", section, Disclosure)
    return Disclosure(**section)


def _section(root: Path, name: str) -> dict:
    section = _read(root).get(name, {})
    if not isinstance(section, dict):
        raise Mistake(f"{FILE}: {name} is {section!r}; wanted a section that begins with a line [{name}]")
    return {key: value for key, value in section.items() if key != "why"}


def _refuse_unknown(name: str, section: dict, kind: type) -> None:
    """Every entry is one that there is, and of the type of its default; a true or false is no number."""
    known = {one.name: one.default for one in fields(kind)}
    for key, value in section.items():
        if key not in known:
            raise Mistake(f"{FILE}, {name}: there is no {key!r}; there are {', '.join(known)}")
        wanted = type(known[key])
        if type(value) is not wanted or (wanted is int and value < 0):
            words = {int: "a whole number, 0 or more", bool: "true or false", str: "a text"}[wanted]
            raise Mistake(f"{FILE}, {name}: {key} is {value!r}; wanted {words}")


def _is_whole(value: object) -> bool:
    return type(value) is int and value > 0


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(age, str) for age in pair)


def _read(root: Path) -> dict:
    try:
        return tomllib.loads((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Mistake(f"{FILE} was not found; it holds what a partnership may choose") from None
    except OSError as error:
        raise Mistake(f"{FILE} cannot be opened ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Mistake(f"{FILE} is not UTF-8: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Mistake(f"{FILE} is not TOML: {error}") from None


def _wanted(entry: object, number: int) -> Wanted:
    place = f"{FILE}, entry {number} of documents"
    if not isinstance(entry, dict):
        raise Mistake(f"{place}: {entry!r} is no section: begin it with a line [[documents]]")
    missing = [name for name in ("partnership", "quarter", "why") if not isinstance(entry.get(name), str)]
    if missing:
        raise Mistake(f"{place}: {missing[0]} is missing or no text")
    try:
        quarter = Quarter.parse(entry["quarter"])
    except Mistake as impossible:
        raise Mistake(f"{place}: {impossible}") from None
    return Wanted(partnership=entry["partnership"], quarter=quarter, why=entry["why"])
