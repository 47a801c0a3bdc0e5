"""Treatment progress: the measure where it can be worked out, bounds for everybody, its categories, and the forms missing."""

from needs.measure.comparison import possible, possible_of_more
from needs.measure.indicators.treatment_progress import MOST_MISSING
from needs.measure.progress import ANSWERS, OTHER
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import FactTable, heading, paragraph, plain, shares
from needs.present.numbers import capital, listed, spelt
from needs.present.standing import against_targets
from needs.present.words import Statement
from needs.settings import ALCOHOL_ALONE, NONE_SET, days_written

ALONE = "treatment_progress_alcohol_percent"
LOWEST, HIGHEST = "treatment_progress_lowest_percent", "treatment_progress_highest_percent"
MISSING = "treatment_progress_missing_percent"
CATEGORIES = "people_by_treatment_progress"
NEW_CLIENTS = "treatment_progress_new_clients"
WHAT_IT_IS = (
    "The national measure counts adults who completed treatment without an acute housing problem. It also counts adults still in "
    "treatment who use none of their problem substances, or substantially less. People in their first months and people whose form is missing are left out."
)
SUBSTANTIAL = "For {whom}, a fall of {days} days of 28 or more counts as substantial."
NONE_FOR = "No number of days is set for {whom}."
NONE_AT_ALL = "No number of days is set by which a fall in use is substantial."
ONLY_BOUNDS = "So only bounds are given for all, and no figure under the measure's name."
IN_WORDS = {ALCOHOL_ALONE: "people with alcohol alone", OTHER: "other drugs"}
BOUNDS = (
    "Of all {noun}, at least {lowest} made substantial progress in {period}. By this reading, at most {highest} did."
)
NOT_JUDGED = (
    "The bounds differ by those whose use fell. No number of days is set that says whether that is substantial."
)
NEW_LEFT_OUT = "They are in no category above."
STANDARD = "The standard is at most {most}% missing."
VERDICT = "The standard, at most {most}% missing, is {state}, with or without people new to treatment."
NO_BASE = "It is not published whether people new to treatment are in the base, and the answer may depend on it. So no verdict is given."
UNPLANNED = ", also by transfer, prison or death."
SECURE_COUNTED = "People seen in secure settings alone are not left out, as the codes of such settings were not found."
SECURE_LEFT_OUT = "People seen in secure settings alone are left out, by the codes that are set."


def treatment_progress(assessment: Assessment) -> list[Part]:
    """The measure for people with alcohol alone, and the least and the most it could be for all, by drug group."""
    alone = [fact for fact in assessment.latest(ALONE) if fact.is_told]
    bounds = _bounds(assessment, "all")
    if not (alone or bounds):
        return []
    caution = next((fact.caution for fact in (*alone, *(side for pair in bounds for side in pair))), "")
    return [
        heading("Treatment progress"),
        plain(WHAT_IT_IS),
        [paragraph(words.stated(fact), words.against_target(_aimed(assessment, fact))) for fact in alone],
        plain(" ".join(_thresholds(assessment))),
        plain(" ".join(_readings(assessment))),
        [paragraph(_between(*pair)) for pair in bounds],
        _by_group(assessment),
        plain(NOT_JUDGED) if any(lowest.value != highest.value for lowest, highest in bounds) else None,
        plain(caution) if caution else None,
    ]


def _thresholds(assessment: Assessment) -> list[str]:
    """For whom which fall is substantial, and for whom no number of days is set, by what needs.toml chooses."""
    days = days_written(assessment.safe.in_force("reliable_change_days"))
    judged = [name for name in (ALCOHOL_ALONE, *ANSWERS) if name in days]
    if not judged:
        return [NONE_AT_ALL, ONLY_BOUNDS]
    others = [IN_WORDS.get(name, name) for name in ANSWERS if name not in days]
    whom = "anybody else" if judged == [ALCOHOL_ALONE] else listed(others)
    falls = [SUBSTANTIAL.format(whom=IN_WORDS.get(name, name), days=spelt(int(days[name]))) for name in judged]
    return [*falls, NONE_FOR.format(whom=whom), ONLY_BOUNDS]


