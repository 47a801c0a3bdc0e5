"""What a partnership's extracts leave blank, and what that does to the results counted from them."""

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from needs.measure.safety import BY, FEWEST_OF_A_SHARE, SMALLEST
from needs.present.assessment import Assessment
from needs.present.kit.html import Number, bar, element, joined, table
from needs.present.kit.section import heading, plain
from needs.present.numbers import capital, of_percent, spelt
from needs.present.sections.extracts import Received, enough, few, meaning, without

USE_DAYS = ("ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE")
NOT_STATED = "Counted as “not stated”."
LEFT_OUT = "Left out of the share."
IN_NO_SHARE = "Left out of the share; among groups counted as “not stated”."
NOT_COLLECTED, TOO_FEW = "not collected", "too few rows"
LACKING = ("blank", "not_answered", "refused")
MIDDLE = SMALLEST // 2  # taken for a count of fewer than eight; it is three away at most
ABOUT = (
    4  # percentage points: a share is "about" so much if rounding may move it further, as one of fewer than 100 rows
)
LITTLE = 0.99  # share of usable answers from which the rest is left unsaid


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


def _asked(header: str, name: str, feeds: str, effect: str = NOT_STATED, **given: Any) -> Needed:
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


@dataclass(frozen=True, kw_only=True)
class Filled:
    """How many answers that results need can be used.

    `counts` are of rows as they are shown, one for a column of a file: answers wanted, given, refused, not given, blank.
    """

    needed: Needed
    is_rounded: bool
    constant_at: tuple[str, ...]
    not_collected_at: tuple[str, ...]
    is_constant: bool
    counts: dict[str, list[float]] = field(repr=False)

    @property
    def share(self) -> float:
        """The share of wanted answers that can be used, of the middle of what each count may be; 0 if nobody has the column."""
        usable = max(0.0, self._sum("answered") - self._sum("refused"))
        # Where an answer belongs to another, a blank may be right
        lacking = max(0.0, self._sum("wanted") - usable) if self.needed.out_of else sum(map(self._sum, LACKING))
        return usable / (usable + lacking) if usable + lacking else float(not self.not_collected_at)

    @property
    def is_complete(self) -> bool:
        """Whether answers are wanted, and all can be used for sure."""
        return any(self.counts["wanted"]) and self.share == 1 and not (self._error or self.not_collected_at)

    @property
    def is_lacking(self) -> bool:
        """Whether so many cannot be used that it is worth saying, of rows enough to say it."""
        return any(self.counts["wanted"]) and not self._is_of_few and self.share < LITTLE

    @property
    def percent(self) -> str:
        """The share in whole percent; never none or all where that is not sure."""
        if not any(self.counts["wanted"]):
            return NOT_COLLECTED if self.not_collected_at else "none wanted"
        if self._is_of_few:
            return TOO_FEW
        value = min(max(100 * self.share, self._error / 2), 100 - self._error / 2)
        return f"{'about ' if self._error > ABOUT else ''}{of_percent(value)}"

    @property
    def drawn(self) -> Markup:
        """The share above its bar, which is drawn to the whole percent."""
        is_drawn = any(self.counts["wanted"]) and not self._is_of_few
        return joined((self.percent, bar(round(self.share, 2)))) if is_drawn else Markup(self.percent)

    @property
    def _is_of_few(self) -> bool:
        return self._sum("wanted") < FEWEST_OF_A_SHARE * len(self.needed.headers)

    @property
    def _error(self) -> float:
        """By how many percentage points rounding and counts of few may move the share; 0 if it is none or all for sure."""
        is_open = self.needed.out_of or any(any(self.counts[name]) for name in LACKING)
        if not (self.is_rounded and is_open and any(self.counts["answered"])):
            return 0.0
        few = sum(count != count for name in ("answered", *LACKING) for count in self.counts[name])
        return 100 * (2 * BY * len(self.counts["wanted"]) + (MIDDLE - 1) * few) / self._sum("wanted")

    def _sum(self, name: str) -> float:
        return sum(MIDDLE if count != count else count for count in self.counts[name])


