"""The needs assessment as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section, or a few that belong together.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present import closing as last_pages
from needs.present import comparison as others
from needs.present import people
from needs.present.assessment import Assessment
from needs.present.comparison import comparison
from needs.present.flow import flow
from needs.present.geography import geography
from needs.present.html import Html
from needs.present.justice import criminal_justice
from needs.present.largest_gaps import what_this_tells_us
from needs.present.need import alcohol, need
from needs.present.opening import data_and_exclusions, opening, priorities
from needs.present.sections import chapter
from needs.present.treatment import change, outcomes, waiting
from needs.present.voices import voices

PARAMETERS = ("partnership", "quarter")

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
        people.who(assessment),
        chapter("Where people live", "Where do people in treatment live, and how far is help?", geography(assessment)),
        chapter("Routes and flow", "How do people come in, move, and leave?", flow(assessment)),
    )


def harm(assessment: Assessment) -> Html:
    """The harm of drug and alcohol use, then criminal justice and prison."""
    asked = "How many come through the criminal justice system, and how many leave for prison?"
    return Html.of(others.harm(assessment), chapter("Criminal justice and prison", asked, criminal_justice(assessment)))


def equality(assessment: Assessment) -> Html:
    """Differences between groups of people, then what people themselves say."""
    asked = "What do people who use services, families and carers say?"
    return Html.of(people.equality(assessment), chapter("What people say", asked, voices(assessment)))


def closing(assessment: Assessment) -> Html:
    """What all this tells us, what else is printed, what is missing, and the appendices."""
    told = chapter("What this tells us", "Which gaps concern most people?", what_this_tells_us(assessment))
    return Html.of(told, last_pages.closing(assessment))
