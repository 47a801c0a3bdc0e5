"""Files that are no files: pipes that never end, devices, links and folders, and files that are nested too deeply to follow."""

import os
import stat
import sys

import pytest

from needs import files, settings
from needs.files import replacing
from needs.folders import Folders
from needs.ingest import authored, csvfile, raw
from needs.ingest.ndtms import checks, extracts, naming, pseudonyms
from needs.ingest.ndtms.naming import Settings
from needs.mistakes import Mistake

on_posix = pytest.mark.skipif(os.name != "posix", reason="pipes with names and devices are those of POSIX")
EXTRACT = "N0852-20110401-20110630-TREAT-IN-K.csv"
DEEP = "a = " + "[" * 5000


def problems_of_a_paper(path):
    (problem,) = authored.read(Folders(path.parents[4]), {path.parent.name}).problems
    return problem


def message_of(error, read, path):
    with pytest.raises(error) as mistake:
        read(path)
    return mistake.value


# Each reader of what a partnership or a stranger may have put somewhere, by the path where it looks
READERS = {
    "project/needs.toml": lambda path: message_of(Mistake, settings.read, path.parent),
    "project/data/raw/local/barnet/paper.toml": problems_of_a_paper,
    "project/data/raw/ndtms/barnet/ndtms.toml": lambda path: message_of(Mistake, naming.settings, path.parent),
    f"project/data/raw/ndtms/barnet/{EXTRACT}": lambda path: checks.read(path, Settings()).findings["message"][0],
    "project/data/raw/town.csv": lambda path: csvfile.read(path).problems[0],
    "elsewhere/pseudonym.key": lambda path: message_of(
        Mistake, lambda _: pseudonyms.key(path.parents[1] / "project"), path
    ),
}


@pytest.fixture(params=READERS)
def place(request, tmp_path, monkeypatch):
    path = tmp_path / request.param
    path.parent.mkdir(parents=True)
    monkeypatch.delenv(pseudonyms.KEY, raising=False)
    monkeypatch.setenv(pseudonyms.KEY_FILE, str(tmp_path / "elsewhere" / "pseudonym.key"))
    return path, READERS[request.param]


@on_posix
def test_a_pipe_that_never_ends_is_told_at_once(place):
    path, read = place
    os.mkfifo(path, 0o600)

    assert "regular file" in str(read(path)) or "key cannot be read" in str(read(path))


@on_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="its devices have other names")
def test_a_link_to_a_device_without_an_end_is_told_at_once(place):
    path, read = place
    path.symlink_to("/dev/zero")

    assert any(said in str(read(path)) for said in ("regular file", "key cannot be read", "others may read the key"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DEEP, "brackets within brackets"),
        ("a = " + "1" * 5000, "Exceeds the limit"),
        ("a = ", "Invalid value"),
    ],
)
def test_toml_that_only_a_program_would_write_is_one_short_line(tmp_path, text, message):
    (tmp_path / "needs.toml").write_text(text)

    said = str(message_of(Mistake, settings.read, tmp_path))
    assert said.startswith("needs.toml is not TOML: ")
    assert message in said
    assert len(said) < 200


def test_json_that_is_nested_too_deeply_is_not_json_and_a_manifest_of_it_says_nothing(tmp_path):
    (tmp_path / "manifest.json").write_text("[" * 200_000)

    message_of(ValueError, files.from_json, tmp_path / "manifest.json")
    assert raw.is_invented(tmp_path) is False


def test_no_more_is_read_than_is_wanted(tmp_path):
    (tmp_path / "file").write_bytes(b"12345")

    assert files.content(tmp_path / "file", 5) == b"12345"
    assert (
        message_of(OSError, lambda path: files.content(path, 4), tmp_path / "file").strerror
        == "it has more than 4 bytes"
    )


@on_posix
def test_nothing_is_written_in_the_place_of_what_is_no_file(tmp_path):
    path = tmp_path / "device"
    os.mkfifo(path)

    with pytest.raises(Mistake, match="no regular file"), replacing(path) as unfinished:
        unfinished.write_text("a file")
    assert stat.S_ISFIFO(path.stat().st_mode)


@on_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="its names are always text")
def test_a_name_that_is_no_text_is_told_with_its_bytes(tmp_path):
    folder = Folders(tmp_path).raw / "ndtms"
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"b\xffd")).mkdir()

    with pytest.raises(Mistake) as mistake:
        raw.check_names(Folders(tmp_path))
    assert str(mistake.value) == r"data/raw/ndtms/b\xffd: the name is not UTF-8; rename it"


def test_whatever_lies_beside_extracts_and_is_not_read_is_told(tmp_path):
    folders = Folders(tmp_path)
    within = folders.raw / "ndtms"
    for name in (
        "x.csv",
        "kent/2010/x.csv",
        f"kent/{EXTRACT}",
        "kent/y.txt",
        "kent/ndtms.toml",
        "kent/.hidden",
        "README.md",
    ):
        (within / name).parent.mkdir(parents=True, exist_ok=True)
        (within / name).write_text("a line\n")

    assert [(problem.file, problem.severity) for problem in extracts.unread(folders)] == [
        ("data/raw/ndtms/kent/2010/x.csv", "noted"),
        ("data/raw/ndtms/kent/y.txt", "noted"),
        ("data/raw/ndtms/x.csv", "noted"),
    ]


@pytest.mark.parametrize("value", ["a" * 40, " " * 40, "ab" * 20])
def test_a_key_that_anybody_would_try_first_is_refused(tmp_path, monkeypatch, value):
    monkeypatch.setenv(pseudonyms.KEY, value)

    said = str(message_of(Mistake, pseudonyms.key, tmp_path))
    assert "wanted" in said
    assert value not in said


def test_a_key_that_is_no_text_is_a_key(tmp_path, monkeypatch):
    monkeypatch.setenv(pseudonyms.KEY, os.fsdecode(b"sixteen bytes, or more \xff"))

    assert pseudonyms.key(tmp_path).value == b"sixteen bytes, or more \xff"


def test_a_file_of_keys_in_the_folder_of_nobody_is_one_line(tmp_path, monkeypatch):
    monkeypatch.delenv(pseudonyms.KEY, raising=False)
    monkeypatch.setenv(pseudonyms.KEY_FILE, "~nobody of that name/key")

    assert "names no file" in str(message_of(Mistake, pseudonyms.key, tmp_path))
