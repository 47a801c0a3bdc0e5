"""Methods as a reviewer meets them: rule, source and worked examples, of figures, of change and of need."""

import math
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.present.kit.html import Number, element, table
from needs.present.kit.section import heading
from needs.present.methods.review import Review
from needs.present.numbers import capital, rounded

HEADERS = ["Example", "Theirs", "Ours", "Difference", "Allowed", "Where theirs is from"]
FURTHER_DIGITS = 2  # shown of a difference, beyond those that were printed
NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True, kw_only=True)
class Method:
    """A statistic in plain words, which is a part: a notebook shows it by its name.

    `examples` names the worked examples of it, `checked` says what stands in for one. `used_in` names the sections that show
    it, each as its notebook and its heading ("needs_assessment: Outcomes"), or a notebook of which every section may.
    """

    title: str
    rule: str
    source: str
    limits: str
    used_in: tuple[str, ...]
    examples: tuple[str, ...] = ()
    checked: str = ""

    def __call__(self, review: Review) -> list:
        """Its heading, what it does and from where, its worked examples, and its limits."""
        rows = review.worked[review.worked["statistic"].isin(self.examples)]
        return [
            heading(self.title),
            said("Rule", self.rule),
            said("Source", self.source),
            said("Checked", self.checked) if self.checked else None,
            examples_table(f"{self.title}: ours beside theirs", rows) if len(rows) else None,
            said("Limits", self.limits),
            said("Used in", self._places()),
        ]

    def _places(self) -> str:
        """Where readers meet it, in words; or that no document has it."""
        if not self.used_in:
            return "No document yet. It is there for an analyst's own use."
        places = (place.replace("_", " ").partition(": ") for place in self.used_in)
        return f"{capital('; '.join(f'{name}, {heading}' if heading else name for name, _, heading in places))}."


def said(lead: str, text: str) -> Markup:
    """A numbered paragraph that begins with a word for what it is about."""
    return element("p", element("strong", f"{lead}."), " ", text, class_="numbered")


def examples_table(caption: str, rows: pd.DataFrame) -> Markup:
    """Worked examples, one a row: what was printed, what we give at the same digits, and how far the two are apart."""
    return table(caption, HEADERS, [_row(row) for row in rows.to_dict("records")])


def _row(row: dict) -> list:
    theirs = {name: row[name] for name in NUMBERS}
    ours = {name: row[f"our_{name}"] if not math.isnan(row[name]) else math.nan for name in NUMBERS}
    return [
        capital(row["what"]),
        _written(theirs, row["decimals"]),
        _written(ours, row["decimals"]),
        Number(difference(row), below="" if row["is_within"] else "Outside what is allowed"),
        Number(_plain(row["tolerance"])),
        row["source"],
    ]


def _written(numbers: dict[str, float], decimals: int) -> Number:
    """A value over its limits, or whichever of them was printed, at the digits printed."""
    value, lower, upper = (
        "" if math.isnan(number) else f"{rounded(number, decimals):,f}" for number in numbers.values()
    )
    limits = f"{lower} to {upper}" if lower and upper else f"from {lower}" if lower else ""
    return Number(value, below=f"({limits})") if value and limits else Number(value or limits)


def difference(row: dict) -> str:
    """How far apart ours and theirs are, to two digits more than were printed."""
    places = max(0, row["decimals"]) + FURTHER_DIGITS
    if not row["difference"]:
        return "none"
    apart = rounded(row["difference"], places)
    return f"{apart.normalize():,f}" if apart else f"below {_plain(10**-places)}"


def _plain(number: float) -> str:
    """A small number in full: 0.00005, never 5e-05; nought as it is."""
    return f"{number:.12f}".rstrip("0").rstrip(".")


GUIDE = "Public Health England, Technical guide: confidence intervals, 2018"

PROPORTIONS = Method(
    title="Proportions",
    rule=(
        "A share is the people counted over all there are. Its interval is Wilson's score interval, without continuity "
        "correction. The normal quantile is used in full: 1.959964 for 95%, 3.090232 for 99.8%."
    ),
    source=f"Wilson 1927, Journal of the American Statistical Association 22:209. {GUIDE}.",
    limits=(
        "The interval holds chance alone. It says nothing of people who were never recorded, or recorded wrongly. A share of "
        "counts that were rounded to 5 is rougher than its interval says. A share of more people than there are is refused."
    ),
    used_in=("needs_assessment", "performance", "treatment_plan", "young_people", "data_quality", "overview"),
    examples=("proportion",),
)

