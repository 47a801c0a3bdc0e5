"""The methods of figures, of change and of need, each as its rule, source, check and limits, and where it is used."""

from needs.present.methods.method import Method

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

CHANGES_IN_ANSWERS = Method(
    title="Changes in what people answer",
    rule=(
        "Each person's answer at the start is taken from the later one, and the mean of these differences has Student's t "
        "interval. Only answers given on both forms count. The change is called clear where its interval leaves out nought."
    ),
    source="Student 1908, Biometrika 6:1. The forms: Treatment Outcomes Profile, National Treatment Agency, 2007.",
    limits=(
        "Whoever left early or has no second form is missing. Some would have changed without treatment. Five questions are "
        "judged at once, so one may be clear by chance. No published threshold says what change is reliable for one person."
    ),
    used_in=("needs_assessment: Outcomes",),
    checked="The hours of sleep that Student printed, as R gives their interval, are held by a test.",
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
    used_in=(
        "needs_assessment: Harm",
        "needs_assessment: Equality",
        "needs_assessment: Change over the years",
        "performance: Equality impact",
    ),
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
    used_in=("needs_assessment: Equality", "performance: Equality impact"),
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
        "others imputed them. A ratio says that results differ, not why. Its limits are of rare events, by which chance alone puts fewer "
        "than one in a thousand outside. So ratios are not counted among the comparisons."
    ),
    used_in=("needs_assessment: Outcomes",),
)


PEOPLE_BESIDE_RESIDENTS = Method(
    title="People in treatment beside residents",
    rule=(
        "A group's share of people in treatment, over its share of residents of the year or of one of the two before. Limits are "
        "Wilson's of the share in treatment; residents are taken as known. A word is given where the limits, at 95% for all "
        "groups together (Bonferroni), leave out one wherever rounding put the counts. About its share is within a quarter "
        "either way."
    ),
    source=f"Wilson 1927. Dunn 1961, Journal of the American Statistical Association 56:52. {GUIDE}. The quarter is our own.",
    checked="It is a share over a share. Tests hold it, each word and each edge on tables drawn by hand.",
    limits=(
        "Residents are not people in need: drug use differs by age and sex. Censuses give ethnic groups of all ages. So a word "
        "on them has to stand if a group had no children, or half the adults that all residents have. One on "
        "men or women has to stand if all those under 18 were of one sex."
    ),
    used_in=("needs_assessment: Equality", "performance: Equality impact"),
)

SLOPE_OF_INEQUALITY = Method(
    title="Slope and relative index of inequality",
    rule=(
        "Districts stand in order of deprivation, each at the middle of its share of residents. A straight line through their "
        "rates, weighted by residents, gives the rate at either end. The slope index is the difference of the ends, and the "
        "relative index their ratio. Limits are Student's t; those of the ratio are of its logarithm."
    ),
    source="Mackenbach and Kunst 1997, Social Science and Medicine 44:757. The line is fitted by statsmodels.",
    limits=(
        "Five districts are wanted. It takes the rate to change evenly with deprivation, and a district to be alike within. Of "
        "people in treatment a slope is no fault by itself, as need has one too."
    ),
    used_in=("needs_assessment: Where people live",),
    examples=("slope index of inequality", "relative index of inequality"),
)


FUNNEL_LIMITS = Method(
    title="Funnel limits",
    rule=(
        "The target is the sum of all numerators over the sum of all denominators. Where areas differ by chance alone, "
        "proportions have Wilson's interval inverted. Rates and ratios have exact Poisson limits at the expected count. Where "
        "areas differ by more, the next entry holds. There is one pair of limits. Its confidence allows for the number of "
        "comparisons, as that of the verdicts does. With thirty comparisons that is close to the usual 99.8%."
    ),
    source=f"Spiegelhalter 2005, Statistics in Medicine 24:1185. {GUIDE}.",
    limits=(
        "Lying outside says that an area differs, not why. Programs differ in the limits of ratios, so the method stands on "
        "each chart."
    ),
    used_in=("needs_assessment: Comparison", "performance: Comparison", "overview"),
    examples=("funnel limits of a proportion", "funnel limits of a ratio"),
)

