import pandas as pd
import pytest
from small_package import COLUMNS, as_csv, figure, publish

from needs.folders import Folders
from needs.ingest import csvfile, load
from needs.ingest.figures import OWN
from needs.ingest.load import LOOKED_FOR, kind_of
from needs.mistakes import Mistake

VIEWIT = "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx\n2009/10,Barnet,Total,Total,Total,1105\n"
FINGERTIPS = (
    "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note,Time period Sortable\n"
    '93356,"Rate\nof it",E92000001,England,Persons,All ages,,,2015,94.7,93.9,95.5,51897,54786327,,20150000\n'
)


@pytest.fixture
def folders(tmp_path):
    publish(tmp_path / "data" / "raw" / "published", treatment=as_csv([figure()]))
    return Folders(tmp_path)


def drop(folders, path, text):
    path = folders.raw / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (VIEWIT, "viewit"),
        ("Drug Group,AREA_DATA,Reporting period,Sex,Age group,All in treatment\n1,2,3,4,5,6\n", "viewit"),
        ("sex,age_group,drug_group,ReportingPeriod,intreatment_allintx\n1,2,3,4,5\n", "viewit"),  # one key lost
        (FINGERTIPS, "fingertips"),
        (as_csv([figure()], tuple(reversed(COLUMNS))), "figures"),
        ("area,value\nBarnet,1\n", None),
        ("", None),
    ],
)
def test_a_file_is_told_by_its_header_and_not_by_its_name(text, kind):
    assert kind_of(csvfile.parse(text.encode(), "anything.csv").header) == kind


def test_published_figures_alone_come_in_the_columns_of_the_one_table(folders):
    loaded = load.load(folders)
    assert list(loaded.figures.columns) == [*COLUMNS, OWN]
    assert loaded.figures[OWN].tolist() == [False]
    assert loaded.problems == ()
    assert loaded.inputs["file"].tolist()[-1] == "data/raw/published/treatment.csv"


def test_a_dropped_file_adds_its_figures_under_a_source_of_its_own_wherever_it_lies(folders):
    drop(folders, "viewit/mine.csv", VIEWIT)
    drop(folders, "local/barnet/download.csv", FINGERTIPS)
    loaded = load.load(folders)
    assert loaded.figures["source"].tolist()[:1] == ["viewit"]
    assert set(loaded.figures["source"]) == {"viewit", "viewit:mine.csv", "fingertips:download.csv"}
    assert set(loaded.figures["source"]) <= set(loaded.sources["source"])
    assert set(loaded.figures["measure"]) <= set(loaded.measures["measure"])
    titles = loaded.measures.set_index("measure")["title"]
    assert titles["fingertips_93356"] == "Rate of it"
    assert titles["fingertips_93356_denominator"] == "Rate of it: denominator"


def test_a_dropped_table_of_figures_is_checked_like_a_published_one(folders):
    drop(folders, "local/mine.csv", as_csv([figure(place="mine"), figure(place="too low", value="-1", unit="percent")]))
    loaded = load.load(folders)
    assert loaded.figures["place"].tolist() == ["row 1", "mine"]
    (problem,) = loaded.problems
    assert (
        str(problem)
        == "data/raw/local/mine.csv, line 3, column value: 'what stands there, not repeated here,' is not a percentage from 0 to 100"
    )


def marked(*rows: tuple[str, str], header: str = "published") -> str:
    """Figures, each with its place and what stands in the column that marks it as published."""
    return as_csv([figure(place=place) | {header: mark} for place, mark in rows], (*COLUMNS, header))


def test_a_partnerships_own_figures_are_its_own_unless_a_column_marks_them_as_published(folders):
    rows = [("one", "yes"), ("two", "no"), ("three", ""), ("four", " Yes "), ("five", "y"), ("six", "yes, in part")]
    drop(folders, "local/barnet/marked.csv", marked(*rows))
    drop(folders, "local/barnet/unmarked.csv", as_csv([figure(place="seven")]))
    loaded = load.load(folders)
    own = dict(loaded.figures[["place", OWN]].itertuples(index=False, name=None))
    assert loaded.problems == ()
    assert own == {
        "row 1": False, "one": False, "two": True, "three": True, "four": False, "five": True, "six": True, "seven": True,
    }  # fmt: skip
    assert "published" not in loaded.figures


def test_a_row_that_is_refused_leaves_the_marks_of_the_others_where_they_are(folders):
    wrong = figure(place="wrong", value="many") | {"published": "no"}
    sound = [figure(place="own") | {"published": "no"}, figure(place="theirs") | {"published": "yes"}]
    drop(folders, "local/barnet/marked.csv", as_csv([wrong, *sound], (*COLUMNS, "published")))
    loaded = load.load(folders)
    assert len(loaded.problems) == 1
    assert loaded.figures[["place", OWN]].to_numpy().tolist() == [["row 1", False], ["own", True], ["theirs", False]]


@pytest.mark.parametrize("spelling", [str.upper, lambda name: name.replace("_", " ").title()])
def test_a_table_of_figures_is_known_by_its_columns_whatever_their_case(folders, spelling):
    header, row = as_csv([figure(place="mine")]).splitlines()
    drop(folders, "tables/mine.csv", f"{spelling(header)}\n{row}\n")
    loaded = load.load(folders)
    assert (loaded.figures["place"].tolist(), loaded.problems) == (["row 1", "mine"], ())


def test_a_table_of_figures_without_a_source_is_refused(folders):
    columns = tuple(name for name in COLUMNS if name != "source")
    drop(folders, "tables/mine.csv", as_csv([figure(place="mine")], columns))
    (problem,) = load.load(folders).problems
    assert "column 'source' is missing" in str(problem)


