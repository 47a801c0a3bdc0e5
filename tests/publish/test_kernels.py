"""Forked kernels beside ordinary ones: the same documents, the same failures, clean state, and nothing left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import sample_report
from nbformat.v4 import new_code_cell, new_notebook

from needs.folders import Folders
from needs.publish import render as rendering
from needs.publish import renderers
from needs.publish.kernels import owner
from needs.publish.kernels.preloaded import _of_present
from needs.publish.render import RenderError, render
from needs.publish.renderers import FEW, of_this_machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks: elsewhere kernels are ordinary")
MANY = FEW + 1  # jobs: enough that workers are started for them
SECONDS = 20  # that a process may take to begin or to end before the test says it never did
MARK = "NEEDS_TEST_MARK"
POPEN = subprocess.Popen
RENDER = """
import sys; from pathlib import Path; from needs.folders import Folders; from needs.publish.render import render
root = Path(sys.argv[1]); render(root / "notebooks" / "sample.ipynb", {}, root / "reports", Folders(root))
"""
STATE = """
import os, random, sys, warnings, builtins, logging
POLARS = "_RJEM_MALLOC_CONF"  # set by polars, which an ordinary kernel loads where a forked one waits until it is used
import matplotlib, numpy, pandas, scipy.optimize, scipy.stats, seaborn, needs.present.documents.needs_assessment
import statsmodels.regression.linear_model, statsmodels.stats.proportion
# libraries add filters of warnings of their own; a notebook of ours loads no others
raise RuntimeError(repr([sorted(name for name in globals() if not name.startswith("_")), str(matplotlib.rcParams),
    sorted(name for name in os.environ if name not in ("JPY_PARENT_PID", "JUPYTER_PATH", "NEEDS_KERNEL", POLARS)), pandas.get_option("display.max_rows"), os.getcwd(),
    sys.path, sorted({str(known) for known in warnings.filters}), numpy.geterr(), logging.root.level, hasattr(builtins, "left"), sys.argv[0],
    os.environ["PYTHONHASHSEED"], hash("needs"), matplotlib.get_backend(), matplotlib.pyplot.get_fignums()
    if "matplotlib.pyplot" in sys.modules else []]))
