"""The methods document: its tables hold what the functions give, every indicator is listed, and its page passes the checks."""

import re
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from outline import cells, section
from small_figures import safe_of

import needs
from needs import parts
from needs.folders import Folders
from needs.measure import need, results, reviews, safe
from needs.measure.indicators import INDICATORS
from needs.mistakes import Mistake
from needs.present.methods.described import GROUPS
from needs.present.methods.review import Review
from needs.publish.render import render
from needs.settings import Choices, Disclosure, in_words
from needs.statistics import prevalence, worked_examples

ROOT = Path(__file__).parents[2]
BARNET, KENT, DUDLEY = "E09000003", "E10000016", "E08000027"
AREAS = [
    {"area_code": code, "name": name, "partnership": name.lower(), "type": kind, "region_code": "E12000007"}
    for code, name, kind in [
        (BARNET, "Barnet", "london borough"), (KENT, "Kent", "county"), (DUDLEY, "Dudley", "metropolitan district"),
    ]
]  # fmt: skip
YEAR = {"period_start": "2011-04-01", "period_end": "2012-03-31", "window": "financial_year"}
BEFORE = {"period_start": "2010-04-01", "period_end": "2011-03-31", "window": "financial_year"}
USERS = {"population": "opiate and/or crack users", "age": "15-64"}
DRINKERS = {"population": "adults dependent on alcohol", "age": "18+"}
# Barnet as published: ViewIt for treatment, the University of Glasgow for opiates and crack. The alcohol rows are drawn.
FIGURES = [
    {"indicator": "opiate_crack_users", "value": 1492, "lower": 1267, "upper": 1841, **YEAR, **USERS},
    {"indicator": "opiate_crack_users", "value": 1456, **BEFORE, **USERS},
    {
        "indicator": "opiate_crack_unmet_need_percent", "numerator": 625, "denominator": 1492, "value": 58.1,
        "lower": 50.7, "upper": 66.1, "origin": "calculated", **YEAR, **USERS,
    },
    {
        "indicator": "in_treatment", "value": 1065, "kind": "actual", "population": "people in drug or alcohol treatment",
        "age": "18+", **YEAR,
    },
    {"indicator": "alcohol_dependent_adults", "value": 2000, "lower": 1500, "upper": 2500, **YEAR, **DRINKERS},
    {"indicator": "alcohol_dependent_adults", "value": 1600, **BEFORE, **DRINKERS},
    {
        "indicator": "alcohol_unmet_need_percent", "numerator": 400, "denominator": 2000, "value": 80, "lower": 73.3,
        "upper": 84, "origin": "calculated", **YEAR, **DRINKERS,
    },
]  # fmt: skip
PLAIN = {
    "area_code": BARNET, "breakdown": "all", "group": "all", "kind": "estimate", "status": "shown", "origin": "published",
    "source": "drawn", "unit": "people",
}  # fmt: skip


def gap(indicator, days, both, nights, difference, unit="people", published="1980"):
    is_chosen = "yes" if nights == 21 else "no"
    return {
        "partnership": "kent", "year": "2008-09", "indicator": indicator, "gap_days": str(days), "both_days_count": both,
        "nights": str(nights), "is_chosen": is_chosen, "published": published, "value": published,
        "difference": str(difference), "unit": unit, "rests_on": "1980", "origin": "synthetic",
    }  # fmt: skip


GAPS = [
    gap("new_presentations", 20, "yes", 19, 20), gap("new_presentations", 20, "no", 20, 0),
    gap("new_presentations", 21, "no", 21, 0), gap("new_presentations", 22, "no", 22, -10),
    gap("successful_completion_of_exits", 20, "yes", 19, -1, "percent", "35"),
    gap("successful_completion_of_exits", 20, "no", 20, 0, "percent", "35"),
    gap("successful_completion_of_exits", 21, "no", 21, 0, "percent", "35"),
    gap("successful_completion_of_exits", 22, "no", 22, 0, "percent", "35"),
]  # fmt: skip


