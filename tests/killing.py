"""Steps of a small project that are killed at random moments, in processes forked from one that has the libraries loaded.

As a script: killing.py ROOT KILLS SEED STEP..., which prints what was found as one line of JSON; ROOT is an empty folder.
"""

import hashlib
import importlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import cycle
from pathlib import Path

import psutil

MARK = "NEEDS_KILLING"  # the environment variable that every process of a run has inherited
QUARTER = "2010-11 Q1"
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "NEEDS_PSEUDONYM_KEY": "a key of this test only, nobody's",
}
Files = dict[str, bytes]


def project(folders) -> None:
    """Write the small project with records: in a process of its own, for polars starts threads where it reads the lists."""
    from small_partnerships import written

    written(folders.root)


def results(folders) -> None:
    """`needs results`."""
    from small_partnerships import brought_up_to_date

    from needs.commands.run import alone_here

    with alone_here():
        brought_up_to_date(folders)


def downloads(folders) -> None:
    """The figures of one quarter, written again."""
    from needs.commands.run import alone_here
    from needs.files import swept
    from needs.measure import safe
    from needs.present.assessment import Assessment
    from needs.publish import downloads

    with alone_here(), swept(folders.reports):
        assessment = Assessment.of(safe.read(folders.safe), "barnet", QUARTER)
        downloads.written(assessment, folders.reports / "barnet" / "2010-11-q1")


def report(folders) -> None:
    """`needs report` for one document, in a worker and a kernel of its own."""
    from rich.console import Console

    from needs.commands.reporting import Asked, reported
    from needs.commands.run import alone_here

    asked = Asked(partnerships=("barnet",), quarters=(QUARTER,), notebooks=("needs_assessment",), force=True)
    with alone_here():
        reported(asked, folders, Console(stderr=True))


def site(folders) -> None:
    """`needs site`."""
    from needs import cli

    cli.site()


def synthesise(folders) -> None:
    """`needs synthesise` for one partnership and one quarter."""
    from needs.commands.run import alone_here
    from needs.files import swept
    from needs.synthetic.extracts import synthesise

    with alone_here(), swept(folders.raw):
        synthesise(folders.raw / "invented", 1, ["ironbeck"], "2009-10 Q4", "2009-10 Q4")


STEPS = {
    step.__name__: (step, part)
    for step, part in (
        (results, "data/processed"),
        (downloads, "reports"),
        (site, "reports"),
        (synthesise, "data/raw/invented"),
        (report, "reports"),
    )
}


def preload() -> None:
    """Load the libraries but polars, whose threads a forked process would wait for in vain."""
    sys.modules["polars"] = None  # statsmodels loads it if it is there
    for name in ("pandas", "pyarrow.parquet", "scipy.stats", "scipy.optimize", "statsmodels.api", "papermill", "bs4"):
        importlib.import_module(name)
    del sys.modules["polars"]


