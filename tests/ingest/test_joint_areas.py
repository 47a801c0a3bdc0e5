"""Partnerships of several authorities as area.toml declares them: a code of their own, and what is wrong in one line."""

import datetime

import pytest
from small_package import as_csv, figure, publish

from needs.areas import area_of, codes_within, not_there, peers
from needs.folders import Folders
from needs.ingest.load import load

AREAS = (
    "area_code,name,partnership,type,region_code,valid_from,valid_to,note\n"
    "E92000001,England,,country,,,,\n"
    "E12000003,Yorkshire,,region,,,,\n"
    "E12000002,North West,,region,,,,\n"
    "E08000035,Leeds,leeds,metropolitan district,E12000003,,,\n"
    "E08000032,Bradford,bradford,metropolitan district,E12000003,,,\n"
    "E10000006,Cumbria,cumbria,county,E12000002,,2023-03-31,\n"
    "E06000063,Cumberland,cumberland,unitary authority,E12000002,2023-04-01,,\n"
    "E09000003,Barnet,barnet,london borough,E12000002,,,\n"
)
TWO = 'name = "Leeds and Bradford Partnership"\nauthorities = ["leeds", "bradford"]\n'
INVENTED = 'name = "{0}"\ncode = "{1}"\ntype = "county"\nkind = "invented"\ncountry = "X92000001"\n'


@pytest.fixture
def folders(tmp_path):
    publish(tmp_path / "data/raw/published", areas=AREAS, treatment=as_csv([figure()]))
    write(Folders(tmp_path), "farland", 'name = "Farland"\ncode = "X92000001"\ntype = "country"\nkind = "invented"\n')
    write(Folders(tmp_path), "farholm", INVENTED.format("Farholm", "X10000001"))
    write(Folders(tmp_path), "farwick", INVENTED.format("Farwick", "X10000002"))
    return Folders(tmp_path)


def write(folders, folder, text):
    path = folders.raw / "local" / folder / "area.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def wrong(folders):
    return [str(one) for one in load(folders).problems if one.severity == "file refused"]


def test_it_has_a_code_that_no_office_uses_and_lies_where_all_its_authorities_lie(folders):
    write(folders, "twin-cities", TWO)
    areas = load(folders).areas
    area = area_of("twin-cities", areas)
    assert (area.code, area.type, area.region, area.country) == (
        "P-twin-cities", "joint partnership", "E12000003", "E92000001",
    )  # fmt: skip
    assert area.authorities == ("leeds", "bradford")
    assert peers(area, areas) == ["P-twin-cities"]
    assert "P-twin-cities" not in codes_within("E92000001", areas, datetime.date(2022, 3, 31))


def test_across_regions_it_lies_in_none(folders):
    write(folders, "twins", 'name = "Twins"\nauthorities = ["leeds", "cumberland"]\n')
    assert area_of("twins", load(folders).areas).region == ""


def test_it_has_the_districts_of_its_authorities(folders):
    write(folders, "leeds", '[[district]]\ncode = "00DA"\nname = "Inner Leeds"\n')
    write(folders, "twin-cities", TWO)
    districts = load(folders).districts
    assert districts[["partnership", "district"]].to_numpy().tolist() == [["leeds", "00DA"], ["twin-cities", "00DA"]]


def test_invented_authorities_make_an_invented_partnership(folders):
    write(folders, "far-both", 'name = "Far"\nkind = "invented"\nauthorities = ["farholm", "farwick"]\n')
    area = area_of("far-both", load(folders).areas)
    assert (area.code, area.country, area.is_invented) == ("X-far-both", "X92000001", True)


@pytest.mark.parametrize(
    ("authorities", "also", "said"),
    [
        (
            '["leeds", "atlantis"]',
            "",
            "authority 'atlantis' is no partnership of one authority; wanted one by its name",
        ),
        ('["leeds", "leeds"]', "", "authority 'leeds' stands there twice; wanted each once"),
        ('["leeds", "twin-cities"]', "", "authority 'twin-cities' is no partnership of one authority"),
        ('["leeds"]', "", "authorities is ['leeds']; wanted two names or more"),
        ('"leeds"', "", "authorities is 'leeds'; wanted two names or more"),
        ('["cumbria", "cumberland"]', "", "authority 'cumberland' began on 2023-04-01, when 'cumbria' had ended"),
        ('["leeds", "farholm"]', "", "authority 'farholm' is an invented place, and twin-cities a real one"),
        (
            '["farholm", "leeds"]',
            'kind = "invented"\n',
            "authority 'leeds' is a real place, and twin-cities an invented",
        ),
        (
            '["leeds", "bradford"]',
            'code = "E08000035"\n',
            "code is 'E08000035'; wanted no such line beside authorities",
        ),
        ('["leeds", "bradford"]', 'type = "county"\n', "type is 'county'; wanted no such line beside authorities"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_it_is_no_partnership(folders, authorities, also, said):
    write(folders, "twin-cities", f'name = "Twin cities"\n{also}authorities = {authorities}\n')
    (line,) = wrong(folders)
    assert said in line and "\n" not in line
    assert line.startswith("data/raw/local/twin-cities/area.toml: ")
    assert "twin-cities" not in set(load(folders).areas["partnership"])


def test_a_real_authority_cannot_be_made_of_others(folders):
    write(folders, "barnet", 'authorities = ["leeds", "bradford"]\n')
    (line,) = wrong(folders)
    assert "code is 'E09000003'" in line or "code is 'P-barnet'; wanted 'E09000003'" in line


def test_it_is_said_which_authority_did_not_exist_then(folders):
    write(folders, "twins", 'name = "Twins"\nauthorities = ["leeds", "cumberland"]\n')
    areas = load(folders).areas
    area = area_of("twins", areas)
    assert not_there(area, areas, "2023-01-01", "2023-03-31") == "Cumberland began on 2023-04-01"
    assert not_there(area, areas, "2023-04-01", "2023-06-30") == ""
    assert not_there(area_of("leeds", areas), areas, "1990-04-01", "1990-06-30") == ""
