"""The first page of the methods document: what it is for, what a reviewer should know first, and the checks at a glance."""

from needs.measure.need_sensitivity import ALCOHOL
from needs.measure.reviews import CAUTION, KINDS, spreads
from needs.present.html import Html, element
from needs.present.masthead import EXTRACTS, PUBLISHED, STATUS, masthead
from needs.present.methods_described import Method, said
from needs.present.methods_journeys import said_of_gaps
from needs.present.methods_of_change import CHANGE, PROJECTED, STAYING
from needs.present.methods_of_figures import COMPARED, FIGURES, STANDARDISED
from needs.present.methods_of_need import PREVALENCE, UNMET
from needs.present.methods_review import Review, marked
from needs.present.methods_sensitivity import said_of_alcohol
from needs.present.numbers import whole
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import plain
from needs.present.tables import Number, table

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
        element("div", _messages(review), class_="key-messages"),
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
