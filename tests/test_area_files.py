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
        + 'neighbours = ["barnet"]\n[[district]]\ncode = "91XA"\nname = "East"\nshape = [[0, 0], [1, 0], [1, 1]]\n',
    )
    loaded = load.load(folders)
    area = found_area("farholm", loaded.areas)

    assert (area.name, area.code, area.country, area.kind) == ("Farholm", "X06000999", "X92000009", INVENTED)
    assert loaded.districts.values.tolist() == [["farholm", "91XA", "East", "0,0 1,0 1,1"]]
    assert set(peers(area, loaded.areas)) == {"X06000999", "E09000003"}
    assert loaded.problems == ()


def test_a_real_partnership_may_name_its_neighbours_and_keeps_its_code(folders):
    write(folders, "barnet", 'name = "Barnet"\ncode = "E09000003"\ntype = "london borough"\nneighbours = ["kent"]\n')
    areas = load.load(folders).areas

    assert (areas["partnership"] == "barnet").sum() == 1
    assert found_area("barnet", areas).neighbours == ("kent",)


@pytest.mark.parametrize(
    ("folder", "text", "message"),
    [
        ("farholm", SOUND.replace("X06000999", "E06000999"), "code is 'E06000999'; wanted X and eight digits"),
        ("farholm", SOUND.replace('kind = "invented"\n', ""), "code is 'X06000999'; wanted a code of the statistical offices"),
        ("farholm", SOUND.replace('"invented"', '"fake"'), "kind is 'fake'; wanted no such line"),
        ("farholm", SOUND.replace("Farholm", "Barnet"), "'Barnet' is another area's already"),
        ("barnet", SOUND, "'barnet' is another area's already"),
        ("farholm", SOUND.replace('"county"', '"hamlet"'), "type is 'hamlet'; wanted one of country, region"),
        ("farholm", SOUND.replace('name = "Farholm"\n', ""), "it has no name; wanted a line such as"),
        ("farholm", SOUND + "neighbours = 7\n", "neighbours is no list of partnerships"),
        ("farholm", SOUND + 'colour = "blue"\n', "'colour' is no line of it"),
        ("farholm", SOUND.replace("Farholm", "<b>Far"), "name is no plain text"),
        ("farholm", "name = ", "is not TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound_is_refused_in_one_line(folders, folder, text, message):
    write(folders, folder, text)
    (problem,) = load.load(folders).problems

    assert str(problem).startswith(f"data/raw/local/{folder}/area.toml: ")
    assert message in str(problem) and "\n" not in str(problem)


@pytest.mark.parametrize(("folder", "code"), [("farholm", "E09000003"), ("barnet", "X06000999")])
def test_figures_in_the_folder_of_another_world_are_refused(folders, folder, code):
    write(folders, "farholm", SOUND)
    write(folders, folder, as_csv([figure(area_code=code, place="a row of its own")]), "mine.csv")
    if folder == "barnet":
        write(folders, "barnet", 'name = "Barnet"\ncode = "E09000003"\ntype = "london borough"\n')
    found = [str(problem) for problem in load.load(folders).problems]

    assert [one for one in found if f"{code!r} is not of the world of its folder" in one]


def test_a_source_of_ones_own_stands_beside_the_published_ones(folders):
    write(
        folders,
        "elsewhen",
        "source,type,title,publisher,published,licence,attribution,address,note\nours,local document,Our plan,Us,2024,MIT,Us,,\n",
        "sources.csv",
    )
    sources = load.load(folders).sources

    assert sources.set_index("source").loc["ours", "title"] == "Our plan"
