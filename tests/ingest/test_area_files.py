"""Who a partnership is, as its own file says: what is read, what is refused, and that two worlds are never mixed."""

import pytest
import small_project
from small_package import as_csv, figure

from needs.areas import INVENTED, peers
from needs.areas import area_of as found_area
from needs.ingest import load

SOUND = 'name = "Farholm"\ncode = "X06000999"\ntype = "county"\nkind = "invented"\ncountry = "X92000009"\n'
COUNTRY = 'name = "Elsewhen"\ncode = "X92000009"\ntype = "country"\nkind = "invented"\n'


@pytest.fixture
def folders(tmp_path):
    return small_project.written(tmp_path)


def write(folders, folder, text, name="area.toml"):
    path = folders.raw / "local" / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_partnership_is_what_its_file_says(folders):
    write(folders, "elsewhen", COUNTRY)
    write(
        folders,
        "farholm",
        SOUND
        + 'neighbours = ["near-holm"]\n[[district]]\ncode = "91XA"\nname = "East"\nshape = [[0, 0], [1, 0], [1, 1]]\n',
    )
    write(folders, "near-holm", SOUND.replace("Farholm", "Near Holm").replace("X06000999", "X06000998"))
    loaded = load.load(folders)
    area = found_area("farholm", loaded.areas)

    assert (area.name, area.code, area.country, area.kind) == ("Farholm", "X06000999", "X92000009", INVENTED)
    assert loaded.districts.values.tolist() == [["farholm", "91XA", "East", "0,0 1,0 1,1"]]
    assert set(peers(area, loaded.areas)) == {"X06000999", "X06000998"}
    assert loaded.problems == ()


def test_a_real_partnership_may_name_its_neighbours_and_keeps_its_code(folders):
    write(folders, "barnet", 'neighbours = ["gateshead"]\n')
    areas = load.load(folders).areas

    assert (areas["partnership"] == "barnet").sum() == 1
    assert found_area("barnet", areas).neighbours == ("gateshead",)


