"""The first and the last pages of a document: its head, what is missing, evidence, disclosure, glossary."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from needs.areas import area_of
from needs.measure.indicators import BY_NAME
from needs.measure.results import GIVEN, OF_RECORDS
from needs.present.assessment import Assessment
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.html import Html, element, joined, table
from needs.present.kit.section import chapter, cited, heading, plain, printed, sources_of
from needs.present.numbers import SHORTHAND_EXPLAINED, capital
from needs.present.sections.gaps import what_this_tells_us
from needs.quarter import Quarter

if TYPE_CHECKING:
    from needs.present.assessment import Assessment

STATUS = "Draft written from data; nobody has signed it off"
PUBLISHED, EXTRACTS = "Published figures", "Counted from NDTMS extracts"
BADGES = {False: PUBLISHED, True: EXTRACTS}  # by whether records were counted
NO_DECISION = "No decision is asked for. The partnership may add one before the document goes to a committee."


def masthead(title: str, kinds: str | Iterable[str], rows: Mapping[str, str | Markup], band: str = "") -> Markup:
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


def see_also(assessment: "Assessment", document: str) -> dict[str, Markup]:
    """Where the pair of a document is, at the quarter that a source document speaks of; nothing where there is no pair.

    A real place leads to the invented one that was made after it, and that one back.
    """
    own, areas = assessment.area, assessment.safe.areas
    if own.made_after:
        other, words = own.made_after, f"what {area_of(own.made_after, areas).name} printed"
    else:
        found = areas.loc[(areas["made_after"] == own.partnership) & (own.partnership != ""), "partnership"]
        other, words = next(iter(found), ""), "the same, counted from invented records"
    if not other or not assessment.has_printed_figures or assessment.safe.band:  # those of true counts lie elsewhere
        return {}
    quarter = str(assessment.quarter).lower().replace(" ", "-")
    return {"See also": element("a", words, href=f"../../{other}/{quarter}/{document}.html")}


def of_quarter(quarter: Quarter, figures: str) -> dict[str, str]:
    """The facts that every document of a quarter gives: the quarter with its months, the status, what the figures are."""
    return {"Quarter": f"{quarter} ({quarter.months})", "Status": STATUS, "Figures": figures}


OTHER_TOPICS = {
    "young people": "Young people",
    "money": "Money",
    "workforce": "Staff and service users",
    "other": "Other figures",
}
WANTED = {
    "an estimate of how many people use opiates or crack": ("opiate_crack_users",),
    "an estimate of how many adults are dependent on alcohol": ("alcohol_dependent_adults",),
    "the number of people in treatment": ("in_treatment",),
    "waiting times": ("first_waits", "average_wait_weeks", "waiting_for_treatment"),
    "how people leave treatment": (
        "exits",
        "planned_exit_percent",
        "successful_exit_percent",
        "treatment_system_exits_percent",
    ),
    "results of the Treatment Outcomes Profile": (
        "top_reviews_percent",
        "top_starts_percent",
        "top_discharges_percent",
    ),
    "young people in treatment": (
        "young_people_in_treatment",
        "young_people_in_early_intervention_or_treatment",
        "young_people_planned_exit_percent",
    ),
    "needle exchange": ("syringes_distributed",),
    "hepatitis C": ("hepatitis_c_infected", "hepatitis_c_offered_percent"),
    "alcohol-related hospital admissions": ("alcohol_related_admission_rate",),
    "criminal justice: Drug Interventions Programme and Drug Rehabilitation Requirement": (
        "key_diagnostic_indicators_met",
        "dip_kpi_1_percent",
        "drr_completion_percent",
    ),
    "the population by ethnic group at the time": ("population_share_percent",),
    "money spent": ("pooled_budget", "budget_gross_expenditure"),
}
METHODS = (
    ("Proportions", "Wilson's score interval, 95%, without continuity correction."),
    ("Counts and rates", "Exact Poisson limits below ten events, Byar's approximation from ten, 95%."),
    (
        "Published figures",
        "Keep the limits they were published with, or say that none were published.",
    ),
    (
        "Unmet need",
        "1 - treated / needed. The limits of the estimate of need replace it in turn; the number treated is taken as exact.",
    ),
    (
        "Matching",
        "People treated and people in need are compared only if population, ages and period are the same on both sides. "
        "Otherwise the comparison is refused and the reason is given.",
    ),
    ("Limits in people", "For opiates and crack, 2011-12: the published limits of the rate times its population."),
    (
        "Against others",
        "Better, worse, higher or lower if the area's own 95% interval excludes the value of the country (or the other comparator); similar if it does not. "
        "Beyond the 99.8% interval the difference is called very unlikely to be chance; short of it, it may be one. The "
        "comparator includes the area. No verdict for fewer than 10 people (or left over, of counts rounded to 5), or for rates of low reliability.",
    ),
    ("Against a target", "Met or missed by the figures as printed. No verdict if direction or target is not known."),
    ("Rounding", "Once, half away from zero, when a figure is written. Differences are those of the figures shown."),
    (
        "Counts rounded to 5",
        "NDTMS rounds local counts to the nearest 5, each on its own, and so do we with counts from records. A verdict stands "
        "only if it would wherever the true counts may lie. Otherwise it is too close to call.",
    ),
)


COUNTED_SAFELY = (
    "Counts from records are rounded to the nearest five. A count of one to seven people is hidden, and so is a share that leaves "
    "one to seven people over. Hidden is shown as [c], never as nought.",
    "Shares, intervals, differences and verdicts come from the rounded counts, so any sum can be done again. Nothing is given in "
    "percent of fewer than fifty, and no average of fewer than twenty-five.",
    "Totals may differ from the sum of their parts. Rounding can move a share of fifty people by up to eight percentage points. "
    "It moves a share of a hundred by up to four, and one of five hundred by up to one.",
)
COUNTED_TRULY = (
    "Counts from records are true counts here, and small ones are among them. Anyone who knows the area may recognise a person.",
    "The public edition of this document hides small counts and rounds the others.",
)


def closing(assessment: Assessment) -> Html:
    """What else is printed, what all of it tells us, what is missing, and the appendices, each with its own heading."""
    return cited(
        assessment,
        _also_printed(assessment),
        chapter("What this tells us", "Which gaps concern most people?", what_this_tells_us(assessment)),
        element("h2", "What is missing"),
        _missing(assessment),
        appendices(assessment),
    )


def _also_printed(assessment: Assessment):
    tables = {
        title: printed(assessment, topic, f"What the partnership's document prints: {title.lower()}")
        for topic, title in OTHER_TOPICS.items()
    }
    found = [(heading(title), shown) for title, shown in tables.items() if shown is not None]
    return (element("h2", "Young people, money and staff"), *found) if found else None


def _missing(assessment: Assessment):
    """Each thing a needs assessment wants of which nothing was found, and that nothing stands in for it."""
    own = assessment.known[assessment.known["area_code"] == assessment.area.code]
    held = {*own.loc[own["status"].isin(GIVEN), "indicator"], *(fact.indicator for fact in assessment.printed_facts())}
    missing = [what for what, measures in WANTED.items() if not held & set(measures)]
    if not missing:
        return plain(f"Of {assessment.area.name} something was found on everything that a needs assessment asks for.")
    return [
        plain(f"For {assessment.area.name} up to {assessment.quarter} nothing was found on:"),
        element("ul", [element("li", item) for item in missing]),
        plain("Nothing was estimated to fill a gap. A local figure can be added from the partnership's own files."),
    ]


def appendices(assessment: Assessment, document: str = "needs-assessment") -> list:
    """Evidence, methods and definitions, disclosure and glossary; the figures are saved under the document's name."""
    return [
        element("h2", "Evidence", class_="appendix"),
        lambda: evidence(assessment, document),  # of what was shown before it
        element("h2", "Methods and definitions", class_="appendix"),
        lambda: _methods(assessment),
        element("h2", "Disclosure", class_="appendix"),
        _disclosure(assessment),
        element("h2", "Glossary and shorthand", class_="appendix"),
        _glossary(),
    ]


