"""Whether counts that ought to agree do: worked out from true counts and kept as yes or no, since rounded ones cannot tell."""

import pandas as pd

from needs.quarter import Quarter

STOCK_AND_FLOW, AGENCIES = "stock and flow", "agencies"
FLOW = ("in_treatment_when_period_begins", "new_presentations", "exits", "in_treatment_when_period_ends")
AT_AGENCIES, IN_TREATMENT = "people_at_each_agency", "in_treatment"
QUARTERS = (1, 4)  # that an account of stock and flow may take
COLUMNS = ("partnership", "account", "first_day", "last_day", "adds_up")


def adds_up(true: pd.DataFrame, partnership: str) -> pd.DataFrame:
    """One row an account and period of a partnership whose figures were all counted: does it add up, "yes" or "no"?

    Stock and flow: journeys open before, and begun, less those ended, are those open after. Agencies: the people at each,
    added up, are no fewer than the people of the partnership, each once.
    """
    rows = true[(true["breakdown"] == "all") & (true["status"] == "shown")]
    rows = rows[rows["indicator"].isin([*FLOW, AT_AGENCIES, IN_TREATMENT])]
    count = {
        (row.indicator, row.period_start.date(), row.period_end.date()): row.value
        for row in rows.itertuples(index=False)
    }
    found = [
        (AGENCIES, first, last, value >= count[IN_TREATMENT, first, last])
        for (name, first, last), value in count.items()
        if name == AT_AGENCIES and (IN_TREATMENT, first, last) in count
    ]
    for last in sorted({end for name, _, end in count if name == FLOW[-1]}):
        for quarters in QUARTERS:
            found += _flow(count, Quarter.containing(last), quarters)
    table = pd.DataFrame(found, columns=list(COLUMNS[1:]))
    table.insert(0, "partnership", partnership)
    return table.assign(adds_up=table["adds_up"].map({True: "yes", False: "no"})).sort_values(list(COLUMNS[1:4]))


def _flow(count: dict[tuple, float], last: Quarter, quarters: int) -> list[tuple]:
    first = last - (quarters - 1)
    spans = ((first, first), (first, last), (first, last), (last, last))
    values = [count.get((name, one.start, other.end)) for name, (one, other) in zip(FLOW, spans, strict=True)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return []
    before, came, left, after = known
    return [(STOCK_AND_FLOW, first.start, last.end, before + came - left == after)]
