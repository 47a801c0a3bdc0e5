"""What the methods document alone has: its masthead and messages, the choices and common rules, its appendices."""

import pandas as pd
from markupsafe import Markup

from needs.measure.need import ALCOHOL
from needs.measure.reviews import CAUTION, KINDS, spreads
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import EXTRACTS, PUBLISHED, STATUS, masthead_of
from needs.present.kit.html import Number, element, table
from needs.present.kit.section import Box, heading, plain
from needs.present.methods.described import GROUPS
from needs.present.methods.method import Method, said
from needs.present.methods.review import Review, marked
from needs.present.methods.sensitivity import said_of_alcohol, said_of_gaps
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words, listed, whole
from needs.present.origins import SAID_OF_EACH
from needs.present.sections.appendices import COUNTED_SAFELY, METHODS

SHORT = {
    "published": "from print",
    "arithmetic": "of the arithmetic only",
    "another program": "from another program",
    "by hand": "by hand",
}
TITLE = "Methods: the rules, how they were checked, and what they cannot tell"


def masthead(review: Review) -> Markup:
    """Title, readers, the partnerships whose results are varied, status."""
    rows = {
        "For": "Reviewers of methods, and analysts who rely on them",
        "Partnerships varied": listed([marked(area) for area in review.areas]),
        "Status": STATUS,
    }
    kinds = (PUBLISHED, EXTRACTS) if len(review.gaps) else PUBLISHED
    return masthead_of(TITLE, kinds, rows)


def purpose(review: Review) -> list[Markup]:
    """What the document is for."""
    return [
        plain(
            "This document lets a reviewer check the methods behind every other document. It gives each rule, its source, "
            "published examples with our answers beside them, and what the method cannot tell."
        ),
        plain(
            "Whoever wants to count a figure again begins at From a raw row to a count. Its rules stand with examples that can be "
            "counted by hand."
        ),
        plain(
            "No decision is asked for. The notebook can be run from top to bottom, and every table is worked out anew."
        ),
    ]


def key_messages(review: Review) -> Box:
    """What a reviewer should know first."""
    return Box(
        "key-messages",
        (
            said("Checks", _checked(review)),
            said("Models", _models()),
            said("Need", said_of_alcohol(review.other_estimates(ALCOHOL))),
            said("Journeys", said_of_gaps(review.gaps)),
        ),
    )


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


def examples_at_a_glance(review: Review) -> list:
    """How many worked examples agree, by group of methods and by what they rest on."""
    groups = {title: _of(review, methods) for title, methods in GROUPS.items()} | {"All": review.worked}
    rows = [
        [
            title,
            Number(str(len(examples))),
            Number(str(int(examples["is_within"].sum()))),
            *(Number(str(int((examples["kind"] == kind).sum()))) for kind in KINDS),
        ]
        for title, examples in groups.items()
    ]
    return [
        table("Worked examples at a glance", ["Methods", "Examples", "Agree", *map(capital, SHORT.values())], rows),
        element("ul", [element("li", f"{capital(SHORT[kind])}: {meaning}.") for kind, meaning in KINDS.items()]),
    ]


def _of(review: Review, methods: tuple[Method, ...]) -> pd.DataFrame:
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


def choices(review: Review) -> list:
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


BUILT_IN = (
    "What the columns and codes of data sets H to P mean is printed under Codes and conditions, from src/needs/code_lists. "
    "Of later data sets no specification was found. A partnership may put its own beside its extracts, in "
    "data/raw/ndtms/specification; it is merged over the built-in lists."
)
LATEST_BEFORE = (
    "A data set after P without a file of its own is read with that of the latest data set before it. Each code counts as the "
    "built-in code that its group or label names, from its first day on. What a specification does not say is listed, not guessed."
)


def data_sets(review: Review) -> list:
    """Where the meaning of columns and codes is from, and which specifications these results were counted with."""
    used = review.safe.extract_specification[["specification", "data_sets", "sha256"]].drop_duplicates()
    rows = [[row.specification, row.data_sets, row.sha256] for row in used.sort_values(list(used)).itertuples()]
    return [
        heading("Columns and codes of extracts"),
        plain(BUILT_IN),
        plain(LATEST_BEFORE),
        table("Specifications that records were read with", ["File", "Data sets", "SHA-256"], rows)
        if rows
        else plain("No records here were read with a specification of a partnership's own."),
    ]


def common_rules(review: Review) -> list:
    """The rules that all documents follow."""
    return [
        heading("Rules common to all documents"),
        table("Rules", ["Step", "Rule"], [list(item) for item in METHODS]),
    ]


def single_figures(review: Review) -> list:
    """How a reader finds out how a single figure came about."""
    return [
        heading("How a single figure came about"),
        plain(
            "Every number of a document leads to its evidence, E1, E2 and so on. The command needs explain, with the document and "
            "that number, says how it came about. So does report.explain in a notebook."
        ),
        table(
            "What is said of each kind of figure",
            ["Kind", "What is said"],
            [[capital(kind), said] for kind, said in SAID_OF_EACH.items()],
        ),
        plain(
            "How many are left after each condition is rounded and hidden like any count. Under each section of the review edition "
            "the same is told of the measures that it cites. Rows of people are listed of documents for management alone."
        ),
        said("Used in", "Every document of a partnership, and the overview."),
    ]


def examples_kept(review: Review) -> list[Markup]:
    """Where the worked examples lie, and what a row of them holds."""
    return [
        plain(
            "Each worked example is one row of src/needs/statistics/examples/examples.csv. The row holds the statistic, its "
            "inputs and its source. It says what was printed, to how many digits, and how far ours may lie from it. Longer data stand beside it in data.csv."
        ),
        plain(
            "Only figures were taken, each with the paper or the program that printed it. What is allowed is half of the last "
            "printed digit, unless the table says otherwise. A test fails if any example lies further off."
        ),
    ]


def disclosure(review: Review) -> list[Markup]:
    """How counts from records are made safe."""
    return [plain(sentence) for sentence in COUNTED_SAFELY]


def glossary(review: Review) -> Markup:
    """The terms of this document, and the shorthand of tables."""
    terms = {term: GLOSSARY[term] for term in TERMS} | MORE_TERMS | SHORTHAND_EXPLAINED
    return element(
        "dl", [(element("dt", term), element("dd", words)) for term, words in sorted(terms.items())], class_="glossary"
    )
