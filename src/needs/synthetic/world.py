"""The invented country beside its records: who its places are, what it publishes, and the plans and papers of some of them.

Texts, plans and what they print lie in `places`, a folder a partnership, and are laid out below data/raw as a real partnership's
own files are. A manifest beside the country's files names every file that was put there, so that no other is ever touched.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from needs.files import replacing
from needs.mistakes import Mistake
from needs.synthetic import profiles, published
from needs.synthetic.profiles import PARTNERSHIPS, Partnership

PLACES = Path(__file__).with_name("places")
MANIFEST = f"local/{profiles.COUNTRY[0]}/manifest.json"
VIEWIT = f"viewit/{profiles.COUNTRY[0]}.csv"
TOTALS = (VIEWIT, *(f"local/{place[0]}/figures.csv" for place in (profiles.COUNTRY, *profiles.REGIONS.values())))
KEYS = ("ReportingPeriod", "Area", "sex", "age_group", "drug_group")  # of an export
SOURCES = "source,type,title,publisher,published,licence,attribution,address,note\n"
STATISTICS = (
    f"{published.SOURCE},statistic,Tables of every partnership of Estermark,Statistics Office of Estermark,,MIT,Made up by this "
    'project.,,"Residents, estimates of need, deaths and admissions."\n'
)
NOTE = "# {name} is an INVENTED place. Nobody in its records, and nothing in its figures, is real.\n"
FEWEST = 10  # places whose counts are added up, each sum rounded
FIRST_EXPORTED = 2009  # the year in which the first year of ViewIt begins
WIDE = 10  # units of a map's grid that a district takes up


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a partnership's country publishes of it: figures, and for each year the counts of a ViewIt export."""

    rows: list[published.Row] = field(default_factory=list)
    exported: dict[int, Counter[str]] = field(default_factory=dict)


NOTHING = Published()


def check(raw: Path, wanted: Iterable[Partnership]) -> None:
    """A Mistake says which file lies where one of these partnerships would be written, and is not of an earlier run."""
    before = _recorded(raw / MANIFEST)
    for name in _files(list(wanted), {}, before):
        path = raw / name
        if path.exists() and _fingerprint(path.read_bytes()) not in before.get(name, ()):
            how = "was changed since it was invented" if name in before else "was not invented here"
            raise Mistake(f"data/raw/{name} {how}; invented files are never put in its place: move it away")


def write(raw: Path, of_each: Mapping[str, Published], wanted: Iterable[Partnership], seed: int) -> list[Path]:
    """Write the files of these partnerships, and of their country and regions, below the raw folder; gives the paths.

    `of_each` has what is published of each by its slug. What sums over the country is written only where all of its
    partnerships are wanted; of another seed it is taken away, for it would be no sum of its parts.
    """
    before = _recorded(raw / MANIFEST)
    files = _files(list(wanted), of_each, before)
    if _seed(raw / MANIFEST) != seed:
        for name in set(before) & set(TOTALS) - set(files):
            (raw / name).unlink(missing_ok=True)
            del before[name]
    now = {name: [_fingerprint(text.encode())] for name, text in files.items()}
    both = {name: [*before.get(name, ()), *prints] for name, prints in now.items()}
    _record(raw, before | both, seed)  # a run may be stopped
    written = [_written(raw / name, text) for name, text in files.items()]
    _record(raw, before | now, seed)
    return written


def _record(raw: Path, files: dict[str, list[str]], seed: int) -> None:
    listed = {"invented": True, "seed": seed, "files": dict(sorted(files.items()))}
    _written(raw / MANIFEST, json.dumps(listed, indent=1) + "\n")


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(wanted: list[Partnership], of_each: Mapping[str, Published], before: Iterable[str]) -> dict[str, str]:
    """What each file holds, by its place below the raw folder; `before` are the files of earlier runs."""
    there = {one.slug for one in wanted} | {name.split("/")[1] for name in before if name.startswith("local/")}
    files = dict(_of_places())
    for one in wanted:
        files |= _of_partnership(one, of_each.get(one.slug, NOTHING).rows, there)
    if {one.slug for one in PARTNERSHIPS} <= {one.slug for one in wanted}:
        files |= _totals(wanted, of_each) | {VIEWIT: _export(list(of_each.values()))}
    return files


def _written(path: Path, text: str) -> Path:
    with replacing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    return path


