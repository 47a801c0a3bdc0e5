"""What a long command says of itself: where there is no terminal a line now and then, with how much is done and the time left."""

import io

import pytest
from rich.console import Console

from needs import progress
from needs.progress import Progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def lines(clock, *said, terminal=False):
    """What is written when each of these is said at its second."""
    file = io.StringIO()
    with Progress(Console(file=file, force_terminal=terminal, width=100)) as shown:
        for second, *words in said:
            clock[0] = second
            shown.said(*words)
    return file.getvalue().splitlines()


def test_a_short_command_says_nothing(clock):
    assert lines(clock, (0, "Counting records", 0, 30), (9, "Counting records", 29, 30)) == []


def test_a_line_comes_every_ten_seconds_with_the_time_that_is_left(clock):
    # 10 of 30 in 10 seconds: 20 more; 15 of 30 in 21: 21 more
    said = [(0, 0), (10, 10), (15, 12), (21, 15)]
    assert lines(clock, *((second, "Counting records", done, 30) for second, done in said)) == [
        "Counting records: 10 of 30, about 20 seconds left",
        "Counting records: 15 of 30, about 21 seconds left",
    ]


def test_before_anything_is_done_nobody_knows_how_long_it_takes(clock):
    assert lines(clock, (0, "Rendering", 0, 1200), (12, "Rendering", 0, 1200)) == ["Rendering: 0 of 1,200"]


def test_of_what_nobody_knows_how_much_it_is_nothing_is_said(clock):
    assert lines(clock, (0, "Reading", 0, 0), (60, "Reading", 0, 0)) == []


def test_another_thing_has_its_own_time(clock):
    said = [(0, "Counting records", 0, 2), (9, "Rendering", 0, 8), (19, "Rendering", 4, 8)]
    assert lines(clock, *said) == ["Rendering: 4 of 8, about 10 seconds left"]


def test_on_a_terminal_there_is_a_bar_and_no_line(clock):
    written = "\n".join(lines(clock, (0, "Rendering", 0, 8), (30, "Rendering", 4, 8), terminal=True))

    assert "Rendering" in written
    assert "Rendering: 4 of 8" not in written
