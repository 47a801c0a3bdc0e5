"""What unmet need would be under other choices: another estimate of need, or a comparison that the matching rule refuses.

Nothing here is a result. It shows how far the answer hangs on a choice, with the limits of each estimate carried through.
"""

from collections.abc import Sequence

import pandas as pd

from needs.measure.matching import PAIRINGS, REASONS_APART, Pairing, mismatches
from needs.statistics.prevalence import unmet_need

PER_CENT = 100
OPIATES, ALCOHOL = PAIRINGS
TREATED = ["area_code", "period_start", "period_end", "window", "treated"]
COLUMNS = [
    "area_code", "period_start", "period_end", "window", "treated", "needed_start", "needed_end", "needed_window", "needed",
    "value", "lower", "upper", "reasons", "who",
]  # fmt: skip


def refused_comparisons(results: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row a refused comparison of opiate and crack need with treatment, as if it had been made.

    Value and limits are unmet need in percent; `reasons` are why it was refused. Where treatment was published by substance,
    the latest year's comparison with everybody in treatment is added, and `who` says so: the one that source documents made.
    """
    needs = _estimates(results, codes, OPIATES)
    refused = _of(results, codes, f"{OPIATES.name}_unmet_need_percent")
    refused = refused[refused["status"] == "refused"].drop_duplicates(
        ["area_code", "numerator", "denominator", "reason"]
    )
    named = {"numerator": "treated", "denominator": "needed", "reason": "reasons"}
    pairs = refused.rename(columns=named)[[*TREATED, "needed", "reasons"]].merge(needs, on=["area_code", "needed"])
    return _made(pd.concat([pairs.assign(who=""), _everybody(results, codes, needs)]))


def other_estimates(results: pd.DataFrame, codes: Sequence[str], pairing: Pairing) -> pd.DataFrame:
    """One row an area and estimate: its latest compared treatment set against every estimate of its need there is.

    Of the comparisons the latest whose estimate has limits is taken, else the latest. The row whose two periods agree is
    the one that the results hold, published or refused.
    """
    needs = _estimates(results, codes, pairing)
    named = {"numerator": "treated", "denominator": "needed"}
    compared = _of(results, codes, f"{pairing.name}_unmet_need_percent").rename(columns=named)[[*TREATED, "needed"]]
    known = compared.merge(needs, on=["area_code", "needed"])
    best = known.assign(has_limits=known["low"].notna()).sort_values(["has_limits", "period_end"])
    latest = best.drop_duplicates("area_code", keep="last")[TREATED]
    return _made(latest.merge(needs, on="area_code").assign(reasons="", who=""))


def _of(results: pd.DataFrame, codes: Sequence[str], indicator: str) -> pd.DataFrame:
    whole = (results["breakdown"] == "all") & results["area_code"].isin(codes)
    return results[whole & (results["indicator"] == indicator)]


def _estimates(results: pd.DataFrame, codes: Sequence[str], pairing: Pairing) -> pd.DataFrame:
    """The areas' estimates of need, one a period, under names of their own."""
    found = _of(results, codes, pairing.needed)
    named = {
        "value": "needed", "lower": "low", "upper": "high", "period_start": "needed_start", "period_end": "needed_end",
        "window": "needed_window",
    }  # fmt: skip
    return found[(found["kind"] == "estimate") & (found["status"] == "shown")].rename(columns=named)[
        ["area_code", *named.values()]
    ]


def _everybody(results: pd.DataFrame, codes: Sequence[str], needs: pd.DataFrame) -> pd.DataFrame:
    """Everybody in treatment, whatever they use, against the opiate and crack users of the same latest year."""
    treated = _of(results, codes, "in_treatment")
    treated = treated[(treated["origin"] == "published") & treated["age"].str[0].str.isdigit()]
    pairs = treated.rename(columns={"value": "treated"})[TREATED].merge(needs, on="area_code")
    pairs = pairs[pairs["period_end"] == pairs["needed_end"]]
    latest = pairs[pairs["period_end"] == pairs.groupby("area_code")["period_end"].transform("max")]
    reasons = [_reasons(results, treated, pair) for pair in latest.itertuples()]
    return latest.assign(reasons=reasons, who="everybody in treatment")


def _reasons(results: pd.DataFrame, treated: pd.DataFrame, pair) -> str:
    needed = _of(results, [pair.area_code], OPIATES.needed)
    sides = (
        rows[rows["period_end"] == pair.period_end]
        for rows in (treated[treated["area_code"] == pair.area_code], needed)
    )
    return REASONS_APART.join(mismatches(*(next(side.itertuples()) for side in sides), OPIATES))


def _made(pairs: pd.DataFrame) -> pd.DataFrame:
    unmet = [unmet_need(pair.treated, pair.needed, pair.low, pair.high) for pair in pairs.itertuples()]
    found = {name: [PER_CENT * getattr(one, name) for one in unmet] for name in ("value", "lower", "upper")}
    return pairs.assign(**found)[COLUMNS].reset_index(drop=True)
