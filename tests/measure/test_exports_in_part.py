"""Shares of an export that was made of some groups only: of its own total, or none, never of the groups it happens to have."""

import dropped
import pytest

from needs.measure.calculate import calculate

ALL = {"Opiate": 2000, "Non-opiate only": 400, "Non-opiate & alcohol": 600, "Alcohol only": 1000}
ETHNIC = ("white", "mixed", "asian", "black", "other")


def shares(tmp_path, text, breakdown):
    results = calculate(dropped.read(tmp_path, {"viewit/v.csv": text}).figures)
    found = results[(results["indicator"] == "people_in_treatment_by_group") & (results["source"] == "viewit:v.csv")]
    found = found[found["breakdown"] == breakdown].set_index("group")
    return found["value"].round(1).to_dict(), set(found["status"])


def export(total, *groups):
    rows = [("2009/10", "Kent", group, str(ALL[group]), "5") for group in groups]
    return dropped.viewit(*([("2009/10", "Kent", "Total", "4000", "5")] if total else []), *rows)


def test_a_whole_export_gives_each_group_of_all(tmp_path):
    values, _ = shares(tmp_path, export(True, *ALL), "drug_group")
    assert values == {"opiate": 50.0, "non-opiate only": 10.0, "non-opiate and alcohol": 15.0, "alcohol only": 25.0}


@pytest.mark.parametrize(
    "groups", [("Opiate",), ("Opiate", "Alcohol only"), ("Opiate", "Non-opiate only", "Alcohol only")]
)
def test_some_groups_are_out_of_the_exports_own_total(tmp_path, groups):
    values, _ = shares(tmp_path, export(True, *groups), "drug_group")
    assert values["opiate"] == 50.0
    assert sum(values.values()) < 100


@pytest.mark.parametrize("groups", [("Opiate",), ("Opiate", "Alcohol only")])
def test_without_a_total_groups_are_out_of_nothing(tmp_path, groups):
    _, statuses = shares(tmp_path, export(False, *groups), "drug_group")
    assert statuses == {"not_available"}


@pytest.mark.parametrize("sexes", [("F",), ("M",)])
def test_one_sex_alone_is_not_everybody(tmp_path, sexes):
    header = "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx\n"
    rows = ["2009/10,Kent,Total,Total,Total,4000", *(f"2009/10,Kent,{sex},Total,Total,1000" for sex in sexes)]
    values, _ = shares(tmp_path, header + "\n".join(rows) + "\n", "sex")
    assert list(values.values()) == [25.0]


@pytest.mark.parametrize(("columns", "white"), [(ETHNIC, 60.0), (ETHNIC[:2], 58.5), (ETHNIC[:1], 58.5)])
def test_columns_that_were_not_exported_are_told_by_their_names(tmp_path, columns, white):
    """Of whole columns a group is out of those who answered, as ever; of some it is out of everybody."""
    counts = dict(zip(ETHNIC, (2340, 390, 390, 390, 390), strict=True))
    header = ["ReportingPeriod", "Area", "sex", "age_group", "drug_group", "intreatment_allintx"]
    header += [f"eth_{group}_allintx" for group in columns]
    cells = ["2009/10", "Kent", "Total", "Total", "Total", "4000", *(str(counts[group]) for group in columns)]
    values, _ = shares(tmp_path, ",".join(header) + "\n" + ",".join(cells) + "\n", "ethnic_group")
    assert values["white"] == white
