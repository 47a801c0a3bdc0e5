"""Writing invented extracts: one file an agency, as its system would submit it, with a manifest and earlier versions."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from needs.files import replacing
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.synthetic import model, published, world
from needs.synthetic.chance import Chance
from needs.synthetic.invention import Invention, invent
from needs.synthetic.planting import HEADERS, NO_CONSENT, OUTCOME_COLUMNS, planted_rows
from needs.synthetic.profiles import PARTNERSHIPS, Partnership
from needs.synthetic.rows import agency_code, as_vendors_export, letter_of, not_collected, rows_of

KNOWN_BY = {"DISD": ("DISD", "DISRSN"), "MODEND": ("MODEND", "MODEXIT"), "TOPDATE": OUTCOME_COLUMNS}
KNOWN_BY |= {"CPLANDT": ("CPLANDT",)}


def as_known_on(day: date, rows: pl.DataFrame, date_format: str) -> pl.DataFrame:
    """The rows of interventions begun by a day, without planted ones; what has a later date is blank."""
    begun = rows.filter((pl.col("planted") == "") & _by("MODST", day, date_format))
    later = {
        name: pl.when(_by(column, day, date_format)).then(pl.col(name)).otherwise(pl.lit(""))
        for column, names in KNOWN_BY.items()
        for name in names
    }
    return begun.with_columns(**later).unique(maintain_order=True)


def _by(column: str, day: date, date_format: str) -> pl.Expr:
    """Whether a date is on or before a day; a blank is neither later nor earlier, and counts as known."""
    return pl.col(column).str.to_date(date_format, strict=False).le(pl.lit(day)).fill_null(True)


MANIFEST, NOTICE, SETTINGS = "manifest.json", "README.txt", "ndtms.toml"
PLANTED_SHARE = 0.0004  # of a partnership's rows, for each kind of mistake
WARNING = """These records are INVENTED. Nobody in them exists.

Every file in this folder was made by a random number generator (`needs synthesise`, seed {seed}). Initials and dates of
birth are drawn at random, client references count upwards, and the only postcode, ZZ99 3VZ, stands for no address. Some
rows are wrong on purpose; {manifest} says which mistakes were planted in which file. Nothing that reads extracts may
read that list.

Dates are written {date_format}; text is UTF-8.
"""


@dataclass(frozen=True, kw_only=True)
class Extract:
    """A file that was written: whose it is, its name, its rows, and how many of them were planted, by mistake."""

    partnership: str
    file: str
    rows: int
    planted: dict[str, int]
    is_replaced: bool = False


def synthesise(
    folder: Path,
    seed: int,
    partnerships: Iterable[Partnership | str] = PARTNERSHIPS,
    from_quarter: str = "",
    to_quarter: str = "",
    *,
    date_format: str = "%d/%m/%Y",
    planted_share: float = PLANTED_SHARE,
) -> tuple[Extract, ...]:
    """Write invented extracts below `folder`/ndtms/<partnership>/; the same seed gives the same bytes. Without quarters
    each partnership's own are taken.

    A partnership may be given by its name where it is one of the invented ones. A folder that holds any extract not
    made here is left as it is, with a Mistake.
    """
    wanted = [_partnership(one) for one in partnerships]
    for partnership in wanted:
        _refuse_real_extracts(Path(folder) / "ndtms" / partnership.slug)
    world.check(Path(folder), wanted)
    written: list[Extract] = []
    of_each = {}
    for partnership in wanted:
        first, last = Quarter.parse(from_quarter or partnership.first), Quarter.parse(to_quarter or partnership.last)
        invention = invent(partnership, seed, first, last)
        written += write(invention, Path(folder) / "ndtms" / partnership.slug, date_format, planted_share)
        found = world.Published(rows=published.figures(invention), exported=published.exported(invention))
        of_each[partnership.slug] = found
    world.write(Path(folder), of_each, wanted, seed)
    return tuple(written)


def write(invention: Invention, folder: Path, date_format: str, planted_share: float) -> tuple[Extract, ...]:
    """Write one partnership's files into its folder, taking away invented ones of an earlier run.

    The manifest is the first to be written, as unfinished, and the last: until it says that all is there, nobody reads
    the folder, and the next run knows every file in it for one of ours.
    """
    chance = Chance(invention.seed, f"{invention.partnership.slug}, rows")
    rows = rows_of(invention, date_format, chance)
    planted = planted_rows(rows, planted_share, date_format, chance.source("planted"))
    rows = pl.concat([rows.with_columns(planted=pl.lit("")), planted.select(*rows.columns, "planted")])
    rows = as_vendors_export(rows, invention.partnership.agencies).sort("order", maintain_order=True)
    of_agency = rows.partition_by("agency", as_dict=True)
    last, earlier = invention.window.last.end, _earlier_end(invention)
    parts = {(place, last): found for (place,), found in sorted(of_agency.items())}
    if invention.partnership.earlier_file:  # a later one replaces it
        parts[(0, earlier)] = as_known_on(earlier, of_agency[(0,)], date_format)
    _begin(invention, folder, parts)
    extracts = [_written(invention, folder, *of, found) for of, found in parts.items()]
    _describe(invention, folder, extracts, date_format)
    return tuple(extracts)


def _begin(invention: Invention, folder: Path, parts: Iterable[tuple[int, date]]) -> None:
    """Say in the manifest that files are being written, and which; then take those of an earlier run away."""
    before = _recorded(folder)
    names = {*before, *(_name(invention, *of) for of in parts)}
    with replacing(folder / MANIFEST) as path:
        manifest = {"invented": True, "unfinished": True, "files": dict.fromkeys(sorted(names))}
        path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    for name in before:
        (folder / name).unlink(missing_ok=True)


def _partnership(wanted: Partnership | str) -> Partnership:
    if isinstance(wanted, Partnership):
        return wanted
    known = {partnership.slug: partnership for partnership in PARTNERSHIPS}
    if wanted not in known:
        raise Mistake(f"no records can be invented for partnership {wanted!r}; there are: {', '.join(known)}")
    return known[wanted]


def _refuse_real_extracts(folder: Path) -> None:
    ours = {*_recorded(folder), *([SETTINGS] if (folder / MANIFEST).exists() else [])}
    real = sorted({path.name for pattern in ("*.csv", SETTINGS) for path in folder.glob(pattern)} - ours)
    if real:
        raise Mistake(
            f"ndtms/{folder.name} holds {real[0]!r}, which was not invented here; invented records are never put "
            "beside real ones: choose another folder"
        )


def _recorded(folder: Path) -> list[str]:
    """The files that the manifest says are ours; none if it cannot be read, so that they are left as they are."""
    try:
        return list(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _name(invention: Invention, place: int, last: date) -> str:
    """The name of an agency's file that reaches to a last day."""
    agency, first = agency_code(invention.partnership.dat, place), invention.window.first.start
    return f"{agency}-{first:%Y%m%d}-{last:%Y%m%d}-TREAT-IN-{letter_of(invention.partnership, place)}.csv"


