"""Criminal justice and prison: who comes that way, who leaves for prison, and what is printed of DIP and DRR."""

from needs.measure import comparison, selection
from needs.measure.comparison import Judgement
from needs.measure.indicators import BY_NAME
from needs.measure.results import Row
from needs.measure.standing import measure_of
from needs.present import at_hand, numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.at_hand import RETURNED, is_on_file
from needs.present.facts import Fact
from needs.present.kit.html import Cell, Number, Part, value_with_interval, verdict
from needs.present.kit.measures import measures
from needs.present.kit.section import FactTable, Paragraph, heading, nothing, paragraph, plain, printed, printed_value
from needs.present.numbers import capital, in_words
from needs.present.sections import leaving, voices
from needs.present.words import Statement

PROGRAMME = ("dip_kpi_1_percent", "dip_kpi_2_percent", "dip_kpi_3_percent", "dip_kpi_4_percent")
REQUIREMENTS = ("drr_commencements", "drr_completions", "drr_completion_percent")
MET, OF_ALL = "key_diagnostic_indicators_met", "key_diagnostic_indicators"
WITHIN = ("met", "reached")
MET_OF_AIMED = "{met} of {of_all} KPIs of the programme for which there is a target were met {when}."
UNJUDGED = "{} cannot be judged."
REFERRED = "criminal_justice_referral_percent"
NOTHING_OF_EACH = "No figure for any one of these indicators is at hand, so which were met is not shown."
HEADERS = ["Measure", "Value (95% interval)", "Period", "Target", "Verdict", "Earlier"]
NOT_AT_HAND = Judgement(state="not judged", reason="no target is at hand")
NowAndThen = tuple[Fact, Fact | None]
OF_PROGRAMME, OF_REQUIREMENTS = "the Drug Interventions Programme", "drug rehabilitation requirements"
ON = {OF_PROGRAMME: at_hand.PROGRAMME, OF_REQUIREMENTS: at_hand.REQUIREMENTS}
RETURNED_ELSEWHERE = (
    "No return by quarter or year can be set out here. Other figures that are at hand stand in the tables below."
)
NO_RETURN_ON = "No return of the partnership on {what} is at hand. How many there were is not known."


def referred_in_quarter(assessment: Assessment) -> list[Part]:
    """The share that came through the criminal justice system in the quarter, beside others."""
    facts = [measured.now for measured in standing.of(assessment, (REFERRED,)) if measured.now.is_told]
    stated = [paragraph(words.stated(fact), words.compared(fact)) for fact in facts]
    return [heading("Referrals"), stated] if facts else []


def as_printed(assessment: Assessment) -> list[Part]:
    """What the partnership's document says and prints on criminal justice."""
    return [
        voices.printed(assessment, "criminal_justice"),
        printed(assessment, "criminal justice", "What the partnership's document prints on criminal justice"),
    ]


def returns(assessment: Assessment) -> list[Part]:
    """The programme's indicators and the requirements, each with its sentences and its table; one sentence if there are none."""
    programme, requirements = (_returns(assessment, names) for names in (PROGRAMME, REQUIREMENTS))
    if not (programme or requirements or _printed_count(assessment)):
        none = NO_RETURNS if assessment.knows(*PROGRAMME) else NO_RETURN_ON.format(what=OF_REQUIREMENTS)
        return [plain(RETURNED_ELSEWHERE if is_on_file(assessment, RETURNED) else none)]
    return [
        _of_the_programme(assessment, programme) if assessment.knows(*PROGRAMME) else None,
        heading("Drug rehabilitation requirements"),
        _section(assessment, REQUIREMENTS, requirements, OF_REQUIREMENTS),
    ]


def _of_the_programme(assessment: Assessment, programme: dict[str, NowAndThen]) -> list[Part]:
    return [
        heading("Drug Interventions Programme"),
        _key_indicators(assessment),
        _counted_met([now for now, _ in programme.values()]),
        plain(NOTHING_OF_EACH) if not programme and _printed_count(assessment) else None,
        _section(assessment, PROGRAMME, programme, OF_PROGRAMME),
    ]