COUNTS_AND_RATES = Method(
    title="Counts and rates",
    rule=(
        "Fewer than ten events have exact Poisson limits; ten or more have Byar's approximation. A rate is the count and its "
        "limits over the people there are. No events have the lower limit nought and an upper limit."
    ),
    source=f"Garwood 1936, Biometrika 28:437. Breslow and Day 1987, Statistical methods in cancer research II. {GUIDE}.",
    limits=(
        "Events are taken as independent and people as many. Where one person can have several events, the interval is too "
        "narrow. Byar's limits lie within 0.2% of the exact ones from ten events; below ten they are not used."
    ),
    used_in=("needs_assessment: Harm", "needs_assessment: Change over the years"),
    examples=("rate", "Byar's limits whatever the count"),
)


DIRECTLY_STANDARDISED_RATES = Method(
    title="Directly standardised rates",
    rule=(
        "Each age group's rate counts by its share in a standard population: the European Standard Population of 2013 unless "
        "another is named. Dobson's interval carries Byar's limits of the count over to the rate."
    ),
    source="Dobson and others 1991, Statistics in Medicine 10:457. European Standard Population: Eurostat 2013.",
    limits=(
        "One figure hides how age groups differ. With fewer than ten events no rate is given, and the reason is. A missing "
        "count is never read as nobody."
    ),
    used_in=(),
    examples=("directly standardised rate",),
)

INDIRECTLY_STANDARDISED_RATIOS = Method(
    title="Indirectly standardised ratios",
    rule="The events there were, over those expected at a standard's rates. Limits are exact below ten events, Byar's from ten.",
    source=f"Breslow and Day 1987. {GUIDE}.",
    limits=(
        "Each area is set against the standard. Two areas' ratios are not strictly comparable with each other. Where the areas "
        "themselves are the standard, ratios lie a little nearer to one. Events that are not rare have narrower limits than these."
    ),
    used_in=("needs_assessment: Outcomes",),
    examples=("indirectly standardised ratio",),
)

CASE_MIX = Method(
    title="Case mix",
    rule=(
        "Completions are set beside those expected of the people treated, over the partnerships of one country, ten or more. "
        "One way takes the rate of each drug group, age band and sex in all of them. The other is a logistic model with further "
        "factors, as set in needs.toml. Each partnership has a level of its own while the factors' effects are found, so that "
        "none takes credit for where it is common. All then get one level. Standard errors allow for people of a partnership "
        "being alike. A group of under fifty people, or with under twenty who completed or who did not, counts with the largest."
    ),
    source=(
        "After Marsden and others 2012, Addiction; its abstract names demographics, severity and complexity, and no fields. "
        "Standard errors: Liang and Zeger 1986, Biometrika 73:13. Pairs told apart: Hanley and McNeil 1982, Radiology 143:29."
    ),
    checked=(
        "Tests hold it to an odds ratio by hand and to statsmodels with a column for each partnership. In invented people who "
        "left after twelve weeks, nine in ten planted coefficients lie within their intervals. Where mixes differ, the order of "
        "ratios is nearer to partnerships' planted levels than that of shares."
    ),
    limits=(
        "What is not recorded is not allowed for: severity beyond the fields, deprivation. Ethnic group is left out on purpose, "
        "or worse results of a group would pass for its mix. Fields without an answer are a group of their own; Marsden and "
        "others imputed them. A ratio says that results differ, not why."
    ),
    used_in=("needs_assessment: Outcomes",),
)


FUNNEL_LIMITS = Method(
    title="Funnel limits",
    rule=(
        "The target is the sum of all numerators over the sum of all denominators. Where areas differ by chance alone, "
        "proportions have Wilson's interval inverted. Rates and ratios have exact Poisson limits at the expected count. Where "
        "areas differ by more, the next entry holds. There are two pairs, 95% and 99.8%."
    ),
    source=f"Spiegelhalter 2005, Statistics in Medicine 24:1185. {GUIDE}.",
    limits=(
        "Of 150 areas that differ by chance alone, seven or eight lie outside 95% limits. Lying outside says that an area "
        "differs, not why. Programs differ in the limits of ratios, so the method stands on each chart."
    ),
    used_in=("needs_assessment: Comparison", "overview"),
    examples=("funnel limits of a proportion", "funnel limits of a ratio"),
)

