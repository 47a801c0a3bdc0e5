"""How single figures are made and set against others: proportions, counts, rates, funnels, verdicts."""

from needs.present.methods_described import Method

GUIDE = "Public Health England, Technical guide: confidence intervals, 2018"

FIGURES = (
    Method(
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
        examples=("proportion",),
    ),
    Method(
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
        examples=("rate", "Byar's limits whatever the count"),
    ),
)

STANDARDISED = (
    Method(
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
        examples=("directly standardised rate",),
    ),
    Method(
        title="Indirectly standardised ratios",
        rule="The events there were, over those expected at a standard's rates. Limits are exact below ten events, Byar's from ten.",
        source=f"Breslow and Day 1987. {GUIDE}.",
        limits="Each area is set against the standard. Two areas' ratios are not strictly comparable with each other.",
        examples=("indirectly standardised ratio",),
    ),
)

COMPARED = (
    Method(
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
        examples=("funnel limits of a proportion", "funnel limits of a ratio"),
    ),
    Method(
        title="More spread than chance",
        rule=(
            "Areas may differ by more than chance because they serve different people. The extra variance is estimated, with the "
            "outer tenth at either end drawn in. Where there is any, limits are made on the arcsine scale (square root for rates) with "
            "additive random effects; otherwise they are those above. Widened limits are named as such."
        ),
        source="Spiegelhalter 2005, Quality and Safety in Health Care 14:347.",
        checked="No published example with its data was found. It is checked on ten areas that can be worked by hand.",
        limits="Wide limits can hide areas that do badly. It needs ten areas, and it cannot tell good reasons for spread from bad.",
        examples=("spread between areas (phi)", "variance between areas (tau squared)"),
    ),
    Method(
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
    ),
    Method(
        title="Fifths and similar areas",
        rule=(
            "Areas are put into fifths by rank, and ties share a fifth. Similar areas are the nearest by the distance between "
            "declared variables, each with mean nought and standard deviation one."
        ),
        source="Rank rule of Public Health England's technical guide on assigning deprivation categories.",
        checked="Tests hold it on seven and ten areas by hand.",
        limits="A fifth is not a judgement: small differences move an area across an edge. Nearness depends on the variables chosen.",
    ),
)