MORE_SPREAD_THAN_CHANCE = Method(
    title="More spread than chance",
    rule=(
        "Areas may differ by more than chance because they serve different people. The mean squared distance (phi) is taken "
        "with the outer tenth at either end drawn in. By chance alone that gives about two thirds and not one, so it is divided by its "
        "expectation under the normal distribution. The variance of rounding is taken off. Where spread is left, limits are "
        "made on the arcsine scale (square root for rates) with additive random effects. Widened limits are named as such."
    ),
    source="Spiegelhalter 2005, Quality and Safety in Health Care 14:347. The division is our own.",
    checked=(
        "No published example with its data was found. It is checked on ten areas that can be worked by hand. A simulation of "
        "ten, thirty and 150 areas that differ by chance gives a phi of one, less one area's part."
    ),
    limits=(
        "Wide limits can hide areas that do badly. It needs ten areas, and it cannot tell good reasons for spread from bad. Other "
        "programs print phi undivided, and so widen limits by less."
    ),
    used_in=("needs_assessment: Comparison", "performance: Comparison", "overview"),
    examples=("spread between areas (phi)", "variance between areas (tau squared)"),
)

VERDICTS = Method(
    title="Better, worse or similar",
    rule=(
        "Two statements are made of a figure. It differs from the country where its own interval leaves the country's figure out. "
        "Among areas it lies within or outside the usual spread, the limits of the funnel. A direction is needed for better or "
        "worse, else it is higher or lower. The interval allows for all comparisons of a partnership in a quarter (Bonferroni). So "
        "where nothing differs, one quarter in twenty has any verdict. Nineteen twentieths of that chance are for figures of "
        "everybody, the rest is for groups. Each measure is judged once, for its latest and longest period. Measures of the very "
        "same people are one comparison. Intervals of counts are mid-P. Limits published without counts are stretched."
    ),
    source=(
        "Fingertips guidance of the Office for Health Improvement and Disparities; Lancaster 1961, Journal of the American "
        "Statistical Association 56:223, for mid-P. The wording is our own."
    ),
    checked=(
        "Tests hold it at, just within and just beyond each limit. They draw countries of thirty partnerships and "
        "28 figures that differ by chance. About four documents in a hundred then give any verdict of a difference, of rounded counts two."
    ),
    limits=(
        "It misses more real differences than an interval for each figure alone would. The comparator's own uncertainty is not "
        "counted; the text says where it is an estimate. There is no verdict on few people or on counts where rounding decides. "
        "Changes since an earlier period are a family of their own, corrected likewise."
    ),
    used_in=("needs_assessment", "performance", "treatment_plan: Priorities", "young_people", "overview"),
)

BEST_AND_WORST = Method(
    title="Best, worst and largest",
    rule=(
        "The largest of many differences is partly luck. So each value is drawn towards all areas before it is put in order. The "
        "weight of its own is the variance between areas over that and the variance by chance. None moves by more "
        "than its standard error. First come figures that differ from the country and lie outside the usual spread. Of others "
        "it is said which statement is wanting. With fewer than ten areas nothing is drawn in, and that is said."
    ),
    source="Empirical Bayes with limited translation: Efron and Morris 1972, Journal of the American Statistical Association 67:130.",
    checked="Tests work three areas by hand.",
    limits="It decides the order alone. Every figure that is printed is the area's own.",
    used_in=("needs_assessment: Key messages", "needs_assessment: Priorities", "needs_assessment: What this tells us"),
)

PLACE_AMONG_AREAS = Method(
    title="Quarters of areas and similar areas",
    rule=(
        "Areas are put into quarters by rank, and ties share a quarter. Similar areas are those that the partnership lists, else "
        "those that the Office for National Statistics does. Of them, and of the region, the middle, lowest and highest are given."
    ),
    source="Rank rule of Public Health England's technical guide on assigning deprivation categories.",
    checked="Tests hold it on seven and ten areas by hand.",
    limits=(
        "A quarter is not a judgement: small differences move an area across an edge. The office's list is of likeness in people "
        "and economy. Likeness in need was not looked at."
    ),
    used_in=("needs_assessment: Comparison", "performance: Comparison", "treatment_plan: Priorities"),
)

