"""The loop of the process that forks: a kernel for each request, signals to it, and word of how it ended."""

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
    return len(os.listdir("/proc/self/task"))


class Forking:
    """The kernels that run, each with the connection on which its owner sends signals and hears how it ended."""

    def __init__(self, control: socket):
        self._control, self._folders = control, set()
        self._selector = PollSelector()
        self._selector.register(control, EVENT_READ)

    def kernel(self) -> tuple[socket, list[int]] | None:
        """Fork as asked until the owner is gone, then None; in each fork its connection and standard streams."""
        while True:
            key, _ = self._selector.select()[0]
            if key.data is None:
                folder, streams, _, _ = recv_fds(self._control, LONGEST_REQUEST, 4)
                if not streams:
                    return self._close()
                if forked := self._fork(folder.decode().strip("\0"), *streams):
                    return forked
            elif key.fileobj is key.data[2]:
                self._told(*key.data)
            else:
                self._ended(*key.data)

    def _fork(self, folder: str, connected: int, *streams: int) -> tuple[socket, list[int]] | None:
        connection = socket(fileno=connected)
        self._folders = {known for known in self._folders if Path(known).is_dir()} | {folder}
        if threads() != 1:
            connection.close()
        elif pid := os.fork():
            kernel = (pid, os.pidfd_open(pid), connection)
            self._selector.register(kernel[1], EVENT_READ, kernel)
            self._selector.register(connection, EVENT_READ, kernel)
        else:
            self._forget()
            return connection, list(streams)
        for stream in streams:
            os.close(stream)
        return None

    def _forget(self) -> None:
        """In a fork: what was open belongs to the one who forked."""
        for key in list(self._selector.get_map().values()):
            os.close(key.fileobj) if isinstance(key.fileobj, int) else key.fileobj.close()

    def _told(self, pid: int, _: int, connection: socket) -> None:
        """Pass a signal on; an owner who hangs up wants the kernel no longer."""
        number = b""
        with suppress(ConnectionError):
            number = connection.recv(1)
        _signal(pid, number[0] if number else signal.SIGKILL)
        if not number:
            self._selector.unregister(connection)
            connection.close()

    def _ended(self, pid: int, exited: int, connection: socket) -> None:
        self._selector.unregister(exited)
        os.close(exited)
        _, status = os.waitpid(pid, 0)
        if connection.fileno() >= 0:
            self._selector.unregister(connection)
            with suppress(OSError):
                connection.send(f"ended {os.waitstatus_to_exitcode(status)}".encode())
            connection.close()

    def _close(self) -> None:
        """End every kernel, and remove the folders that an owner who was killed has left."""
        for pid in {key.data[0] for key in self._selector.get_map().values() if key.data}:
            _signal(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        for folder in filter(None, self._folders):
            shutil.rmtree(folder, ignore_errors=True)


def _signal(pid: int, number: int) -> None:
    """Signal a kernel and all that it has started; one just forked has no group of its own yet."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
