"""How an indicator is declared: what it is made of, which way is better, and why it matters."""

from dataclasses import dataclass

HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN = "higher better", "lower better", "neutral", "unknown"
NDTMS = "National Drug Treatment Monitoring System, ViewIt (adults)"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Figures that are added up to make one side of an indicator: a measure, and the groups of one breakdown."""

    measure: str
    breakdown: str = "all"
    groups: tuple[str, ...] = ()
    leaving_out: tuple[str, ...] = ()
    kind: str = "actual"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing that is measured.

    `form` says how a value comes about: `published` (taken as printed), `share` (numerator over denominator, in
    percent), `profile` (each group of a breakdown over all its groups), `mentions` (each group over everybody, groups
    overlap), `rate` (events over person-years), `need` (people treated against people in need, once both are found to
    match). `done` completes the sentence "510 of 515 people ...";
    `caution` is a sentence that stands beside every figure of it; one that `is_compared` may get a verdict.
    """

    name: str
    title: str
    form: str
    numerator: Part
    denominator: Part | None = None
    breakdowns: tuple[str, ...] = ()
    per: int = 100
    unit: str = "percent"
    polarity: str = NEUTRAL
    noun: str = "people"
    done: str = ""
    caution: str = ""
    is_compared: bool = True
    definition: str
    why: str
    source: str

    def __post_init__(self):
        if self.form not in ("published", "share", "profile", "mentions", "rate", "need"):
            raise ValueError(f"indicator {self.name!r}: form {self.form!r} is not one the project knows")
        if self.form in ("share", "mentions", "rate") and self.denominator is None:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs a denominator")
        if self.form in ("profile", "mentions") and not self.breakdowns:
            raise ValueError(f"indicator {self.name!r}: a {self.form} needs its breakdowns named")


def published(measure: str, title: str, **given) -> Indicator:
    """An indicator whose figures are taken as they were published."""
    return Indicator(name=measure, title=title, form="published", numerator=Part(measure=measure), **given)
