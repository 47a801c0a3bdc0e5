"""The commands on person-level files: invent extracts to try things on, and check one before it is submitted."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from needs.commands.run import alone_here
from needs.files import swept
from needs.folders import Folders
from needs.mistakes import Mistake, visible


def add_to(commands: typer.Typer) -> None:
    """Give the commands of this module to the command line."""
    commands.command()(check)
    commands.command()(synthesise)


def check(file: Annotated[Path, typer.Argument(help="An NDTMS core data set file, as an agency submits it.")]) -> None:
    """Check a provider's file before it is submitted.

    What is wrong is said rule by rule, then each column and code that no list has. The exit code is 1 if any of it would be refused.

    Example: needs check data/raw/ndtms/ironbeck/K9201-20060401-20100331-TREAT-IN-K.csv
    """
    from needs.ingest.ndtms.extracts import check_file, specifications
    from needs.ingest.ndtms.rules import sentences

    try:
        is_there = file.is_file()
    except OSError:  # a name no file can have
        is_there = False
    if not is_there:
        found = "is no file" if file.exists() else "was not found"
        raise Mistake(f"{file.name!r} {found}; wanted the path of one CSV file")
    of_data_sets = specifications(Folders.here())
    checked = check_file(file, of_data_sets)
    findings = checked.findings
    for sentence in (*map(str, of_data_sets.problems), *sentences(findings), *checked.unknown):
        print(sentence)
    refused = findings.filter(findings["severity"].str.ends_with("refused")).height
    print(f"{findings.height} finding{'' if findings.height == 1 else 's'}, {refused} of them refused")
    if file.suffix.lower() != ".csv":
        print(f"{visible(file.name)}: among extracts only files whose names end with .csv are read; rename it")
    raise typer.Exit(code=1 if refused else 0)


def synthesise(
    partnership: Annotated[
        list[str] | None, typer.Option(help="An invented partnership, for example ironbeck. May be repeated.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    large: Annotated[
        bool, typer.Option("--large", help="Write 150 partnerships over six years, about 3 million rows.")
    ] = False,
) -> None:
    """Write extracts of people who do not exist.

    NDTMS extracts go to data/raw/ndtms, and the files of their invented places beside them in data/raw.

    Example: needs synthesise --partnership ironbeck --seed 1
    """
    from needs import synthetic

    wanted = partnership or synthetic.PARTNERSHIPS
    if large:
        wanted = synthetic.national()
    with alone_here() as folders, swept(folders.raw):
        written = synthetic.synthesise(folders.raw, seed, wanted)
    for name, extracts in groupby(written, key=lambda extract: extract.partnership):
        files = list(extracts)
        print(
            f"{folders.relative(folders.raw / 'ndtms' / name)}: {len(files)} files, {sum(e.rows for e in files):,} rows, invented"
        )
