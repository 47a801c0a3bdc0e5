"""How far results hang on choices: the estimate of need and its match, the model of lists, the gap of a journey."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.areas import Area
from needs.measure.funnels import smallest_differences as smallest
from needs.measure.indicators import BY_NAME
from needs.measure.need import ALCOHOL, OPIATES
from needs.measure.reviews import CAUTION, LISTS, models_side_by_side, spreads
from needs.present.kit.html import Number, element, table
from needs.present.kit.section import Box, heading, plain, warning
from needs.present.methods.method import said
from needs.present.methods.review import Review, marked
from needs.present.numbers import capital, days_in_words, in_words, listed, rounded, spelt, whole

OF_OTHER_YEARS = "Most of these comparisons are of different years, and no document gives them. They show the spread of the estimates."
OVER_ALL = "The last column sets the same people treated against the lowest and the highest of all years' estimates."
SIZES, SHARES, COMPARED, BETWEEN = (100, 400, 1600), (50, 80), 28, 5
FOUND = (
    "The table gives the smallest difference that is found in eight of ten runs, in percentage points. It is worked out for "
    f"{COMPARED} comparisons, as many as the documents of an invented partnership make. The last column is for areas that differ by a "
    f"standard deviation of {spelt(BETWEEN)} points more than by chance."
)
NOT_RESULTS = "Nothing in this section is a result. It shows what the answer would be under choices that were not made."


def not_results(review: Review) -> Box | None:
    """A warning: nothing of what follows is a result."""
    return warning(element("p", NOT_RESULTS))


def smallest_differences(review: Review) -> list:
    """The smallest difference from the country, and among areas, that so many people can show."""
    rows = [
        [f"{row.people:,} people, around {row.share}%", *(Number(f"{rounded(each, 0)}") for each in row[3:])]
        for row in smallest(SIZES, SHARES, COMPARED, BETWEEN).itertuples()
    ]
    headers = [
        "Figure",
        "From the country",
        "Of counts rounded to five",
        "Among areas with more spread than chance, rounded",
    ]
    return [heading("What a figure can show"), plain(FOUND), table("Smallest difference that is found", headers, rows)]


def said_of_alcohol(rows: pd.DataFrame) -> str:
    """In words, whether the interval of one estimate or the choice between years' estimates moves unmet need the more."""
    each = [_alcohol_of(group) for _, group in rows.groupby("area_code", sort=False)]
    estimates = [estimate for estimate in each if estimate.has_interval]
    if not estimates:
        return "No estimate of alcohol need with an interval was found for these partnerships."
    wider = sum(estimate.upper - estimate.lower > estimate.highest - estimate.lowest for estimate in estimates)
    of_how_many = "every" if wider == len(estimates) else f"{in_words(wider)} of {in_words(len(estimates))}"
    return (
        f"The interval of one estimate of alcohol need moves unmet need further than another year would. "
        f"That is so in {of_how_many} partnership{'' if wider == len(estimates) else 's'} looked at."
    )


def opiates(review: Review) -> list:
    """The same people treated for opiates or crack against every published estimate of need."""
    rows = review.other_estimates(OPIATES)
    several = rows[rows.groupby("area_code")["needed"].transform("count") > 1]
    single = [review.name(code) for code in rows["area_code"].unique() if code not in set(several["area_code"])]
    headers = ["Partnership and estimate", "In need", "Treated", "Not treated (95% interval)"]
    lines = [
        [
            f"{review.name(row.area_code)}, estimate of {_needed_period(row)}",
            Number(whole(row.needed)),
            Number(f"{whole(row.treated)} in {_treated_period(row)}"),
            Number(_share(row)),
        ]
        for row in several.itertuples()
    ]
    return [
        heading("The estimate: opiates and crack"),
        plain(OF_OTHER_YEARS) if lines else None,
        table("The same people treated against every published estimate", headers, lines) if lines else None,
        plain("Where no interval stands, the source prints none for that year.") if lines else None,
        plain(f"For {listed(single)} there is one estimate, without an interval, so nothing can be varied.")
        if single
        else None,
    ]


