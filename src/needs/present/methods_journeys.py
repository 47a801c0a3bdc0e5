"""The gap that ends a treatment journey, and what a day more or less would do to the headline results."""

import pandas as pd

from needs.areas import Area
from needs.measure.indicators import BY_NAME
from needs.present.html import Html
from needs.present.methods_described import said
from needs.present.methods_review import Review, marked
from needs.present.numbers import whole
from needs.present.phrases import listed
from needs.present.sections import plain
from needs.present.tables import Number, table

NONE_COUNTED = "No headline result was counted from records for these partnerships, or too few people were, so the gap was not varied."
RULE = (
    "Episodes of one person join into a journey if the next starts at most {gap_days} days after the latest end so far. An open episode "
    "keeps the journey open. Episodes in which no structured treatment started are left out."
)
SOURCE = (
    'Notes to National Indicator 40: "the time elapsed does not exceed 21 days". Whether both dates count is not settled. If they '
    "do, a gap may last one night fewer, so 21 days with both dates is the same as 20 days without."
)
SAFE = (
    "What another gap would give is rounded to 5 like every count, and shares come from the rounded counts. So a difference of "
    "5 may stand for one person, and one of four may not show. A partnership with a headline of fewer than 100 is left out."
)
LIMITS = (
    "A person who moves between agencies slowly is counted as having left and come back. A wrong date of discharge does the same. "
    "People are linked within a partnership only."
)


def journeys(review: Review) -> Html:
    """The rule, its source, its effect on the headline results at 20, 21 and 22 days, and its limits."""
    rows = review.gaps
    counted = [area for area in review.areas if area.partnership in set(rows["partnership"])]
    others = [area.name for area in review.areas if area not in counted]
    return Html.of(
        said("Rule", RULE.format(gap_days=_chosen_days(review))),
        said("Source", SOURCE),
        said("Effect", said_of_gaps(rows)),
        plain(f"{'; '.join(map(_nights_in_words, _gaps(rows)))}.") if counted else None,
        [_table(area, rows[rows["partnership"] == area.partnership]) for area in counted],
        plain(SAFE) if counted else None,
        plain(f"For {listed(others)} no records are at hand, or too few people are in them.")
        if counted and others
        else None,
        said("Limits", LIMITS),
    )


def said_of_gaps(rows: pd.DataFrame) -> str:
    """In words, the largest effect of another gap on any headline of any partnership."""
    if rows.empty:
        return NONE_COUNTED
    moved = rows.assign(size=pd.to_numeric(rows["difference"]).abs())
    counts, shares = (moved.loc[(moved["unit"] == "percent") == is_share, "size"].max() for is_share in (False, True))
    people = f"at most {whole(counts)} people or journeys" if counts else "fewer than five people or journeys"
    points = f"at most {_points(shares)}" if shares else "no whole percentage point"
    return (
        f"A gap of 20 or 22 days, or counting both dates, moves headline counts by {people}, to the nearest 5. It moves "
        f"headline shares by {points}."
    )


def _table(area: Area, own: pd.DataFrame):
    """What each gap would do to an area's headlines; gaps that allow as many nights are one column."""
    chosen = own.loc[own["is_chosen"] == "yes", "nights"].iloc[0]
    others = [nights for nights, _ in _gaps(own) if nights != chosen]
    headers = ["Headline", f"Published: {chosen} nights", *(f"{nights} nights" for nights in others)]
    lines = [
        [BY_NAME[name].title, Number(_figure(found.iloc[0]["published"], found.iloc[0]["unit"]))]
        + [Number(_moved(found[found["nights"] == nights].iloc[0])) for nights in others]
        for name, found in own.groupby("indicator", sort=False)
    ]
    return table(f"{marked(area)}, {own['year'].iloc[0]}: what another gap would do", headers, lines)


def _moved(row: pd.Series) -> str:
    size = int(row["difference"])
    if not size:
        return "none"
    how_many = _points(abs(size)) if row["unit"] == "percent" else whole(abs(size))
    return f"{how_many} {'more' if size > 0 else 'fewer' if row['unit'] != 'percent' else 'less'}"


def _chosen_days(review: Review) -> str:
    found = review.safe.choices.loc[review.safe.choices["choice"] == "gap_days", "value"]
    return found.iloc[0] if len(found) else "21"


def _gaps(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The nights that a gap may last, fewest first, each with its rows."""
    return sorted(rows.groupby("nights"), key=lambda gap: int(gap[0]))


def _nights_in_words(gap: tuple[str, pd.DataFrame]) -> str:
    """Which gaps allow as many nights: "20 nights are a gap of 20 days, or of 21 with both dates counted"."""
    nights, rows = gap
    settings = dict.fromkeys(zip(rows["gap_days"], rows["both_days_count"], strict=True))
    said = [f"of {days} days{' with both dates counted' if both == 'yes' else ''}" for days, both in settings]
    return f"{nights} nights are a gap {', or '.join(said)}"


def _figure(number: str, unit: str) -> str:
    return f"{number}%" if unit == "percent" else whole(float(number))


def _points(size: float) -> str:
    return f"{whole(size)} percentage point{'' if size == 1 else 's'}"
