"""What `make` installs: the files of a lock, each of its hash, by uv where it can be had and otherwise by pip."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
ROOT = Path(__file__).parents[1]
# Stands for python and for uv, installs nothing, and writes down what it was asked
STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >> asked
case "$(basename "$0") $*" in
  "python -m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  "python -m pip config list") cat pip.conf ;;
  *requirements-uv.lock*) [ -z "$NO_WHEEL" ] && cp "$0" .venv/bin/uv ;;
  uv*) env | grep -E "^(UV|ALL|SSL)_" | sort > told; [ -z "$UV_FAILS" ] ;;
esac
"""
LEFT_OUT = ("UV_", "ALL_", "SSL_", "MAKE", "PYTHON")  # of the environment of these tests
CONFIGURED = """:env:.cert='/mirror.pem'
global.cert='/another.pem'
global.find-links='/one /two'
global.index-url='https://mirror.example/simple'
global.no-index='true'
global.proxy='http://proxy.example:80'
global.timeout='60'
global.trusted-host='mirror.example'
"""
IN_UVS_WORDS = """ALL_PROXY=http://proxy.example:80
SSL_CERT_FILE=/mirror.pem
UV_DEFAULT_INDEX=https://mirror.example/simple
UV_FIND_LINKS=/one,/two
UV_INSECURE_HOST=mirror.example
UV_OFFLINE=1
"""


@pytest.fixture
def made(tmp_path):
    """Makes a target with the stand-in and gives what was asked to be installed, in order, and what was said."""

    def made(target, configured="", **environment):
        for name in ("Makefile", "pyproject.toml", *(path.name for path in ROOT.glob("requirements*.lock"))):
            shutil.copy(ROOT / name, tmp_path)
        (tmp_path / "pip.conf").write_text(configured)
        (tmp_path / "python").write_text(STAND_IN)
        (tmp_path / "python").chmod(0o755)
        ours = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
        command = ["make", f"PYTHON={tmp_path / 'python'}", target]
        done = subprocess.run(command, cwd=tmp_path, env=ours | environment, capture_output=True, text=True, check=True)
        asked = (tmp_path / "asked").read_text().splitlines()
        return [line for line in asked if " install " in line], done.stdout.splitlines()[1:], done.stderr

    return made


def test_uv_is_of_one_version_and_uv_and_each_lock_are_of_their_hashes(made):
    asked, said, errors = made(".venv/development")

    assert [line.split()[0] for line in asked] == ["python", "uv", "python", "uv"]
    assert [line.split(" -r ")[1] for line in asked if "--require-hashes" in line] == [
        "requirements-uv.lock",
        "requirements.lock",
        "requirements-development.lock",
    ]
    assert asked[0].startswith("python -m pip install") and "--only-binary :all:" in asked[0]
    assert "--no-deps --no-build-isolation --editable ." in asked[2]
    assert (said, errors) == ([], "")


@pytest.mark.parametrize("keeps_nothing", ("", "1"))
def test_libraries_are_compiled_ahead_only_where_python_keeps_nothing_it_compiles(made, keeps_nothing):
    asked, _, _ = made(".venv/running", PYTHONDONTWRITEBYTECODE=keeps_nothing)

    assert [("--compile-bytecode" in line) for line in asked if line.startswith("uv")] == [bool(keeps_nothing)]


def test_rendering_has_its_own_lock_only(made):
    assert not any("development" in line for line in made(".venv/running")[0])


@pytest.mark.parametrize("why", ("NO_WHEEL", "UV_FAILS"))
def test_where_uv_cannot_be_had_or_fails_pip_installs_the_same_and_one_line_says_so(made, why):
    asked, said, errors = made(".venv/development", **{why: "1"})
    asked = [line for line in asked if line.startswith("python") and "requirements-uv" not in line]

    assert said == [
        f"Without uv: pip installs {name}, which takes longer"
        for name in ("requirements.lock", "requirements-development.lock")
    ]
    assert errors == ""
    assert [line.split(" -r ")[1] for line in asked if "--require-hashes" in line] == [
        "requirements.lock",
        "requirements-development.lock",
    ]


def test_uv_fetches_from_where_pip_is_told_to(made, tmp_path):
    made(".venv/running", CONFIGURED)

    assert (tmp_path / "told").read_text() == IN_UVS_WORDS


def test_the_lock_of_uv_holds_one_version_of_it_with_hashes_and_says_not_where_one_machine_gets_it():
    first, *hashes = (ROOT / "requirements-uv.lock").read_text().splitlines()

    assert re.fullmatch(r"uv==[\d.]+ \\", first)
    assert [line for line in hashes if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)] == []
    assert len(hashes) > 10  # wheels of as many platforms
