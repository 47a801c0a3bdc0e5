"""The document on young people: their treatment, prevention and what is planned, as printed and as counted.

Each part is given the assessment. A section of the document takes its printed figures from PRINTED and what was counted
from COUNTED.
"""

from dataclasses import replace

from markupsafe import Markup

from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER
from needs.measure.indicators import BY_NAME, POOLED
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.at_hand import SUBJECTS, is_on_file
from needs.present.facts import Fact, known
from needs.present.kit.frame import (
    BADGES,
    NO_DECISION,
    figures_in_words,
    masthead_of,
    of_authorities,
    of_quarter,
    see_also,
)
from needs.present.kit.html import Number, Part, Words, element, share_with_interval, verdict
from needs.present.kit.section import (
    COMPARATOR,
    KINDS,
    PERIOD,
    VERDICT,
    Box,
    Column,
    Details,
    FactTable,
    named,
    nothing,
    paragraph,
    plain,
    printed_table,
    printed_value,
)
from needs.present.numbers import capital, in_words, listed
from needs.present.sections import further, voices, young
from needs.present.standing import against_targets, beside_printed
from needs.present.words import Statement

UNDER_18, AGED = "under 18", "age"
REACHED = "young_people_in_early_intervention_or_treatment"
FEW = "Few young people are in treatment, and a small count could tell who they are."
PRINTED = {
    "plans": (
        REACHED,
        "young_people_receiving_targeted_interventions",
        "young_people_on_drug_intervention_support_programme",
        "young_people_treatment_places",
        "young_people_early_intervention_places",
        "young_people_centred_service_percent",
    ),
    "waiting": ("young_people_starting_within_15_working_days_percent", "young_people_waiting_standard"),
    "leaving": ("young_people_planned_exit_percent",),
    "prevention": (
        "young_people_frequent_misuse_percent",
        "healthy_schools_percent",
        "young_people_drunk_three_times_in_month_percent",
        "young_people_drunk_weekly_percent",
        "young_people_drinking_over_10_units",
        "young_people_weekly_units",
        "young_people_drug_use_last_year_percent",
    ),
}
# What records give; of the measures that are counted for every age group, the group of those under 18 is taken
COUNTED = {
    "in_treatment": ("young_people_in_treatment", "under_25_in_treatment_percent"),
    "waiting": ("young_people_starting_within_15_working_days_percent",),
    "leaving": ("young_people_planned_exit_percent",),
}
NAMES = {
    section: {*names, *(POOLED[name].name for name in names if name in POOLED)} for section, names in COUNTED.items()
}
NUMBER = "young_people_in_treatment"
NOUNS_AND_DONE = {
    "under_25_in_treatment_percent": ("people in treatment", "were under 25"),
    "people_in_treatment_by_group": ("people in treatment", "were under 18"),
}
OF_ALL_AGES = {
    "in_treatment": {
        "people_in_treatment_by_group": ("Share of people in treatment aged under 18", "were under 18"),
        "new_presentations_by_group": (
            "Share of people who came aged under 18",
            "were of people under 18",
        ),
    },
    "leaving": {
        "retained_or_planned_discharge_percent": (
            "Aged under 18: stayed 12 weeks, or left as planned",
            "of under-18s lasted 12 weeks or ended as planned",
        ),
        "successful_completion_of_exits": (
            "Aged under 18: completed, of those who left",
            "of people under 18 were completed",
        ),
    },
}


def printed(assessment: Assessment, section: str) -> list[Fact]:
    """What the partnership's document prints for a section, in the order of the section."""
    return [fact for name in PRINTED[section] for fact in assessment.printed_facts([name])]


def counted(assessment: Assessment, section: str) -> list[Fact]:
    """What was counted from records for a section, twelve months before the quarter alone, whether it may be shown or not."""
    facts = [fact for name in COUNTED.get(section, ()) for fact in _counted(assessment, name)]
    facts += [
        replace(fact, title=title, done=done, group="all")
        for name, (title, done) in OF_ALL_AGES.get(section, {}).items()
        for fact in assessment.latest(name, AGED)
        if fact.group == UNDER_18
    ]
    return list({fact.key: fact for fact in facts if fact.origin != "published"}.values())


def _counted(assessment: Assessment, name: str) -> list[Fact]:
    """A measure of twelve months and of the quarter; of three years together where neither may be given in percent."""
    facts = [*assessment.latest(name), *assessment.in_quarter(name)]
    if name not in POOLED or any(fact.is_shown for fact in facts if fact.origin != "published"):
        return facts
    return [*facts, *assessment.latest(POOLED[name].name)]


