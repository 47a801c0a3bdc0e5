"""The evidence table: one row a figure that the document gives, how it came about, with its sum, and from where."""

import csv
import io
import math
from collections.abc import Callable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from needs.measure.equality import RATIO
from needs.measure.joint import SUM_OF_AUTHORITIES
from needs.measure.results import OF_PERSON_YEARS, RETURNS, STATUSES
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import element, for_readers, for_review, framed, shorthand, value_with_interval
from needs.present.kit.section import KINDS, plain, spoken_unit
from needs.present.numbers import counted, roughly, rounded, whole
from needs.present.words import among_in_words, verdict_in_words

HOW = {
    "published": "as published",
    "calculated": "worked out here",
    "synthetic": "counted here from records",
    "modelled": "worked out by the model of stock and flow",
}


OF_A_MODEL = ("odds ratio", "share of pairs")  # units of what is no sum of a reader's


def worked_out(fact: Fact) -> str:
    """The sum with its numbers in place, "510 / 515 = 99.0%"; how the figure came to be where there is no sum."""
    if fact.status == "refused":
        return f"{whole(fact.numerator)} and {whole(fact.denominator)} are not compared: {fact.reason.replace(' | ', '; ')}"
    if fact.status == "bound":
        return f"{fact.counts}, rounded to 5"
    if fact.sum:
        return fact.sum
    if fact.place == SUM_OF_AUTHORITIES and fact.origin == "published":
        return "added up here"
    if fact.is_unmet and fact.status == "not_usable":
        return f"{whole(fact.denominator)} estimated, {whole(fact.numerator)} known: inconsistent"
    if not fact.is_told:
        return STATUSES[fact.status]
    if fact.source == RETURNS and fact.is_rounded and math.isnan(fact.numerator):
        return "from the partnership's own returns, rounded to 5"
    if fact.is_counted and math.isnan(fact.denominator):
        return f"{HOW[fact.origin]}{', rounded to 5' if fact.is_rounded else ''}"
    if fact.origin == "published" or math.isnan(fact.denominator):
        return HOW[fact.origin]
    if fact.unit in OF_A_MODEL:
        return f"by the model of case mix, of {whole(fact.denominator)}"
    if math.isnan(fact.numerator):
        return f"{HOW[fact.origin]}, of {whole(fact.denominator)}"
    if fact.is_unmet and fact.unit == "percent":
        return f"1 - {whole(fact.numerator)} / {whole(fact.denominator)} = {fact.number}"
    if fact.is_unmet:
        return f"{whole(fact.denominator)} - {whole(fact.numerator)} = {fact.number}"
    if fact.is_of_few:
        return f"{fact.counts}: too few for a percentage"
    if fact.indicator == RATIO:
        of_residents = rounded(100 * fact.numerator / fact.denominator / fact.value, 1)
        return f"{whole(fact.numerator)} / {whole(fact.denominator)}, over {of_residents}% of residents = {fact.number}"
    per = PER.get(fact.unit, "")
    return f"{whole(fact.numerator)} / {whole(fact.denominator)}{per} = {fact.number}"


PER = {
    "per 100,000": " x 100,000", "per 1,000": " x 1,000", OF_PERSON_YEARS: " person-years x 1,000",
}  # fmt: skip
EVIDENCE_COLUMNS = (
    "number", "measure", "area", "group", "period", "kind", "value", "lower", "upper", "unit", "numerator",
    "denominator", "interval", "status", "origin", "qualifier", "population", "age", "source", "place",
    "note", "series", "rule", "quote", "is_rounded", "reason", "disclosure",
)  # fmt: skip


def evidence(assessment: Assessment, document: str = "needs-assessment") -> list[Markup]:
    """Every figure cited so far, with its number, and a link that saves the rows of the edition under the document's name."""
    facts = list(assessment.cited.values())
    cells = [_cells(fact, title) for fact, title in zip(facts, titles(facts), strict=True)]
    lines = Markup("").join(
        _evidence_row(number, row, fact.key in assessment.read)
        for number, (fact, row) in enumerate(zip(facts, cells, strict=True), start=1)
    )
    head = element(
        "thead",
        element(
            "tr",
            [
                element("th", title, scope="col")
                for title in ("Number", "Figure", "Value", "How", "Period and kind", "Source and place")
            ],
        ),
    )
    body = element("table", element("caption", "Where each figure comes from"), head, element("tbody", lines))
    return [
        plain("Each number in brackets in the text leads to its row here. The same rows can be saved as a CSV file."),
        element("p", _saved(assessment, document)),
        framed(body, "Where each figure comes from", is_wide=True),
        shorthand(cells),
    ]


def _saved(assessment: Assessment, document: str) -> Markup:
    """A link that saves the rows of evidence: in the reader edition those that stand in it."""
    name, every = _named(assessment, document), rows(assessment)
    read = [row for row, key in zip(every, assessment.cited, strict=True) if key in assessment.read]
    whole = _link(every, name)
    return whole if len(read) == len(every) else for_review(whole) + for_readers(_link(read, name))


PLAIN = "!$()*+,;=:@/?"  # what an address and HTML leave as it is: a tenth shorter than in base64


def _link(lines: list[dict[str, str]], name: str) -> Markup:
    address = f"data:text/csv;charset=utf-8,{quote(_as_csv(lines), safe=PLAIN)}"
    return element("a", "Save the figures of this document (CSV)", href=address, download=name)


BY_OTHER_METHODS = (
    "opiate_crack_users_by_other_methods"  # what a method that works from other places gives: said roughly
)


def _disclosure(assessment: Assessment) -> str:
    """What each row says of itself: for whom true counts are, or that the place is invented, in two words."""
    is_only_invented = assessment.area.is_invented and not assessment.safe.band
    return "Invented place" if is_only_invented else assessment.band or assessment.safe.policy


