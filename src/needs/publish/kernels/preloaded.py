"""A process with the libraries loaded, which forks a kernel for each request and ends when its owner does."""

import gc
import importlib
import io
import json
import os
import pkgutil
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, PollSelector
from socket import recv_fds, socket
from typing import Any

import numpy as np
from ipykernel.kernelapp import IPKernelApp

LONGEST_REQUEST = 1 << 20  # bytes


def threads() -> int:
    """How many threads this process has, those of its libraries included; a fork copies only one of them."""
    return len(list(Path("/proc/self/task").iterdir()))


class Forking:
    """The kernels that run, each with the connection on which its owner hears how it ended."""

    def __init__(self, control: socket):
        self._control = control
        self._folders: set[str] = set()
        self._selector = PollSelector()
        self._selector.register(control, EVENT_READ)

    def kernel(self) -> tuple[dict, socket, list[int]] | None:
        """Fork as asked until the owners are gone, then None; in each fork its request, connection and standard streams."""
        while True:
            key, _ = self._selector.select()[0]
            if key.data is None:
                given: list[int] = []
                with suppress(ConnectionResetError):  # owners who left without hearing what we said
                    _, given, _, _ = recv_fds(self._control, 1, 4)
                if not given:
                    self._close()
                    return None
                if forked := self._fork(*given):
                    return forked
            elif key.fileobj is key.data[2]:
                self._remove(*key.data)
            else:
                self._say_how_it_ended(*key.data)

    def _fork(self, connected: int, *streams: int) -> tuple[dict, socket, list[int]] | None:
        connection = socket(fileno=connected)
        request = json.loads(connection.recv(LONGEST_REQUEST))
        self._folders = {known for known in self._folders if Path(known).is_dir()} | {request["private"]}
        if threads() != 1:
            connection.close()
        elif pid := os.fork():
            kernel = (pid, os.pidfd_open(pid), connection)
            self._selector.register(kernel[1], EVENT_READ, kernel)
            self._selector.register(connection, EVENT_READ, kernel)
        else:
            self._forget()
            return request, connection, list(streams)
        for stream in streams:
            os.close(stream)
        return None

    def _forget(self) -> None:
        """In a fork: what was open belongs to the one who forked."""
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket):
                key.fileobj.close()
            else:
                os.close(key.fd)

    def _say_how_it_ended(self, _: int, exited: int, connection: socket) -> None:
        """To the owner, who may still send it signals: the number of the process is not given to another until removed."""
        ended = os.waitid(os.P_PIDFD, exited, os.WEXITED | os.WNOWAIT)
        assert ended  # it was waited for
        code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        self._selector.unregister(exited)
        with suppress(OSError):
            connection.send(f"ended {code}".encode())

    def _remove(self, pid: int, exited: int, connection: socket) -> None:
        """An owner who hangs up wants the kernel no longer, nor what it has started."""
        _end(pid)
        for registered in (exited, connection):
            with suppress(KeyError):
                self._selector.unregister(registered)
        os.close(exited)
        connection.close()

    def _close(self) -> None:
        """End every kernel, and remove the folders that an owner who was killed has left."""
        for pid in {key.data[0] for key in self._selector.get_map().values() if key.data}:
            _end(pid)
        for folder in filter(None, self._folders):
            shutil.rmtree(folder, ignore_errors=True)


def _end(pid: int) -> None:
    """Kill a kernel and all that it has started; one just forked has no group of its own yet."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


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
    modules: dict[str, Any] = sys.modules
    modules["polars"] = None
    for library in (*LIBRARIES, *_of_present()):
        importlib.import_module(library)
    del modules["polars"]
    _draw_once()
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector would write to every page


def _of_present() -> list[str]:
    """The modules of which notebooks import some, and they all the others."""
    import needs.present

    return [module.name for module in pkgutil.walk_packages(needs.present.__path__, "needs.present.")]


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
    sys.argv = [sys.modules["ipykernel_launcher"].__file__ or "", *request["arguments"]]
    application = IPKernelApp.instance(parent_handle=os.getppid())
    application.initialize(request["arguments"])
    connection.send(f"ready {os.getpid()}".encode())
    connection.close()
    application.start()


if __name__ == "__main__":
    main()
