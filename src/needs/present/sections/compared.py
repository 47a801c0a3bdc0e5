"""Scenarios of a grid side by side: each with its people, places, waits and pounds, what each lever does, and who reaches targets.

Whoever asks holds a `Comparison`. Every figure is a fact like that of a scenario's own document, of the same model.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import matplotlib.pyplot as plt
from markupsafe import Markup

from needs.measure import modelled
from needs.measure.modelled import AS_IT_IS, PLACES_OF_NOW
from needs.measure.safety import PUBLIC
from needs.measure.scenario import POUNDS, WEEKS, Levers, Range, Scenario
from needs.measure.scenarios import LIKELY, NOT_REACHED, REACHED, STATES, Effect, Scenarios
from needs.measure.sweep import Asked, Grid, Value, levers_of, name_of
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.charts import NAVY, TEAL, WIDTH, Chart, styled, svg_of
from needs.present.kit.html import Html, Number, Part, Words, element, value_with_interval
from needs.present.kit.section import FactTable, paragraph, plain, shown, sources_of
from needs.present.numbers import capital, counted, listed, spelt
from needs.present.sections.paths import measure_of
from needs.present.sections.scenario import OF_LEVERS, PLACES_NOW, TITLES, Outlook, how_sure, outlook
from needs.present.standing import against_targets
from needs.present.words import Statement

MOST_ROWS = 40  # scenarios in the table: of more only the first have their figures here, and each its own document
SHOWN = ("in_treatment_in_the_year", "planned_exits", WEEKS, "places_needed", POUNDS)
DRAWN = ("in_treatment_in_the_year", "planned_exits")
LEVERS = {  # what a lever is called, how a scenario says its value in short, and how a sentence says that it is as it is
    "places": ("Places", "places × {}", "places as they are"),
    "waits_weeks": ("Mean wait", "wait {}", "waits as they are"),
    "early_drop_out": ("Early drop-out", "early drop-out × {}", "early drop-out as it is"),
    "completion": ("Completion", "completion × {}", "completion as it is"),
    "reach": ("Need reached", "need reached {}", "need reached as it is"),
    "money_percent": ("Money", "money {}", "money as it is"),
    "capacity": ("Places now", "{} places now", ""),
    "pounds_a_place": ("Pounds a place", "{} pounds a place", ""),
    "quarters_ahead": ("Quarters ahead", "{} quarters ahead", ""),
}
UNITS = {name: unit for name, (_, unit, _) in OF_LEVERS.items()} | {"quarters_ahead": "quarters"}
NOTHING_CHANGES, HELD_ALONE = "nothing changes", "what is held in all, and no more"
MEASURED = {"in_treatment_in_the_year": "in treatment in the year", "planned_exits": "leave as planned"}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A partnership's scenarios; `found` is None where `asked.why_not` says what is wanting."""

    asked: Outlook
    grid: Grid
    found: Scenarios | None

    def show(self, *parts: Callable[["Comparison"], object]) -> Html:
        """Parts of a section that are given the comparison; where there is none, one sentence says what is wanting."""
        return shown(self, self.asked.assessment, parts if self.found else [plain(self.asked.why_not)])

    @property
    def assessment(self) -> Assessment:
        """Whose scenarios they are."""
        return self.asked.assessment

    @property
    def scenarios(self) -> Scenarios:
        """The scenarios."""
        return known(self.found, "scenarios")

    @property
    def targets(self) -> list[Fact]:
        """The figures whose targets the model has a measure for and that are not reached now."""
        facts = [fact for fact in against_targets(self.assessment) if measure_of(fact)]
        return [
            fact
            for fact in facts
            if fact.is_shown and fact.target and fact.target.is_shown and fact.target_state not in ("met", "reached")
        ]

    @property
    def ordered(self) -> list[tuple[Asked, Scenario, dict[Fact, str]]]:
        """The scenarios: those that reach most targets first, then those in which most leave as planned, then most are treated."""
        return self.assessment.once(("scenarios in order", self.grid), self._ordered)

    def _ordered(self) -> list[tuple[Asked, Scenario, dict[Fact, str]]]:
        rows = [(asked, run, self._reached(asked, run)) for asked, run in self.scenarios.runs]
        return sorted(
            rows,
            key=lambda row: (
                sum(STATES.index(state) for state in row[2].values()),
                -row[1].changed["planned_exits"].value,
                -row[1].changed["in_treatment_in_the_year"].value,
            ),
        )

    def _reached(self, asked: Asked, run: Scenario) -> dict[Fact, str]:
        return self.reached(levers_of(asked), run.changed[DRAWN[0]])

    def reached(self, levers: Levers, year: Range) -> dict[Fact, str]:
        """Whether levers reach each target, as `measure.scenarios` says it; `year` are the people then treated in the year."""
        return {
            fact: self.scenarios.reaches(levers, year, measure_of(fact), fact.value, known(fact.target, "target").value)
            for fact in self.targets
        }

    def facts(self, asked: Asked, run: Scenario) -> dict[str, Fact]:
        """The facts of a scenario's measures."""
        of_each = {name: run.changed[name] for name in SHOWN if name in run.changed}
        return self.of_model(
            modelled.rows(self.scenarios.flows, of_each, self.scenarios.quarters, in_words(asked, self.grid))
        )

    def of_model(self, rows: dict[str, modelled.Row]) -> dict[str, Fact]:
        """Facts of the model's rows, by measure."""
        return {
            measure: replace(self.assessment.fact(row), title=TITLES[measure], noun="people")
            for measure, row in rows.items()
        }

    @property
    def before(self) -> str:
        """What scenarios are set beside, in words, as in the document of each."""
        return PLACES_OF_NOW if levers_of(self.scenarios.runs[0][0]).asks_of_places else AS_IT_IS

    @property
    def as_it_is(self) -> dict[str, Fact]:
        """The facts of what comes with no lever moved."""
        of_each = {name: found for name, found in self.scenarios.as_it_is.items() if name in SHOWN}
        return self.of_model(modelled.rows(self.scenarios.flows, of_each, self.scenarios.quarters, self.before))

    def lever(self, name: str, value: Value) -> Fact:
        """A value of a lever, as a fact."""
        amount = (getattr(Levers(), name) if value is None else value) * (100 if name == "reach" else 1)
        row = modelled.lever(self.scenarios.flows, name, amount, UNITS[name], self.scenarios.quarters)
        return replace(self.assessment.fact(row._replace(group=f"asked: {amount:g}")), title=LEVERS[name][0])

    def effects(self, measure: str) -> list[tuple[Effect, dict[str, Fact]]]:
        """What each lever does to a measure, the greatest first, with the facts of both means and their difference."""
        return [(effect, self._effect(measure, effect)) for effect in self.scenarios.effects(measure)]

    def _effect(self, measure: str, effect: Effect) -> dict[str, Fact]:
        rows = modelled.effect(self.scenarios.flows, measure, effect, self.scenarios.quarters)
        title = f"Mean over scenarios: {TITLES[measure].lower()}"
        return {name: replace(self.assessment.fact(row), title=title, noun="people") for name, row in rows.items()}