def _key_indicators(assessment: Assessment) -> Paragraph | None:
    counts = _printed_count(assessment)
    if counts is None:
        return None
    met, of_all = counts
    text = f"{met.number} of {of_all.number} key diagnostic indicators of the programme were met in {met.period}, as printed."
    return paragraph(Statement(text, (met, of_all)))


def _counted_met(returned: list[Fact]) -> Paragraph | None:
    """How many of the partnership's own KPIs met their target, of those that have one and could be judged."""
    aimed = [fact for fact in returned if fact.target]
    judged = [fact for fact in aimed if fact.target_state != "not judged"]
    if not judged:
        return None
    met = sum(fact.target_state in WITHIN for fact in judged)
    periods = {fact.period for fact in judged}
    when = f"in {min(periods)}" if len(periods) == 1 else "at the latest figure of each"
    text = MET_OF_AIMED.format(met=capital(in_words(met)), of_all=in_words(len(aimed)), when=when)
    unjudged = len(aimed) - len(judged)
    unknown = UNJUDGED.format(capital(in_words(unjudged))) if unjudged else ""
    return paragraph(Statement(text, tuple(aimed)), Statement(unknown, ()))


def _printed_count(assessment: Assessment) -> tuple[Fact, Fact] | None:
    facts = {fact.indicator: fact for fact in assessment.printed_facts([MET, OF_ALL])}
    return (facts[MET], facts[OF_ALL]) if set(facts) == {MET, OF_ALL} else None


def _returns(assessment: Assessment, names: tuple[str, ...]) -> dict[str, NowAndThen]:
    """The latest figure of each return and the one before it; targets stand beside them in the same table."""
    known = assessment.known[assessment.known["area_code"] == assessment.area.code]
    known = known[
        known["indicator"].isin(names) & known["window"].isin(comparison.WINDOWS) & (known["breakdown"] == "all")
    ]
    latest = {}
    for name, rows in known.groupby("indicator"):
        actual = selection.latest(rows[rows["kind"] == "actual"])
        if len(actual):
            row = next(actual.itertuples())
            before = comparison.before(row, known, assessment.quarter)
            then = None if before is None else assessment.fact(before)
            latest[name] = (_with_target(assessment, row), then)
    return latest


def _with_target(assessment: Assessment, row: Row) -> Fact:
    """The return as it stands against its target, where that is the return of the very days."""
    each = assessment.standings.get(measure_of(row))
    fact, judged = assessment.fact(row), standing.with_target(assessment, each) if each else None
    return judged if judged and judged.key == fact.key else fact


def _section(assessment: Assessment, names: tuple[str, ...], latest: dict[str, NowAndThen], what: str) -> Part:
    """The sentences of those at hand, and a table with a row for each, at hand or not; one sentence where none is."""
    if not latest:
        return plain((RETURNED_ELSEWHERE if is_on_file(assessment, ON[what]) else NO_RETURN_ON).format(what=what))
    shown = [now for now, _ in latest.values() if now.is_told]
    return [
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in shown],
        FactTable(
            f"{numbers.capital(what)}: {assessment.area.name}",
            HEADERS,
            [_row(assessment, latest.get(name), name) for name in names],
        ),
    ]


def _row(assessment: Assessment, sides: NowAndThen | None, name: str) -> list[Cell]:
    if sides is None:
        return [_title(assessment, name), Number("[x]"), "[x]", "[x]", verdict(NOT_AT_HAND), "[x]"]
    now, then = sides
    return [
        now.title,
        Number(value_with_interval(now), now.counts_beside if now.unit == "percent" else "", (now,)),
        now.period,
        Number(printed_value(now.target), facts=(now.target,)) if now.target else Number("none given"),
        verdict(now.target_judgement or NOT_AT_HAND),
        Number(then.number, then.period, (then,)) if then else "none",
    ]


def _title(assessment: Assessment, name: str) -> str:
    titles = dict(assessment.safe.measures[["measure", "title"]].to_numpy().tolist())
    return BY_NAME[name].title if name in BY_NAME else titles.get(name, numbers.capital(name.replace("_", " ")))


