"""What else a partnership's files give on a subject: whatever no part of a section has shown before it, and what nothing shows."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from needs.code_lists.downloads import counts_of
from needs.measure.indicators import BY_NAME
from needs.measure.results import GIVEN, OF_RECORDS, RETURNS, STATUSES
from needs.measure.selection import GROUND
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import SUBJECTS
from needs.present.kit.html import Number, Part
from needs.present.kit.html import table as table_of
from needs.present.kit.measures import measures
from needs.present.kit.section import plain
from needs.present.numbers import capital, listed

LISTED = (*GIVEN, "hidden")  # statuses of what has a line in a table
LATER = "of a time after {quarter}"
OUT_OF_REACH = "from a document that speaks of another time"
OF_ANOTHER_ERA = "a measure of another time, which documents of {quarter} do not have"
ELSEWHERE = "the measure is shown for another time or from another source"
PART = "it goes into a share or a rate that is shown"
TARGET = "a target, and no figure that it can judge is at hand"
NATIONAL = "a figure of the whole country, printed beside a local one"
NO_SECTION = "no section of this document shows it"
ROWS_LEFT = "Rows left out of what is used (of several groups at once, or of areas that are no partnership)"
ALL_USED = "Every measure that was read of {area} is shown in this document."
EVERY_MEASURE = "Every measure"
OF_OTHERS = {
    "young people": "the document on young people shows it",
    "population": "it is what rates are worked out from",
}
CROSSED = " and "  # between the names of two breakdowns that are crossed
WORDS_OF = {
    "exit_reason": "reason for leaving",
    "wait": "length of wait",
    "former_intervention": "intervention before 2012",
}
HEADERS = ["File or source", "Measure", "Figures", "Why it is not used here"]
READ = "These were read and are right as far as can be told. Each stands here with the reason why it is not shown by itself."


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


def returned(assessment: Assessment) -> set[str]:
    """The measures of which the partnership's own files give a figure that is shown."""
    rows = _of_area(assessment, assessment.known)
    return set(rows.loc[(rows["source"] == RETURNS) & rows["status"].isin(GIVEN), "indicator"])


def _of_area(assessment: Assessment, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["area_code"] == assessment.area.code]


def _not_shown(assessment: Assessment) -> list[Fact]:
    """Everybody's figures of dropped files, and those of groups too in the partnership's own, which are few."""
    shown = {(fact.indicator, fact.breakdown) for fact in assessment.shown if fact.area_code == assessment.area.code}
    shown |= {(count, breakdown) for indicator, breakdown in shown for count in counts_of(indicator)}
    rows = _of_area(assessment, assessment.known)
    rows = rows[_is_own_file(rows["source"]) & rows["status"].isin(LISTED) & (rows["kind"] != "target")]
    rows = rows[~rows["indicator"].isin(GROUND) & ((rows["breakdown"] == "all") | (rows["source"] == RETURNS))]
    pairs = list(dict.fromkeys(zip(rows["indicator"], rows["breakdown"], strict=True)))
    behind = {count for name, _ in pairs for count in counts_of(name)}
    wanted = [pair for pair in pairs if pair not in shown and pair[0] not in behind]
    facts = [fact for name, breakdown in wanted for fact in assessment.latest(name, breakdown)]
    return [fact for fact in facts if fact.is_listed and fact.kind != "target"]


def _is_own_file(sources: pd.Series) -> pd.Series:
    """Whether figures are from a file that was dropped in, whose name stands in its source, or are the partnership's returns."""
    return sources.str.contains(":", regex=False) | (sources == RETURNS)


def not_used(assessment: Assessment) -> Callable[[], Part]:
    """Each measure of each file and source of which no figure of the partnership is shown above, and why."""
    return lambda: _not_used(assessment)


def _not_used(assessment: Assessment) -> Part:
    rows, left = _unshown(assessment), _rows_left(assessment)
    if rows.empty and not left:
        return plain(ALL_USED.format(area=assessment.area.name))
    titles = dict(zip(assessment.safe.sources["source"], assessment.safe.sources["title"], strict=True))
    lines = [
        [titles.get(source, source), _measure(assessment, indicator, of_measure), Number(f"{len(of_measure):,}"), why]
        for (source, indicator, why), of_measure in rows.groupby(["source", "listed_as", "why"], observed=True)
    ]
    lines += [[titles.get(name, name), ROWS_LEFT, Number(f"{number:,}"), NO_SECTION] for name, number in left.items()]
    return [plain(READ), table_of("Read, and not used here", HEADERS, sorted(lines, key=lambda line: line[:2]))]


