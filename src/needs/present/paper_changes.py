"""What changed since an earlier period: each measure beside its earlier figure, and what cannot be known of revisions."""

from needs.present import phrases, quarterly
from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.quarterly import Measured
from needs.present.sections import heading, paragraph, plain

WATCHED = (
    "in_treatment",
    "new_presentations",
    "exits",
    "retained_or_planned_discharge_percent",
    "retained_12_weeks_percent",
    "early_unplanned_exit_percent",
    "top_starts_percent",
    "top_reviews_percent",
    "top_discharges_percent",
    "successful_completion_of_exits",
    "dropped_out_of_exits",
    "first_waits_within_3_weeks",
    "later_waits_within_3_weeks",
    "average_wait_weeks",
    "care_plan_percent",
    "criminal_justice_referral_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_c_offered_percent",
    "young_people_in_treatment",
)  # what a paper follows from quarter to quarter; any other measure joins it when it differs beyond chance
WHAT_IS_COMPARED = (
    "A figure of one quarter stands beside the quarter before; where that was not counted, beside the same months of the year before. "
    "A figure of a longer period stands beside the same months of the year before."
)
CHANCE = "When many figures are compared, about one in twenty differs by chance alone. Two periods are no trend."
METHOD = "A change is judged only where each period counts events of its own. Otherwise the reason is given."
NO_EDITION = (
    "Figures of earlier quarters may have been revised since they were first reported. No earlier edition of this paper is kept with "
    "the results, so revisions cannot be listed."
)
ONE_MAKING = (
    "Both periods were counted again for this paper, by the same rules, so no change of definition lies between them."
)
NOTHING = "No figure of the quarter could be set beside an earlier one for {area}."
NONE_JUDGED = "No change could be judged: the reason stands beside each figure."
NONE_DIFFERS = "Nothing has clearly changed."


def changes(assessment: Assessment) -> Html:
    """The changes that chance does not explain in sentences, every measure in a table, and the honest word on revisions."""
    found = [one for one in quarterly.measured(assessment) if one.then is not None]
    if not found:
        return Html.of(plain(NOTHING.format(area=assessment.area.name)), heading("Revisions"), plain(NO_EDITION))
    followed = [one for one in found if one.now.indicator in WATCHED or one in _differing(found)]
    now = found[0].now
    return Html.of(
        _sentences(assessment, found),
        plain(WHAT_IS_COMPARED),
        quarterly.changes(f"Now and earlier: {now.area}, quarter {assessment.quarter}", followed, assessment),
        plain(METHOD),
        plain(CHANCE),
        heading("Revisions"),
        plain(NO_EDITION),
        plain(ONE_MAKING) if now.origin != "published" else None,
    )


def _sentences(assessment: Assessment, found: list[Measured]):
    """Each measure that is higher or lower beyond chance, the surest first."""
    differing = _differing(found)
    if not differing:
        return plain(none_differs(found))
    return [paragraph(assessment, quarterly.said_of_change(one)) for one in differing]


def none_differs(found: list[Measured]) -> str:
    """That nothing has clearly changed, and how many figures could be compared at all."""
    judged = sum(one.change is not None and one.change.state != "not compared" for one in found)
    if not judged:
        return NONE_JUDGED
    left = len(found) - judged
    if not left:
        return f"{NONE_DIFFERS} All the figures were compared."
    were = "was" if judged == 1 else "were"
    return (
        f"{NONE_DIFFERS} {phrases.capital(phrases.spelt(judged))} of {phrases.spelt(len(found))} figures {were} compared; "
        f"{phrases.spelt(left)} could not be."
    )


def _differing(found: list[Measured]) -> list[Measured]:
    differing = [one for one in found if one.change.state in ("higher", "lower")]
    return sorted(differing, key=lambda one: -one.change.certainty)
