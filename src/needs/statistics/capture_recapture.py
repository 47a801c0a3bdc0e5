"""How many people there are, seen and unseen, from lists that overlap: log-linear models, singly and side by side."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from needs.statistics.capture_histories import table_of
from needs.statistics.estimate import Estimate, too_wide, z_of
from needs.statistics.model_estimates import METHOD, estimates_of

FEWEST_LISTS, MOST_LISTS = 3, 6  # for a search: two lists cannot show dependence, seven have two million models
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
    if not FEWEST_LISTS <= table.lists <= MOST_LISTS:
        wanted = f"wanted {FEWEST_LISTS} to {MOST_LISTS} to compare models; name the interactions of one model instead"
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
