"""The colours of charts, by the contrast of WCAG 2.2: marks 3 to 1 against what they stand on and beside, text 4.5 to 1; and how many places are named."""

import itertools

import pytest

from needs.present.kit import charts
from needs.present.kit.charts import GREY, NAVY, ORANGE, PLUM, TEAL

CARD = "#FFFFFF"
IN_ORDER = (NAVY, TEAL, PLUM, ORANGE)  # of the Government Analysis Function: neighbours can be told apart in this order


def luminance(colour):
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", CARD) == pytest.approx(21)


def test_colours_of_charts_stand_out_from_the_card_and_from_their_neighbours():
    assert all(contrast(colour, CARD) >= 3 for colour in (*IN_ORDER, GREY))
    assert all(contrast(one, other) >= 3 for one, other in itertools.pairwise(IN_ORDER))


def test_text_of_charts_can_be_read_on_the_card():
    assert contrast(GREY, CARD) >= 4.5
    assert contrast(NAVY, CARD) >= 4.5


@pytest.mark.parametrize(
    ("places", "named"),
    [
        (range(1), [0]),
        (range(7), [0, 1, 2, 3, 4, 5, 6]),
        (range(13), [0, 2, 4, 6, 8, 10, 12]),
        (range(8), [1, 3, 5, 7]),
    ],
)
def test_of_many_places_every_second_or_third_is_named_and_always_the_last(places, named):
    assert charts.thinned(places) == named
