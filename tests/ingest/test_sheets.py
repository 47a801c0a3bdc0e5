import dropped
import pytest

from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED, NOTED, ROW_REFUSED

TWO_ROWS = """"Table 2.1: Revised estimates of opiate and crack use, 2016 to 2017",,,,,,,,
"This worksheet contains one table. Some cells refer to notes",,,,,,,,
Region,Local authority,15-64 population,Number of users,,,Rate of use per thousand of the population,,
,,,OCU,Lower bound 95% CI,Upper bound 95% CI,OCU,Lower bound 95% CI,Upper bound 95% CI
East Midlands,Derby,"160,500","2,100","1,700","2,600",13.08,10.6,16.2
South East,Kent,"980,100","5,000","4,100","6,300",5.10,[c],[c]
Note 1: estimates are rounded,,,,,,,,
"""
SUBSTANCES = """Prevalence of opiate and crack use 2019-20
Local authority,Number of users,,,,,
,OCU,Lower bound 95% CI,Upper bound 95% CI,Opiates,Lower bound 95% CI,Upper bound 95% CI
Kent,5000,4100,6300,3000,2000,4000
"""
DEATHS = """"Table 9.2: deaths in {drug} treatment, by local authority",,,,
This worksheet contains one table.,,,,
Area name,Age,Time period,Point estimate,Observed
Kent,18+,April 2022 to March 2025,1.12,61
Derby,18+,April 2022 to March 2025,[c],<5
South East,18+,April 2022 to March 2025,1.0,400
"""
NOMIS = """"Population estimates - local authority based by single year of age"
"ONS Crown Copyright Reserved [from Nomis on 1 May 2023]"

"date","2021"
"gender","{sex}"

"local authority: district / unitary (as of April 2023)","mnemonic","All Ages","Aged 15 to 64"
"Kent","E10000016","1576069","980100"
"Ashford","E07000105","132000","80000"

"Figures may not add."
"""
ONS = """{title}
Area Codes,Area Names,2020 [note 3],2019,2016-18
E10000016,Kent,82,[c],210
E12000008,South East,900,800,2400
"""


def figures(loaded, *columns):
    return dropped.downloaded(loaded)[list(columns)].to_numpy().tolist()


def test_estimates_of_prevalence_are_read_from_below_two_rows_of_header(tmp_path):
    loaded = dropped.read(tmp_path, {"tables/prevalence.csv": TWO_ROWS})
    rows = dropped.downloaded(loaded)
    assert figures(loaded, "measure", "area_code", "value")[:3] == [
        ["population_of_the_estimate", "E06000015", 160500.0],
        ["opiate_crack_users", "E06000015", 2100.0],
        ["opiate_crack_users_per_1000", "E06000015", 13.08],
    ]
    assert rows[["lower", "upper"]].to_numpy().tolist()[1] == [1700.0, 2600.0]
    assert rows["lower"].isna().tolist() == [True, False, False, True, False, True]
    assert set(rows["series"]) == {"ohid_revised_2023"}
    assert set(rows["period_start"].astype(str)) == {"2016-04-01"}
    assert dropped.said(loaded, FILE_REFUSED) + dropped.said(loaded, ROW_REFUSED) == []


def test_each_estimate_has_its_own_limits(tmp_path):
    loaded = dropped.read(tmp_path, {"tables/prevalence.csv": SUBSTANCES})
    assert figures(loaded, "measure", "breakdown", "group", "population", "value", "lower", "upper") == [
        ["opiate_crack_users", "all", "all", "opiate and/or crack users", 5000.0, 4100.0, 6300.0],
        ["opiate_crack_users", "substance", "opiates", "opiate users", 3000.0, 2000.0, 4000.0],
    ]
    assert {problem.severity for problem in loaded.problems} <= {NOTED}


def test_the_year_may_stand_in_the_name_of_the_file(tmp_path):
    text = TWO_ROWS.replace(", 2016 to 2017", "")
    loaded = dropped.read(tmp_path, {"tables/prevalence_2011-12.csv": text})
    assert set(dropped.downloaded(loaded)["period_start"].astype(str)) == {"2011-04-01"}


@pytest.mark.parametrize("said", ["", ", 2014/15 and 2016/17"])
def test_without_one_year_a_sheet_is_refused_saying_what_stands_above_the_header(tmp_path, said):
    text = TWO_ROWS.replace(", 2016 to 2017", said)
    (sentence,) = dropped.said(dropped.read(tmp_path, {"tables/prevalence.csv": text}), FILE_REFUSED)
    assert "above its header stands 'Table 2.1: Revised estimates of opiate and crack use" in sentence
    assert "such as prevalence-2016-17.csv" in sentence


