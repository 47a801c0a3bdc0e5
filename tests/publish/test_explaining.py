"""How every figure of the default documents came about, and that nothing is said of it that the policy at hand hides."""

import re
import shutil

import pytest
import small_partnerships
import small_project
from default_documents import DOCUMENTS
from small_partnerships import FIRST, KEY, MANAGEMENT, QUARTERS
from small_project import SETTINGS

from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.measure import steps
from needs.measure.results import OF_PERSON_YEARS, OF_RECORDS, RETURNS
from needs.measure.safety import OF_MEANS
from needs.mistakes import Mistake
from needs.present.explain import COUNTED, MODELLED, PRINTED, PUBLISHED, WORKED_OUT, explained_from
from needs.publish import explaining

OF_PLACES = [place for place, (notebook, _) in DOCUMENTS.items() if notebook not in ("overview", "methods")]
OUT_OF, COUNTS, FROM_ROWS = (
    "Out of, left after each condition",
    "Counted, left after each condition",
    "From rows to people",
)
WANTED = {
    COUNTED: ("Rule", "Choices", "Files"), PUBLISHED: ("Source",), PRINTED: ("Source",), WORKED_OUT: ("Rule",),
    MODELLED: ("Method", "Data", "Checked by"),
}  # fmt: skip
NUMBER = r"([\d,]+(?:\.\d+)?)"
DIFFERENCE = re.compile(rf"(?<![\d.]){NUMBER} - {NUMBER} = (-?[\d,.]+)$")
SHARE = re.compile(rf"^{NUMBER} / {NUMBER} = (?:about )?(\d+)%$")


def numbers_left(lines):
    """The number that each step begins with, as a step of everybody has it; None where it is hidden, or not given."""
    found = [re.match(r"([\d,]+): ", line) for line in lines]
    return [int(one[1].replace(",", "")) if one else None for one in found]


def as_number(text):
    return float(text.replace(",", ""))


@pytest.fixture(scope="module")
def cited():
    """What each default document cites, once for all tests here."""
    folders, held = Folders.here(), {}

    def of(place):
        if place not in held:
            notebook, given = DOCUMENTS[place]
            held[place] = explaining.cited_by(folders.notebooks / f"{notebook}.ipynb", dict(given), folders)
        return held[place]

    return of


@pytest.mark.parametrize("place", OF_PLACES)
def test_each_row_of_evidence_says_how_it_came_about(place, cited):
    assessment = cited(place)
    for fact in assessment.cited.values():
        found = explained_from(Folders.here().safe, fact, assessment)
        terms = {entry.term for entry in found.trail}

        assert found.kind == kind_wanted(fact, assessment), found
        assert set(WANTED[found.kind]) <= terms, found
        assert str(found).startswith(f"{assessment.number_of(fact)} "), found
        assert found.kind != WORKED_OUT or found.said("Sum") or not fact.is_told, found
        check_sums(found)
        if found.kind == COUNTED and fact.breakdown == "all" and found.said(COUNTS):
            check_steps(found, fact)


def kind_wanted(fact, assessment):
    """By where a figure is from, and by what documents do with it, apart from models."""
    if (
        fact.origin == "modelled"
        or fact.place == "at the year's end"
        or fact.unit in ("odds ratio", "share of pairs", "ratio", "probability")
    ):
        return MODELLED
    is_of_curves = fact.indicator.startswith("left_") and not fact.indicator.endswith("_in_a_quarter_percent")
    if (
        is_of_curves
        or fact.indicator.startswith(
            ("still_in", "back_in", "journeys_followed", "median_weeks", "opiate_crack_users_by_other")
        )
        or fact.indicator.endswith(("_by_deprivation", "_standardised"))
    ):
        return MODELLED
    if fact.parts or fact.sum or (fact.origin != "published" and fact.source not in OF_RECORDS):
        return WORKED_OUT
    if fact.source in OF_RECORDS:
        return COUNTED if fact.area_code == assessment.area.code else WORKED_OUT
    return PRINTED if fact.source == RETURNS or fact.source in assessment.local_documents else PUBLISHED


def check_sums(found):
    """A difference and a share are those of the numbers in the sum."""
    for line in found.said("Sum"):
        if told := DIFFERENCE.search(line):
            high, low, left = map(as_number, told.groups())
            assert high - low == pytest.approx(left), found
        if told := SHARE.match(line):
            of, whole, percent = map(as_number, told.groups())
            assert 100 * of / whole == pytest.approx(percent, abs=0.5), found


def check_steps(found, fact):
    """The last steps are the figure, no step has more than the one before, and all are rounded."""
    out_of, counts = (numbers_left(found.said(term)) for term in (OUT_OF, COUNTS))
    counted = fact.denominator if fact.unit in OF_MEANS else fact.numerator
    assert counts[-1] == (None if counted != counted else counted), found
    if out_of and fact.unit != OF_PERSON_YEARS:
        assert out_of[-1] == (None if fact.denominator != fact.denominator else fact.denominator), found
    told = [number for number in (*out_of, *counts) if number is not None]
    assert told == sorted(told, reverse=True), found
    assert all(number % 5 == 0 for number in told), found


