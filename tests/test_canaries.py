"""Planted identifiers are looked for in everything that is written or said: none may be found, and no key.

The invented people of `canary_project` go through the commands as they are run from a terminal, and through failures.
`NEEDS_LONG_ATTACK=1 python -m pytest tests/test_canaries.py` renders every document, not only the one on the files.
"""

import os
import re
import shutil
import zipfile
from urllib.parse import unquote

import canary_project
import polars as pl
import pytest
import small_project
from canary_project import KEY, NAMES, NEVER_SEEN, OTHER_KEY, PARTNERSHIP, QUARTER

from needs.ingest.ndtms import pseudonyms

EVERY_DOCUMENT = [] if os.environ.get("NEEDS_LONG_ATTACK") else ["--document", "data_quality"]
OF_THE_PARTNERSHIP = ("report", "--partnership", PARTNERSHIP, "--quarter", QUARTER, *EVERY_DOCUMENT)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The project after its commands, and all that they said."""
    folders = canary_project.written(tmp_path_factory.mktemp("canaries"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        commands = (
            OF_THE_PARTNERSHIP,
            (*OF_THE_PARTNERSHIP, "--management"),
            ("site",),
            ("check", file_of(folders)),
        )
        said = [run(folders, *command) for command in commands]
    return folders, "\n".join(said)


def run(folders, *words):
    """All that a command says."""
    _, out, errors = small_project.ended(small_project.begun(folders.root, *map(str, words)))
    return "\n".join([*out, *errors])


def file_of(folders):
    return folders.raw / "ndtms" / PARTNERSHIP / NAMES[0]


def texts(folder):
    """Every file below a folder, by its place in it, as text; what a table, an archive or a page holds too."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place, text = path.relative_to(folder).as_posix(), path.read_bytes().decode("utf-8", "replace")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{place}/{name}", archive.read(name).decode()) for name in archive.namelist())
        elif path.suffix == ".parquet":
            yield (
                place,
                pl.read_parquet(path).write_json(),
            )  # of its bytes, which are packed, any two may be alike by chance
        else:
            yield place, re.sub('(?<=charset=utf-8,)[^"]+', lambda held: unquote(held[0]), text)


def found(text):
    return [planted for planted in (*NEVER_SEEN, KEY, OTHER_KEY) if planted in text]


def test_the_documents_were_made_from_the_planted_people(told):
    folders, said = told

    assert said.count("1 written") == 2 or (
        "5 written" in said and "4 written" in said
    )  # the paper is no management one
    files = pl.read_parquet(folders.restricted / PARTNERSHIP / "extract_files.parquet")
    assert files["rows_used"].sum() > 60
    assert files["rows_refused"].sum() > 20
    assert files["rows_without_consent"].sum() == 2
    for tables in (folders.safe, folders.management):
        results = pl.read_parquet(tables / "results" / f"counted-{PARTNERSHIP}.parquet")
        assert (results["status"] == "shown").sum() > 10


def test_nothing_planted_is_right_of_the_disclosure_line(told):
    folders, _ = told
    right_of_it = (folders.safe, folders.management, folders.reports, folders.written("management"))
    held = {f"{folder.name}/{place}": text for folder in right_of_it for place, text in texts(folder)}

    place = f"{PARTNERSHIP}/2008-09-q1"
    assert {
        f"safe/extract_findings/{PARTNERSHIP}.csv", f"management/results/counted-{PARTNERSHIP}.parquet",
        f"reports/{place}/data_quality.html", f"reports/{place}/figures.xlsx/xl/sharedStrings.xml",
        f"reports-management/{place}/data_quality.management.html", "reports-management/register.csv",
    } <= set(held)  # fmt: skip
    assert {name: found(text) for name, text in held.items() if found(text)} == {}


def test_restricted_tables_hold_pseudonyms_and_no_identifier(told):
    folders, _ = told
    held = dict(texts(folders.restricted))
    people = pl.read_parquet(folders.restricted / PARTNERSHIP / "episodes.parquet")["person"]

    assert {f"{PARTNERSHIP}/episodes.parquet", f"varied/{PARTNERSHIP}.parquet", "figures.parquet"} <= set(held)
    assert {name: found(text) for name, text in held.items() if found(text)} == {}
    assert people.str.contains(f"^[0-9a-f]{{{pseudonyms.LENGTH}}}$").all()


