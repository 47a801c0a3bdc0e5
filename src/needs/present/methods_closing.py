"""The last pages of the methods document: what was chosen, how the examples are kept, disclosure, glossary."""

from needs.present.closing import COUNTED_SAFELY, METHODS
from needs.present.glossary import GLOSSARY
from needs.present.html import Html, element
from needs.present.methods_review import Review
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.present.phrases import capital
from needs.present.sections import heading, plain
from needs.present.tables import table

TERMS = (
    "Episode", "Indicator", "Intervention", "Journey", "NDTMS", "New presentation", "Partnership", "Penetration",
    "Percentage point", "Planned exit", "Prevalence", "Retention", "Unmet need", "95% interval",
)  # fmt: skip
MORE_TERMS = {
    "AIC": "Akaike's information criterion: how well a model fits for the terms it uses; lower is better, by differences only.",
    "Log-linear model": "A model of how many people are on each combination of lists, in which pairs of lists may depend.",
    "Moving range": "The difference between one point of a series and the next, whatever its direction.",
    "Profile likelihood": "A way to find limits that need not lie equally far on either side of an estimate.",
}
DOUBTFUL = ("low", "not found")


def closing(review: Review) -> Html:
    """What was chosen where definitions leave something open, the rules common to all documents, and the appendices."""
    return Html.of(
        *_choices(review),
        heading("Rules common to all documents"),
        table("Rules", ["Step", "Rule"], [list(item) for item in METHODS]),
        element("h2", "How the examples are kept", class_="appendix"),
        plain(
            "Each worked example is one row of src/needs/statistics/examples/examples.csv. The row holds the statistic, its "
            "inputs and its source. It says what was printed, to how many digits, and how far ours may lie from it. Longer data stand beside it in data.csv."
        ),
        plain(
            "Only figures were taken, each with the paper or the program that printed it. What is allowed is half of the last "
            "printed digit, unless the table says otherwise. A test fails if any example lies further off."
        ),
        element("h2", "Disclosure", class_="appendix"),
        *map(plain, COUNTED_SAFELY),
        element("h2", "Glossary and shorthand", class_="appendix"),
        _glossary(),
    )


def _choices(review: Review) -> list:
    """Every choice with its source and how sure it is; the doubtful ones are counted first."""
    rows = review.safe.choices_behind_figures
    if rows.empty:
        return [plain("No choice about counting is recorded with these results.")]
    headers = ["What is decided", "Chosen", "Source", "How sure"]
    doubtful = int(rows["confidence"].isin(DOUBTFUL).sum())
    lines = rows[["decides", "value", "source", "confidence"]].to_numpy().tolist()
    return [
        plain(
            f"Where definitions leave something open, needs.toml holds the choice. Of {len(rows)} choices, {doubtful} rest on a "
            "source that is doubtful or was not found; each of these wants a decision by the partnership."
        ),
        table(
            "Choices behind every counted figure",
            headers,
            [[capital(line[0]), *line[1:3], capital(line[3])] for line in lines],
        ),
    ]


def _glossary():
    terms = {term: GLOSSARY[term] for term in TERMS} | MORE_TERMS | SHORTHAND_EXPLAINED
    return element(
        "dl", [(element("dt", term), element("dd", words)) for term, words in sorted(terms.items())], class_="glossary"
    )
