"""The methods document: its first and last pages, and its sections in order.

`assess` starts the document; every other function takes what it returns and gives one section.
"""

from needs.measure.need import ALCOHOL
from needs.measure.reviews import CAUTION, KINDS, spreads
from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import COUNTED_SAFELY, EXTRACTS, METHODS, PUBLISHED, STATUS, masthead
from needs.present.kit.html import Html, Number, element, table
from needs.present.kit.section import Box, heading, plain
from needs.present.methods.catalogue import catalogue, printed_beside_counted
from needs.present.methods.described import (
    CHANGE,
    COMPARED,
    FIGURES,
    PREVALENCE,
    PROJECTED,
    STANDARDISED,
    STAYING,
    UNMET,
    Method,
    described,
    said,
)
from needs.present.methods.review import Review, marked
from needs.present.methods.sensitivity import journeys, models, said_of_alcohol, said_of_gaps, sensitivity
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words, listed, whole

GROUPS = {
    "Proportions, counts and rates": FIGURES,
    "Standardised rates": STANDARDISED,
    "Comparison between areas": COMPARED,
    "Change": CHANGE,
    "Staying in treatment": STAYING,
    "How many people there are": PREVALENCE,
    "Unmet need": UNMET,
    "Projection": PROJECTED,
}
SHORT = {
    "published": "from print",
    "arithmetic": "of the arithmetic only",
    "another program": "from another program",
    "by hand": "by hand",
}
TITLE = "Methods: the rules, how they were checked, and what they cannot tell"


def opening(review: Review) -> Html:
    """Masthead, purpose, what a reviewer should know first, and how many worked examples agree."""
    return Html.of(
        _masthead(review),
        element("h2", "Purpose and decision"),
        plain(
            "This document lets a reviewer check the methods behind every other document. It gives each rule, its source, "
            "published examples with our answers beside them, and what the method cannot tell."
        ),
        plain(
            "No decision is asked for. The notebook can be run from top to bottom, and every table is worked out anew."
        ),
        element("h2", "Key messages"),
        Box("key-messages", (_messages(review),)),
        table(
            "Worked examples at a glance",
            ["Methods", "Examples", "Agree", *map(capital, SHORT.values())],
            _glance(review),
        ),
        element("ul", [element("li", f"{capital(SHORT[kind])}: {meaning}.") for kind, meaning in KINDS.items()]),
    )


def _masthead(review: Review):
    rows = {
        "For": "Reviewers of methods, and analysts who rely on them",
        "Partnerships varied": listed([marked(area) for area in review.areas]),
        "Status": STATUS,
    }
    return masthead(TITLE, (PUBLISHED, EXTRACTS) if len(review.gaps) else PUBLISHED, rows)


def _messages(review: Review):
    return [
        said("Checks", _checked(review)),
        said("Models", _models()),
        said("Need", said_of_alcohol(review.other_estimates(ALCOHOL))),
        said("Journeys", said_of_gaps(review.gaps)),
    ]


def _checked(review: Review) -> str:
    worked = review.worked
    agree = int(worked["is_within"].sum())
    every = f"All {agree}" if agree == len(worked) else f"{agree} of {len(worked)}"
    of_each = listed([f"{int((worked['kind'] == kind).sum())} {words}" for kind, words in SHORT.items()])
    return f"{every} worked examples agree with their answers. Of them {of_each}."


def _models() -> str:
    widest = spreads().sort_values("times").iloc[-1]
    return (
        f"Models that fit equally well can be far apart. {widest['table']}: {in_words(widest['good'])} models, with "
        f"limits from {whole(widest['low'])} to {whole(widest['high'])} people. In print, {CAUTION}."
    )


def _glance(review: Review) -> list[list]:
    rows = [(title, _of(review, methods)) for title, methods in GROUPS.items()]
    rows.append(("All", review.worked))
    return [
        [
            title,
            Number(str(len(found))),
            Number(str(int(found["is_within"].sum()))),
            *(Number(str(int((found["kind"] == kind).sum()))) for kind in KINDS),
        ]
        for title, found in rows
    ]


def _of(review: Review, methods: tuple[Method, ...]):
    names = [name for method in methods for name in method.examples]
    return review.worked[review.worked["statistic"].isin(names)]


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


PARAMETERS = ("partnerships",)

__all__ = [
    "assess", "catalogue", "change", "closing", "comparison", "figures", "journeys", "models", "opening", "prevalence",
    "printed_beside_counted", "projection", "sensitivity", "staying", "unmet_need",
]  # fmt: skip


def assess(safe: Safe, partnerships: str, cells: list[str]) -> Review:
    """The review of partnerships named with commas between; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Review.of(safe, partnerships)


def figures(review: Review) -> Html:
    """Proportions, counts and rates."""
    return _section(review, FIGURES)


def comparison(review: Review) -> Html:
    """Standardised rates, funnels and verdicts."""
    return _section(review, STANDARDISED + COMPARED)


def change(review: Review) -> Html:
    """Control charts and trends."""
    return _section(review, CHANGE)


def staying(review: Review) -> Html:
    """How long people stay, and how they leave."""
    return _section(review, STAYING)


def prevalence(review: Review) -> Html:
    """How many people there are, seen and unseen."""
    return _section(review, PREVALENCE)


def unmet_need(review: Review) -> Html:
    """People in need who are not in treatment."""
    return _section(review, UNMET)


def projection(review: Review) -> Html:
    """The end of a part year, and the path to a target."""
    return _section(review, PROJECTED)


def _section(review: Review, methods: tuple[Method, ...]) -> Html:
    return Html.of(*(described(method, review.worked) for method in methods))
