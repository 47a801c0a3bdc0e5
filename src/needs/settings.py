"""What a partnership may choose, read from needs.toml and checked when read."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from needs.mistakes import Mistake
from needs.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document that is wanted: whose, for which quarter, and why that one."""

    partnership: str
    quarter: Quarter
    why: str


def default_documents(root: Path) -> tuple[Wanted, ...]:
    """The documents rendered when none is named; a Mistake says which entry of needs.toml is not usable."""
    return tuple(_wanted(entry, number) for number, entry in enumerate(_read(root).get("documents", []), start=1))


def same_ages(root: Path) -> tuple[tuple[str, str], ...]:
    """Pairs of ages, of people treated and people in need, that may be compared though they differ."""
    pairs = _read(root).get("matching", {}).get("ages_compared_though_different", [])
    if not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(age, str) for age in pair) for pair in pairs
    ):
        raise Mistake(f'needs.toml, matching: {pairs!r} is not a list of pairs such as ["18+", "15-64"]')
    return tuple((treated, needed) for treated, needed in pairs)


def _read(root: Path) -> dict:
    path = root / "needs.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Mistake(f"{path.name} was not found; it holds what a partnership may choose") from None
    except tomllib.TOMLDecodeError as error:
        raise Mistake(f"{path.name} is not TOML: {error}") from None


def _wanted(entry: dict, number: int) -> Wanted:
    missing = [name for name in ("partnership", "quarter", "why") if not isinstance(entry.get(name), str)]
    if missing:
        raise Mistake(f"needs.toml, entry {number} of documents: {missing[0]} is missing or no text")
    return Wanted(partnership=entry["partnership"], quarter=Quarter.parse(entry["quarter"]), why=entry["why"])
