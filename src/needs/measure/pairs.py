"""What a real partnership prints beside what was counted from the records of the invented one that was made after it."""

from collections.abc import Iterator

import pandas as pd

from needs.areas import INVENTED, Area, area_of
from needs.measure import selection
from needs.measure.results import OF_RECORDS


def pairs(areas: pd.DataFrame) -> list[tuple[Area, Area]]:
    """Each real area of which there is a likeness, and the likeness, by the name of the real one."""
    likenesses = areas[(areas["kind"] == INVENTED) & (areas["made_after"] != "") & (areas["partnership"] != "")]
    found = [(area_of(row.made_after, areas), area_of(row.partnership, areas)) for row in likenesses.itertuples()]
    return sorted(found, key=lambda pair: pair[0].name)


def printed_and_counted(results: pd.DataFrame, real: Area, likeness: Area, local: set[str]) -> Iterator[tuple]:
    """For each figure that the real place prints, in the order of its results: its row, and the row counted for the same days."""
    own = results[(results["area_code"] == real.code) & results["source"].isin(local)]
    printed = own[
        own["kind"].isin(["actual", "estimate"]) & (own["status"] == "shown") & (own["origin"] == "published")
    ]
    counted = results[(results["area_code"] == likeness.code) & results["source"].isin(OF_RECORDS)]
    for row in printed.itertuples():
        beside = selection.counted_beside(row._replace(area_code=likeness.code), counted)
        if beside is not None and beside.status in selection.GIVEN:
            yield row, beside
