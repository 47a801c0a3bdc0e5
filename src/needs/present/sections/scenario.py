"""What would happen if: today's flows moved on as they are and with what is asked, targets that one lever would reach, the past foretold.

Whoever asks holds an `Outlook`: the flows of a partnership's quarter, and the levers. Every modelled figure is a fact whose
evidence says data, fit and interval.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import matplotlib.pyplot as plt
import pandas as pd
from markupsafe import Markup

from needs.measure import backtest, modelled, scenario
from needs.measure import flows as shown_flows
from needs.measure.backtest import IN_TREATMENT, NEW, Error
from needs.measure.flows import KINDS, READ, STOCK, Flows
from needs.measure.indicators.stays import BY_STAY, STAYS
from needs.measure.modelled import AS_IT_IS, AS_LAST_YEAR, BY_MODEL, HELD, PLACES_OF_NOW
from needs.measure.scenario import POUNDS, WEEKS, Levers, Range, Scenario
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit import charts
from needs.present.kit.charts import GREY, NAVY, ORANGE, WIDTH, styled, svg_of, thinned
from needs.present.kit.html import Html, Number, Part, element, value_with_interval
from needs.present.kit.section import FactTable, paragraph, plain, reviewed, shown, sources_of
from needs.present.numbers import capital, counted, listed, spelt
from needs.present.words import Statement
from needs.quarter import Quarter

TITLES = {
    "in_treatment": "In treatment at the end", "in_treatment_in_the_year": "In treatment in the year", "new": "Come into treatment",
    "returns": "Of these, back within six months of leaving", "planned_exits": "Leave as planned",
    "unplanned_exits": "Leave unplanned", "other_exits": "Leave in another way", "deaths": "Die in treatment",
    "waiting": "Waiting at the end", WEEKS: "Weeks of waiting at the end", "places_needed": "Places needed so that nobody queues",
    POUNDS: "Pounds",
}  # fmt: skip
OF_LEVERS = {
    "places": ("Places, times as many", "times", "{} times as many places"),
    "waits_weeks": ("Mean wait, weeks", "weeks", "a mean wait of {} weeks"),
    "early_drop_out": ("Early drop-out, times as likely", "times", "early drop-out {} times as likely"),
    "completion": ("Completion, times as likely", "times", "completion {} times as likely"),
    "reach": ("Share of need reached", "percent", "{} of need reached"),
    "money_percent": ("Money, change in percent", "percent of money", "{}% {} money"),
    "capacity": ("Places now", "people", "{} places now"),
    "pounds_a_place": ("Pounds a place and year", "GBP", "{} a place and year"),
}
IF_CHANGED, DIFFERENCE = "as asked", "difference"
CUT = "pooled_treatment_budget_change_percent"
NO_RECORDS = "How many come, stay and leave cannot be worked out: no treatment records of {area} are at hand for the year to {quarter}."
WITHOUT_RECORDS = {
    "what_was_asked": "No lever can be moved, as nobody knows how many come, stay and leave.",
    "side_by_side": "How many people there would be, and how long they would wait, cannot be worked out.",
    "tried": "Nothing was foretold, so nothing can be tried.",
    "left_out": "There is no model here. Sums on printed figures leave out who comes, how long people stay and who waits.",
    "rests_on": "All of it rests on figures that are printed or published, each with its evidence below.",
}
LEFT_OUT = (
    "What a wait does to who comes and who stays is not known, so a longer wait drives nobody away here.",
    "Everybody in treatment is alike but for months of stay: drugs, age and past treatment are left out.",
    "Chances of leaving stay as they were in the last year. Those who come stay as many, but for chance.",
    "Deaths are of people in treatment only. Who dies while waiting, or after leaving, is not counted.",
    "Money buys places at one price. Staff, premises and prices that change are left out.",
    "A lever is moved by itself. What it would cost to move it, and how long that takes, is not said.",
    "Where places are asked about, nobody is put out: places fall empty as people leave.",
)
WHOSE = {IN_TREATMENT: "people in treatment", NEW: "people who come", backtest.LEFT: "people who leave"}
BEHIND = 8  # quarters that are drawn before those ahead


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A partnership's flows at a quarter and what is asked of them; `flows` is None where `why_not` says what is wanting.

    `printed` is the cut or growth that a document prints, where nothing else was asked.
    """

    assessment: Assessment
    levers: Levers
    flows: Flows | None
    why_not: str = ""
    printed: Fact | None = None

    def show(self, *parts: Callable[["Outlook"], object] | object) -> Html:
        """Parts of a section that are given the outlook; where there are no flows, each has one sentence in its place."""
        otherwise = [plain(WITHOUT_RECORDS[part.__name__]) for part in parts if callable(part)]
        return shown(self, self.assessment, parts if self.flows else otherwise)

    def review(self, *parts: Callable[["Outlook"], object]) -> Html:
        """Parts for the review edition alone."""
        return reviewed(self.assessment, [part(self) for part in parts] if self.flows else [])

    @property
    def found(self) -> Scenario:
        """What comes of the levers, beside as it is."""
        return run_of(self, self.levers)

    @property
    def _flows(self) -> Flows:
        assert self.flows  # or nothing is shown
        return self.flows

    @property
    def errors(self) -> dict[str, Error]:
        """The back-test of each measure."""
        return self.assessment.once(
            "back-test", lambda: backtest.back_test(_own(self.assessment), self.assessment.quarter)
        )

    @property
    def is_forecast(self) -> bool:
        """Whether people in treatment were foretold nearer than "as last year" in the past, within ranges that held."""
        return IN_TREATMENT in self.errors and self.errors[IN_TREATMENT].is_forecast

    def facts(self, of_each: dict[str, Range], group: str) -> dict[str, Fact]:
        """The facts of a scenario's measures."""
        rows = modelled.rows(self._flows, of_each, self.found.quarters, group)
        return {
            measure: replace(self.assessment.fact(row), title=TITLES[measure], noun="people")
            for measure, row in rows.items()
        }

    @property
    def as_it_is(self) -> dict[str, Fact]:
        """What comes if nothing changes; where places are asked about, with those of now."""
        return self.facts(self.found.as_it_is, self.before)

    @property
    def before(self) -> str:
        """What a change is set beside, in words."""
        return PLACES_OF_NOW if self.levers.asks_of_places else AS_IT_IS

    @property
    def changed(self) -> dict[str, Fact]:
        """What comes of the levers."""
        return self.facts(self.found.changed, IF_CHANGED)

    @property
    def net(self) -> dict[str, Fact]:
        """The difference that the levers make."""
        return self.facts(self.found.net, DIFFERENCE)

    @property
    def now(self) -> Fact:
        """Those in treatment at the end of the quarter."""
        return known(next(iter(self.assessment.in_quarter(STOCK)), None), STOCK)

    @property
    def asked(self) -> dict[str, Fact]:
        """Each lever that was asked, as a fact."""
        return {name: self._asked(name) for name in OF_LEVERS if getattr(self.levers, name) != getattr(Levers(), name)}

    def _asked(self, name: str) -> Fact:
        if name == "money_percent" and self.printed is not None:
            return self.printed
        title, unit, _ = OF_LEVERS[name]
        value = getattr(self.levers, name) * (100 if name == "reach" else 1)
        row = modelled.lever(self._flows, name, value, unit, self.found.quarters)
        return replace(self.assessment.fact(row), title=title)

    @property
    def in_words(self) -> str:
        """What was asked, as a sentence says it."""
        return listed([self.said(name, fact) for name, fact in self.asked.items() if name in self.levers.changed])

    def said(self, name: str, fact: Fact) -> str:
        """What was asked of one lever, in words."""
        words = OF_LEVERS[name][2]
        if name == "money_percent":
            size = f"{abs(self.levers.money_percent):g}"
            said = words.format(size, "less" if self.levers.money_percent < 0 else "more")
            return f"{said}, as printed" if self.printed is not None else said
        return words.format(fact.number)


