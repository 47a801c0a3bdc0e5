"""`needs scenario`: one scenario or a grid of them, each a document of its own, and one document that compares all."""

from dataclasses import dataclass
from typing import Annotated

import typer

from needs import settings
from needs.commands import run
from needs.commands.making import Making, in_paths
from needs.commands.options import Force, Management, Pdf, Scheduler
from needs.commands.run import alone_here
from needs.folders import Folders
from needs.measure.sweep import Grid
from needs.mistakes import Mistake, shortened
from needs.publish import batch, documents
from needs.publish.documents import MANAGEMENT, PUBLIC
from needs.quarter import Quarter

WHOSE = 'name a partnership and a quarter: needs scenario --partnership northmere --quarter "2007-08 Q4" --places 1,1.1'
EITHER = "--sweep takes its levers from needs.toml: leave out {option}, or leave out --sweep"


def add_to(commands: typer.Typer) -> None:
    """Give the command to the command line."""
    commands.command()(scenario)


def scenario(
    partnership: Annotated[str, typer.Option(help="A partnership with treatment records, for example northmere.")] = "",
    quarter: Annotated[str, typer.Option(help='The last quarter that is known, for example "2007-08 Q4".')] = "",
    sweep: Annotated[str, typer.Option(help="A grid of [[sweeps]] in needs.toml, by its name.")] = "",
    places: Annotated[str, typer.Option(help="Times as many places as now, at once, for example 0.9,1,1.1.")] = "",
    waits_weeks: Annotated[
        str, typer.Option(help="Mean weeks of waiting while places are free, for example 1,2.")
    ] = "",
    early_drop_out: Annotated[
        str, typer.Option(help="Times the chance of leaving unplanned in the quarter of coming and the next.")
    ] = "",
    completion: Annotated[str, typer.Option(help="Times the chance of leaving as planned.")] = "",
    reach: Annotated[str, typer.Option(help="Share of estimated need in treatment in a year, for example 0.5.")] = "",
    money_percent: Annotated[
        str, typer.Option(help="Change in money in percent, as people leave, for example -5.1.")
    ] = "",
    capacity: Annotated[str, typer.Option(help="How many can be in treatment at one time now; one value.")] = "",
    pounds_a_place: Annotated[str, typer.Option(help="Pounds a year for one place; one value.")] = "",
    quarters_ahead: Annotated[str, typer.Option(help="How many quarters to look ahead; one value.")] = "",
    force: Force = False,
    scheduler: Scheduler = "",
    pdf: Pdf = False,
    management: Management = False,
) -> None:
    """Work out what would happen if levers were moved.

    A lever is given values with commas between, or as-it-is. Every combination is a scenario with a document of its own. Of
    several, one more document compares all. What is impossible is said before anything is rendered.

    Documents that are up to date are left alone. The exit code is 1 if a document failed or any input was refused.

    Example: needs scenario --partnership northmere --quarter "2007-08 Q4" --places 1,1.1,1.2 --completion 1,1.1,1.2
    """
    written = {
        "places": places,
        "waits_weeks": waits_weeks,
        "early_drop_out": early_drop_out,
        "completion": completion,
        "reach": reach,
        "money_percent": money_percent,
        "capacity": capacity,
        "pounds_a_place": pounds_a_place,
        "quarters_ahead": quarters_ahead,
    }
    with alone_here() as folders:
        asked = AskedFor.of(partnership, quarter, sweep, written, folders)
        policy = MANAGEMENT if management else PUBLIC
        making = Making(folders, run.PROGRESS, policy, force=force, scheduler=scheduler, with_pdf=pdf)
        run.brought_up_to_date(folders, scheduler)
        outcome = run.said(folders)
        made = asked.made(making, folders, policy)
    run.end(outcome, made.failures, str(made))


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """A grid of scenarios of a partnership and quarter."""

    partnership: str
    quarter: Quarter
    grid: Grid

    @classmethod
    def of(cls, partnership: str, quarter: str, sweep: str, written: dict[str, str], folders: Folders) -> "AskedFor":
        """What a command asks for, by its options or by the name of a sweep in needs.toml; a Mistake where that is impossible."""
        known = settings.read(folders.root)
        when = Quarter.parse(quarter) if quarter else None
        if not sweep:
            grid = Grid.of(written, _option)
        else:
            for name in (name for name, text in written.items() if text):
                raise Mistake(EITHER.format(option=_option(name)))
            found = _sweep(sweep, known.sweeps)
            partnership, when = partnership or found.partnership, when or found.quarter
            grid = Grid.of(dict(found.levers), lambda name: f"needs.toml, sweep {sweep}, {name}")
        if not partnership or not when:
            raise Mistake(WHOSE)
        return cls(partnership=partnership, quarter=when, grid=grid)

    def made(self, making: Making, folders: Folders, policy: str) -> batch.Tally:
        """What became of the grid's documents."""
        (slug,) = in_paths([self.partnership], folders)
        grid = _possible(self.grid, slug, str(self.quarter), folders, policy)
        return making.made([documents.of_a_grid(grid, slug, str(self.quarter), folders, policy)], bool)


def _sweep(name: str, sweeps: tuple[settings.Sweep, ...]) -> settings.Sweep:
    found = [one for one in sweeps if one.name == name]
    if len(found) != 1:
        there_are = ", ".join(one.name for one in sweeps) or "none"
        what = "there is no sweep" if not found else f"there are {len(found)} sweeps"
        raise Mistake(f"needs.toml: {what} {shortened(name)}; wanted one; there are {there_are}")
    return found[0]


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _possible(grid: Grid, partnership: str, quarter: str, folders: Folders, policy: str) -> Grid:
    """The grid with what the figures say of it; a Mistake says which partnership, quarter or lever makes it impossible."""
    from needs.measure import safe, scenarios
    from needs.present.assessment import Assessment

    assessment = Assessment.of(safe.read(folders.tables(policy), partnership), partnership, quarter)
    rows = assessment.known[assessment.known["area_code"] == assessment.area.code]
    return scenarios.possible(rows, assessment.quarter, assessment.area.name, grid)
