"""The commands on documents that are there already: explain a figure, make one again and compare, set two quarters side by side."""

import sys
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from needs.commands import run
from needs.commands.run import alone_here
from needs.folders import Folders
from needs.mistakes import Mistake, visible
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.quarter import Quarter

TITLES = {"changed": "what changed", "revised": "what was revised since the earlier edition"}
HEADINGS = ("Measure", "Then", "Now", "Difference")
LAST_HEADING = {"changed": "Beyond chance", "revised": "Remark"}
WIDTH_OF_A_FILE = 160  # characters, where no terminal says how many it has
NO_EDITION = "{name} is not there: without the figures of that edition nothing is known of revisions"
BEFORE_ROUNDING = "{name} was made before counts were rounded, so no figure of it is compared with those of today"
NONE_REVISED = "no figure of {name} has been revised"


def add_to(commands: typer.Typer) -> None:
    """Give the commands of this module to the command line."""
    commands.command()(explain)
    commands.command()(verify)
    commands.command()(compare)


def explain(
    report: Annotated[
        Path, typer.Argument(help="A document written by `needs report`, in either edition, or the folder it lies in.")
    ],
    figure: Annotated[str, typer.Argument(help="The number of its evidence, for example E5.")],
    document: Annotated[
        str, typer.Option(help="Of a folder that holds several documents the one you mean, for example performance.")
    ] = "",
    rows: Annotated[
        bool,
        typer.Option("--rows", help="Also list the rows of the extracts, without names. Management documents only."),
    ] = False,
) -> None:
    """Explain how a figure of a document came about.

    It says the rule, the codes that count, how many people are left after each condition, and the files; or who published it and
    where; or the sum, with what each of its numbers is made of. The exit code is 1 if the document is no longer what the tables
    give, and 2 if the figure cannot be explained.

    Example: needs explain reports/northmere/2007-08-q4/needs_assessment.html E5

    Example: needs explain reports/northmere/2007-08-q4 E5 --document performance
    """
    from needs.publish import explaining

    folders = Folders.here()
    found = explaining.found(explaining.document_in(report, document), figure, folders)
    listed = explaining.rows(found, folders) if rows else []
    print("\n".join(map(visible, str(found.explanation).split("\n"))))
    for line in listed:
        print(visible(line))
    for remark in found.remarks:
        print(f"needs: {visible(remark)}", file=sys.stderr)
    raise typer.Exit(code=1 if found.remarks else 0)


def verify(
    report: Annotated[
        list[Path], typer.Argument(help="A document written by `needs report`, in either edition. May be repeated.")
    ],
) -> None:
    """Make documents again, and say what differs.

    Each is made in a temporary folder, and its bytes are compared. Where they differ, what has changed is named. Results are
    brought up to date first, and no document is overwritten. The exit code is 1 if a document differs or was edited by
    hand, and 2 if one cannot be verified.

    Example: needs verify reports/barnet/2011-12-q4/needs_assessment.html
    """
    from needs.measure import safe
    from needs.publish.renderers import of_this_machine
    from needs.publish.verification import EXIT_CODES, verify

    worst = 0
    with alone_here() as folders:
        run.brought_up_to_date(folders)
        for verdict in verify(report, folders, safe.read, of_this_machine):
            print(f"{folders.relative(verdict.report)}: {verdict.state}", *verdict.lines, sep="\n  ")
            worst = max(worst, EXIT_CODES[verdict.state])
    raise typer.Exit(code=worst)


def compare(
    quarter: Annotated[str, typer.Argument(help='A quarter, for example "2008-09 Q1".')],
    other: Annotated[
        str, typer.Argument(help='Another quarter, for example "2008-09 Q2". The earlier of the two is "then".')
    ],
    partnership: Annotated[
        list[str] | None,
        typer.Option(
            help="A partnership, for example ironbeck. May be repeated. Without it, all that have figures for both quarters."
        ),
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Also write the rows to this file.")] = None,
) -> None:
    """Compare two quarters, and list revised figures.

    For each figure it says what changed, and whether beyond chance. Results are brought up to date first. Windows of different
    lengths, and periods that share days, are not compared. A figure is revised if it differs from the figures.csv beside the
    earlier quarter's documents. No number is given for a hidden one.

    Example: needs compare "2008-09 Q1" "2009-10 Q1" --partnership ironbeck --csv ironbeck.csv
    """
    from needs.measure import safe
    from needs.publish import differences

    then, now = sorted((Quarter.parse(quarter), Quarter.parse(other)))
    if then == now:
        raise Mistake(f"both quarters are {then}; wanted two different ones")
    found = []
    with alone_here() as folders:
        run.brought_up_to_date(folders)
        known = safe.read(folders.safe)
        for name in partnership or differences.partnerships(known, then, now):
            rows = differences.rows(known, name, then, now, folders)
            _print_tables(rows, differences.edition(name, then, folders), folders)
            found += rows
    if csv:
        differences.written(found, csv)
        print(folders.relative(csv))


def _print_tables(rows: list[dict], edition: Path, folders: Folders) -> None:
    """What changed, then what was revised; or a line that nothing is known of revisions, or that there is none."""
    from needs.publish.differences import was_before_rounding

    for what, found in groupby(rows, key=lambda row: row["what"]):
        _print_table(what, list(found))
    if not any(row["what"] == "revised" for row in rows):
        said = BEFORE_ROUNDING if was_before_rounding(edition) else NONE_REVISED if edition.is_file() else NO_EDITION
        print(said.format(name=folders.relative(edition)))


def _print_table(what: str, rows: list[dict]) -> None:
    table = Table(title=f"{rows[0]['partnership']}: {TITLES[what]}", title_justify="left", show_lines=True)
    for heading in (*HEADINGS, LAST_HEADING[what]):
        table.add_column(heading)
    for row in rows:
        named = [row["title"], *([row["group"]] if row["group"] != "all" else []), row["area"]]
        sides = [f"{row[side]}\n{row[f'period_{side}']}" for side in ("then", "now")]
        cells = [", ".join(named), *sides, row["difference_in_words"], row["remark"]]
        table.add_row(*(Text("\n".join(map(visible, cell.split("\n")))) for cell in cells))
    printed = " ".join(row[side] for row in rows for side in ("then", "now"))
    table.caption = "; ".join(f"{sign} {words}" for sign, words in SHORTHAND_EXPLAINED.items() if sign in printed)
    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH_OF_A_FILE)
    console.print(table)