def filled(extracts: Received, needed: Needed, *agencies: str) -> Filled:
    """How many of an answer can be used at some agencies, or at all of them; only columns that they collect are counted."""
    agencies = agencies or tuple(extracts.agencies)
    here = extracts.fields[extracts.fields["agency"].isin(agencies)]
    columns = here[here["is_collected"] & here["field"].isin(needed.headers)]
    refused = extracts.findings[
        (extracts.findings["severity"] == "field refused") & extracts.findings["agency"].isin(agencies)
    ]
    wanted = columns["rows"]
    if needed.out_of:
        wanted = columns["agency"].map(here[here["field"] == needed.out_of].groupby("agency")["answered"].first())
    same = columns.groupby("agency")["is_constant"].all()
    return Filled(
        needed=needed,
        is_rounded=extracts.is_rounded,
        constant_at=tuple(same.index[same]),
        not_collected_at=tuple(agency for agency in agencies if agency not in same.index),
        is_constant=bool(len(same) and same.all()),
        counts={
            "wanted": list(wanted),
            "refused": list(refused.loc[refused["field"].isin(columns["field"]), "findings"]),
            **{name: list(columns[name]) for name in ("answered", "not_answered", "blank")},
        },
    )


def worst_first(extracts: Received, *, out_of: bool = False, blank_where: bool = False) -> list[Filled]:
    """The answers of one kind, the least full first: wanted in each row, out of another column, or rightly blank at times."""
    kind = [item for item in NEEDED if bool(item.out_of) == out_of and bool(item.blank_where) == blank_where]
    return sorted((filled(extracts, item) for item in kind), key=lambda item: item.share)


BY_DESIGN = ("AGNCY", "CONSENT")  # one agency a file, and only rows with consent are counted
ONE_GROUP = "Everybody is in one group, so groups cannot be told apart."


def how_counted(assessment: Assessment) -> list[Markup]:
    """What is called blank, not answered, not collected and refused, and what a share is of; or why no share is given."""
    if not enough(assessment):
        return [without(assessment, "no share of answers is given")]
    return [
        plain(
            "Blank is an empty cell. Not answered is NA: somebody was asked and gave no answer. Not collected is a column that "
            "the agency does not have. Refused broke a rule."
        ),
        plain(
            "Counted are rows with consent, refused rows among them, and not people. A bar shows the share that can be used."
        ),
    ]


def wanted_in_every_row(assessment: Assessment) -> list | None:
    """Of each answer that every row should have, how many can be used at each agency, the least complete first."""
    extracts = enough(assessment)
    if not extracts:
        return None
    caption = "Answers wanted in every row, the least complete first"
    return [heading("Wanted in every row"), _matrix(extracts, caption, worst_first(extracts))]


def wanted_beside_another(assessment: Assessment) -> list | None:
    """Of each answer that is wanted where another is given, how many can be used at each agency."""
    extracts = enough(assessment)
    if not extracts:
        return None
    caption = "Answers that belong to another answer, the least complete first"
    return [
        heading("Wanted where something else is given"),
        plain(
            "A reason is wanted where there is a discharge date, and an outcomes form's answers where the form has a date."
        ),
        _matrix(extracts, caption, worst_first(extracts, out_of=True)),
    ]


def rightly_blank(assessment: Assessment) -> list | None:
    """The dates of which a blank may be right: how many are filled in at each agency."""
    extracts = enough(assessment)
    if not extracts:
        return None
    rows = [
        [
            item.needed.label,
            item.needed.blank_where,
            item.needed.effect.rstrip(".").lower(),
            *_shares(extracts, item),
        ]
        for item in worst_first(extracts, blank_where=True)
    ]
    headers = ["Date", "A blank is right where", "A blank is", *_places(extracts)]
    return [
        heading("Rightly blank at times"),
        plain(
            "A blank may be right here, and a gap cannot be told from it. An agency that stands out should be asked."
        ),
        table("Dates that may rightly be blank: share filled in", headers, rows),
    ]


def one_answer_only(assessment: Assessment) -> list[Markup]:
    """The columns in which every row of an agency has one and the same answer."""
    extracts = enough(assessment)
    if not extracts:
        return [without(assessment, "no column is looked at")]
    columns = constant_columns(extracts)
    looked_at = f"with {spelt(FEWEST_OF_A_SHARE)} answers or more"
    if not columns:
        return [plain(f"No column of these records {looked_at} holds one answer only.")]
    needed = {header: item.feeds for item in NEEDED for header in item.headers}
    rows = [
        [meaning(header), capital(extracts.named(agencies)), needed.get(header, "none")]
        for header, agencies in columns.items()
    ]
    return [
        plain("One answer in every row may be true, or may be what a program fills in by itself. Ask the agency."),
        plain(f"Looked at are columns {looked_at} at an agency, other than those of agency and consent."),
        table("Columns that hold one answer only", ["Column", "Agencies", "Results that need it"], rows),
    ]


