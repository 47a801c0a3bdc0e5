"""What a partnership may choose about counting people, each choice with what is known of the value it has by default."""

from dataclasses import dataclass, field, fields

SUBSTANCES = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "injecting")  # of outcomes profiles
STARTS_FROM = ("first intervention", "triage")
PLANNED_EXITS = ("2004", "2007", "2009")


def _choice(default, words: str, source: str, confidence: str, limits: tuple[int, int] = (0, 730)):
    """A choice and its default; `limits` are the least and the greatest a number may be: two years of days, if not given."""
    known = {"words": words, "source": source, "confidence": confidence, "limits": limits}
    return field(default=default, metadata=known)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The choices behind every result that is counted from records; each field says in words what it decides."""

    gap_days: int = _choice(
        21,
        "days between leaving one agency and starting at the next within which treatment counts as one journey",
        "notes to National Indicator 40",
        "high",
    )
    both_days_count: bool = _choice(
        False, "whether the day of leaving and the day of starting both count towards those days", "not settled", "low"
    )
    starts_from: str = _choice(
        "first intervention",
        'where a journey starts: the "first intervention" that is structured, or "triage"',
        "definitions of the time differ",
        "medium",
    )
    effective_days: int = _choice(84, "days in treatment that count as effective", "National Indicator 40", "high")
    planned_exit: str = _choice(
        "2007",
        "the version of successful completion that counts as a planned exit: 2004, 2007 or 2009",
        "Hansard, 15 January 2009",
        "medium",
    )
    months_to_return: int = _choice(
        6, "months after completing within which coming back counts as re-presenting", "NDTMS", "medium", (1, 24)
    )
    days_to_first_offer: int = _choice(
        21,
        "days from referral to first offer that are within the standard",
        "three weeks, the 21st day included",
        "medium",
    )
    working_days_to_start: int = _choice(
        15, "working days in which young people should start treatment", "Dudley, 2008", "high"
    )
    form_days: int = _choice(
        14, "days before or after a start or an exit within which an outcomes form belongs to it", "recalled", "medium"
    )
    review_days: int = _choice(182, "days within which a review form is due again", "26 weeks, Marsden 2012", "medium")
    first_review_day: int = _choice(
        35, "first day of treatment on which a review form can show change", "5 weeks, Marsden 2012", "high"
    )
    reliable_change_days: tuple[tuple[str, int], ...] = _choice(
        (),
        "days of use in 28 by which a substance must change to be reliably better or worse",
        "no published thresholds were found, so these outcomes are off until somebody sets them",
        "not found",
    )


POLICIES = ("public", "management")


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Whether documents of true counts may be made too, for whom, and what they say of themselves."""

    policy: str = _choice(
        "public",
        "which documents are made: public ones alone, or also management ones with true counts, for named recipients",
        "a partnership's own choice",
        "high",
    )
    recipients: str = _choice("", "the roles that management documents are for", "a partnership's own choice", "high")
    purpose: str = _choice("", "what they need true counts for", "a partnership's own choice", "high")
    days_kept: int = _choice(
        90, "days after which a management document is to be destroyed", "a partnership's own choice", "high", (1, 3650)
    )
    band: str = _choice(
        "Management information: contains small numbers. For named recipients; do not publish, forward or attach to an agenda",
        "what stands on every page and in every file of a management document",
        "a partnership's own choice",
        "high",
    )
    exempt_paragraph: str = _choice(
        "",
        "the paragraph of the access-to-information rules by which a committee paper of true counts is exempt; empty: none is made",
        "a partnership's own choice",
        "high",
    )


def in_words(chosen: Choices | Disclosure) -> list[tuple[str, str, str, str, str]]:
    """One row a choice for the methods of a document: its name, its value, what it decides, its source, how sure."""
    return [
        (
            one.name,
            _written(getattr(chosen, one.name)),
            *(one.metadata[part] for part in ("words", "source", "confidence")),
        )
        for one in fields(chosen)
        if getattr(chosen, one.name) != ""  # no words: nothing was chosen
    ]


def _written(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(f"{name} {days}" for name, days in value) or "none set"
    return str(value)