CHANGE_SINCE = Method(
    title="Change since an earlier period",
    rule=(
        "A share differs where Newcombe's interval of the difference leaves out nought. A count of events differs where its share "
        "of both periods' events differs from its share of their days. Confidence allows for all changes of the quarter that can "
        "be judged (Bonferroni). Only events of one period each are judged, as people who stay are in both."
    ),
    source=(
        "Newcombe 1998, Statistics in Medicine 17:873, method 10. Przyborowski and Wilenski 1940, Biometrika 31:313; with Wilson's "
        "limits."
    ),
    checked=(
        "Tests hold it to Newcombe's own example. They draw thirty papers in which nothing changed; at most one in twenty gives a "
        "change. At 95% each, 63 of 100 such papers did."
    ),
    limits="Two periods are no trend. Counts below ten get no verdict, nor does a difference that rounding may have made.",
    used_in=("performance: What changed", "treatment_plan: Objectives"),
)


CONTROL_CHARTS = Method(
    title="Control charts",
    rule=(
        "The limits of counts are the mean and 2.66 mean moving ranges either side (XmR). Those of shares know their denominators: "
        "each share is set against its own standard error first (Laney's p' chart). Moving ranges of 3.267 times their mean or more "
        "are left out once. Four rules tell an unusual change. They are a point outside a limit, seven rising or falling, two of "
        "three near a limit, and seven on one side of the mean."
    ),
    source=(
        "Wheeler 1993, Understanding Variation. Laney 2002, Quality Engineering 14:531. NHS England, Making Data Count, as the R "
        "package NHSRplotthedots applies it."
    ),
    checked=(
        "Limits of shares are worked by hand in a test; with equal denominators they are those of XmR. How often chance marks a "
        "chart is found by drawing many series of its length."
    ),
    limits=(
        "Twelve points are wanted; with fewer, change is not judged. Periods that overlap, such as rolling years, are refused. "
        "A point on the mean is on neither side. A rule that fires says that something changed, not what. Numbers of people in "
        "treatment get no chart: most people stay, so over half of such charts would be marked though nothing changes. Those who "
        "came less those who left are charted instead. Several charts are read at once, so each document says how many, and how "
        "often chance alone would mark one."
    ),
    used_in=("needs_assessment: Change over the years",),
    examples=("control chart limits", "points with the special cause published"),
)

TREND_OVER_FIVE_YEARS = Method(
    title="Trend over five years",
    rule=(
        "The chi-squared test for a linear trend, at 99.8%, on the latest five years. A rise or fall must still stand, at 95%, "
        "when any one of the five is left out. Else it is said to rest on a single year. Rates use a regression weighted by "
        "their intervals. Sentences name a typical, the lowest and the highest year, and the last step. A year stands apart where "
        "it alone is far from the line through all. Far is a modified z-score of 3.5 and a tenth of the level."
    ),
    source=(
        "Armitage 1955, Biometrics 11:375. Fingertips guidance on recent trends. Sen 1968 for the line; Iglewicz and Hoaglin 1993 "
        "for what stands apart. That no trend may rest on one year, and the tenth, are our own."
    ),
    limits="Five years without a gap are needed. A turn in the middle of five years looks like no change.",
    used_in=("needs_assessment: Change over the years",),
    examples=("chi-squared for trend",),
)


HOW_LONG_PEOPLE_STAY = Method(
    title="How long people stay",
    rule=(
        "Kaplan-Meier: people still in treatment count for as long as they were followed. An exit on the day of a last sight "
        "comes first. Followed are journeys begun in the three years to a financial year's end, or two where records begin later. "
        "A curve wants 50 journeys and 20 exits. Shares are given at weeks 4, 12, 26, 52, 78 and 104, and end where fewer than 20 are followed. Each share is given of the number of people it would be as sure of if all had been "
        "followed. So it is rounded and protected like any share, and has Wilson's limits. The median is the first whole week by "
        "which half have left; its limits are log-log. Returns after a planned exit are followed likewise."
    ),
    source=(
        "Kaplan and Meier 1958; Kalbfleisch and Prentice 1980; Brookmeyer and Crowley 1982. Rothman 1978, Journal of Chronic "
        "Diseases 31:557, for the number. Worked by statsmodels."
    ),
    limits=(
        "People whose records stop are taken to be like those who are followed on. A median that is not reached is said to be "
        "so, never filled. Where the curve lies flat at one half, programs give different medians. Returns to other partnerships are not seen."
    ),
    used_in=("needs_assessment: Outcomes",),
    examples=("share still there", "median stay"),
)

