"""The commands: read the raw files, calculate the results, render the documents."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from needs.folders import Folders
from needs.mistakes import Mistake

NOTEBOOK = "needs_assessment"

commands = typer.Typer(
    help="Drug and alcohol needs assessments, from files to finished documents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
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
    """Read every file in data/raw, check it, and write the tables and the list of problems.

    Example: needs ingest
    """
    from needs.ingest import load  # each command loads only the room it needs, so that --help is at once

    folders = Folders.here()
    with _progress_goes_to.status("Reading data/raw"):
        loaded = load.load(folders)
        written = load.write(loaded, folders)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    used, refused = int(loaded.inputs["used"].sum()), int(loaded.inputs["refused"].sum())
    print(f"{len(loaded.inputs)} files, {used + refused:,} rows: {used:,} used, {refused:,} refused")
    _print_paths(written, folders)


@commands.command()
def describe() -> None:
    """Bring datapackage.json up to date with the tables in data/raw/published, after they were changed on purpose.

    Example: needs describe
    """
    from needs.ingest import description

    folders = Folders.here()
    for table in description.describe(folders.published):
        print(folders.relative(folders.published / table))
    print(folders.relative(folders.published / description.DESCRIPTION))


@commands.command()
def calculate() -> None:
    """Work out every result from the tables that `needs ingest` wrote.

    Example: needs calculate
    """
    import pandas as pd

    from needs.measure import calculate as calculation
    from needs.measure import results
    from needs.settings import same_ages

    folders = Folders.here()
    source = folders.processed / "figures.parquet"
    if not source.exists():
        raise Mistake(f"{folders.relative(source)} was not found: run `needs ingest` first")
    with _progress_goes_to.status("Calculating results"):
        table = calculation.calculate(pd.read_parquet(source), same_ages(folders.root))
        written = results.write(table, folders.safe)
    print(f"{len(table):,} results")
    _print_paths(written, folders)


@commands.command()
def report(
    partnership: Annotated[list[str] | None, typer.Option(help="A partnership's name, as in barnet; repeats.")] = None,
    quarter: Annotated[list[str] | None, typer.Option(help='A quarter, as in "2011-12 Q4"; repeats.')] = None,
) -> None:
    """Render the needs assessment of each partnership in each quarter; of the defaults in needs.toml if none is named.

    Example: needs report --partnership barnet --quarter "2011-12 Q4"
    """
    from needs.publish.render import RenderError, render

    folders = Folders.here()
    wanted = _wanted(folders, partnership or [], quarter or [])
    failed = []
    with _bar() as bar:
        task = bar.add_task("Rendering", total=len(wanted))
        for name, when in wanted:
            bar.update(task, description=f"{name}, {when}")
            destination = folders.reports / name / str(when).lower().replace(" ", "-")
            parameters = {"partnership": name, "quarter": str(when)}
            try:
                reader, *_ = render(folders.notebooks / f"{NOTEBOOK}.ipynb", parameters, destination, folders)
                print(folders.relative(reader))
            except (RenderError, OSError) as failure:
                failed.append(f"{name}, {when}: {failure}")
            bar.advance(task)
    for failure in failed:
        print(f"needs: {failure}", file=sys.stderr)
    if failed:
        sys.exit(1)


@commands.command()
def indicators() -> None:
    """List what is measured: name, form, direction and definition.

    Example: needs indicators
    """
    from needs.measure.indicators import INDICATORS

    for indicator in INDICATORS:
        print(f"{indicator.name}: {indicator.title} ({indicator.form}, {indicator.polarity})\n  {indicator.definition}")


def _wanted(folders: Folders, partnerships: list[str], quarters: list[str]) -> list:
    """The partnerships and quarters asked for, each checked before anything is rendered."""
    from needs.measure import safe
    from needs.present.assessment import Assessment
    from needs.quarter import Quarter
    from needs.settings import default_documents

    if bool(partnerships) != bool(quarters):
        raise Mistake('name both or neither: needs report --partnership barnet --quarter "2011-12 Q4"')
    known = safe.read(folders.safe)
    asked = [(name, Quarter.parse(when)) for name in partnerships for when in quarters]
    asked = asked or [(wanted.partnership, wanted.quarter) for wanted in default_documents(folders.root)]
    for name, when in asked:
        Assessment.of(known, name, str(when))
    return asked


def _bar() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=_progress_goes_to, transient=True)


def _print_paths(paths: tuple[Path, ...], folders: Folders) -> None:
    for path in paths:
        print(folders.relative(path))