def alcohol(review: Review) -> list:
    """The interval of one estimate of need for alcohol treatment, beside the lowest and the highest of all years."""
    rows = review.other_estimates(ALCOHOL)
    headers = ["Partnership", "Treated", "Not treated (95% interval)", "Over all estimates"]
    lines = []
    for code, group in rows.groupby("area_code", sort=False):
        estimate = _alcohol_of(group)
        lines.append(
            [
                review.name(code),
                Number(f"{whole(estimate.treated)} in {_treated_period(estimate)}"),
                Number(_share(estimate)),
                Number(
                    f"{_percent(estimate.lowest)} to {_percent(estimate.highest)} ({in_words(estimate.estimates)} estimates)"
                ),
            ]
        )
    return [
        heading("The estimate: alcohol"),
        plain(OVER_ALL) if lines else None,
        table("Alcohol: one interval beside all the years' estimates", headers, lines) if lines else None,
        said("What follows", said_of_alcohol(rows)),
    ]


def one_model(review: Review) -> list:
    """Why the model behind a published estimate cannot be varied."""
    return [
        heading("The model"),
        plain(
            "Each published estimate comes from one model, and its interval holds that model's chance alone. The section on "
            "models shows how much wider the truth may lie."
        ),
    ]


def _alcohol_of(group: pd.DataFrame) -> SimpleNamespace:
    """The comparison whose periods agree, with the lowest and the highest unmet need over all estimates."""
    same = group[group["period_end"] == group["needed_end"]]
    row = (same if len(same) else group).iloc[-1]
    spread = {"lowest": group["value"].min(), "highest": group["value"].max(), "estimates": len(group)}
    return SimpleNamespace(**row.to_dict(), **spread, has_interval=bool(pd.notna(row["lower"])))


def _share(row: Any) -> str:
    if pd.isna(row.value):
        return "inconsistent: fewer in need than treated"
    limits = f" ({_percent(row.lower)} to {_percent(row.upper)})" if pd.notna(row.lower) else ""
    return f"{_percent(row.value)}{limits}"


def _percent(value: float) -> str:
    return f"{rounded(value, 1)}%"


def _treated_period(row: Any) -> str:
    return days_in_words(row.period_start, row.period_end, row.window)


def _needed_period(row: Any) -> str:
    return days_in_words(row.needed_start, row.needed_end, row.needed_window)


PUBLISHED = "31,700 (24,800 to 38,700)"  # 95% credible interval
AS_PUBLISHED = ["Published by King and others (2013): averaged over models", Number(PUBLISHED), "none", "not published"]


def caution(review: Review) -> Box | None:
    """A warning about estimates from several lists."""
    return warning(element("p", f"Read no estimate from several lists by itself: {CAUTION} (Jones and others 2016)."))


def models_of_one_table(review: Review) -> list:
    """Models of Scotland's lists, each with the unmet need that follows from it."""
    return [
        heading("One table, its best models and the two extremes"),
        plain(
            "Four lists of people who inject drugs in Scotland in 2006 (King and others 2013) hold 5,670 people: "
            f"{listed([f'{letter} ({name})' for letter, name in LISTS.items()])}. List C holds 3,504; whoever is not on it "
            "stands here for unmet need. All 64 models in which pairs of lists may depend were fitted."
        ),
        table(
            "Models of Scotland's four lists",
            _HEADERS,
            [AS_PUBLISHED, *(_model(row) for row in models_side_by_side().itertuples())],
        ),
        plain(
            f"The published estimate averages over models: {PUBLISHED}. The model that takes lists as independent fits far worse, "
            "and puts the number far lower and unmet need with it."
        ),
    ]


def spread_over_models(review: Review) -> list:
    """How far models that fit equally well lie apart, over six published tables."""
    tables = spreads()
    return [
        heading("Six tables: how far models that fit equally well spread"),
        plain(
            "Known are the people on any list. A model is about as good as the best if its AIC is at most 2 above; the limits over all "
            "such models follow. The last column takes the lists as independent, which is what two lists alone must do."
        ),
        table("Spread over models", _SPREAD_HEADERS, [_spread(row) for row in tables.itertuples()]),
        said("What follows", _what_follows(tables)),
    ]


_HEADERS = [
    "Lists that depend on each other",
    "People (95% interval)",
    "AIC above the best",
    "Not on list C, which holds 3,504",
]
_SPREAD_HEADERS = ["Table", "Known", "As good", "Best model (95% interval)", "Over all as good", "Independent"]


