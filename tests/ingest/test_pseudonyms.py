import hashlib
import hmac
import os
import stat

import polars as pl
import pytest

from needs.ingest.ndtms import pseudonyms
from needs.ingest.ndtms.pseudonyms import KEY, KEY_FILE, Key
from needs.mistakes import Mistake


@pytest.fixture(autouse=True)
def no_key(monkeypatch, tmp_path):
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))


def test_a_pseudonym_is_the_keyed_hash_of_the_text_to_32_characters():
    key = Key(b"0123456789abcdef", "here")
    wanted = hmac.new(b"0123456789abcdef", b"J|B|1980-05-17|M", hashlib.sha256).hexdigest()[:32]
    assert pseudonyms.pseudonyms(pl.Series(["J|B|1980-05-17|M"]), key).to_list() == [wanted]


def test_pseudonyms_keep_their_places_and_missing_stays_missing():
    hashed = pseudonyms.pseudonyms(pl.Series(["a", None, "b", "a"]), Key(b"0123456789abcdef", "here")).to_list()
    assert hashed[0] == hashed[3] != hashed[2]
    assert hashed[1] is None


def test_another_key_gives_another_pseudonym():
    first, second = (pseudonyms.pseudonyms(pl.Series(["a"]), Key(value, "here"))[0] for value in (b"1" * 16, b"2" * 16))
    assert first != second


def test_the_key_of_the_environment_is_used_first(monkeypatch, tmp_path):
    monkeypatch.setenv(KEY, "sixteen bytes or more")
    found = pseudonyms.key(tmp_path / "project")
    assert (found.value, found.is_new) == (b"sixteen bytes or more", False)
    assert not (tmp_path / "config").exists()


def test_a_fresh_key_is_made_once_for_its_owner_only_and_reported(tmp_path):
    made, again = pseudonyms.key(tmp_path / "project"), pseudonyms.key(tmp_path / "project")
    path = tmp_path / "config" / "needs" / "pseudonym.key"
    assert (made.is_new, again.is_new) == (True, False)
    assert made.value == again.value
    assert str(made) == f"a new key, made in {path}"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_lies_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "elsewhere" / "key"))
    assert pseudonyms.key(tmp_path / "project").value.hex() == (tmp_path / "elsewhere" / "key").read_text().strip()


def test_a_key_inside_the_project_is_refused_and_none_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "data" / "key"))
    with pytest.raises(Mistake, match="may not lie inside the project"):
        pseudonyms.key(tmp_path)
    assert not (tmp_path / "data").exists()


def test_a_link_into_the_project_is_refused_too(monkeypatch, tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "project")
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "link" / "key"))
    with pytest.raises(Mistake, match="may not lie inside the project"):
        pseudonyms.key(tmp_path / "project")


@pytest.mark.skipif(os.name == "nt", reason="file modes are not those of Windows")
def test_a_key_that_others_may_read_is_refused(monkeypatch, tmp_path):
    path = tmp_path / "key"
    path.write_text("ab" * 32)
    path.chmod(0o644)
    monkeypatch.setenv(KEY_FILE, str(path))
    with pytest.raises(Mistake, match="others may read the key"):
        pseudonyms.key(tmp_path / "project")


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64])
def test_a_file_that_holds_no_key_is_refused_and_not_overwritten(monkeypatch, tmp_path, content):
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    monkeypatch.setenv(KEY_FILE, str(path))
    with pytest.raises(Mistake, match="64 hexadecimal characters") as refused:
        pseudonyms.key(tmp_path / "project")
    assert path.read_bytes() == content
    assert "short" not in str(refused.value).replace("shortest", "")


def test_a_short_key_is_refused():
    with pytest.raises(Mistake, match="15 bytes, wanted 16 or more"):
        Key(b"1" * 15, "here")


def test_a_key_is_never_printed():
    key = Key(b"the value of the key", "here")
    assert "value of the key" not in f"{key} {key!r}"