MORE_SPREAD_THAN_CHANCE = Method(
    title="More spread than chance",
    rule=(
        "Areas may differ by more than chance because they serve different people. The extra variance is estimated, with the "
        "outer tenth at either end drawn in. Where there is any, limits are made on the arcsine scale (square root for rates) with "
        "additive random effects; otherwise they are those above. Widened limits are named as such."
    ),
    source="Spiegelhalter 2005, Quality and Safety in Health Care 14:347.",
    checked="No published example with its data was found. It is checked on ten areas that can be worked by hand.",
    limits="Wide limits can hide areas that do badly. It needs ten areas, and it cannot tell good reasons for spread from bad.",
    used_in=("needs_assessment: Comparison", "overview"),
    examples=("spread between areas (phi)", "variance between areas (tau squared)"),
)

VERDICTS = Method(
    title="Better, worse or similar",
    rule=(
        "An area differs from its comparator where its own 95% interval leaves the comparator out. It is better or worse only "
        "where a direction is recorded, else higher or lower. Between the 95% and the 99.8% interval it may be so."
    ),
    source="Fingertips guidance of the Office for Health Improvement and Disparities; the wording is our own.",
    checked="It is a rule of comparison, not a sum. Tests hold it at, just within and just beyond each limit.",
    limits=(
        "Many comparisons are made, so some differ by chance. The comparator's own uncertainty is not counted; the text says "
        "where it is an estimate. There is no verdict on few people or on counts where rounding decides."
    ),
    used_in=("needs_assessment", "performance", "overview"),
)

FIFTHS_AND_SIMILAR_AREAS = Method(
    title="Fifths and similar areas",
    rule=(
        "Areas are put into fifths by rank, and ties share a fifth. Similar areas are the nearest by the distance between "
        "declared variables, each with mean nought and standard deviation one."
    ),
    source="Rank rule of Public Health England's technical guide on assigning deprivation categories.",
    checked="Tests hold it on seven and ten areas by hand.",
    limits="A fifth is not a judgement: small differences move an area across an edge. Nearness depends on the variables chosen.",
    used_in=("needs_assessment: Comparison",),
)


CONTROL_CHARTS = Method(
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
    used_in=("needs_assessment: Change over the years",),
    examples=("control chart limits", "points with the special cause published"),
)

TREND_OVER_FIVE_YEARS = Method(
    title="Trend over five years",
    rule=(
        "The chi-squared test for a linear trend, at 99.8%, on the latest five years. A direction that hangs on a single year "
        "is not called a trend. Rates use a regression weighted by their intervals."
    ),
    source="Armitage 1955, Biometrics 11:375. Fingertips guidance on recent trends.",
    limits="Five years without a gap are needed. A turn in the middle of five years looks like no change.",
    used_in=("needs_assessment: Change over the years",),
    examples=("chi-squared for trend",),
)


HOW_LONG_PEOPLE_STAY = Method(
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
    used_in=(),
    examples=("share still there", "median stay", "restricted mean stay"),
)

GROUPS_COMPARED = Method(
    title="Groups compared",
    rule="The log-rank test of whether groups stay equally long, over the whole of the time followed.",
    source="Mantel 1966. Worked by statsmodels.",
    limits="Curves that cross can pass for equal. A group not followed to the first exit is left out and named.",
    used_in=(),
    examples=("log-rank chi-squared",),
)

EXITS_BY_REASON = Method(
    title="Exits by reason",
    rule="Cumulative incidence: reasons for leaving compete, and with those still there they add up to everybody on each day.",
    source="Marubini and Valsecchi 1995. Worked by statsmodels.",
    checked="No published example with its data was found. Tests work six people by hand, day by day.",
    limits="A reason is only as good as its code. More of one reason leaves fewer people to leave for another.",
    used_in=(),
)


END_OF_A_PART_YEAR = Method(
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
    used_in=("needs_assessment: Change over the years",),
    examples=("ratio of whole to part", "year-end projection"),
)

PATH_TO_A_TARGET = Method(
    title="The path to a target",
    rule=(
        "People still needed are shared evenly over the quarters left. Each share stands beside the most that any such quarter "
        "reached before."
    ),
    source="Our own.",
    checked="It is counting, not estimation. Tests hold it on three years by hand.",
    limits="That a quarter was reached before does not make it likely again.",
    used_in=("needs_assessment: Change over the years",),
)


TWO_LISTS = Method(
    title="Two lists",
    rule=(
        "People on one list times people on the other, over people on both (Lincoln-Petersen). Chapman's form is less biased "
        "and is the one to quote. Limits are log-normal on the unseen."
    ),
    source="Chapman 1951; Sekar and Deming 1949; Seber 1970.",
    limits=(
        "Being on one list must make the other neither more nor less likely. That is seldom so, and two lists alone cannot show it. "
        "With nobody on both, Lincoln-Petersen has no answer and says so."
    ),
    used_in=(),
    examples=("Lincoln-Petersen", "Chapman", "Chapman's standard error"),
)

