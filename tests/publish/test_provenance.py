"""What a document says it was made from."""

import hashlib
import shutil

import nbformat
import pytest
import sample_report
import small_partnerships
from nbformat.v4 import new_code_cell, new_notebook
from small_partnerships import (
    FIRST,
    KEY,
    MANAGEMENT,
    PAPER,
    QUARTERS,
    SECOND,
    SIZES,
    SLUGS,
    THIRD,
    VIEWIT,
    brought_up_to_date,
)
from small_project import SETTINGS

from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.mistakes import Mistake
from needs.present import parameters
from needs.publish.provenance import Inputs, command, provenance


def made(root, quarter="2011-12 Q4"):
    notebook = root / "notebooks" / "sample.ipynb"
    return provenance(notebook, {"partnership": "barnet", "quarter": quarter}, Folders(root))


def test_every_input_the_notebook_the_code_and_the_lock_have_a_fingerprint(tmp_path):
    sample_report.write(tmp_path)
    (tmp_path / "requirements.lock").write_bytes(b"pandas==3.1.1\n")
    parts = {part.name: part.sha256 for part in made(tmp_path).parts}

    assert list(parts) == [
        "data/processed/safe/inputs/_shared.csv",
        "data/processed/safe/results/published.parquet",
        "data/raw/published/deaths.csv",
        "notebooks/sample.ipynb",
        "src/needs (code, lists and template)",
        "requirements.lock",
    ]
    assert hashlib.sha256(b"pandas==3.1.1\n").hexdigest() == parts["requirements.lock"]
    assert parts["data/raw/published/deaths.csv"] == "ab" * 32


def test_whatever_the_lock_names_is_told_by_its_installed_version(tmp_path):
    found = []
    for number, lock in enumerate(("pandas==3\n", "pandas==3\nscipy==1\n", "pandas==9\nscipy==9\n")):
        sample_report.write(tmp_path / str(number))
        (tmp_path / str(number) / "requirements.lock").write_text(lock)
        found.append(dict(made(tmp_path / str(number)).versions)["All libraries of the lock"])

    assert found[0] != found[1] == found[2]  # what is installed counts, not what ought to be


def test_the_stamp_changes_with_an_input_and_with_a_parameter_and_with_nothing_else(tmp_path):
    sample_report.write(tmp_path)
    before = made(tmp_path).stamp

    assert before == made(tmp_path).stamp
    assert before != made(tmp_path, quarter="2011-12 Q3").stamp
    (tmp_path / "data/processed/safe/results/published.parquet").write_text("completed,346\n", encoding="utf-8")
    assert before != made(tmp_path).stamp


def test_it_names_no_folder_of_this_machine(tmp_path):
    sample_report.write(tmp_path)

    assert str(tmp_path) not in repr(made(tmp_path))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project of which all is made but documents."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("whole"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        brought_up_to_date(folders)
    return folders


@pytest.fixture
def folders(whole, tmp_path, monkeypatch):
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    return Folders(shutil.copytree(whole.root, tmp_path / "project"))


def stamps(folders):
    """What documents of each partnership and quarter, of a quarter and of all would be made from now."""
    notebook, inputs = folders.notebooks / "needs_assessment.ipynb", Inputs(folders)
    places = {
        (slug, quarter): {"partnership": slug, "quarter": quarter}
        for slug in ("barnet", *SLUGS)
        for quarter in QUARTERS
    }
    places |= {("overview", quarter): {"quarter": quarter} for quarter in QUARTERS} | {("all", ""): {}}
    return {
        place: provenance(None if place[0] in ("overview", "all") else notebook, given, folders, inputs).stamp
        for place, given in places.items()
    }


def changed(folders, change):
    """The documents that are out of date once something has changed and all is up to date again."""
    before = stamps(folders)
    change(folders)
    brought_up_to_date(folders)
    after = stamps(folders)
    return {place for place in before if after[place] != before[place]}


OF_MORE = {("overview", QUARTERS[0]), ("overview", QUARTERS[1]), ("all", "")}


def corrected(more, slug=SECOND):
    """An extract that holds so many more people who come in the second quarter."""
    return lambda folders: small_partnerships.put(folders, slug, small_partnerships.people(SIZES[slug], more=more))


def test_where_nothing_has_changed_no_document_is_out_of_date(folders):
    assert changed(folders, lambda _: None) == set()


def test_a_corrected_extract_makes_its_own_documents_out_of_date_and_those_it_is_set_beside_from_its_quarter_on(
    folders,
):
    own, others = ({(slug, quarter) for quarter in QUARTERS[first:]} for slug, first in ((SECOND, 0), (FIRST, 1)))
    others |= {(THIRD, QUARTERS[1])}

    assert changed(folders, corrected(more=20)) == own | others | OF_MORE


def test_a_correction_that_no_figure_shows_makes_only_its_own_documents_out_of_date(folders):
    """One person more: what all set side by side is as it was; that the file is another stands in its own tables."""
    assert changed(folders, corrected(more=1, slug=THIRD)) == {(THIRD, quarter) for quarter in QUARTERS} | OF_MORE


