"""`needs list`: which partnerships there are, and of each for which years figures are at hand, subject by subject."""

from typing import TYPE_CHECKING, Annotated

import typer

from needs.folders import Folders

if TYPE_CHECKING:
    import pandas as pd

    from needs.measure.safe import Safe

NONE = "none"


def add_to(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command("list")(listed)


def listed(
    partnership: Annotated[
        str, typer.Option(help="A partnership by its name, its code or its name in paths, for example leeds.")
    ] = "",
) -> None:
    """List the partnerships and the years of their figures.

    With --partnership: each subject, the years of its figures and where they are from. Run `needs results` before.

    Example: needs list --partnership leeds
    """
    from needs import areas as area_names
    from needs.measure import safe

    tables = safe.read(Folders.here().safe)
    if not partnership:
        for line in _every(tables):
            print(line)
        return
    area = area_names.area_of(area_names.slug_of(partnership, tables.areas), tables.areas)
    rows = _of_topics(tables)
    print(f"{area.name} ({area.partnership}, {area.code})")
    for line in _one(rows[rows["area_code"] == area.code], tables):
        print(line)


def _every(tables: "Safe") -> list[str]:
    """One line a partnership: its name in paths, its name, and the years of each subject on which anything is at hand."""
    named = tables.areas[tables.areas["partnership"] != ""].sort_values("partnership")
    rows = _of_topics(tables)
    spans = {
        code: "; ".join(f"{topic} {_years(of_topic)}" for topic, of_topic in of_area.groupby("topic", sort=False))
        for code, of_area in rows.groupby("area_code")
    }
    width = max(map(len, named["partnership"]), default=0)
    return [
        f"{row.partnership:<{width}}  {row.name if not row.kind else f'{row.name} ({row.kind})'}: {spans.get(row.area_code, NONE)}"
        for row in named.itertuples()
    ]


def _one(rows: "pd.DataFrame", tables: "Safe") -> list[str]:
    titles = dict(zip(tables.sources["source"], tables.sources["title"], strict=True))
    lines = []
    for topic, of_topic in rows.groupby("topic", sort=False):
        lines.append(f"{topic}: {_years(of_topic)}")
        each = of_topic.assign(single=of_topic["source"].str.split("; ")).explode("single")
        for source, of_source in each.groupby("single"):
            lines.append(f"  {_years(of_source)}: {titles.get(source, source)}")
    return lines or [NONE]


def _of_topics(tables: "Safe") -> "pd.DataFrame":
    """The results that are given, each with its topic, in the order in which documents have them."""
    import pandas as pd

    from needs.measure.indicator import TOPICS
    from needs.measure.indicators import BY_NAME
    from needs.measure.results import GIVEN
    from needs.measure.selection import GROUND

    topics = dict(zip(tables.measures["measure"], tables.measures["topic"], strict=True))
    topics |= {name: one.topic for name, one in BY_NAME.items()}
    topics |= dict.fromkeys((*GROUND, "population_share_percent"), "population")
    rows = tables.results[tables.results["status"].isin(GIVEN) & (tables.results["kind"] != "target")]
    order = list(dict.fromkeys(["population", *TOPICS, *topics.values(), "other"]))
    named = pd.Categorical(rows["indicator"].map(topics).fillna("other"), order)
    return (
        rows.assign(topic=named)
        .sort_values("topic", kind="stable")
        .assign(topic=lambda table: table["topic"].astype(str))
    )


def _years(rows: "pd.DataFrame") -> str:
    """The first and the last year of figures, and how many there are between where some are lacking."""
    from needs.quarter import Quarter

    years = sorted({Quarter.containing(day.date()).year for day in rows["period_end"].drop_duplicates()})
    first, last = (f"{year}-{(year + 1) % 100:02d}" for year in (years[0], years[-1]))
    if len(years) == 1:
        return first
    return f"{first} to {last}" + (
        f" ({len(years)} of {years[-1] - years[0] + 1} years)" if len(years) <= years[-1] - years[0] else ""
    )
