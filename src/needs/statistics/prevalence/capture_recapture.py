"""How many people there are, seen and unseen, from lists that overlap: log-linear models of capture histories."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product

import numpy as np
from scipy.special import chdtrc, chdtri, digamma, gammaln, xlogy

from needs.statistics.prevalence.estimate import Estimate, check_people, log_normal_limits, no_estimate, too_wide, z_of

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


def _first(terms: np.ndarray, counts: np.ndarray, included: np.ndarray, products: np.ndarray) -> np.ndarray:
    """One weighted least-squares step from the counts drawn half-way to their mean, the usual start."""
    near = (counts + counts.mean(axis=1, keepdims=True)) / 2
    aim = ((near * np.log(near) + counts - near) @ terms) * included
    return np.linalg.solve(_information(near, included, products), aim[..., None])[..., 0]


def _information(fitted: np.ndarray, included: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Each model's information matrix; a term that a model leaves out gets a row of its own that does nothing."""
    size = included.shape[1]
    matrix = (fitted @ products).reshape(-1, size, size) * (included[:, :, None] & included[:, None, :])
    diagonal = np.arange(size)
    matrix[:, diagonal, diagonal] = np.where(included, matrix[:, diagonal, diagonal] * (1 + RIDGE) + RIDGE, 1)
    return matrix


FEWEST_LISTS, MOST_LISTS = 2, 10


@dataclass(frozen=True, eq=False)
class Table:
    """The people of every history but that of being on no list, in the order of `loglinear.histories_of`."""

    lists: int
    counts: np.ndarray

    @property
    def known(self) -> int:
        """The people on any list."""
        return int(self.counts.sum())

    @cached_property
    def terms(self) -> np.ndarray:
        """The terms a model may have, one column each: see `loglinear.design`."""
        return design(histories_of(self.lists))

    @cached_property
    def names(self) -> list[str]:
        """The terms' names but the first's, the intercept: "1", "2", ..., "1x2", ..."""
        singles = [str(one + 1) for one in range(self.lists)]
        return singles + [f"{one + 1}x{other + 1}" for one, other in pairs_of(self.lists)]

    @cached_property
    def overlaps(self) -> dict[str, int]:
        """The people on each list ("1") and on each two ("1x2"), whatever other lists they are on."""
        totals = self.counts @ self.terms[:, 1:]
        return {name: int(total) for name, total in zip(self.names, totals, strict=True)}

    def model_name(self, included: np.ndarray) -> str:
        """A model in a word: "main" for independent lists, then each pair that depends: "main+1x2"."""
        pairs = zip(self.names[self.lists :], included[1 + self.lists :], strict=True)
        return "+".join(["main", *(name for name, has in pairs if has)])

    def empty_terms(self, included: np.ndarray) -> list[str]:
        """In words, the model's lists and pairs of lists on which nobody is."""
        names = [name for name, has in zip(self.names, included[1:], strict=True) if has and not self.overlaps[name]]
        return [f"both lists {name.replace('x', ' and ')}" if "x" in name else f"list {name}" for name in names]

    def terms_with(self, interactions: Sequence[str]) -> np.ndarray:
        """Which terms the model with these interactions has; ValueError for any that does not name two lists."""
        if isinstance(interactions, str):
            raise ValueError(f"capture-recapture: interactions must be a list, found {interactions!r}; put it in one")
        named = [re.fullmatch(r"(\d+)x(\d+)", interaction) for interaction in interactions]
        pairs = ["x".join(sorted(found.groups(), key=int)) if found else "" for found in named]
        for interaction, pair in zip(interactions, pairs, strict=True):
            if pair not in self.names:
                wanted = f"two different lists of 1 to {self.lists}, such as '1x2'"
                raise ValueError(f"capture-recapture: interaction {interaction!r} is not {wanted}")
        return np.array([True] + [name in pairs or "x" not in name for name in self.names])

    def every_model(self) -> np.ndarray:
        """Which terms each model has, of all in which any pairs of lists depend: one row a model."""
        pairs = math.comb(self.lists, 2)
        chosen = np.arange(2**pairs)[:, None] >> np.arange(pairs) & 1
        return np.column_stack([np.ones((2**pairs, self.lists + 1), dtype=bool), chosen.astype(bool)])


