"""Which documents there are, and the jobs that make them: one for each document, one for the figures offered beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from needs.folders import Folders
from needs.mistakes import Mistake

OF_A_PARTNERSHIP = (
    "needs_assessment",
    "performance",
    "treatment_plan",
    "young_people",
    "data_quality",
)  # one for each partnership and quarter
OF_A_QUARTER = ("overview",)  # one for each quarter
OF_ALL = ("methods",)  # one for everything
NOTEBOOKS = (*OF_A_PARTNERSHIP, *OF_A_QUARTER, *OF_ALL)
FIGURES = "figures"  # no notebook: the files of figures that lie beside a partnership's documents


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to render: its notebook, the notebook's parameters, the folder it goes to. Or FIGURES."""

    notebook: str
    parameters: tuple[tuple[str, str], ...]
    destination: Path

    def __str__(self) -> str:
        about = ", ".join(value for _, value in self.parameters)
        return about if self.notebook == FIGURES else ": ".join(filter(None, [self.notebook, about]))


def known(names: Iterable[str]) -> tuple[str, ...]:
    """The notebooks of these names; a Mistake lists what there is where one is unknown."""
    names = tuple(dict.fromkeys(names))
    unknown = [name for name in names if name not in NOTEBOOKS]
    if unknown:
        raise Mistake(f"there is no document {unknown[0]!r}; there are {', '.join(NOTEBOOKS)}")
    return names


def stages(wanted: Iterable[tuple[str, str]], notebooks: Iterable[str], folders: Folders) -> list[list[Job]]:
    """The jobs of these partnerships and quarters: first the figures, then the documents that offer them."""
    wanted, notebooks = list(dict.fromkeys(wanted)), list(notebooks)
    with_figures = wanted if set(notebooks) & set(OF_A_PARTNERSHIP) else []
    return [
        [_of_a_partnership(FIGURES, *place, folders) for place in with_figures],
        list(_documents(wanted, notebooks, folders)),
    ]


def _documents(wanted: list[tuple[str, str]], notebooks: list[str], folders: Folders) -> Iterator[Job]:
    """Each notebook once for all that it is about: a partnership in a quarter, a quarter, or everything."""
    for place in wanted:
        yield from (_of_a_partnership(one, *place, folders) for one in notebooks if one in OF_A_PARTNERSHIP)
    for quarter in dict.fromkeys(quarter for _, quarter in wanted):
        given, place = (("quarter", quarter),), folders.reports / "all" / _slug(quarter)
        yield from (Job(notebook=one, parameters=given, destination=place) for one in notebooks if one in OF_A_QUARTER)
    yield from (
        Job(notebook=one, parameters=(), destination=folders.reports / "all") for one in notebooks if one in OF_ALL
    )


def _of_a_partnership(notebook: str, partnership: str, quarter: str, folders: Folders) -> Job:
    given = (("partnership", partnership), ("quarter", quarter))
    return Job(notebook=notebook, parameters=given, destination=folders.reports / partnership / _slug(quarter))


def _slug(quarter: str) -> str:
    return quarter.lower().replace(" ", "-")
