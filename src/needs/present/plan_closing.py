"""The last pages of a treatment plan: where each figure comes from, how the plan was read, what was hidden, the terms."""

from needs.present.closing import COUNTED_SAFELY, COUNTED_TRULY
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.html import Html, element
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.present.plan import Plan
from needs.present.sections import plain
from needs.present.tables import table

TERMS = ("Baseline", "Effective treatment", "Financial year", "NDTMS", "Partnership", "Percentage point", "Planned exit", "Retention", "Tier 4", "TOP")  # fmt: skip
METHODS = (
    ("Plan", "Transcribed by hand from the document that the partnership printed. Every row names its place in it."),
    ("Roles", "The document names officers. Here they are given by their role where it is printed, and never by name."),
    ("Figures", "A priority names the measure and group of its printed figures. No figure is written twice."),
    (
        "Baseline",
        "The latest printed figure of a time before the plan, or of the quarter itself. Forecasts are left out.",
    ),
    ("Verdict", "By the figures as printed. No verdict if direction or target is not known."),
    (
        "In people",
        "Points times the number of people the percentage is of: printed, or counted for the very same days.",
    ),
    (
        "Overdue",
        "Due on or before the quarter's last day, with no record that it is done. A month ends on its last day.",
    ),
    ("Unit cost", "Printed money divided by printed people of the same year. The line may pay for other things too."),
    ("Change", "The percentage given as a parameter, applied to every line. People change in step with money."),
    (
        "Links",
        "Printed where the document links an objective to an indicator; ours where an objective's words name it.",
    ),
)


def closing(plan: Plan) -> Html:
    """The evidence of each figure, methods and sources, disclosure, and the terms."""
    assessment = plan.assessment
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return Html.of(
        element("h2", "Evidence", class_="appendix"),
        evidence(assessment, "treatment-plan") if assessment.cited else plain("No figure is given in this document."),
        element("h2", "Methods and sources", class_="appendix"),
        table("How the plan was read", ["Step", "Rule"], [list(item) for item in METHODS]),
        None if plan.absent else _sources(plan),
        element("h2", "Disclosure", class_="appendix"),
        plain("What is printed here was public before."),
        *map(plain, COUNTED_TRULY if plan.assessment.safe.band else COUNTED_SAFELY),
        element("h2", "Glossary and shorthand", class_="appendix"),
        element("dl", terms, signs, class_="glossary"),
    )


def _sources(plan: Plan):
    """The document that the plan is, and every source of a figure given here."""
    used = {
        plan.document.source,
        *(source for fact in plan.assessment.cited.values() for source in fact.source.split("; ")),
    }
    rows = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]]
        for row in plan.assessment.safe.sources.to_dict("records")
        if row["source"] in used
    ]
    return table("Sources", ["Source", "Publisher", "Licence", "Attribution"], rows)
