"""Open files from a stand-in server: what comes whole is kept with its record, and whatever else comes changes nothing."""

import gzip
import hashlib
import json
import shutil
import ssl
import subprocess
from dataclasses import replace

import pytest
import small_project
import stand_in
from stand_in import BARNET, ENGLAND, FINGERTIPS, LEEDS, Answer, StandIn, fingertips

from needs.code_lists import open_files
from needs.fetch import fetching
from needs.fetch.transfer import is_safe
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.settings import Fetching

SOURCE = {one.name: one for one in open_files.every()}
GOOD = fingertips(
    ("90244", ENGLAND, "2021/22", 5.5), ("90244", LEEDS, "2021/22", 6.5), ("90244", BARNET, "2021/22", 7.5)
)
BETTER = fingertips(
    ("90244", ENGLAND, "2022/23", 5.0), ("90244", LEEDS, "2022/23", 6.0), ("90244", BARNET, "2022/23", 7.0)
)
FILE = "data/raw/tables/indicator_3-5-1.csv"
ONS = stand_in.ons(("2021/22", "", 300_000), ("2021/22", "Leeds", 5_000), ("2021/22", "Barnet", 1_500))
QUICK = {"seconds_between": 0, "attempts": 2, "seconds_of_silence": 5}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    found = StandIn()
    yield found
    found.end()


@pytest.fixture
def fetch(server, tmp_path):
    """Fetches one source from what a server answers; gives what came of its files."""

    def one(name="ons-3-5-1", *answers, at=stand_in.ONS, said=lambda *words: None, source=None, **how):
        if answers:
            server.answers[at] = list(answers)
        mirrors = (
            ("https://fingertips.phe.org.uk", server.address),
            ("https://raw.githubusercontent.com", server.address),
        )
        chosen = Fetching(**({"mirrors": mirrors} | QUICK | how))
        return list(fetching.fetch([source or SOURCE[name]], chosen, Folders(tmp_path), said))

    return one