"""
DRAWING = """
import io, numpy, pandas, seaborn, matplotlib.pyplot as plt
plt.rcParams["svg.hashsalt"] = "sample"; axes = seaborn.lineplot(x=[1, 2], y=[3, 4], label="a name"); file = io.StringIO()
axes.figure.savefig(file, format="svg", metadata={"Date": None}); plt.close()
show.Html(f"<p>The hash of the drawing is {hash(file.getvalue())}.</p>")
"""
DIRT = """
import builtins, os, sys, warnings, logging, matplotlib.pyplot as plt, numpy, pandas
name_left = builtins.left = 1
plt.rcParams["font.size"] = 77; plt.figure()
os.environ["LEFT"] = "1"; sys.path.insert(0, "/left"); pandas.set_option("display.max_rows", 7)
numpy.seterr(all="raise"); warnings.simplefilter("ignore"); logging.root.setLevel(1); os.chdir("/")
raise RuntimeError("dirty")
"""


@pytest.fixture
def ordinary(monkeypatch):
    return lambda: monkeypatch.setenv(renderers.SWITCH, "ordinary")


@pytest.fixture
def private():
    with tempfile.TemporaryDirectory(prefix="n-") as folder:  # short: a socket's path has at most 104 characters
        yield Path(folder)


def written(notebook, destination, switch):
    """The bytes of each document, rendered once the switch is set."""
    switch()
    return {path.name: path.read_bytes() for path in render(notebook, {}, destination, Folders(notebook.parents[1]))}


def failure(root, source):
    """The line with which a notebook of one cell stops."""
    notebook = root / "notebooks" / "sample.ipynb"
    notebook.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), notebook)
    with pytest.raises(RenderError) as raised:
        render(notebook, {}, root / "reports", Folders(root))
    return str(raised.value)


def test_a_forked_kernel_is_the_child_of_the_process_that_has_the_libraries_and_not_of_ours(tmp_path, ordinary):
    parent = "import os; raise RuntimeError(f'parent {os.getppid()}')"
    forked = [failure(tmp_path, parent), failure(tmp_path, parent)]

    assert renderers.forks()
    assert forked[0] == forked[1]
    assert not forked[0].endswith(f"parent {os.getpid()}")
    ordinary()
    assert failure(tmp_path, parent).endswith(f"parent {os.getpid()}")


def test_what_notebooks_import_is_loaded_without_polars_which_starts_threads():
    load = (
        "import importlib, sys; sys.modules['polars'] = None; [importlib.import_module(name) for name in sys.argv[1:]]"
    )

    assert subprocess.run([sys.executable, "-c", load, *_of_present()]).returncode == 0


def parent_of_a_kernel(root: str) -> str:
    """In a worker: the process that forked a kernel, by its number."""
    notebook = Path(root) / str(os.getpid()) / "notebooks" / "sample.ipynb"
    notebook.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell("import os; raise LookupError(os.getppid())")]), notebook)
    try:
        render(notebook, {}, notebook.parent, Folders(Path(root)))
    except RenderError as failure:
        return f"{os.getpid()} {str(failure).split()[-1]}"


def test_workers_share_one_process_that_forks_their_kernels(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with of_this_machine(MANY) as executor:
        asked = list(executor.map(parent_of_a_kernel, [str(tmp_path / name) for name in "abcd"]))
    workers, parents = (set(numbers) for numbers in zip(*(said.split() for said in asked), strict=True))

    assert len(workers) == 2
    assert len(parents) == 1
    assert not workers & parents
    assert not psutil.pid_exists(int(parents.pop()))


def test_workers_go_on_with_ordinary_kernels_if_the_process_that_forks_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(owner.subprocess, "Popen", lambda command, **given: POPEN([sys.executable, "-c", ""], **given))
    with of_this_machine(MANY) as executor:
        said = executor.submit(parent_of_a_kernel, str(tmp_path)).result()

    worker, parent = said.split()
    assert worker == parent != str(os.getpid())


def test_workers_start_processes_of_their_own_if_the_one_they_would_share_cannot_be(tmp_path, monkeypatch, caplog):
    def refused(command, **_):
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(owner.subprocess, "Popen", refused)
    with of_this_machine(MANY) as executor:
        said = list(executor.map(parent_of_a_kernel, [str(tmp_path / name) for name in "ab"]))

    assert "no kernel can be forked (no more processes)" in caplog.text
    assert all(worker != parent for worker, parent in (line.split() for line in said))


def test_documents_are_the_same_bytes_from_both_kernels(tmp_path, ordinary):
    notebook = sample_report.write(tmp_path, new_code_cell(DRAWING))
    forked, others = (written(notebook, tmp_path / name, switch) for name, switch in (("a", str), ("b", ordinary)))

    assert b"hash of the drawing" in forked["sample.html"]
    assert forked == others


def test_nothing_of_one_notebook_is_seen_by_the_next(tmp_path, ordinary):
    assert failure(tmp_path, DIRT).endswith("RuntimeError: dirty")
    forked = failure(tmp_path, STATE)
    ordinary()

    assert forked == failure(tmp_path, STATE)


def test_every_kernel_draws_other_random_numbers(tmp_path):
    source = "import numpy, random; raise RuntimeError(f'{numpy.random.random()} {random.random()}')"
    drawn = [failure(tmp_path, source).split()[-2:] for _ in range(2)]

    assert len({number for pair in drawn for number in pair}) == 4


@pytest.mark.parametrize(
    "source",
    (
        "raise LookupError('no such partnership')",
        "import sys; sys.exit(3)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import time; time.sleep(30)",
    ),
)
def test_a_notebook_fails_alike_in_both_kernels(tmp_path, ordinary, monkeypatch, source):
    monkeypatch.setattr(rendering, "SECONDS_FOR_ONE_CELL", 1 if "sleep" in source else 60)
    forked = failure(tmp_path, source)
    ordinary()

    assert failure(tmp_path, source) == forked


def test_a_kernel_that_cannot_be_forked_is_an_ordinary_one(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("PYTHONWARNINGS", "error::RuntimeWarning:nowhere")  # read at the start: asks for another process
    monkeypatch.setattr(owner, "SECONDS_TO_LOAD", 0.01)
    parent = "import os; raise RuntimeError(f'parent {os.getppid()}')"

    assert failure(tmp_path, parent).endswith(f"parent {os.getpid()}")
    assert "the ordinary one is used" in caplog.text


@pytest.mark.parametrize("ending", ("success", "failure", "interrupted", "killed"))
def test_no_process_and_no_socket_is_left(tmp_path, private, ending):
    started = tmp_path / "notebooks" / "started"
    last = {"success": "", "failure": "; raise ValueError"}.get(ending, "; time.sleep(60)")
    sample_report.write(tmp_path, new_code_cell(f"import time; open('started', 'x').close(){last}"))
    environment = {**os.environ, MARK: str(tmp_path), "TMPDIR": str(private), "JUPYTER_RUNTIME_DIR": str(private)}

    process = subprocess.Popen([sys.executable, "-c", RENDER, tmp_path], env=environment, stderr=subprocess.DEVNULL)
    until(started.exists)
    if ending in ("interrupted", "killed"):
        assert len(marked(tmp_path)) == 3  # ours, the one with the libraries, the kernel
        process.send_signal(signal.SIGINT if ending == "interrupted" else signal.SIGKILL)
    assert (process.wait(SECONDS) == 0) is (ending == "success")

    until(lambda: not marked(tmp_path))
    assert list(private.iterdir()) == []


def marked(mark):
    """The processes that were started with the mark among their variables; one that has ended has no variables."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}\0".encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


def until(true):
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.02)