THREE_TO_SIX_LISTS = Method(
    title="Three to six lists",
    rule=(
        "A log-linear model of the people on each combination of lists, in which pairs of lists may depend. Every such model is "
        "fitted and shown by its AIC. Limits are by profile likelihood."
    ),
    source="Cormack 1989, Biometrics 45:395. Cross-checked with statsmodels and with the R package Rcapture.",
    limits=(
        "Models that fit equally well can give very different answers: the next section shows how far. A model that the table "
        "cannot settle is refused with the reason, never printed as a number. Linking the lists wrongly biases everything."
    ),
    used_in=("methods: Models side by side",),
    examples=(
        "log-linear model",
        "log-linear model's standard error",
        "log-linear model's information criterion (AIC)",
    ),
)

ONE_LIST_WITH_REPEATS = Method(
    title="One list with repeats",
    rule=(
        "How many were seen once, twice and more tells how many were never seen. Chao's is a lower bound; Zelterman's rests on "
        "those seen once or twice; the truncated Poisson takes everybody as alike."
    ),
    source="Chao 1987, Biometrics 43:783; Zelterman 1988; Boehning 2008; van der Heijden and others 2003.",
    limits=(
        "People differ in how often they are seen, and a first visit changes the chance of a second. Where Chao's bound lies "
        "above the truncated Poisson, the latter is too low and says so."
    ),
    used_in=(),
    examples=("Chao", "Chao, bias-corrected", "Zelterman", "zero-truncated Poisson"),
)

MULTIPLIER = Method(
    title="The multiplier",
    rule="People in a service, over the fraction of all users whom it reaches. The limits of both are joined on the log scale.",
    source="Donner and Zou 2012, Statistical Methods in Medical Research 21:347, for the limits.",
    checked="No published example with counts was found. It is checked on one that can be worked by hand.",
    limits="All rests on the fraction. It must be of the same people, place and time; without limits of its own it gives none.",
    used_in=(),
    examples=("multiplier",),
)

ESTIMATES_FROM_INDICATORS = Method(
    title="Estimates from indicators",
    rule=(
        "Where nobody has estimated need, the log of known rates is regressed on the first principal component of indicators. "
        "Every area with a known rate is held out in turn."
    ),
    source="Person, Retka and Woodward 1977; EMCDDA 1999, multiple indicator method.",
    checked="No published example with its data was found. Tests recover a known relation and work a held-out area by hand.",
    limits="An area's own people are not asked. If held-out areas are foretold no better than by the average, it says so.",
    used_in=(),
)


UNMET_NEED = Method(
    title="Unmet need and penetration",
    rule=(
        "Unmet need is 1 less people treated over people in need. The limits of the estimate of need replace it in turn; the "
        "number treated is taken as exact. Penetration is the rest."
    ),
    source=(
        "The method behind Fingertips indicators 93517 (opiates or crack, ages 15 to 64) and 93532 (alcohol, adults) of the "
        "Office for Health Improvement and Disparities. The source prints no limits of need, so they were taken back from its "
        "intervals. Where an area has two years they are the other year's, which is a true check. Elsewhere they are of the same "
        "row, which checks the sum alone."
    ),
    limits=(
        "Both sides must count the same people, ages and period; otherwise the comparison is refused. The interval leaves out "
        "doubt about the number treated and about the model behind the estimate. An estimate below the number treated is called "
        "inconsistent, never nought."
    ),
    used_in=("needs_assessment: Need for drug treatment", "needs_assessment: Alcohol"),
    examples=("unmet need, percent", "penetration, percent"),
)

GROUPS = {
    "Proportions, counts and rates": (PROPORTIONS, COUNTS_AND_RATES),
    "Standardised rates": (DIRECTLY_STANDARDISED_RATES, INDIRECTLY_STANDARDISED_RATIOS),
    "Comparison between areas": (FUNNEL_LIMITS, MORE_SPREAD_THAN_CHANCE, VERDICTS, FIFTHS_AND_SIMILAR_AREAS),
    "Change": (CONTROL_CHARTS, TREND_OVER_FIVE_YEARS),
    "Staying in treatment": (HOW_LONG_PEOPLE_STAY, GROUPS_COMPARED, EXITS_BY_REASON),
    "How many people there are": (
        TWO_LISTS, THREE_TO_SIX_LISTS, ONE_LIST_WITH_REPEATS, MULTIPLIER, ESTIMATES_FROM_INDICATORS,
    ),
    "Unmet need": (UNMET_NEED,),
    "Projection": (END_OF_A_PART_YEAR, PATH_TO_A_TARGET),
}  # fmt: skip
