"""The treatment map: four stages that add up or are said not to, from small tables drawn by hand."""

from functools import partial

from outline import section
from small_paper import HIDDEN, Q1, YEAR, assessed, figure, part, said

from needs.measure.accounts import AGENCIES, STOCK_AND_FLOW
from needs.present.kit.section import cited
from needs.present.sections.flow import drawing

flow = partial(section, "needs_assessment", "Routes and flow")

FIRST = ("2007-07-01", "2007-09-30")


def stock(when, number, period, **given):
    return figure(
        f"in_treatment_when_period_{when}", number, unit="people", period=period, source="records-of-nobody", **given
    )


def number(indicator, people, **given):
    return figure(indicator, people, unit="people", **YEAR, **given)


def year(after=260, **left):
    """200 open before, 150 begun and 90 ended in twelve months: 260 should be open after."""
    return [
        stock("begins", 200, FIRST), number("new_presentations", 150), number("exits", 90) | left,
        stock("ends", after, Q1),
    ]  # fmt: skip


def account(answer="yes", of=STOCK_AND_FLOW, first=YEAR["period"][0]):
    """Whether the true counts of an account add up, as the table that goes with the safe results says it."""
    row = {"partnership": "dudley", "account": of, "first_day": first, "last_day": Q1[1], "adds_up": answer}
    return {"adds_up": [row]}


WAYS = (
    part("new_presentations_by_group", "referral_source", "criminal justice", 60, 150),
    part("new_presentations_by_group", "referral_source", "self, family and friends", 90, 150),
    part("exits_by_reason", "exit_reason", "prison", 30, 90),
    part("exits_by_reason", "exit_reason", "successful completion", 60, 90),
)


def drawing_of(*figures, **tables):
    """The drawn map and nothing else of the section."""
    of = assessed(*figures, **tables)
    return cited(of, drawing(of)).markup


def test_the_stages_of_twelve_months_stand_in_a_table_with_their_parts():
    shown = said(flow(assessed(*year(), *WAYS, **account())))

    assert "Treatment journeys add up in July 2007 to June 2008: 200 open before" in shown
    assert "200 open before, 150 begun, 90 ended, 260 open after." in shown
    assert "1. In treatment when the period begins 200 2. Came in 150 " in shown
    assert (
        "Came in: self, family and friends 90 60% (10% to 90%) Came in: criminal justice 60 40% (10% to 90%)" in shown
    )
    assert "4. Left 90 Left: successful completion 60 about 67% (10% to 90%) Left: prison 30 about 33%" in shown
    assert "In treatment when the period ends 260" in shown


def test_whether_a_map_adds_up_is_told_by_the_true_counts_and_not_by_those_shown():
    rounded = said(flow(assessed(*year(after=265), *WAYS, **account())))

    assert "90 ended, 265 open after. They do so before rounding; the rounded figures may differ by a few." in rounded
    slip = said(flow(assessed(*year(), *WAYS, **account("no"))))
    assert "Treatment journeys do not add up in July 2007 to June 2008" in slip
    assert "Whether they add up was not worked out." in said(flow(assessed(*year(), *WAYS)))


def test_the_map_is_drawn_only_where_its_stages_are_shown_and_add_up():
    assert "150 journeys began and 90 ended; 260 were open at the end" in said(
        flow(assessed(*year(), *WAYS, **account()))
    )
    for drawn, tables in ((year(**HIDDEN), account()), (year(), account("no")), (year(), {})):
        assert "<svg" not in str(drawing_of(*drawn, *WAYS, **tables))


def test_what_is_hidden_or_rounded_away_is_in_no_band_unless_it_is_more_than_rounding_may_make():
    hidden = part("exits_by_reason", "exit_reason", "died", 5, 90) | HIDDEN

    # 60 and 30 of 95 leave 5, which rounding may have made; of 100 they leave 10
    assert "Left otherwise" not in str(drawing_of(*year(value=95), *WAYS, hidden, **account()))
    assert "Left otherwise 10" in str(drawing_of(*year(value=100), *WAYS, hidden, **account()))


def test_the_reason_other_is_drawn_with_the_rest_and_not_beside_it():
    other = part("exits_by_reason", "exit_reason", "other", 20, 110)

    drawn = str(drawing_of(*year(value=110), *WAYS, other, **account()))
    assert "Left otherwise 20" in drawn and ">Other 20<" not in drawn


def test_a_hidden_stage_is_neither_added_up_nor_given_away():
    shown = said(flow(assessed(*year(**HIDDEN), *WAYS, **account())))

    assert "One of the four figures for July 2007 to June 2008 is hidden" in shown
    assert "4. Left [c]" in shown


def test_without_twelve_months_the_quarter_stands_alone():
    of_quarter = {"unit": "people", "source": "records-of-nobody"}
    quarter = [
        stock("begins", 200, Q1), figure("new_presentations", 50, **of_quarter), figure("exits", 40, **of_quarter),
        stock("ends", 210, Q1),
    ]  # fmt: skip
    shown = said(flow(assessed(*quarter, **account(first=Q1[0]))))

    assert "Treatment journeys add up in April to June 2008: 200 open before, 50 begun" in shown


def test_people_at_several_agencies_are_the_third_stage_and_moves_are_said_not_to_be_counted():
    people = number("people_at_each_agency", 400), number("in_treatment", 350)
    shown = said(flow(assessed(*year(), *WAYS, *people)))

    assert "3. Counted again at a further agency about 50" in shown
    assert "A person who attends several agencies counts at each." in shown
    assert "Moves from one agency to another are not counted." in shown
    impossible = said(flow(assessed(*year(), *WAYS, *people, **account("no", of=AGENCIES))))
    assert "Agencies cannot count fewer: some people are at no agency." in impossible
    assert "3. Counted again at a further agency [x]" in impossible


def test_as_many_at_agencies_as_people_is_within_rounding():
    alike = number("people_at_each_agency", 350), number("in_treatment", 350)
    shown = said(flow(assessed(*year(), *WAYS, *alike)))

    assert "Each is rounded to the nearest five, so they differ by no more than rounding may." in shown
    assert "3. Counted again at a further agency no more than rounding may make" in shown


def test_with_nothing_at_hand_one_sentence_says_so():
    assert said(flow(assessed())) == (
        "No figure on how people come into treatment, move and leave was found for Dudley up to 2008-09 Q1."
    )