def comparison(assessment: Assessment, grid: Grid) -> Comparison:
    """The comparison of a grid's scenarios; a Mistake names the first that is impossible."""
    asked = outlook(assessment, Levers(), is_printed_asked=False)
    found = Scenarios.of(asked.flows, grid) if asked.flows else None
    return Comparison(asked=asked, grid=found.grid if found else grid, found=found)


def _with_its_year(target: Fact) -> Words:
    return Words(f"{target.qualified} ({target.period})", (target,))


def in_words(asked: Asked, grid: Grid) -> str:
    """A scenario by the levers that differ among scenarios: "places × 1.1, wait 2 weeks"; or that nothing changes."""
    said = [value_in_short(name, value) for name, value in asked if name in grid.varied]
    is_held = any(name not in OF_THE_PLACE and not _is_as_it_is(name, value) for name, value in grid.held)
    return ", ".join(said) or (HELD_ALONE if is_held else NOTHING_CHANGES)


def value_in_short(name: str, value: Value) -> str:
    """A lever with its value, as a table has it: "places × 1.1"."""
    return (
        LEVERS[name][2] if _is_as_it_is(name, value) else LEVERS[name][1].format(_amount(name, known(value, "value")))
    )


def value_in_words(name: str, value: Value) -> str:
    """The same as a sentence has it: "1.1 times as many places"."""
    if _is_as_it_is(name, value) or name not in OF_LEVERS or name == "money_percent":
        return value_in_short(name, value)
    amount = f"{value:g}" if name == "waits_weeks" else _amount(name, known(value, "value"))
    text = OF_LEVERS[name][2].format(amount)
    return text.removesuffix("s") if name == "waits_weeks" and value == 1 else text


