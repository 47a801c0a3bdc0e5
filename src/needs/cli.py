"""The commands: read the raw files, calculate the results, render the documents."""

import sys
from typing import Annotated

import typer

from needs import editions, person_level, run
from needs.files import swept
from needs.mistakes import Mistake, visible
from needs.run import alone_here

commands = typer.Typer(
    help="Drug and alcohol needs assessments, from files to finished documents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
person_level.add_to(commands)
editions.add_to(commands)


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
    """Bring datapackage.json up to date with the tables in data/raw/published, after they were changed on purpose.

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
        str, typer.Option(help="Count on the workers of this Dask scheduler, as in tcp://host:8786.")
    ] = "",
) -> None:
    """Read and count whatever has changed in data/raw, needs.toml or the code; exit code 1 if any input is refused.

    Example: needs results
    """
    with alone_here() as folders:
        written, outcome = run.brought_up_to_date(folders, scheduler), run.said(folders)
    print(f"{'results written' if written else 'results are up to date'}: {outcome}")
    run.print_folders(written, folders)
    run.end(outcome)


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
    everything: Annotated[
        bool, typer.Option("--all", help="Every partnership and quarter there are figures for, or of those named.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Render what is up to date too.")] = False,
    scheduler: Annotated[
        str, typer.Option(help="Render on the workers of this Dask scheduler, as in tcp://host:8786.")
    ] = "",
    pdf: Annotated[bool, typer.Option("--pdf", help="Print each to a tagged PDF too, with Chromium.")] = False,
    management: Annotated[
        bool,
        typer.Option(
            "--management", help="Documents of true counts, to reports-management; needs.toml must allow them."
        ),
    ] = False,
) -> None:
    """Render the documents of each partnership in each quarter; of the defaults in needs.toml if none is named.

    Results are brought up to date first, and what is up to date stays as it is; the same command goes on from where one
    was stopped. Exit code 1 if a document failed or any input is refused.

    Example: needs report --partnership barnet --quarter "2011-12 Q4"

    Example: needs report --all --quarter "2008-09 Q1"
    """
    from needs.reporting import Asked, Reporting

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
    """Write reports/index.html and a page for each partnership and quarter, from the documents that lie in reports.

    Example: needs site
    """
    from needs.measure import safe
    from needs.publish import site as pages

    with alone_here() as folders, swept(folders.reports):
        run.print_paths(pages.written(folders, safe.read(folders.safe).areas), folders)


@commands.command()
def indicators() -> None:
    """List what is measured: name, form, direction and definition.

    Example: needs indicators
    """
    from needs.measure.indicators import INDICATORS

    for indicator in INDICATORS:
        print(f"{indicator.name}: {indicator.title} ({indicator.form}, {indicator.polarity})\n  {indicator.definition}")
