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
    path = root / "needs.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Mistake(f"{path.name} was not found; it names the documents to render when none is named") from None
    except tomllib.TOMLDecodeError as error:
        raise Mistake(f"{path.name} is not TOML: {error}") from None
    return tuple(_wanted(entry, number) for number, entry in enumerate(settings.get("documents", []), start=1))


def _wanted(entry: dict, number: int) -> Wanted:
    missing = [name for name in ("partnership", "quarter", "why") if not isinstance(entry.get(name), str)]
    if missing:
        raise Mistake(f"needs.toml, entry {number} of documents: {missing[0]} is missing or no text")
    return Wanted(partnership=entry["partnership"], quarter=Quarter.parse(entry["quarter"]), why=entry["why"])
