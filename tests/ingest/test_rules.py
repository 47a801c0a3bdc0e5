"""Each rule with a row on its boundary: the last that keeps it and the first that breaks it."""

import pytest
from small_extract import NAME, extract, headers

from needs.code_lists import code_list
from needs.ingest.ndtms import checks
from needs.ingest.ndtms.extracts import check_file
from needs.ingest.ndtms.fields import codes_valid, fields, headers_by_name
from needs.ingest.ndtms.naming import Name, Settings
from needs.ingest.ndtms.rules import FIELD_REFUSED, RULES, SEVERITIES
from needs.ingest.problems import NOTED, ROW_REFUSED

KEPT = ()


def broken(change, name=NAME):
    """The rules that a sound row with this change breaks, with their field and severity, in order."""
    file = checks.parse(extract(change), Name.parse(name), Settings())
    return tuple((row["rule"], row["field"], row["severity"]) for row in file.findings.iter_rows(named=True))


def value(change, header):
    """What the field of a sound row with this change is taken for."""
    return checks.parse(extract(change), Name.parse(NAME), Settings()).checked.rows[header][0]


def test_a_sound_row_breaks_no_rule():
    assert broken({}) == KEPT


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"FINITIAL": ""}, "FINITIAL"),
        ({"SINITIAL": ""}, "SINITIAL"),
        ({"SINITIAL": "NA"}, "SINITIAL"),
        ({"DOB": ""}, "DOB"),
        ({"DOB": "NA"}, "DOB"),
        ({"SEX": ""}, "SEX"),
        ({"SEX": "9"}, "SEX"),
    ],
)
def test_r01_a_row_without_initials_birthday_or_sex_is_refused(change, field):
    assert broken(change) == (("R01", field, ROW_REFUSED),)


@pytest.mark.parametrize("consent", ["", "NA", "X"])
def test_r02_a_row_whose_consent_is_not_known_is_refused_and_nothing_else_said_of_it(consent):
    assert broken({"CONSENT": consent, "DOB": "nonsense", "SEX": "9"}) == (("R02", "CONSENT", ROW_REFUSED),)


@pytest.mark.parametrize(
    ("birthday", "found"),
    [
        ("31/12/1902", (("R03", "DOB", ROW_REFUSED),)),
        ("01/01/1903", KEPT),
        ("01/04/2008", (("R03", "DOB", ROW_REFUSED),)),  # the day of referral
        ("01/07/2008", (("R03", "DOB", ROW_REFUSED),)),  # after the last day the file covers
        ("31/02/1980", (("R03", "DOB", ROW_REFUSED),)),
    ],
)
def test_r03_a_birthday_is_after_1902_and_before_referral(birthday, found):
    other = {"FINITIAL": "K", "CLIENTID": "2"}  # so that one birthday of the file can be read
    file = checks.parse(extract({"DOB": birthday}, other), Name.parse(NAME), Settings())
    assert tuple((row["rule"], row["field"], row["severity"]) for row in file.findings.iter_rows(named=True)) == found


def test_r03_a_birthday_on_the_day_before_referral_is_kept_but_is_a_childs():
    assert broken({"DOB": "31/03/2008"}) == (("R04", "DOB", NOTED),)


@pytest.mark.parametrize(
    ("birthday", "found"),
    [("07/04/1990", KEPT), ("08/04/1990", (("R04", "DOB", NOTED),))],  # triaged on 7 April 2008
)
def test_r04_someone_who_is_18_on_the_day_of_triage_is_an_adult(birthday, found):
    assert broken({"DOB": birthday}) == found


@pytest.mark.parametrize("field", ["REFLD", "TRIAGED", "DRUG1"])
def test_r05_a_row_without_referral_triage_or_drug_is_refused(field):
    assert broken({field: ""}) == (("R05", field, ROW_REFUSED),)


@pytest.mark.parametrize(
    ("triaged", "found"), [("01/04/2008", KEPT), ("31/03/2008", (("R05", "TRIAGED", ROW_REFUSED),))]
)
def test_r05_triage_may_be_on_the_day_of_referral_and_not_before(triaged, found):
    assert broken({"TRIAGED": triaged}) == found


@pytest.mark.parametrize("field", ["CLIENTID", "EPISODID", "AGNCY"])
def test_r06_a_row_without_agency_client_or_episode_is_refused(field):
    assert broken({field: ""}) == (("R06", field, ROW_REFUSED),)


