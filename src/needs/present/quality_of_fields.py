"""What a partnership's extracts leave blank, columns that hold one answer only, and what that does to which result."""

from needs.present.assessment import Assessment
from needs.present.completeness import NOT_COLLECTED, Filled, at_agency, overall, worst_first
from needs.present.html import Html, element
from needs.present.needed_answers import NEEDED
from needs.present.phrases import capital
from needs.present.quality_of_files import not_used
from needs.present.received import HIDDEN, Received, meaning, received, without
from needs.present.sections import heading, plain
from needs.present.tables import Number, table

BY_DESIGN = ("AGNCY", "CONSENT")  # one agency a file, and only rows with consent are counted
ONE_GROUP = "Everybody is in one group, so groups cannot be told apart."
LITTLE = 0.99  # share of usable answers from which the rest is left unsaid


def completeness(assessment: Assessment) -> Html:
    """Of each answer that results need, how many can be used at each agency, the least complete first."""
    found = received(assessment)
    if found is None or not found.is_usable:
        return without(assessment, found, "there is no answer to count")
    return Html.of(
        plain(
            "Blank is an empty cell. Not answered is NA: somebody was asked and gave no answer. Not collected is a column that "
            "the agency does not have. Refused broke a rule."
        ),
        plain(
            f"Counted are {found.rows} with consent, refused rows among them, and not people. A bar shows the share that can be used."
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
        _may_be_blank(found),
    )


def constants(assessment: Assessment) -> Html:
    """The columns in which every row of an agency has one and the same answer."""
    found = received(assessment)
    if found is None or not found.is_usable:
        return without(assessment, found, "there is no column to look at")
    columns = constant_columns(found)
    if not columns:
        return Html.of(plain(f"No column of these {found.records} holds one answer only."))
    needed = {header: item.feeds for item in NEEDED for header in item.headers}
    rows = [
        [meaning(header), capital(found.named(agencies)), needed.get(header, "none")]
        for header, agencies in columns.items()
    ]
    return Html.of(
        plain("One answer in every row may be true, or may be what a program fills in by itself. Ask the agency."),
        plain("Agency and consent are left out: a file is of one agency, and only rows with consent are counted."),
        table(
            found.captioned("Columns that hold one answer only"), ["Column", "Agencies", "Results that need it"], rows
        ),
    )


def constant_columns(found: Received) -> dict[str, list[str]]:
    """Each column that holds one answer at some agency, and those agencies; the most agencies first."""
    same = found.fields[found.fields["is_constant"] & ~found.fields["field"].isin(BY_DESIGN)]
    same = same[same["answered"] >= found.fewest_rows]
    columns = {header: list(rows["agency"]) for header, rows in same.groupby("field", sort=False)}
    return dict(sorted(columns.items(), key=lambda item: -len(item[1])))


def effects(assessment: Assessment) -> Html:
    """What each gap does to which result."""
    found = received(assessment)
    if found is None or not found.is_usable:
        return without(assessment, found, "there is no result that a gap could touch")
    gaps = gaps_of(found)
    lost = [
        "All results",
        "Whole rows",
        f"{not_used(found)} rows were not used",
        "People of whom no other row was used are missing.",
    ]
    rows = [[item.needed.feeds, item.needed.label, said_of_gap(found, item), _effect(item)] for item in gaps]
    return Html.of(
        plain(f"These are the results that gaps in the {found.records} touch. Nothing was estimated to fill a gap."),
        table(
            found.captioned("What a gap does to which result"),
            ["Result", "Answer that lacks", "How much", "What becomes of the person or the form"],
            ([lost] if found.not_used else []) + rows,
        ),
        plain(
            "Every other result lacks fewer than one in a hundred of the answers it needs. A blank that may be right is no gap."
        ),
    )


def gaps_of(found: Received) -> list[Filled]:
    """The answers that lack at some agency, are not collected there, or are the same everywhere; the least complete first."""
    filled = [overall(found, item) for item in NEEDED if not item.blank_where]
    touched = [item for item in filled if item.share < LITTLE or item.not_collected_at or _is_constant(item)]
    return sorted(touched, key=lambda item: (item.share, not _is_constant(item)))


def said_of_gap(found: Received, item: Filled) -> str:
    """How much of an answer lacks, and where."""
    said = [f"{item.percent} can be used"] if item.wanted and item.share < LITTLE else []
    said += [f"{NOT_COLLECTED} at {found.named(item.not_collected_at)}"] if item.not_collected_at else []
    said += [f"one and the same answer at {found.named(item.constant_at)}"] if _is_constant(item) else []
    return "; ".join(said)


def _effect(item: Filled) -> str:
    return ONE_GROUP if _is_constant(item) and item.share >= LITTLE else item.needed.effect


def _is_constant(item: Filled) -> bool:
    """Whether every agency that collects the answer has only one: then nothing can be told apart by it."""
    return bool(item.constant_at) and len(item.constant_at) + len(item.not_collected_at) == len(item.agencies)


def _matrix(found: Received, caption: str, answers: list[Filled]):
    """The answers that lack somewhere as a table, and the others by name."""
    headers = ["Answer", *_places(found), "Answers wanted, nearest 10", "Blank", "Not answered", "Refused"]
    lacking = [item for item in answers if item.lacking or item.not_collected_at]
    rows = [
        [
            item.needed.label,
            *_shares(found, item),
            Number(_nearest_ten(found, item)),
            *(Number(_count(found, item, count)) for count in (item.blank, item.not_answered, item.refused)),
        ]
        for item in lacking
    ]
    return [
        table(found.captioned(f"{caption}: share that can be used"), headers, rows) if rows else None,
        _complete(found, [item for item in answers if item not in lacking]),
    ]


def _nearest_ten(found: Received, item: Filled) -> str:
    """How many answers were wanted, too roughly for a small count beside it to be worked out."""
    return f"fewer than {found.fewest_rows}" if item.is_of_few_rows else f"{round(item.wanted / 10) * 10:,}"


def _count(found: Received, item: Filled, count: int) -> str:
    return HIDDEN if item.is_of_few_rows else found.few(count)


def _complete(found: Received, answers: list[Filled]):
    if not answers:
        return None
    names = [element("li", item.needed.label) for item in answers]
    return [plain(f"These are complete at every agency ({found.records}):"), element("ul", names)]


def _may_be_blank(found: Received):
    headers = ["Date", "A blank is right where", "A blank is", *_places(found)]
    rows = [
        [item.needed.label, item.needed.blank_where, item.needed.effect.rstrip(".").lower(), *_shares(found, item)]
        for item in worst_first(found, blank_where=True)
    ]
    return table(found.captioned("Dates that may rightly be blank: share filled in"), headers, rows)


def _places(found: Received) -> list[str]:
    return ["All agencies together", *found.agencies]


def _shares(found: Received, item: Filled) -> list:
    """The share at all agencies with its bar, and at each."""
    return [item.drawn, *(Number(at_agency(found, item.needed, agency).percent) for agency in found.agencies)]