def _is_as_it_is(name: str, value: Value) -> bool:
    return value is None or value == getattr(Levers(), name)


def _amount(name: str, value: float) -> str:
    if name == "waits_weeks":
        return counted(f"{value:g}", "weeks")
    if name == "money_percent":
        return f"{value:+g}%".replace("-", "\N{MINUS SIGN}")
    return f"{100 * value:g}%" if name == "reach" else f"{value:,g}"


def messages(compared: Comparison) -> list[Part]:
    """How many scenarios there are, which lever does most, which reach the targets, and how sure all is."""
    return [
        paragraph(Statement(f"{how_many(compared)} are set side by side, and what comes with no lever moved.", ())),
        paragraph(*most_of_each(compared), lead="What does most."),
        paragraph(_best(compared), lead="First in the table."),
        paragraph(_who_reaches(compared), lead="Targets."),
        paragraph(how_sure(compared.asked), lead="How sure."),
    ]


def how_many(compared: Comparison) -> str:
    """How many scenarios there are, in words."""
    number = len(compared.grid.scenarios)
    return f"{capital(spelt(number))} scenario{'' if number == 1 else 's'}"


def most_of_each(compared: Comparison) -> list[Statement]:
    """Of the measures that are drawn, the lever that does most to each."""
    return [statement for name in DRAWN for statement in _most(compared, name)]


def _most(compared: Comparison, measure: str) -> list[Statement]:
    effects = compared.effects(measure)
    if not effects:
        return []
    effect, facts = effects[0]
    what = MEASURED[measure]
    if not effect.size:
        return [Statement(f"No lever changes how many {'are ' if measure == DRAWN[0] else ''}{what}.", ())]
    levers = tuple(compared.lever(effect.lever, value) for value, _ in (effect.high, effect.low))
    verb = f"more people are {what}" if measure == DRAWN[0] else f"more people {what}"
    at, beside = (value_in_words(effect.lever, value) for value, _ in (effect.high, effect.low))
    text = f"With {at}, {facts['difference'].number} {verb} than with {beside}."
    return [Statement(text, (facts["difference"], *levers))]


def _best(compared: Comparison) -> Statement:
    asked, run, _ = compared.ordered[0]
    facts = compared.facts(asked, run)
    year, planned = (facts[name] for name in DRAWN)
    levers = tuple(compared.lever(name, value) for name, value in asked if name in compared.grid.varied)
    text = (
        f"It is {in_words(asked, compared.grid)}. Then {value_with_interval(year)} people are in treatment in the year, and "
        f"{value_with_interval(planned)} leave as planned."
    )
    return Statement(text, (year, planned, *levers))


def _who_reaches(compared: Comparison) -> Statement:
    if not compared.targets:
        return Statement("No target is wanting whose measure the model has.", ())
    said = [_reach(compared, fact) for fact in compared.targets]
    return Statement(" ".join(said), tuple(compared.targets))


def _reach(compared: Comparison, fact: Fact) -> str:
    states = [reached[fact] for _, _, reached in compared.ordered]
    sure, likely = states.count(REACHED), states.count(LIKELY)
    if not sure and not likely:
        return f"{fact.title}: no scenario is likely to reach the target."
    parts = [counted(spelt(sure), "scenarios") + (" reaches it" if sure == 1 else " reach it")] if sure else []
    parts += (
        [f"{spelt(likely)}{'' if sure else ' scenario' if likely == 1 else ' scenarios'} likely will"] if likely else []
    )
    return f"{fact.title}: {listed(parts)}, of {spelt(len(states))}."


def what_was_asked(compared: Comparison) -> list[Part]:
    """Each lever with its values, and what is held in all scenarios."""
    grid = compared.grid
    rows = [
        [LEVERS[name][0], _values(compared, name, values), "in turn" if name in grid.varied else "held"]
        for name, values in grid.values
    ]
    rest = [
        LEVERS[name][2].removesuffix(" as they are").removesuffix(" as it is")
        for name in LEVERS
        if name not in dict(grid.values) and name not in OF_THE_PLACE
    ]
    quarters = len(compared.scenarios.quarters)
    return [
        plain(f"{how_many(compared)} are every combination of these values, {spelt(quarters)} quarters ahead."),
        FactTable("Levers and their values", ["Lever", "Values", "How"], rows),
        plain(f"Left as they are in all of them: {listed(rest)}.") if rest else None,
        plain(PLACES_NOW) if _are_places_ours(compared) else None,
    ]