def outlook(assessment: Assessment, levers: Levers, is_printed_asked: bool = True) -> Outlook:
    """The outlook of an assessment's partnership. Where nothing is asked, the cut or growth that its document prints is, if wanted.

    A Mistake names an impossible lever.
    """
    try:
        flows = assessment.once("flows", lambda: shown_flows.fit(_own(assessment), assessment.quarter))
    except Mistake:
        if levers.changed and assessment.has_records:
            raise
        why = NO_RECORDS.format(area=assessment.area.name, quarter=assessment.quarter)
        return Outlook(assessment=assessment, levers=levers, flows=None, why_not=why)
    printed = printed_change(assessment) if is_printed_asked and not levers.changed else None
    if printed is not None:
        levers = replace(levers, money_percent=printed.value)
    scenario.check(flows, levers)
    return Outlook(assessment=assessment, levers=levers, flows=flows, printed=printed)


def printed_change(assessment: Assessment) -> Fact | None:
    """The cut or growth of the year ahead, or the year at hand, that the partnership's own document prints."""
    facts = [fact for fact in assessment.printed_facts([CUT]) if fact.is_shown and fact.group == "all"]
    end = pd.Timestamp(assessment.quarter.end)
    facts = [fact for fact in facts if pd.Timestamp(fact.period_end) >= end]
    return min(facts, key=lambda fact: fact.period_start, default=None)


