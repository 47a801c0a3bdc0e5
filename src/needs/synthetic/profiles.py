"""The partnerships that records are invented for, and the names and codes of their country.

Where a source document prints a figure (targets.csv) the settings were chosen so that the model expects it; all else is made up.
"""

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.special import expit, logit

from needs.synthetic.chance import (
    AGES,
    AGES_TODAY,
    DRUGS,
    DRUGS_TODAY,
    FURTHER,
    FURTHER_TODAY,
    MODALITIES,
    MODALITIES_TODAY,
    WAITS,
)
from needs.synthetic.model import AMONG_PARTNERSHIPS

COUNTRY = ("estermark", "Estermark", "X92000001")
REGIONS = {
    1: ("upper-estermark", "Upper Estermark", "X12000001"),
    2: ("lower-estermark", "Lower Estermark", "X12000002"),
}
_FIRST = (
    "Quarrel", "Pewter", "Skein", "Tallow", "Umber", "Lantern", "Saffron", "Tinder", "Velvet", "Walnut", "Sorrel", "Thimble",
    "Parsley",
)  # fmt: skip
_SECOND = ("haven", "stead", "garth", "moss", "croft", "minster", "thwaite", "beck", "holt", "combe", "wick", "mere")


def partnership(number: int) -> str:
    """The name of comparison partnership 1, 2, ... 156: each another pair of a first and a second part."""
    return _FIRST[number % len(_FIRST)] + _SECOND[number % len(_SECOND)]


def slug_of(name: str) -> str:
    """The name as it stands in paths."""
    return "-".join(name.lower().split())


WEEKS_BATH_PRINTS = {"1": 2 / 3, "2": 56 / 15, "3": 5 / 3, "4": 56 / 15, "5": 16 / 15, "6": 20 / 3}
WEEKS_BATH_PRINTS |= {"11": 56 / 15, "12": 56 / 15}  # as structured counselling