@pytest.mark.parametrize("drug", ["drug", "alcohol"])
def test_deaths_in_treatment_are_read_with_their_marks(tmp_path, drug):
    loaded = dropped.read(tmp_path, {"tables/deaths.csv": DEATHS.format(drug=drug)})
    assert figures(loaded, "measure", "area_code", "status", "window") == [
        [f"deaths_in_{drug}_treatment", "E10000016", "shown", "three_financial_years"],
        [f"deaths_in_{drug}_treatment_ratio", "E10000016", "shown", "three_financial_years"],
        [f"deaths_in_{drug}_treatment", "E06000015", "hidden", "three_financial_years"],
        [f"deaths_in_{drug}_treatment_ratio", "E06000015", "hidden", "three_financial_years"],
    ]
    assert {problem.severity for problem in loaded.problems} == {NOTED}


def test_deaths_that_do_not_say_in_which_treatment_are_refused(tmp_path):
    (sentence,) = dropped.said(dropped.read(tmp_path, {"tables/t.csv": DEATHS.format(drug="the")}), FILE_REFUSED)
    assert "drug or in alcohol treatment" in sentence


OF_MONTHS = """"Deaths in drug treatment, April 2022 to March 2025"
Area name,Standardised mortality ratio,Lower CI,Upper CI,Observed deaths,Expected deaths
Kent,1.12,0.9,1.4,61,54.5
"""


def test_deaths_expected_and_limits_are_read_where_they_are_given_and_the_months_may_stand_above(tmp_path):
    loaded = dropped.read(tmp_path, {"tables/deaths.csv": OF_MONTHS})
    assert figures(loaded, "measure", "value", "window", "kind") == [
        ["deaths_in_drug_treatment", 61.0, "three_financial_years", "actual"],
        ["deaths_in_drug_treatment_expected", 54.5, "three_financial_years", "estimate"],
        ["deaths_in_drug_treatment_ratio", 1.12, "three_financial_years", "actual"],
    ]
    assert figures(loaded, "lower", "upper")[2] == [0.9, 1.4]
    without = OF_MONTHS.replace(", April 2022 to March 2025", "")
    (sentence,) = dropped.said(dropped.read(tmp_path / "other", {"tables/deaths.csv": without}), FILE_REFUSED)
    assert "such as April 2022 to March 2025" in sentence


@pytest.mark.parametrize(
    ("sex", "groups"),
    [("Total", ["all", "15-64"]), ("Male", ["male", "male, 15-64"]), ("Females", ["female", "female, 15-64"])],
)
def test_populations_of_nomis_are_read(tmp_path, sex, groups):
    loaded = dropped.read(tmp_path, {"tables/nomis.csv": NOMIS.format(sex=sex)})
    assert figures(loaded, "measure", "area_code", "group", "value") == [
        ["residents", "E10000016", groups[0], 1576069.0],
        ["residents", "E10000016", groups[1], 980100.0],
        ["residents", "E07000105", groups[0], 132000.0],
        ["residents", "E07000105", groups[1], 80000.0],
    ]
    assert set(dropped.downloaded(loaded)["period_start"].astype(str)) == {"2021-06-30"}
    assert {problem.severity for problem in loaded.problems} == {NOTED}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Deaths related to drug misuse", "t"),
        ("Deaths related to drug poisoning", "t"),
        ("Table 4", "drug misuse deaths"),
    ],
)
def test_deaths_by_year_are_read_one_figure_a_year(tmp_path, title, name):
    kind = "poisoning" if "poisoning" in title else "misuse"
    loaded = dropped.read(tmp_path, {f"tables/{name}.csv": ONS.format(title=title)})
    assert figures(loaded, "measure", "window", "value", "status")[:1] == [
        [f"drug_{kind}_deaths_in_a_year", "calendar_year", 82.0, "shown"]
    ]
    assert figures(loaded, "measure", "status")[1:] == [
        [f"drug_{kind}_deaths_in_a_year", "hidden"],
        [f"drug_{kind}_deaths", "shown"],
    ]


def test_deaths_that_do_not_say_of_what_are_refused(tmp_path):
    (sentence,) = dropped.said(dropped.read(tmp_path, {"tables/t.csv": ONS.format(title="Table 4")}), FILE_REFUSED)
    assert "drug misuse or from drug poisoning" in sentence and "'Table 4'" in sentence


def test_a_cell_that_is_no_number_is_lost_alone(tmp_path):
    text = ONS.format(title="drug misuse deaths").replace("82", "about 80")
    loaded = dropped.read(tmp_path, {"tables/t.csv": text})
    (sentence,) = dropped.said(loaded, CELL_REFUSED)
    assert "line 3, column 2020 [note 3]: 'about 80' is not a number" in sentence
    assert len(dropped.downloaded(loaded)) == 2


def test_what_is_read_of_sheets_has_titles_and_a_source(tmp_path):
    loaded = dropped.read(
        tmp_path, {"tables/nomis.csv": NOMIS.format(sex="Total"), "tables/d.csv": DEATHS.format(drug="drug")}
    )
    titles = loaded.measures.set_index("measure")["title"]
    assert all(titles[measure] for measure in dropped.downloaded(loaded)["measure"])
    assert set(dropped.downloaded(loaded)["source"]) <= set(loaded.sources["source"])