def _readings(assessment: Assessment) -> list[str]:
    """How all is read that the documentation of the measure leaves open, by what needs.toml chooses."""
    left_out, secure = (assessment.safe.in_force(name) for name in ("exits_left_out", "secure_settings"))
    without = "" if left_out == NONE_SET else f" Left out are these ways of leaving: {left_out}."
    return [
        "The rest is our reading, as the national documentation leaves it open.",
        "Each problem substance that is still used must have fallen.",
        f"An answer's baseline is the first in the {spelt(int(assessment.safe.in_force('baseline_months')))} months before the latest review.",
        "Somebody counts as missing with an empty answer in the latest review, or without a baseline for a substance still used.",
        f"So does whoever completed without an exit form within {spelt(int(assessment.safe.in_force('form_days')))} days of the exit.",
        f"Whoever left and had not completed counts as an unplanned exit{UNPLANNED if not without else '.'}{without}",
        SECURE_COUNTED if secure == NONE_SET else SECURE_LEFT_OUT,
    ]


def categories(assessment: Assessment) -> list[Part]:
    """How many people are in each category and sub-category, and how many cannot be told for want of a form."""
    tables = []
    for breakdown, title in (
        ("progress", "Categories of treatment progress"),
        ("progress_detail", "What lies behind them"),
    ):
        facts = [fact for fact in assessment.latest(CATEGORIES, breakdown) if fact.is_listed]
        if any(fact.is_told for fact in facts):
            ordered = sorted(facts, key=lambda fact: fact.in_order)
            tables.append(shares(f"{title}, {facts[0].area}, {facts[0].period}", ordered, "Category"))
    return [tables, _missing(assessment), _new_clients(assessment)] if tables else []


def _bounds(assessment: Assessment, breakdown: str) -> list[tuple[Fact, Fact]]:
    """The lowest and the highest that progress could be, of each group of which both are told."""
    highest = {fact.group: fact for fact in assessment.latest(HIGHEST, breakdown) if fact.is_told}
    lowest = [fact for fact in assessment.latest(LOWEST, breakdown) if fact.is_told]
    return [(fact, highest[fact.group]) for fact in lowest if fact.group in highest]


def _between(lowest: Fact, highest: Fact) -> Statement:
    text = BOUNDS.format(lowest=_said(lowest), highest=_said(highest), noun=lowest.noun, period=lowest.period)
    return Statement(text, (lowest, highest))


def _said(fact: Fact) -> str:
    return f"{fact.counts}{fact.share}"


def _by_group(assessment: Assessment) -> FactTable | None:
    pairs = _bounds(assessment, "drug_group")
    if not pairs:
        return None
    rows = [
        [
            capital(lowest.group),
            *(Number(value_with_interval(fact), fact.counts_beside, (fact,)) for fact in (lowest, highest)),
        ]
        for lowest, highest in sorted(pairs, key=lambda pair: pair[0].in_order)
    ]
    first = pairs[0][0]
    caption = f"Substantial progress by drug group, lowest and highest it could be: {first.area}, {first.period}"
    return FactTable(caption, ["Drug group", "At least (95% interval)", "At most (95% interval)"], rows)


def _missing(assessment: Assessment) -> Part:
    """How many forms are missing, and whether that is within the standard, where neither rounding nor its base leaves doubt."""
    facts = [fact for fact in assessment.latest(MISSING) if fact.is_told]
    return [paragraph(words.stated(fact), _standard(fact, _new_beside(assessment, fact))) for fact in facts]


def _new_beside(assessment: Assessment, fact: Fact) -> Fact | None:
    """The new clients of a figure's period, where their number is shown."""
    return next((new for new in assessment.in_period_of(fact, NEW_CLIENTS) if new.is_shown), None)


def _new_clients(assessment: Assessment) -> Part:
    facts = [fact for fact in assessment.latest(NEW_CLIENTS) if fact.is_told]
    return [paragraph(words.stated(fact), Statement(NEW_LEFT_OUT, ())) for fact in facts]


def _standard(fact: Fact, new: Fact | None) -> Statement:
    """Whether few enough forms are missing, if that holds with and without new clients: the standard names no base."""
    least, most = possible(fact.row)
    if most <= MOST_MISSING:  # the more so of more people
        return Statement(VERDICT.format(most=MOST_MISSING, state="met"), (fact,))
    if least <= MOST_MISSING:
        return Statement(f"{STANDARD.format(most=MOST_MISSING)} It is too close to call after rounding.", (fact,))
    if new and possible_of_more(fact.row, new.row)[0] > MOST_MISSING:
        return Statement(VERDICT.format(most=MOST_MISSING, state="not met"), (fact, new))
    return Statement(f"{STANDARD.format(most=MOST_MISSING)} {NO_BASE}", (fact,))


def _aimed(assessment: Assessment, fact: Fact) -> Fact:
    """The figure with its target, where it has one for its own days."""
    judged = {each.key: each for each in against_targets(assessment)}
    return judged.get(fact.key, fact)