def over_three_years(name: str) -> str:
    """The name of a measure of three years together; its own where there is none."""
    return POOLED[name].name if name in POOLED else name


def said(fact: Fact) -> Statement:
    """The sentence of a figure: counts alone where people are few, and its name where no words say what was done."""
    if fact.indicator == NUMBER:
        return Statement(f"{fact.qualified} young people were in treatment in {fact.period}.", (fact,))
    if fact.origin == "published" and not (fact.done and fact.unit == "percent"):
        return Statement(f"{fact.label}: {printed_value(fact)} ({fact.period}, {KINDS[fact.kind]}).", (fact,))
    noun, done = NOUNS_AND_DONE.get(fact.indicator, (fact.noun, fact.done))
    return Statement(words.stated(replace(fact, noun=noun, done=done)).text, (fact,))


def said_of_hidden(facts: list[Fact]) -> str:
    """How many of the counted figures are hidden, and why; empty where none is."""
    hidden = sum(fact.is_hidden for fact in facts)
    if not hidden:
        return ""
    some = f"{capital(in_words(hidden))} of the {in_words(len(facts))} counted figures"
    some = some if hidden < len(facts) else "Every counted figure"
    are = "are" if 1 < hidden < len(facts) else "is"
    return f"{some} {are} hidden ([c]). {FEW}"


def _counted_table(assessment: Assessment, section: str, caption: str) -> FactTable | None:
    """One row a figure counted for a section: its period, counts, share with interval, the others' share, the verdict."""
    facts = counted(assessment, section)
    if not facts:
        return None
    others = named(capital(assessment.others), COMPARATOR)
    columns = (Column("Measure", lambda fact: fact.title), PERIOD, COUNTS, OF_HOW_MANY, others, VERDICT)
    return FactTable.of(f"{caption}: {facts[0].area}", columns, facts)


COUNTS = Column(
    "Number", lambda fact: Number((fact.counts if fact.unit == "percent" else "") or fact.number, facts=(fact,))
)
OF_HOW_MANY = Column(
    "Share (95% interval)",
    lambda fact: Number(share_with_interval(fact) if fact.unit == "percent" else "none", facts=(fact,)),
)


STANDARD = "young_people_waiting_standard"
WAITS = "how long young people wait"
NO_NATIONAL = "No national figure is printed, so no place among partnerships is given."


def in_treatment(assessment: Assessment) -> list | None:
    """How many young people were in treatment and came into it, in sentences, where that was counted."""
    facts = counted(assessment, "in_treatment")
    if not facts:
        return None
    told = [fact for fact in facts if fact.is_told]
    return [
        plain(young.who_is_one(assessment)),
        [paragraph(said(fact), words.compared(fact)) for fact in told],
        _hidden(facts),
    ]


def in_treatment_as_counted(assessment: Assessment) -> list | None:
    """The same figures as a table."""
    table = _counted_table(assessment, "in_treatment", "Young people in treatment")
    return [table] if table else None


def waiting(assessment: Assessment) -> list:
    """Whether young people start within 15 working days of referral, in sentences, after the standard that is printed."""
    standard = [paragraph(_standard(fact)) for fact in printed(assessment, "waiting") if fact.indicator == STANDARD]
    return [standard, _in_sentences(assessment, "waiting") or nothing(assessment, WAITS)]


def waiting_as_counted(assessment: Assessment) -> list | None:
    """What was counted of their waits as a table, beside printed figures of the same days."""
    return _as_counted(assessment, "waiting", "Starting within 15 working days")


def waiting_as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints of their waits."""
    return _as_printed(assessment, "waiting", WAITS)


def leaving(assessment: Assessment) -> list | None:
    """How young people leave, in sentences."""
    return _in_sentences(assessment, "leaving")


def leaving_as_counted(assessment: Assessment) -> list | None:
    """What was counted of how they stay and leave as a table, beside printed figures of the same days."""
    return _as_counted(assessment, "leaving", "Staying and leaving")


def leaving_as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints of how they leave."""
    return _as_printed(assessment, "leaving", "how young people leave treatment")


def _in_sentences(assessment: Assessment, section: str) -> list | None:
    facts, in_print = counted(assessment, section), _but_the_standard(assessment, section)
    told = [fact for fact in (*in_print, *facts) if fact.is_told and fact.kind != "target"]
    if not (facts or in_print):
        return None
    return [
        [paragraph(said(fact), words.compared(fact)) for fact in told],
        plain(NO_NATIONAL) if in_print else None,
        _hidden(facts),
    ]


