"""All that can be read below data/raw, joined: the published tables and whatever a partnership has added.

A dropped file is told by its header. What it holds stands under a source of its own, beside the published figures.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from needs import parts
from needs.areas import INVENTED
from needs.code_lists import downloads
from needs.files import replacing
from needs.folders import Folders
from needs.ingest import (
    by_area,
    comparators,
    csvfile,
    duplicates,
    fetched,
    figures,
    fingertips,
    ground,
    local,
    ons,
    opened,
    raw,
    sheets,
    short_figures,
    viewit,
)
from needs.ingest.by_area import Compared, Kept
from needs.ingest.csvfile import CsvFile
from needs.ingest.kinds import (
    FIGURES,
    FINGERTIPS,
    LOOKED_FOR,
    OF_LARGE,
    ONS,
    SHEET,
    SHORT,
    VIEWIT,
    kind_of,
    with_our_names,
)
from needs.ingest.places import Place, Places, left_out
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem, by_cause, problems_table
from needs.ingest.published import Published, checked_figures, inputs, known_names, not_yet_refused, read_published
from needs.ingest.schema import Checked, check
from needs.mistakes import Mistake

FIGURES_READ = "figures.parquet"
MARK = "published"  # a column of a partnership's own figures: "yes" where they have been published
REAL, OF_NOBODY = "real", "records-of-nobody"
RETURNS = "local-returns"  # the source of what only the partnership has, in whatever folder it lies
TYPES_OF_SOURCES = ("statistic", "local document")  # that a partnership may bring of its own
NOT_REPEATED = "what stands there, not repeated here,"
LOOK_UPS = ("areas", "districts", "services", "sources", "measures")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Every figure in the columns of the one table, its look-ups, each cause of trouble, and what became of each file."""

    figures: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    areas: pd.DataFrame
    districts: pd.DataFrame
    services: pd.DataFrame
    problems: tuple[Problem, ...]
    inputs: pd.DataFrame
    kept: tuple[Kept, ...] = ()  # of exports of many areas, by area, what is not among the figures


def load(folders: Folders, catalogue: pd.DataFrame | None = None, compared: Compared = ()) -> Loaded:
    """The published tables and every other CSV file below data/raw; one bad file never stops the others.

    `catalogue` are the measures that the project counts, in the columns of measures.csv: a partnership may bring figures and
    targets of each. `compared` are the measures and breakdowns by which areas are compared with each other.
    """
    published = read_published(folders.published, folders.root)
    places = local.own_areas(folders, published.areas)
    of_services, wrong_services, service_files = local.own_services(folders, set(places.areas["partnership"]) - {""})
    own_sources, of_sources, sources = _own_sources(folders, published, places)
    areas, of_comparators, comparator_files = comparators.own_comparators(
        folders, ground.described(places.areas, published.ground)
    )
    published = replace(published, areas=places.areas, sources=sources)
    read = [
        with_our_names(file)
        for path in raw.dropped(folders)
        for file in opened.read(path, folders.relative(path), kind_of, OF_LARGE)
    ]
    measures = _all_measures(published.measures, catalogue, read)
    read = [_in_full(file, folders, places.areas, measures) for file in read]
    files = [_without_mark(file, folders) for file in read]
    own = {key for file in read for key in _not_marked(file, folders)}
    of_files = {file.name: _table(file, replace(published, measures=measures), compared) for file in files}
    tables = {name: table for name, (table, _) in of_files.items()}
    downloaded = [file.name for file in files if not file.is_refused and kind_of(file.header) not in (FIGURES, SHORT)]
    once = duplicates.single(_joined([tables[name].rows for name in downloaded]))
    others = [table.rows for name, table in tables.items() if name not in downloaded]
    joined = _joined([published.figures, *others, once.rows])
    joined["area_code"] = joined["area_code"].replace(_other_codes(published.areas))
    joined[figures.OWN] = [key in own for key in zip(joined["file"], joined["line"], strict=True)]
    of_tables = (problem for table in tables.values() for problem in table.problems)
    problems = [*published.problems, *places.problems, *of_sources, *wrong_services, *of_comparators]
    problems += _not_read(folders)
    problems += [_without_figures(problem, own) for problem in of_tables]
    records, of_records = fetched.records(files, folders)
    problems += of_records
    problems += [*once.problems, *not_yet_refused(figures.repeats(joined), problems)]
    problems += not_yet_refused(
        list(local.of_another_world(joined, places.areas, places.owners, _of_one_world(sources))), problems
    )
    kept = figures.without(joined, problems)
    sums = ground.sums_of_districts(kept, published.ground["districts"])
    kept = pd.concat([kept, sums.assign(**{figures.OWN: False})], ignore_index=True) if len(sums) else kept
    of_many = _kept_by_area([one for _, one in of_files.values() if one], problems, once.replaced, set(kept["source"]))
    return Loaded(
        figures=kept[[*figures.COLUMNS, figures.OWN]].reset_index(drop=True),
        measures=_with_measures(published.measures, measures, _measures_of(kept, of_many), files),
        sources=_with_sources(published.sources, _sources_used(kept, of_many), records),
        areas=areas,
        districts=pd.concat([ground.districts_of(places.areas, published.ground["districts"]), places.districts]),
        services=of_services,
        problems=tuple(by_cause(problems)),
        inputs=_used(
            inputs([*published.files, *own_sources, *service_files, *comparator_files, *files], problems),
            kept,
            files,
            problems,
            of_many,
        ),
        kept=tuple(of_many),
    )