@pytest.fixture(scope="module")
def managed(tmp_path_factory):
    """A small project whose true counts and public figures are both there."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("explained"))
    shutil.rmtree(folders.notebooks)
    shutil.copytree(Folders.here().notebooks, folders.notebooks)
    (folders.root / "needs.toml").write_text(SETTINGS + MANAGEMENT)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        environment.setenv("NEEDS_HOME", str(folders.root))
        small_partnerships.brought_up_to_date(folders)
        yield folders


@pytest.mark.parametrize("policy", ["public", "management"])
def test_under_either_policy_steps_are_those_of_its_own_tables(managed, policy):
    given = {"partnership": FIRST, "quarter": QUARTERS[0], "policy": policy}
    assessment = explaining.cited_by(managed.notebooks / "needs_assessment.ipynb", given, managed)
    held = steps.steps_at(managed.tables(policy), FIRST, assessment.quarter.end)
    told = 0
    for fact in assessment.cited.values():
        found = explained_from(managed.tables(policy), fact, assessment)
        if found.kind != COUNTED or fact.breakdown != "all" or not found.said(COUNTS):
            continue
        own = held[(held["indicator"] == fact.indicator) & (held["window"] == fact.window)]
        if fact.period_end.date() == assessment.quarter.end:
            lines = [*found.said(OUT_OF), *found.said(COUNTS)]
            wanted = [None if number != number else number for number in own["number"]]
            assert numbers_left(lines) == wanted, found
            told += 1
        (rounding,) = found.said("Rounding")
        assert rounding.startswith("None: these are true counts" if policy == "management" else "Counts are hidden"), (
            found
        )
    assert told > 5


def test_rows_are_listed_under_management_alone_and_as_many_count_as_the_figure_says(managed):
    given = {"partnership": FIRST, "quarter": QUARTERS[0]}
    of = {
        policy: explaining.cited_by(managed.notebooks / "needs_assessment.ipynb", given | {"policy": policy}, managed)
        for policy in ("public", "management")
    }
    facts = {
        policy: next(fact for fact in one.cited.values() if fact.indicator == "in_treatment")
        for policy, one in of.items()
    }
    one = {
        policy: explaining.Found(
            explanation=explained_from(managed.tables(policy), facts[policy], of[policy]), fact=facts[policy],
            assessment=of[policy], policy=policy, remarks=(),
        )
        for policy in of
    }  # fmt: skip

    with pytest.raises(Mistake, match="this one is public, and rows of it are not to be had"):
        explaining.rows(one["public"], managed)
    header, *lines = explaining.rows(one["management"], managed)
    assert header == "is_counted,unit,person,agency,episode,what,file,line"
    assert len({line.split(",")[1] for line in lines if line.startswith("True")}) == facts["management"].numerator


@pytest.fixture
def document(managed, monkeypatch, capsys):
    """A document of the small project, its command, and the folder it lies in."""
    code, _, errors = small_project.ended(
        small_project.begun(
            managed.root, "report", "--partnership", FIRST, "--quarter", QUARTERS[0], "--document", "performance"
        )
    )
    assert code == 0, errors
    return managed.reports / FIRST / "2008-09-q1" / "performance.html", small_project.commands(monkeypatch, capsys)


def test_the_command_says_of_both_editions_how_a_figure_came_about(document):
    page, run = document
    review = page.with_suffix(".review.html")
    code, said, errors = run("explain", str(page), "E1")

    assert (code, errors) == (0, [])
    assert said[0].startswith("E1 ") and said[1:3] == ["  How", "    Counted here from records."]
    assert run("explain", str(review), "e1") == (0, said, [])
    assert run("explain", str(page.parent), "E1", "--document", "performance") == (0, said, [])
    for number in ("E0", "E999", "x"):
        code, said, (error,) = run("explain", str(page), number)
        assert (code, said) == (2, []) and re.search(rf"there is no figure '{number}': there are E1 to E\d+$", error)
    code, said, (error,) = run("explain", str(page), "E1", "--rows")
    assert (code, said) == (2, []) and error.endswith("this one is public, and rows of it are not to be had")


def test_the_command_says_what_is_no_longer_as_the_document_says(document):
    page, run = document
    settings = page.parents[3] / "needs.toml"
    before = settings.read_text()
    text = page.read_bytes()
    code, said, (error,) = run("explain", str(page.parents[3] / "needs.toml"), "E1")
    assert (code, said) == (2, []) and "it is no document of this project" in error
    notebook = page.parents[3] / "notebooks" / "performance.ipynb"
    kept = notebook.read_text()
    notebook.write_text(kept.replace("## Finance", "## Money"))
    code, said, errors = run("explain", str(page), "E1")
    notebook.write_text(kept)

    assert code == 1 and said[0].startswith("E1 ")
    assert (
        "since the document was made, what it was made from has changed: notebook notebooks/performance.ipynb"
        in errors[0]
    )
    assert (settings.read_text(), page.read_bytes()) == (before, text)
