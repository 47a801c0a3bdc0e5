"""How change, staying in treatment and the end of a year are judged."""

from needs.present.methods_described import Method

CHANGE = (
    Method(
        title="Control charts",
        rule=(
            "The limits are the mean and 2.66 mean moving ranges either side. Moving ranges of 3.267 times their mean or more are "
            "left out once. Four rules tell an unusual change. They are a point outside a limit, seven rising or falling, two of three "
            "near a limit, and seven on one side of the mean."
        ),
        source="Wheeler 1993, Understanding Variation. NHS England, Making Data Count, as the R package NHSRplotthedots applies it.",
        limits=(
            "Twelve points are wanted; with fewer, change is not judged. Periods that overlap, such as rolling years, are refused. "
            "A point on the mean is on neither side. A rule that fires says that something changed, not what."
        ),
        examples=("control chart limits", "points with the special cause published"),
    ),
    Method(
        title="Trend over five years",
        rule=(
            "The chi-squared test for a linear trend, at 99.8%, on the latest five years. A direction that hangs on a single year "
            "is not called a trend. Rates use a regression weighted by their intervals."
        ),
        source="Armitage 1955, Biometrics 11:375. Fingertips guidance on recent trends.",
        limits="Five years without a gap are needed. A turn in the middle of five years looks like no change.",
        examples=("chi-squared for trend",),
    ),
)

STAYING = (
    Method(
        title="How long people stay",
        rule=(
            "Kaplan-Meier: people still in treatment count for as long as they were followed. An exit on the day of a last sight "
            "comes first. Limits are log-log. The median is the first day by which half have left."
        ),
        source="Kaplan and Meier 1958; Kalbfleisch and Prentice 1980; Brookmeyer and Crowley 1982. Worked by statsmodels.",
        limits=(
            "People whose records stop are taken to be like those who are followed on. A median that is not reached is said to be "
            "so, never filled. Where the curve lies flat at one half, programs give different medians."
        ),
        examples=("share still there", "median stay", "restricted mean stay"),
    ),
    Method(
        title="Groups compared",
        rule="The log-rank test of whether groups stay equally long, over the whole of the time followed.",
        source="Mantel 1966. Worked by statsmodels.",
        limits="Curves that cross can pass for equal. A group not followed to the first exit is left out and named.",
        examples=("log-rank chi-squared",),
    ),
    Method(
        title="Exits by reason",
        rule="Cumulative incidence: reasons for leaving compete, and with those still there they add up to everybody on each day.",
        source="Marubini and Valsecchi 1995. Worked by statsmodels.",
        checked="No published example with its data was found. Tests work six people by hand, day by day.",
        limits="A reason is only as good as its code. More of one reason leaves fewer people to leave for another.",
    ),
)

PROJECTED = (
    Method(
        title="The end of a part year",
        rule=(
            "The count so far times what past years came to over what they had at this point. The interval is the wider of the "
            "spread of past years about that ratio, with Student's t, and Poisson noise alone."
        ),
        source="The chain ladder: Mack 1993, ASTIN Bulletin 23:213.",
        limits=(
            "It takes this year's quarters to share out as past ones did. Three past years are needed. Each projection stands with "
            "a back-test: every past year projected from the others, and how often the interval held the truth."
        ),
        examples=("ratio of whole to part", "year-end projection"),
    ),
    Method(
        title="The path to a target",
        rule=(
            "People still needed are shared evenly over the quarters left. Each share stands beside the most that any such quarter "
            "reached before."
        ),
        source="Our own.",
        checked="It is counting, not estimation. Tests hold it on three years by hand.",
        limits="That a quarter was reached before does not make it likely again.",
    ),
)
