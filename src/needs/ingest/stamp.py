"""Whether the results in data/processed are still those of the raw files, the code and needs.toml.

A stamp holds one fingerprint of all they were made from, and one of each file made: nobody trusts the times of files.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from needs.files import replacing
from needs.folders import Folders
from needs.ingest import raw

_CODE = Path(__file__).parents[1]
_ALSO = ("needs.toml", "requirements.lock")  # what a partnership chose, and the versions that count


def made_from(folders: Folders, also: Iterable[Path] = ()) -> str:
    """One fingerprint of all that decides the results: names and bytes of the raw files, the code and the settings."""
    code = (path for path in _CODE.rglob("*") if path.suffix in (".py", ".csv"))
    paths = [*raw.files(folders), *also, *sorted(code), *(folders.root / name for name in _ALSO)]
    total = hashlib.sha256()
    for path in paths:
        name = path.relative_to(_CODE) if path.is_relative_to(_CODE) else path.relative_to(folders.root)
        total.update(f"{name.as_posix()}\0{raw.fingerprint(path)}\n".encode())
    return total.hexdigest()


def is_current(folders: Folders, source: str) -> bool:
    """Whether the results were made from what `source` is the fingerprint of, and are as they were written."""
    try:
        stamp = json.loads(_path(folders).read_text(encoding="utf-8"))
        return stamp["made_from"] == source and all(
            raw.fingerprint(folders.root / name) == found for name, found in stamp["made"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def write(folders: Folders, source: str, made: Iterable[Path]) -> None:
    """Record that the files made are made from what `source` is the fingerprint of."""
    stamp = {"made_from": source, "made": {folders.relative(path): raw.fingerprint(path) for path in made}}
    with replacing(_path(folders)) as unfinished:
        unfinished.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")


def remove(folders: Folders) -> None:
    """Forget what the results were made from: something is about to be written again."""
    _path(folders).unlink(missing_ok=True)


def _path(folders: Folders) -> Path:
    return folders.processed / "stamp.json"