def areas_known(folders: Folders) -> pd.DataFrame:
    """The published areas and those that partnerships say they are, as `load` gives them."""
    published = read_published(folders.published, folders.root)
    return ground.described(local.own_areas(folders, published.areas).areas, published.ground)


def _measures_of(kept: pd.DataFrame, of_many: list[Kept]) -> set[str]:
    return set(kept["measure"]).union(*(one.measures for one in of_many))


def _kept_by_area(
    found: list[Kept], problems: list[Problem], replaced: frozenset[tuple[str, str]], sources: set[str]
) -> list[Kept]:
    """What is kept by area without all that is used nowhere: refused lines, and areas taken from another download."""
    left = []
    for one in found:
        refused = {line for it in problems if it.file == one.file and it.severity == ROW_REFUSED for line in it.lines}
        left.append(by_area.without(one, refused, {area for file, area in replaced if file == one.file}))
    return by_area.used([one for one in left if len(one.labels)], sources)


def _sources_used(kept: pd.DataFrame, of_many: list[Kept]) -> pd.DataFrame:
    """The source and file of each figure that is used, in the one table or by area."""
    by_file = pd.DataFrame([(one.source, one.file) for one in of_many], columns=["source", "file"], dtype="str")
    return pd.concat([kept[["source", "file"]], by_file], ignore_index=True).drop_duplicates()


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([figures.empty(), *tables], ignore_index=True)


def _other_codes(areas: pd.DataFrame) -> dict[str, str]:
    """The codes that are other names of an area, and the code that its figures stand under."""
    others = areas[areas["same_as"] != ""] if "same_as" in areas else areas.iloc[:0].assign(same_as="")
    return dict(zip(others["area_code"], others["same_as"], strict=True))


def _not_read(folders: Folders) -> list[Problem]:
    """A note on each file that is of no kind that is read."""
    wanted = 'a CSV file: save it as "CSV UTF-8", if it is a table'
    return [
        Problem(folders.relative(path), None, None, "the file is not read", wanted, NOTED)
        for path in raw.not_read(folders)
    ]


