"""What people answer on health, quality of life, work and housing, from means and shares drawn by hand."""

from small_paper import assessed, figure, said

from needs.present.sections.wellbeing import answers_in_full, health_and_work

LIFE, WORK, HOME = "quality of life, 0 to 20", "paid work, days of 28", "acute housing problem"
YEAR = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months", "breakdown": "question"}


def mean(which, question, value, people, form="review", **limits):
    given = {"unit": "points", "source": "records-of-nobody", "counts": (None, people), **YEAR, **limits}
    return figure(f"mean_answer_{which}_{form}", value, group=question, **given)


def answered(question, before, later, people, form="review", **limits):
    """The three means of one question."""
    change = mean("change_at", question, round(later - before, 1), people, form, **limits)
    return [mean("before", question, before, people, form), mean("at", question, later, people, form), change]


def limits(lower, upper):
    return {"lower": lower, "upper": upper, "interval_method": "Student's t"}


def test_one_sentence_and_one_picture_say_how_the_mean_changed_and_how_sure_that_is():
    found = said(
        health_and_work(
            assessed(
                *answered(LIFE, 9.9, 12.6, 575, **limits(2.2, 3.2)), *answered(WORK, 2.0, 1.6, 580, **limits(-1.1, 0.2))
            )
        )
    )

    assert "Quality of life went from a mean of 9.9 to 12.6 by the review, of 575 people" in found
    assert "The mean change is 2.7 (2.2 to 3.2)." in found
    assert "Quality of life changed clearly by the review" in found
    assert "Paid work, days of 28 580 -0.4 (-1.1 to 0.2)" in found


def test_what_chance_alone_could_make_is_called_no_clear_change():
    found = said(health_and_work(assessed(*answered(WORK, 2.0, 1.6, 580, **limits(-1.1, 0.2)))))

    assert "Paid work by the review: no clear change from a mean of 2.0, of 580 people" in found
    assert "No answer changed clearly by the review" in found


def test_of_25_to_49_the_change_stands_without_an_interval_and_is_not_called_clear():
    found = said(health_and_work(assessed(*answered(LIFE, 9.9, 12.6, 30))))

    assert "Quality of life went from a mean of 9.9 to 12.6 by the review, of 30 people" in found
    assert "No answer changed clearly by the review" in found


def test_where_no_review_may_be_shown_the_forms_of_people_who_left_are_and_else_nothing():
    found = said(health_and_work(assessed(*answered(LIFE, 9.0, 12.0, 60, "exit", **limits(2.5, 3.5)))))

    assert "by the time people left" in found
    assert health_and_work(assessed()) == answers_in_full(assessed()) == []


def test_the_review_edition_has_every_mean_at_both_ends_and_housing_beside_them():
    homes = (
        figure(
            f"housing_answer_{which}_review_percent", 100 * x / 100, group=HOME, source="records-of-nobody",
            counts=(x, 100), **YEAR, **limits(x - 5, x + 5),
        )
        for which, x in (("before", 30), ("at", 20))
    )  # fmt: skip
    found = said(answers_in_full(assessed(*answered(LIFE, 9.9, 12.6, 575, **limits(2.2, 3.2)), *homes)))

    assert "Quality of life, 0 to 20 575 9.9 12.6 2.7 (2.2 to 3.2)" in found
    assert "Acute housing problem 30% (25% to 35%) 30 of 100 20% (15% to 25%) 20 of 100" in found
    assert "nobody is called improved or worse" in found
