"""What else a partnership's files give on a subject: whatever no part of a section has shown before it, and what nothing shows."""

from collections.abc import Callable

import pandas as pd

from needs.code_lists.downloads import counts_of
from needs.measure.indicators import INDICATORS
from needs.measure.results import GIVEN, OF_RECORDS, RETURNS
from needs.measure.selection import GROUND
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import SUBJECTS
from needs.present.kit.html import Number, Part
from needs.present.kit.html import table as table_of
from needs.present.kit.measures import measures
from needs.present.kit.section import plain
from needs.present.numbers import listed

LATER = "of a time after {quarter}"
OUT_OF_REACH = "from a document that speaks of another time"
ELSEWHERE = "the same is shown from another source, or for a later time"
PART = "it goes into a share or a rate that is shown"
BY_GROUP = "given by group only, and no section shows these groups"
NO_SECTION = "no section of this document is on it"
ALL_USED = "Every measure that was read of {area} is shown in this document."
OF_OTHERS = {
    "young people": "the document on young people shows it",
    "population": "it is what rates are worked out from",
}
HEADERS = ["File or source", "Measure", "Figures", "Why it is not used here"]


def of(*topics: str) -> Callable[[Assessment], Callable[[], Part]]:
    """The latest figures on these topics of files that were dropped in, or are the partnership's own, which stand nowhere above."""
    return lambda assessment: lambda: _table(assessment, topics)


def _table(assessment: Assessment, topics: tuple[str, ...]) -> Part:
    facts = [fact for fact in _not_shown(assessment) if assessment.topic_of(fact.indicator) in topics]
    if not facts:
        return None
    held = {assessment.topic_of(fact.indicator) for fact in facts}
    subjects = listed([SUBJECTS[topic].lower() for topic in topics if topic in held])
    return measures(assessment, f"Further figures of {assessment.area.name}, from the files at hand: {subjects}", facts)


def has(assessment: Assessment, topic: str) -> bool:
    """Whether any file that was dropped in, or is the partnership's own, gives a figure on a topic."""
    rows = assessment.known[assessment.known["area_code"] == assessment.area.code]
    names = rows.loc[_is_own_file(rows["source"]) & rows["status"].isin(GIVEN), "indicator"].unique()
    return any(assessment.topic_of(name) == topic for name in names)


def _not_shown(assessment: Assessment) -> list[Fact]:
    shown = {fact.indicator for fact in assessment.cited.values()}
    shown |= {count for indicator in shown for count in counts_of(indicator)}
    rows = assessment.known[assessment.known["area_code"] == assessment.area.code]
    rows = rows[_is_own_file(rows["source"]) & (rows["breakdown"] == "all") & rows["status"].isin(GIVEN)]
    rows = rows[~rows["indicator"].isin([*shown, *GROUND]) & (rows["kind"] != "target")]
    behind = {count for name in rows["indicator"].unique() for count in counts_of(name)}
    names = [name for name in rows["indicator"].unique() if name not in behind]
    return [fact for name in names for fact in assessment.latest(name)]


def _is_own_file(sources: pd.Series) -> pd.Series:
    """Whether figures are from a file that was dropped in, whose name stands in its source, or are the partnership's returns."""
    return sources.str.contains(":", regex=False) | (sources == RETURNS)


def not_used(assessment: Assessment) -> Callable[[], Part]:
    """Each measure of each file and source of which no figure of the partnership is shown above, and why."""
    return lambda: _not_used(assessment)


def _not_used(assessment: Assessment) -> Part:
    facts = assessment.cited.values()
    pairs, shown = {(fact.indicator, fact.source) for fact in facts}, {fact.indicator for fact in facts}
    results = assessment.safe.results
    own = results[(results["area_code"] == assessment.area.code) & results["status"].isin(GIVEN)]
    own = own[~own["source"].isin(OF_RECORDS) & (own["origin"] == "published")]
    titles = dict(zip(assessment.safe.sources["source"], assessment.safe.sources["title"], strict=True))
    rows = []
    for source, of_source in own.groupby("source", observed=True):
        title = titles.get(source, source)
        if _is_out_of_reach(assessment, source):
            rows.append([title, "every measure", Number(f"{len(of_source):,}"), OUT_OF_REACH])
            continue
        for indicator, figures in of_source.groupby("indicator", observed=True):
            if (indicator, source) not in pairs:
                why = _why(assessment, figures, shown)
                rows.append([title, assessment.title(str(indicator)), Number(f"{len(figures):,}"), why])
    if not rows:
        return plain(ALL_USED.format(area=assessment.area.name))
    return [
        plain(
            "These were read and are right as far as can be told. Each stands here with the reason why no section shows it."
        ),
        table_of("Read, and not used here", HEADERS, sorted(rows, key=lambda row: row[:2])),
    ]


def _is_out_of_reach(assessment: Assessment, source: str) -> bool:
    """Whether a source is a printed document that speaks of another time than the quarter."""
    return source in assessment.local_documents and source not in set(assessment.printed["source"])


def _why(assessment: Assessment, rows: pd.DataFrame, shown: set[str]) -> str:
    first = rows.iloc[0]
    if (rows["period_end"] > pd.Timestamp(assessment.quarter.end)).all():
        return LATER.format(quarter=assessment.quarter)
    if first["indicator"] in shown:
        return ELSEWHERE
    if first["indicator"] in _parts(shown):
        return PART
    if topic := OF_OTHERS.get(assessment.topic_of(first["indicator"])):
        return topic
    return BY_GROUP if (rows["breakdown"] != "all").all() else NO_SECTION


def _parts(shown: set[str]) -> set[str]:
    """The measures that indicators which are shown were worked out from."""
    sides = ((item.numerator, item.denominator) for item in INDICATORS if item.name in shown)
    return {part.measure for pair in sides for part in pair if part} | {
        count for name in shown for count in counts_of(name)
    }
