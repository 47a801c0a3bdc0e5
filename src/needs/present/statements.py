"""What a partnership's own document says in words, in the section of ours that it belongs to, with its place there."""

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.html import element

BESIDES = "What else is known"
ABOUT = {  # what each kind of statement is about, in the caption of its table
    "purpose": "its purpose", "decision": "what is asked of members", "background": "the background",
    "performance": "performance", "comparison": "other councils", "users": "who uses services", "market": "the drug market",
    "unmet_need": "who is not reached", "services": "services", "criminal_justice": "the Drug Interventions Programme",
    "young_people": "young people", "risks": "risks", "rationale": "why", "options": "other options",
    "consultation": "consultation", "finance": "money", "law": "law", "equality": "equality", "aims": "aims and values",
    "governance": "who governs it", "national": "national policy", "themes": "themes across services",
    "background_papers": "background papers", "contact": "whom to ask",
}  # fmt: skip


def of(assessment: Assessment, section: str) -> list:
    """The statements of a section, as rows; none where the partnership's document is of another time."""
    own = assessment.of_plan("statements")
    return list(own[own["section"] == section].itertuples())


def printed(assessment: Assessment, *sections: str) -> list[Markup]:
    """For each of these sections of which the document says something: its places, words, and what else is known of them."""
    found = []
    for section in sections:
        entries = [(element("dt", row.place), element("dd", _words(row))) for row in of(assessment, section)]
        if entries:
            lead = f"What {assessment.area.name}'s document says on {ABOUT[section]}"
            found.append(element("p", element("strong", lead)))
            found.append(element("dl", entries, class_="glossary words"))
    return found


def _words(row) -> list:
    """A statement, and our remark below it."""
    return [row.text, *([element("div", element("em", f"{BESIDES}: {row.remark}"))] if row.remark else [])]
