"""Two quarters of one partnership side by side: each measure then and now, and whether chance could explain the difference."""

from dataclasses import dataclass

from needs.measure import earlier
from needs.measure.judgement import Judgement
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.quarterly import Measured
from needs.quarter import Quarter

BEYOND_CHANCE = {
    earlier.CERTAIN: "yes, very unlikely to be chance",
    earlier.LESS_CERTAIN: "yes, larger than expected by chance",
}
WITHIN_CHANCE, NOT_JUDGED = "no", "not judged: {reason}"
NOT_IN_BOTH = "it was not counted for both quarters"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A measure in two quarters; a side is None where it was not counted, and then there is no judgement of the change."""

    then: Fact | None
    now: Fact | None
    change: Judgement | None

    @property
    def fact(self) -> Fact:
        """The side that says what is measured."""
        return self.now or self.then

    @property
    def is_worked_out(self) -> bool:
        """Whether there is a difference: both sides are shown, of windows of one length that share no day."""
        both = self.change is not None and self.change.reason not in earlier.NOT_ALIKE
        return both and self.then.is_shown and self.now.is_shown

    @property
    def difference(self) -> str:
        """By how much it is higher or lower now, of the figures shown; empty where that is not worked out."""
        return Measured(now=self.now, then=self.then, change=self.change).difference if self.is_worked_out else ""

    @property
    def beyond_chance(self) -> str:
        """Whether the difference is more than chance would give, or why that is not judged."""
        if self.change is None:
            return NOT_JUDGED.format(reason=NOT_IN_BOTH)
        if self.change.reason:
            return NOT_JUDGED.format(reason=self.change.reason)
        return BEYOND_CHANCE.get(self.change.certainty, WITHIN_CHANCE)


def compared(assessment: Assessment, other: Quarter) -> list[Compared]:
    """Every measure of the assessment's quarter or the earlier one, in the order of the catalogue; groups are left out."""
    rows = earlier.side_by_side(assessment.known, assessment.area.code, assessment.quarter, other)
    return [_compared(assessment, now, then) for now, then in rows]


def _compared(assessment: Assessment, now, then) -> Compared:
    return Compared(
        then=assessment.fact(then) if then else None,
        now=assessment.fact(now) if now else None,
        change=earlier.against_earlier(now, then) if now and then else None,
    )
