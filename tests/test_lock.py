"""One run at a time: who comes second is told who was first, and a run that is killed leaves nothing locked."""

import subprocess
import sys

import pytest

from needs.commands.run import alone
from needs.mistakes import Mistake

HOLDER = """
import sys, time
from pathlib import Path
from needs.commands.run import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that has the lock of the folder."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_is_refused_and_told_which_process_is_first(holder, tmp_path):
    with pytest.raises(Mistake, match=rf"^another run \(process {holder.pid}\) is writing"), alone(tmp_path):
        pass


def test_a_run_that_was_killed_leaves_nothing_locked(holder, tmp_path):
    holder.kill()
    holder.wait()
    with alone(tmp_path):
        assert (tmp_path / ".lock").stat().st_size


def test_the_end_of_a_run_releases_the_lock_even_if_it_failed(tmp_path):
    with pytest.raises(LookupError), alone(tmp_path):
        raise LookupError
    with alone(tmp_path):
        pass
