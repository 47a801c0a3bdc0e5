"""What a person of the partnership wrote for its paper, marked as such; and the honest sentence where nobody wrote anything."""

import datetime

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.html import element
from needs.present.sections import plain

MARK = "Written by the partnership"
NOT_CALCULATED = "This part was not calculated from data."


def text(assessment: Assessment, block: str) -> str:
    """The text of a block: that of the quarter, else that for every quarter, else nothing."""
    table = getattr(assessment.safe, "authored", None)
    if table is None:
        return ""
    own = table[(table["partnership"] == assessment.area.partnership) & (table["block"] == block)]
    for quarter in (str(assessment.quarter), ""):
        found = own.loc[own["quarter"] == quarter, "text"]
        if len(found):
            return found.iloc[0]
    return ""


def authored(assessment: Assessment, block: str, otherwise: str) -> Markup:
    """A block as a person wrote it, escaped and marked; else the sentence that says there is none, if any is given."""
    written = text(assessment, block)
    if not written:
        return plain(otherwise) if otherwise else Markup("")
    paragraphs = [plain(part) for part in written.split("\n\n")]
    return element(
        "div",
        element("p", element("strong", f"{MARK}{_on(assessment)}."), f" {NOT_CALCULATED}"),
        paragraphs,
        class_="authored",
    )


def _on(assessment: Assessment) -> str:
    written = text(assessment, "written_on")
    if not written:
        return ""
    day = datetime.date.fromisoformat(written)
    return f", {day.day} {day:%B %Y}"
