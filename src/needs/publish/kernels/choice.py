"""Which kernel a notebook is given: one that forks, or the ordinary one. The documents are the same bytes either way."""

import os
import sys
from importlib.metadata import entry_points
from pathlib import Path

from traitlets.config import Config

from needs.mistakes import Mistake

SWITCH, ORDINARY = "NEEDS_KERNEL", "ordinary"
LONGEST_PATH = 103  # bytes: what every system allows the path of a socket
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    # One thread: sums have one order on every machine, and a process with other threads cannot be forked
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def environment() -> dict[str, str]:
    """Variables for a notebook's kernel; JUPYTER_PATH puts our own `python3`, which forks, before the ordinary one."""
    if not forks():
        return ENVIRONMENT
    found_first = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    return ENVIRONMENT | {"JUPYTER_PATH": os.pathsep.join(found_first)}


def forks() -> bool:
    """Whether kernels can be forked here: on Linux, with this package installed, unless NEEDS_KERNEL=ordinary."""
    installed = entry_points(group="jupyter_client.kernel_provisioners", name="needs-forked")
    return sys.platform == "linux" and os.environ.get(SWITCH) != ORDINARY and bool(installed)


def config(folder: Path) -> Config:
    """Sockets in a folder only we may open, where there are such: other users of the machine cannot listen in."""
    if os.name != "posix":
        return Config()
    if len(os.fsencode(folder / "kernel-5")) > LONGEST_PATH:
        raise Mistake(f"{folder}: the path is too long for the sockets of a kernel; set TMPDIR to a shorter one")
    sockets = {"transport": "ipc", "ip": str(folder / "kernel"), "connection_file": str(folder / "kernel.json")}
    return Config({"KernelManager": sockets, "Provisioner": {"folder": str(folder)}})
