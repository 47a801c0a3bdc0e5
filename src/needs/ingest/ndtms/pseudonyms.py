"""Pseudonyms: the keyed hash that stands for a person, and the life of its key.

Without the key no pseudonym can be worked out from a name or a date of birth; whoever has the key can try them all, so it
never lies in the project.
"""

import hmac
import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from needs import files
from needs.folders import Folders
from needs.mistakes import Mistake, shortened

if TYPE_CHECKING:  # whoever only asks for the key, to see whether it is another, need not load it
    import polars as pl

KEY = "NEEDS_PSEUDONYM_KEY"
KEY_FILE = "NEEDS_PSEUDONYM_KEY_FILE"
LENGTH = 32  # hexadecimal characters of a pseudonym: 128 bits, so that two people in a nation never share one
_SHORTEST_KEY = 16  # bytes
_FEWEST_SIGNS = 8  # different bytes: a row of one letter is as easily guessed as no key


@dataclass(frozen=True)
class Key:
    """A key, where it came from, and whether it was made just now; its value is never printed."""

    value: bytes = field(repr=False)
    place: str
    is_new: bool = False

    def __post_init__(self) -> None:
        if len(self.value) < _SHORTEST_KEY:
            raise Mistake(f"the key of {self.place} has {len(self.value)} bytes, wanted {_SHORTEST_KEY} or more")

    @property
    def fingerprint(self) -> str:
        """Sixteen characters that tell one key from another, and nothing of the key."""
        return hmac.digest(self.value, b"which key it is", "sha256").hex()[:16]

    def __str__(self) -> str:
        return f"{'a new key, made in' if self.is_new else 'the key of'} {self.place}"


def key(root: Path | None = None) -> Key:
    """The key of the environment, else of its file; where there is neither, a fresh one is made in the user's folder.

    `root` is the project, inside which no key may lie.
    """
    given = os.environ.get(KEY)
    if given:
        return _not_guessed(Key(os.fsencode(given).strip(), f"the environment variable {KEY}"))
    named = os.environ.get(KEY_FILE, "").strip()
    try:
        path = Path(named).expanduser().resolve() if named else _default_file()
    except (RuntimeError, ValueError):
        raise Mistake(f"{KEY_FILE} names no file ({shortened(named)}); wanted one outside the project") from None
    root = Path(root or Folders.here().root).resolve()
    if path.is_relative_to(root):
        raise Mistake(f"{path}: a key may not lie inside the project; name a file elsewhere in {KEY_FILE}")
    return _not_guessed(_read(path)) if os.path.lexists(path) else _made(path)


def _not_guessed(key: Key) -> Key:
    """The key, if it is not one sign over and over, which anybody would try first."""
    signs = len(set(key.value))
    if signs < _FEWEST_SIGNS:
        raise Mistake(f"{key} has {signs} different signs, wanted {_FEWEST_SIGNS} or more, drawn by chance")
    return key


def pseudonyms(texts: "pl.Series", key: Key) -> "pl.Series":
    """HMAC-SHA256 of each text, 32 hexadecimal characters; missing stays missing. Each distinct text is hashed once."""
    import polars as pl

    distinct = texts.drop_nulls().unique().cast(pl.String)
    # the hash itself is the one step polars has no part for; a million take about a second
    keyed = hmac.new(key.value, digestmod="sha256")
    hashed = [_hash(keyed, text) for text in distinct]
    known = pl.DataFrame({"text": distinct, "hash": pl.Series(hashed, dtype=pl.String)})
    asked = pl.DataFrame({"text": texts.cast(pl.String)})
    return asked.join(known, on="text", how="left", maintain_order="left")["hash"].rename(texts.name)


def _hash(keyed: hmac.HMAC, text: str) -> str:
    """The hash of a text; copying what has taken in the key already is quicker than taking it in for each text."""
    own = keyed.copy()
    own.update(text.encode())
    return own.hexdigest()[:LENGTH]


def _default_file() -> Path:
    if os.name == "nt":
        folder = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return (folder / "needs" / "pseudonym.key").resolve()


def _read(path: Path) -> Key:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise Mistake(f"{path}: others may read the key; chmod 600 {path}")
        text = files.content(path).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise Mistake(f"{path}: the key cannot be read, wanted a file of 64 hexadecimal characters") from None
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Mistake(f"{path}: the file holds no key, wanted 64 hexadecimal characters; restore it, or remove it")
    return Key(bytes.fromhex(text), str(path))


def _made(path: Path) -> Key:
    """A fresh key, written so that nobody else can read it, whole or not at all, and never over another run's."""
    value = secrets.token_bytes(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner only
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(value.hex() + "\n")
        try:
            os.link(unfinished, path)  # unlike a replacement this fails if there is a key by now
        finally:
            Path(unfinished).unlink()
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise Mistake(f"{path}: a key cannot be written there ({error.strerror}); name a file in {KEY_FILE}") from None
    return Key(value, str(path), is_new=True)