BY_ROUTE = ("new_presentations_by_group", "referral_source", "criminal justice")
TO_PRISON = ("prison", "transferred in custody")  # reasons for leaving, as extracts and ViewIt name them
NO_RETURNS = "No return on the Drug Interventions Programme or on drug rehabilitation requirements is at hand."
LEFT_FOR_PRISON = "Only an exit that names prison or a transfer in custody is counted here."
FROM_PRISON_UNKNOWN = "How many come from prison is not known."
FROM_PRISON = "prison_referral_percent"
DAYS_TO_START = "prison_referral_days_to_start"
DAYS = "People who came from prison started treatment {number} days after their referral on average in {period}."
CONTINUITY = "continuity_of_care_percent"
NO_CONTINUITY = (
    "No published figure on adults who left prison and engaged in community treatment (C20) is at hand. It is Fingertips "
    "indicator 92544. It cannot be counted from extracts, which hold only those who arrived."
)


def routes(assessment: Assessment) -> list[Part]:
    """Who comes through the criminal justice system and who leaves for prison, with interval and comparator."""
    left, released = _to_prison(assessment), _from_prison(assessment)
    facts = [*_referred(assessment), *released, *left]
    if not facts:
        return [nothing(assessment, "referrals by the criminal justice system")]
    return [
        [paragraph(_said(fact), words.compared(fact)) for fact in facts if fact.is_told],
        measures(assessment, _caption(facts[0]), facts),
        _days_to_start(assessment),
        plain(LEFT_FOR_PRISON) if left else None,
        None if released else plain(FROM_PRISON_UNKNOWN),
    ]


def continuity(assessment: Assessment) -> Part:
    """How many of those who left prison engaged in treatment: as published, since extracts hold only those who arrived."""
    if not assessment.knows(CONTINUITY):
        return None
    facts = [fact for fact in assessment.latest(CONTINUITY) if fact.is_listed]
    if not facts:
        return [heading("Continuity of care"), plain(NO_CONTINUITY)]
    stated = [paragraph(words.stated(fact), words.compared(fact)) for fact in facts if fact.is_told]
    caption = f"Continuity of care after prison, {facts[0].area}, {facts[0].period}"
    return [heading("Continuity of care"), stated, measures(assessment, caption, facts)]


def _days_to_start(assessment: Assessment) -> list[Part]:
    """How soon those started who came from prison."""
    facts = [fact for fact in assessment.latest(DAYS_TO_START) if fact.is_told]
    return [
        paragraph(Statement(DAYS.format(number=fact.number, period=fact.period), (fact,)), Statement(fact.caution, ()))
        for fact in facts
    ]


def _referred(assessment: Assessment) -> list[Fact]:
    """The share that came through the criminal justice system, as counted or from the published routes."""
    indicator, breakdown, group = BY_ROUTE
    routes = [fact for fact in assessment.latest(indicator, breakdown) if fact.group == group]
    return [fact for fact in assessment.latest(REFERRED) or routes if fact.is_listed]


def _from_prison(assessment: Assessment) -> list[Fact]:
    """The share that came from prison, where it was counted or returned."""
    return [fact for fact in assessment.latest(FROM_PRISON) if fact.is_listed]


def _to_prison(assessment: Assessment) -> list[Fact]:
    return [
        fact for fact in leaving.reasons(assessment) if fact.group in TO_PRISON and fact.is_listed and not fact.is_none
    ]


def _said(fact: Fact) -> words.Statement:
    if fact.group == "all":
        return words.stated(fact)
    many = f"{fact.counts}{fact.share}" if fact.unit == "percent" else fact.number
    who = "who came" if fact.breakdown == BY_ROUTE[1] else "who left"
    return words.Statement(f"{capital(fact.group)}: {many} of those {who} in {fact.period}.", (fact,))


def _caption(fact: Fact) -> str:
    return f"Criminal justice and prison, {fact.area}, {fact.period}"