def _as_counted(assessment: Assessment, section: str, caption: str) -> list | None:
    in_print = _but_the_standard(assessment, section)
    tables = [_beside(assessment, in_print), _counted_table(assessment, section, caption)]
    return tables if any(tables) else None


def _as_printed(assessment: Assessment, section: str, what: str) -> Details | None:
    return printed_table(
        assessment, _but_the_standard(assessment, section), f"What the partnership's document prints on {what}"
    )


def _but_the_standard(assessment: Assessment, section: str) -> list[Fact]:
    return [fact for fact in printed(assessment, section) if fact.indicator != STANDARD]


def _hidden(facts: list[Fact]) -> Markup | None:
    text = said_of_hidden(facts)
    return plain(text) if text else None


def _standard(fact: Fact) -> Statement:
    quoted = f", {fact.note}" if fact.note else ""
    return Statement(f"{fact.label}: {printed_value(fact)} ({fact.period}{quoted}).", (fact,))


def _beside(assessment: Assessment, in_print: list[Fact]) -> FactTable | None:
    """Printed figures beside what was counted for the very same days, though it may be hidden."""
    names = {fact.indicator for fact in in_print}
    rows = [
        [
            fact.label,
            fact.period,
            Number(printed_value(fact), facts=(fact,)),
            Number(same.number, same.counts_beside, (same,)),
        ]
        for fact, same in beside_printed(assessment)
        if fact.indicator in names
    ]
    headers = ["Measure", "Period", "Printed", "Counted"]
    return FactTable("As printed, and as counted", headers, rows) if rows else None


PLANS = "what is planned for young people"
AS_PRINTED = (
    "These are printed figures. None was counted here, and none has counts behind it that chance could be judged by."
)


def plans(assessment: Assessment) -> list:
    """Numbers of young people that the document plans to reach, beside those reached before, in sentences."""
    in_print = _against_targets(assessment, "plans")
    return in_print or ([] if _with_own_target(assessment) else [nothing(assessment, PLANS)])


def own_targets(assessment: Assessment) -> list[Part]:
    """Figures on young people against targets that no document of the partnership prints, as every document judges them."""
    facts = _with_own_target(assessment)
    return [paragraph(words.stated(fact), words.against_target(fact)) for fact in facts]


def _with_own_target(assessment: Assessment) -> list[Fact]:
    in_print = {fact.indicator for section in ("plans", "prevention") for fact in printed(assessment, section)}
    return [
        fact
        for fact in against_targets(assessment)
        if _topic(assessment, fact.indicator) == "young people" and fact.indicator not in in_print
    ]


def _topic(assessment: Assessment, indicator: str) -> str:
    return BY_NAME[indicator].topic if indicator in BY_NAME else assessment.topic_of(indicator)


def plans_in_figures(assessment: Assessment) -> FactTable | None:
    """The same numbers as a table: reached, expected and planned for."""
    return _in_figures(assessment, "plans", "Young people reached, and planned for")


def plans_as_printed(assessment: Assessment) -> Details | None:
    """Every figure that the document prints on what is planned."""
    return printed_table(assessment, printed(assessment, "plans"), f"What the partnership's document prints on {PLANS}")


def in_its_words(assessment: Assessment) -> list[Markup]:
    """What the document says of young people."""
    return voices.printed(assessment, "young_people")


def prevention(assessment: Assessment) -> list | None:
    """Misuse among young people at large (NI 115), drinking, and the Healthy Schools scheme, in sentences."""
    return _against_targets(assessment, "prevention")


def prevention_in_figures(assessment: Assessment) -> FactTable | None:
    """The same against targets, as a table."""
    return _in_figures(assessment, "prevention", "Prevention against targets")


def prevention_as_printed(assessment: Assessment) -> Details | None:
    """Every figure that the document prints on prevention."""
    return printed_table(
        assessment, printed(assessment, "prevention"), "What the partnership's document prints on prevention"
    )


def _against_targets(assessment: Assessment, section: str) -> list | None:
    """Figures against their targets, then figures without one, then what is named without a figure."""
    facts = printed(assessment, section)
    if not facts:
        return None
    judged = said_against_targets(assessment, section)
    told = {fact.key for _, statement in judged for fact in statement.facts}
    alone = [fact for fact in facts if fact.key not in told and _stands_alone(fact, facts)]
    return [
        plain(AS_PRINTED),
        [paragraph(statement) for _, statement in judged],
        [paragraph(said(fact)) for fact in alone],
        [paragraph(_empty(fact)) for fact in facts if fact.status == "not_set"],
    ]