GROUPS_COMPARED = Method(
    title="Groups compared",
    rule="The log-rank test of whether groups stay equally long, over the whole of the time followed.",
    source="Mantel 1966. Worked by statsmodels.",
    limits="Curves that cross can pass for equal. A group not followed to the first exit is left out and named.",
    used_in=("needs_assessment: Outcomes",),
    examples=("log-rank chi-squared",),
)

EXITS_BY_REASON = Method(
    title="Exits by reason",
    rule="Cumulative incidence: reasons for leaving compete, and with those still there they add up to everybody on each day.",
    source="Marubini and Valsecchi 1995. Worked by statsmodels.",
    checked="No published example with its data was found. Tests work six people by hand, day by day.",
    limits=(
        "A reason is only as good as its code. More of one reason leaves fewer people to leave for another. Each share is of the "
        "number behind the share still there, so that all add up. So limits are a little wide: by a fifth at two years."
    ),
    used_in=("needs_assessment: Outcomes",),
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

WHAT_WOULD_HAVE_TO_BE_TRUE = Method(
    title="What would have to be true",
    rule=(
        "A target still to come less the figure of today, over the months that are left of it. A target in percent is put in "
        "people by the counts of the share, or by the number that the plan says it is of. One of those who come is put in people by "
        "how many come in a month. Else it is said of every hundred. The range holds the limits of the share. A change in money "
        "changes people, places or time by the same percent, if each person costs the same. Where it is a part of the money, that is the most. Cost for each person at a target: "
        "money left times people of today, over the target. Money printed for the year of a change has the change in it already."
    ),
    source="Our own.",
    checked="Tests hold the sums of Kent, Derby and Barnet, done by hand.",
    limits=(
        "It is arithmetic, all else equal, and no forecast: demand, drop-out, prices and waits would change too. What is printed "
        "without counts has no range. A share of those who stayed twelve weeks is the least of a target that counts planned leavers too, if of the same people."
    ),
    used_in=("needs_assessment: What would happen if", "treatment_plan: What would happen if", "treatment_plan: Money"),
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
    rule=(
        "People in a service, over the fraction of all users whom it reaches. The limits of both are joined on the log scale. "
        "In documents: deaths from drug misuse in three years, over the country's deaths for each person estimated there."
    ),
    source="Donner and Zou 2012, Statistical Methods in Medical Research 21:347, for the limits.",
    checked="No published example with counts was found. It is checked on one that can be worked by hand.",
    limits="All rests on the fraction. It must be of the same people, place and time; without limits of its own it gives none.",
    used_in=("needs_assessment: Need for drug treatment",),
    examples=("multiplier",),
)

ESTIMATES_FROM_INDICATORS = Method(
    title="Estimates from indicators",
    rule=(
        "Where nobody has estimated need, the log of known rates is regressed on the first principal component of indicators. "
        "Every area with a known rate is held out in turn. In documents: deaths from drug misuse for each resident and deprivation."
    ),
    source="Person, Retka and Woodward 1977; EMCDDA 1999, multiple indicator method.",
    checked="No published example with its data was found. Tests recover a known relation and work a held-out area by hand.",
    limits=(
        "An area's own people are not asked. Areas with a known rate may be of another kind: those of today's files lie in London. "
        "If held-out areas are foretold no better than by the average, it says so."
    ),
    used_in=("needs_assessment: Need for drug treatment",),
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
        "Both sides must count the same people at one time; otherwise the two figures are given and no third. The interval leaves out "
        "doubt about the number treated and about the model behind the estimate. An estimate below the number treated is called "
        "inconsistent, never nought."
    ),
    used_in=(
        "needs_assessment: Key messages",
        "needs_assessment: Need for drug treatment",
        "needs_assessment: Alcohol",
    ),
    examples=("unmet need, percent", "penetration, percent"),
)

OTHER_AGES = Method(
    title="Treatment and need of different ages",
    rule=(
        "Bounds apart from the interval. From none to all of the people treated in bands that reach beyond the estimate's ages "
        "may be outside it. Where bands leave a year of age out, all of those treated may. Of bands that overlap those of fewest people "
        "count. Younger people in treatment are taken off below where known."
    ),
    source="Our own: bounds that hold whoever the people are, with no assumption on their ages.",
    checked="Tests work Barnet's published rows of 2011-12 by hand.",
    limits="A wide band gives wide bounds. Bands are of everybody in treatment, not of those who use opiates or crack alone.",
    used_in=("needs_assessment: Need for drug treatment",),
)

