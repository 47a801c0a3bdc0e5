"""The commands on a small project: what they say, what they write, and the code they end with."""

import csv

import pytest
import small_project
from small_package import as_csv, figure
from small_project import SETTINGS

from needs.commands.run import outcome_of
from needs.measure import safe
from needs.mistakes import Mistake

INSTEAD = 'policy = "public" hides counts of 1 to 7 and rounds the rest to 5; "management" shows true counts to named recipients'
LISTS = "levers with lists of values, as in {places = [1, 1.1], waits_weeks = [1, 2]}"
MANAGED = 'policy = "management"\n'
ONE = ("--document", "needs_assessment", "--partnership", "barnet")
RENDERED = "reports/barnet/2010-11-q1/needs_assessment.html"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    return small_project.written(tmp_path)


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command; gives its exit code, the lines of its output and those of its errors."""
    return small_project.commands(monkeypatch, capsys)


def cut(folders):
    """Take the second row of the first table away, as a broken copy would."""
    path = folders.published / "treatment.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))


def drop(folders, name, text):
    path = folders.raw / "local" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def inputs(folders):
    with (folders.safe / "inputs" / "_shared.csv").open() as lines:
        return {row["file"]: row for row in csv.DictReader(lines)}


def test_results_end_well_when_every_row_is_used_and_say_where_they_were_written(folders, run):
    code, said, errors = run("results")
    assert (code, errors) == (0, [])
    assert said == [
        "results written: 5 files, 9 rows: 9 rows used, 0 files and 0 rows refused",
        "data/processed/restricted: 1 file",
        "data/processed/safe: 8 files",
        "data/processed/safe/inputs: 1 file",
        "data/processed/safe/problems: 1 file",
        "data/processed/safe/quarters: 1 file",
        "data/processed/safe/results: 2 files",
    ]


@pytest.mark.parametrize("command", ["ingest", "calculate"])
def test_commands_of_older_versions_are_gone(folders, run, command):
    code, _, errors = run(command)
    assert code == 2
    assert f"No such command '{command}'" in "".join(errors)


def test_a_cut_table_is_said_counted_and_ends_with_1_and_the_rest_is_written(folders, run):
    cut(folders)
    code, said, errors = run("results")
    assert code == 1
    assert said[0] == "results written: 5 files, 9 rows: 7 rows used, 1 file and 2 rows refused"
    assert "the file has 1 of the 2 rows described" in errors[0]
    assert errors[-1].startswith("needs: 1 file and 2 rows refused: results and documents lack what they hold")
    assert inputs(folders)["data/raw/published/treatment.csv"]["refused"] == "2"
    assert (folders.restricted / "figures.parquet").exists()


@pytest.mark.parametrize("content", [None, ""])
def test_a_missing_or_empty_table_is_listed_among_the_inputs(folders, run, content):
    path = folders.published / "treatment.csv"
    path.unlink() if content is None else path.write_text(content)
    assert run("results")[0] == 1
    listed = inputs(folders)["data/raw/published/treatment.csv"]
    assert (listed["rows"], listed["used"], listed["refused"]) == ("2", "0", "2")


def test_a_refused_row_ends_with_1(folders, run):
    drop(folders, "mine.csv", as_csv([figure(place="mine"), figure(place="low", unit="percent", value="-1")]))
    code, said, errors = run("results")
    assert (code, len(errors)) == (1, 2)
    assert said[0] == "results written: 6 files, 11 rows: 10 rows used, 0 files and 1 row refused"


def test_results_are_made_once_and_then_found_up_to_date(folders, run):
    code, said, _ = run("results")
    assert (code, said[0].split(":")[0]) == (0, "results written")
    before = small_project.times(folders.processed)
    code, said, errors = run("results")
    assert (code, errors) == (0, [])
    assert said == ["results are up to date: 5 files, 9 rows: 9 rows used, 0 files and 0 rows refused"]
    assert small_project.times(folders.processed) == before


def touched(folders):
    drop(folders, "ViewIt Export (1).csv", as_csv([figure(place="x")]))


def taken_away(folders):
    (folders.published / "more.csv").unlink()


def settled(folders):
    (folders.root / "needs.toml").write_text(SETTINGS + "\n[counting]\ngap_days = 20\n")


def damaged(folders):
    (folders.safe / "results" / "published.parquet").write_bytes(b"PAR1 no more")


def gone(folders):
    (folders.safe / "areas.csv").unlink()


def stamp_damaged(folders):
    (folders.processed / "stamps" / "figures.json").write_text("{")


def stamp_of_another_kind(folders):
    (folders.processed / "stamps" / "texts.json").write_text("[]")


@pytest.mark.parametrize(
    "change", [touched, taken_away, cut, settled, damaged, gone, stamp_damaged, stamp_of_another_kind]
)
def test_whatever_changes_the_results_are_made_again(folders, run, change):
    run("results")
    change(folders)
    assert run("results")[1][0].startswith("results written: ")
    assert run("results")[1][0].startswith("results are up to date: ")


def test_a_remark_in_the_settings_changes_nothing(folders, run):
    run("results")
    (folders.root / "needs.toml").write_text(SETTINGS + "# a word more\n")
    assert run("results")[1][0].startswith("results are up to date: ")


def test_a_dropped_file_may_have_blanks_and_brackets_in_its_name(folders, run):
    touched(folders)
    assert run("results")[0] == 0
    assert inputs(folders)["data/raw/local/ViewIt Export (1).csv"]["used"] == "1"


def test_what_was_refused_is_said_again_at_every_run(folders, run):
    cut(folders)
    first, second = run("results"), run("results")
    assert (first[0], second[0]) == (1, 1)
    assert first[2] == second[2]
    assert len(second[2]) == 2
    assert second[1][0].startswith("results are up to date: ")


@pytest.mark.parametrize("look_up", ["areas", "measures", "sources"])
def test_without_a_look_up_the_good_results_are_not_overwritten(folders, run, look_up):
    run("results")
    published = folders.safe / "results" / "published.parquet"
    before = published.read_bytes()
    (folders.published / f"{look_up}.csv").unlink()
    code, said, errors = run("results")
    assert (code, said) == (2, [])
    assert "no figures could be used, so the results stay as they were; see data/processed/safe/problems," in errors[-1]
    assert f"data/raw/published/{look_up}.csv" in "".join(errors[:-1])
    assert run("results")[0] == run("report")[0] == 2
    assert published.read_bytes() == before


def test_nobody_reads_results_that_are_not_those_of_the_figures(folders, run):
    run("results")
    (folders.published / "areas.csv").unlink()
    run("results")
    with pytest.raises(Mistake, match="run `needs results`"):
        safe.read(folders.safe)


def test_one_document_that_cannot_be_is_one_line_and_the_others_are_rendered(folders, run):
    code, said, errors = run("report", "--document", "needs_assessment")
    assert (code, said) == (1, [RENDERED])
    assert errors[1:] == ["1 written, 0 up to date, 1 failed"]
    assert errors[0].startswith("needs: atlantis, 2010-11 Q1: partnership 'atlantis' is unknown")


def test_a_document_is_rendered_from_what_is_left_and_the_last_line_says_what_is_not(folders, run):
    cut(folders)
    code, said, errors = run("report", *ONE, "--quarter", "2010-11 Q1")
    assert (code, said) == (1, [RENDERED])
    assert errors[-1].startswith("needs: 1 file and 2 rows refused")


def test_a_notebook_that_lacks_a_parameter_fails_each_document_in_one_line(folders, run):
    path = folders.notebooks / "needs_assessment.ipynb"
    path.write_text(path.read_text().replace("quarter: str", "quart: str"))
    code, _, errors = run("report", *ONE, "--quarter", "2010-11 Q1", "--quarter", "2010-11 Q2")
    assert (code, errors[2:]) == (1, ["0 written, 0 up to date, 2 failed"])
    assert all(
        "ValueError: notebooks/needs_assessment.ipynb: there is no parameter 'quarter'" in line for line in errors[:2]
    )


def test_a_document_that_is_none_is_told_which_there_are(folders, run):
    code, _, errors = run("report", "--document", "needs_assesment")
    assert (code, len(errors)) == (2, 1)
    assert errors == ["needs: there is no document 'needs_assesment'; there are needs_assessment"]


def test_a_quarter_that_is_none_is_told_at_once(folders, run):
    code, _, errors = run("report", "--partnership", "barnet", "--quarter", "2011Q4")
    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith("needs: quarter '2011Q4' is not written like")
    assert errors[0].endswith('did you mean "2011-12 Q4"?')
    assert not folders.safe.is_dir()  # told before anything is counted


def test_a_partnership_without_a_quarter_is_a_mistake(folders, run):
    assert run("report", "--partnership", "barnet")[0] == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("documents = 3\n", "documents is 3; wanted a list: begin each with a line [[documents]]"),
        ("documents = [3]\n", "entry 1 of documents is 3; wanted a section that begins with a line [[documents]]"),
        (
            '[[documents]]\npartnership = 3\nquarter = "2010-11 Q1"\nwhy = ""\n',
            "entry 1 of documents: partnership is 3; wanted a text",
        ),
        (
            '[[documents]]\nquarter = "2010-11 Q1"\nwhy = ""\n',
            "entry 1 of documents: it has no partnership; wanted a line such as partnership = ",
        ),
        (
            '[[documents]]\npartnership = "a"\nquarter = "2010-11 Q1"\nwhy = ""\nwho = "b"\n',
            "entry 1 of documents: there is no 'who'; wanted one of partnership, quarter, why",
        ),
        ("[counting]\ngap = 21\n", "counting: there is no 'gap'; wanted one of gap_days, both_days_count"),
        ("[counting]\ngap_days = true\n", "counting: gap_days is True; wanted a whole number, 0 to 730"),
        ("[counting]\nboth_days_count = 1\n", "counting: both_days_count is 1; wanted true or false"),
        ('[counting]\nstarts_from = "referral"\n', "is 'referral'; wanted one of first intervention, triage"),
        ("[counting]\nwhy = 3\n", "counting: why is 3; wanted a text"),
        (
            '[[documents]]\npartnership = "a"\nquarter = "2010"\nwhy = ""\n',
            "entry 1 of documents: quarter '2010' is not",
        ),
        ("[[documents]\n", "needs.toml is not TOML"),
        ("[disclosur]\nsmallest_shown = 10\n", "there is no 'disclosur'; wanted one of documents, counting"),
        ("[disclosure]\nsmallest_shown = 5\n", f"there is no smallest_shown any more; {INSTEAD}"),
        ("[disclosure]\nrounded_to = 5\n", f"there is no rounded_to any more; {INSTEAD}"),
        ("[disclosure]\nzeros_shown = true\n", f"there is no zeros_shown any more; {INSTEAD}"),
        ('[disclosure]\npolicy = "open"\n', "policy is 'open'; wanted one of public, management"),
        ("[disclosure]\npolicy = true\n", "policy is True; wanted one of public, management"),
        ("[disclosure]\ndays_kept = 0\n", "days_kept is 0; wanted a whole number, 1 to 3650"),
        (f"[disclosure]\n{MANAGED}", "policy is 'management', and recipients says nothing; write their roles, as in"),
        (f'[disclosure]\n{MANAGED}recipients = " "\n', "and recipients says nothing; write their roles, as in"),
        (
            f'[disclosure]\n{MANAGED}recipients = "a"\n',
            "and purpose says nothing; write what they need true counts for",
        ),
        (
            f'[disclosure]\n{MANAGED}recipients = "a"\npurpose = "b"\nband = ""\n',
            "and band says nothing; write what every",
        ),
        (f"[counting]\ngap_days = {'9' * 400}\n", "gap_days is 9999"),
        ("[counting]\nmonths_to_return = 999999\n", "months_to_return is 999999; wanted a whole number, 1 to 24"),
        (
            "[counting]\nreliable_change_days = {opiate = 13}\n",
            "is {'opiate': 13}; wanted 1 to 28 days for any of alcohol, opiates",
        ),
        (
            "[counting]\nreliable_change_days = {opiates = 29}\n",
            "is {'opiates': 29}; wanted 1 to 28 days for any of alcohol",
        ),
        ("sweeps = 3\n", "sweeps is 3; wanted a list: begin each with a line [[sweeps]]"),
        ('[[sweeps]]\nname = "a"\n', "entry 1 of sweeps: it has no levers; wanted a line such as levers ="),
        ('[[sweeps]]\nname = "a"\nlevers = {places = 1}\n', f"levers is {{'places': 1}}; wanted {LISTS}"),
        ('[[sweeps]]\nname = "a"\nlevers = {places = [true]}\n', f"levers is {{'places': [True]}}; wanted {LISTS}"),
        ('[[sweeps]]\nname = "a"\nlevers = {}\nquarter = "2010"\n', "entry 1 of sweeps: quarter '2010' is not"),
        (b"# \xa3\n", "needs.toml is not UTF-8"),
        (None, "needs.toml was not found"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_one_line(folders, run, settings, message):
    path = folders.root / "needs.toml"
    path.unlink() if settings is None else path.write_bytes(
        settings if isinstance(settings, bytes) else settings.encode()
    )
    code, _, errors = run("report")
    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith("needs: needs.toml")
    assert message in errors[0]
    assert len(errors[0]) < 500
    assert not folders.safe.is_dir()


@pytest.mark.parametrize("content", [None, b"measure\n\xa3\n"])
def test_describing_a_table_that_cannot_be_read_is_one_line(folders, run, content):
    path = folders.published / "treatment.csv"
    path.unlink() if content is None else path.write_bytes(content)
    code, _, errors = run("describe")
    assert (code, len(errors)) == (2, 1)
    assert "nothing was described: data/raw/published/treatment.csv" in errors[0]


def test_the_outcome_of_a_file_whose_rows_nobody_knows_counts_the_file(folders, run):
    drop(folders, "mine.csv", "PK\x03\x04")
    run("results")
    found = outcome_of(folders.safe)
    assert (found.files, found.files_refused, found.rows_refused) == (6, 1, 0)
    assert not found.is_whole


def test_the_name_of_a_folder_commands_no_terminal(folders, run):
    (folders.raw / "ndtms" / "b\x1b[2J\nx").mkdir(parents=True)
    code, said, errors = run("results")

    assert code == 1
    assert errors[0].startswith(r"data/raw/ndtms/b\x1b[2J\nx: no partnership has this name")
    assert "\x1b" not in "".join([*said, *errors])


@pytest.mark.parametrize("name", ["_old", "_published", ".hidden", "results", "varied"])
def test_a_folder_that_can_be_no_partnerships_is_not_read_and_its_files_are_said(folders, run, name):
    before = run("results")[1][0].partition(": ")[2]
    extract = folders.raw / "ndtms" / name / "extract.csv"
    extract.parent.mkdir(parents=True)
    extract.write_text("nothing,of,a,data,set\n1,2,3,4,5\n")
    code, said, errors = run("results")

    assert (code, said[0].partition(": ")[2]) == (0, before)
    assert [line.partition(": ")[0] for line in errors] == [f"data/raw/ndtms/{name}/extract.csv"]
    assert run("results")[1][0].startswith("results are up to date: ")


def test_an_extract_that_is_refused_is_said_and_is_no_silent_success(folders, run):
    extract = folders.raw / "ndtms" / "barnet" / "K0001-20080401-20090331-TREAT-IN-K.csv"
    extract.parent.mkdir(parents=True)
    extract.write_text("nothing,of,a,data,set\n1,2,3,4,5\n")
    code, _, errors = run("results")

    assert code == 1
    assert [line for line in errors if extract.name in line or "data/raw/ndtms/barnet" in line]
    assert "1 file and 0 rows refused" in errors[-1]


def test_the_list_says_of_each_partnership_for_which_years_figures_are_at_hand(folders, run):
    run("results")
    code, said, _ = run("list")
    assert code == 0
    assert said == ["barnet     Barnet: who 2008-09 to 2009-10", "gateshead  Gateshead: none"]


def test_a_partnership_may_be_asked_for_by_its_code_and_lists_its_sources(folders, run):
    run("results")
    code, said, _ = run("list", "--partnership", "E09000003")
    assert code == 0
    assert said == ["Barnet (barnet, E09000003)", "who: 2008-09 to 2009-10", "  2008-09 to 2009-10: V"]
    assert run("list", "--partnership", "atlantis")[0] == 2
