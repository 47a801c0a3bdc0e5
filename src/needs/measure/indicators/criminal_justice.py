"""Criminal justice: continuity of care after prison, from files; and two programmes, from small tables of counts."""

from needs.measure.indicator import BOTH_ERAS, HIGHER_BETTER, OLD, TODAY, Indicator, Part, published

LOCAL = "The partnership's own returns, as dropped into data/raw/local"


def _share(name: str, title: str, numerator: str, denominator: str, noun: str, done: str, definition: str,
           era: str = OLD) -> Indicator:  # fmt: skip
    return Indicator(
        name=name,
        title=title,
        topic="criminal justice",
        era=era,
        form="share",
        numerator=Part(measure=numerator),
        denominator=Part(measure=denominator),
        polarity=HIGHER_BETTER,
        noun=noun,
        done=done,
        definition=definition,
        why="Arrest and sentence are chances to bring people into treatment.",
        source=LOCAL,
    )


CRIMINAL_JUSTICE = (
    # From files alone: extracts hold those who arrived, and nobody who did not
    published(
        "continuity_of_care_percent",
        "Left prison and engaged in community treatment (C20)",
        topic="criminal justice",
        era=TODAY,
        polarity=HIGHER_BETTER,
        noun="adults who left prison with a need for treatment",
        done="engaged in structured treatment in the community",
        definition="Adults with a need for treatment who engage in structured community treatment after release from prison: "
        "Fingertips indicator 92544.",
        why="The first weeks after release are those of the highest risk of overdose.",
        source="Office for Health Improvement and Disparities, Fingertips",
    ),
    _share(
        "dip_kpi_1_percent",
        "Tested on arrest (DIP KPI 1)",
        "dip_tested",
        "dip_trigger_arrests",
        "adults arrested for a trigger offence",
        "were tested for drugs in custody",
        "Adults arrested for a trigger offence who are drug tested in the custody suite.",
    ),
    _share(
        "dip_kpi_2_percent",
        "Assessed after a positive test (DIP KPI 2)",
        "dip_assessed",
        "dip_tested_positive",
        "adults who tested positive",
        "attended and remained at an initial assessment",
        "Adults who test positive, have an initial assessment imposed, and attend and remain at it.",
    ),
    _share(
        "dip_kpi_3_percent",
        "Care plan drawn up after assessment (DIP KPI 3)",
        "dip_care_plans",
        "dip_needing_intervention",
        "adults assessed as needing a further intervention",
        "had a care plan",
        "Adults assessed as needing a further intervention who have a care plan drawn up.",
    ),
    _share(
        "dip_kpi_4_percent",
        "Engaged in treatment from the caseload (DIP KPI 4)",
        "dip_engaged",
        "dip_caseload",
        "adults taken on to the caseload",
        "engaged in treatment",
        "Adults taken on to the caseload who engage in treatment.",
    ),
    _share(
        "drr_completion_percent",
        "Drug rehabilitation requirements completed",
        "drr_completions",
        "drr_ended",
        "requirements that ended",
        "were completed successfully",
        "Drug rehabilitation requirements completed successfully, of all that ended.",
        era=BOTH_ERAS,  # a requirement of courts in both; the programme above is of the one time
    ),
)
