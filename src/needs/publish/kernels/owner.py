"""The side of the owners: a process with the libraries loaded, started once, and the kernels that it forks for them."""

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from select import select
from socket import AF_UNIX, SOCK_SEQPACKET, send_fds, socket, socketpair

SECONDS_TO_LOAD = 60
SECONDS_TO_FORK = 10
LONGEST_MESSAGE = 100
_adopted: dict[tuple, "Preloaded"] = {}
_READ_AT_START = ("PYTHON", "MPL", "MATPLOTLIB", "LC_", "LANG", "OMP_", "OPENBLAS_", "JE_ARROW_")


class Kernel:
    """A forked kernel, to be asked as a subprocess.Popen is; it is killed when its connection closes."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket, seconds: int):
        self._connection = connection
        connection.settimeout(seconds)
        said, self.pid = self._heard()
        if said != "ready":
            raise OSError(f"the kernel {said} with {self.pid} before it was ready")
        connection.settimeout(None)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How the kernel ended, as subprocess tells it; None while it runs."""
        if self.returncode is None and select([self._connection], [], [], 0)[0]:
            _, self.returncode = self._heard()
        return self.returncode

    def wait(self) -> int:
        """How the kernel ended, once it has; from now on its number may be another process's."""
        if self.returncode is None:
            _, self.returncode = self._heard()
        self._connection.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _heard(self) -> tuple[str, int]:
        """That the kernel is ready, or how it ended. Nothing said: the one who forks was killed, and the kernel soon is."""
        said, number = (self._connection.recv(LONGEST_MESSAGE).decode() or f"ended {-signal.SIGKILL}").split()
        return said, int(number)


class Preloaded:
    """The process that forks; it ends, and ends its kernels, when the last end of the control socket closes.

    Whoever is given this object as a process starts shares it, and has an end of the socket too.
    """

    def __init__(self, at_start: dict[str, str]):
        ours, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        self.at_start, self._seconds = at_start, SECONDS_TO_LOAD + SECONDS_TO_FORK
        command = [sys.executable, "-m", "needs.publish.kernels.preloaded"]
        with theirs, ExitStack() as closing:  # a process of its own session: Ctrl-C is for its owner
            closing.enter_context(ours)
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=os.environ | at_start,
                cwd="/",
                start_new_session=True,
            )
            closing.pop_all()
        self._control = ours

    def __reduce__(self) -> tuple:
        return _shared, (self.at_start, self._control)

    def check(self) -> None:
        """Wait until it has loaded the libraries; an OSError says why it cannot fork."""
        try:
            self._control.settimeout(SECONDS_TO_LOAD)
            said = self._control.recv(LONGEST_MESSAGE).decode()
            if said != "ready":
                raise OSError(said or "it ended while loading")
        except BaseException:
            self._process.kill()
            self.close()
            raise

    def kernel(self, request: Mapping[str, object]) -> Kernel:
        """A kernel as requested, with our standard output and error; the first may have to wait for the libraries."""
        ours, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        ours.send(json.dumps(request).encode())
        with theirs, Path(os.devnull).open() as nothing:
            send_fds(self._control, [b"k"], [theirs.fileno(), nothing.fileno(), 1, 2])
        kernel, self._seconds = Kernel(ours, self._seconds), SECONDS_TO_FORK
        return kernel

    def close(self) -> None:
        """End the process, once nobody shares it, and with it its kernels."""
        self._control.close()
        self._process.wait()


def _shared(at_start: dict[str, str], control: socket) -> Preloaded:
    preloaded = Preloaded.__new__(Preloaded)
    preloaded.at_start, preloaded._control, preloaded._seconds = at_start, control, SECONDS_TO_LOAD + SECONDS_TO_FORK
    return preloaded


@contextmanager
def preloaded(environment: Mapping[str, str]) -> Iterator[Preloaded | None]:
    """A process that forks kernels with such variables for whomever it is shared with, until the block ends.

    None, and a warning, where it cannot be started.
    """
    begun = None
    try:
        begun = Preloaded(_at_start(environment))
    except OSError as error:
        _said(error)
    try:
        yield begun
    finally:
        if begun:
            begun.close()


def adopt(shared: Preloaded) -> None:
    """Have our kernels forked by a process that we share."""
    _adopted[_key(shared.at_start)] = shared


def leave(shared: Preloaded) -> None:
    """Have them no longer forked by it."""
    _adopted.pop(_key(shared.at_start), None)


def kernel(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, private: str) -> Kernel | None:
    """A forked kernel that runs in a folder; None where it cannot be forked. The private folder goes when we do."""
    key = _key(_at_start(environment))
    forking = _adopted.get(key) or _preloaded(key)
    request = {
        "arguments": list(arguments),
        "environment": dict(environment),
        "folder": str(folder),
        "private": private,
    }
    try:
        return forking.kernel(request) if forking else None
    except OSError as error:
        _adopted.pop(key, None)  # one of our own, for the next, says why if it cannot fork either
        _said(error)
        return None


@cache
def _preloaded(at_start: tuple[tuple[str, str], ...]) -> Preloaded | None:
    """The one process that forks our kernels; another only for other variables that an interpreter reads as it starts."""
    try:
        begun = Preloaded(dict(at_start))
        begun.check()
        atexit.register(begun.close)
        return begun
    except OSError as error:
        _said(error)
        return None


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


def _key(at_start: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(at_start.items()))


def _said(error: OSError) -> None:
    logging.getLogger(__name__).warning(f"no kernel can be forked ({error}): the ordinary one is used")
