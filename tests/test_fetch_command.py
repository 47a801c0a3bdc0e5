"""`needs fetch` from a stand-in server into a small project, and what documents then rest on."""

import ast
import re
from pathlib import Path

import pytest
import small_project
from small_package import LOOK_UPS, as_csv, figure, publish, rows_described
from stand_in import BARNET, ENGLAND, FINGERTIPS, LEEDS, ONS, Answer, StandIn, fingertips, ons

from needs.ingest import load
from needs.measure import safe
from needs.present.assessment import Assessment
from needs.present.sections import appendices, sources

SPEAKING = {"requests", "urllib3", "httpx", "aiohttp", "http", "urllib.request", "ftplib"}
CODE = Path(__file__).parents[1] / "src" / "needs"
TODAY = fingertips(
    *(("90244", area, "2021/22", value) for area, value in ((ENGLAND, 5.5), (LEEDS, 6.5), (BARNET, 7.5)))
)
BEFORE = fingertips(
    *(("92432", area, "2018/19", value) for area, value in ((ENGLAND, 5.0), (LEEDS, 8.0), (BARNET, 4.0)))
)
BY_DISTRICT = ons(("2021/22", "", 300_000), ("2021/22", "Leeds", 5_000))
FILES = [
    "data/raw/fingertips/fingertips-502.csv",
    "data/raw/fingertips/fingertips-402.csv",
    "data/raw/tables/indicator_3-5-1.csv",
]


@pytest.fixture
def server():
    found = StandIn()
    of_types = {"502": TODAY, "402": BEFORE}
    indicators = "91117,90244,90245,92447,92544,92432,92906,93764,93517,93532,90808,92454,92455"
    for kind, body in of_types.items():
        path = f"{FINGERTIPS}?indicator_ids={indicators}&child_area_type_id={kind}&parent_area_type_id=15"
        found.answers[path] = [Answer(body)]
    found.answers[ONS] = [Answer(BY_DISTRICT, etag='"one"')]
    yield found
    found.end()


@pytest.fixture
def folders(tmp_path, monkeypatch, server):
    """A small project that knows Leeds too, and asks the stand-in server."""
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = small_project.written(tmp_path)
    areas = LOOK_UPS["areas"] + "E08000035,Leeds,leeds,metropolitan district,E12000003,,,\n"
    publish(found.published, areas=areas, treatment=as_csv([figure()]))
    rows_described(found.published, "treatment", 1)
    (found.published / "more.csv").unlink()
    with (tmp_path / "needs.toml").open("a") as settings:
        settings.write(server.settings())
    return found


@pytest.fixture
def run(monkeypatch, capsys):
    return small_project.commands(monkeypatch, capsys)


def test_what_is_fetched_is_said_and_so_is_what_is_fetched_by_hand(folders, run):
    code, said, errors = run("fetch", "--partnership", "leeds")

    assert code == 0
    assert said[:3] == [
        f"{name}: fetched, {rows} rows, {len(body):,} bytes"
        for name, rows, body in zip(FILES, (3, 3, 2), (TODAY, BEFORE, BY_DISTRICT), strict=True)
    ]
    assert said[3] == "Fetch these by hand, for no lasting address of theirs is known:"
    assert [line.split(":")[0].strip() for line in said[4:]] == [
        "viewit", "opiate-crack-estimates", "alcohol-dependence", "deaths-in-treatment", "drug-deaths", "population",
    ]  # fmt: skip
    assert 'choose under "Download data" the download "all indicators for all local authorities"' in said[4]
    assert said[4].endswith("into data/raw/viewit")
    assert [line.partition(": ")[0] for line in errors] == FILES  # notes: indicators that did not come, a stated size


def test_documents_rest_on_the_fetched_figures_and_name_licence_attribution_and_day(folders, run):
    run("fetch", "--partnership", "leeds", "--source", "fingertips")
    code, said, _ = run("results")
    read = load.figures_written(folders)
    of_leeds = read[(read["area_code"] == "E08000035") & (read["unit"] != "people") & (read["unit"] != "deaths")]

    assert code == 0, said
    assert of_leeds.set_index("measure")["value"].to_dict() == {
        "opiate_completions_without_return_percent": 6.5,
        "drug_misuse_death_rate": 8.0,
    }
    assessment = Assessment.of(safe.read(folders.safe, "leeds"), "leeds", "2021-22 Q4")
    printed = str(sources.used(assessment)) + "".join(map(str, appendices.methods(assessment)()))
    assert printed.count("Open Government Licence v3.0</td>") == 2
    assert len(re.findall(r"licensed under the Open Government Licence v3.0. Fetched on \d+ \w+ \d{4}\.", printed)) == 2
    assert len(re.findall(r"<td>Fetched on \d+ \w+ \d{4}\.", printed)) == 2


