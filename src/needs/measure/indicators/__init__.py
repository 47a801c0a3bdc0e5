"""The catalogue: every indicator, declared once with all that is known of it, in the file of its subject.

A published figure that no entry names is still carried to the results under its measure's own name, without judgement.
"""

from dataclasses import replace

from needs.measure.indicator import Indicator, Part
from needs.measure.indicators.agencies import AGENCIES
from needs.measure.indicators.beside_expected import BESIDE_EXPECTED
from needs.measure.indicators.coming_in import COMING_IN
from needs.measure.indicators.criminal_justice import CRIMINAL_JUSTICE
from needs.measure.indicators.following import FOLLOWING
from needs.measure.indicators.harm import HARM
from needs.measure.indicators.in_treatment import IN_TREATMENT
from needs.measure.indicators.leaving import LEAVING
from needs.measure.indicators.outcomes_forms import OUTCOMES_FORMS
from needs.measure.indicators.prevalence import PREVALENCE
from needs.measure.indicators.residents import EQUALITY
from needs.measure.indicators.staying import STAYING
from needs.measure.indicators.stays import FLOWS
from needs.measure.indicators.treatment_progress import TREATMENT_PROGRESS
from needs.measure.indicators.waiting import WAITING
from needs.measure.indicators.young_people import YOUNG_PEOPLE
from needs.settings import Choices

ORDER = (
    "in_treatment", "new_presentations", "people_in_treatment_by_group", "new_presentations_by_group",
    "substances_of_people_in_treatment", "population_share_percent", "first_waits_within_3_weeks", "later_waits_within_3_weeks",
    "successful_completion_of_exits", "dropped_out_of_exits", "successful_completion_of_people_in_treatment",
    "completion_without_return", "treatment_progress_alcohol_percent", "treatment_progress_lowest_percent",
    "treatment_progress_highest_percent", "treatment_progress_missing_percent", "treatment_progress_new_clients", "people_by_treatment_progress", "drug_misuse_deaths_crude_rate",
    "drug_poisoning_deaths_crude_rate", "young_people_in_treatment",
    "opiate_crack_in_treatment", "opiate_crack_effective_treatment", "crack_in_treatment_percent",
    "under_25_in_treatment_percent", "current_injectors_in_treatment_percent", "shared_care_percent",
    "in_treatment_when_period_begins", "in_treatment_when_period_ends", "interventions_by_modality",
    "deaths_in_treatment", "criminal_justice_referral_percent", "prison_referral_percent", "treatment_naive_percent",
    "living_with_children_percent", "regularly_employed_percent", "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent", "hepatitis_c_offered_percent", "hepatitis_c_accepted_percent",
    "waited_over_3_weeks_percent", "waited_over_6_weeks_percent", "waited_over_12_weeks_percent", "exits",
    "exits_by_reason", "planned_exit_2004_percent", "early_unplanned_exit_percent", "re_presentation_percent",
    "abstinent_at_review_percent", "reliably_improved_percent", "unchanged_at_review_percent", "deteriorated_percent",
    "mean_days_at_start", "mean_days_at_review", "people_at_each_agency",
    "retained_or_planned_discharge_by_agency_percent", "planned_exit_by_agency_percent", "top_starts_by_agency_percent",
    "dip_kpi_1_percent", "dip_kpi_2_percent", "dip_kpi_3_percent", "dip_kpi_4_percent", "drr_completion_percent",
    "opiate_crack_users", "opiate_crack_users_per_1000", "alcohol_dependent_adults", "adults_in_treatment_for_alcohol",
    "alcohol_unmet_need_percent", "alcohol_not_in_treatment", "opiate_crack_unmet_need_percent",
    "opiate_crack_not_in_treatment", "average_wait_weeks", "retained_12_weeks_percent",
    "retained_or_planned_discharge_percent", "opiate_crack_effective_treatment_change_percent", "effective_treatment",
    "treatment_system_exits_percent", "top_starts_percent", "top_reviews_percent", "top_discharges_percent",
    "engaged_percent", "successful_exit_percent", "housing_problem_percent", "tier_4_percent",
    "healthy_schools_percent", "young_people_planned_exit_percent", "young_people_starting_within_15_working_days_percent",
    "care_plan_percent",
)  # fmt: skip
"""Which comes first where nothing else decides, in key messages and in the catalogue; the others come after these."""


def _over_three_years(indicator: Indicator) -> Indicator:
    """The measure of three years together, worked out from what was counted for each."""
    counting = indicator.counting
    if counting is None:
        raise ValueError(f"indicator {indicator.name!r}: what is not counted cannot be pooled")
    return replace(
        indicator,
        name=f"{indicator.name.removesuffix('_percent')}_over_three_years{'_percent' * (indicator.unit == 'percent')}",
        title=f"{indicator.title}, three years together",
        form="pooled",
        numerator=Part(measure=indicator.name),
        counting=None,
        definition=f"{counting.defined(Choices())} 3 years together.",
        source=counting.source,
    )


_DECLARED = (
    *IN_TREATMENT, *COMING_IN, *WAITING, *STAYING, *LEAVING, *BESIDE_EXPECTED, *OUTCOMES_FORMS, *TREATMENT_PROGRESS, *AGENCIES,
    *CRIMINAL_JUSTICE, *PREVALENCE, *HARM, *EQUALITY, *YOUNG_PEOPLE, *FOLLOWING, *FLOWS,
)  # fmt: skip
_PLACES = {name: place for place, name in enumerate(ORDER)}
_COUNTED = sorted(_DECLARED, key=lambda indicator: _PLACES.get(indicator.name, len(ORDER)))
POOLED = {indicator.name: _over_three_years(indicator) for indicator in _COUNTED if indicator.of_few}
INDICATORS = (*_COUNTED, *POOLED.values())
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