def begun(step: Callable, root: Path) -> int:
    """The number of a forked process that takes a step, leads a group of its own and says nothing."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.environ["NEEDS_HOME"] = str(root)
        from needs.folders import Folders

        step(Folders.here())
        code = 0
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """The exit code of a process, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def visible(folder: Path) -> Files:
    """Every file below a folder that is not hidden, and its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


class Killing:
    """A project for each step, the complete files that it writes there, and what was found after each kill.

    The raw files of `results`, a table of published figures and an extract, are of two states, which change places before
    each kill: so stages of both kinds are stale.
    """

    def __init__(self, root: Path, steps: list[str], seed: int):
        self.chance, self.found, self.state, self.seconds = random.Random(seed), Counter(), 0, {}
        self.root, self.steps = root, ["results", *steps]
        (root / "results").mkdir()
        if ended(begun(project, root / "results")):
            raise SystemExit("there is no project")
        extract = min((root / "results/data/raw/ndtms").glob("*/*.csv"))
        self.raw, self.first = (root / "results/data/raw/published/treatment.csv", extract), extract.parent.name
        table, people = (path.read_bytes() for path in self.raw)
        fewer = b"".join(people.splitlines(keepends=True)[:91])
        self.states = [(table, people), (table.replace(b'"1110"', b'"1111"'), fewer)]
        self.take("results")
        self.whole = {"results": [visible(self.place("results"))]}
        for name in steps:
            shutil.copytree(root / "results", root / name)
            if name == "site":
                _fail(root / name / "reports/barnet/2010-11-q1")
            self.take(name)
            self.take(name)  # now that everything was loaded once, for the time it takes
            self.whole[name] = [visible(self.place(name))]
        for _ in self.states:
            self.turn()
            self.take("results")
            self.whole["results"].append(visible(self.place("results")))

    def place(self, name: str) -> Path:
        """The folder in which a step writes."""
        return self.root / name / STEPS[name][1]

    def turn(self) -> None:
        """Give the raw files the other one of their two states."""
        self.state = 1 - self.state
        for path, content in zip(self.raw, self.states[self.state], strict=True):
            path.write_bytes(content)

    def take(self, name: str) -> None:
        """Take a step to its end."""
        began = time.monotonic()
        code = ended(begun(STEPS[name][0], self.root / name))
        self.seconds[name] = time.monotonic() - began
        if code:
            raise SystemExit(f"{name} ended with {code}")

    def kill(self, name: str) -> None:
        """Begin a step, from other raw files or from nothing, kill it at a random moment, and look at what it left."""
        if name == "results":
            self.turn()
        elif name != "site" and self.chance.random() < 0.5:
            shutil.rmtree(self.place(name), ignore_errors=True)
        pid = begun(STEPS[name][0], self.root / name)
        if self.chance.random() < 0.5:  # not while it loads: in the short time in which it writes
            self._wait_for_a_part(name)
            time.sleep(self.chance.uniform(0, 0.1) * self.seconds[name])
        else:
            time.sleep(self.chance.uniform(0.2, 1) * self.seconds[name])
        with suppress(ProcessLookupError):  # it came to its end first
            (os.killpg if self.chance.random() < 0.5 else os.kill)(pid, signal.SIGKILL)
        self.found["kills"] += ended(pid) == -signal.SIGKILL
        self.look(name)

    def _wait_for_a_part(self, name: str) -> None:
        end = time.monotonic() + self.seconds[name]
        while time.monotonic() < end and not any(self.place(name).rglob(".*.part")):
            time.sleep(0.001)

    def look(self, name: str) -> None:
        """Count what should not be there after a kill."""
        left = visible(self.place(name))
        for path, content in left.items():
            is_whole = any(content == whole.get(path) for whole in self.whole[name])
            self.found["half-written"] += not (is_whole or _says_unfinished(path, content))
        if name == "results":
            mixed = all(_safe(left) != _safe(whole) for whole in self.whole[name])
            self.found["mixtures"] += mixed
            self.found["mixtures read"] += mixed and not ended(begun(_read, self.root / name))
            self.found["stamped and not whole"] += sum(_is_broken(stamp, left) for stamp in _stamps(left))
            for slug in ("barnet", self.first) if mixed else ():
                own = [_own(files, slug) for files in (left, *self.whole[name])]
                is_read = not ended(begun(partial(_read, partnership=slug), self.root / name))
                self.found["read while others are counted"] += is_read
                self.found["mixtures read"] += is_read and own[0] not in own[1:]
        self.found["locks left"] += bool(ended(begun(_lock, self.root / name)))

    def heal(self) -> None:
        """Take every step to its end, and count what differs from a run that nobody killed, and what is left over."""
        for name in self.steps:
            self.take(name)
            now, wanted = visible(self.place(name)), self.whole[name][self.state if name == "results" else 0]
            self.found["lost"] += len(set(wanted) - set(now))
            other = [path for path in now if now[path] != wanted.get(path)]
            self.found["other bytes"] += len(other)
            self.found["unfinished files left"] += len(list(self.place(name).rglob(".*.part")))


def _says_unfinished(path: str, content: bytes) -> bool:
    """Whether a file is the manifest of extracts that are being invented: whole, and it says that the others are not."""
    return path.endswith("manifest.json") and json.loads(content).get("unfinished") is True


def _fail(folder: Path) -> None:
    from needs.publish import batch

    batch.keep(folder, "needs_assessment", "A line for the page of the site.")


def _safe(files: Files) -> Files:
    return {path: content for path, content in files.items() if path.startswith("safe/")}


def _own(files: Files, slug: str) -> Files:
    """The safe tables that documents of a partnership read: what is shared, its own, and what all set side by side."""
    parts = {"published", slug}
    if f"safe/results/counted-{slug}.parquet" in files:
        parts |= {f"counted-{slug}", "over-all", "side_by_side"}
    names = {path: Path(path) for path in _safe(files)}
    is_read = {path: name.stem in parts or name.stem.startswith("_") for path, name in names.items()}
    look_ups = {path for path, name in names.items() if name.parent.name == "safe" and name.suffix == ".csv"}
    return {path: files[path] for path in names if is_read[path] or path in look_ups - {"safe/over_all_up_to.csv"}}


def _stamps(files: Files) -> list[dict]:
    return [json.loads(content) for path, content in files.items() if path.startswith("stamps/")]


def _is_broken(stamp: dict, files: Files) -> bool:
    """Whether a stage says of its files what they are not: it was stamped before they were whole."""
    held = {f"data/processed/{path}": hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return any(held.get(path) != sha256 for path, sha256 in stamp["made"].items())


def _read(folders, partnership: str | None = None) -> None:
    from needs.measure import safe

    safe.read(folders.safe, partnership)


def _lock(folders) -> None:
    from needs.commands.run import alone

    with alone(folders.processed):
        pass


def _is_ours(process: psutil.Process, root: str) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == root
    except psutil.Error:  # ended meanwhile, or another's
        return False


def main(root: str, kills: str, seed: str, *steps: str) -> None:
    """Kill the steps in turn, heal now and then, and print the figures; root is an empty folder."""
    os.environ.update(ENVIRONMENT)
    preload()
    killing = Killing(Path(root), list(steps), int(seed))
    for number, name in enumerate(cycle(killing.steps), start=1):
        killing.kill(name)
        if number % 20 == 0:
            killing.heal()
            print(json.dumps(killing.found), file=sys.stderr, flush=True)
        if killing.found["kills"] >= int(kills):
            break
    killing.heal()
    left = [path.name for path in Path(tempfile.gettempdir()).iterdir()]
    killing.found["temporary files left"] = len(left)
    print(*left, file=sys.stderr)
    killing.found["processes left"] = len([one for one in psutil.process_iter() if _is_ours(one, root)])
    print(json.dumps(killing.found))


if __name__ == "__main__":
    main(*sys.argv[1:])
