import datetime
import random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_extract import KEY, NAME, extract, headers, put

from needs.ingest.ndtms import rules
from needs.ingest.ndtms.extracts import check_file, read_extract
from needs.ingest.problems import FILE_REFUSED, NOTED
from needs.mistakes import Mistake
from needs.quarter import Quarter

OTHER = {"FINITIAL": "K", "CLIENTID": "2", "EPISODID": "2"}
FORM = {"TOPDATE": "14/04/2008", "TOPID": "1", "TRSTAGE": "S"}


def read(folder):
    return read_extract(folder, KEY)


def rows_of(extract):
    """Rows in, used, refused and without consent, of all files."""
    return extract.files.select("rows", "rows_used", "rows_refused", "rows_without_consent").sum().row(0)


def refused(content, tmp_path, name=NAME):
    """The rule and line of each reason for which a whole file is refused."""
    (tmp_path / name).write_bytes(content)
    found = check_file(tmp_path / name).findings
    assert set(found["severity"]) == {FILE_REFUSED}
    return found.select("rule", "line").rows()


def test_a_row_becomes_an_episode_and_an_intervention_of_a_pseudonym(tmp_path):
    made = read(put(tmp_path / "dudley", {}))
    (episode,) = made.episodes.to_dicts()
    (intervention,) = made.interventions.to_dicts()
    assert episode["partnership"] == "dudley"
    assert (episode["agency"], episode["sex"], episode["ethnic"], episode["district"]) == ("N0852", "M", "A", "00CR")
    assert episode["age_at_triage"] == 27  # born 17 May 1980, triaged 7 April 2008
    assert episode["triaged"] == datetime.date(2008, 4, 7)
    assert (episode["discharged"], episode["discharge_reason"]) == (None, None)
    assert (intervention["modality"], intervention["is_structured"]) == ("2", True)
    assert intervention["started"] == datetime.date(2008, 4, 14)
    assert intervention["person"] == episode["person"]
    assert len(episode["person"]) == 32
    assert made.outcomes_profiles.is_empty()
    assert rows_of(made) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("birthday", "quarter"),
    [("31/03/1980", (1979, 4)), ("01/04/1980", (1980, 1)), ("30/06/1980", (1980, 1)), ("01/01/1981", (1980, 4))],
)
def test_the_quarter_of_birth_gives_the_exact_age_at_the_end_of_every_quarter(tmp_path, birthday, quarter):
    made = read(put(tmp_path / "dudley", {"DOB": birthday}))
    year, number = quarter
    assert made.episodes["birth_quarter"].to_list() == [year * 4 + number]
    day, month, born = (int(part) for part in birthday.split("/"))
    assert Quarter(year, number) == Quarter.containing(datetime.date(born, month, day))


def test_one_person_at_two_agencies_has_one_pseudonym_and_two_episodes(tmp_path):
    put(tmp_path / "dudley", {})
    put(tmp_path / "dudley", {"AGNCY": "N0853", "CLIENTID": "other"}, name=NAME.replace("N0852", "N0853"))
    made = read(tmp_path / "dudley")
    assert made.episodes.height == 2
    assert made.episodes["person"].n_unique() == 1
    assert made.episodes["episode"].n_unique() == 2


def test_an_episode_repeated_for_two_interventions_and_two_profiles_stands_once(tmp_path):
    second = {"MODID": "2", "MODAL": "4", **FORM}
    made = read(put(tmp_path / "dudley", {}, second, {**second, "TOPID": "2", "TRSTAGE": "R"}))
    assert made.episodes.height == 1
    assert sorted(made.interventions["modality"]) == ["2", "4"]
    assert sorted(made.outcomes_profiles["stage"]) == ["R", "S"]
    assert rows_of(made) == (3, 3, 0, 0)


def test_two_interventions_under_one_constant_number_stay_two(tmp_path):
    # one exporter writes MODID=1 for everyone
    made = read(put(tmp_path / "dudley", {}, {"MODAL": "4"}))
    assert made.interventions.height == 2