def _own(assessment: Assessment) -> pd.DataFrame:
    """The safe results of the area that a fit reads."""
    results = assessment.known
    return results[(results["area_code"] == assessment.area.code) & results["indicator"].isin(READ)]


def messages(asked: Outlook) -> list[Part]:
    """What would happen, in people, places, weeks and pounds, and how far it could be foretold in the past."""
    before = asked.as_it_is
    after = asked.changed if asked.levers.changed else before
    parts = [paragraph(_as_it_is(asked, before), lead=f"{capital(asked.before)}.")]
    parts += [paragraph(_with(asked, after, asked.net), lead="As asked.")] if asked.levers.changed else []
    parts += [
        paragraph(_places(after), lead="Places."),
        paragraph(_weeks(asked, before, after), lead="Waiting."),
        paragraph(_pounds(asked, before, after), lead="Money."),
    ]
    return [*parts, paragraph(how_sure(asked), lead="How sure.")]


def _as_it_is(asked: Outlook, facts: dict[str, Fact]) -> Statement:
    end, now = facts["in_treatment"], asked.now
    day = _last_day(asked.assessment.quarter)
    text = f"{in_full(end)} treatment journeys would be open {on_day(end)}; {now.number} were on {day}."
    return Statement(text, (end, now))


def _with(asked: Outlook, after: dict[str, Fact], net: dict[str, Fact]) -> Statement:
    end, less = after["in_treatment"], net["in_treatment"]
    facts = (end, less, *asked.asked.values())
    than = f"than {asked.before}" if less.value or less.lower != less.upper else f"beside {asked.before}"
    return Statement(f"With {asked.in_words}, {in_full(end)} would be open: {difference_in_words(less)} {than}.", facts)


def _places(after: dict[str, Fact]) -> Statement:
    fact = after["places_needed"]
    return Statement(f"{in_full(fact)} places would be needed so that nobody who comes queues for one.", (fact,))


def _weeks(asked: Outlook, before: dict[str, Fact], after: dict[str, Fact]) -> Statement:
    if WEEKS not in after:
        return Statement("", ())
    one, other = before[WEEKS], after[WEEKS]
    return _beside(
        asked, f"Whoever begins {on_day(other)} would have waited {in_full(other)} weeks on average", one, other
    )


def _pounds(asked: Outlook, before: dict[str, Fact], after: dict[str, Fact]) -> Statement:
    if POUNDS not in after:
        return Statement("", ())
    one, other = before[POUNDS], after[POUNDS]
    return _beside(asked, f"It would cost {in_full(other)}", one, other)


