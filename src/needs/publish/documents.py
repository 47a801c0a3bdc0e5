"""Which documents there are, and the jobs that make them: one for each document, one for the figures offered beside them."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from needs.areas import slug
from needs.folders import Folders
from needs.measure.sweep import AS_IT_IS, MONEY, Asked, Grid, name_of
from needs.mistakes import Mistake
from needs.settings import POLICIES

PARTNERSHIP, COUNTRY, ALL = "partnership", "country", "all"  # what there is one document of, at each quarter or once
GRID = "scenarios"  # of each grid of scenarios that is asked for
OF_WHOM = ("partnership", "quarter", "country", "policy")  # parameters that need no name to be understood
LAST = 1_000  # where a document stands among the others if its notebook does not say
PUBLIC, MANAGEMENT = POLICIES
SCENARIO, SCENARIOS = (
    "scenario",
    "scenarios",
)  # the notebooks of one scenario and of what compares several; and their folder
FIGURES = "figures"  # no notebook: the files of figures that lie beside a partnership's documents

PLACES_AT_ONCE = 24  # partnerships and quarters: enough for every worker, few enough that documents come soon


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to render: its notebook, the notebook's parameters, the folder it goes to. Or FIGURES."""

    notebook: str
    parameters: tuple[tuple[str, str | float], ...]
    destination: Path

    @property
    def policy(self) -> str:
        """The policy of disclosure under which it is made."""
        return str(dict(self.parameters).get("policy", PUBLIC))

    @property
    def name(self) -> str:
        """What its files are called before their endings."""
        return named(self.notebook, self.policy)

    def __str__(self) -> str:
        named = ((name, str(value)) for name, value in self.parameters if value != AS_IT_IS)
        about = ", ".join(value if name in OF_WHOM else f"{name} {value}" for name, value in named)
        return about if self.notebook == FIGURES else ": ".join(filter(None, [self.notebook, about]))


