"""One partnership in one quarter: the facts its document may state, and the evidence number of each that it gives."""

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pandas as pd

from needs import areas as area_names
from needs.areas import Area, area_of
from needs.measure import selection, standing
from needs.measure.comparison import Judgement, may_be_compared
from needs.measure.eras import of_other_eras
from needs.measure.funnels import ALIKE, Areas, Funnel, band, funnel_of, why_none
from needs.measure.indicator import NEUTRAL
from needs.measure.indicators import BY_NAME
from needs.measure.plans import year_in_force
from needs.measure.results import OF_RECORDS, Row
from needs.measure.safe import Safe
from needs.measure.selection import Register
from needs.measure.standing import Family, Measure, Standing
from needs.mistakes import Mistake
from needs.present import words
from needs.present.facts import Fact
from needs.present.numbers import period_in_words
from needs.quarter import Quarter

YEARS_RESULTS_ARE_USED = 3  # estimates of need come out up to three years after their period
Thing = TypeVar("Thing")
INVENTED_PLACE = "Invented place{after}: nobody in these figures exists."


def invented_place(area: Area, areas: pd.DataFrame) -> str:
    """That the place is invented, and which real one it resembles, if any; empty for a real place."""
    if not area.is_invented:
        return ""
    after = f", after {area_of(area.made_after, areas).name}" if area.made_after else ""
    return INVENTED_PLACE.format(after=after)


def quarter_of(written: str, area: Area, results: pd.DataFrame, areas: pd.DataFrame) -> Quarter:
    """The quarter, if it is one for which a document of the area may stand; a Mistake that says which there are, if not.

    An area that had ended by then has none: the Mistake names those that have its ground.
    """
    rows = results[results["area_code"] == area.code]
    if rows.empty:
        raise Mistake(f"there are no figures for {area.name}")
    first = Quarter.containing(rows["period_end"].min())
    last = Quarter.containing(rows["period_end"].max()) + 4 * YEARS_RESULTS_ARE_USED
    there_are = f"there are results for {area.name} from {first} to {last}"
    try:
        quarter = Quarter.parse(written)
    except Mistake as impossible:
        raise Mistake(f"{impossible}; {there_are}") from None
    if ended := area_names.after_it_ended(area, quarter.start, areas):
        raise Mistake(f"{quarter}: {ended}")
    if not first <= quarter <= last:
        raise Mistake(f"no results for {area.name} in {quarter}; {there_are}")
    return quarter


OTHERS = "the country"  # what a place is set against of which no file says in which country it lies


SET_BESIDE = (("comparator", "judgement", "among"), ("target", "target_judgement"), ("before", "change"))