def _beside(asked: Outlook, text: str, before: Fact, after: Fact) -> Statement:
    """What would be, and where something was asked what would be otherwise."""
    if not asked.levers.changed:
        return Statement(f"{text}.", (after,))
    return Statement(f"{text}. {capital(asked.before)} it would be {in_full(before)}.", (before, after))


def how_sure(asked: Outlook) -> Statement:
    """How far the past was foretold, beside "as last year"; that it is no forecast, where that was nearer or nothing could be tried."""
    if IN_TREATMENT not in asked.errors:
        return Statement("Too few quarters are known to try the past, so none of this is a forecast.", ())
    error, found = asked.errors[IN_TREATMENT], _tried(asked, IN_TREATMENT)
    off, before = found[BY_MODEL], found[AS_LAST_YEAR]
    past = counted(spelt(error.quarters), "past quarters")
    text = f"Over {past} the model was {off.number} people off on average, and “as last year” {before.number}."
    text = text if error.is_better else f"{text} So this is no forecast."
    held = f"Its 95% range held {found[HELD].counts} of what came"
    held = f"{held}, so it was too narrow and this is no forecast" if error.is_too_narrow else held
    limit = " There was a place for everybody in these tries." if asked.levers.asks_of_places else ""
    return Statement(f"{text} {held}.{limit}", (off, before, found[HELD]))


def _tried(asked: Outlook, measure: str) -> dict[str, Fact]:
    first = min(asked.flows.ends) if asked.flows else asked.assessment.quarter
    rows = modelled.errors(known(asked.flows, "flows"), asked.errors[measure], first)
    titles = {HELD: f"Back-test, {WHOSE[measure]}: quarters within their range"}
    return {
        name: replace(
            asked.assessment.fact(row),
            title=titles.get(name, f"Back-test, {WHOSE[measure]}: mean error"),
            noun="quarters",
        )
        for name, row in rows.items()
    }


def what_was_asked(asked: Outlook) -> list[Part]:
    """Each lever with what was asked; and what places are taken to be."""
    quarters = counted(spelt(len(asked.found.quarters)), "quarters")
    if not asked.levers.changed:
        return [plain(f"Nothing was asked to change. The flows of the last year are moved on by {quarters}.")]
    rows = [
        [OF_LEVERS[name][0], Number(_value(asked, name, fact), facts=(fact,))] for name, fact in asked.asked.items()
    ]
    printed = "The change in money is the one that the partnership's own document prints." if asked.printed else ""
    return [
        plain(
            f"The flows of the last year are moved on by {quarters}, with what is asked and without. {printed}".rstrip()
        ),
        FactTable("What was asked", ["Lever", "Asked"], rows),
        plain(PLACES_NOW) if asked.levers.asks_of_places and asked.levers.capacity is None else None,
    ]


PLACES_NOW = (
    "Whoever asks of places or money takes it that places are what holds numbers. Those of now are the most in treatment at a "
    "quarter's end of the last year, as nobody has said how many there are."
)


def _value(asked: Outlook, name: str, fact: Fact) -> str:
    return f"{asked.levers.money_percent:g}%" if name == "money_percent" else fact.number


def side_by_side(asked: Outlook) -> list[Part]:
    """Every measure if nothing changes, as asked, and the difference."""
    return [_chart(asked), _table(asked, list(TITLES)), plain(OF_JOURNEYS)]


OF_JOURNEYS = (
    "People in treatment at one time have one treatment journey each. Who comes or leaves in a year is counted by journeys, so "
    "somebody may count twice. In treatment in the year each person counts once."
)


def _table(asked: Outlook, measures: list[str]) -> FactTable:
    columns = [asked.as_it_is, *([asked.changed, asked.net] if asked.levers.changed else [])]
    rows = [
        [TITLES[name], *(Number(cell(column[name]), facts=(column[name],)) for column in columns)]
        for name in measures
        if name in columns[0]
    ]
    heads = ["Measure", capital(asked.before), capital(IF_CHANGED), capital(DIFFERENCE)][: len(columns) + 1]
    ahead = asked.found.quarters
    caption = f"What would happen, {ahead[0].start:%B %Y} to {ahead[-1].end:%B %Y}, with 95% ranges: {asked.assessment.area.name}"
    return FactTable(caption, heads, rows)