def test_published_downloads_are_nobodys_own_wherever_they_lie(folders):
    drop(folders, "local/barnet/viewit.csv", VIEWIT)
    drop(folders, "local/barnet/fingertips.csv", FINGERTIPS)
    assert not load.load(folders).figures[OWN].any()


@pytest.mark.parametrize(
    ("place", "header", "is_own"),
    [("local/barnet/mine.csv", "publisht", True), ("viewit/mine.csv", "published", False)],
)
def test_a_mark_that_is_misspelt_or_not_below_local_is_said_and_marks_nothing(folders, place, header, is_own):
    drop(folders, place, marked(("one", "yes"), header=header))
    loaded = load.load(folders)
    (problem,) = loaded.problems
    assert (problem.file, problem.severity) == (f"data/raw/{place}", "noted")
    assert loaded.figures.loc[loaded.figures["place"] == "one", OWN].tolist() == [is_own]


def test_a_dropped_figure_with_the_key_and_source_of_a_published_one_refuses_both(folders):
    drop(folders, "local/mine.csv", as_csv([figure(value="9")]))
    loaded = load.load(folders)
    assert len(loaded.figures) == 0
    both = "more than once in data/raw/published/treatment.csv and in data/raw/local/mine.csv; wanted each once"
    assert [(problem.file, problem.lines) for problem in loaded.problems] == [
        ("data/raw/published/treatment.csv", (2,)),
        ("data/raw/local/mine.csv", (2,)),
    ]
    assert all(str(problem).endswith(both) for problem in loaded.problems)
    assert loaded.inputs.set_index("file").loc["data/raw/published/treatment.csv", "refused"] == 1


def test_a_file_nobody_recognises_is_refused_without_a_word_of_it_and_the_others_stay(folders):
    drop(folders, "viewit/odd.csv", "town,count\nBarnet,3\n")
    loaded = load.load(folders)
    (problem,) = loaded.problems
    assert problem.severity == "file refused"
    assert "not recognised by the 2 cells of its header" in str(problem)
    assert not {"town", "count", "Barnet"} & set(str(problem).replace(",", " ").split())
    assert LOOKED_FOR in str(problem)
    assert loaded.inputs.iloc[-1].tolist()[2:] == [1, 0, 1, ""]
    assert len(loaded.figures) == 1


def test_a_damaged_file_is_refused_once_and_the_others_stay(folders):
    drop(folders, "viewit/cut.csv", VIEWIT + '2010/11,"Barnet')
    loaded = load.load(folders)
    (problem,) = loaded.problems
    assert "balanced quotation marks" in str(problem)
    assert len(loaded.figures) == 1


def test_person_level_extracts_are_not_opened(folders):
    drop(folders, "ndtms/barnet/extract.csv", "CLIENT,DOB\n1,2\n")
    loaded = load.load(folders)
    assert not loaded.inputs["file"].str.contains("ndtms").any()
    assert loaded.problems == ()


def test_what_is_written_reads_back_and_leaves_nothing_half_written(folders):
    drop(folders, "viewit/mine.csv", VIEWIT)
    loaded = load.load(folders)
    paths = load.write(loaded, folders)
    pd.testing.assert_frame_equal(pd.read_parquet(folders.restricted / "figures.parquet"), loaded.figures)
    assert sorted(folders.relative(path) for path in paths) == [
        "data/processed/restricted/figures.parquet",
        *(f"data/processed/safe/{name}.csv" for name in ("areas", "districts", "inputs/_shared", "measures", "problems/_shared", "services", "sources")),
    ]  # fmt: skip
    assert sorted(path for path in folders.processed.rglob("*") if path.is_file()) == sorted(paths)
    assert all(path.is_file() for path in paths)
    before = {path: path.read_bytes() for path in paths}
    load.write(load.load(folders), folders)
    assert {path: path.read_bytes() for path in paths} == before


def test_a_row_given_twice_is_used_once_and_noted_however_many_figures_it_has(folders):
    header = VIEWIT.split("\n")[0] + ",eth_white_allintx,waitsfirst_over6weeks_newtx\n"
    drop(folders, "viewit/mine.csv", header + "2009/10,Barnet,Total,Total,Total,1105,865,10\n" * 2)
    loaded = load.load(folders)
    (problem,) = loaded.problems
    assert str(problem).startswith("data/raw/viewit/mine.csv, line 3: the same figures as on a line above")
    assert loaded.inputs.iloc[-1].tolist()[2:] == [2, 1, 0, "viewit:mine.csv"]


def test_an_area_nobody_knows_is_one_problem_however_many_lines_it_has(folders):
    years = [f"{year}/{(year + 1) % 100:02d},Atlantis,Total,Total,Total,5\n" for year in range(2000, 2020)]
    drop(folders, "viewit/mine.csv", VIEWIT + "".join(years))
    loaded = load.load(folders)
    (problem,) = loaded.problems
    assert str(problem).startswith("data/raw/viewit/mine.csv, lines 3 to 22, column Area: 'Atlantis' is not the name")
    assert loaded.inputs.iloc[-1].tolist()[2:] == [21, 1, 20, "viewit:mine.csv"]


def test_figures_that_are_missing_damaged_or_none_are_a_mistake_that_says_what_to_run(folders):
    with pytest.raises(Mistake, match="figures.parquet was not found: run `needs results` first"):
        load.figures_written(folders)
    load.write(load.load(folders), folders)
    (folders.restricted / "figures.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(Mistake, match="figures.parquet cannot be read .* run `needs results`"):
        load.figures_written(folders)
    (folders.published / "areas.csv").unlink()
    load.write(load.load(folders), folders)
    with pytest.raises(Mistake, match="no figures could be used, .* see data/processed/safe/problems,"):
        load.figures_written(folders)