OF_THE_PLACE = ("capacity", "pounds_a_place", "quarters_ahead")


def _are_places_ours(compared: Comparison) -> bool:
    """Whether nobody said how many places there are, but the most in treatment of late."""
    flows = compared.scenarios.flows
    return dict(compared.grid.held).get("capacity") == flows.most


def _values(compared: Comparison, name: str, values: tuple[Value, ...]) -> Number:
    text = "; ".join(
        "as it is" if _is_as_it_is(name, value) else _amount(name, known(value, "value")) for value in values
    )
    return Number(text, facts=tuple(compared.lever(name, value) for value in values if not _is_as_it_is(name, value)))


def table(compared: Comparison) -> list[Part]:
    """Every scenario by people, places, waits and pounds, the best first, each with a link to its own document."""
    ordered, targets = compared.ordered, compared.targets
    shown_here = ordered[:MOST_ROWS]
    measures = [name for name in SHOWN if name in compared.as_it_is]
    rows = [(_link(compared, asked), compared.facts(asked, run), reached) for asked, run, reached in shown_here]
    year = compared.scenarios.as_it_is[DRAWN[0]]
    as_it_is = (f"No lever moved, {compared.before}", compared.as_it_is, compared.reached(Levers(), year))
    ahead = compared.scenarios.quarters
    caption = (
        f"Scenarios, {ahead[0].start:%B %Y} to {ahead[-1].end:%B %Y}, with 95% ranges: {compared.assessment.area.name}"
    )
    heads = ["Scenario", *(TITLES[name] for name in measures), *(["Targets"] if targets else [])]
    cells = [
        [name, *(_number(facts[measure]) for measure in measures), *([_in_sight(states)] if targets else [])]
        for name, facts, states in [*rows, as_it_is]
    ]
    return [
        plain(
            f"{_order(bool(targets))} The last row is what comes with no lever moved. Each name leads to the scenario's own document."
        ),
        FactTable(caption, heads, cells),
        plain(WHAT_STATES_MEAN) if targets else None,
        _further(compared, ordered[MOST_ROWS:]),
    ]


WHAT_STATES_MEAN = (
    "A target of people is reached where the whole range reaches it. It is likely where the middle of the range does, and "
    "unlikely where only its upper end does. Of shares the model has no range."
)


def _order(has_targets: bool) -> str:
    first = "First stand those that reach most targets, then those" if has_targets else "First stand those"
    return f"{first} in which most leave as planned."


def _in_sight(states: dict[Fact, str]) -> str:
    """The targets that a scenario reaches, or may, each with its word."""
    return "; ".join(f"{fact.title}: {state}" for fact, state in states.items() if state != NOT_REACHED) or NOT_REACHED


def _further(compared: Comparison, rest: list) -> Part:
    if not rest:
        return None
    links = [element("li", _link(compared, asked)) for asked, *_ in rest]
    return [
        plain(f"Another {spelt(len(rest))} scenarios come after them, each in its own document."),
        element("ul", links),
    ]


def _link(compared: Comparison, asked: Asked) -> Markup:
    """A scenario's name that leads to its document, in a folder beside this one's."""
    policy = compared.assessment.safe.policy
    file = "scenario.html" if policy == PUBLIC else f"scenario.{policy}.html"
    return element("a", capital(in_words(asked, compared.grid)), href=f"../{name_of(asked)}/{file}")


def _number(fact: Fact) -> Number:
    return Number(value_with_interval(fact), facts=(fact,))


def what_does_most(compared: Comparison) -> list[Part]:
    """One sentence for each measure drawn, and a picture: what each lever does by itself, over all scenarios."""
    return [paragraph(*most_of_each(compared)), _chart(compared)]


