"""What a partnership's extracts leave blank, columns that hold one answer only, and what that does to which result."""

from needs.measure.safety import FEWEST_OF_A_SHARE
from needs.present.assessment import Assessment
from needs.present.html import Html, element
from needs.present.needed_answers import LACKING, LITTLE, NEEDED, NOT_COLLECTED, Filled, filled, worst_first
from needs.present.phrases import capital, spelt
from needs.present.received import Received, few, meaning, received, without
from needs.present.sections import heading, plain
from needs.present.tables import Number, table

BY_DESIGN = ("AGNCY", "CONSENT")  # one agency a file, and only rows with consent are counted
ONE_GROUP = "Everybody is in one group, so groups cannot be told apart."


def completeness(assessment: Assessment) -> Html:
    """Of each answer that results need, how many can be used at each agency, the least complete first."""
    found = received(assessment)
    if found is None or not found.is_enough:
        return without(assessment, found, "no share of answers is given")
    return Html.of(
        plain(
            "Blank is an empty cell. Not answered is NA: somebody was asked and gave no answer. Not collected is a column that "
            "the agency does not have. Refused broke a rule."
        ),
        plain(
            "Counted are rows with consent, refused rows among them, and not people. A bar shows the share that can be used."
        ),
        heading("Wanted in every row"),
        _matrix(found, "Answers wanted in every row, the least complete first", worst_first(found)),
        heading("Wanted where something else is given"),
        plain(
            "A reason is wanted where there is a discharge date, and an outcomes form's answers where the form has a date."
        ),
        _matrix(
            found, "Answers that belong to another answer, the least complete first", worst_first(found, out_of=True)
        ),
        heading("Rightly blank at times"),
        plain(
            "A blank may be right here, and a gap cannot be told from it. An agency that stands out should be asked."
        ),
        table(
            "Dates that may rightly be blank: share filled in",
            ["Date", "A blank is right where", "A blank is", *_places(found)],
            [
                [
                    item.needed.label,
                    item.needed.blank_where,
                    item.needed.effect.rstrip(".").lower(),
                    *_shares(found, item),
                ]
                for item in worst_first(found, blank_where=True)
            ],
        ),
    )


def constants(assessment: Assessment) -> Html:
    """The columns in which every row of an agency has one and the same answer."""
    found = received(assessment)
    if found is None or not found.is_enough:
        return without(assessment, found, "no column is looked at")
    columns = constant_columns(found)
    looked_at = f"with {spelt(FEWEST_OF_A_SHARE)} answers or more"
    if not columns:
        return Html.of(plain(f"No column of these records {looked_at} holds one answer only."))
    needed = {header: item.feeds for item in NEEDED for header in item.headers}
    rows = [
        [meaning(header), capital(found.named(agencies)), needed.get(header, "none")]
        for header, agencies in columns.items()
    ]
    return Html.of(
        plain("One answer in every row may be true, or may be what a program fills in by itself. Ask the agency."),
        plain(f"Looked at are columns {looked_at} at an agency, other than those of agency and consent."),
        table("Columns that hold one answer only", ["Column", "Agencies", "Results that need it"], rows),
    )


def constant_columns(found: Received) -> dict[str, list[str]]:
    """Each column that holds one answer at some agency, and those agencies; the most agencies first."""
    same = found.fields[found.fields["is_constant"] & ~found.fields["field"].isin(BY_DESIGN)]
    columns = {header: list(rows["agency"]) for header, rows in same.groupby("field", sort=False)}
    return dict(sorted(columns.items(), key=lambda item: -len(item[1])))


def effects(assessment: Assessment) -> Html:
    """What each gap does to which result."""
    found = received(assessment)
    if found is None or not found.is_enough:
        return without(assessment, found, "it is not said which results a gap touches")
    rows = [[item.needed.feeds, item.needed.label, said_of_gap(found, item), _effect(item)] for item in gaps_of(found)]
    if not found.is_all_used:
        refused, without_consent = (few(found.total[name]) for name in ("rows_refused", "rows_without_consent"))
        said = f"{refused} rows refused, {without_consent} without consent"
        rows.insert(0, ["All results", "Whole rows", said, "People of whom no other row was used are missing."])
    if not rows:
        return Html.of(plain("No gap in the records touches a result by more than about one answer in a hundred."))
    return Html.of(
        plain("These are the results that gaps in the records touch. Nothing was estimated to fill a gap."),
        table(
            "What a gap does to which result",
            ["Result", "Answer that lacks", "How much", "What becomes of the person or the form"],
            rows,
        ),
        plain(
            "Every other result lacks about one in a hundred of the answers it needs, or fewer. A blank that may be right is no gap."
        ),
    )


def gaps_of(found: Received) -> list[Filled]:
    """The answers that lack at some agency, are not collected there, or are the same everywhere; the least complete first."""
    answers = [filled(found, item) for item in NEEDED if not item.blank_where]
    touched = [item for item in answers if item.is_lacking or item.not_collected_at or item.is_constant]
    return sorted(touched, key=lambda item: (item.share, not item.is_constant))


def said_of_gap(found: Received, item: Filled) -> str:
    """How much of an answer lacks, and where."""
    said = [f"{item.percent} can be used"] if item.is_lacking else []
    said += [f"{NOT_COLLECTED} at {found.named(item.not_collected_at)}"] if item.not_collected_at else []
    said += [f"one and the same answer at {found.named(item.constant_at)}"] if item.is_constant else []
    return "; ".join(said)


def _effect(item: Filled) -> str:
    return ONE_GROUP if item.is_constant and item.share >= LITTLE else item.needed.effect


def _matrix(found: Received, caption: str, answers: list[Filled]):
    """The answers that lack somewhere as a table, and those that surely lack nowhere by name."""
    complete = [item.needed.label for item in answers if item.is_complete]
    rows = [
        [
            item.needed.label,
            *_shares(found, item),
            Number(found.summed(item.counts["wanted"])),
            _what_lacks(found, item),
        ]
        for item in answers
        if not item.is_complete
    ]
    headers = ["Answer", *_places(found), "Answers wanted", "What lacks"]
    return [
        table(f"{caption}: share that can be used", headers, rows) if rows else None,
        plain("These are complete at every agency:") if complete else None,
        element("ul", [element("li", label) for label in complete]) if complete else None,
    ]


def _what_lacks(found: Received, item: Filled) -> str:
    """What is known of the answers that cannot be used; a blank that belongs to another answer may be right."""
    names = [name for name in LACKING if any(item.counts[name]) and not (item.needed.out_of and name == "blank")]
    said = [f"{name.replace('_', ' ')}: {found.summed(item.counts[name])}" for name in names]
    said += [f"{NOT_COLLECTED} at {found.named(item.not_collected_at)}"] if item.not_collected_at else []
    return capital("; ".join(said) or ("not known" if any(item.counts["wanted"]) else "nothing"))


def _places(found: Received) -> list[str]:
    return ["All agencies together", *found.agencies]


def _shares(found: Received, item: Filled) -> list:
    """The share at all agencies with its bar, and at each."""
    return [item.drawn, *(Number(filled(found, item.needed, agency).percent) for agency in found.agencies)]
