"""The partnerships side by side: a row each, a column a measure, and in every cell the figure and its verdict in words."""

from markupsafe import Markup

from needs import areas as area_names
from needs.measure import overview
from needs.present.facts import Fact
from needs.present.figures import SUBJECTS
from needs.present.html import Html, element
from needs.present.overview_facts import TITLES, Measured, Overview
from needs.present.periods import GROUND
from needs.present.phrases import capital, listed
from needs.present.sections import plain
from needs.present.tables import table, verdict

MOST_ROWS, MOST_COLUMNS = 12, 5  # in one table: its headers stay in sight, its columns on the page
FORMS = "outcomes forms"  # the only measures of which several may be of another period
READ_SO = (
    "Each cell gives the figure, and under it how the partnership stands beside all together: the 95% interval decides. "
    "Rows are in the order of the alphabet. No partnership is ranked."
)
NO_COUNTS = "Numbers of people and intervals stand in each partnership's own documents."


def rug(found: Overview) -> Html:
    """A table of every partnership of the measures, or several of at most twelve rows, each measured against all together."""
    if not found.measured:
        return Html.of(plain(f"No figure of any partnership may be set beside others in {found.assessment.quarter}."))
    return Html.of(
        plain(READ_SO),
        plain(NO_COUNTS),
        _tables(found),
    )


def _from_to(names: list[str]) -> str:
    """The first and the last name; a word that begins both is said once: "Comparison 01 to 12"."""
    first, last = names[0], names[-1]
    start, _, end = last.rpartition(" ")
    return f"{first} to {end if start and first.startswith(f'{start} ') else last}"


def _tables(found: Overview) -> list[Markup]:
    """Tables of at most twelve partnerships by five measures, so that each fits a screen and a sheet of paper."""
    named = found.partnerships
    parts = [named[start : start + MOST_ROWS] for start in range(0, len(named), MOST_ROWS)]
    measured = found.measured
    columns = [measured[start : start + MOST_COLUMNS] for start in range(0, len(measured), MOST_COLUMNS)]
    return [
        _table(f"{_which(part, len(parts))}{of}: {_periods(some)}", some, part)
        for some, of in zip(columns, _of_how_many(len(columns)), strict=True)
        for part in parts
    ]


def _table(caption: str, measured: list[Measured], part: list[tuple[str, str]]) -> Markup:
    rows = [[name, *(_cell(each.facts.get(code)) for each in measured)] for code, name in part]
    headers = ["Partnership", *(TITLES[each.name] for each in measured)]
    return table(caption, headers, [*_together(measured), *rows])


def _which(part: list[tuple[str, str]], parts: int) -> str:
    return "Partnerships" if parts == 1 else f"Partnerships, {_from_to([name for _, name in part])}"


def _of_how_many(tables: int) -> list[str]:
    """Which part of the measures a table shows, short enough for a caption on a telephone."""
    return [f" ({place} of {tables})" if tables > 1 else "" for place in range(1, tables + 1)]


def _periods(measured: list[Measured]) -> str:
    """The period of most columns, then the others: outcomes forms are counted for shorter ones."""
    periods = [each.one.period for each in measured]
    most = max(periods, key=periods.count)
    names = {}
    for each, period in zip(measured, periods, strict=True):
        if period != most:
            names.setdefault(period, []).append(TITLES[each.name].lower())
    others = [
        f"{named[0] if len(named) == 1 else FORMS if all('form' in name for name in named) else listed(named)} {period}"
        for period, named in names.items()
    ]
    return "; ".join([most, *others])


def _together(measured: list[Measured]) -> list[list]:
    beside = [each.together for each in measured]
    if not any(beside):
        return []
    name = next(fact.area for fact in beside if fact)
    return [[capital(name), *(fact.number if fact else "[x]" for fact in beside)]]


def _cell(fact: Fact | None) -> list:
    """The figure over its verdict, set as words so that headers may wrap; [x] where a partnership has no such figure."""
    return [fact.number if fact else "[x]", Markup("<br>"), verdict(fact.judgement if fact else None)]


def published_only(found: Overview) -> Html:
    """The partnerships without records, by the subjects on which something was published of them by the quarter."""
    groups = _groups(found)
    if not groups:
        return Html.of(plain(f"No other partnership has published figures only by {found.assessment.quarter}."))
    return Html.of(
        plain(
            "The partnerships named here have no row above: none of these measures is at hand of them for the quarter. What was "
            "published of them is in their own documents, and nothing was put in place of what is missing."
        ),
        [
            element(
                "details",
                element("summary", f"Published only on {listed(list(subjects))}: {_how_many(names)}"),
                element("p", "; ".join(names) + "."),
            )
            for subjects, names in groups.items()
        ],
    )


def _how_many(names: list[str]) -> str:
    return f"{len(names)} partnerships" if len(names) > 1 else "one partnership"


def _groups(found: Overview) -> dict[tuple[str, ...], list[str]]:
    """Names by what was published of them, most partnerships first."""
    assessment, areas = found.assessment, found.assessment.safe.areas
    own = assessment.places_beside - {code for code, _ in found.partnerships}
    rows = overview.only_published(assessment.safe.results, assessment.quarter, own, GROUND)
    topics = rows["indicator"].map({name: assessment.topic_of(name) for name in set(rows["indicator"])})
    order, groups = list(SUBJECTS), {}
    for code, held in topics.groupby(rows["area_code"]):
        known = sorted(set(held) & set(order), key=order.index)
        subjects = tuple(SUBJECTS[topic].lower() for topic in known) or ("other subjects",)
        groups.setdefault(subjects, []).append(area_names.named(code, areas))
    return {subjects: sorted(names) for subjects, names in sorted(groups.items(), key=lambda pair: -len(pair[1]))}
