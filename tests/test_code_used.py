"""Which code a stage runs: the modules its own module imports, and theirs, whatever way the lines are written in."""

import json
import subprocess
import sys

import pytest
import small_partnerships

from needs.pipeline import stages, stamps
from needs.pipeline.stale import Pipeline
from needs.pipeline.stamps import used

LOADED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps([one.__file__ for name, one in sys.modules.items() if name.split(".")[0] == "needs" and one.__file__]))
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package drawn in a test, in the place of ours: gives what writes one of its files."""
    monkeypatch.setattr(stamps, "_PACKAGE", tmp_path)

    def write(place, text=""):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    for place in (
        "__init__.py",
        "room/__init__.py",
        "room/one.py",
        "room/two.py",
        "room/three.py",
        "other.py",
        "last.py",
    ):
        write(place)
    return write


def names(*modules):
    return [path.relative_to(stamps._PACKAGE).as_posix() for path in used(*modules)]


@pytest.mark.parametrize(
    "line",
    [
        "import needs.room.one",
        "import needs.room.one as first",
        "from needs.room import one",
        "from needs.room import one as first",
        "from needs.room import (  # a remark (in brackets, too)\n    one as first,\n)",
        "from needs.room import (\n    thing,  # of one, not of it\n    one,\n)",
        "from needs.room.one import thing",
        "from needs.room.one import (\n    thing,\n    another as other,\n)",
        "def later():\n    from needs.room import one\n",
        "if TYPE_CHECKING:\n    import needs.room.one",
    ],
)
def test_a_module_is_found_however_it_is_imported(package, line):
    package("start.py", line + "\n")

    assert names("needs.start") == ["__init__.py", "room/__init__.py", "room/one.py", "start.py"]


def test_several_on_one_line_are_all_found_and_no_library_is(package):
    package("start.py", "import numpy as np\nfrom needs.room import one, two as second\nfrom pandas import needs\n")

    assert names("needs.start") == ["__init__.py", "room/__init__.py", "room/one.py", "room/two.py", "start.py"]


def test_modules_that_import_each_other_are_followed_to_the_end(package):
    package("room/one.py", "from needs import other\n")
    package("other.py", "from needs.room import one\nfrom needs import last\n")

    assert names("needs.room.one") == ["__init__.py", "last.py", "other.py", "room/__init__.py", "room/one.py"]


def test_lists_that_lie_beside_modules_belong_to_them_and_notes_do_not(package):
    package("room/list.csv")
    package("room/figures.json")
    package("room/note.md")
    package("list_of_nobody/other.csv")
    package("start.py", "from needs.room import one\n")

    assert names("needs.start") == [
        "__init__.py", "room/__init__.py", "room/figures.json", "room/list.csv", "room/one.py", "start.py",
    ]  # fmt: skip


def test_the_fingerprint_changes_with_a_file_that_is_used_its_name_and_no_other(package):
    def fingerprint():
        stamps.of_code.cache_clear()
        return stamps.of_code("needs.start")

    package("start.py", "from needs.room import one\n")
    before = fingerprint()
    package("room/two.py", "changed = True\n")
    assert fingerprint() == before
    package("room/list.csv", "a\n")
    with_list = fingerprint()
    package("room/list.csv", "b\n")
    with_another = fingerprint()
    package("room/one.py", "changed = True\n")
    assert len({before, with_list, with_another, fingerprint()}) == 4
    stamps.of_code.cache_clear()


@pytest.fixture(scope="module")
def of_stages(tmp_path_factory):
    """The modules whose code each kind of stage runs."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("project"))
    folders.safe.mkdir(parents=True)
    (folders.safe / "areas.csv").write_text("area_code,partnership,kind,authorities\n")
    pipe = Pipeline(folders)
    pipe.made = {"figures": {}, "texts": {}}
    slug = small_partnerships.FIRST
    kinds = (*pipe.published(), pipe.read(slug), pipe.counted(slug), *pipe.shown(slug), *pipe.over_all())
    return {one.name.split("-")[0]: one.modules for one in kinds}


def places(modules):
    package = stamps._PACKAGE
    return {path.relative_to(package).as_posix() for path in used(*modules)}


def test_no_word_of_a_document_is_part_of_any_stage(of_stages):
    for name, modules in of_stages.items():
        rooms = {place.split("/")[0] for place in places(modules)}
        assert rooms & {"present", "publish", "synthetic", "cli.py", "reporting.py"} == set(), name


def test_what_counts_does_not_contain_the_rules_of_showing_nor_what_reads_extracts(of_stages):
    counted = places(of_stages["counted"])

    assert {
        "measure/count.py",
        "measure/cohorts.py",
        "measure/person_results.py",
        "measure/indicators/coming_in.py",
    } <= counted
    assert {"code_lists/discharge_reasons.csv", "statistics/intervals.py", "settings.py"} <= counted
    assert (
        counted & {"measure/safety.py", "measure/shown.py", "measure/sensitivity.py", "ingest/ndtms/extracts.py"}
        == set()
    )
    assert "measure/safety.py" in places(of_stages["shown"]) & places(of_stages["published"])
    assert "measure/count.py" not in places(of_stages["read"])


@pytest.mark.parametrize("stage", ["texts", "counted", "shown"])
def test_whatever_a_stage_loads_is_part_of_its_fingerprint(of_stages, stage):
    """What Python itself loads for it, found out in a process of its own."""
    for module in of_stages[stage]:
        loaded = subprocess.run([sys.executable, "-c", LOADED, module], check=True, capture_output=True, text=True)
        found = {path.resolve() for path in used(*of_stages[stage])}
        assert [one for one in json.loads(loaded.stdout) if stamps.Path(one).resolve() not in found] == []


def test_what_makes_the_files_of_a_stage_is_known_to_it(of_stages):
    """`stages` joins rooms for all stages; the rooms that it calls for each are in the fingerprint of that one."""
    called = {
        "figures": ("ingest/load.py", "ingest/ndtms/extracts.py"), "texts": ("ingest/authored.py", "settings.py", "measure/safe.py"),
        "published": ("measure/calculate.py", "measure/selection.py", "measure/results.py", "ingest/by_area.py"),
        "areas": ("measure/calculate.py", "measure/results.py", "ingest/by_area.py"),
        "read": ("ingest/ndtms/extracts.py", "ingest/ndtms/pseudonyms.py"), "counted": ("measure/person_results.py",),
        "shown": ("measure/shown.py",), "over": ("measure/shown.py",),
    }  # fmt: skip
    assert set(called) == set(of_stages)
    assert {name for name, wanted in called.items() if not places(of_stages[name]) >= set(wanted)} == set()
    assert stamps.Path(stages.__file__) not in used(*of_stages["counted"])
