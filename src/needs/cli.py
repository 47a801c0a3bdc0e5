"""The commands: read the raw files, calculate the results, render the documents."""

import sys
from collections.abc import Iterable
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from needs import person_level
from needs.folders import Folders
from needs.mistakes import Mistake

if TYPE_CHECKING:  # each command loads only the room it needs, so that --help is at once
    from needs.ingest.outcome import Outcome
    from needs.measure.safe import Safe

commands = typer.Typer(
    help="Drug and alcohol needs assessments, from files to finished documents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
person_level.add_to(commands)
_progress_goes_to = Console(stderr=True)  # so that what is printed to standard output can be piped


def main() -> None:
    """Run a command; a mistake is one line and exit code 2, anything else that fails is a fault of ours."""
    try:
        commands()
    except Mistake as mistake:
        print(f"needs: {mistake}", file=sys.stderr)
        sys.exit(2)


@commands.command()
def ingest() -> None:
    """Read every file in data/raw, check it, and write the tables and the list of problems; exit code 1 if any is refused.

    Example: needs ingest
    """
    from needs import making

    folders = Folders.here()
    written = making.ingested(folders, _progress_goes_to.status)
    outcome = _said(folders)
    print(outcome)
    _print_paths(written, folders)
    _end(outcome)


@commands.command()
def describe() -> None:
    """Bring datapackage.json up to date with the tables in data/raw/published, after they were changed on purpose.

    Example: needs describe
    """
    from needs.ingest import description

    folders = Folders.here()
    for table in description.describe(folders.published, folders.root):
        print(folders.relative(folders.published / table))
    print(folders.relative(folders.published / description.DESCRIPTION))


@commands.command()
def calculate() -> None:
    """Work out every result from the tables that `needs ingest` wrote.

    Example: needs calculate
    """
    from needs import making

    folders = Folders.here()
    count, written = making.calculated(folders, _progress_goes_to.status)
    print(f"{count:,} results")
    _print_paths(written, folders)


@commands.command()
def results() -> None:
    """Ingest and calculate if data/raw, needs.toml or the code has changed; exit code 1 if any input is refused.

    Example: needs results
    """
    folders = Folders.here()
    written, outcome = _brought_up_to_date(folders), _said(folders)
    print(f"{'results written' if written else 'results are up to date'}: {outcome}")
    _print_paths(written, folders)
    _end(outcome)


@commands.command()
def report(
    partnership: Annotated[list[str] | None, typer.Option(help="A partnership's name, as in barnet; repeats.")] = None,
    quarter: Annotated[list[str] | None, typer.Option(help='A quarter, as in "2011-12 Q4"; repeats.')] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            help="A notebook's name, as in data_quality; repeats. All those of a partnership if none is named."
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print each to a tagged PDF too, with Chromium.")] = False,
) -> None:
    """Render the documents of each partnership in each quarter; of the defaults in needs.toml if none is named.

    Results are brought up to date first; exit code 1 if a document failed or any input is refused.

    Example: needs report --partnership barnet --quarter "2011-12 Q4"
    """
    from needs.measure import safe
    from needs.present.assessment import Assessment
    from needs.publish import documents

    if bool(partnership) != bool(quarter):
        raise Mistake('name both or neither: needs report --partnership barnet --quarter "2011-12 Q4"')
    folders = Folders.here()
    notebooks = documents.known(document or (documents.OF_A_PARTNERSHIP if partnership else documents.NOTEBOOKS))
    _brought_up_to_date(folders)
    outcome, known = _said(folders), safe.read(folders.safe)
    wanted = _wanted(folders, known, partnership or [], quarter or [])
    failed = documents.rendered(wanted, notebooks, partial(Assessment.of, known), folders, _progress_goes_to, pdf)
    _end(outcome, failed)


@commands.command()
def site() -> None:
    """Write reports/index.html and a page for each partnership and quarter, from the documents that lie in reports.

    Example: needs site
    """
    from needs.measure import safe
    from needs.publish import site as pages

    folders = Folders.here()
    _print_paths(pages.written(folders, safe.read(folders.safe).areas), folders)


@commands.command()
def indicators() -> None:
    """List what is measured: name, form, direction and definition.

    Example: needs indicators
    """
    from needs.measure.indicators import INDICATORS

    for indicator in INDICATORS:
        print(f"{indicator.name}: {indicator.title} ({indicator.form}, {indicator.polarity})\n  {indicator.definition}")


def _brought_up_to_date(folders: Folders) -> list[Path]:
    from needs import making

    return making.brought_up_to_date(folders, _progress_goes_to.status, lambda: _said(folders))


def _said(folders: Folders) -> "Outcome":
    """What became of the raw files, after each problem is said: at every run, for the documents lack what was refused."""
    from needs.ingest import outcome

    found = outcome.read(folders.safe)
    for message in found.messages:
        print(message, file=sys.stderr)
    return found


def _end(outcome: "Outcome", failed: Iterable[str] = ()) -> None:
    """Exit code 1, with a last line that says why, if a document failed or any input was refused."""
    for failure in failed:
        print(f"needs: {failure}", file=sys.stderr)
    if not outcome.is_whole:
        why = "results and documents lack what they hold, for the reasons above and in data/processed/safe/problems.csv"
        print(f"needs: {outcome.refused}: {why}", file=sys.stderr)
    if failed or not outcome.is_whole:
        sys.exit(1)


def _wanted(folders: Folders, known: "Safe", partnerships: list[str], quarters: list[str]) -> list[tuple[str, str]]:
    """The partnerships and quarters asked for, each checked before anything is rendered; or else the defaults."""
    from needs.present.assessment import Assessment
    from needs.settings import default_documents

    asked = list(product(partnerships, quarters))
    for name, when in asked:
        Assessment.of(known, name, when)
    return asked or [(wanted.partnership, str(wanted.quarter)) for wanted in default_documents(folders.root)]


def _print_paths(paths: Iterable[Path], folders: Folders) -> None:
    for path in paths:
        print(folders.relative(path))
