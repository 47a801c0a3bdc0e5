"""Invented extracts: the same bytes for a seed, the layout of the specification, the printed figures, the planted mistakes."""

import csv
import hashlib
import json
import re
import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import small_project

from needs.areas import area_of
from needs.folders import Folders
from needs.ingest import load
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.synthetic import model
from needs.synthetic.extracts import synthesise
from needs.synthetic.invention import invent
from needs.synthetic.journeys import days
from needs.synthetic.planting import broken_files
from needs.synthetic.profiles import IRONBECK as DUDLEY
from needs.synthetic.profiles import NAMED, comparison, national

SEED = 1
FIRST, LAST = Quarter.parse("2006-07 Q1"), Quarter.parse("2009-10 Q4")
DATES = ("DOB", "REFLD", "TRIAGED", "DISD", "REFMODDT", "MODST", "MODEND")
RULES = {  # each written anew from the words of the specification; a later one does not look at what an earlier refuses
    "R01": lambda r: pl.min_horizontal(pl.col("FINITIAL", "SINITIAL", "DOB", "SEX").str.len_chars()) == 0,
    "R02": lambda r: ~pl.col("CONSENT").is_in(["Y", "N"]),
    "R03": lambda r: (
        (pl.col("DOB") != "")
        & ((r["DOB"].dt.year() <= 1902).fill_null(True) | (r["DOB"] >= r["REFLD"]).fill_null(False))
    ),
    "R05": lambda r: (
        (pl.min_horizontal(pl.col("REFLD", "TRIAGED", "DRUG1").str.len_chars()) == 0) | (r["TRIAGED"] < r["REFLD"])
    ),
    "W01": lambda r: (
        ~pl.col("ETHNIC").str.contains("^[A-HJ-NPRSZ]$") | (pl.col("RFLS") == "7") | (pl.col("INJSTAT") == "X")
    ),
    "W02": lambda r: (r["DISD"] < r["TRIAGED"]).fill_null(False) | ((pl.col("DISD") == "") != (pl.col("DISRSN") == "")),
    "W03": lambda r: (
        pl.any_horizontal(
            (early > late).fill_null(False)
            for early, late in ((r["REFMODDT"], r["MODST"]), (r["MODST"], r["MODEND"]), (r["MODEND"], r["DISD"]))
        )
        | ((pl.col("MODEND") == "") != (pl.col("MODEXIT") == ""))
    ),
    "W04": lambda r: pl.col("OPIUSE").is_in(["29"]) | pl.col("PSYHSTAT").is_in(["21"]) | (pl.col("SHARING") == "X"),
    "W05": lambda r: (
        (pl.col("DRUG1") == pl.col("DRUG2"))
        | (pl.col("DRUG1") == pl.col("DRUG3"))
        | (pl.col("DRUG2") == pl.col("DRUG3"))
    ),
    "W06": lambda r: (pl.col("DAT") == "Z00B") & (pl.col("LA") != ""),
}


@pytest.fixture(scope="module")
def ironbeck(tmp_path_factory) -> Path:
    """The folder of Dudley's invented extracts."""
    folder = tmp_path_factory.mktemp("raw")
    synthesise(folder, SEED, ["ironbeck"])
    return folder / "ndtms" / "ironbeck"


def newest(folder: Path) -> list[Path]:
    described = json.loads((folder / "manifest.json").read_text())["files"]
    return [folder / name for name, file in described.items() if not file["replaced by a later file"]]


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False).fill_null("")


def dates() -> dict[str, pl.Expr]:
    return {name: pl.col(name).str.to_date("%d/%m/%Y", strict=False) for name in DATES}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*.*"))}


def test_the_same_seed_gives_the_same_bytes_whatever_else_is_invented_and_another_seed_others(tmp_path):
    period = ("2007-08 Q1", "2008-09 Q4")
    synthesise(tmp_path / "once", SEED, [comparison(3)], *period)
    synthesise(tmp_path / "again", SEED, [comparison(2), comparison(3)], *period)
    synthesise(tmp_path / "other", SEED + 1, [comparison(3)], *period)
    once, again, other = (digests(tmp_path / name / "ndtms" / "tallowmoss") for name in ("once", "again", "other"))

    assert once == again
    assert [name for name in once if name.endswith(".csv") and once[name] == other[name]] == []