def _chart(asked: Outlook) -> charts.Chart:
    """People in treatment at each quarter's end: those counted, and what is worked out with its range."""
    flows, found = known(asked.flows, "flows"), asked.found
    past = sorted(one for one in flows.ends if one > flows.quarter - BEHIND)
    lines = {asked.before: found.ends[0]} | ({IF_CHANGED: found.ends[1]} if asked.levers.changed else {})
    facts = {
        group: [
            replace(asked.assessment.fact(row), title=TITLES["in_treatment"])
            for row in modelled.ends(flows, ranges, found.quarters, group)
        ]
        for group, ranges in lines.items()
    }
    seen = [known(asked.assessment.counted(STOCK, one.start, one.end), STOCK) for one in past]
    said = [f"{group} {in_full(of[-1])}" for group, of in facts.items()]
    rows = [[str(one), "counted", Number(fact.number, facts=(fact,))] for one, fact in zip(past, seen, strict=True)]
    rows += [
        [str(one), group, Number(value_with_interval(fact), facts=(fact,))]
        for group, of in facts.items()
        for one, fact in zip(found.quarters, of, strict=True)
    ]
    return charts.Chart(
        "scenario",
        f"In treatment at the end of {found.quarters[-1]}: {'; '.join(said)}",
        f"Line chart of people in treatment at each quarter's end: {spelt(len(past))} counted, then one line each for {listed(list(facts))}, "
        f"with upright bars for 95% ranges.",
        _drawing(past, [fact.value for fact in seen], found.quarters, facts),
        f"{sources_of(asked.assessment, seen)}.",
        FactTable(
            f"In treatment at each quarter's end: {asked.assessment.area.name}",
            ["Quarter", "How", "Treatment journeys"],
            rows,
        ),
    )


def _drawing(past: list[Quarter], seen: list[float], ahead: tuple[Quarter, ...], facts: dict[str, list[Fact]]) -> str:
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.6), layout="constrained")
        axes.plot(range(len(past)), seen, color=GREY, marker="o", markersize=5)
        styles = ((NAVY, "o", "-", -0.06), (ORANGE, "s", "--", 0.06))
        highest_first = sorted(facts, key=lambda group: -facts[group][-1].value)
        aside_of = dict(
            zip(highest_first, (7, -7) if len(facts) > 1 else (0,), strict=True)
        )  # so that names stand apart
        for (group, of), (colour, marker, dashes, aside) in zip(facts.items(), styles, strict=False):
            places = [len(past) + number + aside for number in range(len(ahead))]
            axes.plot(
                [len(past) - 1, *places],
                [seen[-1], *(one.value for one in of)],
                color=colour,
                linestyle=dashes,
                marker=marker,
                markersize=5,
                markevery=slice(1, None),
            )
            for place, one in zip(places, of, strict=True):
                axes.plot([place, place], [one.lower, one.upper], color=colour, linewidth=1.2)
            axes.annotate(
                capital(group), (places[-1], of[-1].value), textcoords="offset points", va="center",
                xytext=(8, aside_of[group]), color=charts.OF_WORDS.get(colour, colour),
            )  # fmt: skip
        quarters = [*past, *ahead]
        named = thinned([place for place, one in enumerate(quarters) if one.number == 4 or place == len(quarters) - 1])
        axes.set_xticks(named, [f"{quarters[place].end:%B %Y}" for place in named])
        axes.set(ylabel="Treatment journeys open", xlim=(-0.5, len(quarters) + 1.6))
        axes.margins(y=0.12)
        axes.grid(visible=False, axis="x")
        return svg_of(figure, "scenario")