def test_needle_exchange_is_not_structured_treatment(tmp_path):
    assert read(put(tmp_path / "dudley", {"MODAL": "8"})).interventions["is_structured"].to_list() == [False]


def test_not_answered_blank_not_collected_and_not_usable_stay_four_things(tmp_path):
    folder = put(
        tmp_path / "dudley", {**FORM, "OPIUSE": "28", "CRAUSE": "NA", "COCAUSE": "", "ALCUSE": "29", "PWORK": "3"}
    )
    (folder / "ndtms.toml").write_text('not_collected = ["PWORK"]')
    (profile,) = read(folder).outcomes_profiles.to_dicts()
    assert profile["opiates_days"] == 28
    assert [profile[f"{name}_days"] for name in ("crack", "cocaine", "alcohol", "paid_work")] == [None] * 4
    why = dict(item.split("=") for item in profile["missing"].split(", "))
    assert "opiates_days" not in why
    assert [why[f"{name}_days"] for name in ("crack", "cocaine", "alcohol", "paid_work")] == [
        "not answered",
        "blank",
        "not usable",
        "not collected",
    ]


def test_how_full_a_column_is_tells_na_from_blank_and_finds_one_constant_answer(tmp_path):
    made = read(
        put(
            tmp_path / "dudley",
            {"PREVTR": "Y", "TOPCC": "N"},
            {**OTHER, "PREVTR": "NA", "TOPCC": "N"},
            header=headers("H"),
        )
    )
    full = {row["field"]: row for row in made.completeness.iter_rows(named=True)}
    assert [full["PREVTR"][name] for name in ("rows", "answered", "not_answered", "blank")] == [2, 1, 1, 0]
    assert (full["TOPCC"]["is_constant"], full["PREVTR"]["is_constant"]) == (True, False)
    assert (full["MODSET"]["is_collected"], full["TOPCC"]["is_collected"]) == (False, True)


def test_a_column_that_is_blank_throughout_is_collected_all_the_same(tmp_path):
    made = read(put(tmp_path / "dudley", {"PREVTR": " "}, OTHER))
    full = {row["field"]: row for row in made.completeness.iter_rows(named=True)}
    told = ("is_collected", "rows", "answered", "not_answered", "blank", "is_constant")
    assert [full["PREVTR"][name] for name in told] == [True, 2, 0, 0, 2, False]
    assert [full["TOPCC"][name] for name in told] == [True, 2, 0, 0, 2, False]
    assert [full["UTLA"][name] for name in told] == [False, 2, 0, 0, 2, False]  # no column of data set K


def test_a_client_reference_that_is_blank_throughout_is_missing_whatever_the_other_column_holds(tmp_path):
    folder = put(tmp_path / "dudley", {"CLIENTID": "", "CLIENT": "C1"})
    assert ("R06", "CLIENTID") in read(folder).findings.select("rule", "field").rows()
    (folder / "ndtms.toml").write_text('not_collected = ["CLIENTID"]')
    assert rows_of(read(folder)) == (1, 1, 0, 0)


@pytest.mark.parametrize("letter", ["H", "K"])
def test_columns_are_found_by_name_in_any_order(tmp_path, letter):
    header = headers(letter)
    whole = read(put(tmp_path / "dudley", FORM, OTHER, header=header))
    shuffled = read(
        put(tmp_path / "again" / "dudley", FORM, OTHER, header=random.Random(1).sample(header, len(header)))
    )
    assert shuffled.episodes.equals(whole.episodes)
    assert shuffled.outcomes_profiles.equals(whole.outcomes_profiles)


def test_the_required_columns_alone_are_enough_and_other_spellings_are_known(tmp_path):
    required = [
        "AGNCY",
        "CLIENT",
        "EPISODID",
        "CONSENT",
        "FINITIAL",
        "SINITIAL",
        "DOB",
        "SEX",
        "ETHNIC",
        "DAT",
        "REFLD",
        "TRIAGED",
        "DRUG1",
    ]
    required += ["MODAL", "MODID", "REFMODDT", "MODST", "MODEND", "DISD", "DISRSN", "TOPSTAGE"]
    made = read(put(tmp_path / "dudley", {"CLIENT": "7", "TOPSTAGE": "S"}, header=required))
    assert made.episodes.height == 1
    assert made.outcomes_profiles["stage"].to_list() == ["S"]


