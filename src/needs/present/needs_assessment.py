"""The needs assessment as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section, or a few that belong together.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.closing import closing
from needs.present.comparison import comparison
from needs.present.comparison import harm as harm_of_use
from needs.present.flow import flow
from needs.present.geography import geography
from needs.present.html import Html
from needs.present.justice import criminal_justice
from needs.present.need import alcohol, need
from needs.present.opening import data_and_exclusions, opening, priorities
from needs.present.people import equality
from needs.present.people import who as in_treatment
from needs.present.sections import chapter
from needs.present.treatment import change, outcomes, waiting
from needs.present.voices import voices

PARAMETERS = ("partnership", "quarter", "policy")

__all__ = [
    "alcohol", "assess", "change", "closing", "comparison", "data_and_exclusions", "equality", "harm", "need", "opening",
    "outcomes", "priorities", "waiting", "who",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)


def who(assessment: Assessment) -> Html:
    """Who is in treatment, where they live, and how people come in, move and leave."""
    return Html.of(
        in_treatment(assessment),
        chapter("Where people live", "Where do people in treatment live, and how far is help?", geography(assessment)),
        chapter("Routes and flow", "How do people come in, move, and leave?", flow(assessment)),
    )


def harm(assessment: Assessment) -> Html:
    """The harm of drug and alcohol use, criminal justice and prison, and what people themselves say."""
    asked = "How many come through the criminal justice system, and how many leave for prison?"
    heard = "What do people who use services, families and carers say?"
    return Html.of(
        harm_of_use(assessment),
        chapter("Criminal justice and prison", asked, criminal_justice(assessment)),
        chapter("What people say", heard, voices(assessment)),
    )