@pytest.mark.parametrize(
    ("folder", "text", "message"),
    [
        ("farholm", SOUND.replace("X06000999", "E06000999"), "code is 'E06000999'; wanted X and eight digits"),
        ("farholm", SOUND.replace('kind = "invented"\n', ""), "code is 'X06000999'; wanted a code of the statistical offices"),
        ("farholm", SOUND.replace('"invented"', '"fake"'), "kind is 'fake'; wanted no such line"),
        ("farholm", SOUND.replace("Farholm", "Barnet"), "'Barnet' is another area's already"),
        ("barnet", SOUND, "kind is 'invented', and barnet is a real partnership"),
        ("barnet", 'country = "X92000009"\n', "country is 'X92000009'; wanted the code of a real country"),
        ("barnet", 'region = "X12000009"\n', "region is 'X12000009'; wanted 'E12000007', as areas.csv has it"),
        ("barnet", 'type = "country"\n', "type is 'country'; wanted 'london borough', as areas.csv has it"),
        ("barnet", 'name = "Other"\n', "name is 'Other'; wanted 'Barnet', as areas.csv has it"),
        ("barnet", 'code = "E09000004"\n', "code is 'E09000004'; wanted 'E09000003', as areas.csv has it"),
        ("barnet", 'made_after = "gateshead"\n', "made_after is 'gateshead'; wanted a real partnership"),
        ("barnet", 'neighbours = ["elsewhere"]\n', "neighbour 'elsewhere' is no partnership; wanted a real one"),
        ("farholm", SOUND + 'neighbours = ["barnet"]\n', "neighbour 'barnet' is no partnership; wanted an invented one"),
        ("farholm", SOUND + 'made_after = "atlantis"\n', "made_after is 'atlantis'; wanted a real partnership"),
        ("farholm", SOUND.replace('country = "X92000009"\n', ""), "it has no country; wanted a line such as"),
        ("farholm", SOUND.replace("X92000009", "E92000001"), "country is 'E92000001'; wanted the code of an invented country"),
        ("farholm", SOUND.replace("Farholm", "BARNET"), "'BARNET' is another area's already"),
        ("England", SOUND, "the folder 'England' cannot be a part of addresses"),
        ("england", SOUND, "'england' is another area's already"),
        ("all", SOUND, "the folder 'all' cannot be a part of addresses"),
        ("a b;c", SOUND, "the folder 'a b;c' cannot be a part of addresses"),
        ("farholm", SOUND.replace("X06000999", "X٠٦٠٠٠٩٩٩"), "wanted X and eight digits"),
        ("farholm", SOUND.replace('"county"', '"hamlet"'), "type is 'hamlet'; wanted one of country, region"),
        ("farholm", SOUND.replace('name = "Farholm"\n', ""), "it has no name; wanted a line such as"),
        ("farholm", SOUND + "neighbours = 7\n", "neighbours is no list of partnerships"),
        ("farholm", SOUND + 'neighbours = ["a b"]\n', "neighbours is no list of partnerships; wanted names such as"),
        ("farholm", SOUND.replace('"Farholm"', "7"), "name is no plain text; wanted text in quotation marks"),
        ("farholm", SOUND.replace("Farholm", "F" * 81), "name is no plain text; wanted text in quotation marks, at most 80"),
        ("farholm", SOUND.replace("Farholm", "Far\\u202eholm"), "name is no plain text"),
        ("farholm", SOUND.replace("Farholm", " "), "name is empty; wanted a line such as"),
        ("farholm", SOUND + 'colour = "blue"\n', "there is no 'colour'; wanted one of name, code"),
        ("farholm", SOUND.replace("Farholm", "<b>Far"), "name is no plain text"),
        ("farholm", "name = ", "is not TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound_is_refused_in_one_line(folders, folder, text, message):
    write(folders, "elsewhen", COUNTRY)
    write(folders, folder, text)
    (problem,) = load.load(folders).problems

    assert str(problem).startswith(f"data/raw/local/{folder}/area.toml: ")
    assert message in str(problem) and "\n" not in str(problem)


@pytest.mark.parametrize(("folder", "code"), [("farholm", "E09000003"), ("barnet", "X06000999")])
def test_figures_in_the_folder_of_another_world_are_refused(folders, folder, code):
    write(folders, "elsewhen", COUNTRY)
    write(folders, "farholm", SOUND)
    write(folders, folder, as_csv([figure(area_code=code, place="a row of its own")]), "mine.csv")
    if folder == "barnet":
        write(folders, "barnet", 'name = "Barnet"\ncode = "E09000003"\ntype = "london borough"\n')
    found = [str(problem) for problem in load.load(folders).problems]

    assert [one for one in found if f"{code!r} is not of the world of its folder" in one]


HEADER = "source,type,title,publisher,published,licence,attribution,address,note\n"


@pytest.mark.parametrize(("code", "source"), [("E09000003", "ours"), ("X06000999", "viewit")])
def test_figures_from_a_source_of_another_world_are_refused_wherever_they_lie(folders, code, source):
    write(folders, "elsewhen", COUNTRY)
    write(folders, "farholm", SOUND)
    write(folders, "farholm", HEADER + "ours,local document,Our plan,Us,2024,MIT,Us,,\n", "sources.csv")
    (folders.raw / "top.csv").write_text(as_csv([figure(area_code=code, place="its own", source=source)]))
    found = [str(problem) for problem in load.load(folders).problems]

    assert [one for one in found if f"{source!r} is not of the world of its area" in one]


def test_a_place_whose_country_is_refused_is_refused_too(folders):
    write(folders, "elsewhen", COUNTRY.replace("X92000009", "E92000009"))
    write(folders, "farholm", SOUND)
    loaded = load.load(folders)

    assert len(loaded.problems) == 2
    assert "farholm" not in set(loaded.areas["partnership"])


def test_a_source_has_a_short_name_of_its_own(folders):
    write(folders, "barnet", HEADER + "viewit,local document,Our plan,Us,2024,MIT,Us,,\n", "sources.csv")
    (problem,) = load.load(folders).problems

    assert "'viewit' is not a short name of its own" in str(problem)


def test_a_source_of_ones_own_stands_beside_the_published_ones(folders):
    write(
        folders,
        "elsewhen",
        "source,type,title,publisher,published,licence,attribution,address,note\nours,local document,Our plan,Us,2024,MIT,Us,,\n",
        "sources.csv",
    )
    sources = load.load(folders).sources

    assert sources.set_index("source").loc["ours", "title"] == "Our plan"
