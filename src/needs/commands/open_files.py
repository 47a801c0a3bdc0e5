"""The command that fetches open files: the only one that speaks to the internet, and only when it is asked to."""

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from needs.commands import run
from needs.commands.run import alone_here
from needs.files import swept
from needs.folders import Folders
from needs.mistakes import Mistake, visible
from needs.progress import Progress

if TYPE_CHECKING:  # every command would load what speaks to the internet
    from needs.fetch.fetching import Outcome

FETCH_BY_HAND = "Fetch these by hand, for no lasting address of theirs is known:"


def add_to(commands: typer.Typer) -> None:
    """Give the commands of this module to the command line."""
    commands.command()(fetch)


def fetch(
    partnership: Annotated[
        list[str] | None,
        typer.Option(help="A partnership, for example leeds: say whether the files hold it. May be repeated."),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="A source, for example fingertips. May be repeated. Without it, all.")
    ] = None,
) -> None:
    """Fetch open files that documents need.

    They go into data/raw, each with a record of what was asked, when, and under which licence. The files are of all
    authorities. Sources without a lasting address are listed, with what to click. What comes is checked; if it is refused,
    what was there stays. The exit code is 1 if a file is missing or was refused, and 2 if nothing was fetched.

    Example: needs fetch --partnership leeds

    Example: needs fetch --source ons-3-5-1
    """
    from needs import settings
    from needs.fetch import fetching

    sources = fetching.chosen(source or ())
    with alone_here() as folders, swept(folders.raw):
        names = _names(partnership or (), folders)
        how = settings.read(folders.root).fetch
        with Progress(run.PROGRESS) as shown:
            outcomes = []
            for outcome in fetching.fetch(sources, how, folders, shown.said):
                _say(outcome, folders)
                outcomes.append(outcome)
        lacking = fetching.lacking(outcomes, names)
    for line in lacking:
        print(f"needs: {visible(line)}", file=sys.stderr)
    by_hand = [one for one in sources if not one.asked]
    if by_hand:
        print(FETCH_BY_HAND)
    for one in by_hand:
        print(f"  {one.name}: {one.by_hand}")
    if not any(outcome.state for outcome in outcomes):
        sys.exit(2)
    if lacking or any(outcome.failure for outcome in outcomes):
        sys.exit(1)


def _say(outcome: "Outcome", folders: Folders) -> None:
    """One line on what came of a file: on standard output where it is there, else with what to do."""
    name = folders.relative(outcome.path) if outcome.is_reached else outcome.source.name
    if outcome.content is None:
        print(f"needs: {visible(f'{name}: {outcome.failure}')}", file=sys.stderr)
        return
    print(f"{name}: {outcome.state}, {outcome.content.rows:,} rows, {outcome.content.bytes:,} bytes")
    for note in outcome.notes:
        print(visible(f"{name}: {note}"), file=sys.stderr)


def _names(partnerships: Collection[str], folders: Folders) -> dict[str, frozenset[str]]:
    """By the name of each partnership, what files may call it: its codes and its name. A Mistake where there is none such."""
    from needs import areas
    from needs.ingest import load

    names: dict[str, frozenset[str]] = {}
    if not partnerships:
        return names
    known = load.areas_known(folders)
    for slug in (areas.slug_of(written, known) for written in partnerships):
        area = areas.area_of(slug, known)
        if area.is_invented:
            raise Mistake(f"{slug} is an invented place: no publisher has figures of it; name a real one")
        others = known.loc[known["partnership"] == slug, "other_codes"].iloc[0]
        names[area.name] = frozenset({area.code, area.name, *others.split()})
    return names
