"""A logistic regression of grouped counts on categories, and how well it holds where it was not fitted.

Cells that share all their categories give exactly the regression of one row a person. The standard errors allow for
people of one cluster (an area) being more alike than others (Liang and Zeger 1986), with Student's t of one degree of
freedom a cluster less one, as clusters are few.
"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

FEWEST_PEOPLE = 50  # of a level; our own rule: fewer say too little of how it acts, and too much of whom they are
FEWEST_EVENTS = 20  # and of those without the event
TENTHS = 10
COLUMNS = ("factor", "level", "people", "events", "odds_ratio", "lower", "upper")
FARTHEST = 10  # log odds between two levels: beyond it a fit has run away


class NotFitted(ValueError):
    """Why there is no model, as a part of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """`odds` has a row a level that is in (COLUMNS, 95% limits; those of the level that others are set against are missing).

    `chance` is of the event in each cell, fitted on all; `held_out` that by the model of the other half of the clusters.
    `joined` names the levels that are too small and count with the level that others are set against.
    """

    odds: pd.DataFrame
    chance: np.ndarray
    held_out: np.ndarray
    joined: tuple[tuple[str, str], ...]


def fit(cells: pd.DataFrame, factors: tuple[str, ...], cluster: str) -> Model:
    """The model of `events` out of `people`, a row of `cells` being a combination of levels of the factors in a cluster.

    A factor's largest level is the one that others are set against. A level of fewer than FEWEST_PEOPLE, or of fewer than
    FEWEST_EVENTS events or people without one, counts with it. Raises NotFitted where nothing can be told.
    """
    events, people = cells["events"].sum(), cells["people"].sum()
    if len(cells) == 0 or min(events, people - events) < FEWEST_EVENTS:
        raise NotFitted("too few people had the outcome, or too few had it not")
    levels, joined = _levels(cells, factors)
    design = np.column_stack(
        [np.ones(len(cells)), *(cells[factor] == level for factor, of in levels.items() for level in of[1:])]
    ).astype(float)
    groups = pd.factorize(cells[cluster], sort=True)[0]
    fitted = _fitted(design, cells, groups)
    half = groups % 2 == 0
    held_out = np.empty(len(cells))
    for one in (half, ~half):
        held_out[~one] = _fitted(design[one], cells[one], groups[one]).predict(design[~one])
    return Model(
        odds=_odds(cells, levels, fitted), chance=fitted.predict(design), held_out=held_out, joined=tuple(joined)
    )


def _levels(cells: pd.DataFrame, factors: tuple[str, ...]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """The levels of each factor that are in, the largest first, and those that count with it."""
    levels, joined = {}, []
    for factor in factors:
        sizes = cells.groupby(factor, observed=True)[["people", "events"]].sum().sort_index()
        sizes = sizes.sort_values("people", ascending=False, kind="stable")
        few = (sizes["people"] < FEWEST_PEOPLE) | (
            np.minimum(sizes["events"], sizes["people"] - sizes["events"]) < FEWEST_EVENTS
        )
        few.iloc[0] = False
        levels[factor] = [str(level) for level in sizes.index[~few]]
        joined += [(factor, str(level)) for level in sizes.index[few]]
    return levels, joined


def _fitted(design: np.ndarray, cells: pd.DataFrame, groups: np.ndarray) -> Any:
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    if len(set(groups)) < 2:
        raise NotFitted("there are too few areas")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise NotFitted("two factors say the same of everybody")
    counts = np.column_stack([cells["events"], cells["people"] - cells["events"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they warn of is looked at below
        found = GLM(counts, design, family=Binomial()).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    if not (found.converged and np.isfinite(found.bse).all() and (np.abs(found.params[1:]) < FARTHEST).all()):
        raise NotFitted("a group had the outcome always or never, so how it acts cannot be told")
    return found


def _odds(cells: pd.DataFrame, levels: dict[str, list[str]], fitted: Any) -> pd.DataFrame:
    limits, rows, place = fitted.conf_int(), [], 0
    for factor, of in levels.items():
        for number, level in enumerate(of):
            is_in = ~cells[factor].isin(of[1:]) if number == 0 else cells[factor] == level
            counts = cells.loc[is_in, ["people", "events"]].sum()
            place += number > 0
            found = [1.0, np.nan, np.nan] if number == 0 else np.exp([fitted.params[place], *limits[place]])
            rows.append((factor, level, counts["people"], counts["events"], *found))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def c_statistic(chance: np.ndarray, events: np.ndarray, people: np.ndarray) -> float:
    """How often, of somebody with the event and somebody without, the first had the greater chance; ties count as half.

    The area under the receiver operating characteristic (Hanley and McNeil 1982); 0.5 tells nothing, 1 everything. Not a
    number where everybody had the event, or nobody.
    """
    table = pd.DataFrame({"with": events, "without": np.asarray(people) - events}).groupby(np.round(chance, 12)).sum()
    below = table["without"].cumsum() - table["without"] / 2
    pairs = table["with"].sum() * table["without"].sum()
    return float((table["with"] * below).sum() / pairs) if pairs else float("nan")


def calibration(chance: np.ndarray, events: np.ndarray, people: np.ndarray) -> pd.DataFrame:
    """One row a tenth of people, by rising chance: tenth (1 to 10), people, events observed and expected.

    A cell is not divided: it lies in the tenth of its middle person, so tenths are of about one size.
    """
    order = np.argsort(chance, kind="stable")
    table = pd.DataFrame({"people": people, "observed": events, "expected": chance * people}).iloc[order]
    middle = table["people"].cumsum() - table["people"] / 2
    tenth = np.minimum(np.floor(TENTHS * middle / table["people"].sum()), TENTHS - 1).astype(int) + 1
    return table.groupby(tenth.rename("tenth")).sum().reset_index()
