"""Where people in treatment live: each district's part, and what is not known of their way to services."""

from markupsafe import Markup

from needs.code_lists import NOT_STATED
from needs.measure import equality
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.at_hand import BY_DISTRICT, is_on_file
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, table
from needs.present.kit.section import MEASURE, NUMBER, SHARE, VALUE, Column, FactTable, heading, named, paragraph, plain

NO_DISTRICT = "Where people in treatment live is not known: it takes treatment extracts that fill in the column LA."
DISTRICTS_ELSEWHERE = (
    "Figures by district are at hand. None is a share of people in treatment, so no table of districts is drawn here."
)
ONE_DISTRICT = "The records name one district for all of {area}, so they show no difference within it."
CODES = "Districts stand under the codes that the records use for local authorities."
NO_RATE = (
    "Residents of each district are not among the published tables, so no rate is worked out. A larger number may only mean a "
    "larger district."
)
SHARES = (
    "Where a district's share of people in treatment is above its share of residents, more are in treatment than its size alone "
    "would give."
)
ON_DEPRIVATION = (
    "A straight line is fitted through the districts' rates, from the least to the most deprived. Rates are crude, and need "
    "itself is higher where deprivation is."
)
REFUSED = "The partnership's list of services could not be read. The data quality report gives the reason."
OF_RESIDENTS = "population_share_percent"
NO_DISTANCE = "Distance to services is not known: no table says where services are. A list of them would give it."


def districts(assessment: Assessment) -> list[Part]:
    """People in treatment by district with the share of each; or what is missing and what file would give it."""
    facts = [fact for fact in assessment.latest("people_in_treatment_by_group", "district") if fact.is_listed]
    stated = [fact for fact in facts if fact.group != NOT_STATED]
    if not stated:
        return [plain(DISTRICTS_ELSEWHERE if is_on_file(assessment, BY_DISTRICT) else NO_DISTRICT)]
    if len(stated) == 1:
        return [plain(ONE_DISTRICT.format(area=assessment.area.name))]
    names = assessment.districts
    residents = {fact.group: fact for fact in assessment.latest(OF_RESIDENTS, "district")}
    return [
        paragraph(*_most_and_fewest(stated, names)),
        _table(facts, names, residents),
        None if {fact.group for fact in stated} <= set(names) else plain(CODES),
        plain(SHARES if residents else NO_RATE),
    ]


def by_deprivation(assessment: Assessment) -> list[Part]:
    """How far rates of treatment differ between the most and the least deprived districts; nothing where it is not known."""
    slope, ratio = assessment.only(equality.SLOPE), assessment.only(equality.RELATIVE)
    facts = [fact for fact in (slope, ratio) if fact and fact.is_shown]
    if not facts or slope is None:
        return []
    text = (
        f"The slope index is {slope.number} for every 1,000 residents in {slope.period} ({slope.interval}): the most deprived "
        "end less the least deprived."
    )
    columns = (MEASURE, named("Value (95% interval)", VALUE), Column("Of", lambda fact: fact.note))
    return [
        heading("Treatment by deprivation"),
        paragraph(words.Statement(text, (slope,))),
        FactTable.of(f"Inequality between districts, {slope.area}, {slope.period}", columns, facts),
        plain(ON_DEPRIVATION),
    ]


def services(assessment: Assessment) -> Markup:
    """Where services are, as the partnership's own list has it; or that there is no such list."""
    every = assessment.safe.services
    listed = every[every["partnership"] == assessment.area.partnership]
    if listed.empty:
        return plain(REFUSED if assessment.has_refused("services.csv") else NO_DISTANCE)
    rows = [
        [row.service, row.kind, row.district, row.open_when or "not stated", row.agency or "none"]
        for row in listed.itertuples()
    ]
    caption = f"Services in {assessment.area.name}, as the partnership lists them"
    return table(caption, ["Service", "Kind", "Where", "Open", "Agency"], rows)


def _most_and_fewest(named: list[Fact], names: dict[str, str]) -> list[words.Statement]:
    """The districts with most and with fewest people; nothing of the fewest where any is hidden."""
    shown = sorted((fact for fact in named if fact.is_told), key=lambda fact: fact.in_order)
    ends = [("Most people", shown[0])] if shown else []
    if len(shown) == len(named):
        ends.append(("Fewest", shown[-1]))
    return [
        words.Statement(
            f"{lead}: {names.get(fact.group, f'district {fact.group}')}, {fact.counts} people{fact.share} in {fact.period}.",
            (fact,),
        )
        for lead, fact in ends
    ]


def _table(facts: list[Fact], names: dict[str, str], residents: dict[str, Fact]) -> FactTable:
    def of_residents(fact: Fact) -> Number:
        other = residents.get(fact.group)
        return Number(other.number, facts=(other,)) if other else Number("[z]")

    columns = [Column("District", lambda fact: names.get(fact.group, fact.group)), NUMBER, SHARE]
    if residents:
        columns.append(Column(f"Residents, {next(iter(residents.values())).period}", of_residents))
    caption = f"People in treatment by district, {facts[0].area}, {facts[0].period}"
    return FactTable.of(caption, columns, sorted(facts, key=lambda fact: fact.in_order))
