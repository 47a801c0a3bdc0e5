"""Sentences from facts made by hand: what they say, and that they say no more than the fact allows."""

import dataclasses

import pytest
from small_facts import ENGLAND, NOTHING, USUAL, fact, judged

from needs.measure.comparison import Judgement
from needs.measure.funnels import BELOW, NO_TEN, WITHIN
from needs.measure.need import AGES_DIFFER
from needs.measure.standing import Family
from needs.present import words


def test_a_share_is_said_with_its_counts_its_interval_and_its_period():
    said = words.stated(USUAL).text

    assert "115 of 385 people who left treatment (30%, 26% to 35%) dropped out in 2011-12." == said


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "lower", "upper", "share"),
    [
        (6, 564, 1.064, 0.489, 2.301, "(1.1%, 0.5% to 2.3%)"),
        (510, 515, 99.029, 97.748, 99.584, "(99.0%, 97.7% to 99.6%)"),
        (5, 490, 1.020, 0.437, 2.364, "(1.0%, 0.4% to 2.4%)"),
        (0, 500, 0, 0, 0.762, "(0%, 0% to 1%)"),
    ],
)
def test_a_limit_is_written_as_none_or_all_only_where_it_is_so(numerator, denominator, value, lower, upper, share):
    given = {"numerator": numerator, "denominator": denominator, "value": value, "lower": lower, "upper": upper}

    assert fact(**given, is_rounded=True).share == f" {share}"


def test_a_printed_percentage_is_said_to_have_no_counts():
    printed = fact(
        numerator=NOTHING, denominator=NOTHING, lower=NOTHING, upper=NOTHING, origin="published", qualifier="just under"
    )

    assert (
        "Just under 29.87% of people who left treatment dropped out in 2011-12. No counts were printed."
        == words.stated(printed).text
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("worse", "This is worse than England (25%). The difference is larger than we would expect by chance."),
        ("similar", "This is similar to England (25%): the difference could be chance."),
        ("higher", "This is higher than England (25%). The difference is larger than we would expect by chance."),
    ],
)
def test_a_verdict_is_said_in_the_words_of_the_table(state, said):
    assert said == words.compared(judged(state, 99.8)).text


@pytest.mark.parametrize(
    ("among", "said"),
    [
        (Judgement(state=WITHIN), "But areas often differ as much: it lies within their usual spread."),
        (Judgement(state=BELOW), "It lies below the usual spread of areas too."),
        (
            Judgement(state="not compared", reason=NO_TEN),
            "Fewer than ten areas show this figure, so we do not know how much areas usually differ.",
        ),
    ],
)
def test_a_difference_is_never_said_without_how_areas_lie(among, said):
    assert words.compared(dataclasses.replace(judged("worse", 99.8), among=among)).text.endswith(f"by chance. {said}")


def test_what_is_similar_needs_no_word_on_other_areas():
    similar = dataclasses.replace(judged("similar"), among=Judgement(state=WITHIN))

    assert words.compared(similar).text == words.compared(judged("similar")).text


def test_the_number_of_comparisons_is_said_with_the_confidence_that_it_asks_for():
    # 1 - 0.05 x 0.95 / 28 and 1 - 0.05 x 0.05 / 100
    said = words.of_comparisons(Family(totals=28, groups=100, figures={}), "Estermark")

    assert said.startswith("28 figures of everybody and 100 figures of groups are compared with Estermark")
    assert "99.83% of everybody and 99.9975% of groups" in said


def test_what_was_not_compared_says_why():
    said = words.compared(judged("not compared", reason="too few people to compare safely")).text

    assert "England had 25%. We have not compared the two: too few people to compare safely." == said


def test_a_comparator_that_is_itself_an_estimate_is_a_guide_only():
    estimate = dataclasses.replace(judged("worse", 99.8), comparator=dataclasses.replace(ENGLAND, kind="estimate"))

    assert words.compared(estimate).text.endswith(
        "The figure of England is itself an estimate, so treat this as a guide."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("met", "The target of 24.8% was met, with 5.2 percentage points to spare."),
        ("missed", "The target of 24.8% was missed by 5.2 percentage points."),
        ("short of", "The target for 2011-12 is 24.8%, 5.2 percentage points away."),
        ("not judged", "We have not judged this against the target: the direction is not recorded."),
    ],
)
def test_a_target_is_said_with_the_distance_a_reader_would_work_out(state, said):
    target = dataclasses.replace(ENGLAND, kind="target", origin="published")
    judgement = Judgement(state=state, difference=5.07, reason="the direction is not recorded")

    assert said == words.against_target(fact(target=target, target_judgement=judgement)).text