def _beside(fact: Fact, cited: Fact) -> dict[str, Any]:
    """What a fact is set beside, with its verdicts, where the same figure as it was cited before is not set beside any."""
    added = [names for names in SET_BESIDE if getattr(fact, names[0]) and not getattr(cited, names[0])]
    return {name: getattr(fact, name) for names in added for name in names}


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What a document is made from: its area and quarter, and the results known by then."""

    area: Area
    quarter: Quarter
    safe: Safe
    known: pd.DataFrame
    later: pd.DataFrame
    printed: pd.DataFrame
    of_other_eras: pd.DataFrame  # figures of measures that the quarter's time does not know: on file, and not shown
    cited: dict[tuple, Fact] = field(default_factory=dict)
    numbers: dict[tuple, int] = field(default_factory=dict)  # of evidence, by the key of its fact
    read: set[tuple] = field(default_factory=set)  # the keys of facts that stand in the reader edition
    listed: dict[tuple, Fact] = field(default_factory=dict)  # in tables whose rows are their own evidence
    worked_out: dict = field(default_factory=dict, repr=False)  # once, as it is asked for often
    families: dict[str, Family] = field(default_factory=dict)  # of each partnership, in a document of many
    explained: dict[str, str] = field(default_factory=dict)  # by measure the id of the row that says how it was counted
    bands: dict[str, list[str]] = field(
        default_factory=dict
    )  # the codes of areas that were set beside it, by their name

    @classmethod
    def of(cls, safe: Safe, partnership: str, quarter: str) -> "Assessment":
        """The assessment of a partnership (its slug) in a quarter ("2008-09 Q1"); a Mistake says what is wrong with either."""
        area = area_names.area_of(partnership, safe.areas)
        concerning = selection.concerning(safe.results, area, safe.areas)
        when = quarter_of(quarter, area, concerning, safe.areas)
        if gone := area_names.not_there(area, safe.areas, f"{when.start}", f"{when.end}"):
            raise Mistake(f"{area.name} in {when}: {gone}; wanted a quarter in which all its authorities existed")
        local = selection.local_documents(safe.sources)
        results, of_other_eras = selection.of_era(selection.of_one_source(concerning), safe.era_of(when))
        return cls(
            area=area,
            quarter=when,
            safe=safe,
            known=selection.known_by(results, when, local),
            later=selection.known_later(results, when, local),
            printed=selection.printed_by(results, area, when, local),
            of_other_eras=of_other_eras,
        )

    @classmethod
    def bare(cls, safe: Safe, area: Area) -> "Assessment":
        """What makes facts of rows, and knows none by itself: for documents that are of no one place and quarter."""
        none = safe.results.iloc[:0]
        nothing = dict.fromkeys(("known", "later", "printed", "of_other_eras"), none)
        return cls(area=area, quarter=Quarter.parse("2000-01 Q1"), safe=safe, **nothing)

    def knows(self, *indicators: str) -> bool:
        """Whether the quarter's time knows all these indicators."""
        return not of_other_eras(self.safe.era_of(self.quarter)) & set(indicators)

    def once(self, name: object, work_out: Callable[[], Thing]) -> Thing:
        """What `work_out` gives, worked out at the first asking under this name."""
        if name not in self.worked_out:
            self.worked_out[name] = work_out()
        return self.worked_out[name]

    @property
    def standings(self) -> dict[Measure, Standing]:
        """Where each of the area's measures that has a target stands at the quarter."""
        return self.once("register of standings", self._standings)

    def _standings(self) -> dict[Measure, Standing]:
        """Targets of the year ahead are among what is published for later."""
        later, codes = self.later, [self.area.code]
        tables = [
            (self.known, codes),
            (later[later["kind"] == "target"], codes),
            (self.printed, [*codes, self.area.country]),
        ]
        own = [table[table["area_code"].isin(areas)] for table, areas in tables]
        targets = pd.concat([table[table["kind"] == "target"] for table in own])
        names = {selection.COUNTED_AS.get(name, name) for name in targets["indicator"].unique()}
        names |= {printed for printed, counted in selection.COUNTED_AS.items() if counted in names}
        rows = pd.concat([table[table["indicator"].isin(names)] for table in own])
        return standing.register(rows[list(Row._fields)].itertuples(index=False, name="Row"), self.quarter)

    def of_plan(self, table: str) -> pd.DataFrame:
        """The rows of a table of the partnership's plan in force at the quarter; none where it is of another time."""
        year = year_in_force(self._of_partnership(self.safe.plan_documents), self.quarter)
        rows = self._of_partnership(getattr(self.safe, f"plan_{table}"))
        return rows[rows["plan_year"] == year]

    def has_refused(self, *names: str) -> bool:
        """Whether any of the partnership's own files whose paths hold one of these words was refused, wholly or in part."""
        files = self.refusals("local", "plans")["file"]
        return any(name in file for file in files for name in names)

    def refusals(self, *kinds: str) -> pd.DataFrame:
        """The refused files and rows in the partnership's own folders below data/raw, such as "local" and "plans"."""
        folders = tuple(f"data/raw/{kind}/{self.area.partnership}/" for kind in kinds)
        problems = self.safe.problems
        is_own = problems["file"].map(lambda file: file.startswith(folders)).astype("bool")
        return problems[is_own & (problems["severity"] != "noted")]

    def _of_partnership(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["partnership"] == self.area.partnership]

    @property
    def has_printed_figures(self) -> bool:
        """Whether the partnership's own document is among the sources."""
        return bool(len(self.printed))

    def cite(self, fact: Fact, is_for_review: bool = False) -> str:
        """The number under which the document's evidence table holds a fact, given at its first citation.

        What is cited for the review edition alone has its evidence there alone.
        """
        if not is_for_review:
            self.read.add(fact.key)
        cited = self.cited.get(fact.key)
        if cited is None:
            self.cited[fact.key] = fact
        elif more := _beside(fact, cited):
            self.cited[fact.key] = replace(cited, **more)  # keeps its place, now with what it is compared with
        self.numbers.setdefault(fact.key, len(self.numbers) + 1)
        return self.number_of(fact)

    def number_of(self, fact: Fact) -> str:
        """The number of a fact's evidence so far; empty where it has none."""
        return f"E{self.numbers[fact.key]}" if fact.key in self.numbers else ""

    @property
    def shown(self) -> list[Fact]:
        """Every fact that has been shown so far, and the targets that stand beside them."""
        targets = [fact.target for fact in self.cited.values() if fact.target]
        return [*self.cited.values(), *targets, *self.listed.values()]

    def latest(self, indicator: str, breakdown: str = "all", code: str | None = None) -> list[Fact]:
        """The area's facts for the indicator's latest period, each judged against others where they have the same."""
        places = self._register.of(indicator, breakdown, code or self.area.code)
        return [self.compared(row) for row in self._register.rows(self._register.latest(places))]

    def in_period_of(self, fact: Fact, indicator: str, breakdown: str = "all") -> list[Fact]:
        """The area's facts for an indicator in the very period of a fact."""
        rows = self._register.rows(self._register.of(indicator, breakdown, self.area.code))
        of_the_year = [self.compared(row) for row in rows if row.period_end.year == fact.year]
        return [other for other in of_the_year if other.period == fact.period]

    def only(self, indicator: str, code: str | None = None) -> Fact | None:
        """The one fact of the indicator's latest period, one that is shown before one that is hidden, or None."""
        facts = sorted(self.latest(indicator, code=code), key=lambda fact: -selection.age_of_series(fact.series))
        return next((fact for fact in facts if fact.is_told), next(iter(facts), None))

    def of_each_series(self, indicator: str, code: str) -> list[Fact]:
        """An area's estimates of the indicator of every series, the oldest method first, and in order of time."""
        rows = self._rows(indicator, "all", code)
        facts = [
            self.fact(row) for row in rows[(rows["status"] == "shown") & (rows["kind"] == "estimate")].itertuples()
        ]
        return sorted(facts, key=lambda fact: (selection.age_of_series(fact.series), fact.period_end))

    def over_years(self, indicator: str, code: str | None = None) -> list[Fact]:
        """The area's facts for the indicator, all of one series, oldest first."""
        rows = selection.of_one_series(selection.of_whole_years(self._rows(indicator, "all", code)))
        rows = rows[(rows["status"] == "shown") & ~rows["kind"].isin(["target", "national"])].sort_values("period_end")
        once = rows.drop_duplicates(["period_start", "period_end"])
        return [self.fact(row) for row in once.itertuples()]

    def later_with_interval(self, indicator: str) -> Fact | None:
        """The area's earliest later fact that has an interval: for need whose own year has none."""
        rows = self.later[(self.later["indicator"] == indicator) & (self.later["breakdown"] == "all")]
        rows = rows[(rows["area_code"] == self.area.code) & rows["lower"].notna()].sort_values("period_end")
        return self.fact(next(rows.itertuples())) if len(rows) else None

    def same_period(self, fact: Fact, codes: list[str]) -> list[Fact]:
        """The facts of other areas for a fact's indicator, period and group."""
        places = (place for code in codes for place in self._register.of(fact.indicator, fact.breakdown, code))
        alike = [
            row
            for row in self._register.rows(sorted(places))
            if row.group == fact.group and row.series == fact.series and row.status == "shown"
        ]
        return [self.fact(row) for row in alike if period_in_words(row) == fact.period]

    def peers(self) -> list[str]:
        """The codes of the areas it is set beside: its own neighbours, those most similar to it, or those of its type."""
        return area_names.peers(self.area, self.safe.areas, similar=self.beside_similar)

    @property
    def beside_similar(self) -> bool:
        """Whether figures of the quarter are set beside the areas that the statistical office finds most similar."""
        since = self.safe.chosen("similar_areas_from")
        return bool(since and self.area.similar) and Quarter.parse(since) <= self.quarter

    @property
    def places_beside(self) -> set[str]:
        """The codes of every partnership of the area's country at the quarter's end; its own in the place of whose ground it has."""
        codes = area_names.codes_within(self.area.country, self.safe.areas, self.quarter.end)
        areas = self.safe.areas
        instead = areas.loc[areas["partnership"].isin([*self.area.predecessors, *self.area.successors]), "area_code"]
        return codes if self.area.code in codes or not self.area.partnership else {self.area.code} | codes - {*instead}

    @property
    def districts(self) -> dict[str, str]:
        """The name of each district of the area, by its code; empty where it has none."""
        rows = self._of_partnership(self.safe.districts)
        return dict(zip(rows["district"], rows["name"], strict=True))

    @property
    def peers_in_words(self) -> str:
        """The areas it is set beside, as a sentence names them."""
        return area_names.peers_in_words(self.area, self.safe.areas, similar=self.beside_similar)

    def sources_used(self) -> list[dict]:
        """The look-up's row of each source of the area's figures by the quarter, or of those of its country beside them."""
        of_area = self.known.loc[self.known["area_code"] == self.area.code, "source"]
        cells = {*of_area, *self.printed["source"], *selection.sources_beside(self.known, self.area)}
        used = {source for cell in cells for source in cell.split("; ")}
        return [row for row in self.safe.sources.to_dict("records") if row["source"] in used]

    def printed_facts(self, indicators: list[str] | None = None) -> list[Fact]:
        """The figures that the partnership's own document prints, in its own order of periods; calculated ones are not among them."""
        facts = self.once("printed", self._printed_facts)
        return [fact for fact in facts if indicators is None or fact.indicator in indicators]

    def _printed_facts(self) -> list[Fact]:
        return [self.fact(row) for row in self.printed[self.printed["origin"] == "published"].itertuples()]

    def refused(self, indicator: str) -> list[Fact]:
        """The comparisons with need that were refused, printed or published, at the latest period of each."""
        printed = self.printed[(self.printed["indicator"] == indicator) & (self.printed["status"] == "refused")]
        known = self._rows(indicator, "all")
        known = selection.latest(known[known["status"] == "refused"])
        return [self.fact(row) for row in pd.concat([known, printed]).itertuples()]

    @property
    def has_records(self) -> bool:
        """Whether any of the area's figures was counted from records."""
        return self.once("has records", self._has_records)

    def _has_records(self) -> bool:
        is_of_area = self.known["area_code"] == self.area.code
        return bool((is_of_area & self.known["source"].isin(selection.OF_RECORDS)).any())

    @property
    def band(self) -> str:
        """What every page and file must say of itself: for whom true counts are, and that a place is invented."""
        return " ".join(filter(None, [self.safe.band, invented_place(self.area, self.safe.areas)]))

    @property
    def others(self) -> str:
        """What the area's figures are set against, as a sentence names it."""
        return area_names.named(self.area.country, self.safe.areas) or OTHERS

    def in_quarter(self, indicator: str, breakdown: str = "all") -> list[Fact]:
        """The area's facts counted from records for the quarter, or where that was not counted for the year to date."""
        rows = self._register.rows(self._register.of(indicator, breakdown, self.area.code))
        end = pd.Timestamp(self.quarter.end)
        rows = [row for row in rows if row.origin != "published" and row.period_end == end]
        shortest = max((row.period_start for row in rows), default=None)
        return [self.compared(row) for row in rows if row.period_start == shortest]

    def counted(self, indicator: str, first: datetime.date, last: datetime.date) -> Fact | None:
        """The area's own figure counted from records for these very days, of everybody; None where there is none."""
        rows = self._register.rows(self._register.of(indicator, "all", self.area.code))
        days = (pd.Timestamp(first), pd.Timestamp(last))
        of_days = (row for row in rows if row.origin != "published" and (row.period_start, row.period_end) == days)
        return next(map(self.fact, of_days), None)

    def adds_up(self, account: str, first: datetime.date, last: datetime.date) -> bool | None:
        """Whether the true counts of an account of these days agree; None where that was not worked out."""
        rows = self._of_partnership(self.safe.adds_up)
        is_of_days = (rows["first_day"] == f"{first:%Y-%m-%d}") & (rows["last_day"] == f"{last:%Y-%m-%d}")
        answers = rows.loc[is_of_days & (rows["account"] == account), "adds_up"]
        return None if answers.empty else answers.iloc[0] == "yes"

    def contradictions(self) -> list[list[Fact]]:
        """Figures of the partnership's document that ought to be one and are not, together."""
        return [[self.fact(row) for row in rows.itertuples()] for rows in selection.contradictions(self.printed)]

    def disagreeing_files(self) -> list[str]:
        """The names of dropped files that give another value than the published source for the area's figures."""
        rows = self.safe.results[self.safe.results["area_code"] == self.area.code]
        return [source.partition(":")[2] for source in selection.disagreeing_sources(rows)]

    @property
    def local_documents(self) -> set[str]:
        """The ids of the sources that partnerships printed themselves."""
        return selection.local_documents(self.safe.sources)

    def topic_of(self, indicator: str) -> str:
        """The topic under which a measure is listed."""
        return self._of_measures("topic").get(indicator, "")

    def compared(self, row: Row, code: str = "") -> Fact:
        """The fact of a results row, judged against the country's row for the same thing where there is one.

        Or, with the code of another area, against that area's.
        """
        register = self.once(("register", code), lambda: Register(self.known, code)) if code else self._register
        indicator, other = BY_NAME.get(row.indicator), register.beside(row)
        if other is None or not may_be_compared(row, other):
            return self.fact(row)
        polarity = indicator.polarity if indicator else NEUTRAL
        family = self.families.get(row.area_code) or self.family(code)
        fact = self.fact(row, self.fact(other), family.judged(row, other, polarity))
        is_asked = row.breakdown == "all" and family.holds(row) and not (code or self.families)
        return self._among(fact, row) if is_asked else fact

    def family(self, code: str = "") -> Family:
        """The comparisons that are made of the area with its country, or with the area of a code: each verdict allows for all."""
        register = self.once(("register", code), lambda: Register(self.known, code)) if code else self._register
        return self.once(("family", code), lambda: standing.family(register, self.area.code))

    def funnel(self, row: Row) -> Funnel | None:
        """The funnel of a row's figure over the partnerships of the country; None where fewer than ten show it."""
        key = ("funnel", *(getattr(row, name) for name in ALIKE))
        return self.once(key, lambda: funnel_of(self.alike(row), self.family().confidence()))

    def alike(self, row: Row) -> pd.DataFrame:
        """The rows of a row's figure of the partnerships of the country, one each."""
        table = self.safe.results if row.source in OF_RECORDS else self.known
        areas = self.once(("areas", table is self.known), lambda: Areas(table, self.places_beside))
        return areas.like(row)

    def in_region(self) -> list[str]:
        """The codes of the other partnerships of the area's region."""
        areas = self.safe.areas
        within = areas.loc[(areas["region_code"] == self.area.region) & (areas["region_code"] != ""), "area_code"]
        return sorted(self.places_beside & set(within) - {self.area.code})

    def like_it(self) -> list[str]:
        """The codes of the areas that its own list, or the statistical office's, calls similar; none without a list."""
        listed = self.area.neighbours or self.beside_similar
        return [code for code in self.peers() if code != self.area.code] if listed else []

    def band_of(self, fact: Fact, codes: list[str], name: str) -> Fact | None:
        """What these areas show of a fact's figure: the middle one, with the lowest and the highest as its limits."""
        found = band(self.alike(fact.row), codes)
        if found is None:
            return None
        self.bands[name] = codes
        nothing = math.nan
        return replace(
            fact, area=name, area_code=name, value=found.middle, lower=found.lowest, upper=found.highest,
            numerator=nothing, denominator=nothing, interval_method=f"lowest and highest of {found.areas} areas",
            origin="synthetic" if fact.origin == "synthetic" else "calculated", status="shown", qualifier="",
            comparator=None, judgement=None, among=None, target=None, target_judgement=None,
            note="the middle one of the areas that show the figure", place="", sum=f"the middle of {found.areas} areas",
        )  # fmt: skip

    def _among(self, fact: Fact, row: Row) -> Fact:
        """The fact with where it lies among the partnerships of its country."""
        funnel = self.funnel(row)
        found = funnel.areas[funnel.areas["area_code"] == row.area_code] if funnel else pd.DataFrame()
        if found.empty:
            return replace(fact, among=Judgement(state="not compared", reason=why_none(self.alike(row))))
        return replace(fact, among=found["judgement"].iloc[0], shrunk=float(found["shrunk"].iloc[0]))

    def _rows(self, indicator: str, breakdown: str, code: str | None = None) -> pd.DataFrame:
        return self._register.table(self._register.of(indicator, breakdown, code or self.area.code))

    @property
    def _register(self) -> Register:
        return self.once("register", lambda: Register(self.known, self.area.country))

    def fact(self, row: Row, comparator: Fact | None = None, judgement: Judgement | None = None) -> Fact:
        """The fact of a results row."""
        indicator = BY_NAME.get(row.indicator)
        noun, done = words.noun_and_verb(row, indicator)
        return Fact(
            **{name: getattr(row, name) for name in Row._fields},
            title=self.title(row.indicator),
            noun=noun,
            done=done,
            polarity=indicator.polarity if indicator else NEUTRAL,
            caution=words.caution(row, indicator),
            area=self.once(("named", row.area_code), lambda: area_names.named(row.area_code, self.safe.areas)),
            period=period_in_words(row),
            year=row.period_end.year,
            comparator=comparator,
            judgement=judgement,
        )

    def _of_measures(self, column: str) -> dict[str, str]:
        """What the look-up of measures says of each in a column."""
        measures = self.safe.measures
        return self.once(column, lambda: dict(zip(measures["measure"], measures[column], strict=True)))

    def title(self, measure: str) -> str:
        """What a measure is called: in the catalogue, else by the look-up of measures."""
        if measure in BY_NAME:
            return BY_NAME[measure].title
        return self._of_measures("title").get(measure, measure.replace("_", " ").capitalize())
