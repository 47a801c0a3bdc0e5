"""The head of a document: its title, its band, and the facts that stand below it."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from needs.areas import area_of, authorities_of
from needs.present.assessment import Assessment
from needs.present.kit.html import element, joined
from needs.present.numbers import listed
from needs.quarter import Quarter

STATUS = "Draft written from data; nobody has signed it off"
PUBLISHED, EXTRACTS = "Published figures", "Counted from NDTMS extracts"
BADGES = {False: PUBLISHED, True: EXTRACTS}  # by whether records were counted
FIGURES = {
    False: "Published figures only; no record of any person was used",
    True: "Counted from the agencies' NDTMS extracts and made safe, beside published figures",
}
NO_DECISION = "No decision is asked for. The partnership may add one before the document goes to a committee."


def masthead_of(title: str, kinds: str | Iterable[str], rows: Mapping[str, str | Markup], band: str = "") -> Markup:
    """The title under a badge for each kind of figures. `rows` are terms and words.

    A band stays in sight on the screen and is on every page when printed: what a document of true counts, or of an
    invented place, must say.
    """
    badges = [(element("span", kind, class_="badge"), " ") for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    pairs = [element("div", element("dt", term), element("dd", words)) for term, words in rows.items()]
    header = element(
        "header",
        element("p", badges, "Draft", class_="status"),
        element("h1", title),
        element("dl", pairs, class_="summary"),
        class_="masthead",
    )
    return joined([element("aside", band, class_="band", aria_label="What this is") if band else None, header])


def see_also(assessment: Assessment, document: str) -> dict[str, Markup]:
    """Where the pair of a document is, at the quarter that a source document speaks of; nothing where there is no pair.

    A real place leads to the invented one that was made after it, and that one back.
    """
    area, areas = assessment.area, assessment.safe.areas
    if area.made_after:
        other, words = area.made_after, f"what {area_of(area.made_after, areas).name} printed"
    else:
        made_after = areas.loc[(areas["made_after"] == area.partnership) & (area.partnership != ""), "partnership"]
        other, words = next(iter(made_after), ""), "the same, counted from invented records"
    if not other or not assessment.has_printed_figures or assessment.safe.band:  # those of true counts lie elsewhere
        return {}
    quarter = str(assessment.quarter).lower().replace(" ", "-")
    return {"See also": element("a", words, href=f"../../{other}/{quarter}/{document}.html")}


SUMS = (
    "Published counts are sums of those of its authorities, where each has one; a person may be in two. Counted from extracts, a "
    "person is one."
)
NO_PEERS = "Similar areas are not defined for a partnership of several authorities."


def of_authorities(assessment: Assessment) -> dict[str, str]:
    """Which authorities a partnership of several is made of, and what its figures are then; nothing of another."""
    members = authorities_of(assessment.area, assessment.safe.areas)
    if not members:
        return {}
    return {
        "Authorities": listed([member.name for member in members]),
        "Sums": SUMS,
        "Compared with": f"{assessment.others}. {'' if assessment.area.neighbours else NO_PEERS}".rstrip(),
    }


def of_quarter(quarter: Quarter, figures: str) -> dict[str, str]:
    """The facts that every document of a quarter gives: the quarter with its months, the status, what the figures are."""
    return {"Quarter": f"{quarter} ({quarter.months})", "Status": STATUS, "Figures": figures}


def figures_in_words(assessment: Assessment) -> str:
    """What the figures of a document are; of true counts that they are."""
    return FIGURES[assessment.has_records].replace(
        "and made safe", "as true counts" if assessment.safe.band else "and made safe"
    )