def figures():
    return results.tidy(pd.DataFrame([{**PLAIN, **row} for row in FIGURES]))


def tables(gaps=GAPS):
    """The safe tables as a folder holds them: all text but the results."""
    chosen = [*in_words(Choices()), *in_words(Disclosure())]
    choices = pd.DataFrame(chosen, columns=list(safe.LOOK_UPS["choices"]))
    return safe_of(figures(), areas=AREAS, choices=choices, sensitivity=gaps)


def review(partnerships="barnet, kent, dudley", gaps=GAPS):
    return Review.of(tables(gaps), partnerships)


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", str(markup)).split())


def markup(heading, **given):
    return str(section("methods", heading, None, review=review(**given)).markup)


def shown(heading, **given):
    return words(markup(heading, **given))


def test_every_worked_example_is_shown_once():
    assert sum(len(rows) for rows in (re.findall("<tr>", part) for part in _example_tables())) == len(
        worked_examples.examples()
    ) + len(_example_tables())  # and a head row a table


def _example_tables():
    page = "".join(markup(heading) for heading in cells("methods")[0])
    return re.findall(r"<table><caption>[^<]*ours beside theirs</caption>.*?</table>", page, flags=re.DOTALL)


def test_no_example_is_without_a_method():
    named = {name for methods in GROUPS.values() for method in methods for name in method.examples}

    assert set(worked_examples.examples()["statistic"]) == named


def test_a_method_without_an_example_says_how_it_is_checked():
    assert [
        method.title for methods in GROUPS.values() for method in methods if not method.examples and not method.checked
    ] == []


def test_an_example_is_shown_at_the_digits_printed_with_its_difference():
    text = shown("Proportions, counts and rates")

    # Newcombe's method 3 for 81 of 263, printed to four digits; the limits are 0.255289 and 0.366210
    assert "81 of 263 people 0.2553 to 0.3662 0.2553 to 0.3662 0.000011 0.00005 Newcombe 1998" in text


def test_the_first_page_says_how_many_agree_and_what_they_rest_on():
    count = len(worked_examples.examples())

    assert f"All {count} worked examples agree" in shown("Key messages")
    # Six rows of Fingertips with unmet need and one with its complement print no limits of need: ours were taken back
    # from the printed answer.
    assert ", 7 of the arithmetic only, " in shown("Key messages")


def test_the_models_in_the_table_are_those_that_the_function_gives():
    text = shown("Models side by side")
    best = prevalence.capture_recapture_models(worked_examples.histories("Scotland"))[0]

    # Definitions worked independently: 34,828, AIC 104.04; independence 22,097, AIC 182.85; all pairs 39,806
    assert round(best.value) == 34828
    assert f"A and C; B and C; B and D {best.value:,.0f} ({best.lower:,.0f} to {best.upper:,.0f}) 0.0" in text
    assert "None (shown as an extreme) 22,097" in text and "39,806" in text


def test_unmet_need_by_model_is_that_of_the_treatment_list():
    first = reviews.models_side_by_side().iloc[0]

    assert first["unmet"] == pytest.approx(100 * (1 - 3504 / first["value"]))
    assert first["unmet_upper"] == pytest.approx(100 * (1 - 3504 / first["upper"]))


def test_leaving_out_a_list_leaves_out_the_people_on_it_alone():
    found = reviews.spreads().set_index("table")["known"]

    # 5,670 people on four lists, 684 of them on the hepatitis C list alone
    assert (found.iloc[0], found.iloc[1]) == (5670, 5670 - 684)


def test_the_same_people_treated_are_set_against_every_estimate():
    found = need.other_estimates(figures(), [BARNET], need.ALCOHOL)

    # By hand: 400 treated of 2,000 (1,500 to 2,500) in need, and of the 1,600 of the year before
    assert sorted(found["value"].round(3)) == [75.0, 80.0]
    assert (found["lower"].max(), found["upper"].max()) == pytest.approx((73.333, 84.0), abs=1e-3)