BULLSEYE = Method(
    title="The bullseye of need",
    rule=(
        "Each person is in the innermost ring that applies. The rings are: in treatment on the last day of a year, in the year, earlier, and "
        "known to DIP but never treated. What is left of the estimate is the last ring, with its limits moved."
    ),
    source="Needs assessments of the National Treatment Agency, 2006 to 2011 (recalled: high; wording varies by year).",
    checked="Tests hold it to the agency's worked picture of 2010: 3,500 estimated, 1,200 in treatment, 400 known elsewhere.",
    limits=(
        "Of those treated earlier some have stopped, moved or died, and how far back they go hangs on the records. More known users "
        "than were estimated are called inconsistent, never nought, and what the upper limit leaves is said. Who left before the "
        "files begin is in the last ring."
    ),
    used_in=("needs_assessment: Need for drug treatment",),
)

WHAT_WOULD_HAPPEN_IF = Method(
    title="What would happen if",
    rule=(
        "A stock and flow of treatment journeys, moved on by quarters from those open at a quarter's end, by months of stay. "
        "Chances of leaving in a quarter, as planned, unplanned or otherwise, are those of the last twelve months, each a Beta "
        "distribution of the counts shown (Jeffreys). A hidden count is drawn from none to seven, a rounded one from all it may be. "
        "As many come as in a quarter of the last year on average, with the spread within each of the last two years. The level drifts "
        "as a random walk. Its size is learnt from the partnership's own years and a usual change of 10%, which counts as four of "
        "them: new presentations of England and Barnet beyond chance, in 26 changes. Some are back: "
        "the share that had left within six months follows those who leave. Who finds no place waits. Whoever is let in at the end "
        "has waited as measured and what the queue adds: the queue over those who come in a week (Little's law). Ranges are 95% of a "
        "thousand draws, and of differences 95% of paired draws."
    ),
    source=(
        "Our own. Stock-and-flow models of treatment systems are STreAM (Brennan and others, for Public Health England), and "
        "the model of demand and capacity of the Home Office. Neither workbook was found."
    ),
    checked=(
        "Flows planted in invented partnerships lie within their ranges in 94 of 100, by a test that reads them off a draw thirty "
        "times as busy. Past quarters are foretold from what was known before each, beside “as last year”. Over 33 invented "
        "partnerships the ranges of people in treatment hold 96 of 100. Where they held clearly too few it is called no forecast."
    ),
    limits=(
        "Flows stay as they were: no trend, no season, no effect of waits on who comes or stays. People are alike but for months of stay. "
        "Deaths are of people in treatment only. A lever is moved and not explained: what moves it is not known here."
    ),
    used_in=(
        "scenario",
        "scenarios",
        "needs_assessment: What would happen if",
        "treatment_plan: What would happen if",
    ),
)

GROUPS = {
    "Proportions, counts and rates": (PROPORTIONS, COUNTS_AND_RATES),
    "Standardised rates": (DIRECTLY_STANDARDISED_RATES, INDIRECTLY_STANDARDISED_RATIOS),
    "Equality": (PEOPLE_BESIDE_RESIDENTS, SLOPE_OF_INEQUALITY),
    "Comparison between areas": (FUNNEL_LIMITS, MORE_SPREAD_THAN_CHANCE, VERDICTS, BEST_AND_WORST, PLACE_AMONG_AREAS),
    "Change": (CHANGE_SINCE, CONTROL_CHARTS, TREND_OVER_FIVE_YEARS),
    "Staying in treatment": (HOW_LONG_PEOPLE_STAY, GROUPS_COMPARED, EXITS_BY_REASON),
    "How many people there are": (
        TWO_LISTS, THREE_TO_SIX_LISTS, ONE_LIST_WITH_REPEATS, MULTIPLIER, ESTIMATES_FROM_INDICATORS,
    ),
    "Unmet need": (UNMET_NEED, OTHER_AGES, BULLSEYE),
    "Projection": (END_OF_A_PART_YEAR, PATH_TO_A_TARGET, WHAT_WOULD_HAPPEN_IF, WHAT_WOULD_HAVE_TO_BE_TRUE),
}  # fmt: skip
