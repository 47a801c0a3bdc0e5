"""What a reviewer of methods is shown beside the results: worked examples, models, and printed beside counted figures."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from needs.areas import INVENTED, Area, area_of
from needs.measure import cohorts, progress, selection
from needs.measure.condition import SAID as SAID_OF
from needs.measure.condition import Coded, Condition
from needs.measure.results import OF_RECORDS
from needs.quarter import Quarter
from needs.settings import Choices, written
from needs.statistics import prevalence, worked_examples


def pairs(areas: pd.DataFrame) -> list[tuple[Area, Area]]:
    """Each real area of which there is a likeness, and the likeness, by the name of the real one."""
    likenesses = areas[(areas["kind"] == INVENTED) & (areas["made_after"] != "") & (areas["partnership"] != "")]
    found = [(area_of(row.made_after, areas), area_of(row.partnership, areas)) for row in likenesses.itertuples()]
    return sorted(found, key=lambda pair: pair[0].name)


def printed_and_counted(results: pd.DataFrame, real: Area, likeness: Area, local: set[str]) -> Iterator[tuple]:
    """For each figure that the real place prints, in the order of its results: its row, and the row counted for the same days."""
    own = results[(results["area_code"] == real.code) & results["source"].isin(local)]
    printed = own[
        own["kind"].isin(["actual", "estimate"]) & (own["status"] == "shown") & (own["origin"] == "published")
    ]
    counted = results[(results["area_code"] == likeness.code) & results["source"].isin(OF_RECORDS)]
    for row in printed.itertuples():
        beside = selection.counted_beside(row._replace(area_code=likeness.code), counted)
        if beside is not None and beside.status in selection.GIVEN:
            yield row, beside


LISTS = {"A": "social enquiry reports", "B": "hospital", "C": "treatment agencies", "D": "hepatitis C diagnoses"}
IN_TREATMENT = "3"  # the list of Scotland's that is of people in treatment
WITHOUT_A_LIST = "Scotland, without the hepatitis C list"
TABLES = {
    "Scotland": "Scotland 2006, people who inject drugs, four lists",
    WITHOUT_A_LIST: "The same people, without the hepatitis C list",
    "Glasgow": "Glasgow 2006, men under 35 who inject drugs, four lists",
    "Rome": "Rome, HIV, four registers",
    "spina bifida": "New York, spina bifida, three lists",
    "Taiwan": "Taiwan, hepatitis A, three lists",
}
KINDS = worked_examples.KINDS
CAUTION = "five of eleven models of Bristol's lists fitted equally well. They gave 2,740 to 6,890 people"


def worked() -> pd.DataFrame:
    """Every worked example with our answer, the difference, and whether it is within the tolerance."""
    return worked_examples.ours_beside_theirs()


def models_side_by_side() -> pd.DataFrame:
    """Models of Scotland's four lists (King and others 2013): those about as good as the best, and the two extremes.

    One row a model, the best first: model, dependent (pairs of lists by letter), value, lower, upper (people), behind (AIC
    above the best), and unmet, unmet_lower, unmet_upper: the percent not on the list of treatment agencies.
    """
    found = prevalence.capture_recapture_models(worked_examples.histories("Scotland"))
    good = {estimate.model for estimate in prevalence.about_as_good(found)}
    extremes = {"main", max((estimate.model for estimate in found), key=len)}
    shown = [estimate for estimate in found if estimate.model in good | extremes]
    rows = [
        {
            "model": estimate.model,
            "dependent": _dependent(estimate.model),
            "value": estimate.value,
            "lower": estimate.lower,
            "upper": estimate.upper,
            "behind": estimate.aic - found[0].aic,
            "is_good": estimate.model in good,
            **_unmet(estimate),
        }
        for estimate in shown
    ]
    return pd.DataFrame(rows)


def spreads() -> pd.DataFrame:
    """Published tables of lists: known, models fitted, how many are about as good as the best, and how far these spread.

    One row a table: table, known, models, good, value, lower, upper (people; the best model's), low, high (limits over all
    models about as good), times (high over low) and independent (the estimate if no lists depend on each other).
    """
    return pd.DataFrame([_spread(name, words) for name, words in TABLES.items()])


def _histories(name: str) -> Mapping[str, int]:
    if name != WITHOUT_A_LIST:
        return worked_examples.histories(name)
    fewer: dict[str, int] = {}
    for history, people in worked_examples.histories("Scotland").items():
        left = history[:-1]
        if "1" in left:  # people on the list left out alone are then not known at all
            fewer[left] = fewer.get(left, 0) + people
    return fewer


def _spread(name: str, words: str) -> dict:
    found = prevalence.capture_recapture_models(_histories(name))
    good, spread = prevalence.about_as_good(found), prevalence.spread(found)
    independent = next(estimate for estimate in found if estimate.model == "main")
    return {
        "table": words,
        "known": spread.known,
        "models": len(found),
        "good": len(good),
        **{side: getattr(good[0], side) for side in ("value", "lower", "upper")},
        "low": spread.lower,
        "high": spread.upper,
        "times": spread.upper / spread.lower,
        "independent": independent.value,
    }


def _unmet(estimate: prevalence.Estimate) -> dict[str, float]:
    treated = estimate.overlaps[IN_TREATMENT]
    unmet = prevalence.unmet_need(treated, estimate.value, estimate.lower, estimate.upper)
    return {"unmet": 100 * unmet.value, "unmet_lower": 100 * unmet.lower, "unmet_upper": 100 * unmet.upper}


def _dependent(model: str) -> str:
    pairs = [pair.split("x") for pair in model.split("+")[1:]]
    letters = list(LISTS)  # in the order of the digits of Scotland's histories
    return "; ".join(f"{letters[int(one) - 1]} and {letters[int(other) - 1]}" for one, other in pairs) or "none"


# What a condition is asked with, where it has to be told: the same words stand for whatever an indicator asks
A_QUARTER = Quarter(2008, 3)
ASKED = {"column": "a field", "form": "review", "at": "start", "days": 21, "names": ()}
SAID = {
    "<period.start>": "the period's first day", "<period>": "the period's last day", "<followed>": "the last day of follow-up",
    "<names>": "as named",
}  # fmt: skip


def conditions() -> Iterator[tuple[str, str, str, str]]:
    """Each condition by its name: what meets it, the columns and codes that do, and where that is from."""
    for name, condition in named_conditions():
        said, _, source = " ".join((inspect.getdoc(condition) or "").split()).partition(" Source: ")
        asked = _asked(condition)
        for of, value in asked.items():
            said = said.replace(f"<{of}>", SAID.get(f"<{of}>") or SAID_OF.get(str(value), written(value)))
        said = said.replace("<period.start>", SAID["<period.start>"])
        said = said.replace("The answer a field", "The answer at the start, or later,")
        codes = () if {"column", "names"} & set(asked) else condition(**asked).codes
        is_group = any(one.others and len(one.columns) > 1 for one in codes)  # of three drugs at once
        shown = "as the drug groups above" if is_group else "; ".join(map(_in_short, codes))
        yield name, said, shown, source


def named_conditions() -> Iterator[tuple[str, Callable[..., Condition]]]:
    """All conditions that indicators may be made of."""
    for module in (cohorts, progress):
        for name, made in vars(module).items():
            is_own = inspect.isfunction(made) and made.__module__ == module.__name__ and name[0] != "_"
            if is_own and made.__annotations__.get("return") == Condition.__name__:
                yield name, made


def _asked(condition: Callable[..., Condition]) -> dict[str, Any]:
    """Values for all that a condition is asked with: its own, where it has them."""
    named = inspect.signature(condition).parameters.values()
    example = ASKED | dict.fromkeys(("period", "followed"), A_QUARTER.period) | {"choices": Choices()}
    return {one.name: example[one.name] if one.default is inspect.Parameter.empty else one.default for one in named}


def _in_short(coded: Coded) -> str:
    """Columns and codes, without the labels that stand in the lists."""
    begin = f"any that begins with {' or '.join(coded.begins)}" if coded.begins else ""
    listed = ", ".join(code or "blank" for code in coded.codes)
    return f"{', '.join(coded.fields)}: {'none of ' * coded.others}{', '.join(filter(None, (begin, listed)))}"
