"""Treatment progress: the measure where it can be worked out, bounds for everybody, its categories, and the forms missing."""

from needs.measure.comparison import possible
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import FactTable, heading, paragraph, plain, shares
from needs.present.numbers import capital
from needs.present.standing import against_targets
from needs.present.words import Statement

ALONE = "treatment_progress_alcohol_percent"
LOWEST, HIGHEST = "treatment_progress_lowest_percent", "treatment_progress_highest_percent"
MISSING = "treatment_progress_missing_percent"
CATEGORIES = "people_by_treatment_progress"
STANDARD = 20  # percent missing at most: Office for Health Improvement and Disparities, November 2024
WHAT_IT_IS = (
    "The national measure counts adults who completed treatment without an acute housing problem. It also counts adults still in "
    "treatment who use none of their problem substances, or substantially less. People in their first months and people whose form is missing are left out."
)
ONLY_ALCOHOL = (
    "For people with alcohol alone, nine days less of 28 count as substantial. No such number was found for anybody else. So only bounds "
    "are given for all, and no figure under the measure's name."
)
BOUNDS = "Of all {noun}, at least {lowest} made substantial progress in {period}. At most {highest} did."
NOT_JUDGED = "The bounds differ by those whose use fell. No published number of days says whether that is substantial."
NEW_LEFT_OUT = "They are in no category above."
OUR_READING = (
    "Two points are our reading, as the national documentation leaves them open. Each substance still used must have fallen. The "
    "baseline is the first form in the months before the latest review that needs.toml sets."
)


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
        plain(ONLY_ALCOHOL),
        [paragraph(_between(*pair)) for pair in bounds],
        _by_group(assessment),
        plain(NOT_JUDGED),
        plain(OUR_READING),
        plain(caution) if caution else None,
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
    """How many forms are missing, and whether that is within the standard, where rounding leaves no doubt."""
    facts = [fact for fact in assessment.latest(MISSING) if fact.is_told]
    return [paragraph(words.stated(fact), Statement(_standard(fact), (fact,))) for fact in facts]


def _new_clients(assessment: Assessment) -> Part:
    facts = [fact for fact in assessment.latest("treatment_progress_new_clients") if fact.is_told]
    return [paragraph(words.stated(fact), Statement(NEW_LEFT_OUT, ())) for fact in facts]


def _standard(fact: Fact) -> str:
    least, most = possible(fact.row)
    if least <= STANDARD < most:
        return f"The standard is at most {STANDARD}% missing. It is too close to call after rounding."
    return f"The standard, at most {STANDARD}% missing, is {'met' if most <= STANDARD else 'not met'}."


def _aimed(assessment: Assessment, fact: Fact) -> Fact:
    """The figure with its target, where it has one for its own days."""
    judged = {each.key: each for each in against_targets(assessment)}
    return judged.get(fact.key, fact)