def constant_columns(extracts: Received) -> dict[str, list[str]]:
    """Each column that holds one answer at some agency, and those agencies; the most agencies first."""
    same = extracts.fields[extracts.fields["is_constant"] & ~extracts.fields["field"].isin(BY_DESIGN)]
    columns = {header: list(rows["agency"]) for header, rows in same.groupby("field", sort=False)}
    return dict(sorted(columns.items(), key=lambda item: -len(item[1])))


def effects(assessment: Assessment) -> list[Markup]:
    """What each gap does to which result."""
    extracts = enough(assessment)
    if not extracts:
        return [without(assessment, "it is not said which results a gap touches")]
    rows = [*_of_whole_rows(extracts), *(_effect(extracts, item) for item in gaps_of(extracts))]
    if not rows:
        return [plain("No gap in the records touches a result by more than about one answer in a hundred.")]
    headers = ["Result", "Answer that lacks", "How much", "What becomes of the person or the form"]
    return [
        plain("These are the results that gaps in the records touch. Nothing was estimated to fill a gap."),
        table("What a gap does to which result", headers, rows),
        plain(
            "Every other result lacks about one in a hundred of the answers it needs, or fewer. A blank that may be right is no gap."
        ),
    ]


def _of_whole_rows(extracts: Received) -> list[list[str]]:
    """What rows do that were not used at all; nothing where all were."""
    if extracts.is_all_used:
        return []
    refused, without_consent = (few(extracts.total[name]) for name in ("rows_refused", "rows_without_consent"))
    how_many = f"{refused} rows refused, {without_consent} without consent"
    return [["All results", "Whole rows", how_many, "People of whom no other row was used are missing."]]


def _effect(extracts: Received, item: Filled) -> list[str]:
    becomes = ONE_GROUP if item.is_constant and item.share >= LITTLE else item.needed.effect
    return [item.needed.feeds, item.needed.label, said_of_gap(extracts, item), becomes]


def gaps_of(extracts: Received) -> list[Filled]:
    """The answers that lack at some agency, are not collected there, or are the same everywhere; the least complete first."""
    answers = [filled(extracts, item) for item in NEEDED if not item.blank_where]
    touched = [item for item in answers if item.is_lacking or item.not_collected_at or item.is_constant]
    return sorted(touched, key=lambda item: (item.share, not item.is_constant))


def said_of_gap(extracts: Received, item: Filled) -> str:
    """How much of an answer lacks, and where."""
    parts = [f"{item.percent} can be used"] if item.is_lacking else []
    parts += [f"{NOT_COLLECTED} at {extracts.named(item.not_collected_at)}"] if item.not_collected_at else []
    parts += [f"one and the same answer at {extracts.named(item.constant_at)}"] if item.is_constant else []
    return "; ".join(parts)


def _matrix(extracts: Received, caption: str, answers: list[Filled]) -> list[Markup | None]:
    """The answers that lack somewhere as a table, and those that surely lack nowhere by name."""
    complete = [item.needed.label for item in answers if item.is_complete]
    rows = [
        [
            item.needed.label,
            *_shares(extracts, item),
            Number(extracts.summed(item.counts["wanted"])),
            _what_lacks(extracts, item),
        ]
        for item in answers
        if not item.is_complete
    ]
    headers = ["Answer", *_places(extracts), "Answers wanted", "What lacks"]
    return [
        table(f"{caption}: share that can be used", headers, rows) if rows else None,
        plain("These are complete at every agency:") if complete else None,
        element("ul", [element("li", label) for label in complete]) if complete else None,
    ]


def _what_lacks(extracts: Received, item: Filled) -> str:
    """What is known of the answers that cannot be used; a blank that belongs to another answer may be right."""
    names = [name for name in LACKING if any(item.counts[name]) and not (item.needed.out_of and name == "blank")]
    parts = [f"{name.replace('_', ' ')}: {extracts.summed(item.counts[name])}" for name in names]
    parts += [f"{NOT_COLLECTED} at {extracts.named(item.not_collected_at)}"] if item.not_collected_at else []
    return capital("; ".join(parts) or ("not known" if any(item.counts["wanted"]) else "nothing"))


def _places(extracts: Received) -> list[str]:
    return ["All agencies together", *extracts.agencies]


def _shares(extracts: Received, item: Filled) -> list:
    """The share at all agencies with its bar, and at each."""
    return [item.drawn, *(Number(filled(extracts, item.needed, agency).percent) for agency in extracts.agencies)]
