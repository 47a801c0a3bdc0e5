"""How a partnership may be named, and what is said of one that was not there at the time."""

import datetime

import pandas as pd
import pytest

from needs.areas import after_it_ended, area_of, before_it_began, codes_within, peers, peers_in_words, slug_of

COLUMNS = (
    "area_code", "name", "partnership", "type", "region_code", "country_code", "kind", "neighbours", "similar",
    "valid_from", "valid_to", "other_codes", "predecessors", "successors", "made_after", "authorities",
)  # fmt: skip
ENGLAND = "E92000001"


def area(code, name, slug, **given):
    row = dict.fromkeys(COLUMNS, "")
    return row | {"area_code": code, "name": name, "partnership": slug, "country_code": ENGLAND} | given


AREAS = pd.DataFrame(
    [
        area("E10000006", "Cumbria", "cumbria", valid_to="2023-03-31", successors="cumberland westmorland-and-furness"),
        area("E06000063", "Cumberland", "cumberland", valid_from="2023-04-01", predecessors="cumbria"),
        area("E06000064", "Westmorland and Furness", "westmorland-and-furness", country_code=""),
        area("E06000023", "Bristol, City of", "bristol"),
        area("E06000058", "Bournemouth, Christchurch and Poole", "bournemouth-christchurch-and-poole"),
        area("E08000016", "Barnsley", "barnsley", type="metropolitan district", region_code="E12000003",
             other_codes="E08000038", similar="bristol cumberland"),
        area("E08000017", "Doncaster", "doncaster", type="metropolitan district", region_code="E12000003"),
        area("E12000003", "Yorkshire and The Humber", "", type="region"),
    ],
    columns=list(COLUMNS),
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("barnsley", "barnsley"),
        ("Barnsley", "barnsley"),
        ("E08000016", "barnsley"),
        ("e08000038 ", "barnsley"),
        ("Bristol, City of", "bristol"),
        ("City of Bristol", "bristol"),
        ("Bournemouth, Christchurch & Poole", "bournemouth-christchurch-and-poole"),
        ("Westmorland & Furness", "westmorland-and-furness"),
        ("Atlantis", "Atlantis"),
        ("Yorkshire and The Humber", "Yorkshire and The Humber"),
    ],
)
def test_a_partnership_is_known_by_its_slug_its_name_and_its_codes(written, slug):
    assert slug_of(written, AREAS) == slug


def test_before_its_first_day_the_answer_names_who_had_its_ground():
    cumberland = area_of("cumberland", AREAS)
    said = before_it_began(cumberland, datetime.date(2023, 3, 31), AREAS)
    assert said == "The first day of Cumberland is 1 April 2023. Until then its ground is that of Cumbria."
    assert before_it_began(cumberland, datetime.date(2023, 4, 1), AREAS) == ""


def test_after_its_last_day_the_answer_names_who_has_its_ground():
    cumbria = area_of("cumbria", AREAS)
    said = after_it_ended(cumbria, datetime.date(2023, 4, 1), AREAS)
    assert said == (
        "Cumbria ended on 31 March 2023, and its ground is that of Cumberland and Westmorland and Furness since: "
        "name cumberland or westmorland-and-furness"
    )
    assert after_it_ended(cumbria, datetime.date(2023, 3, 31), AREAS) == ""


def test_similar_areas_come_before_those_of_the_type_and_after_neighbours():
    barnsley = area_of("barnsley", AREAS)
    assert peers(barnsley, AREAS) == ["E08000016", "E08000017"]
    assert peers(barnsley, AREAS, similar=True) == ["E06000063", "E06000023", "E08000016"]
    assert peers_in_words(barnsley, AREAS, similar=True) == "areas most similar to Barnsley"
    own = area_of("barnsley", AREAS.assign(neighbours=AREAS["partnership"].map({"barnsley": "doncaster"}).fillna("")))
    assert peers(own, AREAS, similar=True) == ["E08000016", "E08000017"]
    assert peers_in_words(own, AREAS, similar=True) == "neighbours of Barnsley"


def test_no_ground_is_counted_twice_among_the_partnerships_of_a_country():
    before, since = (codes_within(ENGLAND, AREAS, datetime.date(2023, month, 1)) for month in (3, 4))
    assert {"E10000006"} == before - since
    assert {"E06000063"} == since - before