def test_what_is_no_result_says_so():
    text = shown("Unmet need under other choices")

    assert "Nothing in this section is a result" in text
    assert "58.1% (50.7% to 66.1%)" in text
    assert "75.0% to 80.0% (two estimates)" in text


def test_the_effect_of_the_gap_is_said_of_the_largest():
    text = shown("Journeys and the gap")

    assert (
        "at most 20 people or journeys, to the nearest 5. It moves headline shares by at most 1 percentage point"
        in text
    )
    assert "Kent, 2008-09" in text
    assert "People who came into treatment 1,980 20 more none 10 fewer" in text
    assert "For Barnet and Dudley no records are at hand" in text


def test_without_a_recount_one_sentence_says_so():
    text = shown("Journeys and the gap", gaps=[])

    assert "so the gap was not varied" in text
    assert "invented" not in text


def test_every_indicator_of_the_catalogue_is_listed_once_with_its_definition():
    listed = markup("The catalogue of indicators")
    text = words(listed)

    assert sorted(re.findall(r"<code>(\w+)</code>", listed)) == sorted(indicator.name for indicator in INDICATORS)
    for indicator in INDICATORS:
        assert words(indicator.why) in text.replace("&#39;", "'").replace("&#34;", '"')
    assert "&lt;" not in listed and "within 21 days of referral" in text
    assert "under 18 at the first triage of the journey" in text and "under 18 at the triage" not in text


def test_an_average_of_days_is_not_said_to_be_of_weeks():
    rows = re.findall(r"<tr>.*?</tr>", markup("The catalogue of indicators"))
    of_wait, of_days = (
        next(words(row) for row in rows if f"<code>{name}<" in row)
        for name in ("average_wait_weeks", "mean_days_at_start")
    )

    assert "From records: Mean weeks, of interventions" in of_wait
    assert "From records: Mean days, of substances that people reported on" in of_days


def test_every_choice_is_listed_with_its_source():
    text = shown("Choices")

    for _, value, decides, source, _ in in_words(Choices()):
        assert decides[1:20] in text.replace("&#34;", '"') and source in text.replace("&#39;", "'"), value
    for name, _, decides, _, _ in in_words(Disclosure()):
        assert (decides[1:] in text) == (name == "policy"), f"{name} is a choice about documents of true counts alone"


def test_an_unknown_partnership_or_none_is_one_clear_line():
    with pytest.raises(Mistake, match="did you mean 'barnet'"):
        review("barnett")
    with pytest.raises(Mistake, match="wanted one or more names with commas between"):
        review(" , ")


def test_a_misspelt_parameter_is_caught(monkeypatch):
    cells = ['partnerships: str = "barnet"  # whose', '# Parameters\npartnership = "kent"']
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(In=["", *cells]))

    with pytest.raises(Mistake, match="'partnership' is unknown; there are: partnerships"):
        needs.methods("barnet")


@pytest.mark.parametrize("gaps", [GAPS, []])
def test_the_document_renders_and_passes_every_check(tmp_path, monkeypatch, gaps):
    folders = Folders(tmp_path.resolve())
    for folder in (folders.safe, folders.notebooks):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "methods.ipynb", folders.notebooks)
    held = tables(gaps)
    results.write(held.results, folders.safe, results.PUBLISHED)
    for name in safe.LOOK_UPS:
        parts.write(getattr(held, name), folders.safe, name)
    parts.write(held.sensitivity, folders.safe / "sensitivity", "kent")
    monkeypatch.setenv("NEEDS_HOME", str(folders.root))

    made = render(
        folders.notebooks / "methods.ipynb", {"partnerships": "barnet, kent, dudley"}, folders.reports, folders
    )

    assert [path.name for path in made] == ["methods.html", "methods.review.html"]
    assert "Methods: the rules" in made[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("method", [one for group in GROUPS.values() for one in group], ids=lambda one: one.title)
def test_every_section_in_which_a_method_is_used_is_one_of_a_notebook(method):
    for place in method.used_in:
        notebook, _, heading = place.partition(": ")
        assert heading in cells(notebook)[0], place