def table_of(histories: Mapping[str, int]) -> Table:
    """The table of these counts; a history that is absent counts 0.

    Raises ValueError for histories of unequal length or other digits, for that of nobody ("000"), for too few or many
    lists, for counts that are not whole numbers of people, and where nobody was counted.
    """
    for history, people in histories.items():
        _check(history, people)
    lengths = sorted({len(history) for history in histories})
    if len(lengths) != 1 or not FEWEST_LISTS <= lengths[0] <= MOST_LISTS:
        wanted = f"wanted one length, {FEWEST_LISTS} to {MOST_LISTS} lists"
        raise ValueError(f"capture-recapture: found histories of {lengths!r} digits, {wanted}")
    if not any(histories.values()):
        raise ValueError("capture-recapture: nobody is on any list, which leaves nothing to estimate from")
    counts = [float(histories.get(history, 0)) for history in histories_of(lengths[0])]
    return Table(lengths[0], np.array(counts))


def _check(history: str, people: int) -> None:
    if not isinstance(history, str) or not re.fullmatch("[01]+", history):
        raise ValueError(f"capture-recapture: history {history!r} must be text of only 0 and 1, one digit a list")
    if "1" not in history:
        raise ValueError(f"capture-recapture: nobody on no list can have been counted; leave out {history!r}")
    check_people("capture-recapture", f"the count of history {history!r}", people)


MOST_STEPS_IN_PROFILE = 30
CLOSE = 1e-5  # on the log of the unseen
LONGEST_STEP_IN_PROFILE = 1.0  # on the log of the unseen
FEWEST_UNSEEN_IN_PROFILE = 1e-3  # a lower limit below this is the number known
NEAR_ENOUGH = 1e-3  # of the height wanted, which lies about 2 below the top