def test_a_column_that_is_not_known_is_noted_and_the_file_is_used(tmp_path):
    folder = put(tmp_path / "dudley", {}, header=[*headers("K"), "LOCALX"])
    made = read(folder)
    assert made.findings.select("rule", "severity", "message").rows() == [
        ("F07", NOTED, "the column LOCALX is not used")
    ]
    assert made.episodes.height == 1


def test_rows_without_consent_are_counted_and_used_for_nothing_else(tmp_path):
    bare = dict.fromkeys(headers("K"), "") | {"AGNCY": "N0852", "CLIENTID": "3", "CONSENT": "N"}
    told_too_much = {**OTHER, "CONSENT": "N", "OPIUSE": "99"}
    made = read(put(tmp_path / "dudley", {}, bare, told_too_much))
    assert rows_of(made) == (3, 1, 0, 2)
    assert made.findings.is_empty()
    assert made.episodes.height == 1
    assert set(made.completeness["rows"]) == {1}


def test_a_later_file_of_the_same_agency_replaces_the_earlier_one(tmp_path):
    later = NAME.replace("20080630", "20080930")
    folder = put(tmp_path / "dudley", {}, OTHER)
    put(folder, {"RFLS": "6"}, name=later)
    made = read(folder)
    assert made.episodes["referral_source"].to_list() == ["6"]
    assert made.files.select("file", "status", "replaced_by", "rows").rows() == [
        (NAME, "replaced", later, None),
        (later, "used", None, 1),
    ]


def test_a_later_file_that_is_refused_replaces_nothing_and_both_are_listed(tmp_path):
    folder = put(tmp_path / "dudley", {})
    (folder / NAME.replace("20080630", "20080930")).write_bytes(extract({}).replace(b'"J"', b'"J'))
    made = read(folder)
    assert made.files["status"].to_list() == ["used", "refused"]
    assert made.episodes.height == 1
    assert rows_of(made) == (2, 1, 1, 0)


def test_a_file_without_a_period_in_its_name_is_used_alone_and_refused_beside_another(tmp_path):
    folder = put(tmp_path / "dudley", {}, name="export.csv")
    assert read(folder).files["status"].to_list() == ["used"]
    put(folder, {})
    made = read(folder)
    assert made.files.select("file", "status").rows() == [(NAME, "used"), ("export.csv", "refused")]
    assert made.findings.filter(pl.col("severity") == FILE_REFUSED)["rule"].to_list() == ["F08"]


def test_dates_written_year_first_throughout_are_read_without_a_declaration(tmp_path):
    iso = {"DOB": "1980-05-17", "REFLD": "2008-04-01", "TRIAGED": "2008-04-07"}
    iso |= {"REFMODDT": "2008-04-07", "FAOMODDT": "2008-04-10", "MODST": "2008-04-14"}
    made = read(put(tmp_path / "dudley", iso))
    assert made.episodes["triaged"].to_list() == [datetime.date(2008, 4, 7)]
    assert made.files["date_format"].to_list() == ["%Y-%m-%d"]


