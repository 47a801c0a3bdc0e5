"""Nothing vanishes, nothing is denied: what a reader lets in stands in a document, or in the list of what is not used."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from outline import page
from reading import row_words, words
from small_paper import DOCUMENT, assessed, figure, part

from needs.code_lists import downloads
from needs.folders import Folders
from needs.ingest.plans import SECTIONS
from needs.measure import plans
from needs.measure.results import GIVEN, STATUSES
from needs.present import at_hand
from needs.present.figures import SUBJECTS
from needs.present.sections import gaps, geography, justice, people
from needs.present.sections.plan import plan_of

DOCUMENTS = ("needs_assessment", "performance", "young_people")
QUARTER = "2008-09 Q1"
YEAR = {"period": ("2007-04-01", "2008-03-31"), "window": "financial_year"}
OURS = pd.read_csv(Folders.here().published / "measures.csv", dtype="str", keep_default_na=False)
KNOWN = downloads.table("measures")
TITLES = pd.concat([OURS, KNOWN]).drop_duplicates("measure")
UNITS = {"percent": 43.7, "weeks": 43.7, "score": 43.7}  # of others a whole number that nothing else on a page is
VIEWIT = downloads.table("viewit_measures")
GROUPED = ("sex", "age", "drug_group")  # by which exports of ViewIt give every measure too
RETURNS = "local-returns"
SHOWN_BY_GROUP = ("exits", "first_waits", "later_waits", "waits_all")  # whose groups stand in sections
RETURNED_TOPICS = ("need", "who", "waiting", "outcomes", "alcohol", "harm", "criminal justice", "young people", "money", "workforce")  # fmt: skip


def planted(measure, unit="people", source="viewit:all.csv", **given):
    return figure(measure, UNITS.get(unit, 7913), unit=unit, source=source, **YEAR) | given


def drawn(*figures, **tables):
    tables = {"measures": TITLES.to_dict("records")} | tables
    return assessed(*figures, quarter=QUARTER, **tables)


def text_of(html):
    return words(BeautifulSoup(html, "html.parser"))


def not_used(html):
    """The rows of the list of what is read and not used: measure, number of figures and reason."""
    soup = BeautifulSoup(html, "html.parser")
    tables = [each for each in soup.select("table") if words(each.caption).startswith("Read, and not used here")]
    return [row_words(row).split(" | ")[1:] for each in tables for row in each.select("tbody tr")]


def untold(assessment, rows):
    """The measures of which neither the figure stands on a page nor the measure, with a reason, in the list."""
    pages = {document: page(document, assessment) for document in DOCUMENTS}
    text, listed = " ".join(text_of(html) for html in pages.values()), not_used(pages["needs_assessment"])
    missing = [row for row in rows if not re.search(rf"(?<![\d.,]){row['value']:,}(?![\d.]\d)", text)]
    titles = [line[0].casefold() for line in listed if line[2]]
    return [
        row["indicator"] for row in missing
        if not any(title.startswith(assessment.title(row["indicator"]).casefold()) for title in titles)
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["viewit:all.csv", "sheet:x.csv", "statistics", "paper", RETURNS])
def test_a_figure_of_any_measure_stands_in_a_document_or_in_the_list(source):
    rows = [
        planted(measure, unit, source, value=round(10.1 + place / 5, 1) if unit == "percent" else 7001 + place)
        for place, (measure, unit) in enumerate(zip(TITLES["measure"], TITLES["unit"], strict=True))
    ]

    assert untold(drawn(*rows), rows) == []


@pytest.mark.parametrize(("measure", "unit"), [tuple(row[1:3]) for row in downloads.table("fingertips_measures").itertuples(index=False)])  # fmt: skip
def test_a_figure_of_fingertips_stands_with_its_count_and_its_denominator(measure, unit):
    count, denominator = downloads.counts_of(measure)
    share = planted(measure, unit, "fingertips:x.csv", value=43.7)
    rows = [
        share,
        planted(count, source="fingertips:x.csv"),
        planted(denominator, source="fingertips:x.csv", value=8123),
    ]
    assessment = drawn(*rows)

    assert untold(assessment, rows) == []


@pytest.mark.parametrize(
    ("measure", "breakdown"), sorted(set(zip(VIEWIT["measure"], VIEWIT["breakdown"], strict=True)))
)
def test_each_breakdown_of_viewit_stands_in_a_document_or_in_the_list(measure, breakdown):
    groups = VIEWIT.loc[(VIEWIT["measure"] == measure) & (VIEWIT["breakdown"] == breakdown), "group"].drop_duplicates()
    rows = [
        planted(measure, group=group, breakdown=name, value=4001 + place)
        for name in (breakdown, *(f"{each} and {breakdown}" for each in GROUPED if breakdown != "all"))
        for place, group in enumerate(groups)
    ]
    rows += [planted(measure, group="female", breakdown=name, value=4900) for name in GROUPED]
    listed = not_used(page("needs_assessment", drawn(*rows)))
    title = drawn().title(measure)
    told = " ".join(line[0] for line in listed if line[0].startswith(title))

    for name in {breakdown} - {"all"}:
        said = name.replace("_", " ").replace(" and ", " with ").removeprefix("former ")
        assert said in told or measure in SHOWN_BY_GROUP


@pytest.mark.parametrize("status", [status for status in STATUSES if status not in GIVEN])
@pytest.mark.parametrize("source", ["viewit:all.csv", RETURNS, "statistics"])
def test_a_figure_without_a_number_is_listed_with_its_reason_or_stands_as_its_sign(status, source):
    row = planted("children_living_with_people_in_treatment", source=source, status=status, value=None)
    html = page("needs_assessment", drawn(row))
    listed = [line for line in not_used(html) if line[0].startswith("Children living with adults in treatment")]

    assert listed == [] or listed[0][2] == STATUSES[status]
    assert listed or re.search(r"Children living with adults in treatment \[c\]", text_of(html))


@pytest.mark.parametrize("topic", RETURNED_TOPICS)
@pytest.mark.parametrize("group", ["all", "Ashford"])
def test_a_measure_of_ones_own_stands_in_the_section_of_its_topic(topic, group):
    measures = [
        *TITLES.to_dict("records"),
        {"measure": "kits", "topic": topic, "title": "Kits given out", "unit": "kits"},
    ]
    row = planted("kits", "kits", RETURNS, group=group, breakdown="all" if group == "all" else "district")
    html = page("needs_assessment", drawn(row, measures=measures))
    label = "Kits given out" if group == "all" else "Kits given out: Ashford"

    assert re.search(rf"{label} 7,913", text_of(html))
    assert SUBJECTS[topic].lower() in text_of(html)
    assert not [line for line in not_used(html) if line[0].startswith("Kits given out")]


def test_a_target_without_a_figure_is_listed_and_one_with_it_is_shown():
    target = planted("syringes_distributed", source=RETURNS, kind="target", value=9876)
    alone = page("needs_assessment", drawn(target))
    beside = page("needs_assessment", drawn(target, planted("syringes_distributed", source=RETURNS)))

    assert "No target was found" not in text_of(alone)
    assert ["Syringes given out", "1", "a target, and no figure that it can judge is at hand"] in not_used(alone)
    assert "9,876" in text_of(beside)


def test_a_group_of_a_shown_measure_that_no_section_shows_is_listed_and_what_is_shown_is_not():
    html = page(
        "needs_assessment",
        drawn(planted("in_treatment"), planted("in_treatment", group="yes", breakdown="left_handed")),
    )

    assert [line for line in not_used(html) if line[0].startswith("People in treatment:")] == [
        ["People in treatment: by left handed", "1", "no section of this document shows it"]
    ]


def test_the_list_goes_by_source_and_counts_every_figure_of_a_measure_once():
    rows = [planted("interventions", source=f"viewit:{name}.csv", group=group, breakdown=breakdown)
            for name in "ba" for breakdown, group in [("all", "all"), ("setting", "prison"), ("setting", "community")]]  # fmt: skip
    rows += [planted("religion_known", source="viewit:a.csv")]
    listed = BeautifulSoup(page("needs_assessment", drawn(*rows)), "html.parser")
    table = next(each for each in listed.select("table") if words(each.caption).startswith("Read, and not used"))
    lines = [row_words(row).split(" | ")[:3] for row in table.select("tbody tr")]

    assert [line for line in lines if line[1].startswith("Adults receiving")] == [
        ["viewit:a.csv", "Adults receiving an intervention in the year: by setting", "2"],
        ["viewit:b.csv", "Adults receiving an intervention in the year: by setting", "2"],
    ]
    assert lines == sorted(lines)


LOCAL = {
    "services": ("needs_assessment", {"service": "Harbour House", "kind": "clinic", "district": "Ashford"}),
    "sources": ("needs_assessment", {}),
}
BLOCKS = {
    "decision": "performance", "background": "performance", "equality": "performance", "finance": "performance",
    "contact": "performance", "voices": "needs_assessment", "voices_method": "needs_assessment",
    "local_knowledge": "needs_assessment", "options": "needs_assessment",
    **{f"not_reached_{who}": "needs_assessment" for who in ("prison", "under_25", "not_ready", "communities")},
}  # fmt: skip


@pytest.mark.parametrize(("block", "document"), BLOCKS.items())
def test_each_text_that_a_partnership_writes_stands_in_its_document(block, document):
    texts = [("dudley", "", block, "A sentence about lighthouses."), ("dudley", "", "voices", "People said so.")]
    html = page(document, drawn(authored=texts if block != "voices" else texts[:1]))

    assert "A sentence about lighthouses." in text_of(html)


def test_services_districts_and_own_sources_stand_in_the_needs_assessment():
    service = {"partnership": "dudley", "service": "Harbour House", "kind": "clinic", "district": "Ashford"}
    district = {"partnership": "dudley", "district": "E07000105", "name": "Ashford Vale", "shape": ""}
    living = [part("people_in_treatment_by_group", "district", group, 60, 100) for group in ("E07000105", "E07000106")]
    text = text_of(
        page("needs_assessment", drawn(figure("in_treatment", 9), *living, services=[service], districts=[district]))
    )

    assert "Harbour House" in text
    assert "Ashford Vale" in text
    assert DOCUMENT["title"] in text


PLAN = {
    "objectives": {"objective": "O1", "heading": "Lighthouses", "text": "Lighthouses"},
    "indicators": {"indicator": "I1", "kind": "local", "title": "Lighthouses", "relevance": "high"},
    "priorities": {"priority": "P1", "heading": "Lighthouses", "text": "Lighthouses"},
    "actions": {"action": "A1", "heading": "Lighthouses", "text": "Lighthouses", "status": "not recorded"},
    "funding": {"item": "F1", "text": "Lighthouses", "financial_year": "2008-09"},
    "workforce": {"item": "W1", "text": "Lighthouses"},
    "consultations": {"consultation": "C1", "name": "Lighthouses", "who": "Users", "answer": "Yes"},
}
PLAN_DOCUMENT = {"source": "paper", "plan_start": "2008-04-01", "plan_end": "2009-03-31", "covers": "adults"}


def planned(**tables):
    """The pages of a partnership whose plan has these rows."""
    held = {
        name: [{"partnership": "dudley", "plan_year": "2008-09", "place": "page 1", **row} for row in rows]
        for name, rows in ({"documents": [PLAN_DOCUMENT]} | tables).items()
    }
    known = {
        f"plan_{name}": held[name] for name in ("documents", "statements", "consultations", "funding") if name in held
    }
    assessment = drawn(figure("top_reviews_percent", 55), **known)
    frames = {
        name: pd.DataFrame(held.get(name, []), columns=["partnership", "plan_year", *columns], dtype="str").fillna("")
        for name, columns in plans.COLUMNS.items()
    }
    plan = plan_of(assessment, plans.Plans(**frames), 5.0)
    treatment = page("treatment_plan", assessment, plan=plan)
    return " ".join([text_of(treatment), *(text_of(page(name, assessment)) for name in DOCUMENTS)])


@pytest.mark.parametrize("table", PLAN)
def test_each_table_of_a_plan_reaches_a_document(table):
    assert "Lighthouses" in planned(**{table: [PLAN[table]]})


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_that_a_statement_may_stand_in_is_in_a_document(section):
    statement = {"statement": "S1", "section": section, "text": "Lighthouses shine."}

    assert "Lighthouses shine." in planned(statements=[statement], objectives=[PLAN["objectives"]])


def _denial(what):
    return re.escape(f"No figure on {what} was found")


def _of_subject(subject):
    """A figure for each way in which a subject is known."""
    rows = [planted(known_as(name)) for name in subject.names]
    rows += [planted("in_treatment", group="some", breakdown=name) for name in subject.breakdowns]
    return rows + [planted("own", source=RETURNS) for _ in subject.topics[:1]]


def known_as(name):
    """A measure that has a name in it."""
    every = [*TITLES["measure"], *at_hand_measures()]
    return next((measure for measure in every if name in measure), name)


def at_hand_measures():
    from needs.measure.indicators import BY_NAME

    return list(BY_NAME)


PRINTED = {"source": "paper", "place": "page 1"}
DENIED = [
    *((_denial(what), subject, row) for what, subject in at_hand.SUBJECTS.items() for row in _of_subject(subject)),
    *((f"nothing was found on:[^.]*{re.escape(what)}", subject, row) for what, subject in gaps.WANTED.items() for row in _of_subject(subject)),
    (geography.NO_DISTRICT, at_hand.BY_DISTRICT, planted("in_treatment", group="some", breakdown="district")),
    *((justice.NO_RETURNS, at_hand.RETURNED, planted(name)) for name in ("dip_tested", "drr_ended")),
    (justice.NO_RETURN_ON.format(what=justice.OF_PROGRAMME), at_hand.PROGRAMME, planted("dip_assessed")),
    (people.NOT_ASKED, people.NOT_ALWAYS_ASKED, planted("new_presentations", group="some", breakdown="religion")),
    ("No estimate of need for Dudley was found", at_hand.OPIATES, planted("opiate_crack_users_per_1000")),
]  # fmt: skip


BESIDE = {  # what must be at hand for a sentence to be said at all
    justice.NO_RETURN_ON.format(what=justice.OF_PROGRAMME): [
        figure("drr_completions", 41, unit="people", source="statistics")
    ],
    people.NOT_ASKED: [part("people_in_treatment_by_group", "sex", sex, 60, 100) for sex in ("female", "male")],
}
FIRST = {
    each[0]: each for each in DENIED if each[2]["source"] != RETURNS
}.values()  # of each sentence one figure, as a document prints it


@pytest.mark.parametrize(("sentence", "subject", "row"), [*DENIED, *((*each[:2], each[2] | PRINTED) for each in FIRST)])
def test_no_page_denies_what_is_on_file(sentence, subject, row):
    topic = next(iter(subject.topics), "") if row["indicator"] == "own" else "other"
    measures = [*TITLES.to_dict("records"), {"measure": "own", "topic": topic, "title": "Own"}]
    assessment = drawn(row, *BESIDE.get(sentence, ()), measures=measures)

    for document in DOCUMENTS:
        assert not re.search(sentence, text_of(page(document, assessment))), document


def test_the_denials_are_sentences_that_pages_do_say():
    """Else nothing would be proved by their absence."""
    bare, *others = drawn(planted("class_a_drug_use_cost", "GBP")), *(drawn(*figures) for figures in BESIDE.values())
    bare.known.drop(bare.known.index[bare.known["indicator"] == "in_treatment"], inplace=True)
    texts = [text_of(page(document, each)) for each in (bare, *others) for document in DOCUMENTS]

    assert {sentence for sentence, *_ in DENIED if not any(re.search(sentence, text) for text in texts)} == set()
