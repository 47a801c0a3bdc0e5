"""A process with the libraries loaded, which forks a kernel for each request and ends when its owners have."""

import gc
import importlib
import importlib.util
import io
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from socket import socket

import numpy as np
from ipykernel.kernelapp import IPKernelApp

from needs.publish.documents import NOTEBOOKS
from needs.publish.kernels.forking import Forking, threads

LIBRARIES = (
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "numpy",
    "pandas",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "seaborn",
    "statsmodels.regression.linear_model",
    "statsmodels.stats.proportion",
    "ipykernel.kernelapp",
    "ipykernel_launcher",
)


def main() -> None:
    """Load, say so on the socket that is our standard input, and fork; in each fork this goes on as its kernel."""
    del sys.path[0]  # the working folder, which -m puts there; a kernel puts its own
    control = socket(fileno=os.dup(0))
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    _load()
    with suppress(BrokenPipeError):  # the owners may be gone already
        control.send(b"ready" if threads() == 1 else f"{threads()} threads after loading; wanted 1".encode())
    if forked := Forking(control).kernel():
        _run(*forked)


def _load() -> None:
    # statsmodels would load it for tables that we never give it, and it starts threads
    sys.modules["polars"] = None
    for library in (*LIBRARIES, *(f"needs.present.{notebook}" for notebook in NOTEBOOKS)):
        importlib.import_module(library)
    del sys.modules["polars"]
    _draw_once()
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector would write to every page


def _draw_once() -> None:
    """Finds the fonts; a figure without pyplot leaves no state behind."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().set_title("Title")
    figure.savefig(io.BytesIO(), format="svg")


def _run(request: dict, connection: socket, streams: list[int]) -> None:
    """Be the kernel that is requested, and say so on the connection when it listens."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"], JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    np.random.seed()  # every fork would draw the same numbers
    sys.argv = [importlib.util.find_spec("ipykernel_launcher").origin, *request["arguments"]]
    application = IPKernelApp.instance(parent_handle=os.getppid())
    application.initialize(request["arguments"])
    connection.send(f"ready {os.getpid()}".encode())
    connection.close()
    application.start()


if __name__ == "__main__":
    main()