def _model(row: Any) -> list:
    return [
        capital(row.dependent) + ("" if row.is_good else " (shown as an extreme)"),
        Number(f"{whole(row.value)} ({whole(row.lower)} to {whole(row.upper)})"),
        Number(f"{rounded(row.behind, 1)}"),
        Number(f"{rounded(row.unmet, 0)}% ({rounded(row.unmet_lower, 0)}% to {rounded(row.unmet_upper, 0)}%)"),
    ]


def _spread(row: Any) -> list:
    return [
        row.table,
        Number(whole(row.known)),
        Number(f"{row.good} of {row.models}"),
        Number(f"{whole(row.value)} ({whole(row.lower)} to {whole(row.upper)})"),
        Number(f"{whole(row.low)} to {whole(row.high)}"),
        Number(whole(row.independent)),
    ]


def _what_follows(tables: pd.DataFrame) -> str:
    four, three = tables.iloc[0], tables.iloc[1]
    return (
        f"Leaving out one list moves Scotland's best estimate from {whole(four['value'])} to {whole(three['value'])}. No "
        "partnership here holds linked lists of its own. The model behind its published estimate cannot be varied, and the "
        "published interval is of one model alone."
    )


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


def rule_of_journeys(review: Review) -> list:
    """The rule that joins episodes into journeys, and its source."""
    return [said("Rule", RULE.format(gap_days=_chosen_days(review))), said("Source", SOURCE)]


def other_gaps(review: Review) -> list:
    """What gaps of 20, 21 and 22 days would do to the headline results of each partnership."""
    rows = review.gaps
    counted = [area for area in review.areas if area.partnership in set(rows["partnership"])]
    others = [area.name for area in review.areas if area not in counted]
    return [
        said("Effect", said_of_gaps(rows)),
        plain(f"{'; '.join(map(_nights_in_words, _gaps(rows)))}.") if counted else None,
        [_table(area, rows[rows["partnership"] == area.partnership]) for area in counted],
        plain(SAFE) if counted else None,
        plain(f"For {listed(others)} no records are at hand, or too few people are in them.")
        if counted and others
        else None,
    ]


def limits_of_journeys(review: Review) -> Markup:
    """What the rule cannot tell apart."""
    return said("Limits", LIMITS)


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


def _table(area: Area, rows: pd.DataFrame) -> Markup:
    """What each gap would do to an area's headlines; gaps that allow as many nights are one column."""
    chosen = rows.loc[rows["is_chosen"] == "yes", "nights"].iloc[0]
    others = [nights for nights, _ in _gaps(rows) if nights != chosen]
    headers = ["Headline", f"Published: {chosen} nights", *(f"{nights} nights" for nights in others)]
    lines = [
        [BY_NAME[name].title, Number(_figure(gaps.iloc[0]["published"], gaps.iloc[0]["unit"]))]
        + [Number(_moved(gaps[gaps["nights"] == nights].iloc[0])) for nights in others]
        for name, gaps in rows.groupby("indicator", sort=False)
    ]
    return table(f"{marked(area)}, {rows['year'].iloc[0]}: what another gap would do", headers, lines)


def _moved(row: pd.Series) -> str:
    size = int(row["difference"])
    if not size:
        return "none"
    how_many = _points(abs(size)) if row["unit"] == "percent" else whole(abs(size))
    return f"{how_many} {'more' if size > 0 else 'fewer' if row['unit'] != 'percent' else 'less'}"


def _chosen_days(review: Review) -> str:
    days = review.safe.choices.loc[review.safe.choices["choice"] == "gap_days", "value"]
    return days.iloc[0] if len(days) else "21"


def _gaps(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The nights that a gap may last, fewest first, each with its rows."""
    return sorted(rows.groupby("nights"), key=lambda gap: int(gap[0]))


def _nights_in_words(gap: tuple[str, pd.DataFrame]) -> str:
    """Which gaps allow as many nights: "20 nights are a gap of 20 days, or of 21 with both dates counted"."""
    nights, rows = gap
    settings = dict.fromkeys(zip(rows["gap_days"], rows["both_days_count"], strict=True))
    gaps = [f"of {days} days{' with both dates counted' if both == 'yes' else ''}" for days, both in settings]
    return f"{nights} nights are a gap {', or '.join(gaps)}"


def _figure(number: str, unit: str) -> str:
    return f"{number}%" if unit == "percent" else whole(float(number))


def _points(size: float) -> str:
    return f"{whole(size)} percentage point{'' if size == 1 else 's'}"