def _chart(compared: Comparison) -> Chart:
    of_each = {name: compared.effects(name) for name in DRAWN}
    rows = [
        [
            LEVERS[effect.lever][0],
            capital(MEASURED[measure]),
            *(_in_percent(effect.lever, value) for value in (effect.low[0], effect.high[0])),
            *(Number(facts[name].number, facts=(facts[name],)) for name in ("low", "high", "difference")),
        ]
        for measure, effects in of_each.items()
        for effect, facts in effects
    ]
    year, planned = (LEVERS[effects[0][0].lever][0].lower() for effects in of_each.values())
    title = f"What matters most for people in treatment in the year: {year}. For leaving as planned: {planned}"
    facts = [one for effects in of_each.values() for _, found in effects for one in found.values()]
    return Chart(
        "levers",
        title,
        "Bars, two a lever: how many more people are in treatment in the year, and how many more leave as planned. Each is the highest "
        "mean over all scenarios with one value of the lever, less the lowest.",
        _drawing(of_each),
        f"{sources_of(compared.assessment, facts)}.",
        FactTable(
            f"Means over all scenarios, by the value of a lever: {compared.assessment.area.name}",
            [
                "Lever",
                "People who are or do",
                "Lowest with",
                "Highest with",
                "Lowest mean",
                "Highest mean",
                "Difference",
            ],
            rows,
        ),
    )


def _drawing(of_each: dict[str, list[tuple[Effect, dict[str, Fact]]]]) -> str:
    levers = list(reversed([effect.lever for effect, _ in of_each[DRAWN[0]]]))
    most = max(facts["difference"].value for effects in of_each.values() for _, facts in effects)
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 0.75 * len(levers) + 1), layout="constrained")
        for (measure, effects), colour, aside in zip(of_each.items(), (NAVY, TEAL), (0.2, -0.2), strict=True):
            for effect, facts in effects:
                place, difference = levers.index(effect.lever) + aside, facts["difference"]
                axes.barh(place, difference.value, color=colour, height=0.36)
                axes.annotate(
                    f"{difference.number} more {MEASURED[measure]}",
                    (difference.value, place),
                    xytext=(5, 0),
                    textcoords="offset points",
                    va="center",
                )
        axes.set_yticks(range(len(levers)), [LEVERS[name][0] for name in levers])
        axes.set(xlabel="Highest mean less the lowest, people", ylabel="", xlim=(0, 1.6 * max(most, 1)))
        axes.locator_params(axis="x", nbins=5, integer=True)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, "levers")


def _in_percent(name: str, value: Value) -> str:
    """A lever's value without decimals, as a table of people has it: "Places at 120%"."""
    if _is_as_it_is(name, value) or LEVERS[name][1].count("×") == 0:
        return capital(value_in_short(name, value))
    return f"{LEVERS[name][0]} at {100 * known(value, 'value'):g}%"


def every_effect(compared: Comparison) -> FactTable | None:
    """For reviewers: what each lever does to every measure that is compared; None without scenarios."""
    if compared.found is None:
        return None
    rows = [
        [
            TITLES[measure],
            *(capital(value_in_short(effect.lever, value)) for value in (effect.low[0], effect.high[0])),
            *(Number(facts[name].number, facts=(facts[name],)) for name in ("low", "high", "difference")),
        ]
        for measure in SHOWN
        for effect, facts in compared.effects(measure)
    ]
    heads = ["Measure", "Lowest with", "Highest with", "Lowest mean", "Highest mean", "Difference"]
    return FactTable(f"What each lever does, on average of all scenarios: {compared.assessment.area.name}", heads, rows)


def which_reach(compared: Comparison) -> list[Part]:
    """Which scenarios reach each target that is wanting."""
    if not compared.targets:
        return [
            plain(
                "No target is wanting whose measure the model has: people in treatment, staying, completing or waiting."
            )
        ]
    rows = [
        [
            fact.label,
            Number(fact.number, facts=(fact,)),
            _with_its_year(known(fact.target, "target")),
            *(_named(compared, fact, state) for state in (REACHED, LIKELY)),
        ]
        for fact in compared.targets
    ]
    return [
        paragraph(_who_reaches(compared)),
        FactTable(
            "Targets and the scenarios that reach them",
            ["Target", "Now", "Target is", "Reached with", "Likely with"],
            rows,
        ),
    ]


MOST_NAMED = 3


def _named(compared: Comparison, fact: Fact, state: str) -> Part:
    """The first scenarios in which a target is in a state, and how many more there are."""
    found = [asked for asked, _, reached in compared.ordered if reached[fact] == state]
    if not found:
        return "none"
    links: list[Part] = []
    for asked in found[:MOST_NAMED]:
        links += [_link(compared, asked), "; "]
    more = len(found) - MOST_NAMED
    return [*links[:-1], f"; and {spelt(more)} more" if more > 0 else ""]
