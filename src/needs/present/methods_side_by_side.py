"""The models of published tables of lists side by side: how far the answer hangs on the model (the Bristol lesson)."""

import pandas as pd

from needs.measure.reviews import CAUTION, LISTS, models_side_by_side, spreads
from needs.present.html import Html, element
from needs.present.methods_described import said
from needs.present.methods_review import Review
from needs.present.numbers import rounded, whole
from needs.present.phrases import capital, listed
from needs.present.sections import heading, plain, warning
from needs.present.tables import Number, table

PUBLISHED = "31,700 (24,800 to 38,700)"  # 95% credible interval
AS_PUBLISHED = ["Published by King and others (2013): averaged over models", Number(PUBLISHED), "none", "not published"]


def models(review: Review) -> Html:
    """Models of Scotland's lists with the unmet need that follows from each, and the spread over six published tables."""
    found, tables = models_side_by_side(), spreads()
    return Html.of(
        warning(element("p", f"Read no estimate from several lists by itself: {CAUTION} (Jones and others 2016).")),
        heading("One table, its best models and the two extremes"),
        plain(
            "Four lists of people who inject drugs in Scotland in 2006 (King and others 2013) hold 5,670 people: "
            f"{listed([f'{letter} ({name})' for letter, name in LISTS.items()])}. List C holds 3,504; whoever is not on it "
            "stands here for unmet need. All 64 models in which pairs of lists may depend were fitted."
        ),
        table(
            "Models of Scotland's four lists", _HEADERS, [AS_PUBLISHED, *(_model(row) for row in found.itertuples())]
        ),
        plain(
            f"The published estimate averages over models: {PUBLISHED}. The model that takes lists as independent fits far worse, "
            "and puts the number far lower and unmet need with it."
        ),
        heading("Six tables: how far models that fit equally well spread"),
        plain(
            "Known are the people on any list. A model is about as good as the best if its AIC is at most 2 above; the limits over all "
            "such models follow. The last column takes the lists as independent, which is what two lists alone must do."
        ),
        table("Spread over models", _SPREAD_HEADERS, [_spread(row) for row in tables.itertuples()]),
        said("What follows", _what_follows(tables)),
    )


_HEADERS = [
    "Lists that depend on each other",
    "People (95% interval)",
    "AIC above the best",
    "Not on list C, which holds 3,504",
]
_SPREAD_HEADERS = ["Table", "Known", "As good", "Best model (95% interval)", "Over all as good", "Independent"]


def _model(row) -> list:
    return [
        capital(row.dependent) + ("" if row.is_good else " (shown as an extreme)"),
        Number(f"{whole(row.value)} ({whole(row.lower)} to {whole(row.upper)})"),
        Number(f"{rounded(row.behind, 1)}"),
        Number(f"{rounded(row.unmet, 0)}% ({rounded(row.unmet_lower, 0)}% to {rounded(row.unmet_upper, 0)}%)"),
    ]


def _spread(row) -> list:
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