def test_a_second_fetch_leaves_files_and_results_as_they_are(folders, run):
    run("fetch", "--source", "fingertips")
    run("results")
    before = small_project.times(folders.root)
    code, said, _ = run("fetch", "--source", "fingertips")

    assert (code, [line.split(": ")[1].split(",")[0] for line in said]) == (0, ["unchanged", "unchanged"])
    assert run("results")[1][0].startswith("results are up to date")
    assert small_project.times(folders.root) == before


def test_what_fails_is_one_line_and_the_rest_is_fetched_with_exit_code_1(folders, run, server):
    server.answers[ONS] = [Answer(b"<html>Sorry</html>")]
    code, said, errors = run("fetch")

    assert (code, [line.split(":")[0] for line in said[:2]]) == (1, FILES[:2])
    assert [line for line in errors if line.startswith("needs: ")] == [
        f"needs: {FILES[2]}: the answer is a web page, not a table: what was there stays; run the same command again later, "
        "or fetch it by hand if that stays so"
    ]
    assert not (folders.root / FILES[2]).exists()


def test_without_network_each_source_is_one_line_with_exit_code_2(folders, run, server):
    server.end()
    code, said, errors = run("fetch", "--partnership", "leeds")

    host = server.address.removeprefix("http://")
    assert code == 2
    assert errors == [
        f"needs: {name}: {host} was not reached: no connection; look at the network and at HTTPS_PROXY, and run the same "
        "command again later"
        for name in ("fingertips", "ons-3-5-1")
    ]
    assert said[0] == "Fetch these by hand, for no lasting address of theirs is known:"
    assert not (folders.raw / "fingertips").exists()


def test_an_area_that_no_file_holds_is_missing_with_exit_code_1(folders, run):
    code, said, errors = run("fetch", "--partnership", "gateshead", "--source", "ons-3-5-1")

    assert (code, len(said)) == (1, 1)
    assert errors[-1] == (
        "needs: ons-3-5-1: Gateshead is in none of its files; look for it under another name or an earlier code"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--partnership", "leedz"), "needs: partnership 'leedz' is unknown; did you mean 'leeds'?"),
        (("--source", "viewer"), "needs: there is no source 'viewer'; wanted one of viewit, fingertips, ons-3-5-1,"),
    ],
)
def test_a_name_that_there_is_not_is_told_before_anything_is_asked(folders, run, server, words, says):
    code, said, errors = run("fetch", *words)

    assert (code, said, server.asked) == (2, [], [])
    assert errors[0].startswith(says)


def test_an_invented_place_has_nothing_to_fetch(folders, run, server):
    for name, code, other in (
        ("farholm", "X06000999", 'type = "county"\ncountry = "X92000009"'),
        ("elsewhen", "X92000009", 'type = "country"'),
    ):
        path = folders.raw / "local" / name / "area.toml"
        path.parent.mkdir(parents=True)
        path.write_text(f'name = "{name.title()}"\ncode = "{code}"\nkind = "invented"\n{other}\n')
    code, said, errors = run("fetch", "--partnership", "farholm")

    assert (code, said, server.asked) == (2, [], [])
    assert errors == ["needs: farholm is an invented place: no publisher has figures of it; name a real one"]


def test_a_source_that_is_fetched_by_hand_is_not_done(folders, run, server):
    code, said, errors = run("fetch", "--source", "viewit")

    assert (code, len(said), errors, server.asked) == (2, 2, [], [])


@pytest.mark.parametrize(
    "setting", ["attempts = 0", "seconds_of_silence = 0", 'mirrors = "https://a.example"', "hosts = []"]
)
def test_a_setting_that_is_none_is_told(folders, run, server, setting):
    path = folders.root / "needs.toml"
    path.write_text(path.read_text().partition("[fetch]")[0] + f"[fetch]\n{setting}\n")
    code, _, errors = run("fetch")

    assert (code, len(errors), server.asked) == (2, 1, [])
    assert errors[0].startswith("needs: needs.toml, fetch: ")


def imports(path):
    """The modules that a file imports anywhere."""
    named = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name for node in named for name in [getattr(node, "module", ""), *(one.name for one in node.names)] if name}


def test_nothing_but_this_command_reaches_for_the_internet():
    """One room imports what speaks to the internet, and one command imports that room."""
    using = {path.relative_to(CODE).as_posix(): imports(path) for path in CODE.rglob("*.py")}
    speaking = [
        path
        for path, names in using.items()
        if {part for name in names for part in (name, name.split(".")[0])} & SPEAKING
    ]
    fetching = [path for path, names in using.items() if any(name.startswith("needs.fetch") for name in names)]

    assert {path.split("/")[0] for path in speaking} == {"fetch"}
    assert [path for path in fetching if not path.startswith("fetch/")] == ["commands/open_files.py"]