def profile_limits(
    table: Table,
    *,
    included: np.ndarray,
    coefficients: np.ndarray,
    relative_errors: np.ndarray,
    confidence: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper limit of the unseen of each model, fitted already to the table; NaN where there is none.

    One row a model: which terms it has, its coefficients, and the standard error of its unseen as a fraction of them.
    Source of the likelihood: Cormack 1992, Biometrics 48:567.
    """
    drop = chdtri(1, 1 - confidence) / 2
    profile = _Profile(table, included, coefficients)
    top = coefficients[:, 0]
    for _ in range(MOST_STEPS_IN_PROFILE):
        slope = profile.at(top)[1]
        step = np.clip(slope * relative_errors**2, -LONGEST_STEP_IN_PROFILE, LONGEST_STEP_IN_PROFILE)
        top = top + step
        if np.abs(step).max() < CLOSE:
            break
    away = np.sqrt(2 * drop) * relative_errors
    wanted = profile.at(top)[0] - drop
    return _crossing(profile, top - away, wanted, -1), _crossing(profile, top + away, wanted, 1)


def _crossing(profile: "_Profile", log_unseen: np.ndarray, wanted: np.ndarray, side: int) -> np.ndarray:
    """Where the likelihood falls to the wanted height on one side of its top, by Newton's method."""
    floor = np.log(FEWEST_UNSEEN_IN_PROFILE)
    for _ in range(MOST_STEPS_IN_PROFILE):
        height, slope = profile.at(log_unseen)
        falling = slope * side < -1e-12
        # Where it does not fall outwards, this is the wrong side of the top: walk outwards.
        step = np.where(falling, (wanted - height) / np.where(falling, slope, 1), side)
        step = np.clip(step, -LONGEST_STEP_IN_PROFILE, LONGEST_STEP_IN_PROFILE)
        log_unseen = np.maximum(log_unseen + step, floor)
        if np.abs(step[log_unseen > floor]).max(initial=0) < CLOSE:
            break
    arrived = np.abs(profile.at(log_unseen)[0] - wanted) < NEAR_ENOUGH
    return np.where(arrived, np.exp(log_unseen), np.where(log_unseen <= floor, 0.0, np.nan))


@dataclass(frozen=True, eq=False)
class _Profile:
    """The likelihoods of several models as functions of the number unseen."""

    table: Table
    included: np.ndarray
    coefficients: np.ndarray

    def at(self, log_unseen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The profile log likelihood of each model at its own log number of unseen, and its slope there."""
        nobody = np.eye(1, self.table.terms.shape[1])
        unseen = np.exp(log_unseen)
        counts = np.column_stack([unseen, np.tile(self.table.counts, (len(unseen), 1))])
        terms = np.vstack([nobody, self.table.terms])
        fits = fit(terms, counts, self.included, self.coefficients)
        total = counts.sum(axis=1)
        shares = fits.fitted / total[:, None]
        height = gammaln(total + 1) - gammaln(unseen + 1) + xlogy(counts, shares).sum(axis=1)
        # The shares are the best for this total already, so that only the total's own terms have a slope.
        slope = unseen * (digamma(total + 1) - digamma(unseen + 1) + np.log(shares[:, 0]))
        return height, slope


PROFILED = 1024  # models, the best first, that get profile limits: every one of five lists
TOGETHER = 1024  # models fitted at a time, which bounds the memory
POOR_FIT = 0.05  # chance of a deviance as large, below which a model is said not to fit
FEWEST_UNSEEN = 0.5  # a model that leaves fewer people unseen has N = n: it sits on the boundary
METHOD = "log-linear Poisson model"
CAUTION = (
    "several models usually fit about equally well with very different totals, and counting people whom one list refers "
    "to another biases the result (Bristol: 2,740 to 6,890 from models that fitted alike; Jones and others 2016)"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """One model of a table: which terms it has, its fit, and why it has no estimate where it has none."""

    included: np.ndarray
    name: str
    refusal: str
    coefficients: np.ndarray
    intercept_variance: float
    log_likelihood: float
    deviance: float

    @property
    def aic(self) -> float:
        """Akaike's criterion; the lower the better among models of one table."""
        return 2 * self.included.sum() - 2 * self.log_likelihood

    @property
    def unseen(self) -> float:
        """The expected number of people on no list."""
        return math.exp(self.coefficients[0])

    @property
    def standard_error(self) -> float:
        """Of the people in all: the number unseen varies about its expectation, and the expectation is estimated."""
        return math.sqrt(self.unseen + self.unseen**2 * self.intercept_variance)


def estimates_of(table: Table, included: np.ndarray, confidence: float) -> list[Estimate]:
    """One estimate for each row of `included` (which terms a model has), the best AIC first, those refused last."""
    chunks = [included[first : first + TOGETHER] for first in range(0, len(included), TOGETHER)]
    models = [model for chunk in chunks for model in fitted_models(table, chunk)]
    sound = sorted((model for model in models if not model.refusal), key=lambda model: (model.aic, model.name))
    limits = _profile_limits_of(table, sound[:PROFILED], confidence) if sound else []
    profiled = [_profiled(table, model, found, confidence) for model, found in zip(sound, limits, strict=False)]
    others = [_log_normal(table, model, confidence) for model in sound[PROFILED:]]
    refused = [_refused(table, model.name, model.refusal, confidence) for model in models if model.refusal]
    return sorted([*profiled, *others], key=lambda estimate: not estimate.exists) + refused


def fitted_models(table: Table, included: np.ndarray) -> list[Model]:
    """The models fitted to the table, in the order given."""
    fits = fit(table.terms, table.counts, included)
    likelihoods = (xlogy(table.counts, fits.fitted) - fits.fitted - gammaln(table.counts + 1)).sum(axis=1)
    ratios = table.counts / np.maximum(fits.fitted, 1e-300)
    deviances = 2 * (xlogy(table.counts, ratios) - table.counts + fits.fitted).sum(axis=1)
    return [
        Model(
            included=included[row],
            name=table.model_name(included[row]),
            refusal=_refusal(table, included[row], fits, row),
            coefficients=fits.coefficients[row],
            intercept_variance=float(fits.intercept_variance[row]),
            log_likelihood=float(likelihoods[row]),
            deviance=max(0.0, float(deviances[row])),
        )
        for row in range(len(included))
    ]


def _refusal(table: Table, included: np.ndarray, fits: Fits, row: int) -> str:
    """Why a model has no estimate, or nothing."""
    empty = table.empty_terms(included)
    if empty:
        return f"not identifiable: nobody is on {' or on '.join(empty)}"
    if included.sum() > len(table.counts):
        return f"not identifiable: {included.sum()} terms from {len(table.counts)} counts"
    if not fits.converged[row]:
        return "not identifiable: this table gives this model no finite estimate"
    unseen, variance = math.exp(fits.coefficients[row, 0]), fits.intercept_variance[row]
    if unseen < FEWEST_UNSEEN:
        return "on the boundary: the model leaves nobody unseen"
    if unseen + unseen**2 * variance > (table.known + unseen) ** 2:
        return "not identifiable: the standard error is larger than the estimate"
    return ""


def _profile_limits_of(table: Table, models: list[Model], confidence: float) -> list[tuple[float, float]]:
    lower, upper = profile_limits(
        table,
        included=np.array([model.included for model in models]),
        coefficients=np.array([model.coefficients for model in models]),
        relative_errors=np.array([model.standard_error / model.unseen for model in models]),
        confidence=confidence,
    )
    return [(table.known + float(low), table.known + float(high)) for low, high in zip(lower, upper, strict=True)]


def _profiled(table: Table, model: Model, limits: tuple[float, float], confidence: float) -> Estimate:
    if not all(map(math.isfinite, limits)):
        reason = "not identifiable: the likelihood sets no limits to the estimate"
        return _refused(table, model.name, reason, confidence)
    return _estimate(table, model, limits, confidence=confidence, method=f"{METHOD}; profile likelihood limits")


def _log_normal(table: Table, model: Model, confidence: float) -> Estimate:
    limits = log_normal_limits(table.known, model.unseen, model.standard_error, confidence)
    method = f"{METHOD}; log-normal limits, not by profile: not among the best {PROFILED:,} models"
    return _estimate(table, model, limits, confidence=confidence, method=method)


def _estimate(table: Table, model: Model, limits: tuple[float, float], *, confidence: float, method: str) -> Estimate:
    value = table.known + model.unseen
    return Estimate(
        value=value,
        lower=limits[0],
        upper=limits[1],
        warnings=(*_doubts(table, model), *too_wide(value, *limits)),
        standard_error=model.standard_error,
        known=table.known,
        model=model.name,
        aic=float(model.aic),
        bic=float(model.aic + model.included.sum() * (math.log(table.known) - 2)),
        deviance=model.deviance,
        degrees_of_freedom=_spare(table, model),
        overlaps=table.overlaps,
        caution=CAUTION,
        confidence=confidence,
        method=method,
    )


def _refused(table: Table, name: str, reason: str, confidence: float) -> Estimate:
    shown = {"known": table.known, "model": name, "overlaps": table.overlaps, "caution": CAUTION}
    return no_estimate(reason, method=METHOD, confidence=confidence, **shown)


def _doubts(table: Table, model: Model) -> list[str]:
    spare = _spare(table, model)
    if spare == 0:
        return ["the model has as many terms as there are counts: its fit cannot be tested"]
    if chdtrc(spare, model.deviance) < POOR_FIT:
        return [f"the model does not fit (deviance {model.deviance:.1f}, degrees of freedom {spare})"]
    return []


def _spare(table: Table, model: Model) -> int:
    return len(table.counts) - int(model.included.sum())


FEWEST_SEARCHED, MOST_SEARCHED = 3, 6  # for a search: two lists cannot show dependence, seven have two million models
ABOUT_AS_GOOD = 2.0  # AIC above the best; within it a model has substantial support (Burnham and Anderson 2002)


def capture_recapture(histories: Mapping[str, int], interactions: Sequence[str], confidence: float = 0.95) -> Estimate:
    """People in all from counts by capture history, and the pairs of lists held to depend on each other.

    History "101" counts the people on lists 1 and 3 only; one left out counts 0; interaction "1x3" lets lists 1 and 3
    depend. The counts follow a Poisson regression whose intercept gives the people on no list (Cormack 1989,
    Biometrics 45:395); limits by profile likelihood. Where the table gives the model no estimate there is none, but
    the reason. Raises ValueError for an impossible history, count, interaction or confidence.
    """
    z_of(confidence)
    table = table_of(histories)
    return estimates_of(table, table.terms_with(interactions)[None, :], confidence)[0]


def capture_recapture_models(histories: Mapping[str, int], confidence: float = 0.95) -> list[Estimate]:
    """The estimates of every model in which any pairs of three to six lists depend, the best AIC first.

    All models are fitted: 8 for three lists, 64 for four, 1,024 for five and 32,768 for six. Those the table cannot
    estimate come last, with the reason. The best 1,024 have profile limits, the rest of six lists log-normal ones; the
    method of each says which. Raises ValueError as `capture_recapture` does, and for fewer or more lists.
    """
    z_of(confidence)
    table = table_of(histories)
    if not FEWEST_SEARCHED <= table.lists <= MOST_SEARCHED:
        wanted = (
            f"wanted {FEWEST_SEARCHED} to {MOST_SEARCHED} to compare models; name the interactions of one model instead"
        )
        raise ValueError(f"capture-recapture: found {table.lists!r} lists, {wanted}")
    return estimates_of(table, table.every_model(), confidence)


def about_as_good(estimates: Sequence[Estimate], within: float = ABOUT_AS_GOOD) -> list[Estimate]:
    """Of one table's estimates, those whose AIC is at most `within` above the lowest, in the order given."""
    existing = [estimate for estimate in estimates if estimate.exists]
    best = min((estimate.aic for estimate in existing), default=math.nan)
    return [estimate for estimate in existing if estimate.aic - best <= within]


def spread(estimates: Sequence[Estimate], within: float = ABOUT_AS_GOOD) -> Estimate:
    """The best model's estimate, with limits that span those of every model about as good.

    One model's limits hide that another, as good, gives another answer: five models of Bristol's lists fitted alike
    and ran from 2,740 to 6,890 (Jones and others 2016). The warnings say how many models there are and how far apart.
    Raises ValueError for no estimates.
    """
    if not estimates:
        raise ValueError("capture-recapture: the spread wants the estimates of one table's models, found none")
    rivals = about_as_good(estimates, within)
    if not rivals:
        return replace(estimates[0], model="", warnings=("no model of this table has an estimate",))
    best = min(rivals, key=lambda rival: rival.aic)
    lower, upper = min(rival.lower for rival in rivals), max(rival.upper for rival in rivals)
    method = f"{METHOD}; limits over the {len(rivals)} models within {within:g} AIC of the best"
    warnings = (*best.warnings, *_apart(rivals), *_left_out(estimates))
    wide = tuple(warning for warning in too_wide(best.value, lower, upper) if warning not in warnings)
    return replace(best, lower=lower, upper=upper, method=method, warnings=(*warnings, *wide))


def _apart(rivals: list[Estimate]) -> list[str]:
    if len(rivals) == 1:
        return []
    values = sorted(rival.value for rival in rivals)
    return [f"{len(rivals)} models fit about equally well, with estimates from {values[0]:,.0f} to {values[-1]:,.0f}"]


def _left_out(estimates: Sequence[Estimate]) -> list[str]:
    refused = sum(not estimate.exists for estimate in estimates)
    return [f"{refused} of {len(estimates)} models have no estimate and are left out"] if refused else []
