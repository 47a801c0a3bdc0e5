"""A sheet that gives districts and no county: the county has their sum, if every district is there."""

import shutil
from pathlib import Path

import pytest

from needs.folders import Folders
from needs.ingest import load

PUBLISHED = Path(__file__).parents[2] / "data" / "raw" / "published"
CUMBERLAND = {"E07000026": ("Allerdale", 20), "E07000028": ("Carlisle", 31), "E07000029": ("Copeland", 14)}


@pytest.mark.parametrize(
    ("without", "total"), [((), [65]), (("E07000029",), [])], ids=["every district", "one is lacking"]
)
def test_deaths_by_district(tmp_path, without, total):
    folders = Folders(tmp_path)
    shutil.copytree(PUBLISHED, folders.published)
    rows = [
        f"{code},{name},{number},{number - 1}" for code, (name, number) in CUMBERLAND.items() if code not in without
    ]
    text = "Deaths from drug poisoning\nArea code,Area name,2019 to 2021,2020 to 2022\n" + "\n".join(rows) + "\n"
    path = folders.raw / "tables" / "poisoning.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    found = load.load(folders).figures
    sums = found[(found["area_code"] == "E06000063") & (found["measure"] == "drug_poisoning_deaths")]
    assert sums.loc[sums["period_start"] == "2019-01-01", "value"].tolist() == total
