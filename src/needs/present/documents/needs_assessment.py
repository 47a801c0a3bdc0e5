"""The needs assessment: its first page, and its sections in order.

`assess` starts a document; every other function takes what it returns and gives one section, or a few that belong together.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present import numbers, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.frame import BADGES, NO_DECISION, closing, masthead, of_quarter, see_also
from needs.present.kit.html import Html, Number, Words, element, table, verdict
from needs.present.kit.section import (
    KINDS,
    Box,
    FactTable,
    chapter,
    cited,
    paragraph,
    plain,
    printed_value,
    spoken_unit,
)
from needs.present.numbers import counted
from needs.present.sections import messages
from needs.present.sections.change import change
from needs.present.sections.comparison import comparison
from needs.present.sections.comparison import harm as harm_of_use
from needs.present.sections.extracts import received, said_of_rows
from needs.present.sections.flow import flow
from needs.present.sections.geography import geography
from needs.present.sections.justice import criminal_justice
from needs.present.sections.need import alcohol, need
from needs.present.sections.people import equality
from needs.present.sections.people import who as in_treatment
from needs.present.sections.treatment import outcomes
from needs.present.sections.voices import voices
from needs.present.sections.waiting import waiting

DISAGREES = "Some figures in the file {name} differ from those published. The published ones are used."
NO_RANGE = (
    "Figures without a range in brackets were printed without an interval or counts, so chance cannot be ruled out."
)
FIGURES = {
    False: "Published figures only; no record of any person was used",
    True: "Counted from the agencies' NDTMS extracts and made safe, beside published figures",
}


def opening(assessment: Assessment) -> Html:
    """Masthead, purpose and decision, and the key messages."""
    return cited(assessment, _masthead(assessment), element("h2", "Key messages"), _key_messages(assessment))


def figures_in_words(assessment: Assessment) -> str:
    """What the figures of a document are; of true counts that they are."""
    return FIGURES[assessment.has_records].replace(
        "and made safe", "as true counts" if assessment.safe.band else "and made safe"
    )


def _masthead(assessment: Assessment):
    area, quarter = assessment.area.name, assessment.quarter
    title = f"Drug and alcohol needs assessment: {area}, {quarter}"
    return [
        masthead(
            title,
            BADGES[assessment.has_records],
            of_quarter(quarter, figures_in_words(assessment)) | see_also(assessment, "needs_assessment"),
            assessment.band,
        ),
        element("h2", "Purpose and decision"),
        plain(
            f"How many people in {area} may need help with drugs or alcohol? How many are in treatment, how long do they wait, "
            "and how do they leave? This document says what is known."
        ),
        plain(f"Figures are for periods that had ended by the end of {quarter}, unless the text says otherwise."),
        paragraph(_latest_on_treatment(assessment)),
        plain(NO_DECISION),
    ]


def _refused_inputs(assessment: Assessment):
    """Files of which anything was refused: what they hold is missing from every document."""
    inputs = assessment.safe.inputs.to_dict("records")
    refused = [row for row in inputs if row["refused"] != "0" and (row["refused"] or row["used"] in ("", "0"))]
    if not refused:
        return None
    rows = [
        [row["file"], Number(row["rows"] or "[x]"), Number(row["used"] or "0"), Number(row["refused"] or "[x]")]
        for row in refused
    ]
    return table("Input files of which rows were refused", ["File", "Rows", "Used", "Refused"], rows)


def _latest_on_treatment(assessment: Assessment) -> words.Statement:
    latest = assessment.only("in_treatment")
    return words.Statement(f"The latest figures on treatment are for {latest.period}." if latest else "", (latest,))


def _key_messages(assessment: Assessment):
    """In order of rank: each message leads with what kind of finding it is."""
    found = messages.ranked(assessment)
    said = tuple(paragraph(message.statement, lead=f"{message.lead}.") for message in found)
    return Box("key-messages", said)


def priorities(assessment: Assessment) -> Html:
    """Where we are and where we should be: baseline, comparator, target, gap and verdict, a row an indicator."""
    facts = messages.beyond_chance(messages.judged(assessment))
    if not facts:
        return cited(
            assessment,
            plain(
                f"No figure for {assessment.area.name} has a target, or differs from {assessment.others} beyond chance, so "
                "no priority is ranked here."
            ),
        )
    targets = [fact for fact in facts if fact.target_judgement]
    return cited(
        assessment,
        _how_many_met(assessment, targets),
        FactTable(
            f"Priorities: where {assessment.area.name} stands",
            ["Measure", "Verdict", "Now", "Period", "Comparator", "Target", "Gap"],
            [_priority(fact) for fact in facts],
            class_="matrix",
        ),
        plain(NO_RANGE) if any(not fact.has_interval for fact in facts) else None,
    )


def data_and_exclusions(assessment: Assessment) -> Html:
    """What the figures rest on: each source used, what it covers, what was left out and what that does to the results."""
    refused = assessment.safe.problems
    refused = refused[refused["severity"] != "noted"]
    rows = [
        [source["title"], source["publisher"], _cautions(source["source"], source["note"])]
        for source in assessment.sources_used()
    ]
    checked = (
        "Every row of every published file was used."
        if not len(refused)
        else "Some input was refused. What it holds is missing here; the files in data/processed/safe/problems give each reason."
    )
    return cited(
        assessment,
        plain(checked),
        _extracts(assessment),
        [paragraph(words.contradicting(facts)) for facts in assessment.contradictions()],
        [plain(DISAGREES.format(name=name)) for name in assessment.disagreeing_files()],
        _refused_inputs(assessment),
        table("Sources used", ["Source", "Publisher", "What to keep in mind"], rows),
    )


def _extracts(assessment: Assessment):
    """What became of the rows of the partnership's own extracts, where there are any."""
    found = received(assessment)
    if found is None or not found.is_usable:
        return None
    return plain(f"{said_of_rows(found)} The data quality report gives the reasons.")