def _used(
    found: pd.DataFrame, kept: pd.DataFrame, files: list[CsvFile], problems: list[Problem], of_many: list[Kept]
) -> pd.DataFrame:
    """The inputs, in which a row of a download that was left out, for it is no fault, counts as neither used nor refused.

    `sources` are filled in: those of the figures that are used, with semicolons between.
    """
    lines = pd.concat([kept[["file", "line"]], *(one.labels[["line"]].assign(file=one.file) for one in of_many)])
    lines = lines.groupby("file")["line"].nunique()
    downloads_read = {
        file.name for file in files if not file.is_refused and kind_of(file.header) not in (FIGURES, None)
    }
    downloads_read -= {problem.file for problem in problems if problem.severity == FILE_REFUSED}
    is_download = found["file"].isin(downloads_read)
    sources = _sources_used(kept, of_many).groupby("file")["source"].agg(lambda names: "; ".join(sorted(names)))
    return found.assign(
        used=found["file"].map(lines).fillna(0).astype("Int64").where(is_download, found["used"]),
        sources=found["file"].map(sources).fillna(""),
    )


def write(loaded: Loaded, folders: Folders) -> list[Path]:
    """The tables as files below data/processed, each complete or not there at all; gives the paths written."""
    with replacing(folders.restricted / FIGURES_READ, private=True) as unfinished:
        loaded.figures.to_parquet(unfinished, index=False)
    look_ups = {name: getattr(loaded, name) for name in LOOK_UPS}
    return [
        folders.restricted / FIGURES_READ,
        *by_area.write(loaded.kept, folders.restricted / by_area.FOLDER),
        *(parts.write(table, folders.safe, name) for name, table in look_ups.items()),
        parts.write(problems_table(loaded.problems), folders.safe / "problems", parts.SHARED),
        parts.write(loaded.inputs, folders.safe / "inputs", parts.SHARED),
    ]


def written(folders: Folders) -> Loaded:
    """What `write` wrote, without problems and inputs: what plans are checked against."""
    look_ups = {name: look_up(folders, name) for name in LOOK_UPS}
    return Loaded(figures=figures_written(folders), problems=(), inputs=pd.DataFrame(), **look_ups)


def look_up(folders: Folders, name: str) -> pd.DataFrame:
    """A look-up that `write` wrote, by its name."""
    return pd.read_csv(folders.safe / f"{name}.csv", dtype=str, keep_default_na=False)


def figures_written(folders: Folders) -> pd.DataFrame:
    """The figures that `write` wrote; a Mistake if there are none to count."""
    path = folders.restricted / FIGURES_READ
    name = folders.relative(path)
    try:
        written = pd.read_parquet(path, columns=[*figures.COLUMNS, figures.OWN])
    except FileNotFoundError:
        raise Mistake(f"{name} was not found: run `needs results` first") from None
    except (OSError, ValueError) as error:
        raise Mistake(
            f"{name} cannot be read ({type(error).__name__}): run `needs results` to write it again"
        ) from None
    if written.empty:
        why = folders.relative(folders.safe / "problems")
        raise Mistake(f"no figures could be used, so the results stay as they were; see {why}, mend what it names")
    return written


def _own_sources(
    folders: Folders, published: Published, places: local.AreaFiles
) -> tuple[list[CsvFile], list[Problem], pd.DataFrame]:
    """The files of sources that partnerships have of their own, what is wrong with them, and all sources with the new ones."""
    columns = list(published.sources.columns)
    rules = {
        "source": {"required": True},
        "title": {"required": True},
        "type": {"required": True, "enum": list(TYPES_OF_SOURCES)},
    }
    fields = [{"name": name, "type": "string", "constraints": rules.get(name, {})} for name in columns]
    paths = sorted((folders.raw / "local").glob(f"*/{raw.SOURCES}"))
    read = [csvfile.read(path, folders.relative(path)) for path in paths]
    checked = [check(file, {"fields": fields, "primaryKey": ["source"]}) for file in read]
    owned = [
        one.rows.assign(kind=INVENTED if places.owners.get(path.parent.name) else REAL, file=file.name)
        for path, file, one in zip(paths, read, checked, strict=True)
    ]
    theirs = published.sources.assign(kind=_kinds(published.sources), file="", line=0)
    rows = pd.concat([theirs, *owned], ignore_index=True)
    problems = [problem for one in checked for problem in one.problems]
    for row in rows[rows.duplicated("source")].itertuples():
        problems.append(Problem(row.file, int(row.line), "source", row.source, "a short name of its own", ROW_REFUSED))
    return read, problems, rows.drop_duplicates("source")[[*columns, "kind"]].fillna("")