def _in_figures(assessment: Assessment, section: str, caption: str) -> FactTable | None:
    if not said_against_targets(assessment, section):
        return None
    return _table(assessment, f"{caption}: {assessment.area.name}", printed(assessment, section))


def said_against_targets(assessment: Assessment, section: str) -> list[tuple[Fact, Statement]]:
    """Each printed figure of a section that has a target, and the sentences on it; misses first."""
    names = {fact.indicator for fact in printed(assessment, section)}
    judged = [fact for fact in against_targets(assessment) if fact.indicator in names]
    return [(fact, words.together(_against(fact), _counted_apart(assessment, fact))) for fact in judged]


def _against(fact: Fact) -> Statement:
    """The figure beside its target, and the verdict or why there is none."""
    target = known(fact.target, "target")
    if fact.unit == "people" and _lacks_direction(fact, target) and fact.rounded != target.rounded:
        return _on_which_side(fact, target)
    return words.together(_stated(fact, target), words.against_target(fact))


def _lacks_direction(fact: Fact, target: Fact) -> bool:
    """Whether all that keeps a figure from being judged is that nobody says which way is better."""
    is_unknown = fact.polarity not in (HIGHER_BETTER, LOWER_BETTER)
    return is_unknown and fact.is_shown and target.is_shown and fact.window == target.window


def _on_which_side(fact: Fact, target: Fact) -> Statement:
    """A number of people and its target, how many lie between, and that the document leaves open which way is better."""
    now = (
        f"{fact.label}: {fact.qualified} were expected in {fact.period}."
        if fact.kind == "estimate"
        else said(fact).text
    )
    way = "more" if target.rounded > fact.rounded else "fewer"
    aim = f"The target for {target.period} is {printed_value(target)}, {fact.target_points} {way}."
    return Statement(f"{now} {aim} The document does not say if {way} is wanted.", (fact, target))


def _counted_apart(assessment: Assessment, fact: Fact) -> Statement:
    """That a printed number counts early intervention too, beside the number in treatment that was counted from records."""
    people = assessment.only(NUMBER)
    if fact.indicator != REACHED or not fact.is_shown or people is None or not people.is_shown:
        return Statement("", ())
    text = f"The {fact.number} also counts early intervention, so it cannot be set beside the {people.number} in treatment."
    return Statement(text, (fact, people))


def _stated(fact: Fact, target: Fact) -> Statement:
    """The figure and, where the words of the verdict do not give it, the target."""
    if fact.target_state != "not judged":
        return said(fact)
    aim = f"The target for {target.period} is {printed_value(target)}."
    return Statement(f"{said(fact).text} {aim}", (fact, target))


def _stands_alone(fact: Fact, facts: list[Fact]) -> bool:
    """Whether a figure has a sentence of its own: it is shown, and not the earlier year of one that has a target."""
    has_target = any(other.kind == "target" and _same(other, fact) for other in facts)
    return fact.is_shown and not (has_target and fact.kind in ("actual", "estimate"))


def _empty(fact: Fact) -> Statement:
    return Statement(f"{fact.label}: the document names it for {fact.period} and prints no figure.", (fact,))


def _table(assessment: Assessment, caption: str, facts: list[Fact]) -> FactTable:
    """One row a measure that has a target: what was reached, what was expected, the target, and the verdict."""
    targets = [fact for fact in facts if fact.kind == "target" and fact.is_shown]
    judged = {(fact.indicator, fact.group): fact for fact in against_targets(assessment)}
    rows = [_row_of_target(facts, target, judged.get((target.indicator, target.group))) for target in targets]
    headers = ["Measure", "Reached", "Expected", "Target", "Gap", "Verdict"]
    return FactTable(caption, headers, rows)


def _row_of_target(facts: list[Fact], target: Fact, judged: Fact | None) -> list:
    return [
        target.label,
        *(_of_kind(facts, target, kind) for kind in ("actual", "estimate")),
        Words(_with_period(target), (target,)),
        (judged.gap if judged else "") or "not worked out",
        verdict(judged.target_judgement) if judged else verdict(None),
    ]


def _of_kind(facts: list[Fact], target: Fact, kind: str) -> Words:
    alike = [fact for fact in facts if fact.kind == kind and _same(fact, target) and fact.is_shown]
    text = listed([_with_period(fact) for fact in alike]) if alike else f"no {KINDS[kind]} figure printed"
    return Words(text, tuple(alike))


