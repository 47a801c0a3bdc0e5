"""What codes and labels mean to the counting: each list with its source and how sure that source is."""

from functools import cache
from typing import NamedTuple

from needs.code_lists import NOT_STATED, code_list, groups_of
from needs.code_lists import lazy as pl
from needs.mistakes import Mistake

EXPORTER = "code list of a public NDTMS exporter (Canary-NDTMS, data sets H and K)"
JUDGEMENT = "expert knowledge, no published source found"


class Codes(NamedTuple):
    """Codes that count as one thing, where that is written, and how sure it is: high, medium or low."""

    codes: tuple[str, ...]
    source: str
    confidence: str


class Completion(NamedTuple):
    """What one version of successful completion counts: groups of discharge reasons."""

    groups: tuple[str, ...]
    source: str
    confidence: str


_COMPLETED = ("completed, drug and alcohol free", "completed, occasional user")
TRANSFERRED = ("transferred, not in custody", "transferred, in custody")
COMPLETIONS = {
    "2004": Completion(
        (*_COMPLETED, "referred on", *TRANSFERRED),
        "Bath and North East Somerset, 2004, Appendix 2: any planned departure, and this includes a transfer",
        "low",
    ),
    "2007": Completion((*_COMPLETED, "referred on"), "Hansard, Commons, 15 January 2009, Drugs Misuse", "medium"),
    "2009": Completion(_COMPLETED, f"{JUDGEMENT}; agrees with Derby's 36% against Hansard's national count", "medium"),
}
CRIMINAL_JUSTICE = Codes(("5", "6", "8", "13"), f"{EXPORTER}; that these four are the group: {JUDGEMENT}", "high")
FROM_PRISON = Codes(("13",), EXPORTER, "high")
CURRENT_INJECTOR = Codes(("C",), EXPORTER, "high")
EVER_INJECTED = Codes(("C", "P"), EXPORTER, "high")
HEPATITIS_ACCEPTED = Codes(("A",), EXPORTER, "high")
HEPATITIS_OFFERED = Codes(("A", "B"), EXPORTER, "high")
HOUSING_PROBLEM = Codes(("1", "2"), f"{EXPORTER}; Derby 2009/10 for the measure", "high")
NAIVE = Codes(("N",), "NDTMS field PREVTR, what the person says", "medium")
NO_DRUG = Codes(
    ("", "9996", "9997", "3409"), f"{EXPORTER}; that nicotine (3409) makes no drug group: {JUDGEMENT}", "medium"
)
CRACK = Codes(("3201",), EXPORTER, "high")
OPIATES_BEGIN = Codes(("1",), "four-digit drug codes by range, derived from the exporter's list", "medium")
ALCOHOL_BEGINS = Codes(("7",), "four-digit drug codes by range, derived from the exporter's list", "medium")
TIER_4 = Codes(("1", "6"), f"{EXPORTER}: inpatient treatment and residential rehabilitation", "high")
PRESCRIBED = Codes(("2", "3"), f"{EXPORTER}: specialist and GP prescribing", "high")
SHARED_CARE = Codes(("3",), f"{EXPORTER}: GP prescribing; that it is shared care: {JUDGEMENT}", "low")
LIVING_WITH_CHILDREN = Codes(("11", "12"), EXPORTER, "high")
PARENT_WITHOUT_CHILDREN = Codes(("13",), EXPORTER, "high")
DUAL_DIAGNOSIS = Codes(
    ("Y",), "NDTMS field DUALDIAG; that it is today's mental health treatment need: recalled", "medium"
)
REGULARLY_EMPLOYED = Codes(("1",), EXPORTER, "high")
RENAMED = {"90": "80", "91": "82", "92": "81"}  # the discharge script's own first step
THREE_WEEKS_OR_UNDER = "3 weeks or under"
REVIEW, EXIT = "review", "exit"  # the later of two outcomes forms
# Each column of an outcomes form with what it asks (TOP form, section 4); the days of use of substances are no part
SCALES = {
    "psychological_health": "psychological health, 0 to 20",
    "physical_health": "physical health, 0 to 20",
    "quality_of_life": "quality of life, 0 to 20",
    "paid_work_days": "paid work, days of 28",
    "education_days": "education, days of 28",
}
YES_OR_NO = {"housing_problem": "acute housing problem", "eviction_risk": "at risk of eviction"}
WAIT_BANDS = (THREE_WEEKS_OR_UNDER, "3 to 6 weeks", "over 6 weeks")  # as figures of ViewIt are labelled


@cache
def answers(column: str) -> tuple[str, ...]:
    """The codes that answer what a column of codes asks: those of its list, without those that say "not stated"."""
    (name,) = code_list("fields").filter(pl.col("column") == column)["codes"]
    return tuple(code for code, group in groups_of(name).items() if group != NOT_STATED)


@cache
def structured_modalities() -> tuple[str, ...]:
    """The modality codes that count as structured treatment."""
    return tuple(code_list("modality").filter(pl.col("is_structured") == "yes")["code"])


def reasons(*groups: str) -> list[str]:
    """The codes of groups of discharge reasons."""
    return [code for code, group in groups_of("discharge_reasons").items() if group in groups]


def completions(version: str) -> list[str]:
    """The discharge reasons that are a successful completion in a version: "2004", "2007" or "2009"."""
    if version not in COMPLETIONS:
        raise Mistake(f"successful completion {version!r} is not one of: {', '.join(map(repr, COMPLETIONS))}")
    return reasons(*COMPLETIONS[version].groups)