def _kinds(published: pd.DataFrame) -> pd.Series:
    """Of which world each published source is; records of nobody are of invented places, a partnership's own returns of either."""
    return published["source"].map({RETURNS: "", OF_NOBODY: INVENTED}).fillna(REAL)


def _of_one_world(sources: pd.DataFrame) -> dict[str, str]:
    """Of each source that is of one world alone of which it is."""
    known = sources[sources["kind"] != ""]
    return dict(zip(known["source"], known["kind"], strict=True))


def _is_local(file: CsvFile, folders: Folders) -> bool:
    return (folders.root / file.name).is_relative_to(folders.raw / "local") and kind_of(file.header) == FIGURES


def _without_mark(file: CsvFile, folders: Folders) -> CsvFile:
    """A file of a partnership's own figures without the column that marks which of them are published."""
    if not (_is_local(file, folders) and MARK in file.header):
        return file
    header = tuple(name for name in file.header if name != MARK)
    return replace(file, header=header, rows=file.rows.drop(columns=MARK))


def _not_marked(file: CsvFile, folders: Folders) -> list[tuple[str, int]]:
    """The file and line of each of a partnership's own figures that is not marked as published, wherever the file lies."""
    if file.is_refused or kind_of(file.header) != FIGURES or "source" not in file.header:
        return []
    if not _is_local(file, folders):
        own = file.rows.loc[file.rows["source"].str.strip() == RETURNS, "line"]
        return [(file.name, int(line)) for line in own]
    marked = file.rows[MARK].str.strip().str.lower().eq("yes") if MARK in file.rows else [False] * len(file.rows)
    return [(file.name, int(line)) for line, is_marked in zip(file.rows["line"], marked, strict=True) if not is_marked]


def _without_figures(problem: Problem, own: set[tuple[str, int]]) -> Problem:
    """What is wrong with a partnership's own figure, without what stands there: it may count a few people."""
    if problem.column not in figures.NUMBERS or (problem.file, problem.line) not in own:
        return problem
    return replace(problem, found=NOT_REPEATED)


def _table(file: CsvFile, published: Published, compared: Compared) -> tuple[Checked, Kept | None]:
    """The figures of one dropped file that its header lets us read, with their problems; and of one of many areas the rest."""
    is_export = not file.is_refused and kind_of(file.header) == VIEWIT and all(viewit.keys(file.header).values())
    if is_export and viewit.is_of_many(file):
        found, kept = by_area.split(file, published.areas, f"{VIEWIT}:{Path(file.name).name}", compared)
        return _checked(file, found, {"area_code": published.areas["area_code"]}), kept
    return _whole(file, published), None


def _whole(file: CsvFile, published: Published) -> Checked:
    kind = None if file.is_refused else kind_of(file.header)
    name = Path(file.name).name
    if kind == FIGURES and published.schema:
        table = check(file, published.schema)
        return _checked(file, table, known_names(vars(published)))
    known = {"area_code": published.areas["area_code"]}
    if kind == VIEWIT:
        return _checked(file, viewit.read(file, published.areas, f"viewit:{name}"), known)
    if kind == FINGERTIPS:
        table = _of_partnerships(file, fingertips.read(file, f"fingertips:{name}"), published.areas)
        return _checked(file, table, known, fingertips.PRINTED)
    if kind == ONS:
        return _checked(file, ons.read(file, published.areas, f"{ONS}:{name}"), known)
    if kind == SHEET:
        return _checked(file, sheets.read(file, published.areas, f"sheet:{name}"), known)
    if file.is_refused:
        return Checked(figures.empty(), file.problems)
    # None of its cells is repeated: it may be an extract of people's records, put into the wrong folder
    found = f"the file is not recognised by the {len(file.header)} cells of its header"
    return Checked(figures.empty(), (Problem(file.name, 1, None, found, LOOKED_FOR, FILE_REFUSED),))