def _with_period(fact: Fact) -> str:
    caution = f"; {fact.note}" if fact.note else ""
    return f"{printed_value(fact)} ({fact.period}{caution})"


def _same(fact: Fact, other: Fact) -> bool:
    return (fact.indicator, fact.group) == (other.indicator, other.group)


MOST_TARGETS = 2  # among the key messages
WANTED = {
    "how many young people are in treatment": (
        "young_people_in_treatment",
        "young_people_in_early_intervention_or_treatment",
    ),
    "whether young people start within 15 working days": ("young_people_starting_within_15_working_days_percent",),
    "whether young people leave in a planned way": ("young_people_planned_exit_percent",),
    "how many young people often misuse substances (NI 115)": ("young_people_frequent_misuse_percent",),
    "the Healthy Schools scheme": ("healthy_schools_percent",),
    "who refers young people, and which drugs they use": (young.GROUPS,),
    "how many young people need help, treated or not": (),
    "young people in care, or in touch with youth justice": (young.NEEDS, young.AT_EXIT),
    "the tier of need that young people are in": (),
    "what young people and their parents say": (),
}


def masthead(assessment: Assessment) -> Markup:
    """The title, the quarter and what the figures are."""
    title = f"Young people, drugs and alcohol: {assessment.area.name}, {assessment.quarter}"
    facts = (
        of_quarter(assessment.quarter, figures_in_words(assessment))
        | of_authorities(assessment)
        | see_also(assessment, "young_people")
    )
    return masthead_of(title, BADGES[assessment.has_records], facts, assessment.band)


def purpose(assessment: Assessment) -> list[Markup]:
    """What the document sets out, and that no decision is asked for."""
    return [
        plain(
            f"This document sets out treatment and prevention for young people in {assessment.area.name}: as counted from "
            "records, and as printed."
        ),
        plain(NO_DECISION),
    ]


def messages(assessment: Assessment) -> Box:
    """At most six: numbers in treatment, waits, exits, targets, and what cannot be said."""
    leads = {
        "In treatment": _first(assessment, "in_treatment"),
        "Waiting": _first(assessment, "waiting"),
        "Leaving": _first(assessment, "leaving"),
        **_targets(assessment),
        "Uncertain": Statement(said_of_hidden(_all_counted(assessment)), ()),
    }
    shown = [paragraph(statement, lead=f"{lead}.") for lead, statement in leads.items() if statement.text]
    if shown or is_on_file(assessment, SUBJECTS["young people"]):
        return Box("key-messages", (shown or nothing(assessment, "young people"),))
    return Box("key-messages", (plain(f"No figure on young people was found for {assessment.area.name}."),))


def _first(assessment: Assessment, section: str) -> Statement:
    """The first figure of a section that is shown: the printed one where there is one, for it is the partnership's own."""
    in_print = [] if section == "in_treatment" else printed(assessment, section)
    facts = [
        *(fact for fact in in_print if fact.kind == "actual"),
        *(fact for fact in counted(assessment, section) if fact.indicator in NAMES[section]),
    ]
    return next((said(fact) for fact in facts if fact.is_told), Statement("", ()))


def _targets(assessment: Assessment) -> dict[str, Statement]:
    pairs = [pair for section in ("plans", "prevention") for pair in said_against_targets(assessment, section)]
    names = ("Target", "Another target")
    return {name: statement for name, (_, statement) in zip(names, pairs[:MOST_TARGETS], strict=False)}


def _all_counted(assessment: Assessment) -> list[Fact]:
    return [fact for section in COUNTED for fact in counted(assessment, section)]


def missing(assessment: Assessment) -> list[Markup]:
    """Each thing that a document on young people wants and of which nothing can be shown."""
    shown = {fact.indicator for fact in (*_all_counted(assessment), *young.told(assessment)) if fact.is_told}
    shown |= {fact.indicator for fact in assessment.printed_facts() if fact.is_shown and fact.kind != "target"}
    shown |= further.returned(assessment)
    lacking = [what for what, names in WANTED.items() if not shown & {*names, *map(over_three_years, names)}]
    return [
        plain(f"For {assessment.area.name} up to {assessment.quarter} no figure can be shown on:"),
        element("ul", [element("li", what) for what in lacking]),
        plain("Nothing was estimated to fill a gap. A local figure can be added from the partnership's own files."),
    ]
