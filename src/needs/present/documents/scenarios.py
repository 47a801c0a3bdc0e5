"""What compares scenarios has pages of its own: the masthead, what it is for, what matters most, and its evidence."""

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.evidence import evidence as table_of_evidence
from needs.present.kit.frame import BADGES, NO_DECISION, figures_in_words, masthead_of, of_authorities, of_quarter
from needs.present.kit.html import Part
from needs.present.kit.section import Box, plain
from needs.present.numbers import listed
from needs.present.sections import compared, scenario
from needs.present.sections.compared import LEVERS, Comparison


def masthead(scenarios: Comparison) -> Markup:
    """How many scenarios there are, of which levers, and what the figures are."""
    assessment = scenarios.assessment
    levers = listed([LEVERS[name][0].lower() for name in scenarios.grid.varied] or ["nothing"])
    title = f"{compared.how_many(scenarios)} by {levers}: {assessment.area.name}, {assessment.quarter}"
    figures = f"{figures_in_words(assessment)}. Those of quarters ahead are modelled" if scenarios.found else "None"
    kinds = [BADGES[assessment.has_records], *(["Modelled"] if scenarios.found else [])]
    return masthead_of(
        title, kinds, of_quarter(assessment.quarter, figures) | of_authorities(assessment), assessment.band
    )


def purpose(scenarios: Comparison) -> list[Part]:
    """What the document is for, and that no decision is asked for."""
    area = scenarios.assessment.area.name
    return [
        plain(
            f"This document compares what would happen to treatment in {area} if levers were moved, one by one and together."
        ),
        plain(NO_DECISION),
    ]


def messages(scenarios: Comparison) -> Box | Markup:
    """What matters most; or why nothing can be worked out."""
    if scenarios.found is None:
        return plain(scenarios.asked.why_not)
    return Box("key-messages", (compared.messages(scenarios),))


def left_out(scenarios: Comparison) -> Part:
    """What the model leaves out, as in each scenario's own document."""
    return scenario.left_out(scenarios.asked)


def evidence(assessment: Assessment) -> Part:
    """The evidence of every figure that was shown before it."""
    return lambda: table_of_evidence(assessment, "scenarios")