def kinds(notebooks: Path) -> dict[str, str]:
    """The notebooks of a folder that are documents, in order, with what there is one of each of.

    A notebook's metadata say so: "needs": {"document": "partnership", "order": 1}. One without them is no document. A
    Mistake says which names another kind, or an order that is no number.
    """
    found = []
    for path in sorted(notebooks.glob("*.ipynb")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("needs", {})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # it is nobody's document: whoever opens it is told
        kind, order = (said.get("document", ""), said.get("order", LAST)) if isinstance(said, dict) else (said, LAST)
        if kind and kind not in (PARTNERSHIP, COUNTRY, ALL, GRID):
            wanted = f'{{"document": "{PARTNERSHIP}"}}, "{COUNTRY}", "{ALL}" or "{GRID}"'
            raise Mistake(f"notebooks/{path.name}: the metadata needs is {said!r}; wanted {wanted}")
        if not isinstance(order, int) or isinstance(order, bool):
            raise Mistake(f"notebooks/{path.name}: needs.order is {order!r}; wanted a whole number such as 8")
        if kind:
            found.append((order, path.stem, kind))
    return {name: kind for _, name, kind in sorted(found)}


def known(names: Iterable[str], folders: Folders) -> tuple[str, ...]:
    """The documents of these names; a Mistake lists what there is where one is unknown, or needs a grid."""
    names, of_kind = tuple(dict.fromkeys(names)), kinds(folders.notebooks)
    there_are = [name for name, kind in of_kind.items() if kind != GRID]
    unknown = [name for name in names if name not in there_are]
    if unknown and unknown[0] in of_kind:
        raise Mistake(
            f"{unknown[0]} compares a grid of scenarios: `needs scenario` makes it, with the values of levers"
        )
    if unknown:
        raise Mistake(f"there is no document {unknown[0]!r}; there are {', '.join(there_are)}")
    return names


def folder(partnership: str, quarter: str, folders: Folders, policy: str = PUBLIC) -> Path:
    """Where the documents of a partnership's quarter lie, and the figures beside them."""
    return folders.written(policy) / partnership / _slug(quarter)


def named(notebook: str, policy: str) -> str:
    """What the files of a document are called before their endings: a policy that is not public is part of the name."""
    return notebook if policy == PUBLIC else f"{notebook}.{policy}"


def stages(
    wanted: Iterable[tuple[str, str]], notebooks: Iterable[str], folders: Folders, policy: str = PUBLIC
) -> Iterator[list[Job]]:
    """The jobs of these partnerships and quarters, some at a time: first figures, then the documents that offer them.

    Last come the documents of a country and of everything, which are always public.
    """
    of_kind = kinds(folders.notebooks)
    wanted, own = list(dict.fromkeys(wanted)), [name for name in notebooks if of_kind[name] == PARTNERSHIP]
    for first in range(0, len(wanted) if own else 0, PLACES_AT_ONCE):
        some = wanted[first : first + PLACES_AT_ONCE]
        yield [_of_a_partnership(FIGURES, *place, folders, policy) for place in some]
        yield [_of_a_partnership(name, *place, folders, policy) for place in some for name in own]
    if policy == PUBLIC:
        yield list(_of_more(wanted, notebooks, folders))


def of_a_grid(grid: Grid, partnership: str, quarter: str, folders: Folders, policy: str = PUBLIC) -> list[Job]:
    """The jobs of a grid of scenarios: what compares them, if there are several, and one for each.

    It comes first, as it takes longest; it works its scenarios out itself, by the same model. Each scenario has a folder that
    is named by its levers, so that two grids share what is in both. In each it is said that money stays as it is, if so: else
    a printed cut would be asked where nothing is.
    """
    where = folder(partnership, quarter, folders, policy) / SCENARIOS
    every = [
        _of_a_partnership(
            SCENARIO, partnership, quarter, folders, policy, (*asked, *_money(asked)), where / name_of(asked)
        )
        for asked in grid.scenarios
    ]
    if len(every) == 1:
        return every
    texts = tuple(grid.texts.items())
    return [_of_a_partnership(SCENARIOS, partnership, quarter, folders, policy, texts, where / grid.name), *every]


def _money(asked: Asked) -> tuple[tuple[str, float], ...]:
    return () if MONEY in dict(asked) else ((MONEY, 0.0),)


def _of_more(wanted: Iterable[tuple[str, str]], notebooks: Iterable[str], folders: Folders) -> Iterator[Job]:
    countries, of_kind = _countries(folders), kinds(folders.notebooks)
    for where, when in dict.fromkeys((countries.get(name, ""), when) for name, when in wanted):
        for name in notebooks:
            if of_kind[name] == COUNTRY and where:
                given = (("country", where), ("quarter", when))
                yield Job(notebook=name, parameters=given, destination=folder(where, when, folders))
    for name in notebooks:
        if of_kind[name] == ALL:
            yield Job(notebook=name, parameters=(), destination=folders.reports / "all")


def _countries(folders: Folders) -> dict[str, str]:
    """The slug of each partnership's country."""
    with (folders.safe / "areas.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["area_code"]: slug(row["name"]) for row in rows}
    return {row["partnership"]: names.get(row["country_code"], "") for row in rows if row["partnership"]}


def _of_a_partnership(
    notebook: str,
    partnership: str,
    quarter: str,
    folders: Folders,
    policy: str,
    levers: tuple[tuple[str, str | float | None], ...] = (),
    destination: Path | None = None,
) -> Job:
    given = (("partnership", partnership), ("quarter", quarter), *((("policy", policy),) if policy != PUBLIC else ()))
    asked = tuple((name, value) for name, value in levers if value is not None)
    where = destination or folder(partnership, quarter, folders, policy)
    return Job(notebook=notebook, parameters=(*given, *asked), destination=where)


def _slug(quarter: str) -> str:
    return quarter.lower().replace(" ", "-")
