"""The answers of a treatment record that results are counted from: which results, and what a missing answer does to them."""

from dataclasses import dataclass

USE_DAYS = ("ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE")
NOT_STATED = "Counted as “not stated”."
LEFT_OUT = "Left out of the share."
IN_NO_SHARE = "Left out of the share; among groups counted as “not stated”."


@dataclass(frozen=True, kw_only=True)
class Needed:
    """An answer that results need, from one column or several alike.

    `out_of` is the column whose answers it is set against, where not every row wants it; `blank_where` says when a blank is
    right and cannot be told from a gap.
    """

    name: str
    headers: tuple[str, ...]
    feeds: str
    effect: str
    out_of: str = ""
    blank_where: str = ""

    @property
    def label(self) -> str:
        """The answer with its column, as a provider knows it."""
        return f"{self.name} ({self.headers[0]}{' and others' if len(self.headers) > 1 else ''})"


def _asked(header: str, name: str, feeds: str, effect: str = NOT_STATED, **given) -> Needed:
    return Needed(name=name, headers=(header,), feeds=feeds, effect=effect, **given)


NEEDED = (
    _asked("DOB", "Date of birth", "People once each; adults, young people and ages", "The row cannot be used."),
    _asked("SEX", "Sex", "People once each; people in treatment by sex", "The row cannot be used."),
    _asked("ETHNIC", "Ethnic group", "People in treatment by ethnic group"),
    _asked("LA", "Local authority of residence", "People in treatment by district"),
    _asked("DRUG1", "Main drug", "People by main drug; users of opiates or crack", "The row cannot be used."),
    _asked("ROUTE", "How the main drug is taken", "People in treatment by route"),
    _asked("RFLS", "Who referred", "New presentations by source; referrals by criminal justice", IN_NO_SHARE),
    _asked("TRIAGED", "Triage date", "People once each; when treatment begins", "The row cannot be used."),
    _asked("PREVTR", "Treated before", "People new to treatment", LEFT_OUT),
    _asked("ACCMNEED", "Housing", "People with a housing problem", IN_NO_SHARE),
    _asked("EMPSTAT", "Employment", "People in regular work", IN_NO_SHARE),
    _asked("PRNTSTAT", "Parental status", "People who live with children", IN_NO_SHARE),
    _asked("CPLANDT", "Care plan date", "Share with a care plan", "Counted as having no care plan."),
    _asked("INJSTAT", "Injecting", "People who inject", IN_NO_SHARE),
    _asked("HEPCSTAT", "Hepatitis C", "Hepatitis C tests offered and accepted", LEFT_OUT),
    _asked("HEPBSTAT", "Hepatitis B", "Hepatitis B vaccinations offered and accepted", LEFT_OUT),
    _asked("MODAL", "Kind of treatment", "People in treatment; treatment by kind; Tier 4",
           "Not known to be structured treatment, so the person may not be counted."),
    _asked("REFMODDT", "Referral date of the treatment", "Waiting times", "Left out of waiting times."),
    _asked("FAOMODDT", "First appointment offered", "Waiting times", "Left out of waiting times."),
    _asked("MODST", "Start of the treatment", "People in treatment; new presentations; waiting times",
           "Treatment is not known to have started, so the person may not be counted."),
    _asked("DISRSN", "Reason for discharge", "Exits by reason; planned exits; successful completion",
           "Counted as an exit, and not as a planned one.", out_of="DISD"),
    _asked("TRSTAGE", "Stage of the outcomes form", "Share with an outcomes form at start, review and exit (TOP)",
           "The form counts at no stage.", out_of="TOPDATE"),
    Needed(name="Days of drug use and injecting", headers=USE_DAYS, feeds="Change in drug use while in treatment (TOP)",
           effect="The person is left out for that drug.", out_of="TOPDATE"),
    _asked("DISD", "Discharge date", "Exits; who is in treatment when a period ends", "Counted as still in treatment.",
           blank_where="still in treatment"),
    _asked("MODEND", "End of the treatment", "Treatment that people receive at one time", "Counted as still going on.",
           blank_where="the treatment goes on"),
    _asked("TOPDATE", "Date of the outcomes form", "Share with an outcomes form (TOP); change in drug use",
           "Counted as having no form.", blank_where="the row holds no form"),
)  # fmt: skip
