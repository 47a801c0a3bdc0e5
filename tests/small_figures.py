"""Safe tables drawn by hand, and those of one invented partnership: shown, hidden, not collected, and text that means harm."""

import pandas as pd

from needs.measure import results
from needs.measure.safe import IN_PARTS, LOOK_UPS, Safe
from needs.measure.safety import PUBLIC
from needs.present.assessment import Assessment

OWN, ENGLAND, ELSEWHERE = "E08000099", "E92000001", "E08000098"
COUNTRY = "X92000001"  # an invented one, set beside records of nobody
PLAIN = {
    "area_code": OWN, "period_start": "2008-04-01", "period_end": "2008-06-30", "window": "quarter", "breakdown": "all",
    "group": "all", "kind": "actual", "population": "people in treatment", "age": "18+", "unit": "people",
    "status": "shown", "origin": "published", "source": "book", "definition": "As published.",
}  # fmt: skip
_COUNTED = {"origin": "synthetic", "source": "records-of-nobody"}
HARMFUL = '=HYPERLINK("http://example.org","look")'
ROWS = (
    {"indicator": "top_reviews_percent", "numerator": 42, "denominator": 77, "value": 54.545455, "lower": 43.4472,
     "upper": 65.2097, "unit": "percent", "interval_method": "Wilson", **_COUNTED},
    {"indicator": "deaths_in_treatment", "status": "hidden", **_COUNTED},
    {"indicator": "new_presentations", "value": 120, "age": "=1+1"},
    {"indicator": "new_presentations", "value": 9876, "area_code": ENGLAND},
    {"indicator": "new_presentations", "value": 4321, "area_code": ELSEWHERE},
    {"indicator": "waiting_for_treatment", "status": "not_collected"},
    {"indicator": "alcohol_related_admission_rate_change_percent", "value": -4.5, "unit": "percent change"},
    {"indicator": "harmful_measure", "value": 31, "group": "-2+3", "breakdown": "age", "place": "@SUM(A1)",
     "note": "\t=1", "definition": "+1 [see](http://example.org)", "population": "\x07bell"},
    {"indicator": "harmful_measure", "value": 32, "group": "*", "breakdown": "age", "definition": "$$one$$"},
)  # fmt: skip


def safe_of(rows, policy: str = PUBLIC, **tables) -> Safe:
    """The safe tables of these results, and of the rows given of other tables; all others are without a row."""
    looked_up = {name: _look_up(tables.pop(name, []), columns) for name, columns in (LOOK_UPS | IN_PARTS).items()}
    assert not tables, f"no safe table is called {', '.join(tables)}"
    held = results.tidy(pd.DataFrame(rows))
    looked_up["areas"] = _in_a_country(looked_up["areas"], set(held["area_code"]))
    return Safe(results=held, **looked_up, policy=policy)


def _in_a_country(areas: pd.DataFrame, codes: set[str]) -> pd.DataFrame:
    """The areas, with one for each further code; those that say no country lie in the invented one where it has figures."""
    country = COUNTRY if COUNTRY in codes else ENGLAND
    more = pd.DataFrame({"area_code": sorted({*codes, country} - set(areas["area_code"]))}, dtype="str")
    more = more.assign(name=more["area_code"].replace({COUNTRY: "Estermark", ENGLAND: "England"}), type="country")
    areas = pd.concat([areas, more], ignore_index=True).fillna("")
    return areas.assign(country_code=areas["country_code"].replace("", country))


def _look_up(rows, columns: tuple[str, ...]) -> pd.DataFrame:
    """Every cell as text, as `needs.measure.safe` reads it; what a row does not say is empty."""
    drawn = pd.DataFrame(rows)
    further = [name for name in drawn if name not in columns]
    return drawn.reindex(columns=[*columns, *further]).astype(object).fillna("").astype("str")


def assessment(*further: dict) -> Assessment:
    """The first quarter of 2008-09 of a partnership with these results, and further ones."""
    areas = [
        {"area_code": OWN, "name": "Testshire", "partnership": "testshire", "type": "county", "region_code": "E1"},
        {"area_code": ENGLAND, "name": "England", "type": "country"},
        {
            "area_code": ELSEWHERE,
            "name": "Elsewhere",
            "partnership": "elsewhere",
            "type": "county",
            "region_code": "E2",
        },
    ]
    measures = [
        {"measure": "harmful_measure", "topic": "harm", "title": HARMFUL},
        {"measure": "new_presentations", "topic": "who", "title": "New presentations"},
        {"measure": "waiting_for_treatment", "topic": "waiting", "title": "Waiting for treatment"},
        {"measure": "top_reviews_percent", "topic": "outcomes", "title": "Reviews"},
    ]
    sources = [{"source": "book", "type": "statistics", "title": "The Book of Figures"}]
    rows = [PLAIN | row for row in (*ROWS, *further)]
    return Assessment.of(safe_of(rows, areas=areas, measures=measures, sources=sources), "testshire", "2008-09 Q1")