def test_records_of_another_partnership_are_nothing_to_one_without_records(folders):
    found = changed(folders, lambda folders: shutil.rmtree(folders.raw / "ndtms" / THIRD))

    assert {place for place in found if place[0] == "barnet"} == {
        ("barnet", quarter) for quarter in QUARTERS
    }  # areas.csv
    assert "comparison" not in " ".join(
        part.name for part in Inputs(folders).of({"partnership": "barnet", "quarter": QUARTERS[0]})
    )


def test_a_paper_makes_the_documents_of_its_partnership_out_of_date_and_no_others(folders):
    paper = folders.raw / "local" / "barnet" / "paper.toml"

    def written(_):
        paper.parent.mkdir(parents=True)
        paper.write_text(PAPER)

    assert changed(folders, written) == {("barnet", quarter) for quarter in QUARTERS} | OF_MORE


def test_a_dropped_download_makes_every_document_out_of_date(folders):
    def dropped(folders):
        (folders.raw / "viewit").mkdir()
        (folders.raw / "viewit" / "mine.csv").write_text(VIEWIT)

    assert changed(folders, dropped) == set(stamps(folders))


def test_a_document_names_only_files_that_it_may_read(folders):
    parts = [part.name for part in Inputs(folders).of({"partnership": FIRST, "quarter": QUARTERS[0]})]

    assert f"data/processed/safe/results/counted-{FIRST}.parquet" in parts
    assert f"data/processed/safe/over_all_up_to {QUARTERS[0]}" in parts
    assert [name for name in parts if SECOND in name or THIRD in name or "restricted" in name or "ndtms" in name] == []


def test_documents_of_true_counts_are_made_from_tables_of_their_own(folders):
    (folders.root / "needs.toml").write_text(SETTINGS + MANAGEMENT)
    brought_up_to_date(folders)
    given = {"partnership": FIRST, "quarter": QUARTERS[0]}
    public, management = (
        {part.name for part in Inputs(folders).of(given | {"policy": one})} for one in ("public", "management")
    )

    assert {name.replace("/management/", "/safe/") for name in management} == public
    assert [name for name in management if "/safe/" in name] == []
    with pytest.raises(Mistake, match="there is no policy 'open'; there are public, management"):
        Inputs(folders).of(given | {"policy": "open"})


def test_the_command_can_be_pasted():
    assert (
        command({"partnership": "barnet", "quarter": "2011-12 Q4"})
        == 'needs report --partnership barnet --quarter "2011-12 Q4"'
    )


def test_parameters_left_at_their_defaults_are_named_too(tmp_path):
    sample_report.write(tmp_path)
    alone = provenance(tmp_path / "notebooks/sample.ipynb", {"quarter": "2010-11 Q4"}, Folders(tmp_path))

    assert alone.parameters == (("partnership", "barnet"), ("quarter", "2010-11 Q4"))
    assert alone.stamp == made(tmp_path, "2010-11 Q4").stamp
    assert alone.command == 'needs report --partnership barnet --quarter "2010-11 Q4" --document sample'


@pytest.mark.parametrize(
    ("given", "document", "pasted"),
    [
        (
            {"partnership": "derby", "quarter": "2008-09 Q4", "cut_percent": 5},
            "treatment_plan",
            'needs report --partnership derby --quarter "2008-09 Q4" --document treatment_plan',
        ),
        ({"quarter": "2008-09 Q1"}, "overview", 'needs report --all --quarter "2008-09 Q1" --document overview'),
        ({"partnerships": "barnet, kent"}, "methods", "needs report --document methods"),
        (
            {"partnership": "derby", "quarter": "2008-09 Q4", "policy": "management"},
            "data_quality",
            'needs report --management --partnership derby --quarter "2008-09 Q4" --document data_quality',
        ),
        (
            {"partnership": "derby", "quarter": "2008-09 Q4", "policy": "public"},
            "data_quality",
            'needs report --partnership derby --quarter "2008-09 Q4" --document data_quality',
        ),
        (
            {
                "partnership": "derby",
                "quarter": "2008-09 Q4",
                "places": "1.0",
                "waits_weeks": "not given",
                "quarters_ahead": 4,
            },
            "scenario",
            'needs report --partnership derby --quarter "2008-09 Q4" --document scenario',
        ),
        (
            {
                "partnership": "derby",
                "quarter": "2008-09 Q4",
                "places": 1.1,
                "waits_weeks": "2.0",
                "money_percent": 0.0,
                "policy": "management",
            },
            "scenario",
            'needs scenario --management --partnership derby --quarter "2008-09 Q4" --places 1.1 --waits-weeks 2.0',
        ),
        (
            {"partnership": "derby", "quarter": "2008-09 Q4", "places": "1,1.1", "money_percent": "as-it-is"},
            "scenarios",
            'needs scenario --partnership derby --quarter "2008-09 Q4" --places 1,1.1',
        ),
    ],
)
def test_the_command_names_the_document_and_only_options_there_are(given, document, pasted):
    assert command(given, document) == pasted


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a: str = "x"  # one\nb: int = 5  # two', {"a": "x", "b": 5}),
        ("a = True", {"a": True}),
        ("", {}),
        ("a = (", {}),
    ],
)
def test_the_defaults_of_a_notebook_are_read_from_its_tagged_cell(tmp_path, source, found):
    cells = [new_code_cell("c = 3"), new_code_cell(source, metadata={"tags": ["parameters"]}), new_code_cell("d = 4")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")

    assert parameters.defaults(tmp_path / "one.ipynb") == found
