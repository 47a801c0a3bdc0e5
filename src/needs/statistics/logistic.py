"""A logistic regression of grouped counts on categories, with a level for each area, and how well it holds elsewhere.

Cells that share all their categories give exactly the regression of one row a person. Each area has a level of its own while
the factors' effects are found, so that a factor which is commoner where results are good takes no credit for that; whoever
asks for a chance then gets that of one level for all areas. Levels are taken out by weighted means within areas at each step
of Newton's method: with a column for each of 150 areas a fit takes forty times as long. The standard errors allow for people of one area being
more alike than others (Liang and Zeger 1986), with Student's t of one degree of freedom an area less one, as areas are few.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit, stdtrit

FEWEST_PEOPLE = 50  # of a level; our own rule: fewer say too little of how it acts, and too much of whom they are
FEWEST_EVENTS = 20  # and of those without the event
TENTHS = 10
COLUMNS = ("factor", "level", "people", "events", "odds_ratio", "lower", "upper")
FARTHEST = 10  # log odds between two levels: beyond it a fit has run away
CONFIDENCE = 0.95
STEPS, NEAR = 50, 1e-10  # of Newton's method: at most so many, until no effect moves by more


class NotFitted(ValueError):
    """Why there is no model, as a part of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """`odds` has a row a level that is in (COLUMNS, 95% limits; those of the level that others are set against are missing).

    `chance` is of the event in each cell at one level for all areas, at which as many are expected as had the event;
    `held_out` that by the model of the other half of the areas.
    `joined` names the levels that are too small and count with the level that others are set against.
    """

    odds: pd.DataFrame
    chance: np.ndarray
    held_out: np.ndarray
    joined: tuple[tuple[str, str], ...]


def fit(cells: pd.DataFrame, factors: tuple[str, ...], area: str) -> Model:
    """The model of `events` out of `people`, a row of `cells` being a combination of levels of the factors in an area.

    A factor's largest level is the one that others are set against. A level of fewer than FEWEST_PEOPLE, or of fewer than
    FEWEST_EVENTS events or people without one, counts with it. Raises NotFitted where nothing can be told.
    """
    events, people = (cells[name].to_numpy(float) for name in ("events", "people"))
    if min(events.sum(), (people - events).sum()) < FEWEST_EVENTS:
        raise NotFitted("too few people had the outcome, or too few had it not")
    levels, joined = _levels(cells, factors)
    design = np.column_stack([cells[factor] == level for factor, of in levels.items() for level in of[1:]]).astype(
        float
    )
    areas = pd.factorize(cells[area], sort=True)[0]
    effects, errors, odds_of_one = _effects(design, events, people, areas)
    half = areas % 2 == 0
    held_out = np.empty(len(cells))
    for one in (half, ~half):
        found, _, level = _effects(design[one], events[one], people[one], areas[one])
        held_out[~one] = expit(level + np.einsum("ij,j->i", design[~one], found))
    return Model(
        odds=_odds(cells, levels, effects, errors * _times(areas)),
        chance=expit(odds_of_one + np.einsum("ij,j->i", design, effects)),
        held_out=held_out,
        joined=tuple(joined),
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


def _effects(
    design: np.ndarray, events: np.ndarray, people: np.ndarray, areas: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """The log odds of each column beside each area's own level, their standard errors, and the level of all areas as one."""
    tells = np.bincount(areas, events)[areas] * np.bincount(areas, people - events)[areas] > 0
    x, y, n = design[tells], events[tells], people[tells]
    of = pd.factorize(areas[tells])[0]
    if len(set(of)) < 2:
        raise NotFitted("too few areas had people with the outcome and without it")
    effects, linear = np.zeros(x.shape[1]), np.zeros(len(x))
    for _ in range(STEPS):
        chance = expit(linear)
        weights = np.maximum(n * chance * (1 - chance), np.finfo(float).tiny)
        aim = linear + (y - n * chance) / weights
        apart, level = x - _means(x, weights, of)[of], _means(aim[:, None], weights, of)[of, 0]
        information = np.einsum("ij,ik->jk", apart, weights[:, None] * apart)  # many threads would wait for each other
        if np.linalg.matrix_rank(information) < len(information):
            raise NotFitted("two factors say the same of everybody")
        before, effects = effects, np.linalg.solve(information, np.einsum("ij,i->j", apart, weights * (aim - level)))
        if (np.abs(effects) > FARTHEST).any():
            break
        linear = level + np.einsum("ij,j->i", apart, effects)
        if np.abs(effects - before).max(initial=0) < NEAR:
            break
    if (np.abs(effects) > FARTHEST).any() or np.abs(effects - before).max(initial=0) > NEAR:
        raise NotFitted("a group had the outcome always or never, so how it acts cannot be told")
    scores = np.zeros((of.max() + 1, x.shape[1]))
    np.add.at(scores, of, apart * (y - n * expit(linear))[:, None])
    inverse = np.linalg.inv(information)
    errors = np.sqrt(np.diag(inverse @ scores.T @ scores @ inverse) * len(scores) / (len(scores) - 1))
    added = np.einsum("ij,j->i", design, effects)
    level_of_all = brentq(lambda odds: (people * expit(odds + added)).sum() - events.sum(), -30, 30)
    return effects, errors, float(level_of_all)


def _means(values: np.ndarray, weights: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Weighted means of columns, a row an area."""
    sums = np.zeros((of.max() + 1, values.shape[1]))
    for place, column in enumerate(values.T):
        sums[:, place] = np.bincount(of, weights * column)
    return sums / np.bincount(of, weights)[:, None]


def _times(areas: np.ndarray) -> float:
    """Standard errors between an effect and its limits."""
    return float(stdtrit(len(set(areas)) - 1, (1 + CONFIDENCE) / 2))


def _odds(cells: pd.DataFrame, levels: dict[str, list[str]], effects: np.ndarray, margins: np.ndarray) -> pd.DataFrame:
    rows, place = [], -1
    for factor, of in levels.items():
        for number, level in enumerate(of):
            is_in = ~cells[factor].isin(of[1:]) if number == 0 else cells[factor] == level
            counts = cells.loc[is_in, ["people", "events"]].sum()
            place += number > 0
            effect, margin = (0.0, np.nan) if number == 0 else (effects[place], margins[place])
            rows.append(
                (factor, level, counts["people"], counts["events"], *np.exp([effect, effect - margin, effect + margin]))
            )
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
