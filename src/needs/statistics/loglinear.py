"""Log-linear models of overlapping lists, many at a time: Poisson regressions on the cells of one table, by Newton's
method. statsmodels fits the same model one by one; a search over thousands needs them fitted together.
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

MOST_STEPS = 60  # a fit that has a maximum needs about ten; one that has none drifts for ever
LONGEST_STEP = 5.0  # on the log scale, so that a poor start cannot overflow
SETTLED = 1e-9  # largest change of a coefficient at which a fit has arrived
RIDGE = 1e-12  # keeps a drifting fit's matrix invertible; it changes the steps, not where they end


@dataclass(frozen=True, kw_only=True)
class Fits:
    """Models fitted to one table, one row a model: their coefficients, their cells, and whether each has a maximum."""

    coefficients: np.ndarray
    fitted: np.ndarray
    intercept_variance: np.ndarray
    converged: np.ndarray


def histories_of(lists: int) -> list[str]:
    """Every capture history of so many lists but the one of being on none: "001" to "111"."""
    return ["".join(digits) for digits in product("01", repeat=lists)][1:]


def pairs_of(lists: int) -> list[tuple[int, int]]:
    """Every two lists, as positions from 0."""
    return list(combinations(range(lists), 2))


def design(histories: list[str]) -> np.ndarray:
    """One row a history; columns 1, each list, and each two lists. The first coefficient is the log of the unseen."""
    on = np.array([[int(digit) for digit in history] for history in histories], dtype=float)
    pairs = [on[:, one] * on[:, other] for one, other in pairs_of(on.shape[1])]
    return np.column_stack([np.ones(len(on)), on, *pairs])


def fit(terms: np.ndarray, counts: np.ndarray, included: np.ndarray, start: np.ndarray | None = None) -> Fits:
    """Fit each row of `included` (which terms a model has) to its row of `counts`, from `start` or from the counts."""
    models, cells = len(included), len(terms)
    counts = np.broadcast_to(counts, (models, cells))
    products = np.einsum("ci,cj->cij", terms, terms).reshape(cells, -1)
    coefficients = _first(terms, counts, included, products) if start is None else start.copy()
    working, converged = np.arange(models), np.zeros(models, dtype=bool)
    for _ in range(MOST_STEPS):
        rows = included[working]
        fitted = np.exp(coefficients[working] @ terms.T)
        score = ((counts[working] - fitted) @ terms) * rows
        step = np.linalg.solve(_information(fitted, rows, products), score[..., None])[..., 0]
        length = np.abs(step).max(axis=1)
        coefficients[working] += step * np.minimum(1, LONGEST_STEP / np.maximum(length, 1e-300))[:, None]
        converged[working] = length < SETTLED
        working = working[length >= SETTLED]
        if not len(working):
            break
    fitted = np.exp(coefficients @ terms.T)
    intercept = np.zeros((models, terms.shape[1], 1))
    intercept[:, 0] = 1
    variance = np.linalg.solve(_information(fitted, included, products), intercept)[:, 0, 0]
    return Fits(coefficients=coefficients, fitted=fitted, intercept_variance=variance, converged=converged)


def _first(terms, counts, included, products) -> np.ndarray:
    """One weighted least-squares step from the counts drawn half-way to their mean, the usual start."""
    near = (counts + counts.mean(axis=1, keepdims=True)) / 2
    aim = ((near * np.log(near) + counts - near) @ terms) * included
    return np.linalg.solve(_information(near, included, products), aim[..., None])[..., 0]


def _information(fitted, included, products) -> np.ndarray:
    """Each model's information matrix; a term that a model leaves out gets a row of its own that does nothing."""
    size = included.shape[1]
    matrix = (fitted @ products).reshape(-1, size, size) * (included[:, :, None] & included[:, None, :])
    diagonal = np.arange(size)
    matrix[:, diagonal, diagonal] = np.where(included, matrix[:, diagonal, diagonal] * (1 + RIDGE) + RIDGE, 1)
    return matrix