def unmet(people, percent):
    need = {"indicator": "alcohol_not_in_treatment", "unit": "people", "numerator": 525, "denominator": 3029}
    return words.unmet(
        fact(**{**need, "indicator": "alcohol_unmet_need_percent", "unit": "percent"}, **percent),
        fact(**need, **people),
    ).text


def test_unmet_need_is_a_range_where_the_estimate_has_one():
    said = unmet({"value": 2504, "lower": 1728, "upper": 3763}, {"value": 82.7, "lower": 76.7, "upper": 87.8})

    assert "About 2,500 people who may need treatment were not in it in 2011-12, between 1,750 and 3,750." in said
    assert "about 83% of those in need (77% to 88%)" in said


def test_unmet_need_without_a_published_interval_says_so():
    none = {"lower": NOTHING, "upper": NOTHING, "interval_method": "none published"}
    said = unmet({"value": 2504, **none}, {"value": 82.7, **none})

    assert "About 2,500 of an estimated 3,029 people" in said
    assert "No interval was published" in said


def test_a_lower_limit_below_the_number_treated_is_not_taken_for_a_missing_interval():
    limits = {"lower": NOTHING, "upper": 3763, "interval_method": "limits of the published estimate, 95%"}
    said = unmet({"value": 2504, **limits}, {"value": 82.7, **limits})

    assert "No interval was published" not in said
    assert "The lower limit of the estimate is inconsistent with the 525 known to be in treatment." in said


def test_an_estimate_below_the_number_treated_is_called_inconsistent():
    gone = {"value": NOTHING, "lower": NOTHING, "upper": NOTHING, "status": "not_usable"}

    assert "The estimate of 3,029 people is inconsistent with the 525 known to be in treatment in 2011-12." == unmet(
        gone, gone
    )


def test_ages_that_differ_are_said_beside_unmet_need():
    limits = {"value": 2504, "lower": 1728, "upper": 3763, "rule": AGES_DIFFER, "age": "15-64"}

    assert unmet(limits, {}).endswith("The estimate is of ages 15-64; some of those treated may be of other ages.")


def test_the_wider_bounds_are_a_sentence_of_their_own():
    people = fact(
        indicator="opiate_crack_not_in_treatment_any_age",
        unit="people",
        value=867,
        lower=642,
        upper=1436,
        reason="who is short",
    )

    assert words.allowing_for_ages(people).text == (
        "Allowing for people treated at other ages, between 640 and 1,440 were not in treatment. Who is short."
    )
    assert not words.allowing_for_ages(None).text


def test_contradicting_figures_are_all_given():
    said = words.contradicting([fact(value=67), fact(value=70, kind="estimate")]).text

    assert "67% (2011-12, actual) and 70% (2011-12, estimate). All are shown." in said


def test_a_band_is_given_among_eight_areas_or_more_and_never_a_rank():
    others = [fact(value=value) for value in range(30, 37)]

    assert (
        "That is in the lowest quarter of the London boroughs."
        == words.band(USUAL, {"London boroughs": [USUAL, *others]}).text
    )
    assert "" == words.band(USUAL, {"London boroughs": [USUAL, *others[:6]]}).text


def test_bands_among_two_groups_of_areas_are_one_sentence():
    above, below = ([fact(value=value) for value in range(start, start + 9)] for start in (30, -20))
    here = {"areas of England": [USUAL, *above], "areas like it": [USUAL, *above], "few": [USUAL]}
    assert (
        words.band(USUAL, here).text
        == "That is in the lowest quarter of the areas of England and of the areas like it."
    )
    apart = words.band(USUAL, {"areas of England": [USUAL, *above], "areas like it": [USUAL, *below]}).text
    assert (
        apart
        == "That is in the lowest quarter of the areas of England and in the highest quarter of the areas like it."
    )