def tried(asked: Outlook) -> list[Part]:
    """The back-test beside "as last year", measure by measure."""
    if not asked.errors:
        return [plain("Too few quarters are known to try the past.")]
    rows = []
    for measure, error in asked.errors.items():
        found = _tried(asked, measure)
        rows.append(
            [
                capital(WHOSE[measure]),
                Number(str(error.quarters), facts=(found[BY_MODEL],)),
                *(Number(found[name].number, facts=(found[name],)) for name in (BY_MODEL, AS_LAST_YEAR)),
                Number(found[HELD].counts, facts=(found[HELD],)),
                _called(error),
            ]
        )
    heads = ["What", "Quarters", "Mean error in people", "As last year", "Within the 95% range", "So it is"]
    caption = f"Would the model have foretold the past? {asked.assessment.area.name}"
    return [
        plain(
            "Each quarter is taken as the last one known, and up to four quarters after it are worked out and set beside what came."
        ),
        FactTable(caption, heads, rows),
    ]


def _called(error: Error) -> str:
    if not error.is_better:
        return "no nearer: no forecast"
    return "range too narrow: no forecast" if error.is_too_narrow else "nearer: may be called a forecast"


def left_out(asked: Outlook) -> Markup:
    """What the model leaves out."""
    return element("ul", [element("li", sentence) for sentence in LEFT_OUT])


def rests_on(asked: Outlook) -> list[Part]:
    """What was fitted: who comes, and who leaves in a quarter by months of stay."""
    assessment = asked.assessment
    facts = {name: assessment.latest(name, BY_STAY) for name in KINDS}
    by_stay = {name: {fact.group: fact for fact in of} for name, of in facts.items()}
    rows = [[capital(stay), *(_share(by_stay[name].get(stay)) for name in KINDS)] for stay in STAYS]
    heads = ["Months of stay", "As planned", "Unplanned", "In another way"]
    everybody = [fact for name in KINDS if (fact := assessment.only(name))]
    came = assessment.only("new_presentations")
    return [
        paragraph(
            Statement(
                f"{came.number} treatment journeys began in {came.period}; who comes is taken to stay as many.", (came,)
            )
            if came
            else Statement("", ())
        ),
        FactTable(
            f"Of journeys open in a quarter, those that ended in it: {assessment.area.name}, {everybody[0].period}",
            heads,
            rows,
        ),
        plain("They are counted like all else, and safe: whoever has this table can fit the model again."),
    ]


def _share(fact: Fact | None) -> Number:
    return Number(fact.counts or fact.number, facts=(fact,)) if fact else Number("[x]")


def run_of(asked: Outlook, levers: Levers) -> Scenario:
    return asked.assessment.once(("scenario", levers), lambda: scenario.run(known(asked.flows, "flows"), levers))


# How figures are said


def in_full(fact: Fact) -> str:
    return value_with_interval(fact)


def cell(fact: Fact) -> str:
    """The value with its range; of a difference that is one number and no range that alone."""
    return value_with_interval(fact).replace("-", "\N{MINUS SIGN}")


def on_day(fact: Fact) -> str:
    return f"on {fact.period}"


def _last_day(quarter: Quarter) -> str:
    return f"{quarter.end.day} {quarter.end:%B %Y}"


def difference_in_words(fact: Fact) -> str:
    """The difference in words, with its range: "130 fewer (105 to 130)", "105 fewer (105 fewer to 5 more)"."""
    if fact.lower == fact.upper:
        return _apart(fact.value) if fact.value else "no fewer and no more"
    if fact.value == 0 or fact.lower * fact.upper < 0:
        low, high = (_apart(limit) if limit else "none" for limit in (fact.lower, fact.upper))
        return f"{_apart(fact.value)} ({low} to {high})"
    least, most = sorted((abs(fact.lower), abs(fact.upper)))
    return f"{_apart(fact.value)} ({least:,.0f} to {most:,.0f})"


def _apart(number: float) -> str:
    """A difference with its side: "105 fewer", "5 more", "none fewer or more"."""
    return f"{abs(number):,.0f} {'fewer' if number < 0 else 'more'}" if number else "none fewer or more"
