"""From an export of all authorities to the results that each partnership's documents read, and no others."""

import dropped
import national
import pandas as pd
import pytest

from needs.folders import Folders
from needs.measure import results, safe
from needs.measure.results import KEY
from needs.pipeline import stages
from needs.publish.provenance import Inputs

SLUGS = {"leeds": "E08000035", "kent": "E10000016"}
OTHERS = tuple(national.authorities(2022)["name"][:12])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folders = Folders(tmp_path_factory.mktemp("all"))
    published = folders.published
    dropped.publish(published, areas=national.AREAS.read_text(), treatment=dropped.as_csv([dropped.figure()]))
    national.write_viewit(folders.viewit, 2021, 2022, only=("Leeds", "Kent", *OTHERS))
    stages.read_figures(folders)
    stages.calculate_published(folders, "public")
    stages.calculate_by_area(folders, "public")
    return folders


def read(folders, slug):
    return results.read(folders.safe, safe.results_of(folders.safe, slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_partnership_has_its_results_by_group_and_those_of_all_that_are_set_beside_it(made, slug):
    found = read(made, slug)
    own = found[(found["area_code"] == SLUGS[slug]) & found["source"].str.startswith("viewit:")]
    shares = own[(own["indicator"] == "people_in_treatment_by_group") & (own["status"] == "shown")]

    assert {"sex", "age", "drug_group", "ethnic_group"} <= set(shares["breakdown"])
    by_sex = shares[(shares["breakdown"] == "sex") & (shares["period_end"] == "2023-03-31")]
    assert by_sex["numerator"].sum() == pytest.approx(by_sex["denominator"].iloc[0])
    assert set(found.loc[found["indicator"] == "first_waits_within_3_weeks", "area_code"]) >= set(SLUGS.values())
    assert not found.duplicated(list(KEY)).any()


def test_results_by_group_of_others_are_not_read(made):
    found = read(made, "leeds")
    others = found[found["source"].str.startswith("viewit:") & ~found["area_code"].isin(["E08000035", "E92000001"])]
    assert set(others["breakdown"]) == {"all"}
    assert others["area_code"].nunique() == 13
    assert {"in_treatment", "successful_completion_of_exits", "first_waits_within_3_weeks"} <= set(others["indicator"])


def test_each_area_is_as_if_it_had_been_worked_out_alone(made, monkeypatch, tmp_path):
    before = {slug: pd.read_parquet(made.safe / results.BY_AREA / f"{slug}.parquet") for slug in SLUGS}
    monkeypatch.setattr(stages, "AREAS_TOGETHER", 1)
    stages.calculate_by_area(made, "public")
    for slug, table in before.items():
        pd.testing.assert_frame_equal(pd.read_parquet(made.safe / results.BY_AREA / f"{slug}.parquet"), table)


def test_a_partnership_of_two_authorities_has_their_counts_added_up_by_group(made):
    local = made.raw / "local" / "leeds-and-kent"
    local.mkdir(parents=True)
    (local / "area.toml").write_text('name = "Leeds and Kent"\nauthorities = ["leeds", "kent"]\n')
    stages.read_figures(made)
    stages.calculate_published(made, "public")
    stages.calculate_by_area(made, "public")
    found = read(made, "leeds-and-kent")
    women = found[
        (found["indicator"] == "in_treatment") & (found["group"] == "female") & (found["period_end"] == "2023-03-31")
    ]
    (together,) = women.loc[women["area_code"] == "P-leeds-and-kent", "value"]
    apart = [read(made, slug) for slug in SLUGS]
    counts = [
        rows[(rows["indicator"] == "in_treatment") & (rows["group"] == "female") & (rows["period_end"] == "2023-03-31")]
        for rows in apart
    ]
    assert together == sum(rows.loc[rows["area_code"].isin(SLUGS.values()), "value"].sum() for rows in counts)
    assert not found.duplicated(list(KEY)).any()


def test_a_documents_provenance_names_its_own_file_and_no_others(made):
    names = [part.name for part in Inputs(made).of({"partnership": "leeds", "quarter": "2022-23 Q4"})]
    assert [name for name in names if results.BY_AREA in name] == [
        f"data/processed/safe/{results.BY_AREA}/leeds.parquet"
    ]


def test_without_the_export_nothing_is_left_of_it(made):
    (made.viewit / "viewit-all.csv").unlink()
    stages.read_figures(made)
    stages.calculate_published(made, "public")
    assert stages.calculate_by_area(made, "public") == []
    assert list((made.safe / results.BY_AREA).glob("*")) == []
    assert not read(made, "leeds")["source"].str.startswith("viewit:").any()