def test_r06_rows_of_one_episode_that_are_of_different_people_are_all_refused(tmp_path):
    (tmp_path / NAME).write_bytes(extract({}, {"SINITIAL": "C"}, {"EPISODID": "other"}))
    found = check_file(tmp_path / NAME).findings
    assert [(row["line"], row["rule"], row["severity"]) for row in found.iter_rows(named=True)] == [
        (2, "R06", ROW_REFUSED),
        (3, "R06", ROW_REFUSED),
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("ETHNIC", "S", "T"),
        ("ACCMNEED", "3", "4"),
        ("RFLS", "25", "26"),
        ("INJSTAT", "Z", "X"),
        ("HEPBSTAT", "E", "F"),
        ("HEPCSTAT", "D", "C"),
        ("PREVTR", "y", "1"),
        ("LA", "00CR", "CR00"),
        ("DAT", "Z00B", "Z01B"),
    ],
)
def test_w01_a_code_off_its_list_is_taken_as_missing(field, good, bad):
    good_row = {"LA": "", field: good} if field == "DAT" else {field: good}
    assert broken(good_row) == KEPT
    assert broken({field: bad}) == (("W01", field, FIELD_REFUSED),)
    assert value({field: bad}, field) is None


def test_w01_pharmacological_treatment_is_a_code_from_letter_k_on():
    assert broken({"MODAL": "94"}) == KEPT
    assert broken({"MODAL": "94"}, NAME.replace("-K", "-H")) == (("W01", "MODAL", FIELD_REFUSED),)


@pytest.mark.parametrize(
    ("code", "kept_as", "found"),
    [
        ("3201", "3201", KEPT),
        ("1999", "1999", (("W01", "DRUG1", NOTED),)),  # in the range of opiates
        ("1011", "1011", (("W01", "DRUG1", NOTED),)),
        ("2999", "8799", (("W01", "DRUG1", NOTED),)),
        ("heroin", "8799", (("W01", "DRUG1", NOTED),)),
        ("01999", "8799", (("W01", "DRUG1", NOTED),)),  # no code of four digits, whatever number it is
        ("+199", "8799", (("W01", "DRUG1", NOTED),)),
    ],
)
def test_w01_an_unknown_drug_is_never_dropped(code, kept_as, found):
    assert broken({"DRUG1": code}) == found
    assert value({"DRUG1": code}, "DRUG1") == kept_as


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"DISD": "07/04/2008", "DISRSN": "2"}, KEPT),
        ({"DISD": "06/04/2008", "DISRSN": "2"}, (("W02", "DISD", ROW_REFUSED),)),
        ({"DISRSN": "2"}, (("W02", "DISRSN", NOTED),)),
        ({"DISD": "07/04/2008"}, (("W02", "DISRSN", NOTED),)),
    ],
)
def test_w02_a_discharge_is_not_before_triage_and_has_a_reason(change, found):
    assert broken(change) == found


def test_w02_a_discharge_without_a_reason_is_counted_as_not_known():
    assert value({"DISD": "07/04/2008"}, "DISRSN") == "0"
    assert value({"DISD": "07/04/2008", "DISRSN": "777"}, "DISRSN") == "0"


@pytest.mark.parametrize(
    ("reason", "status", "ended", "is_so"),
    [
        ("2", "A", "20/04/2008", True),  # completed, and agreed
        ("2", "B", "20/04/2008", False),
        ("5", "C", "20/04/2008", False),
        ("84", "A", "20/04/2008", True),  # a transfer is agreed too
        ("6", "A", "20/04/2008", False),
        ("6", "B", "20/04/2008", True),
        ("6", "A", "19/04/2008", True),  # an intervention before the last
    ],
)
def test_w12_the_last_intervention_ends_as_the_discharge_says(reason, status, ended, is_so):
    change = {"MODEND": ended, "MODEXIT": status, "DISD": "20/04/2008", "DISRSN": reason}
    assert broken(change) == (KEPT if is_so else (("W12", "MODEXIT", NOTED),))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"MODST": "07/04/2008"}, KEPT),
        ({"MODST": "06/04/2008"}, (("W03", "REFMODDT", FIELD_REFUSED),)),
        ({"MODEND": "14/04/2008", "MODEXIT": "A"}, KEPT),
        ({"MODEND": "13/04/2008"}, (("W03", "MODEND", FIELD_REFUSED), ("W03", "MODEXIT", NOTED))),
        ({"MODEND": "14/04/2008"}, (("W03", "MODEXIT", NOTED),)),
        ({"MODEXIT": "A"}, (("W03", "MODEXIT", FIELD_REFUSED),)),
        ({"MODEND": "20/04/2008", "MODEXIT": "A", "DISD": "20/04/2008", "DISRSN": "2"}, KEPT),
        (
            {"MODEND": "21/04/2008", "MODEXIT": "A", "DISD": "20/04/2008", "DISRSN": "2"},
            (("W03", "MODEND", FIELD_REFUSED),),
        ),
    ],
)
def test_w03_an_intervention_is_referred_starts_and_ends_in_order(change, found):
    assert broken(change) == found


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("OPIUSE", "28", "29"),
        ("ALCUSE", "0", "-1"),
        ("CRAUSE", "NA", "x"),
        ("PWORK", "5", "5.0"),
        ("PSYHSTAT", "20", "21"),
        ("SHARING", "N", "2"),
    ],
)
def test_w04_an_item_off_its_scale_is_taken_as_missing(field, good, bad):
    form = {"TOPDATE": "14/04/2008", "TRSTAGE": "S"}
    assert broken({**form, field: good}) == KEPT
    assert broken({**form, field: bad}) == (("W04", field, FIELD_REFUSED),)
    assert value({**form, field: bad}, field) is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"DRUG2": "9996", "DRUG3": "9996"}, KEPT),
        ({"DRUG2": "1101"}, (("W05", "DRUG2", NOTED),)),
        ({"DRUG2": "3201", "DRUG3": "3201"}, (("W05", "DRUG3", NOTED),)),
    ],
)
def test_w05_the_three_drugs_differ(change, found):
    assert broken(change) == found


