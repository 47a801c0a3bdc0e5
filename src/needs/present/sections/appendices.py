"""The appendices of a document: evidence, methods and definitions, disclosure, glossary; each under a heading of its notebook."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from needs.measure.indicator import Indicator
from needs.measure.indicators import BY_NAME
from needs.measure.results import OF_RECORDS
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.evidence import evidence as table_of_evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.html import Part, element, for_review, table
from needs.present.kit.section import heading, plain, sources_of
from needs.present.numbers import SHORTHAND_EXPLAINED, capital

METHODS = (
    ("Proportions", "Wilson's score interval, 95%, without continuity correction."),
    ("Counts and rates", "Exact Poisson limits below ten events, Byar's approximation from ten, 95%."),
    (
        "Published figures",
        "Keep the limits they were published with, or say that none were published.",
    ),
    (
        "Unmet need",
        "1 - treated / needed. The limits of the estimate of need replace it in turn; the number treated is taken as exact.",
    ),
    (
        "Matching",
        "People treated and people in need are compared only if population, ages and period are the same on both sides. "
        "Otherwise the comparison is refused and the reason is given.",
    ),
    ("Limits in people", "For opiates and crack, 2011-12: the published limits of the rate times its population."),
    (
        "Against others",
        "Better, worse, higher or lower if the area's own interval excludes the value of the country (or the other comparator); similar if it does not. "
        "The interval is as wide as the number of comparisons asks for, so a printed 95% interval may exclude what is called "
        "similar. The comparator includes the area. No verdict for fewer than 10 people (or left over, of counts rounded to 5), "
        "or for rates of low reliability.",
    ),
    (
        "Among areas",
        "Within, above or below the usual spread: the limits of a funnel over the partnerships of the country, at the same confidence, widened "
        "where areas differ by more than chance. It takes ten areas. Best and worst results need both statements, or say which "
        "is wanting. They are chosen after each value is drawn towards all areas by what chance is of its distance (empirical Bayes).",
    ),
    ("Against a target", "Met or missed by the figures as printed. No verdict if direction or target is not known."),
    ("Rounding", "Once, half away from zero, when a figure is written. Differences are those of the figures shown."),
    (
        "Counts rounded to 5",
        "NDTMS rounds local counts to the nearest 5, each on its own, and so do we with counts from records. A verdict stands "
        "only if it would wherever the true counts may lie. Otherwise it is too close to call.",
    ),
)


COUNTED_SAFELY = (
    "Counts from records are rounded to the nearest five. A count of one to seven people is hidden, and so is a share that leaves "
    "one to seven people over. Hidden is shown as [c], never as nought.",
    "Shares, intervals, differences and verdicts come from the rounded counts, so any sum can be done again. Nothing is given in "
    "percent of fewer than fifty, and no average of fewer than twenty-five. Time in treatment is given to two figures.",
    "Totals may differ from the sum of their parts. Rounding can move a share of fifty people by up to eight percentage points. "
    "It moves a share of a hundred by up to four, and one of five hundred by up to one.",
)
COUNTED_TRULY = (
    "Counts from records are true counts here, and small ones are among them. Anyone who knows the area may recognise a person.",
    "The public edition of this document hides small counts and rounds the others.",
)


def evidence(document: str) -> Callable[[Assessment], Part]:
    """The evidence of every figure that was shown before it, as a part; its rows are saved under the document's name."""
    return lambda assessment: lambda: table_of_evidence(assessment, document)


def methods(assessment: Assessment) -> Part:
    """How figures were worked out, the definition of each measure that was shown, and the sources; of what was shown before it."""
    return lambda: _methods(assessment)


def _methods(assessment: Assessment) -> list[Part]:
    cited = assessment.cited.values()
    read = dict.fromkeys(fact.indicator for fact in cited if fact.key in assessment.read)
    others = [fact.indicator for fact in cited if fact.indicator not in read]
    sources = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]] for row in assessment.sources_used()
    ]
    return [
        table("Methods", ["Step", "Rule"], [*map(list, METHODS), _comparisons(assessment)]),
        _choices(assessment) if assessment.has_records else None,
        heading("Definitions"),
        _definitions(assessment, "Measures used in this document", read),
        for_review(_definitions(assessment, "Measures used for review", dict.fromkeys(others))) if others else None,
        heading("Sources and attributions"),
        table("Sources", ["Source", "Publisher", "Licence", "Attribution"], sources),
    ]


def _definitions(assessment: Assessment, caption: str, names: Iterable[str]) -> Markup:
    counted = {fact.indicator: fact.definition for fact in assessment.cited.values() if fact.source in OF_RECORDS}
    rows = [
        [
            item.title,
            counted.get(item.name, item.definition),
            item.polarity.capitalize(),
            item.why,
            _source(assessment, item),
        ]
        for item in (BY_NAME[name] for name in names if name in BY_NAME)
    ]
    return table(caption, ["Measure", "Definition", "Direction", "Why it matters", "Source"], rows)


def _comparisons(assessment: Assessment) -> list[str]:
    return ["Number of comparisons", words.of_comparisons(assessment.family(), assessment.others)]


def _source(assessment: Assessment, item: Indicator) -> str:
    """Whose definition it is; in an invented country, which has publishers of its own, what its figures come from."""
    if not (assessment.area.is_invented and item.form in ("published", "need")):
        return item.source
    return sources_of(assessment, [fact for fact in assessment.cited.values() if fact.indicator == item.name])


def _choices(assessment: Assessment) -> list[Part]:
    """What was chosen about counting people, where the choice comes from and how sure that is."""
    rows = assessment.safe.choices_behind_figures[["decides", "value", "source", "confidence"]].to_numpy().tolist()
    headers = ["What is decided", "Chosen", "Source", "How sure"]
    return [
        heading("How people were counted"),
        plain(
            "Where definitions leave something open, needs.toml holds the choice. Change it there and run the results again."
        ),
        table("Choices behind the counted figures", headers, [[capital(row[0]), *row[1:]] for row in rows]),
    ]


def disclosure(assessment: Assessment) -> Part:
    """What was hidden or rounded, or that nothing was."""
    rows = assessment.known[assessment.known["area_code"] == assessment.area.code]
    if assessment.has_records or (rows["reason"] != "").any():
        return [plain(text) for text in (COUNTED_TRULY if assessment.safe.band else COUNTED_SAFELY)]
    return plain(
        "Every figure here had been published before, so no count was hidden for this document. Counts that their publisher "
        "hid or rounded stay hidden or rounded. No record of any person was read."
    )


def glossary(assessment: Assessment) -> Part:
    """The terms that documents use, and the shorthand of tables."""
    terms = [(element("dt", term), element("dd", meaning)) for term, meaning in GLOSSARY.items()]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")
