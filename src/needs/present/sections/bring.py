"""What is published and not at hand: which figures a document lacks, the public page that has them, and the folder to put them in."""

from dataclasses import dataclass

from markupsafe import Markup

from needs.code_lists import open_files
from needs.code_lists.open_files import OpenFile
from needs.present import at_hand
from needs.present.assessment import Assessment
from needs.present.at_hand import Subject, is_on_file
from needs.present.kit.html import Part, element
from needs.present.kit.section import paragraph, warning
from needs.present.numbers import listed
from needs.present.words import Statement
from needs.quarter import Quarter

IN_THE_OPEN_SINCE = Quarter.parse("2009-10 Q4")  # the first year that ViewIt and indicator 3.5.1 have
NOT_WANTED = ("population",)  # carried for every authority already
ELSEWHERE = "The needs assessment of the quarter says which public files have them and where to put each."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A subject that a document of a year wants: what it is in words, how its figures are known, and whether of that year."""

    what: str
    subject: Subject
    of_the_year: bool = True


WANTED = {
    "need": Wanted(what="how many people use opiates or crack", subject=at_hand.OPIATES, of_the_year=False),
    "who": Wanted(what="who is in treatment", subject=at_hand.TREATED),
    "waiting": Wanted(what="how long people wait", subject=at_hand.WAITING),
    "outcomes": Wanted(what="how people leave treatment", subject=at_hand.LEAVING),
}


def files(assessment: Assessment) -> Part:
    """What no file at hand says of a real place and the year just ended, and which public files may, each with its folder.

    Nothing where treatment is at hand, of an invented place, of one that was not there yet, and before such figures were in
    the open.
    """
    lacking = _lacking(assessment)
    if not lacking:
        return None
    sources = dict.fromkeys(source for topic in lacking for source in open_files.pages_for(topic))
    wanted = [source for source in sources if source.name not in NOT_WANTED]
    name = assessment.area.partnership
    said = Statement(
        f"{_said(assessment, lacking)} Public files may; put each where it belongs and run the report again:", ()
    )
    return warning(
        paragraph(said, lead="Not at hand."),
        element("ul", [_line(source, name) for source in sorted(wanted, key=lambda one: not one.asked)]),
    )


def short(assessment: Assessment) -> Part:
    """What no file at hand says, in a sentence, and which document says where to find it."""
    lacking = _lacking(assessment)
    if not lacking:
        return None
    return warning(paragraph(Statement(f"{_said(assessment, lacking)} {ELSEWHERE}", ()), lead="Not at hand."))


def _lacking(assessment: Assessment) -> list[str]:
    """The topics on which nothing is at hand; none where anything on treatment is."""
    area, quarter = assessment.area, assessment.quarter
    if area.is_invented or assessment.has_records or quarter < IN_THE_OPEN_SINCE:
        return []
    if area.begins and area.begins > quarter.end:  # whose ground it was has what was published
        return []
    ended = assessment.quarter - assessment.quarter.number % 4  # the latest year that had ended
    lacking = [
        topic
        for topic, wanted in WANTED.items()
        if not is_on_file(assessment, wanted.subject, ended.end if wanted.of_the_year else None)
    ]
    return lacking if any(WANTED[topic].of_the_year for topic in lacking) else []


def _said(assessment: Assessment, lacking: list[str]) -> str:
    ended = assessment.quarter - assessment.quarter.number % 4
    what = listed([WANTED[topic].what for topic in lacking])
    return f"No file here says {what}, for {assessment.area.name} and {str(ended).partition(' ')[0]}."


def _line(source: OpenFile, partnership: str) -> Markup:
    """One source: the command that brings it; or the page, the choices there and the folder."""
    if source.asked:
        command = element("code", f"needs fetch --partnership {partnership}")
        return element("li", f"{source.title}: with internet, ", command)
    page = element("a", source.page, href=source.page_address) if source.page_address else source.page
    return element("li", f"{source.title}: ", page, f", choose {source.choose}; into {source.folder}")
