"""What was refused of a partnership's extracts and why: rule by rule, which agencies, and what becomes of it."""

import pandas as pd

from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.phrases import capital
from needs.present.received import Received, meaning, received, without
from needs.present.sections import heading, plain
from needs.present.tables import Number, table

ASKS = {
    "F01": "The file's name gives agency, period and data set, and its rows are of that agency",
    "F02": "The header names each column once and has the required ones",
    "F03": "Each row has the header's number of cells, and quotation marks balance",
    "F04": "The file is text in its declared encoding, not empty and not too large",
    "F05": "Dates of birth are written in the declared format",
    "F06": "The file has rows and ends with a line break",
    "F07": "Each column is one of the data set's",
    "F08": "It can be told which of an agency's files is newest",
    "R01": "Initials, date of birth and sex are given",
    "R02": "Consent is given as yes or no",
    "R03": "The date of birth can be true",
    "R04": "The person is an adult at triage",
    "R05": "Referral date, triage date and first drug are given, in the order of time",
    "R06": "References are given, and one episode is of one person",
    "W01": "A code is in its list, or has the shape of one",
    "W02": "A discharge has a date and a reason, and follows triage",
    "W03": "The dates and the exit of a treatment fit together",
    "W04": "Answers of an outcomes form are on their scales",
    "W05": "The drugs differ from one another",
    "W06": "Whoever lives outside England has no local authority here",
    "W07": "No date is after the last day of the file",
    "W08": "The rows of one episode agree",
    "W09": "Dates and numbers can be read",
}  # what each rule of ingest asks, for a reader who will never see the rule
SEVERITIES = (
    ("file refused", "Whole files that were refused", "No file was refused whole", "none of its rows is used"),
    ("row refused", "Rows that were refused", "No row was refused", "the row is not used"),
    ("field refused", "Answers that were taken as missing", "No answer was taken as missing", "taken as missing"),
    ("noted", "What was noted and used", "Nothing else was noted", "used as it is"),
)
MOST_FIELDS = 4  # named in one cell


def refused(assessment: Assessment) -> Html:
    """Each rule that was broken: what it asks, what was found, how often, at which agencies, and what becomes of it."""
    found = received(assessment)
    if found is None or found.refused:
        return without(assessment, found, "there is no row to check")
    return Html.of(
        plain(
            "Each row of these records was checked. What breaks a rule is kept with its line and its reason, "
            "never with what was found there."
        ),
        plain("One row may break several rules, so the times of the rules need not add up to the rows refused."),
        plain("Where times are few, “each” means at each agency and in each column.") if found.is_rounded else None,
        [_of_severity(found, *severity) for severity in SEVERITIES],
    )


def broken(found: Received, severity: str) -> pd.DataFrame:
    """One row a rule and message of a severity, those known to be broken most often first: times, fields and agencies.

    `counts` are the times, one a field of a file, and `known` is their sum without those of fewer than eight.
    """
    own = found.findings[found.findings["severity"] == severity]
    rules = own.groupby(["rule", "message"], as_index=False).agg(
        known=("findings", "sum"),
        places=("findings", "size"),
        counts=("findings", tuple),
        fields=("field", lambda names: tuple(sorted(set(names) - {""}))),
        agencies=("agency", tuple),
    )
    return rules.sort_values(["known", "places", "rule", "message"], ascending=[False, False, True, True])


def none_refused(found: Received) -> str:
    """That no row broke a rule by which a row is refused; those of whole files are another matter."""
    return f"No row of the records was refused{' by itself' if found.total['rows_refused'] else ''}."


def _of_severity(found: Received, severity: str, title: str, none: str, usual: str):
    rules = broken(found, severity)
    if rules.empty:
        said = none_refused(found) if severity == "row refused" else f"{none}."
        return [heading(title), plain(said)]
    headers = ["What the rule asks", "What was found instead", "Where", "Times", "Agencies", "What becomes of it"]
    rows = [_rule(found, rule, usual) for rule in rules.itertuples()]
    return [heading(title), table(f"{title}, by rule", headers, rows)]


def _rule(found: Received, rule, usual: str) -> list:
    what, _, becomes = rule.message.rpartition("; ") if "; " in rule.message else (rule.message, "", usual)
    return [
        f"{ASKS.get(rule.rule, 'A rule of a later version')} ({rule.rule})",
        capital(what),
        _fields(rule.fields),
        Number(found.summed(rule.counts)),
        capital(found.named(rule.agencies)),
        capital(becomes),
    ]


def _fields(headers: tuple[str, ...]) -> str:
    if not headers:
        return "Whole row or file"
    more = len(headers) - MOST_FIELDS
    return ", ".join(map(meaning, headers[:MOST_FIELDS])) + (f" and {more} more" if more > 0 else "")
