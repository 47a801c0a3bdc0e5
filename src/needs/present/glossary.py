"""The field's terms as every document uses them; GLOSSARY.md holds the same words, and a test keeps the two alike."""

GLOSSARY = {
    "Adult": "A person aged 18 or over at the end of the period.",
    "Baseline": "The figure from which change is measured.",
    "DIP": "Drug Interventions Programme: it leads people in contact with the police and courts into treatment.",
    "DRR": "Drug Rehabilitation Requirement: treatment that a court orders as part of a sentence in the community.",
    "Effective treatment": "Treatment that has lasted 12 weeks (84 days) or more, or ended earlier with a planned exit.",
    "Episode": "One person's time with one agency, from triage to discharge.",
    "Extract": "A file that an agency submits to NDTMS, with one row for each intervention or form of an episode.",
    "Fact": "One figure with its denominator, interval, period, source and verdict.",
    "Financial year": "1 April to 31 March. Its quarters run from Q1 (April to June) to Q4 (January to March).",
    "Funnel plot": "A chart of areas by size, with the limits of their usual spread.",
    "Hidden": "Not shown, because the count is of one to seven people, or would leave one to seven over.",
    "Indicator": "A measure with a fixed rule for who is counted and, if it is a share, out of whom.",
    "Intervention": "One kind of treatment within an episode, such as prescribing. Older documents call it a modality.",
    "Invented place": "A place that does not exist, with records of people who do not, to show what real extracts would give.",
    "Journey": "A person's episodes that overlap, or follow one another with a gap of 21 days or less. "
    "It starts with the first intervention and ends with the last discharge.",
    "Management information": "Figures from true counts, for named recipients and a stated purpose.",
    "Met need": "See penetration.",
    "Modality": "The older word for an intervention, such as specialist prescribing or a structured day programme.",
    "NDTMS": "National Drug Treatment Monitoring System, to which treatment agencies report.",
    "New presentation": "The start of a new treatment journey in the period. A return after a gap of more than 21 days is one.",
    "NI 38, 39, 40, 42, 115": "National indicators for local authorities, 2008 to 2011. In order: drug-related offending, "
    "alcohol-related admissions, effective drug treatment, perceived drug problems, and young people's substance misuse.",
    "Partnership": "The local authority, NHS, police, probation and providers who plan treatment together.",
    "Penetration": "The share of people in need who are in treatment; also called met need.",
    "Percentage point": "The unit of a difference between two percentages: 79% and 83% differ by 4 percentage points.",
    "Planned exit": "Leaving treatment by agreement: having completed it, or referred on, by the version of 2007. "
    "A partnership may choose the version of 2004 or 2009 instead.",
    "Prevalence": "How many people have a condition; here always an estimate.",
    "Pseudonym": "A keyed hash in place of a person's initials, birth date and sex. Nobody can read it without the key.",
    "Re-presentation": "Coming back into treatment within six months of completing it.",
    "Retention": "Staying in treatment for 12 weeks (84 days) or more. Each person is followed from their own start.",
    "Rounded": "To the nearest 5, like every count from records, so that nobody can be found by subtraction.",
    "Rule": "The version of its definition by which a figure was counted, such as that of 2007 for a planned exit.",
    "Series": "Figures made by one method, or of one revision. "
    "Figures of two series are never joined, subtracted or put in one trend.",
    "Stock and flow": "A check: those there at first, plus those who come, less those who go, must be those there at last.",
    "Successful completion": "A planned exit by the version of its year. From 2004 it includes transfers; from 2007 it includes "
    "people referred on, but no transfers; from 2009 it means treatment completed.",
    "Tier 4": "Inpatient treatment and residential rehabilitation.",
    "TOP": "Treatment Outcomes Profile: a form completed at the start of treatment, at reviews and at discharge.",
    "Treatment progress": "People who completed treatment with a home, or are still in it and use none of their problem "
    "substances, or substantially less, of those of whom this can be told.",
    "Treatment-naive": "Never in structured treatment before, as the person says.",
    "Unmet need": "People in need who are not in treatment.",
    "Usual spread": "How far areas of a size usually lie from all together. It allows for chance, and for areas that differ by more than chance.",
    "XmR chart": "A run of figures with limits worked out from their own change from point to point.",
    "95% interval": "The range within which the true value probably lies, allowing for chance alone.",
}