def test_a_declared_date_format_is_the_only_one_that_is_read(tmp_path):
    folder = put(tmp_path / "dudley", {})
    (folder / "ndtms.toml").write_text(f'[files."{NAME}"]\ndate_format = "%Y-%m-%d"')
    made = read(folder)
    assert made.findings.select("rule", "severity").rows() == [("F05", FILE_REFUSED)]
    assert rows_of(made) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('date_format = "dd/mm/yyyy"', "dudley/ndtms.toml: date_format is 'dd/mm/yyyy'; wanted one of %d/%m/%Y"),
        ('encoding = "utf-16"', "encoding is 'utf-16'; wanted one of utf-8, windows-1252"),
        ('not_collected = ["HEPC"]', "entry 1 of not_collected is 'HEPC'; wanted a column of the data set"),
        ('not_collected = "HEPCTD"', "not_collected is 'HEPCTD'; wanted a list of columns"),
        ('date = "x"', "there is no 'date'; wanted one of date_format, encoding, not_collected"),
        ("date_format", "is not TOML"),
        ("[files]\nx = 1", 'files: x is 1; wanted a section that begins with a line [files."name.csv"]'),
        ("files = 1", 'files is 1; wanted sections such as [files."name.csv"]'),
        ("not_collected = [3]", "entry 1 of not_collected is 3; wanted a column of the data set"),
        ('cds = "7"', "cds is '7'; wanted one of"),
        ("why = 3", "why is 3; wanted a text"),
        (f'[files."{NAME}"]\ndate = "x"', f"files, {NAME}: there is no 'date'; wanted one of date_format"),
    ],
)
def test_a_declaration_that_is_not_usable_stops_with_one_line(tmp_path, text, message):
    folder = put(tmp_path / "dudley", {})
    (folder / "ndtms.toml").write_text(text)
    with pytest.raises(Mistake, match="ndtms.toml.*") as stopped:
        read(folder)
    assert message in str(stopped.value)


def test_a_declaration_of_a_file_that_is_gone_is_named_and_refuses_nothing_else(tmp_path):
    folder = put(tmp_path / "dudley", {})
    (folder / "ndtms.toml").write_text('[files."gone.csv"]\nencoding = "windows-1252"\n[files."also.csv"]\n')
    made = read(folder)
    assert rows_of(made) == (1, 1, 0, 0)
    assert made.findings.select("file", "rule", "severity").rows() == [("ndtms.toml", "F09", NOTED)] * 2
    assert ["'gone.csv'" in message for message in made.findings["message"]] == [True, False]


@pytest.mark.parametrize("blank", [1, 2, 30])
@pytest.mark.parametrize("is_slow", [False, True])
def test_blank_columns_at_the_end_are_left_out_and_noted(tmp_path, blank, is_slow):
    content = extract({"OPRAGNCY": "a\nb" if is_slow else "a"}, {}, header=[*headers("K"), *[""] * blank])
    (tmp_path / "dudley").mkdir()
    (tmp_path / "dudley" / NAME).write_bytes(content)
    made = read(tmp_path / "dudley")
    assert made.findings.select("rule", "severity").rows() == [("F07", NOTED)]
    assert f"{blank} blank columns at the end are left out" in made.findings["message"][0]
    assert rows_of(made)[2] == 0


@pytest.mark.parametrize("blank", [1, 3])
def test_blank_rows_are_nothing_and_noted(tmp_path, blank):
    content = extract({}) + (b"," * (len(headers("K")) - 1) + b"\n") * blank
    (tmp_path / "dudley").mkdir()
    (tmp_path / "dudley" / NAME).write_bytes(content)
    made = read(tmp_path / "dudley")
    assert rows_of(made) == (1, 1, 0, 0)
    assert made.findings.select("rule", "message").rows() == [("F06", f"{blank} blank rows are left out")]


def test_a_cell_below_a_blank_name_at_the_end_refuses_the_file(tmp_path):
    content = extract({}, {}, header=[*headers("K"), "", ""]).decode().splitlines()
    content[2] = content[2].removesuffix('""') + '"x"'
    assert refused("\n".join([*content, ""]).encode(), tmp_path) == [("F02", 1)]


def test_a_folder_that_is_not_there_stops_with_one_line(tmp_path):
    with pytest.raises(Mistake, match="no such folder"):
        read(tmp_path / "gone")


def test_a_folder_without_extracts_gives_tables_without_rows(tmp_path):
    (tmp_path / "dudley").mkdir()
    made = read(tmp_path / "dudley")
    assert [made.episodes.height, made.files.height, made.findings.height] == [0, 0, 0]
    full = read(put(tmp_path / "kent", FORM))
    for name in ("episodes", "interventions", "outcomes_profiles", "completeness", "files", "findings"):
        assert getattr(made, name).schema == getattr(full, name).schema