def test_what_lies_in_a_table_is_looked_at(tmp_path):
    pl.DataFrame({"one": ["QZ"] * 50, "two": [["03/02/1931"]] * 50}).write_parquet(tmp_path / "table.parquet")

    ((_, text),) = texts(tmp_path)
    assert {"QZ", "03/02/1931"} <= set(found(text))


def test_no_command_says_what_was_planted(told):
    assert found(told[1]) == []


def test_a_file_is_checked_with_its_lines_columns_and_rules_named_and_no_cell(told):
    said = [line for line in told[1].splitlines() if line.startswith(NAMES[0])]

    assert len(said) > 30
    assert f"{NAMES[0]}, line 28, DOB: not a date of birth that can be" in "\n".join(said)
    for line in said:
        assert re.search(r"\((?:[FRW]\d\d), (?:file refused|row refused|field refused|noted)\)$", line)


FAILURES = {
    "a table cannot be written": lambda folders: (folders.restricted / PARTNERSHIP).write_text("in the way"),
    "a list cannot be written": lambda folders: (folders.safe / "extract_findings").write_text("in the way"),
    "the wrong encoding": lambda folders: declare(folders, 'encoding = "utf-16"'),
    "the wrong date format": lambda folders: declare(folders, 'date_format = "%Y/%m/%d"'),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_run_that_fails_says_nothing_that_was_planted(tmp_path, monkeypatch, capsys, failure):
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    folders = canary_project.written(tmp_path)
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    folders.restricted.mkdir(parents=True)
    folders.safe.mkdir(parents=True)
    FAILURES[failure](folders)

    _, out, errors = small_project.commands(monkeypatch, capsys)("results")
    said = "\n".join([*out, *errors])
    listed = "\n".join(text for _, text in texts(folders.processed))

    assert re.search(r"\w+Error: |cannot be written|,refused,", said + listed)
    assert found(said + listed) == []


def declare(folders, line):
    (file_of(folders).parent / "ndtms.toml").write_text(line + "\n")


def ingested(folders, key, monkeypatch):
    """Everything made from nothing under a key: what is right of the disclosure line, and the pseudonyms of the people."""
    monkeypatch.setenv(pseudonyms.KEY, key)
    monkeypatch.setenv("NEEDS_HOME", str(folders.root))
    shutil.rmtree(folders.processed, ignore_errors=True)
    run(folders, "results")
    clients = pl.read_parquet(folders.restricted / PARTNERSHIP / "episodes.parquet")["person"]
    return small_project.files(folders.safe) | small_project.files(folders.management), set(clients)


def test_a_new_key_changes_every_pseudonym_and_no_result(tmp_path, monkeypatch):
    folders = canary_project.written(tmp_path)

    before, people_before = ingested(folders, KEY, monkeypatch)
    after, people_after = ingested(folders, OTHER_KEY, monkeypatch)

    assert before == after
    assert len(people_before) == len(people_after) > 20
    assert people_before & people_after == set()


def test_the_same_people_in_two_partnerships_with_keys_of_their_own_cannot_be_joined():
    texts_of_people = pl.Series([f"Q|Z|1931-02-{day:02}|M" for day in range(1, 29)])
    one, other = (pseudonyms.Key(key.encode(), "here") for key in (KEY, OTHER_KEY))

    assert (
        set(pseudonyms.pseudonyms(texts_of_people, one)) & set(pseudonyms.pseudonyms(texts_of_people, other)) == set()
    )
    assert [key for key in (KEY, OTHER_KEY) if key in f"{one!r} {one} {other!r} {other}"] == []


def test_a_key_in_a_file_is_never_repeated(tmp_path, monkeypatch):
    monkeypatch.delenv(pseudonyms.KEY, raising=False)
    monkeypatch.setenv(pseudonyms.KEY_FILE, str(tmp_path / "key"))
    folders = canary_project.written(tmp_path / "project")
    (tmp_path / "key").write_text(KEY + "QZ\n")
    (tmp_path / "key").chmod(0o600)

    said = run(folders, "results")

    assert "holds no key" in said
    assert found(said) == []
    assert [name for name, text in texts(folders.root / "data" / "processed") if KEY in text] == []
