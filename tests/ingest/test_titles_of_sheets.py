"""A title that narrows what a sheet is of stands in the figures, or the sheet is refused in one line."""

import io

import dropped
import pandas as pd
import pytest

from needs.ingest.problems import FILE_REFUSED, NOTED

ONS = "{title}\nArea Codes,Area Names,2020,2019\nE10000016,Kent,82,75\n"
NOMIS = '"{title}"\n\n"date","2021"\n{line}\n\n"local authority","mnemonic","All Ages"\n"Kent","E10000016","1576069"\n'
POPULATION = "Population estimates - local authority based by five year age band"
TREATMENT = "{title}\nArea name,{columns}Time period,Point estimate,Observed\n{rows}\n"
MONTHS = "April 2022 to March 2025"


def read(tmp_path, text, name="t.csv"):
    loaded = dropped.read(tmp_path, {f"tables/{name}": text})
    return loaded, dropped.downloaded(loaded)


def refused(tmp_path, text, name="t.csv"):
    """The one sentence by which a sheet is refused that gives no figure."""
    loaded, found = read(tmp_path, text, name)
    assert found.empty
    (sentence,) = dropped.said(loaded, FILE_REFUSED)
    assert "\n" not in sentence
    return sentence


def workbook(sheets):
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as book:
        for title, rows in sheets.items():
            width = max(map(len, rows))
            cells = [[*row, *[None] * (width - len(row))] for row in rows]
            pd.DataFrame(cells).to_excel(book, sheet_name=title, index=False, header=False)
    return written.getvalue()


@pytest.mark.parametrize(
    ("title", "name", "measure"),
    [
        ("Table 2: deaths related to drug misuse", "drug poisoning deaths.csv", "drug_misuse_deaths_in_a_year"),
        ("Deaths related to drug poisoning", "drug misuse.csv", "drug_poisoning_deaths_in_a_year"),
        ("Deaths from drug poisoning\nTable 2: drug misuse", "t.csv", "drug_misuse_deaths_in_a_year"),
    ],
)
def test_the_title_of_a_sheet_of_deaths_goes_before_the_name_of_its_file(tmp_path, title, name, measure):
    _, found = read(tmp_path, ONS.format(title=title), name)
    assert set(found["measure"]) == {measure}


def test_the_name_of_a_sheet_goes_before_its_workbook(tmp_path):
    header, row = ["Area Codes", "Area Names", "2020", "2019"], ["E10000016", "Kent", "82", "75"]
    book = workbook({"Misuse deaths": [header, row], "Poisoning deaths": [header, row]})
    _, found = read(tmp_path, book, "drug poisoning deaths.xlsx")
    assert sorted(set(found["measure"])) == ["drug_misuse_deaths_in_a_year", "drug_poisoning_deaths_in_a_year"]
    rates = workbook({"Misuse rates": [["Deaths"], header, row]})
    assert "'rates'" in refused(tmp_path / "rates", rates, "drug misuse deaths.xlsx")


@pytest.mark.parametrize(
    "words",
    [
        "rates", "per 100,000", "age-standardised", "hospital admissions", "admission", "and alcohol", "involving cocaine",
        "of homeless people", "by date of occurrence", "by sex", "male", "females", "Men", "women",
    ],
)  # fmt: skip
def test_deaths_of_another_kind_or_of_fewer_people_are_refused(tmp_path, words):
    title = f'"Deaths related to drug misuse, {words}"'
    assert words.split()[-1].casefold()[-5:].strip("'") in refused(tmp_path, ONS.format(title=title))
    in_name = refused(tmp_path / "name", ONS.format(title="Deaths from drug misuse"), f"{words.replace(' ', '_')}.csv")
    assert "numbers of all deaths" in in_name


def test_what_is_not_called_deaths_is_refused(tmp_path):
    assert "deaths" in refused(tmp_path, ONS.format(title="Drug misuse"))


def test_a_column_of_sexes_is_a_breakdown_of_deaths(tmp_path):
    text = "Deaths from drug misuse by sex\nArea Codes,Area Names,Sex,2020,2019\nE10000016,Kent,Persons,82,75\nE10000016,Kent,Males,60,50\n"
    _, found = read(tmp_path, text)
    assert found[["breakdown", "group", "value"]].to_numpy().tolist() == [
        ["all", "all", 82.0], ["all", "all", 75.0], ["sex", "male", 60.0], ["sex", "male", 50.0],
    ]  # fmt: skip
    by_age = text.replace("Sex", "Age").replace("by sex", "").replace("Males", "20 to 29")
    assert "'Age'" in refused(tmp_path / "age", by_age)


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("Sex: Male", "male"), ('"Gender","Male"', "male"), ("Gender,: Male", "male"), ("sex:,Females", "female"),
        ('"gender :","female"', "female"), ("Sex: Total", "all"), ("Gender,All persons", "all"),
    ],
)  # fmt: skip
def test_however_a_sex_is_written_above_a_population_it_is_its_breakdown(tmp_path, line, group):
    _, found = read(tmp_path, NOMIS.format(title=POPULATION, line=line))
    assert found["group"].tolist() == [group]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Estimates of workers", ""), ("Population projections and population estimates", ""),
        ("Annual population survey: population estimates", ""), (POPULATION, "measure,percent"), (POPULATION, "Sex: other"),
        (f"{POPULATION}: males", ""), (f"{POPULATION}: females", "Sex: Male"), (f"{POPULATION}: women", "gender,Total"),
    ],
)  # fmt: skip
def test_a_table_of_nomis_that_is_no_population_is_refused(tmp_path, title, line):
    refused(tmp_path, NOMIS.format(title=title, line=line))


@pytest.mark.parametrize("both", ["drug and alcohol", "alcohol and drug", "drug or alcohol", "drugs & alcohol"])
def test_deaths_in_drug_and_alcohol_treatment_are_of_neither_alone(tmp_path, both):
    text = TREATMENT.format(title=f"Deaths in {both} treatment", columns="", rows=f"Kent,{MONTHS},1.1,61")
    assert "names both" in refused(tmp_path, text)
    own_title = text.replace("Deaths in", "Table 9.2: deaths in drug treatment\nStatistics of")
    assert set(read(tmp_path / "own", own_title)[1]["measure"]) == {
        "deaths_in_drug_treatment", "deaths_in_drug_treatment_ratio"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "name"),
    [("Deaths in drug treatment, men", "t.csv"), ("Deaths in drug treatment", "women.csv"), ("Deaths in drug treatment: opiates", "t.csv")],
)  # fmt: skip
def test_deaths_in_treatment_of_one_sex_are_not_of_all_adults(tmp_path, title, name):
    text = TREATMENT.format(title=f'"{title}"', columns="", rows=f"Kent,{MONTHS},1.1,61")
    assert "all adults" in refused(tmp_path, text, name)


def test_an_age_in_a_table_of_deaths_in_treatment_is_a_group(tmp_path):
    rows = f"Kent,18+,{MONTHS},1.1,61\nKent,18 to 29,{MONTHS},1.2,20"
    loaded, found = read(tmp_path, TREATMENT.format(title="Deaths in drug treatment", columns="Age,", rows=rows))
    deaths = found[found["measure"] == "deaths_in_drug_treatment"]
    assert deaths[["breakdown", "group", "age", "value"]].to_numpy().tolist() == [
        ["all", "all", "18+", 61.0], ["age", "18-29", "18-29", 20.0],
    ]  # fmt: skip
    assert {problem.severity for problem in loaded.problems} == {NOTED}