def _of_partnerships(file: CsvFile, table: Checked, areas: pd.DataFrame) -> Checked:
    """The figures of partnerships, their regions and countries, under the codes that areas.csv has for them."""
    places = Places.of(areas)
    codes = table.rows["area_code"].unique()
    found = {code: Place(code) if places.is_region(code) else places.of_code(code) for code in codes}
    outside = table.rows["area_code"].map(lambda code: found[code].is_outside).astype("bool")
    lines = set(table.rows.loc[outside, "line"])
    rows = table.rows.assign(area_code=table.rows["area_code"].map(lambda code: found[code].code)).loc[~outside]
    return Checked(rows, (*table.problems, *left_out(file, file.rows["line"].isin(lines))))


def _checked(file: CsvFile, table: Checked, known: dict, printed: dict | None = None) -> Checked:
    kept = checked_figures(file, table, known, printed)
    return Checked(kept.rows, (*table.problems, *kept.problems))


def _with_measures(measures: pd.DataFrame, known: pd.DataFrame, used: set[str], files: list[CsvFile]) -> pd.DataFrame:
    """The published measures, and those that only dropped files use, with the titles we know or the file's own."""
    missing = used - set(measures["measure"])
    ours = pd.concat([known, downloads.table("measures")]).drop_duplicates("measure")
    ours = ours.loc[ours["measure"].isin(missing)]
    titles = {measure: title for file in files for measure, title in fingertips.titles(file).items()}
    unknown = pd.DataFrame({"measure": sorted(missing - set(ours["measure"]))}, dtype="str")
    unknown = unknown.assign(title=unknown["measure"].map(titles), counted="not stated", unit="not stated")
    return pd.concat([measures, ours, unknown], ignore_index=True)[list(measures.columns)].fillna("")


def _all_measures(measures: pd.DataFrame, catalogue: pd.DataFrame | None, read: list[CsvFile]) -> pd.DataFrame:
    """The published measures, those of the catalogue and those to which a partnership gives a title, a row a measure."""
    own = [short_figures.titles(file) for file in read]
    every = pd.concat([measures, *([] if catalogue is None else [catalogue]), *own], ignore_index=True)
    return every.drop_duplicates("measure").reindex(columns=measures.columns).fillna("")


def _in_full(file: CsvFile, folders: Folders, areas: pd.DataFrame, measures: pd.DataFrame) -> CsvFile:
    """A partnership's short table in the columns of the published ones; any other file as it is."""
    if file.is_refused or kind_of(file.header) != SHORT:
        return file
    place = Path(file.name)
    codes = areas.loc[areas["partnership"] == place.parent.name, "area_code"]
    if place.parent.parent.name != "local" or codes.empty:
        found = f"a short table of figures in {place.parent.as_posix()}"
        wanted = "the folder data/raw/local/<partnership>, with a name as in areas.csv: move it there"
        return replace(file, problems=(*file.problems, Problem(file.name, None, None, found, wanted, FILE_REFUSED)))
    return short_figures.in_full(file, codes.iloc[0], measures)


def _with_sources(sources: pd.DataFrame, kept: pd.DataFrame, records: dict[str, fetched.Record]) -> pd.DataFrame:
    """The published sources, and each dropped file as the source of its own figures, with what its record says if it was fetched."""
    publishers = downloads.table("publishers").set_index("kind")
    missing = sorted(set(kept["source"]) - set(sources["source"]))
    parts = [name.partition(":") for name in missing]
    titles = [f"{publishers.loc[kind, 'title']}, file {name}" for kind, _, name in parts]
    added = pd.DataFrame({"source": missing, "title": titles, "type": "statistic"}, dtype="str")
    by_source = {source: records[name] for source, name in kept[["source", "file"]].drop_duplicates().itertuples(index=False) if name in records}  # fmt: skip
    known = [fetched.in_sources(by_source[source]) if source in by_source else {} for source in missing]
    usual = publishers.loc[[kind for kind, _, _ in parts], ["publisher", "licence", "attribution"]].set_index(
        added.index
    )
    added = added.join(pd.DataFrame(known, index=added.index, dtype="str").combine_first(usual))
    return pd.concat([sources, added], ignore_index=True)[list(sources.columns)].fillna("")