def _recorded(manifest: Path) -> dict[str, list[str]]:
    """What each file that was put there by an earlier run may hold, as fingerprints; none if that cannot be read."""
    try:
        return dict(json.loads(manifest.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _seed(manifest: Path) -> int | None:
    try:
        return json.loads(manifest.read_text(encoding="utf-8"))["seed"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _of_places() -> Iterator[tuple[str, str]]:
    """The country and its regions."""
    slug, name, code = profiles.COUNTRY
    yield f"local/{slug}/area.toml", _area(name=name, code=code, type="country", country=code)
    yield f"local/{slug}/sources.csv", SOURCES + STATISTICS
    for region, called, its_code in profiles.REGIONS.values():
        yield f"local/{region}/area.toml", _area(name=called, code=its_code, type="region", country=code)


def _of_partnership(one: Partnership, rows: list[published.Row], there: set[str]) -> dict[str, str]:
    """What lies in a partnership's own folders: who it is, its figures, and its plan and texts where it has any."""
    own = PLACES / one.slug
    files = {f"local/{one.slug}/area.toml": _of_area(one, there), f"local/{one.slug}/figures.csv": _table(rows)}
    if own.is_dir():
        for path in sorted(path for path in own.rglob("*") if path.is_file()):
            name = path.relative_to(own).as_posix()
            is_plan = name.startswith("plans/")
            place = f"plans/{one.slug}/{name.removeprefix('plans/')}" if is_plan else f"local/{one.slug}/{name}"
            files[place] = path.read_text(encoding="utf-8")
    return files


def _of_area(one: Partnership, there: set[str]) -> str:
    """Who a partnership is; its neighbours are those of its region that are there."""
    neighbours = [
        other.slug
        for other in PARTNERSHIPS
        if other.region == one.region and other.slug != one.slug and other.slug in there
    ]
    lines = {"name": one.name, "code": one.code, "type": one.type, "region": profiles.REGIONS[one.region][2]}
    lines |= {"country": profiles.COUNTRY[2], "made_after": one.made_after}
    text = _area(**lines) + f"neighbours = {json.dumps(neighbours)}\n"
    for place, (code, name) in enumerate(one.districts.items()):
        text += f'\n[[district]]\ncode = "{code}"\nname = "{name}"\nshape = {json.dumps(_shape(place))}\n'
    return text


def _area(**lines: str) -> str:
    said = [f'{name} = "{value}"' for name, value in lines.items() if value]
    return NOTE.format(name=lines["name"]) + "\n".join([*said, 'kind = "invented"']) + "\n"


def _shape(place: int) -> list[list[int]]:
    """A district as six corners on a grid of three columns, each row set off from the one above, so that none overlap."""
    column, line = place % 3, place // 3
    left, top = column * WIDE + (line % 2) * WIDE // 2, line * WIDE
    half, edge = WIDE // 2, WIDE // 5
    return [
        [left, top + edge], [left + half, top], [left + WIDE, top + edge],
        [left + WIDE, top + WIDE], [left + half, top + WIDE], [left, top + WIDE],
    ]  # fmt: skip


def _table(rows: Iterable[published.Row]) -> str:
    lines = io.StringIO()
    written = csv.DictWriter(lines, published.COLUMNS, lineterminator="\n")
    written.writeheader()
    written.writerows(rows)
    return lines.getvalue()


def _export(of_each: list[Published]) -> str:
    """The country's adults in treatment, one line a year that records of ten places cover, in the layout of a ViewIt export."""
    years: dict[int, Counter[str]] = {}
    places = Counter(year for one in of_each for year in one.exported)
    for one in of_each:
        for year, counts in one.exported.items():
            if places[year] >= FEWEST:
                years[year] = years.get(year, Counter()) + counts
    columns = [*KEYS, *sorted({name for counts in years.values() for name in counts}, reverse=True)]
    lines = io.StringIO()
    written = csv.DictWriter(lines, columns, lineterminator="\n", restval=0)
    written.writeheader()
    for year in sorted(year for year in years if year >= FIRST_EXPORTED):
        total = dict.fromkeys(KEYS[2:], "Total")
        written.writerow(
            {
                KEYS[0]: f"{year}/{(year + 1) % 100:02d}",
                KEYS[1]: profiles.COUNTRY[1],
                **total,
                **{name: 5 * round(count / 5) for name, count in years[year].items()},
            }
        )
    return lines.getvalue()


def _totals(wanted: list[Partnership], of_each: Mapping[str, Published]) -> dict[str, str]:
    """The figures of the country and of each region, added up over the partnerships that lie in them."""
    regions = {place: [one for one in wanted if one.region == number] for number, place in profiles.REGIONS.items()}
    files = {}
    for (slug, _, code), held in {profiles.COUNTRY: wanted, **regions}.items():
        rows = [row for one in held for row in of_each.get(one.slug, NOTHING).rows]
        files[f"local/{slug}/figures.csv"] = _table(published.summed(rows, code, len(held)))
    return files