def test_windows_1252_is_read_where_it_is_declared_and_refused_where_not(tmp_path):
    folder = put(tmp_path / "dudley", {})
    (folder / NAME).write_bytes(extract({"OPRAGNCY": "Cafe£"}).replace("£".encode(), b"\xa3"))
    assert read(folder).findings.select("rule", "line").rows() == [("F04", 2)]
    (folder / "ndtms.toml").write_text('encoding = "windows-1252"')
    assert read(folder).findings.is_empty()


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_change_nothing(tmp_path):
    whole = read(put(tmp_path / "dudley", {}, OTHER))
    text = extract({}, OTHER)
    for number, content in enumerate(
        (b"\xef\xbb\xbf" + text, text.replace(b"\n", b"\r\n"), text.replace(b"\n", b"\n\n"))
    ):
        folder = tmp_path / str(number) / "dudley"
        folder.mkdir(parents=True)
        (folder / NAME).write_bytes(content)
        assert read(folder).episodes.drop("line").equals(whole.episodes.drop("line"))


def test_a_line_break_inside_quotation_marks_is_part_of_its_cell_and_moves_the_lines_below(tmp_path):
    made = read(put(tmp_path / "dudley", {"OPRAGNCY": "two\nlines", "RFLS": "99"}, {**OTHER, "RFLS": "99"}))
    assert made.findings["line"].to_list() == [2, 4]


def test_an_open_quotation_mark_refuses_the_file_and_names_the_line(tmp_path):
    content = extract({}, OTHER, {**OTHER, "EPISODID": "3"}).replace(b'"K","B"', b'"K,"B"', 1)
    assert refused(content, tmp_path) == [("F03", 3)]


def test_every_row_with_a_wrong_number_of_cells_is_named_and_the_file_refused(tmp_path):
    lines = extract({}, OTHER, {**OTHER, "EPISODID": "3"}).splitlines()
    content = b"\n".join([lines[0], lines[1] + b',"x"', lines[2], lines[3].rsplit(b",", 1)[0]]) + b"\n"
    assert refused(content, tmp_path) == [("F03", 2), ("F03", 4)]


def test_a_file_cut_in_the_middle_of_a_row_is_refused(tmp_path):
    assert refused(extract({}, OTHER)[:-300], tmp_path) == [("F03", 3)]


def test_a_header_longer_than_any_cell_may_be_is_refused(tmp_path):
    assert refused(b"x" * 200_000 + b"\n", tmp_path) == [("F03", 1)]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert check_file(tmp_path / NAME).findings.select("rule", "severity").rows() == [("F04", FILE_REFUSED)]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"PK\x03\x04", extract({}).replace(b'"J"', b'"\0"')])
def test_what_is_no_text_is_refused(tmp_path, content):
    assert refused(content, tmp_path)[0][0] == "F04"


def test_a_header_given_twice_or_blank_or_lacking_refuses_the_file(tmp_path):
    header = headers("K")
    assert refused(extract({}, header=[*header, "DOB"]), tmp_path) == [("F02", 1)]
    assert refused(extract({}, header=[*header, "EDUCAT "]), tmp_path) == [("F02", 1)]
    assert refused(extract({}, header=["", *header]), tmp_path) == [("F02", 1)]
    assert refused(extract({}, header=[*header[:9], "", *header[9:], ""]), tmp_path) == [("F02", 1)]
    assert refused(extract({}, header=[name for name in header if name != "MODST"]), tmp_path) == [("F02", 1)]


def test_a_file_without_a_header_is_refused_and_its_first_row_is_not_printed(tmp_path):
    (tmp_path / NAME).write_bytes(extract({}).split(b"\n", 1)[1])
    (sentence,) = rules.sentences(check_file(tmp_path / NAME).findings)
    assert "the header lacks FINITIAL" in sentence
    assert "7731" not in sentence