def test_a_file_is_named_and_written_as_the_layout_says(ironbeck):
    names = [path.name for path in newest(ironbeck)]

    assert names == [f"K920{n}-20060401-20100331-TREAT-IN-{letter}.csv" for n, letter in enumerate("KKHK", start=1)]
    for path in newest(ironbeck):
        text = path.read_bytes().decode("utf-8")
        width = 112 if path.stem.endswith("H") else 144
        assert "\r" not in text
        assert text.endswith('"\n')
        assert not text.startswith("\ufeff")
        assert all(re.fullmatch(r'"[^"]*"(,"[^"]*")*', line) for line in text.splitlines())
        assert {width} == {len(row) for row in csv.reader(text.splitlines(), strict=True)}


def test_the_header_row_of_k_is_that_of_h_with_32_columns_put_in(ironbeck):
    older, newer = (read(next(ironbeck.glob(f"*0331-*-{letter}.csv"))).columns for letter in "HK")

    assert [name for name in newer if name in older] == older
    assert len(set(newer) - set(older)) == 32
    assert newer[newer.index("REFMODDT") + 1] == "MODSET"
    assert newer[newer.index("MODEXIT") + 1 : newer.index("TOPDATE")] == [
        name for name in newer if name not in older and name != "MODSET"
    ]
    assert (newer[0], newer[32], newer[56], newer[-1]) == ("FINITIAL", "DAT", "TOPCC", "OPRAGNCY")


def test_nobody_in_them_can_be_taken_for_a_real_person(ironbeck):
    for path in newest(ironbeck):
        rows = read(path)
        text = path.read_text()
        assert set(rows["PC"]) <= {"ZZ99 3VZ", ""}
        assert rows.filter(~pl.col("CLIENT").str.contains(r"^(INV\d{6})?$")).is_empty()
        assert rows.filter(~pl.concat_str("FINITIAL", "SINITIAL").str.contains("^[A-Z]{0,2}$")).is_empty()
        assert not re.search(r'"[^"]*[A-Z][a-z]+', text)
    assert "INVENTED" in (ironbeck / "README.txt").read_text()


def test_every_target_names_a_source_the_project_describes():
    targets = pl.read_csv(Path(synthesise.__code__.co_filename).with_name("targets.csv"))
    sources = set(pl.read_csv(Folders.here().published / "sources.csv", infer_schema=False)["source"])

    assert set(targets["source"]) <= sources
    assert targets.filter(pl.col("place").is_null()).is_empty()


def test_the_people_in_the_files_are_the_people_that_were_invented(ironbeck):
    truth = invent(DUDLEY, SEED, FIRST, LAST)
    start, end = days(Quarter.parse("2008-09 Q1").start), days(Quarter.parse("2008-09 Q1").end)
    journeys = truth.journeys
    present = (journeys.start <= end) & (journeys.end >= start)
    rows = pl.concat(
        read(path).select("FINITIAL", "SINITIAL", "SEX", "CONSENT", "EPISODID", "MODAL", *DATES)
        for path in newest(ironbeck)
    )
    good = rows.filter(
        (pl.col("CONSENT") == "Y") & ~RULES["R01"](None) & ~RULES["R03"](dates()) & (pl.col("EPISODID") != "")
    )
    treated = good.filter(
        ~pl.col("MODAL").is_in(["7", "8", "9", "10"])
        & (dates()["MODST"] <= Quarter.parse("2008-09 Q1").end)
        & (dates()["DISD"] >= Quarter.parse("2008-09 Q1").start).fill_null(True)
    )

    in_files = treated.select("FINITIAL", "SINITIAL", "DOB", "SEX").n_unique()
    assert in_files == len(np.unique(journeys.person[present])) > 500


@pytest.mark.parametrize("rule", RULES)
def test_the_rows_that_break_a_rule_are_the_planted_ones(ironbeck, rule):
    described = json.loads((ironbeck / "manifest.json").read_text())["files"]
    for path in newest(ironbeck):
        rows = read(path).filter((pl.col("CONSENT") != "N") | (pl.lit(rule) == "R02"))
        planted = {wrong: count for wrong, count in described[path.name]["planted"].items() if wrong.startswith(rule)}
        expected = sum(planted.values())

        assert rows.filter(RULES[rule](dates())).height == expected, planted


