"""The partnerships that records are invented for: how many people come, how long they stay and how they leave.

Where a source document prints a figure (targets.csv) the settings were chosen to meet it; everything else is made up.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from needs.synthetic.shares import AGES, DRUGS, WAITS

WEEKS_BATH_PRINTS = {"1": (2 / 3, 1), "2": (56 / 15, 9), "3": (5 / 3, 8), "4": (56 / 15, 9), "5": (16 / 15, 2.2)}
WEEKS_BATH_PRINTS |= {"6": (20 / 3, 10), "11": (56 / 15, 9), "12": (56 / 15, 9)}  # 11 and 12 as structured counselling

BUSIER = 2.7  # so that 150 comparison partnerships have three million rows in six years


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What is assumed of one partnership; shares are of 1, waits are average and longest weeks by modality.

    Months and shares given by year are by the year in which the financial year begins; a year not given takes the
    nearest that is. `completed` is the share of people leaving who completed (codes 1 and 2), `referred_on` code 5.
    Where `retention_is_printed` the share retained is met in every quarter; elsewhere each person stays or not by chance.
    """

    slug: str
    dat: str
    districts: tuple[str, ...]
    agencies: int = 4
    stock: int
    starts_a_month: dict[int, float]
    retained: dict[int, float]
    retention_is_printed: bool = False
    early_planned: float = 0.05
    long_stay: float = 300.0
    completed: float = 0.35
    young_completed: float | None = None
    referred_on: float = 0.1
    returning: float = 0.16
    transfers: float = 0.14
    concurrent: float = 0.08
    male: float = 0.72
    white_british: float = 0.86
    ages: dict[str, float] = field(default_factory=lambda: AGES)
    ages_of_early_leavers: dict[str, float] | None = None
    drugs: dict[str, float] = field(default_factory=lambda: DRUGS)
    waits: dict[str, tuple[float, float]] = field(default_factory=lambda: WAITS)
    care_plan: float = 0.95
    start_form: float = 0.8
    review_form: float = 0.6
    exit_form: float = 0.65
    housing_problem: float = 0.22
    tier_4: float = 0.06
    contradictory: bool = True
    earlier_file: bool = True


KENT = Partnership(
    slug="kent",
    dat="J13B",
    districts=tuple(f"29U{letter}" for letter in "BCDEGHKLMNPQ"),
    agencies=6,
    stock=1262,
    starts_a_month={2006: 127, 2007: 163, 2008: 165},
    retained={2006: 0.60, 2007: 0.67, 2008: 0.74},
    retention_is_printed=True,
    long_stay=690,
    transfers=0.22,
    concurrent=0.2,
    referred_on=0.16,
    white_british=0.93,
)
DUDLEY = Partnership(
    slug="dudley",
    dat="F07B",
    districts=("00CR",),
    stock=560,
    starts_a_month={2006: 52},
    retained={2006: 0.82},
    retention_is_printed=True,
    early_planned=0.06,
    completed=0.37,
    referred_on=0.0,  # so that the 37% is met whether or not people referred on count as leaving well
    waits={modality: (min(mean, 0.8), 2.0) for modality, (mean, _) in WAITS.items()},
    care_plan=1.0,
    start_form=0.94,
    review_form=0.551,
    exit_form=0.83,
    contradictory=False,
)
BATH = Partnership(
    slug="bath-and-north-east-somerset",
    dat="K01B",
    districts=("00HA",),
    stock=480,
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
    stock=520,
    starts_a_month={2006: 103},
    retained={2006: 0.675},
    retention_is_printed=True,
    early_planned=0.03,
    long_stay=125,
    completed=0.19,
    young_completed=0.25,
    referred_on=0.06,
    white_british=0.84,
    ages={**AGES, "18-24": 0.20},
    ages_of_early_leavers={**AGES, "18-24": 0.155},
    housing_problem=0.13,
    tier_4=0.029,
    contradictory=False,
)
OLDHAM = Partnership(
    slug="oldham",
    dat="B13B",
    districts=("00BP",),
    stock=560,
    starts_a_month={2006: 55},
    retained={2006: 0.75},
    white_british=0.85,
)
NAMED = (KENT, DUDLEY, BATH, DERBY, OLDHAM)


def comparison(number: int) -> Partnership:
    """Comparison partnership 1, 2, ...: no real one, its size and shares drawn from its number alone."""
    chance = np.random.default_rng([2008, number])
    starts = float(np.round(np.exp(chance.uniform(np.log(18), np.log(80))), 1))
    return Partnership(
        slug=f"comparison-{number:02d}",
        dat=f"{'ABCDEFGHJK'[number % 10]}{40 + number // 10:02d}B",
        districts=(f"9{number:03d}",),
        stock=int(starts * chance.uniform(7, 12)),
        starts_a_month={2006: starts, 2008: starts * chance.uniform(0.9, 1.25)},
        retained={2006: chance.uniform(0.62, 0.75), 2008: chance.uniform(0.72, 0.88)},
        completed=chance.uniform(0.22, 0.48),
        referred_on=chance.uniform(0.04, 0.16),
        male=chance.uniform(0.68, 0.77),
        white_british=chance.uniform(0.62, 0.97),
        start_form=chance.uniform(0.7, 0.97),
        review_form=chance.uniform(0.35, 0.85),
        exit_form=chance.uniform(0.45, 0.9),
        housing_problem=chance.uniform(0.12, 0.3),
        tier_4=chance.uniform(0.02, 0.1),
    )


def national(count: int = 150, busier: float = BUSIER) -> tuple[Partnership, ...]:
    """As many comparison partnerships as asked for, each `busier` times as busy, without the files that were replaced."""
    return tuple(
        replace(
            one,
            stock=round(one.stock * busier),
            starts_a_month={year: starts * busier for year, starts in one.starts_a_month.items()},
            earlier_file=False,
        )
        for one in (comparison(number) for number in range(1, count + 1))
    )


PARTNERSHIPS = NAMED + tuple(comparison(number) for number in range(1, 26))
