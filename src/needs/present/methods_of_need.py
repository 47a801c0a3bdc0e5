"""How many people there are, seen and unseen, and how many of them are in treatment."""

from needs.present.methods_described import Method

PREVALENCE = (
    Method(
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
        examples=("Lincoln-Petersen", "Chapman", "Chapman's standard error"),
    ),
    Method(
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
        examples=(
            "log-linear model",
            "log-linear model's standard error",
            "log-linear model's information criterion (AIC)",
        ),
    ),
    Method(
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
        examples=("Chao", "Chao, bias-corrected", "Zelterman", "zero-truncated Poisson"),
    ),
    Method(
        title="The multiplier",
        rule="People in a service, over the fraction of all users whom it reaches. The limits of both are joined on the log scale.",
        source="Donner and Zou 2012, Statistical Methods in Medical Research 21:347, for the limits.",
        checked="No published example with counts was found. It is checked on one that can be worked by hand.",
        limits="All rests on the fraction. It must be of the same people, place and time; without limits of its own it gives none.",
        examples=("multiplier",),
    ),
    Method(
        title="Estimates from indicators",
        rule=(
            "Where nobody has estimated need, the log of known rates is regressed on the first principal component of indicators. "
            "Every area with a known rate is held out in turn."
        ),
        source="Person, Retka and Woodward 1977; EMCDDA 1999, multiple indicator method.",
        checked="No published example with its data was found. Tests recover a known relation and work a held-out area by hand.",
        limits="An area's own people are not asked. If held-out areas are foretold no better than by the average, it says so.",
    ),
)

UNMET = (
    Method(
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
        examples=("unmet need, percent", "penetration, percent"),
    ),
)
