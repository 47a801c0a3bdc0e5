"""How far unmet need hangs on the estimate of need and on the rule that both sides must match."""

from types import SimpleNamespace

import pandas as pd

from needs.measure.matching import REASONS_APART
from needs.measure.need_sensitivity import ALCOHOL, OPIATES
from needs.present.html import Html, element
from needs.present.methods_described import said
from needs.present.methods_review import Review
from needs.present.numbers import rounded, whole
from needs.present.periods import period_in_words
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import heading, plain, warning
from needs.present.tables import Number, table

REFUSED_HEADERS = [
    "Partnership, and who was treated when", "Treated", "In need", "Not treated (95% interval)", "Why it was refused",
]  # fmt: skip
MATCHED = (
    "People treated are set against people in need only where both count the same people, ages and period. These comparisons "
    "were refused; this is what they would have said."
)
WHY_REFUSED = (
    "Whoever is counted as treated, and against whom, decides the answer. That is why the rule refuses, and why no other "
    "document gives these figures."
)
OF_OTHER_YEARS = (
    "Most of these comparisons are of different years and would be refused. They show the spread of the estimates."
)
OVER_ALL = "The last column sets the same people treated against the lowest and the highest of all years' estimates."
NOT_RESULTS = "Nothing in this section is a result. It shows what the answer would be under choices that were not made."


def sensitivity(review: Review) -> Html:
    """Refused comparisons as if made, unmet need under every estimate there is, and what cannot be varied."""
    refused, estimates, alcohol = review.refused, review.other_estimates(OPIATES), review.other_estimates(ALCOHOL)
    return Html.of(
        warning(element("p", NOT_RESULTS)),
        heading("The matching rule: opiates and crack"),
        *_matching(review, refused),
        heading("The estimate: opiates and crack"),
        *_opiates(review, estimates),
        heading("The estimate: alcohol"),
        *_alcohol(review, alcohol),
        heading("The model"),
        plain(
            "Each published estimate comes from one model, and its interval holds that model's chance alone. The section on "
            "models shows how much wider the truth may lie."
        ),
    )


def said_of_alcohol(rows: pd.DataFrame) -> str:
    """In words, whether the interval of one estimate or the choice between years' estimates moves unmet need the more."""
    found = [_alcohol_of(group) for _, group in rows.groupby("area_code", sort=False)]
    found = [one for one in found if one.has_interval]
    if not found:
        return "No estimate of alcohol need with an interval was found for these partnerships."
    wider = sum(one.upper - one.lower > one.highest - one.lowest for one in found)
    of_how_many = "every" if wider == len(found) else f"{in_words(wider)} of {in_words(len(found))}"
    return (
        f"The interval of one estimate of alcohol need moves unmet need further than another year would. "
        f"That is so in {of_how_many} partnership{'' if wider == len(found) else 's'} looked at."
    )


def _matching(review: Review, refused: pd.DataFrame) -> list:
    without = [area.name for area in review.areas if area.code not in set(refused["area_code"])]
    rows = [
        [
            f"{review.name(row.area_code)}, {_treated_period(row)}{f', {row.who}' if row.who else ''}",
            Number(whole(row.treated)),
            Number(whole(row.needed)),
            Number(_share(row)),
            capital("; ".join(row.reasons.split(REASONS_APART))),
        ]
        for row in refused.itertuples()
    ]
    return [
        plain(MATCHED),
        table("Refused comparisons, as if they had been made", REFUSED_HEADERS, rows) if rows else None,
        plain(WHY_REFUSED) if rows else None,
        plain(f"No comparison was refused for {listed(without)}: no estimate stands beside treatment.")
        if without
        else None,
    ]


def _opiates(review: Review, rows: pd.DataFrame) -> list:
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
        plain(OF_OTHER_YEARS) if lines else None,
        table("The same people treated against every published estimate", headers, lines) if lines else None,
        plain("Where no interval stands, the source prints none for that year.") if lines else None,
        plain(f"For {listed(single)} there is one estimate, without an interval, so nothing can be varied.")
        if single
        else None,
    ]


def _alcohol(review: Review, rows: pd.DataFrame) -> list:
    headers = ["Partnership", "Treated", "Not treated (95% interval)", "Over all estimates"]
    lines = []
    for code, group in rows.groupby("area_code", sort=False):
        one = _alcohol_of(group)
        lines.append(
            [
                review.name(code),
                Number(f"{whole(one.treated)} in {_treated_period(one)}"),
                Number(_share(one)),
                Number(f"{_percent(one.lowest)} to {_percent(one.highest)} ({in_words(one.estimates)} estimates)"),
            ]
        )
    return [
        plain(OVER_ALL) if lines else None,
        table("Alcohol: one interval beside all the years' estimates", headers, lines) if lines else None,
        said("What follows", said_of_alcohol(rows)),
    ]


def _alcohol_of(group: pd.DataFrame) -> SimpleNamespace:
    """The comparison whose periods agree, with the lowest and the highest unmet need over all estimates."""
    same = group[group["period_end"] == group["needed_end"]]
    row = (same if len(same) else group).iloc[-1]
    spread = {"lowest": group["value"].min(), "highest": group["value"].max(), "estimates": len(group)}
    return SimpleNamespace(**row.to_dict(), **spread, has_interval=bool(pd.notna(row["lower"])))


def _share(row) -> str:
    if pd.isna(row.value):
        return "inconsistent: fewer in need than treated"
    limits = f" ({_percent(row.lower)} to {_percent(row.upper)})" if pd.notna(row.lower) else ""
    return f"{_percent(row.value)}{limits}"


def _percent(value: float) -> str:
    return f"{rounded(value, 1)}%"


def _treated_period(row) -> str:
    return _period(row.period_start, row.period_end, row.window)


def _needed_period(row) -> str:
    return _period(row.needed_start, row.needed_end, row.needed_window)


def _period(start, end, window: str) -> str:
    return period_in_words(SimpleNamespace(period_start=start, period_end=end, window=window, origin="published"))