def _written(invention: Invention, folder: Path, place: int, last: date, rows: pl.DataFrame) -> Extract:
    name = _name(invention, place, last)
    with replacing(folder / name) as path:
        rows.select(HEADERS[letter_of(invention.partnership, place)]).write_csv(
            path, quote_style="always", line_terminator="\n"
        )
    counts = rows["planted"].value_counts().filter(pl.col("planted") != "").sort("planted")
    return Extract(
        partnership=invention.partnership.slug,
        file=name,
        rows=len(rows),
        planted=dict(counts.iter_rows()),
        is_replaced=last < invention.window.last.end,
    )


def _earlier_end(invention: Invention) -> date:
    """The last day of the first agency's earlier file: two thirds of the way."""
    quarters = invention.window.quarters
    last = quarters[max(len(quarters) * 2 // 3 - 1, 0)].end
    return last if last < invention.window.last.end else last - timedelta(days=31)


def _describe(invention: Invention, folder: Path, extracts: list[Extract], date_format: str) -> None:
    files = {extract.file: _entry(extract, invention) for extract in sorted(extracts, key=lambda one: one.file)}
    period = [str(invention.window.first), str(invention.window.last)]
    manifest = {
        "invented": True,
        "seed": invention.seed,
        "quarters": period,
        "date format": date_format,
        "model": {
            name.lower(): value
            for name, value in vars(model).items()
            if name.isupper() and isinstance(value, float | dict)
        },
        "partnership": asdict(invention.partnership),
        "files": files,
    }
    with replacing(folder / NOTICE) as path:
        shown = date_format.replace("%d", "dd").replace("%m", "mm").replace("%Y", "yyyy")
        text = WARNING.format(seed=invention.seed, manifest=MANIFEST, date_format=shown)
        path.write_text(text, encoding="utf-8")
    with replacing(folder / SETTINGS) as path:
        path.write_text(_settings(files, date_format), encoding="utf-8")
    with replacing(folder / MANIFEST) as path:
        path.write_text(json.dumps(manifest, indent=1, default=str) + "\n", encoding="utf-8")


def _settings(files: dict[str, dict], date_format: str) -> str:
    """How the files are written, as a partnership declares it beside its own: the date format and what is not collected."""
    lines = ["# These records are INVENTED.", f'date_format = "{date_format}"']
    for name, file in files.items():
        if file["not collected"]:
            lines += ["", f'[files."{name}"]', f"not_collected = {json.dumps(list(file['not collected']))}"]
    return "\n".join(lines) + "\n"


def _entry(extract: Extract, invention: Invention) -> dict:
    """What the manifest says of one file."""
    dat, agencies = invention.partnership.dat, invention.partnership.agencies
    missing = {agency_code(dat, place): not_collected(place, agencies) for place in range(agencies)}
    return {
        "rows": extract.rows,
        "replaced by a later file": extract.is_replaced,
        "not collected": missing[extract.file.split("-")[0]],
        "rows without consent": extract.planted.get(NO_CONSENT, 0),
        "planted": {wrong: count for wrong, count in extract.planted.items() if wrong != NO_CONSENT},
    }