def there(root):
    """Every file below data/raw with its bytes, hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("data/raw/**/*") if path.is_file()
    }


def test_a_whole_answer_lies_in_its_folder_with_a_record_of_what_was_asked(fetch, server, tmp_path):
    (outcome,) = fetch("ons-3-5-1", Answer(ONS, etag='"one"'))

    assert (outcome.state, outcome.failure, outcome.content.rows) == ("fetched", "", 3)
    assert set(there(tmp_path)) == {FILE, f"{FILE}.fetched.json"}
    assert (tmp_path / FILE).read_bytes() == ONS
    record = json.loads((tmp_path / f"{FILE}.fetched.json").read_text())
    assert record["address"] == SOURCE["ons-3-5-1"].asked[0].address
    assert record["host"] == server.address.removeprefix("http://")
    assert (record["bytes"], record["sha256"]) == (len(ONS), hashlib.sha256(ONS).hexdigest())
    assert record["licence"] == "Open Government Licence v3.0"
    assert (record["etag"], record["source"]) == ('"one"', "ons-3-5-1")


def test_fingertips_is_asked_once_for_each_kind_of_authority_with_all_indicators(fetch, server, tmp_path):
    outcomes = fetch("fingertips", Answer(GOOD), at=FINGERTIPS)

    assert [outcome.path.name for outcome in outcomes] == ["fingertips-502.csv", "fingertips-402.csv"]
    asked = [path for path, _ in server.asked]
    assert all("indicator_ids=91117,90244," in path and "parent_area_type_id=15" in path for path in asked)
    assert ["child_area_type_id=502" in path for path in asked] == [True, False]


def test_indicators_that_did_not_come_are_named(fetch):
    outcomes = fetch("fingertips", Answer(GOOD), at=FINGERTIPS)

    assert outcomes[0].notes[0].startswith("no row of 91117, 90245, 92447, ")
    assert outcomes[0].notes[0].endswith("92455 came, of 13 indicators that were asked for")
    assert "90244" not in outcomes[0].notes[0]


def test_a_size_unlike_the_stated_one_is_told_and_refuses_nothing(fetch):
    (outcome,) = fetch("ons-3-5-1", Answer(ONS))

    assert outcome.state == "fetched"
    assert outcome.notes == (
        f"it has {len(ONS)} bytes, and about 51,800,000 were stated: look whether it is all there",
    )


@pytest.mark.parametrize("etag", ['"one"', 'W/"one"', ""], ids=["named", "named weakly", "not named"])
def test_an_unchanged_file_is_left_with_its_record_as_they_are(fetch, server, tmp_path, etag):
    fetch("ons-3-5-1", Answer(ONS, etag=etag))
    before, written = there(tmp_path), small_project.times(tmp_path)
    (outcome,) = fetch()

    assert (outcome.state, outcome.content.rows) == ("unchanged", 3)
    assert (there(tmp_path), small_project.times(tmp_path)) == (before, written)
    assert server.asked[1][1].get("if-none-match", "") == etag


def test_a_changed_file_replaces_the_earlier_and_its_record(fetch, tmp_path):
    fetch("ons-3-5-1", Answer(ONS, etag='"one"'))
    later = ONS.replace(b"5000", b"5005")
    (outcome,) = fetch("ons-3-5-1", Answer(later, etag='"two"'))

    assert outcome.state == "fetched"
    assert (tmp_path / FILE).read_bytes() == later
    assert json.loads((tmp_path / f"{FILE}.fetched.json").read_text())["sha256"] == hashlib.sha256(later).hexdigest()


def test_a_file_that_was_changed_by_hand_is_asked_for_in_full(fetch, server, tmp_path):
    fetch("ons-3-5-1", Answer(ONS, etag='"one"'))
    (tmp_path / FILE).write_bytes(ONS.replace(b"5000", b"5001"))
    (outcome,) = fetch()

    assert outcome.state == "fetched"
    assert (tmp_path / FILE).read_bytes() == ONS
    assert "if-none-match" not in server.asked[1][1]


REFUSED = {
    "an error page": (Answer(b"<!DOCTYPE html><html>Sorry</html>"), "the answer is a web page, not a table"),
    "an error page after blanks": (Answer(b"\xef\xbb\xbf\n  <html>Sorry</html>"), "the answer is a web page"),
    "an error in JSON": (Answer(b'{"error": "busy"}'), "the answer is JSON, not a table"),
    "nothing": (Answer(b""), "the answer is empty"),
    "blanks": (Answer(b"\n\n"), "the answer has no column Year, Series, Drug group ..."),
    "a header alone": (Answer(ONS.split(b"\n")[0] + b"\n"), "the answer holds a header and no rows"),
    "a changed header": (Answer(ONS.replace(b"Local authority", b"LA name", 1)), "the answer has no column Local authority"),
    "no text": (Answer(ONS + b"\xff\xfe"), "the answer is no text in UTF-8"),
    "a row that is cut": (Answer(ONS[:-30]), "the answer ends in the middle of a row (7 cells of 10)"),
    "a cell that is cut": (Answer(ONS[:-15]), "the answer ends in the middle of a cell"),
    "an end that nobody announced": (Answer(ONS[:-2], is_announced=False), "the answer ends in the middle of a line"),
    "fewer bytes than announced": (Answer(ONS, sent=100), f"the answer broke off after 100 of {len(ONS)} bytes"),
    "much less than there is": (Answer(ONS), "move the file that is there away"),
    "no such address": (Answer(b"gone", status=404), "the server answered 404 (not found); its address may have changed"),
    "a busy server": (Answer(b"", status=503), "the server answered 503 (busy); run the same command again later"),
    "an answer without a place": (Answer(b"", status=301), "the server answered 301"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "says"), REFUSED.values(), ids=REFUSED)
def test_an_answer_that_is_not_the_file_is_refused_and_what_was_there_stays(fetch, tmp_path, answer, says):
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"what was there\n" * (100 if "move" in says else 1))
    before = there(tmp_path)
    (outcome,) = fetch("ons-3-5-1", answer)

    assert outcome.failure.startswith(says) or says in outcome.failure
    assert (outcome.state, outcome.content) == ("", None)
    assert "\n" not in outcome.failure
    assert there(tmp_path) == before


def test_a_header_of_another_kind_is_refused(fetch, tmp_path):
    changed = GOOD.replace(b"Indicator ID", b"Number", 1)
    outcomes = fetch("fingertips", Answer(changed), at=FINGERTIPS)

    assert [outcome.failure.partition(":")[0] for outcome in outcomes] == ["the answer has no column Indicator ID"] * 2
    assert there(tmp_path) == {}


def test_a_pinned_hash_lets_nothing_else_through(fetch, tmp_path):
    pinned = replace(SOURCE["ons-3-5-1"], sha256=hashlib.sha256(ONS).hexdigest())
    (refused,) = fetch("", Answer(ONS.replace(b"5000", b"5001")), source=pinned)
    assert f"not {pinned.sha256}" in refused.failure
    assert there(tmp_path) == {}

    (outcome,) = fetch("", Answer(ONS), source=pinned)
    assert outcome.state == "fetched"


def test_a_file_larger_than_any_that_is_read_is_refused(fetch, tmp_path, monkeypatch):
    monkeypatch.setattr("needs.fetch.transfer.LARGEST_FILE", 200)
    (outcome,) = fetch("ons-3-5-1", Answer(ONS))

    assert outcome.failure.startswith("the answer has more than 200 bytes")
    assert there(tmp_path) == {}


def test_a_server_that_is_busy_at_first_is_asked_again(fetch, server):
    (outcome,) = fetch("ons-3-5-1", Answer(status=503), Answer(status=429), Answer(ONS), attempts=3)

    assert outcome.state == "fetched"
    assert len(server.asked) == 3


def test_a_slow_server_is_left_after_the_time_that_was_set(fetch):
    (outcome,) = fetch("ons-3-5-1", Answer(ONS, waits=3), seconds_of_silence=1, attempts=1)

    assert "sent nothing for 1 seconds; raise seconds_of_silence in needs.toml" in outcome.failure
    assert not outcome.is_reached


def test_an_answer_that_broke_off_is_gone_on_with_in_the_same_run(fetch, server, tmp_path):
    (outcome,) = fetch("ons-3-5-1", Answer(ONS, sent=100, etag='"one"'), Answer(ONS, etag='"one"'))

    assert outcome.state == "fetched"
    assert (tmp_path / FILE).read_bytes() == ONS
    assert (server.asked[1][1]["range"], server.asked[1][1]["if-range"]) == ("bytes=100-", '"one"')


def test_an_answer_that_broke_off_is_gone_on_with_in_a_later_run(fetch, server, tmp_path):
    (outcome,) = fetch("ons-3-5-1", Answer(ONS, sent=100, etag='"one"'), attempts=1)
    assert outcome.failure == f"the answer broke off after 100 of {len(ONS)} bytes; the same command goes on from there"

    (outcome,) = fetch("ons-3-5-1", Answer(ONS, etag='"one"'))
    assert outcome.state == "fetched"
    assert server.asked[1][1]["range"] == "bytes=100-"
    assert set(there(tmp_path)) == {FILE, f"{FILE}.fetched.json"}


def test_an_answer_that_is_packed_on_its_way_is_kept_unpacked(fetch, tmp_path):
    (outcome,) = fetch("ons-3-5-1", Answer(gzip.compress(ONS), headers={"Content-Encoding": "gzip"}, etag='"one"'))

    assert (outcome.state, outcome.failure) == ("fetched", "")
    assert (tmp_path / FILE).read_bytes() == ONS


@pytest.mark.parametrize(
    ("body", "says"),
    [(gzip.compress(ONS)[:-10], "the answer broke off after"), (ONS, "the answer cannot be unpacked")],
    ids=["cut", "not packed"],
)
def test_an_answer_that_cannot_be_unpacked_is_refused(fetch, tmp_path, body, says):
    announced = {"Content-Encoding": "gzip", "Content-Length": str(len(gzip.compress(ONS)))}
    (outcome,) = fetch("ons-3-5-1", Answer(body, headers=announced, is_announced=body is ONS))

    assert outcome.failure.startswith(says)
    assert there(tmp_path) == {}


def test_an_area_is_found_by_its_code_or_by_its_name_however_it_is_written(fetch):
    outcomes = fetch("ons-3-5-1", Answer(stand_in.ons(("2021/22", "Bristol", 5), ("2021/22", "Leeds City Council", 6))))
    names = {name: frozenset({code, name}) for code, name in (LEEDS, ("E06000023", "Bristol, City of"), BARNET)}

    assert fetching.lacking(outcomes, names) == [
        "ons-3-5-1: Barnet is in none of its files; look for it under another name or an earlier code"
    ]


@pytest.mark.parametrize("has_ranges", [True, False], ids=["another version", "no ranges"])
def test_what_broke_off_is_fetched_anew_where_the_rest_cannot_be_had(fetch, tmp_path, has_ranges):
    fetch("ons-3-5-1", Answer(ONS, sent=100, etag='"one"'), attempts=1)
    later = ONS.replace(b"300000", b"300005")
    (outcome,) = fetch("ons-3-5-1", Answer(later, etag='"two"', has_ranges=has_ranges))

    assert outcome.state == "fetched"
    assert (tmp_path / FILE).read_bytes() == later


def test_the_wrong_rest_is_not_taken(fetch, tmp_path):
    fetch("ons-3-5-1", Answer(ONS, sent=100, etag='"one"'), attempts=1)
    wrong = Answer(ONS[50:], status=206, headers={"Content-Range": f"bytes 50-{len(ONS) - 1}/{len(ONS)}"})
    (outcome,) = fetch("ons-3-5-1", wrong, Answer(ONS))

    assert outcome.state == "fetched"
    assert (tmp_path / FILE).read_bytes() == ONS


def test_a_host_that_is_not_reached_is_said_once_for_its_source(fetch, server):
    server.end()
    (outcome,) = fetch("fingertips")

    host = server.address.removeprefix("http://")
    assert outcome.failure.startswith(f"{host} was not reached: no connection")
    assert not outcome.is_reached


def test_a_redirect_is_followed_on_the_same_host_and_refused_to_another(fetch, server, tmp_path):
    other = StandIn()
    other.answers["/"] = [Answer(ONS)]
    server.answers["/moved"] = [Answer(ONS)]
    (followed,) = fetch("ons-3-5-1", Answer(status=302, headers={"Location": "/moved"}))
    assert followed.state == "fetched"

    (refused,) = fetch("ons-3-5-1", Answer(status=302, headers={"Location": f"{other.address}/there"}))
    other.end()
    assert refused.failure.startswith(f"the address leads to another host, '{other.address.removeprefix('http://')}'")
    assert other.asked == []


def test_addresses_that_lead_round_in_a_circle_end(fetch):
    (outcome,) = fetch("ons-3-5-1", Answer(status=302, headers={"Location": stand_in.ONS}))

    assert outcome.failure.startswith("one address leads to another more than 5 times")


@pytest.mark.parametrize(
    ("mirrors", "says"),
    [
        ((("https://fingertips.phe.org", "https://a.example"),), "no address begins with 'https://fingertips.phe.org'"),
        (
            (("https://nobody.example", "https://a.example"),),
            "no address begins with 'https://nobody.example'; wanted one of",
        ),
        ((("https://fingertips.phe.org.uk", "http://a.example"),), "'http://a.example' is not safe; wanted https://"),
        ((("https://fingertips.phe.org.uk", "ftp://127.0.0.1"),), "'ftp://127.0.0.1' is not safe"),
    ],
)
def test_a_mirror_that_is_none_is_told_before_anything_is_asked(fetch, server, mirrors, says):
    with pytest.raises(Mistake, match="^needs.toml, fetch: mirrors: ") as told:
        fetch("fingertips", mirrors=mirrors)
    assert says in str(told.value)
    assert server.asked == []


def test_the_mirror_of_the_longest_beginning_is_asked_whatever_slashes_end_it(fetch, server):
    server.answers["/one/all_data/csv/"] = [Answer(GOOD)]
    nobody = ("https://fingertips.phe.org.uk/", "http://127.0.0.1:1/")
    outcomes = fetch("fingertips", mirrors=(nobody, ("https://fingertips.phe.org.uk/api", f"{server.address}/one/")))

    assert [outcome.state for outcome in outcomes] == ["fetched", "fetched"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/", True), ("http://127.0.0.1:80/", True), ("http://localhost/", True), ("http://[::1]/", True),
        ("http://a.example/", False), ("http://127.0.0.1.example/", False), ("file:///etc", False), ("https://", False),
    ],
)  # fmt: skip
def test_only_https_is_safe_and_what_does_not_leave_this_machine(address, expected):
    assert is_safe(address) == expected


def test_the_proxy_of_the_environment_is_asked(fetch, server, monkeypatch):
    proxy = StandIn()
    proxy.answers["http://"] = [Answer(ONS)]
    monkeypatch.setenv("HTTP_PROXY", proxy.address)
    monkeypatch.setenv("NO_PROXY", "")
    (outcome,) = fetch("ons-3-5-1")
    proxy.end()

    assert outcome.state == "fetched"
    assert (len(proxy.asked), server.asked) == (1, [])


def test_how_much_has_come_is_said_of_how_much(fetch):
    large = ONS + b'"2021/22","People in treatment","","Leeds","","","","Number","Normal value",5\n' * 5_000
    said = []
    fetch("ons-3-5-1", Answer(large), said=lambda *words: said.append(words))

    assert said[-1] == ("Fetching indicator_3-5-1.csv (kB)", len(large) // 1000, len(large) // 1000)
    assert 0 < said[0][1] < said[-1][1]


@pytest.mark.parametrize(
    "variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", ""], ids=["the system's", "named", "of nobody"]
)
def test_a_server_is_trusted_if_the_system_or_the_named_file_trusts_its_certificate(
    fetch, tmp_path, monkeypatch, variable
):
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes a certificate for this test, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run([*made, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = StandIn(context)
    server.answers[stand_in.ONS] = [Answer(ONS)]
    if variable:
        monkeypatch.setenv(variable, str(certificate))
    (outcome,) = fetch("ons-3-5-1", mirrors=(("https://raw.githubusercontent.com", server.address),), attempts=1)
    server.end()

    host = server.address.removeprefix("https://")
    assert outcome.failure.partition(";")[0] == ("" if variable else f"the certificate of {host} is not trusted")
