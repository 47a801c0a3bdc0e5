"""From a raw row to a count, last part: rounding and hiding, intervals, tests of change and how many comparisons there are, by hand."""

from dataclasses import dataclass

from needs.measure.safety import (
    BASE,
    BY,
    FEWEST_OF_A_MEAN,
    FEWEST_OF_A_SHARE,
    SMALLEST,
)
from needs.measure.standing import CHANCE, OF_TOTALS
from needs.present.kit.html import Number, table
from needs.present.kit.section import heading, plain
from needs.present.methods.review import Review

SHOWN = (
    ("0 people", "0", "none is shown as it is"),
    ("7 people", "[c]", "one to seven are hidden"),
    ("8 people", "10", "the nearest 5"),
    ("12 people", "10", "the nearest 5"),
    ("13 people", "15", "the nearest 5"),
    ("30 of 103", "30 of 105, 28.6% (20.8% to 37.8%)", "the share and its interval are of the rounded counts"),
    ("20 of 48", "20 of 50, 40.0% (27.6% to 53.8%)", "the whole is 50 once it is rounded"),
    ("20 of 47", "20 of 45", "a whole below 50 has no percentage"),
    ("8 of 12", "[c]", "four are left over"),
    ("0 of 30", "[c]", "none and all are told of 50 or more alone"),
    ("0 of 140", "0 of 140, 0.0% (0.0% to 2.7%)", "none, of 50 or more"),
    ("3 of 140", "fewer than 8 of 140", "a partnership's total has a bound; a group is hidden"),
    ("136 of 140", "all but fewer than 8 of 140", "the same, where few are left over"),
    ("a mean of 2.34 weeks of 22", "[c]", "the number of whom it is, 20 once rounded, is below 25"),
    ("a mean of 2.34 weeks of 23", "2.3", "25 once rounded; one decimal"),
)
SAFE = (
    ("Which counts", f"Shown are 0 and counts of {SMALLEST} or more. Of a share the counted, those left over and the whole must each be so."),
    ("Rounding", f"To the nearest {BASE}: 12 is 10 and 13 is 15. Every later threshold is asked of the rounded count."),
    ("Shares", f"Of the rounded counts, with Wilson's interval of these. No percentage where the whole is below {FEWEST_OF_A_SHARE}."),
    ("Means", f"Where the rounded number of whom it is is {FEWEST_OF_A_MEAN} or more; to one decimal, halves upwards."),
    (
        "Sums",
        "Each figure is rounded by itself, so parts need not add up to their total. So a reviewer who counts exactly must round once, at the end.",
    ),
)  # fmt: skip


