"""The commands: read the raw files, calculate the results, render the documents."""

import sys
from typing import Annotated

import typer

from needs.commands import editions, listing, open_files, person_level, run, scenarios
from needs.commands.options import Force, Management, Pdf, Scheduler
from needs.commands.run import alone_here
from needs.files import swept
from needs.mistakes import Mistake, visible

commands = typer.Typer(
    help="Drug and alcohol needs assessments, from data files to finished documents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
person_level.add_to(commands)
editions.add_to(commands)
listing.add_to(commands)
open_files.add_to(commands)
scenarios.add_to(commands)


def main() -> None:
    """Run a command; a mistake, or trouble with files, is one line and exit code 2; anything else that fails is a fault of ours."""
    try:
        commands()
    except Mistake as mistake:
        print(f"needs: {visible(str(mistake))}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:  # of the machine, not of ours: a full disk, a folder in the place of a file
        where = f"{error.filename}: " if error.filename else ""
        print(f"needs: {visible(where)}{' '.join(str(error.strerror or error).split())}", file=sys.stderr)
        sys.exit(2)


@commands.command()
def describe() -> None:
    """Update datapackage.json with the tables in data/raw/published.

    Run it after you have changed a table on purpose.

    Example: needs describe
    """
    from needs.ingest import published

    with alone_here() as folders, swept(folders.published):
        tables = published.describe(folders.published, folders.root)
    for table in tables:
        print(folders.relative(folders.published / table))
    print(folders.relative(folders.published / published.DESCRIPTION))


@commands.command()
def results(
    scheduler: Annotated[
        str, typer.Option(help="Count on the workers of this Dask scheduler, for example tcp://host:8786.")
    ] = "",
) -> None:
    """Read data/raw and count, where anything has changed.

    Files, needs.toml and the code are looked at. The exit code is 1 if any input was refused.

    Example: needs results
    """
    with alone_here() as folders:
        written, outcome = run.brought_up_to_date(folders, scheduler), run.said(folders)
    print(f"{'results written' if written else 'results are up to date'}: {outcome}")
    run.print_folders(written, folders)
    run.end(outcome)


@commands.command()
def report(
    partnership: Annotated[
        list[str] | None, typer.Option(help="A partnership, for example barnet. May be repeated.")
    ] = None,
    quarter: Annotated[
        list[str] | None, typer.Option(help='A quarter, for example "2011-12 Q4". May be repeated.')
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            help="A document, for example data_quality. May be repeated. Without it, all documents of a partnership."
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Every partnership and quarter that has figures, or those of the ones you name."),
    ] = False,
    force: Force = False,
    scheduler: Scheduler = "",
    pdf: Pdf = False,
    management: Management = False,
) -> None:
    """Render documents, for each partnership and quarter.

    If you name none, those listed in needs.toml are rendered.

    Results are brought up to date first, and documents that are up to date are left alone. If a run is stopped, the same
    command carries on from there. The exit code is 1 if a document failed or any input was refused.

    Example: needs report --partnership barnet --quarter "2011-12 Q4"

    Example: needs report --all --quarter "2008-09 Q1"
    """
    from needs.commands.reporting import Asked, Reporting

    asked = Asked(
        partnerships=tuple(partnership or ()),
        quarters=tuple(quarter or ()),
        notebooks=tuple(document or ()),
        everything=everything,
        force=force,
        scheduler=scheduler,
        with_pdf=pdf,
        management=management,
    )
    with alone_here() as folders:
        reporting = Reporting(asked, folders, run.PROGRESS)
        run.brought_up_to_date(folders, scheduler, reporting.published)
        outcome = run.said(folders)
        made = reporting.rest()
    run.end(outcome, made.failures, str(made))


@commands.command()
def site() -> None:
    """Write reports/index.html, to find documents by.

    It leads to a page for each partnership and quarter, made from the documents in reports.

    Example: needs site
    """
    from needs.measure import safe
    from needs.publish import site as pages

    with alone_here() as folders, swept(folders.reports):
        run.print_paths(pages.written(folders, safe.read(folders.safe).areas), folders)


@commands.command()
def indicators() -> None:
    """List the indicators and their definitions.

    Each has its name, form, which way is better, and definition.

    Example: needs indicators
    """
    from needs.measure.indicators import INDICATORS

    for indicator in INDICATORS:
        print(f"{indicator.name}: {indicator.title} ({indicator.form}, {indicator.polarity})\n  {indicator.definition}")