def test_w06_whoever_lives_outside_england_has_no_local_authority():
    assert broken({"DAT": "Z00B", "LA": ""}) == KEPT
    assert broken({"DAT": "Z00B"}) == (("W06", "LA", NOTED),)


def test_w07_no_date_is_after_the_last_day_the_file_covers():
    assert broken({"CPLANDT": "30/06/2008"}) == KEPT
    assert broken({"CPLANDT": "01/07/2008"}) == (("W07", "CPLANDT", FIELD_REFUSED),)
    assert value({"CPLANDT": "01/07/2008"}, "CPLANDT") is None


def test_w08_rows_of_one_episode_that_differ_are_noted_and_the_first_is_used(tmp_path):
    (tmp_path / NAME).write_bytes(extract({"RFLS": ""}, {"RFLS": "4"}, {"RFLS": "6"}))
    found = check_file(tmp_path / NAME).findings
    assert found.select("line", "field", "rule").rows() == [(2, "RFLS", "W08")]


@pytest.mark.parametrize("change", [{"CPLANDT": "2008-04-07"}, {"DRUG1AGE": "12.5"}, {"ALCDDAYS": "29"}])
def test_w09_a_date_or_number_that_cannot_be_read_is_taken_as_missing(change):
    (field,) = change
    assert broken(change) == (("W09", field, FIELD_REFUSED),)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        (NAME, KEPT),
        ("kent.csv", (("F01", None, NOTED),)),
        ("N0852-20080431-20080630-TREAT-IN-K.csv", (("F01", None, NOTED),)),  # there is no 31 April
        (NAME.replace("-K", "-I"), (("F01", None, NOTED),)),
        (NAME.replace("N0852", "N0853"), (("F01", "AGNCY", NOTED),)),
    ],
)
def test_f01_a_name_says_agency_period_and_a_known_letter(name, rules):
    assert broken({}, name) == rules


def test_every_rule_says_what_it_checks_how_bad_it_is_what_to_tell_and_how_sure_it_is():
    assert all(rule.checks and rule.message and rule.confidence and rule.severity in SEVERITIES for rule in RULES)
    wanted = {f"F0{n}" for n in range(1, 10)} | {f"R0{n}" for n in range(1, 7)} | {f"W0{n}" for n in range(1, 10)}
    wanted |= {"F10", "W10", "W11", "W12"}
    assert {rule.id for rule in RULES} == wanted


def test_the_header_rows_of_h_and_k_have_112_and_144_columns():
    assert (len(headers("H")), len(headers("K"))) == (112, 144)
    assert set(headers("H")) < set(headers("K"))
    assert headers("K")[:3] + headers("K")[-1:] == ["FINITIAL", "SINITIAL", "DOB", "OPRAGNCY"]


def test_other_spellings_of_a_header_are_known():
    assert [headers_by_name()[name] for name in ("PEDUCAT", "ACUTEHAP", "TOPSTAGE")] == [
        "EDUCAT",
        "ACUTHPBM",
        "TRSTAGE",
    ]


@pytest.mark.parametrize("name", sorted({field.codes for field in fields().values() if field.codes}))
def test_each_code_list_has_each_code_once_with_a_source_and_how_sure_it_is(name):
    codes = code_list(name)
    assert {"code", "label", "group", "valid_from", "valid_to", "source", "confidence"} <= set(codes.columns)
    assert codes["code"].is_unique().all()
    assert not (codes.select("label", "source", "confidence") == "").to_series().any()


def test_the_planned_discharges_of_2007_are_those_of_2009_and_those_referred_on():
    reasons = code_list("discharge_reasons")
    planned = {year: set(reasons.filter(reasons[f"planned_{year}"] == "yes")["code"]) for year in (2004, 2007, 2009)}
    assert {"1", "2"} <= planned[2009] < planned[2007] < planned[2004]
    assert planned[2007] - planned[2009] == {"5", "33", "40", "47", "54", "61", "68"}
    assert "999" in codes_valid("discharge_reasons", "F")