def test_the_other_planted_rows_are_where_the_manifest_says(ironbeck):
    described = json.loads((ironbeck / "manifest.json").read_text())["files"]
    for path in newest(ironbeck):
        rows, agency, file = read(path), path.name.split("-")[0], described[path.name]
        keys = ["AGNCY", "CLIENTID", "EPISODID"]
        disagreeing = rows.filter(pl.struct("FINITIAL", "SINITIAL", "DOB", "SEX").n_unique().over(keys) > 1)
        nameless = rows.filter((pl.col("EPISODID") == "") & (pl.col("CONSENT") != "N"))
        silent = rows.filter(pl.col("CONSENT") == "N")
        planted = file["planted"]

        assert rows.height == file["rows"]
        assert rows.filter(pl.col("AGNCY") != agency).height == planted.get(
            "F01 another agency's code than the file's", 0
        )
        assert nameless.height == planted.get("R06 no episode reference", 0)
        assert disagreeing.height == planted.get("R06 one episode, two dates of birth", 0)
        assert silent.height == file["rows without consent"]
        assert set(silent.drop("AGNCY", "CLIENTID", "CONSENT").unpivot()["value"]) <= {""}


def test_every_kind_of_mistake_is_planted_somewhere(ironbeck):
    described = json.loads((ironbeck / "manifest.json").read_text())["files"].values()
    planted = {wrong for file in described for wrong in file["planted"]}

    assert len(planted) == 32
    assert {wrong[:3] for wrong in planted} == {"F01", "R06", *RULES}


def test_an_earlier_file_knows_nothing_of_what_came_later(ironbeck):
    described = json.loads((ironbeck / "manifest.json").read_text())["files"]
    (earlier,) = (name for name, file in described.items() if file["replaced by a later file"])
    rows, later = read(ironbeck / earlier), read(ironbeck / "K9201-20060401-20100331-TREAT-IN-K.csv")
    last = Quarter.parse("2008-09 Q2").end

    assert earlier == "K9201-20060401-20080930-TREAT-IN-K.csv"
    for name in ("TRIAGED", "DISD", "MODST", "MODEND", "TOPDATE"):
        assert rows.filter(pl.col(name).str.to_date("%d/%m/%Y", strict=False) > last).is_empty()
    assert set(rows["EPISODID"]) < set(later["EPISODID"])
    assert rows.filter(pl.col("DISD") == "").height > 0


def test_moves_between_agencies_stay_within_the_gap_and_returns_do_not():
    truth = invent(DUDLEY, SEED, FIRST, LAST)
    episodes, journeys = truth.episodes, truth.journeys
    second = np.flatnonzero(episodes.is_last & ~episodes.is_first)
    first = {journey: place for place, journey in enumerate(episodes.journey) if episodes.is_first[place]}
    gaps = np.array([episodes.start[place] - episodes.end[first[episodes.journey[place]]] for place in second])
    order = np.lexsort((journeys.start, journeys.person))
    same = journeys.person[order][1:] == journeys.person[order][:-1]
    away = (journeys.start[order][1:] - journeys.end[order][:-1])[same]

    assert (gaps.min(), gaps.max()) == (1, 20)
    assert away.min() == 22
    assert (away <= 26).sum() > 20
    assert all(episodes.agency[place] != episodes.agency[first[episodes.journey[place]]] for place in second)


def test_some_people_are_at_two_agencies_at_once_and_have_a_reference_at_each(ironbeck):
    truth = invent(DUDLEY, SEED, FIRST, LAST)
    beside = ~truth.episodes.is_first & ~truth.episodes.is_last
    rows = pl.concat(
        read(path).select("FINITIAL", "SINITIAL", "DOB", "SEX", "AGNCY", "CLIENTID") for path in newest(ironbeck)
    )
    known = (
        rows.unique()
        .group_by("FINITIAL", "SINITIAL", "DOB", "SEX")
        .agg(agencies=pl.col("AGNCY").n_unique(), references=pl.col("CLIENTID").n_unique())
    )

    assert beside.sum() > 100
    assert known.filter(pl.col("agencies") == 2).height > 300
    assert known.filter((pl.col("references") < pl.col("agencies")) & (pl.col("agencies") < 4)).is_empty()


def test_real_extracts_are_never_written_over(tmp_path):
    folder = tmp_path / "ndtms" / "ironbeck"
    folder.mkdir(parents=True)
    (folder / "K9201-20080401-20090331-TREAT-IN-F.csv").write_text("a file of the partnership's own\n")

    with pytest.raises(Mistake, match="was not invented here"):
        synthesise(tmp_path, SEED, ["ironbeck"])
    assert [path.name for path in folder.iterdir()] == ["K9201-20080401-20090331-TREAT-IN-F.csv"]


