"""The partnerships that records are invented for: how many people come, how long they stay and how they leave.

Where a source document prints a figure (targets.csv) the settings were chosen so that the model expects it; all else is made up.
"""

import datetime
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import expit, logit

from needs.synthetic.model import AMONG_PARTNERSHIPS
from needs.synthetic.shares import AGES, DRUGS, WAITS

WEEKS_BATH_PRINTS = {"1": 2 / 3, "2": 56 / 15, "3": 5 / 3, "4": 56 / 15, "5": 16 / 15, "6": 20 / 3}
WEEKS_BATH_PRINTS |= {"11": 56 / 15, "12": 56 / 15}  # as structured counselling

STORIES = {  # of comparison partnerships, by number
    3: {"lost": 0.9, "lost_from": datetime.date(2008, 10, 1)},
    5: {"improving": 0.12},
    7: {"careless": 1},
}
BUSIER = 2.7  # so that 150 comparison partnerships have three million rows in six years


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What is expected in one partnership; shares are of 1, waits are mean weeks by modality.

    Journeys begun in a month and the share who stay twelve weeks are given by the year in which the financial year begins; a
    year not given takes the nearest that is. Those who stay do so for `long_stay` days more on average, and `completing` of
    them complete when they leave; of those who leave before, `completing_early`. `referred_on` is a share of those who leave
    later without completing, `returning` of all who leave. Coefficients that differ here: those of `staying_here` and
    `completing_here`; `improving`, what each year from
    2006 adds to the log odds of staying; from the day `lost_from` on, `lost` is taken off those of completing; the agency
    `careless` fills in few forms.
    """

    slug: str
    dat: str
    districts: tuple[str, ...]
    agencies: int = 4
    starts_a_month: dict[int, float]
    retained: dict[int, float]
    long_stay: float = 300.0
    completing: float = 0.42
    completing_early: float = 0.17
    referred_on: float = 0.15
    returning: float = 0.16
    transfers: float = 0.14
    concurrent: float = 0.08
    male: float = 0.72
    white_british: float = 0.86
    ages: dict[str, float] = field(default_factory=lambda: AGES)
    drugs: dict[str, float] = field(default_factory=lambda: DRUGS)
    waits: dict[str, float] = field(default_factory=lambda: WAITS)
    care_plan: float = 0.95
    start_form: float = 0.8
    review_form: float = 0.6
    exit_form: float = 0.65
    housing_problem: float = 0.22
    tier_4: float = 0.06
    improving: float = 0.0
    lost: float = 0.0
    lost_from: datetime.date | None = None
    careless: int | None = None
    staying_here: dict[str, float] = field(default_factory=dict)
    completing_here: dict[str, float] = field(default_factory=dict)
    contradictory: bool = True
    earlier_file: bool = True


KENT = Partnership(
    slug="kent",
    dat="J13B",
    districts=tuple(f"29U{letter}" for letter in "BCDEGHKLMNPQ"),
    agencies=6,
    starts_a_month={2005: 90, 2006: 133, 2007: 178, 2008: 165},
    retained={2006: 0.604, 2007: 0.672, 2008: 0.74},
    long_stay=640,
    transfers=0.2,
    concurrent=0.2,
    referred_on=0.16,
    white_british=0.93,
    drugs={**DRUGS, "1101": 0.53, "5000": 0.165, "3201": 0.062, "7000": 0.06, "3200": 0.06, "3100": 0.05, "1105": 0.03},
    ages={**AGES, "25-34": 0.465, "35-44": 0.253},
)
DUDLEY = Partnership(
    slug="dudley",
    dat="F07B",
    districts=("00CR",),
    starts_a_month={2006: 52},
    retained={2006: 0.856},
    completing=0.421,
    referred_on=0.0,  # so that the 37% is met whether or not people referred on count as leaving well
    waits=dict.fromkeys(WAITS, 0.3),
    care_plan=1.0,
    start_form=0.94,
    review_form=0.551,
    exit_form=0.832,
    contradictory=False,
)
BATH = Partnership(
    slug="bath-and-north-east-somerset",
    dat="K01B",
    districts=("00HA",),
    starts_a_month={2006: 52},
    retained={2006: 0.72},
    white_british=0.94,
    waits=WEEKS_BATH_PRINTS,
)
DERBY = Partnership(
    slug="derby",
    dat="E05B",
    districts=("00FK",),
    agencies=5,
    starts_a_month={2006: 100},
    retained={2006: 0.70},
    long_stay=136,
    completing=0.239,
    completing_early=0.09,
    referred_on=0.06,
    white_british=0.84,
    ages={**AGES, "18-24": 0.20},
    housing_problem=0.13,
    tier_4=0.030,
    contradictory=False,
    staying_here={"age": -0.2},
    completing_here={"age": -0.14},
)
OLDHAM = Partnership(
    slug="oldham",
    dat="B13B",
    districts=("00BP",),
    starts_a_month={2006: 55},
    retained={2006: 0.75},
    white_british=0.85,
)
NAMED = (KENT, DUDLEY, BATH, DERBY, OLDHAM)


def comparison(number: int) -> Partnership:
    """Comparison partnership 1, 2, ...: no real one, its size and shares drawn from its number alone.

    Staying and completing differ between them by AMONG_PARTNERSHIPS. In one a service is lost in the third year, in one
    staying improves slowly, in one an agency records badly.
    """
    chance = np.random.default_rng([2008, number])
    starts = float(np.round(np.exp(chance.uniform(np.log(18), np.log(80))), 1))
    stays, completes = chance.normal(0, AMONG_PARTNERSHIPS, 2)
    return Partnership(
        slug=f"comparison-{number:02d}",
        dat=f"{'ABCDEFGHJK'[number % 10]}{40 + number // 10:02d}B",
        districts=tuple(f"9{number:03d}{letter}" for letter in ("ABC" if number % 5 == 0 else "A")),
        starts_a_month={2006: starts, 2008: starts * chance.uniform(0.9, 1.25)},
        retained={2006: float(expit(logit(0.68) + stays)), 2008: float(expit(logit(0.78) + stays))},
        completing=float(expit(logit(0.42) + completes)),
        long_stay=chance.uniform(220, 380),
        referred_on=chance.uniform(0.06, 0.25),
        male=chance.uniform(0.68, 0.77),
        white_british=chance.uniform(0.62, 0.97),
        start_form=chance.uniform(0.7, 0.97),
        review_form=chance.uniform(0.35, 0.85),
        exit_form=chance.uniform(0.45, 0.9),
        housing_problem=chance.uniform(0.12, 0.3),
        tier_4=chance.uniform(0.02, 0.1),
        **STORIES.get(number, {}),
    )


def national(count: int = 150, busier: float = BUSIER) -> tuple[Partnership, ...]:
    """As many comparison partnerships as asked for, each `busier` times as busy, without the files that were replaced."""
    return tuple(
        replace(
            one,
            starts_a_month={year: starts * busier for year, starts in one.starts_a_month.items()},
            earlier_file=False,
        )
        for one in (comparison(number) for number in range(1, count + 1))
    )


PARTNERSHIPS = NAMED + tuple(comparison(number) for number in range(1, 26))