def _how_many_met(assessment: Assessment, targets: list[Fact]):
    due = [fact for fact in targets if fact.target_judgement.state in ("met", "missed")]
    if not due:
        text = (
            "No target is due yet." if targets else f"No target was found. Figures are set against {assessment.others}."
        )
        return plain(text)
    met = [fact for fact in due if fact.target_judgement.state == "met"]
    missed = [fact for fact in due if fact.target_judgement.state == "missed"]
    misses = [words.against_target(fact) for fact in missed[:1]]
    some = f"{numbers.capital(numbers.in_words(len(met)))} of {numbers.in_words(len(due))} figures with a target that is due meet it."
    count = some if met else "No figure with a target that is due meets it."
    worst = f"Furthest off: {missed[0].label}." if missed else ""
    return paragraph(words.Statement(f"{count} {worst}".strip(), ()), *misses)


def _priority(fact: Fact) -> list:
    judged = fact.target_judgement or fact.judgement
    return [
        fact.label,
        verdict(judged),
        _now(fact),
        f"{fact.period} ({KINDS[fact.kind]})" if fact.origin == "published" else fact.period,
        Words(
            f"{fact.comparator.area if fact.comparator.kind != 'national' else 'National'} {fact.comparator.number}",
            (fact.comparator,),
        )
        if fact.comparator
        else "none",
        Words(f"{printed_value(fact.target)} ({fact.target.period})", (fact.target,)) if fact.target else "none set",
        _gap(fact),
    ]


def _now(fact: Fact) -> Number:
    value = f"{fact.qualified} ({fact.interval})" if fact.interval else counted(fact.qualified, spoken_unit(fact))
    return Number(value, fact.counts_beside, (fact,))


def _gap(fact: Fact) -> str:
    if fact.target_judgement and fact.target_judgement.state != "not judged":
        people = fact.target_judgement.people
        return fact.gap + (f", about {people:.0f} people" if people == people and fact.unit == "percent" else "")
    if fact.target_judgement:
        return f"not judged: {fact.target_judgement.reason}"
    return fact.gap


def _cautions(source: str, note: str) -> str:
    return note or "No caution is recorded."


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
    return cited(
        assessment,
        in_treatment(assessment),
        chapter("Where people live", "Where do people in treatment live, and how far is help?", geography(assessment)),
        chapter("Routes and flow", "How do people come in, move, and leave?", flow(assessment)),
    )


def harm(assessment: Assessment) -> Html:
    """The harm of drug and alcohol use, criminal justice and prison, and what people themselves say."""
    asked = "How many come through the criminal justice system, and how many leave for prison?"
    heard = "What do people who use services, families and carers say?"
    return cited(
        assessment,
        harm_of_use(assessment),
        chapter("Criminal justice and prison", asked, criminal_justice(assessment)),
        chapter("What people say", heard, voices(assessment)),
    )
