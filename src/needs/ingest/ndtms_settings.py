"""How the files of one folder are written, as its ndtms.toml declares it: date format, encoding, what is not collected.

date_format = "%d/%m/%Y"
not_collected = ["HEPCTD", "TOPCC"]

[files."N0852-20110401-20110630-TREAT-IN-K.csv"]
date_format = "%Y-%m-%d"
"""

from dataclasses import dataclass
from pathlib import Path

from needs import reading
from needs.ingest.ndtms_fields import fields, letters
from needs.mistakes import Mistake, shortened

NAME = "ndtms.toml"
DAY_FIRST = "%d/%m/%Y"  # the specification's; recalled: medium
YEAR_FIRST = "%Y-%m-%d"  # what one exporter writes; no other format can be taken for it
DATE_FORMATS = (DAY_FIRST, YEAR_FIRST, "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d%m%Y", "%m/%d/%Y")
ENCODINGS = ("utf-8", "windows-1252")
_KEYS = ("date_format", "encoding", "not_collected", "cds", "why")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one file is written. Without a date format its dates are day first, unless all are year first."""

    date_format: str | None = None
    encoding: str = "utf-8"
    not_collected: tuple[str, ...] = ()
    cds: str | None = None


def settings(folder: Path) -> dict[str, Settings]:
    """The settings of each file that has its own, by its name; those of all others under ""."""
    path = Path(folder) / NAME
    try:
        declared = reading.toml(path)
    except FileNotFoundError:
        return {"": Settings()}
    except OSError as error:
        raise Mistake(f"{path.parent.name}/{NAME} cannot be opened ({error.strerror})") from None
    except ValueError as error:
        raise Mistake(f"{path.parent.name}/{NAME} {error}") from None
    own = declared.pop("files", {})
    if not (isinstance(own, dict) and all(isinstance(entry, dict) for entry in own.values())):
        raise Mistake(f'{path.parent.name}/{NAME}: files is not written as [files."name.csv"]')
    place = f"{path.parent.name}/{NAME}"
    return {"": _settings(declared, place)} | {
        name: _settings(declared | entry, f"{place}, {name}") for name, entry in own.items()
    }


def _settings(entry: dict, place: str) -> Settings:
    unknown = [key for key in entry if key not in _KEYS]
    if unknown:
        raise Mistake(f"{place}: {shortened(unknown[0])} is not one of {', '.join((*_KEYS, 'files'))}")
    for key, allowed in (("date_format", DATE_FORMATS), ("encoding", ENCODINGS), ("cds", letters())):
        if key in entry and entry[key] not in allowed:
            raise Mistake(f"{place}: {key} {shortened(entry[key])} is not one of {', '.join(allowed)}")
    columns = entry.get("not_collected", [])
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise Mistake(f"{place}: not_collected {shortened(columns)} is not a list of column names")
    strangers = [name for name in columns if name not in fields()]
    if strangers:
        raise Mistake(f"{place}: not_collected {shortened(strangers[0])} is no column of the data set")
    given = {key: entry[key] for key in ("date_format", "encoding", "cds") if key in entry}
    return Settings(**given, not_collected=tuple(columns))