def test_what_an_agency_does_not_collect_is_na_all_the_way_down_and_declared_beside_the_files(ironbeck):
    declared = tomllib.loads((ironbeck / "ndtms.toml").read_text())
    ((name, file),) = declared["files"].items()
    rows = read(ironbeck / name).filter(pl.col("CONSENT") != "N")

    assert declared["date_format"] == "%d/%m/%Y"
    assert file == {"not_collected": ["SHOTHEFT", "DRGSELL", "OTHTHEFT", "ASSAULT"]}
    assert [set(rows[column]) for column in file["not_collected"]] == [{"NA"}] * 4
    assert (set(rows["HEPCTD"]), set(rows["TITREAT"])) == ({"99"}, {"1"})


def test_invented_extracts_take_the_place_of_those_of_an_earlier_run(tmp_path):
    synthesise(tmp_path, SEED, [comparison(1)], "2007-08 Q1", "2008-09 Q4")
    synthesise(tmp_path, SEED, [comparison(1)], "2007-08 Q1", "2008-09 Q3")

    names = {path.name for path in (tmp_path / "ndtms" / "pewterstead").glob("*.csv")}
    assert {name.split("-")[2] for name in names} == {"20081231", "20080331"}


def test_a_partnership_nobody_invented_is_refused_in_one_line(tmp_path):
    with pytest.raises(
        Mistake, match="no records can be invented for partnership 'ironbek'; there are: northmere, ironbeck"
    ):
        synthesise(tmp_path, SEED, ["ironbek"])


def test_files_broken_on_purpose_lie_apart_and_name_the_rule_they_break(ironbeck, tmp_path):
    made = broken_files(newest(ironbeck)[0], tmp_path)
    texts = {rule: (tmp_path / name).read_text() for name, rule in made.items()}

    assert sorted({rule[:3] for rule in texts}) == ["F01", "F02", "F03"]
    assert '"SEX"' not in texts["F02 no column for sex"]
    assert texts["F02 one column twice"].count('"FINITIAL"') == 2
    assert not texts["F02 no header row"].startswith('"FINITIAL"')
    assert [line.count(",") for line in texts["F03 a row one cell short"].splitlines()[:3]] == [143, 142, 143]
    with pytest.raises(csv.Error):
        list(csv.reader(texts["F03 a quote left open"].splitlines(keepends=True), strict=True))


def test_the_national_set_is_150_partnerships_with_codes_of_their_own():
    partnerships = national()

    assert len({one.slug for one in partnerships}) == len({one.dat for one in partnerships}) == 150
    assert not {one.dat for one in partnerships} & {one.dat for one in NAMED}


def test_the_manifest_holds_the_model_and_what_is_expected_of_the_partnership(ironbeck):
    described = json.loads((ironbeck / "manifest.json").read_text())

    assert described["model"]["staying"] == model.STAYING
    assert described["model"]["completing"] == model.COMPLETING
    assert described["model"]["deaths_a_year"] == model.DEATHS_A_YEAR
    assert described["partnership"]["completing"] == DUDLEY.completing


def test_what_is_invented_of_some_partnerships_alone_is_read_without_a_problem(tmp_path):
    folders = small_project.written(tmp_path)
    synthesise(folders.raw, SEED, [comparison(2), comparison(4)], "2008-09 Q1", "2009-10 Q4")
    loaded = load.load(folders)
    one = area_of(comparison(2).slug, loaded.areas)

    assert [str(problem) for problem in loaded.problems if "area.toml" in problem.file] == []
    assert (one.code, one.country, set(one.neighbours)) == ("X06000102", "X92000001", {comparison(4).slug})


def test_a_file_that_was_changed_by_hand_is_not_written_over(tmp_path):
    period = ("2008-09 Q1", "2009-10 Q4")
    synthesise(tmp_path, SEED, ["ironbeck"], *period)
    paper = tmp_path / "local" / "ironbeck" / "paper.toml"
    paper.write_text('decision = "Mine."\n')
    with pytest.raises(Mistake, match=r"local/ironbeck/paper.toml was changed since it was invented"):
        synthesise(tmp_path, SEED, ["ironbeck"], *period)
    assert paper.read_text() == 'decision = "Mine."\n'