STORIES: dict[int, dict[str, Any]] = {  # of comparison partnerships, by number
    3: {"lost": 0.9, "lost_from": datetime.date(2008, 10, 1)},
    5: {"improving": 0.12},
    7: {"careless": 1},
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WHOLE, PARTS = {"A": ""}, {"A": "North ", "B": "Mid ", "C": "South "}  # the districts of a comparison partnership
BUSIER = 2.7  # so that 150 comparison partnerships have three million rows in six years


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What is expected in one partnership; shares are of 1, waits are mean weeks by modality.

    `districts` gives the name of each code; `residents` are those of 2008 or, for records of today, of 2022. Records run from
    the quarter `first` to the quarter `last` in the layout of a data set's `letter`.

    Journeys begun in a month and the share who stay twelve weeks are given by the year in which the financial year begins; a
    year not given takes the nearest that is. Those who stay do so for `long_stay` days more on average, and `completing` of
    them complete when they leave; of those who leave before, `completing_early`. `referred_on` is a share of those who leave
    later without completing, `returning` of all who leave. Coefficients that differ here: those of `staying_here` and
    `completing_here`; `improving`, what each year from
    2006 adds to the log odds of staying; from the day `lost_from` on, `lost` is taken off those of completing; the agency
    `careless` fills in few forms.
    """

    name: str
    code: str
    type: str
    region: int
    residents: int
    dat: str
    districts: dict[str, str]
    made_after: str = ""
    first: str = "2006-07 Q1"
    last: str = "2009-10 Q4"
    letter: str = "K"
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
    dual_diagnosis: float = 0.18
    modalities: dict[bool, dict[str, float]] = field(default_factory=lambda: MODALITIES)
    further: dict[str, float] = field(default_factory=lambda: FURTHER)
    tier_4: float = 0.06
    improving: float = 0.0
    lost: float = 0.0
    lost_from: datetime.date | None = None
    careless: int | None = None
    staying_here: dict[str, float] = field(default_factory=dict)
    completing_here: dict[str, float] = field(default_factory=dict)
    contradictory: bool = True
    earlier_file: bool = True

    @property
    def slug(self) -> str:
        """The name as it stands in paths."""
        return slug_of(self.name)


NORTHMERE = Partnership(
    name="Northmere",
    code="X10000001",
    type="county",
    region=2,
    residents=1_390_000,
    made_after="kent",
    dat="K91B",
    districts={
        "91XA": "Juniperdown",
        "91XB": "Plovermarsh",
        "91XC": "Dunnockmarsh",
        "91XD": "Mallowreach",
        "91XE": "Teaseldown",
        "91XF": "Elderlathe",
        "91XG": "Larkreach",
        "91XH": "Fallowlathe",
        "91XJ": "Heronlathe",
        "91XK": "Linnetmarsh",
        "91XL": "Kettlemarsh",
        "91XM": "Graylingreach",
    },
    agencies=6,
    starts_a_month={2005: 90, 2006: 133, 2007: 179, 2008: 165},
    retained={2006: 0.604, 2007: 0.672, 2008: 0.74},
    long_stay=640,
    transfers=0.2,
    concurrent=0.2,
    referred_on=0.16,
    male=0.724,
    white_british=0.93,
    drugs={
        **DRUGS,
        "1101": 0.537,
        "5000": 0.165,
        "3201": 0.062,
        "7000": 0.06,
        "3200": 0.06,
        "3100": 0.05,
        "1105": 0.03,
    },
    ages={**AGES, "25-34": 0.465, "35-44": 0.253},
)
IRONBECK = Partnership(
    name="Ironbeck",
    code="X08000001",
    type="metropolitan district",
    region=1,
    residents=305_000,
    made_after="dudley",
    dat="K92B",
    districts={"92XA": "Ironbeck"},
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
TARNWELL = Partnership(
    name="Tarnwell and East Marle",
    code="X06000001",
    type="unitary authority",
    region=2,
    residents=178_000,
    made_after="bath-and-north-east-somerset",
    first="2004-05 Q1",
    dat="K93B",
    districts={"93XA": "Tarnwell and East Marle"},
    starts_a_month={2006: 52},
    retained={2006: 0.72},
    white_british=0.94,
    waits=WEEKS_BATH_PRINTS,
)
LOOMFORD = Partnership(
    name="Loomford",
    code="X06000002",
    type="unitary authority",
    region=1,
    residents=241_000,
    made_after="derby",
    dat="K94B",
    districts={"94XA": "Loomford"},
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
SPINDLEFORD = Partnership(
    name="Spindleford",
    code="X08000002",
    type="metropolitan district",
    region=2,
    residents=219_000,
    made_after="oldham",
    dat="K95B",
    districts={"95XA": "Spindleford"},
    starts_a_month={2006: 55},
    retained={2006: 0.75},
    white_british=0.85,
)
NAMED = (NORTHMERE, IRONBECK, TARNWELL, LOOMFORD, SPINDLEFORD)
_TODAY: dict[str, Any] = {
    "region": 1,
    "first": "2021-22 Q1",
    "last": "2025-26 Q2",
    "letter": "P",
    "drugs": DRUGS_TODAY,
    "ages": AGES_TODAY,
    "modalities": MODALITIES_TODAY,
    "further": FURTHER_TODAY,
    "dual_diagnosis": 0.71,  # mental health need of adults who came in 2022/23 (Nuffield Trust, of NDTMS)
    "start_form": 0.93,
    "review_form": 0.86,
    "exit_form": 0.84,
    "earlier_file": False,
}
ASHENMOUTH = Partnership(
    name="Ashenmouth", code="X06000003", type="unitary authority", residents=268_000, dat="K96B",
    districts={"96XA": "Ashenmouth Harbour", "96XB": "Ashenmouth Rise", "96XC": "Upper Ashen"},
    starts_a_month={2021: 62, 2023: 68}, retained={2021: 0.76, 2023: 0.79}, completing=0.5, housing_problem=0.2, **_TODAY,
)  # fmt: skip
FERROWBY = Partnership(
    name="Ferrowby", code="X08000003", type="metropolitan district", residents=324_000, dat="K97B",
    districts={"97XA": "Ferrowby"}, starts_a_month={2021: 78}, retained={2021: 0.72}, completing=0.42, **_TODAY,
)  # fmt: skip
KESTERMOOR = Partnership(
    name="Kestermoor", code="X06000004", type="unitary authority", residents=147_000, dat="K98B",
    districts={"98XA": "Kestermoor"}, starts_a_month={2021: 31}, retained={2021: 0.78}, completing=0.55, **_TODAY,
)  # fmt: skip
TODAY = (ASHENMOUTH, FERROWBY, KESTERMOOR)


def comparison(number: int) -> Partnership:
    """Comparison partnership 1, 2, ...: its size and shares drawn from its number alone.

    Staying and completing differ between them by AMONG_PARTNERSHIPS. In one a service is lost in the third year, in one
    staying improves slowly, in one an agency records badly.
    """
    chance = np.random.default_rng([2008, number])
    starts = float(np.round(np.exp(chance.uniform(np.log(18), np.log(80))), 1))
    stays, completes = chance.normal(0, AMONG_PARTNERSHIPS, 2)
    name, per_start = partnership(number), np.random.default_rng([2009, number]).uniform(3.8, 6.6)
    return Partnership(
        name=name,
        code=f"X06{100 + number:06d}",
        type="unitary authority",
        region=1 + number % 2,
        residents=int(1000 * round(starts * per_start)),
        dat=f"{'ABCDEFGHJK'[number % 10]}{40 + number // 10:02d}B",
        districts={
            f"X{number:03d}{letter}": f"{where}{name}"
            for letter, where in (PARTS if number % 5 == 0 else WHOLE).items()
        },
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
            first="2004-05 Q1",
        )
        for one in (comparison(number) for number in range(1, count + 1))
    )


PARTNERSHIPS = NAMED + tuple(comparison(number) for number in range(1, 26)) + TODAY
