"""The loop of the process that forks: a kernel for each request, and word to its owner of how it ended."""

import json
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, PollSelector
from socket import recv_fds, socket

LONGEST_REQUEST = 1 << 20  # bytes


def threads() -> int:
    """How many threads this process has, those of its libraries included; a fork copies only one of them."""
    return len(list(Path("/proc/self/task").iterdir()))


class Forking:
    """The kernels that run, each with the connection on which its owner hears how it ended."""

    def __init__(self, control: socket):
        self._control, self._folders = control, set()
        self._selector = PollSelector()
        self._selector.register(control, EVENT_READ)

    def kernel(self) -> tuple[dict, socket, list[int]] | None:
        """Fork as asked until the owners are gone, then None; in each fork its request, connection and standard streams."""
        while True:
            key, _ = self._selector.select()[0]
            if key.data is None:
                given = []
                with suppress(ConnectionResetError):  # owners who left without hearing what we said
                    _, given, _, _ = recv_fds(self._control, 1, 4)
                if not given:
                    return self._close()
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
            os.close(key.fileobj) if isinstance(key.fileobj, int) else key.fileobj.close()

    def _say_how_it_ended(self, _: int, exited: int, connection: socket) -> None:
        """To the owner, who may still send it signals: the number of the process is not given to another until removed."""
        ended = os.waitid(os.P_PIDFD, exited, os.WEXITED | os.WNOWAIT)
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
