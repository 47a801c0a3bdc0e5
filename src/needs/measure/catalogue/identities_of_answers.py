"""What follows for shares by an answer from being counted out of those who gave one: they are the groups that are stated.

An answer that everybody gave leaves nobody out, so both are declared; what the counts contradict is dropped.
"""

from needs.measure.disclosure_wording import AtMost, Cell, Sum
from needs.measure.groups import EMPLOYMENT, HOUSING

_TREATED, _CAME = Cell("in_treatment"), Cell("new_presentations")
_INJECTORS, _TESTED = (
    Cell(f"{name}_percent", role="of") for name in ("current_injectors_in_treatment", "hepatitis_c_offered")
)
_EVER_INJECTED = ("currently injecting", "previously injected")
_REFERRED_BY = (
    "criminal justice", "health services and social care", "other", "self, family and friends",
    "substance misuse service",
)  # fmt: skip


def _answered(name: str) -> Cell:
    return Cell(f"{name}_percent", role="of")


def _stated(indicator: str, breakdown: str, groups: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(indicator, breakdown, group) for group in dict.fromkeys(groups))


_BY_GROUP = {
    "criminal_justice_referral": ("referral_source", _REFERRED_BY),
    "housing_problem": ("housing", tuple(HOUSING.values())),
    "regularly_employed": ("employment", tuple(EMPLOYMENT.values())),
}
_HAS_INJECTED = _stated("new_presentations_by_group", "injecting", _EVER_INJECTED)
OF_ANSWERS = (
    *(
        AtMost(_answered(name), (_CAME,))
        for name in (*_BY_GROUP, "treatment_naive", "hepatitis_b_offered", "living_with_children")
    ),
    *(Sum(_answered(name), _stated("new_presentations_by_group", *groups)) for name, groups in _BY_GROUP.items()),
    # where everybody answered; elsewhere they are fewer
    *(
        Sum(_answered(name), (_CAME,))
        for name in ("criminal_justice_referral", "housing_problem", "treatment_naive", "hepatitis_b_offered")
    ),
    AtMost(_TESTED, _HAS_INJECTED),
    Sum(_TESTED, _HAS_INJECTED),
    AtMost(_INJECTORS, (_TREATED,)),
    Sum(
        _INJECTORS,
        _stated("people_in_treatment_by_group", "injecting", (*_EVER_INJECTED, "never injected")),
    ),
)