def test_a_finding_reads_as_one_line_and_as_a_problem(tmp_path):
    put(tmp_path, {"ETHNIC": "?"})
    found = check_file(tmp_path / NAME).findings
    wanted = "not a code of the list that is valid for this data set; taken as missing"
    assert rules.sentences(found) == [f"{NAME}, line 2, ETHNIC: {wanted} (W01, field refused)"]
    assert [problem.severity for problem in rules.problems(found)] == [NOTED]


PLANTED = {
    "FINITIAL": "Q",
    "SINITIAL": "X",
    "DOB": "23/11/1971",
    "PC": "QX99 1ZZ",
    "CLIENT": "QXCLIENT",
    "CLIENTID": "QXCLIENTID",
    "EPISODID": "QXEPISODE",
    "MODID": "QXMODALITY",
    "TOPID": "QXPROFILE",
    "GPPTCE": "QX1234",
    "OPRAGNCY": "QXLOCAL",
}


def test_planted_identifiers_are_found_nowhere(tmp_path):
    bad = {
        "DRUG2": "QXNAME",
        "ETHNIC": "QXNAME",
        "MODSET": "QXNAME",
        "LA": "QXNAME",
        "CPLANDT": "23/11/1971x",
        "OPIUSE": "QX",
    }
    rows = [
        {**PLANTED, **FORM, "TOPID": "QXPROFILE"},
        {**PLANTED, **FORM, **bad, "EPISODID": "QXEPISODE2"},
        {**PLANTED, "SEX": "QX", "EPISODID": "QXEPISODE3"},
        {**PLANTED, "SINITIAL": "Y"},
    ]
    made = read(put(tmp_path / "dudley", *rows, header=[*headers("K"), "1971-11-23 QX"]))
    tables = [made.episodes, made.interventions, made.outcomes_profiles, made.findings, made.completeness, made.files]
    written = "\n".join([*(table.write_csv() for table in tables), repr(made), str(made)])
    assert made.episodes.height == 1
    assert rows_of(made) == (4, 1, 3, 0)
    assert [text for text in ("QX", "1971", "23/11", "1ZZ", "CLIENT-7731") if text in written] == []


@st.composite
def mutated(draw):
    """A small extract with cells, quotes, dates, bytes, columns or lines changed."""
    header = draw(st.permutations(headers(draw(st.sampled_from("HK")))))
    rows = [
        {**FORM, "CLIENTID": str(number), "EPISODID": str(number), "FINITIAL": "JKLM"[number]} for number in range(4)
    ]
    cell = st.sampled_from(
        ["", "NA", "31/02/2008", "2008-04-07", "99999999999", "é", "N", "-1", 'a"b', "a,b", "a\nb", "0080"]
    )
    for row, name, value in draw(
        st.lists(st.tuples(st.integers(0, 3), st.sampled_from(header), cell | st.text(max_size=5)), max_size=8)
    ):
        rows[row][name] = value
    content = bytearray(
        extract(*rows, header=header)
        .decode()
        .encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), "replace")
    )
    for place, byte in draw(
        st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(list(b'"",\n\r\0\xff\xa3Zx'))), max_size=3)
    ):
        position = place % len(content)
        if draw(st.booleans()):
            content[position] = byte
        else:
            content.insert(position, byte)
    return bytes(content[: draw(st.integers(1, len(content)))] if draw(st.integers(0, 5)) == 0 else content)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(content=mutated(), declared=st.sampled_from(["", 'encoding = "windows-1252"', 'date_format = "%Y-%m-%d"']))
def test_no_mutation_of_a_file_stops_the_run_or_loses_a_row(tmp_path_factory, content, declared):
    folder = tmp_path_factory.mktemp("mutated")
    (folder / NAME).write_bytes(content)
    (folder / "ndtms.toml").write_text(declared)
    made = read(folder)
    rows, used, refused_rows, without = rows_of(made)
    assert rows == used + refused_rows + without
    assert made.episodes.height <= used
    assert (made.files["status"][0] == "refused") == (FILE_REFUSED in set(made.findings["severity"]))
    assert set(check_file(folder / NAME).findings["rule"]) == set(made.findings["rule"])
