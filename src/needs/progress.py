"""What a long command is doing, with how much of it is done and the time left: a bar on a terminal, elsewhere a line now and then."""

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

SECONDS_BETWEEN_LINES = 10


class Progress:
    """One thing after another, each said as it begins and as it goes on; nothing is left of it on a terminal."""

    def __init__(self, console: Console):
        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TimeRemainingColumn(),
        )  # fmt: skip
        self._console = console
        self._bar = Bar(
            *columns,
            console=console,
            transient=True,
            redirect_stdout=sys.stdout.isatty(),
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._what, self._began, self._last = "", 0.0, 0.0

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._bar.stop()

    def said(self, what: str, done: int = 0, of: int = 0) -> None:
        """What is being done now, how much of it is done, and of how much (0: that is not known)."""
        if self._task is None or what != self._what:
            self._what, self._began, self._last = what, time.monotonic(), time.monotonic()
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(what, total=of or None)
        self._bar.update(self._task, completed=done, total=of or None)
        now = time.monotonic()
        if not self._console.is_terminal and of and now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            left = (now - self._began) * (of - done) / done if done else None
            about = "" if left is None else f", about {left:.0f} seconds left"
            self._console.print(f"{what}: {done:,} of {of:,}{about}", highlight=False, soft_wrap=True)