def _rows_left(assessment: Assessment) -> dict[str, int]:
    """Of each dropped file with figures of the partnership, how many of its rows were read and are used in no document."""
    sources = _of_area(assessment, assessment.safe.results)["source"].unique()
    names = {source.partition(":")[2]: source for source in sources if ":" in source and ";" not in source}
    inputs = assessment.safe.inputs
    numbers = {name: pd.to_numeric(inputs[name], errors="coerce").fillna(0) for name in ("rows", "used", "refused")}
    left = numbers["rows"] - numbers["used"] - numbers["refused"]
    files = [file.rpartition("/")[2] for file in inputs["file"]]
    return {names[file]: int(number) for file, number in zip(files, left, strict=True) if file in names and number > 0}


def _unshown(assessment: Assessment) -> pd.DataFrame:
    """The published figures of the partnership of whose measure, group and source none is shown, each with the reason."""
    facts = [fact for fact in assessment.shown if fact.area_code == assessment.area.code]
    shown = {(name, *_of_what(fact)) for fact in facts for name in fact.source.split("; ")}
    results = _of_area(assessment, assessment.safe.results)
    own = results[~results["source"].isin(OF_RECORDS) & (results["origin"] == "published")]
    is_shown = [(row.source, *_of_what(row)) in shown for row in own.itertuples()]
    own = own[~np.array(is_shown, dtype=bool)]
    alike = ["source", "indicator", "breakdown", "kind"]
    parts, measures_shown = _parts(facts), {(fact.indicator, fact.breakdown) for fact in facts}
    why = {key: _why(assessment, of_key, measures_shown, parts) for key, of_key in own.groupby(alike, observed=True)}
    reasons = [why[key] for key in zip(*(own[name] for name in alike), strict=True)]
    own = own.assign(why=pd.Series(reasons, index=own.index, dtype=object))
    return own.assign(listed_as=own["indicator"].astype(object).mask(own["why"] == OUT_OF_REACH, EVERY_MEASURE))


def _of_what(figure: Fact) -> tuple[str, str, str, bool]:
    """What a figure is of, whenever it was: its measure and group, and whether it is a target."""
    return figure.indicator, figure.breakdown, figure.group, figure.kind == "target"


def _measure(assessment: Assessment, indicator: str, rows: pd.DataFrame) -> str:
    """A measure as the list names it, with the groups that its figures are of: "People in treatment: by age and sex"."""
    if indicator == EVERY_MEASURE:
        return indicator
    groups = [_in_words(str(name)) for name in sorted(rows["breakdown"].unique()) if name != "all"]
    in_all = "in all and " if (rows["breakdown"] == "all").any() else ""
    title = capital(assessment.title(indicator))
    return f"{title}: {in_all}by {listed(groups)}" if groups else title


def _in_words(breakdown: str) -> str:
    """The name of a breakdown as a reader would say it: "sex with reason for leaving"."""
    names = [WORDS_OF.get(name, name.replace("_", " ")) for name in breakdown.split(CROSSED)]
    return " with ".join(names)


def _why(
    assessment: Assessment, rows: pd.DataFrame, shown: set[tuple[str, str]], parts: set[tuple[str, str, str]]
) -> str:
    first = rows.iloc[0]
    pair = (first["indicator"], first["breakdown"])
    if _is_out_of_reach(assessment, first["source"]):
        return OUT_OF_REACH
    if not assessment.knows(first["indicator"]):
        return OF_ANOTHER_ERA.format(quarter=assessment.quarter)
    if (rows["period_end"] > pd.Timestamp(assessment.quarter.end)).all():
        return LATER.format(quarter=assessment.quarter)
    if not rows["status"].isin(GIVEN).any():
        return STATUSES[first["status"]]
    if first["kind"] in ("target", "national"):
        return TARGET if first["kind"] == "target" else NATIONAL
    if (*pair, first["source"]) in parts:
        return PART
    if pair in shown:
        return ELSEWHERE
    return OF_OTHERS.get(assessment.topic_of(first["indicator"]), NO_SECTION)


def _is_out_of_reach(assessment: Assessment, source: str) -> bool:
    """Whether a source is a printed document that speaks of another time than the quarter."""
    return source in assessment.local_documents and source not in set(assessment.printed["source"])


def _parts(facts: Iterable[Fact]) -> set[tuple[str, str, str]]:
    """The measure, breakdown and source of the figures that the facts were worked out from, or were published beside."""
    behind = [(fact, (name, fact.breakdown)) for fact in facts for name in counts_of(fact.indicator)]
    worked_out = [fact for fact in facts if fact.indicator in BY_NAME and fact.origin == "calculated"]
    for fact in worked_out:
        sides = filter(None, (BY_NAME[fact.indicator].numerator, BY_NAME[fact.indicator].denominator))
        behind += [(fact, (part.measure, name)) for part in sides for name in {part.breakdown, fact.breakdown}]
    return {(*measure, source) for fact, measure in behind for source in fact.source.split("; ")}