def _named(assessment: Assessment, document: str) -> str:
    """The name of the file that is saved: true counts say so in it, as every file of them does."""
    policy = f".{assessment.safe.policy}" if assessment.safe.band else ""
    return f"{document}-{assessment.area.partnership}-{str(assessment.quarter).lower().replace(' ', '-')}{policy}.csv"


def titles(facts: Sequence[Fact]) -> list[str]:
    """What each figure is of, no two alike: where the measure, its group and its area are those of another, what tells them apart."""
    named = [title_of(fact) for fact in facts]
    alike: dict[str, list[int]] = {}
    for place, title in enumerate(named):
        alike.setdefault(title, []).append(place)
    for title, places in alike.items():
        if len(places) > 1:
            apart = _told_apart([facts[place] for place in places])
            for place, words in zip(places, apart, strict=True):
                named[place] = ", ".join((title, *words))
    return named


def title_of(fact: Fact) -> str:
    """What a figure is of: its measure and group, its area, and its ages."""
    return f"{fact.label}, {fact.area}" + (f", aged {fact.age}" if fact.age[:1].isdigit() else "")


TELLS_APART: tuple[Callable[[Fact], str], ...] = (
    lambda fact: fact.period,
    lambda fact: KINDS[fact.kind],
    lambda fact: (
        "as published" if fact.origin == "published" else "as counted" if fact.is_counted else "worked out here"
    ),
    lambda fact: f"by {fact.breakdown.replace('_', ' ')}",
    lambda fact: fact.series,
    lambda fact: fact.place,
    lambda fact: fact.source,
)  # in this order, as far as they are wanted


def _told_apart(facts: list[Fact]) -> list[tuple[str, ...]]:
    """For each fact the fewest words, of those in order, by which it is no other."""
    found: list[tuple[str, ...]] = [()] * len(facts)
    for word in TELLS_APART:
        longer = [(*words, word(fact)) for words, fact in zip(found, facts, strict=True)]
        if len(set(longer)) > len(set(found)):
            found = longer
        if len(set(found)) == len(facts):
            break
    return [tuple(filter(None, words)) for words in found]


def _cells(fact: Fact, title: str) -> tuple[str, ...]:
    return (
        title,
        counted(value_with_interval(fact), spoken_unit(fact)),
        "; ".join(
            part for part in (worked_out(fact), fact.interval_method, _said_roughly(fact), *judged(fact)) if part
        ),
        f"{fact.period} ({KINDS[fact.kind]})",
        "; ".join(part for part in (fact.source, fact.place, fact.note, fact.quoted) if part),
    )


def _evidence_row(number: int, cells: tuple[str, ...], is_for_readers: bool) -> Markup:
    row = element(
        "tr", element("th", f"E{number}", scope="row"), [element("td", cell) for cell in cells], id=f"e-k{number}"
    )
    return row if is_for_readers else for_review(row)


def _said_roughly(fact: Fact) -> str:
    is_rough = fact.is_unmet or fact.indicator == BY_OTHER_METHODS
    if fact.unit != "people" or not is_rough:
        return ""
    if not fact.is_shown:
        return "" if math.isnan(fact.upper) else f"at most {roughly(fact.upper)} by the upper limit of the estimate"
    return f"said as {fact.rough}" + (f" ({fact.rough_interval})" if fact.rough_interval else "")


def judged(fact: Fact) -> list[str]:
    """Every verdict in the words of the tables: beside others, among areas, against its target, and since an earlier figure."""
    other, target, before = fact.comparator, fact.target, fact.before
    beside = f"{other.area} {other.number}: {verdict_in_words(fact.judgement).lower()}" if other else ""
    among = f"among areas: {among_in_words(fact).lower()}" if fact.among else ""
    points = fact.target_points or "no difference given"
    against = f"target {target.number}: {verdict_in_words(fact.target_judgement).lower()}, {points}" if target else ""
    since = f"{before.number} in {before.period}: {verdict_in_words(fact.change).lower()}" if before else ""
    return [words for words in (beside, among, against, since) if words]


def rows(assessment: Assessment) -> list[dict[str, str]]:
    """The evidence of every figure cited so far, a mapping a row, its keys EVIDENCE_COLUMNS: as it can be saved."""
    disclosure = _disclosure(assessment)
    return [_row(number, fact, disclosure) for number, fact in enumerate(assessment.cited.values(), start=1)]


def _as_csv(lines: list[dict[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, EVIDENCE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return written.getvalue()


def _row(number: int, fact: Fact, disclosure: str) -> dict[str, str]:
    cells = (
        f"E{number}",
        fact.title,
        fact.area,
        fact.group,
        fact.period,
        fact.kind,
        *(_cell(number, fact) for number in (fact.value, fact.lower, fact.upper)),
        fact.unit,
        *(_cell(number) for number in (fact.numerator, fact.denominator)),
        fact.interval_method,
        fact.status,
        fact.origin,
        fact.qualifier,
        "" if fact.is_counted else fact.population,  # whom a counted figure is of stands in its definition
        fact.age,
        fact.source,
        fact.place,
        "; ".join(filter(None, (fact.note, fact.sum))),
        fact.series,
        fact.rule,
        fact.quote,
        "yes" if fact.is_rounded else "no",
        fact.reason,
        disclosure,
    )
    return dict(zip(EVIDENCE_COLUMNS, cells, strict=True))


def _cell(number: float, fact: Fact | None = None) -> str:
    """A number to six decimals, or to those of its figure where that was counted from records; empty where there is none."""
    if number != number:
        return ""
    return f"{rounded(number, fact.decimals)}" if fact and fact.is_counted else f"{number:.6f}".rstrip("0").rstrip(".")
