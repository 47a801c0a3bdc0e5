"""A grid of scenarios: every combination of the values that levers are given, in order, each with a name of its own.

Who only asks for names, orders or folders loads nothing that calculates.
"""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from needs.mistakes import Mistake, shortened

if TYPE_CHECKING:
    from needs.measure.scenario import Levers

Value = float | None  # None: as it is, for what has no number for that
Asked = tuple[tuple[str, Value], ...]  # the levers of a scenario that are not as it is
MOST = 200  # documents of one grid: some minutes; of more nobody reads the comparison
AS_IT_IS = "as-it-is"
MONEY = "money_percent"  # nothing said of it, a scenario asks for what is printed
HELD = ("capacity", "pounds_a_place", "quarters_ahead")  # known of the place or asked of the model: one value in a grid
# In the order of `scenario.Levers`: what each lever is called in the name of a folder, and what leaves it as it is
LEVERS: dict[str, tuple[str, Value]] = {
    "places": ("places", 1.0),
    "waits_weeks": ("waits", None),
    "early_drop_out": ("drop-out", 1.0),
    "completion": ("completion", 1.0),
    "reach": ("reach", None),
    "money_percent": ("money", 0.0),
    "capacity": ("capacity", None),
    "pounds_a_place": ("pounds", None),
    "quarters_ahead": ("quarters", 4),
}
_NUMBER = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,4})?")
WANTED = f"numbers with commas between, of at most four decimals, such as 1,1.1,1.2, or the words {AS_IT_IS}"


@dataclass(frozen=True)
class Grid:
    """What levers are given, in the order of LEVERS; a lever that is not named is as it is in every scenario."""

    values: tuple[tuple[str, tuple[Value, ...]], ...]

    @classmethod
    def of(cls, written: Mapping[str, str], called: Callable[[str], str] = str) -> "Grid":
        """The grid of values as they are written, "1,1.1,1.2"; no text, or AS_IT_IS, leaves a lever as it is.

        A Mistake says which lever there is not, which values are no numbers, are impossible, stand twice or are several of what is HELD, each lever as it is
        `called` where it was written; or that there are more scenarios than MOST.
        """
        from needs.measure.scenario import Levers

        if unknown := [name for name in written if name not in LEVERS]:
            raise Mistake(f"{called(unknown[0])}: there is no such lever; there are {', '.join(LEVERS)}")
        given = tuple((name, _values(name, written[name], called(name))) for name in LEVERS if written.get(name))
        for name, values in given:
            if name in HELD and len(values) > 1:
                why = "scenarios are compared with one course as it is"
                raise Mistake(f"{called(name)} has {len(values)} values; wanted one, as {why}")
            for value in values:
                try:
                    Levers(**{name: value})  # type: ignore[arg-type]
                except Mistake as impossible:
                    raise Mistake(f"{called(name)}: {impossible}") from None
        number = math.prod(len(values) for _, values in given)
        if number > MOST:
            lists = " x ".join(f"{len(values)} of {called(name)}" for name, values in given if len(values) > 1)
            raise Mistake(f"{lists} are {number:,} scenarios; wanted at most {MOST}: leave values out")
        return cls(tuple((name, values) for name, values in given if values != (LEVERS[name][1],)))

    @property
    def scenarios(self) -> tuple[Asked, ...]:
        """Every combination, the last lever changing fastest; of each the levers that are not as it is."""
        names = [name for name, _ in self.values]
        every = (zip(names, one, strict=True) for one in product(*(values for _, values in self.values)))
        return tuple(tuple((name, value) for name, value in one if value != LEVERS[name][1]) for one in every)

    @property
    def varied(self) -> tuple[str, ...]:
        """The levers of more than one value."""
        return tuple(name for name, values in self.values if len(values) > 1)

    @property
    def held(self) -> Asked:
        """The levers that have one value in every scenario, and not that which leaves them as it is."""
        return tuple((name, one[0]) for name, one in self.values if len(one) == 1)

    @property
    def texts(self) -> dict[str, str]:
        """The values of every lever as they would be written."""
        given = dict(self.values)
        return {name: ",".join(map(written_as, given.get(name, (None,)))) for name in LEVERS}

    def with_one(self, lever: str, value: float) -> "Grid":
        """The same grid with one value for a lever, in every scenario."""
        given = dict(self.values) | {lever: (value,)}
        return Grid(tuple((name, given[name]) for name in LEVERS if name in given))

    @property
    def name(self) -> str:
        """A folder's name for the comparison: how many scenarios, of which levers, and a fingerprint of the values."""
        levers = "-".join(LEVERS[name][0] for name in self.varied)
        exact = hashlib.sha256(repr(sorted(self.texts.items())).encode()).hexdigest()[:6]
        return f"{len(self.scenarios)}-{levers}-{exact}"


def levers_of(asked: Asked) -> "Levers":
    """What the model is asked for a scenario."""
    from needs.measure.scenario import Levers

    return Levers(**dict(asked))  # type: ignore[arg-type]


def name_of(asked: Asked) -> str:
    """A scenario's name, which every system takes for a folder: "places-1.1_waits-2", "money-minus-5.1" or "as-it-is"."""
    parts = (f"{LEVERS[name][0]}-{written_as(value).replace('-', 'minus-')}" for name, value in asked)
    return "_".join(parts) or AS_IT_IS


def changed(given: Mapping[str, object]) -> dict[str, object]:
    """The levers among the parameters of a scenario, or of several, that are not as it is; numbers may be written as text."""
    untouched = {name: (AS_IT_IS, str(value)) for name, (_, value) in LEVERS.items()}
    return {name: given[name] for name in LEVERS if name in given and str(given[name]) not in untouched[name]}


def written_as(value: Value) -> str:
    """A value as somebody writes it: "1.1", "2"."""
    return AS_IT_IS if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _values(name: str, text: str, called: str) -> tuple[Value, ...]:
    values = tuple(_value(name, one.strip(), called) for one in text.split(","))
    for value in values:
        if values.count(value) > 1:
            raise Mistake(f"{called}: {written_as(value)} stands there twice; wanted each value once")
    return values


def _value(name: str, text: str, called: str) -> Value:
    as_it_is = LEVERS[name][1]
    if text == AS_IT_IS:
        return as_it_is
    if not _NUMBER.fullmatch(text):
        raise Mistake(f"{called} is {shortened(text)}; wanted {WANTED}")
    is_whole = isinstance(as_it_is, int) and "." not in text
    return int(text) if is_whole else float(text)