def rounding(review: Review) -> list:
    """What of a count is shown, with an example of each rule."""
    return [
        heading("Rounding and hiding"),
        table("Shown: the rules", ["What", "Rule"], [list(row) for row in SAFE]),
        table(
            "Shown: what is counted and what is printed",
            ["Counted", "Printed", "Why"],
            [list(row) for row in SHOWN],
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A statistic worked in steps that a hand calculator can follow: each a name, the sum, and what it comes to."""

    title: str
    says: str
    steps: tuple[tuple[str, str, str], ...]

    def __call__(self, review: Review) -> list:
        """What it is, and its steps."""
        rows = [[what, sum_, Number(result)] for what, sum_, result in self.steps]
        return [
            plain(f"Example: {self.title}. {self.says}"),
            table(f"By hand: {self.title}", ["Step", "Sum", "Comes to"], rows),
        ]


WILSON = Sum(
    title="Wilson's interval of 40 of 100",
    says="The interval is the middle less, and plus, the reach.",
    steps=(
        ("p", "40 / 100", "0.4"),
        ("z for 95%", "the normal quantile of 0.975", "1.959964"),
        ("D", "1 + z² / 100", "1.038415"),
        ("Middle", "(p + z² / 200) / D", "0.403699"),
        ("Reach", "z × √(p × (1 - p) / 100 + z² / 40,000) / D", "0.094298"),
        ("Lower limit", "middle - reach", "0.309401"),
        ("Upper limit", "middle + reach", "0.497997"),
    ),
)
DIFFERENCE = Sum(
    title="the difference of 60 of 100 and, earlier, 45 of 100",
    says="Newcombe's interval takes Wilson's limits of each. It leaves out nought, so for one comparison the share rose.",
    steps=(
        ("Difference", "0.60 - 0.45", "0.15"),
        ("Limits now", "Wilson, 60 of 100", "0.502003 to 0.690599"),
        ("Limits then", "Wilson, 45 of 100", "0.356145 to 0.547554"),
        ("Lower limit", "0.15 - √((0.60 - 0.502003)² + (0.547554 - 0.45)²)", "0.011724"),
        ("Upper limit", "0.15 + √((0.690599 - 0.60)² + (0.45 - 0.356145)²)", "0.280449"),
    ),
)
COMPARISONS = Sum(
    title="the same difference, one of twenty that are judged",
    says="The confidence is one less 5% over the number of comparisons. Now the interval holds nought, and no change is said.",
    steps=(
        ("Confidence", "1 - 0.05 / 20", "0.9975"),
        ("z", "the normal quantile of 1 - 0.05 / 40", "3.023341"),
        ("Limits now", "Wilson with this z, 60 of 100", "0.449603 to 0.733647"),
        ("Limits then", "Wilson with this z, 45 of 100", "0.310153 to 0.598222"),
        ("Lower limit", "0.15 - √((0.60 - 0.449603)² + (0.598222 - 0.45)²)", "-0.061161"),
        ("Upper limit", "0.15 + √((0.733647 - 0.60)² + (0.45 - 0.310153)²)", "0.343439"),
    ),
)
EVENTS = Sum(
    title="120 events in 91 days after 90 in 92 days",
    says="Were nothing to change, the later share of all events would be its share of the days. It lies below the interval, so events came more often.",
    steps=(
        ("Share of events", "120 / (120 + 90)", "0.571429"),
        ("Limits", "Wilson, 120 of 210", "0.503805 to 0.636486"),
        ("Share of days", "91 / (91 + 92)", "0.497268"),
        ("Difference", "share of events - share of days", "0.074161"),
        ("Its limits", "each limit - share of days", "0.006538 to 0.139218"),
    ),
)
MID_P = Sum(
    title="2 of 5 beside 80%",
    says="A verdict on the country asks whether so few would be rare by chance. They are not at 95%, and would be at 90%.",
    steps=(
        ("Chance of none", "0.2⁵", "0.00032"),
        ("Chance of one", "5 × 0.8 × 0.2⁴", "0.0064"),
        ("Chance of two", "10 × 0.8² × 0.2³", "0.0512"),
        ("Mid-P", "0.00032 + 0.0064 + 0.0512 / 2", "0.03232"),
        ("At 95%", "0.03232 is not below 0.025", "similar"),
        ("At 90%", "0.03232 is below 0.05", "lower"),
    ),
)
MEAN_CHANGE = Sum(
    title="a mean change of 2, 4 and 6 points",
    says="Student's interval holds nought, so the change is not called clear.",
    steps=(
        ("Mean", "(2 + 4 + 6) / 3", "4"),
        ("Standard deviation", "√((4 + 0 + 4) / 2)", "2"),
        ("t for 95%", "two degrees of freedom", "4.302653"),
        ("Reach", "4.302653 × 2 / √3", "4.968275"),
        ("Limits", "4 - reach to 4 + reach", "-0.968275 to 8.968275"),
    ),
)
CHART = Sum(
    title="limits of a control chart of 20, 24, 22, 26, 22 and 24",
    says="A count outside the limits would be unusual. Six points are too few to judge; they are enough to work by hand.",
    steps=(
        ("Mean", "138 / 6", "23"),
        ("Moving ranges", "4, 2, 4, 4, 2; none is 3.267 times their mean", "3.2"),
        ("Lower limit", "23 - 2.66 × 3.2", "14.488"),
        ("Upper limit", "23 + 2.66 × 3.2", "31.512"),
    ),
)
SHARES_CHART = Sum(
    title="limits of a control chart of 20 of 100, 30 of 100 and 100 of 400",
    says="Each share is set against its own standard error. The limits of a larger whole are nearer.",
    steps=(
        ("Mean", "150 / 600", "25%"),
        ("Standard errors", "√(25 × 75 / 100) and √(25 × 75 / 400)", "4.330 and 2.165"),
        ("z of each", "(20 - 25) / 4.330, (30 - 25) / 4.330, 0", "-1.1547, 1.1547, 0"),
        ("Mean moving range", "(2.3094 + 1.1547) / 2", "1.7321"),
        ("Limits of 100", "25 ± 2.66 × 1.7321 × 4.330", "5.05% to 44.95%"),
        ("Limits of 400", "25 ± 2.66 × 1.7321 × 2.165", "15.03% to 34.98%"),
    ),
)
STAYING = Sum(
    title="the share who stayed 35 days, of five followed",
    says=(
        "Two left, on days 10 and 30. Three were still there when last seen, on days 20, 40 and 84. The share is given of the number "
        "of people of whom it would be as sure, had all been followed."
    ),
    steps=(
        ("After day 10", "five are there and one leaves: 4 / 5", "0.8"),
        ("After day 30", "three are there and one leaves: 0.8 × 2 / 3", "0.533333"),
        ("Variance", "0.533333² × (1 / (5 × 4) + 1 / (3 × 2))", "0.06163"),
        ("Number", "0.533333 × (1 - 0.533333) / variance", "4.038462"),
        ("Given as", "0.533333 × number, of number; then rounded, with Wilson's limits", "2.153846 of 4.038462"),
    ),
)
SUMS = (WILSON, DIFFERENCE, COMPARISONS, EVENTS, MID_P, MEAN_CHANGE, CHART, SHARES_CHART, STAYING)
TESTS = (
    (
        "Beside the country",
        "Mid-P: half the chance of exactly so many, and all of more extreme counts, were the country's share true here. It differs where this is below half of one "
        "less the confidence. Published limits without counts are stretched to the confidence on the logit scale (rates: logarithms).",
    ),
    (
        "How many comparisons",
        f"All figures of the partnership at the quarter that stand beside the country and can be judged. Each measure and group counts once, by its latest and longest period; measures of the very same people "
        f"once. The confidence is 1 - {CHANCE} / number. Where groups are judged too, {OF_TOTALS:.0%} of the {CHANCE:.0%} are shared by figures of everybody, and the rest by groups.",
    ),
    (
        "Since an earlier period",
        "Only what began or ended in the period: journeys and interventions, never people in treatment. A quarter is set beside the one before; where that has no figure, and for longer windows, the same "
        "months of the year before. Shares by Newcombe's interval, numbers by their share of the events.",
    ),
    ("How many changes",
        f"Every measure of the catalogue that has a figure of everybody for a time that ends with the quarter, by its shortest window, published before counted, and the same for the earlier time. Those that "
        f"can be judged are counted, whether or not the paper prints them. Groups are not. The confidence is 1 - {CHANCE} / number.",
    ),
    ("Few people", "None is judged with fewer than ten counted or, of rounded counts, left over; of changes in either period."),
    (
        "Rounding",
        f"The verdict must stand with the count moved by {BY} towards the other figure, and the whole by {BY} the other way. Of a change both figures move towards each other. "
        "Else it is too close to call.",
    ),
    ("Targets", "The figure against the target as they are, where each of its possible values before rounding is on one side."),
)  # fmt: skip


def tests(review: Review) -> list:
    """The interval of a share, the tests of change and of difference, and how many comparisons there are, each by hand."""
    return [
        heading("Intervals, differences and change"),
        table("Tests: what is judged and how", ["Question", "Rule"], [list(row) for row in TESTS]),
        *(one(review) for one in SUMS),
    ]
