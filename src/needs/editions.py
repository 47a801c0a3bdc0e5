"""The commands on documents that are there already: make one again and compare, and set two quarters side by side."""

from pathlib import Path
from typing import Annotated

import typer

from needs import run


def add_to(commands: typer.Typer) -> None:
    """Give the commands of this module to the command line."""
    commands.command()(verify)


def verify(
    report: Annotated[
        list[Path], typer.Argument(help="A document as `needs report` wrote it, of either edition; repeats.")
    ],
) -> None:
    """Make each document again in a temporary folder and say whether its bytes are the same, or what has changed since.

    Results are brought up to date first; no document is overwritten. Exit code 1 if one differs or was edited by hand, 2
    if one cannot be verified.

    Example: needs verify reports/barnet/2011-12-q4/needs_assessment.html
    """
    from needs.measure import safe
    from needs.publish.verification import EXIT_CODES, verify
    from needs.publish.workers import of_this_machine

    worst = 0
    with run.alone() as folders:
        run.brought_up_to_date(folders)
        for verdict in verify(report, folders, safe.read, of_this_machine):
            print(f"{folders.relative(verdict.report)}: {verdict.state}", *verdict.lines, sep="\n  ")
            worst = max(worst, EXIT_CODES[verdict.state])
    raise typer.Exit(code=worst)
