"""A title that narrows what a sheet is of stands in the figures, or the sheet is refused in one line."""

import io

import dropped
import pandas as pd
import pytest

from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED

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


USERS = '"{title}"\nLocal authority,{before}{headers}\n{rows}\n'
OCU = "OCU,OCU lower CI,OCU upper CI"


def users(title, headers=OCU, rows="Kent,50,40,60", before=""):
    return USERS.format(title=title, headers=headers, rows=rows, before=before)


@pytest.mark.parametrize(
    ("title", "measure", "unit", "breakdown", "group"),
    [
        ("Rate per 1,000", "opiate_crack_users_per_1000", "per 1,000", "all", "all"),
        ("Rate per 100", "opiate_crack_users_percent", "percent", "all", "all"),
        ("Rate per 100,000", "opiate_crack_users_per_100000", "per 100,000", "all", "all"),
        ("Percent", "opiate_crack_users_percent", "percent", "all", "all"),
        ("Males", "opiate_crack_users", "people", "sex", "male"),
        ("Women", "opiate_crack_users", "people", "sex", "female"),
        ("15 to 24", "opiate_crack_users", "people", "age", "15-24"),
        ("People who inject", "opiate_crack_users", "people", "injecting", "injecting"),
        ("Not injecting, males", "opiate_crack_users", "people", "sex and injecting", "male, not injecting"),
        ("Ages 15 to 64 on 2023-10-24", "opiate_crack_users", "people", "all", "all"),
    ],
)
def test_what_the_headers_of_estimates_leave_out_is_taken_from_the_title(
    tmp_path, title, measure, unit, breakdown, group
):
    _, found = read(tmp_path, users(f"Estimates 2022-23: {title}"))
    assert found[["measure", "unit", "breakdown", "group", "value", "lower"]].to_numpy().tolist() == [
        [measure, unit, breakdown, group, 50.0, 40.0]
    ]


def test_the_name_of_a_sheet_of_estimates_narrows_it(tmp_path):
    rows = [["Estimates 2022-23"], ["Local authority", *OCU.split(",")], ["Kent", "50", "40", "60"]]
    _, found = read(tmp_path, workbook({"Males": rows, "Rate per 1,000": rows}), "ocu.xlsx")
    assert found[["measure", "group"]].to_numpy().tolist() == [
        ["opiate_crack_users", "male"],
        ["opiate_crack_users_per_1000", "all"],
    ]


@pytest.mark.parametrize(
    "title",
    [
        "rates", "number and rate per 1,000", "males and females", "by sex", "15 to 24 and 25 to 34", "by injecting status",
        "users in treatment", "users not in treatment", "deaths of users", "admissions", "adults with children",
    ],
)  # fmt: skip
def test_estimates_whose_title_does_not_say_plainly_what_they_are_of_are_refused(tmp_path, title):
    assert "the title of the sheet" in refused(tmp_path, users(f"Estimates 2022-23: {title}"))


@pytest.mark.parametrize(
    "words",
    [
        "deaths",
        "admissions",
        "poisoning",
        "change",
        "in treatment",
        "not in treatment",
        "only",
        "previously",
        "previous",
    ],
)
def test_a_column_or_a_row_of_something_else_is_no_estimate(tmp_path, words):
    title, other = "Estimates 2022-23", f"Opiates {words},Lower CI,Upper CI"
    loaded, found = read(tmp_path, users(title, f"{OCU},{other}", "Kent,50,40,60,5,4,6"))
    assert found[["breakdown", "value", "lower"]].to_numpy().tolist() == [["all", 50.0, 40.0]]
    assert any(f"Opiates {words}" in sentence for sentence in dropped.said(loaded, NOTED))
    rows = f"Kent,OCU,50,40,60\nKent,Opiates {words},5,4,6"
    loaded, found = read(tmp_path / "rows", users(title, rows=rows, before="Substance,"))
    assert found["value"].tolist() == [50.0]
    assert "line 4" in dropped.said(loaded, ROW_REFUSED)[0]


@pytest.mark.parametrize(
    ("base", "unit"),
    [("per 100", "percent"), ("per 1,000", "per 1,000"), ("per 100,000", "per 100,000"), ("per thousand", "per 1,000")],
)
def test_the_base_of_a_rate_is_the_one_of_its_text(tmp_path, base, unit):
    headers = f'{OCU},"OCU rate {base} population"'
    _, found = read(tmp_path, users("Estimates 2022-23", headers, "Kent,50,40,60,5"))
    assert found["unit"].tolist() == ["people", unit]
    _, found = read(tmp_path / "none", users("Estimates 2022-23", f"{OCU},OCU rate", "Kent,50,40,60,5"))
    assert found["unit"].tolist() == ["people"]


@pytest.mark.parametrize(
    "headers",
    [
        "Estimate,Lower CI,Upper CI",
        "Number of users,Lower bound,Upper bound",
        "Estimate,Estimate lower CI,Estimate upper CI",
    ],
)
def test_with_a_column_of_substances_plain_names_are_the_estimate_and_its_limits(tmp_path, headers):
    rows = "Kent,OCU,50,40,60\nKent,Crack cocaine,5,4,6"
    _, found = read(tmp_path, users("Estimates 2022-23", headers, rows, "Substance,"))
    assert found[["group", "population", "value", "lower", "upper"]].to_numpy().tolist() == [
        ["all", "opiate and/or crack users", 50.0, 40.0, 60.0],
        ["crack", "crack cocaine users", 5.0, 4.0, 6.0],
    ]


def test_estimates_of_which_no_column_is_known_are_refused(tmp_path):
    text = users("Estimates 2022-23", "Something,Lower CI,Upper CI", "Kent,OCU,50,40,60", "Substance,")
    assert "no column of estimates is known among Local authority, Substance, Something" in refused(tmp_path, text)


@pytest.mark.parametrize(
    ("words", "series"),
    [
        ("population revised 2018", ""), ("downloaded 3 March 2024", ""), ("downloaded in October 2023", ""),
        ("revised estimates", "ohid_revised_2023"), ("estimates, revised", "ohid_revised_2023"), ("OHID", "ohid_revised_2023"),
    ],
)  # fmt: skip
def test_a_word_that_may_be_of_anything_tells_no_series(tmp_path, words, series):
    text = users(f"OCU 2016-17 {words}")
    if series:
        assert set(read(tmp_path, text)[1]["series"]) == {series}
    else:
        assert "does not say whose these are" in refused(tmp_path, text)


@pytest.mark.parametrize("words", ["downloaded 3 March 2024", "population revised 2018", "population published 2020"])
def test_a_month_or_a_year_tells_no_series_of_alcohol(tmp_path, words):
    headers = "Alcohol dependent,Alcohol lower CI,Alcohol upper CI"
    assert "does not say whose these are" in refused(tmp_path, users(f"Estimates 2018-19 {words}", headers))