def _methods(assessment: Assessment):
    used = dict.fromkeys(fact.indicator for fact in assessment.cited.values())
    catalogue = [BY_NAME[name] for name in used if name in BY_NAME]
    counted = {fact.indicator: fact.definition for fact in assessment.cited.values() if fact.source in OF_RECORDS}
    rows = [
        [
            item.title,
            counted.get(item.name, item.definition),
            item.polarity.capitalize(),
            item.why,
            _source(assessment, item),
        ]
        for item in catalogue
    ]
    headers = ["Measure", "Definition", "Direction", "Why it matters", "Source"]
    sources = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]] for row in assessment.sources_used()
    ]
    return [
        table("Methods", ["Step", "Rule"], [list(item) for item in METHODS]),
        _choices(assessment) if assessment.has_records else None,
        heading("Definitions"),
        table("Measures used in this document", headers, rows),
        heading("Sources and attributions"),
        table("Sources", ["Source", "Publisher", "Licence", "Attribution"], sources),
    ]


def _source(assessment: Assessment, item) -> str:
    """Whose definition it is; in an invented country, which has publishers of its own, what its figures come from."""
    if not (assessment.area.is_invented and item.form in ("published", "need")):
        return item.source
    return sources_of(assessment, [fact for fact in assessment.cited.values() if fact.indicator == item.name])


def _choices(assessment: Assessment):
    """What was chosen about counting people, where the choice comes from and how sure that is."""
    rows = assessment.safe.choices_behind_figures[["decides", "value", "source", "confidence"]].to_numpy().tolist()
    headers = ["What is decided", "Chosen", "Source", "How sure"]
    return [
        heading("How people were counted"),
        plain(
            "Where definitions leave something open, needs.toml holds the choice. Change it there and run the results again."
        ),
        table("Choices behind the counted figures", headers, [[capital(row[0]), *row[1:]] for row in rows]),
    ]


def _disclosure(assessment: Assessment):
    own = assessment.known[assessment.known["area_code"] == assessment.area.code]
    if assessment.has_records or (own["reason"] != "").any():
        return [plain(said) for said in (COUNTED_TRULY if assessment.safe.band else COUNTED_SAFELY)]
    return plain(
        "Every figure here had been published before, so no count was hidden for this document. Counts that their publisher "
        "hid or rounded stay hidden or rounded. No record of any person was read."
    )


def _glossary():
    terms = [(element("dt", term), element("dd", meaning)) for term, meaning in GLOSSARY.items()]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")
