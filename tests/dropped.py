"""What becomes of files that somebody drops below data/raw: a small project with many areas, and what was read."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from small_package import as_csv, figure, publish

from needs.folders import Folders
from needs.ingest import load
from needs.ingest.load import Loaded

AREAS = """area_code,name,partnership,type,region_code,valid_from,valid_to,same_as,note
E92000001,England,,country,,,,,
E12000007,London,,region,,,,,
E12000008,South East,,region,,,,,
E09000003,Barnet,barnet,london borough,E12000007,,,,
E09000001,City of London,city-of-london,london borough,E12000007,,,,
E10000016,Kent,kent,county,E12000008,,,,
E06000015,Derby,derby,unitary authority,E12000004,,,,
E06000010,"Kingston upon Hull, City of",kingston-upon-hull,unitary authority,E12000003,,,,
E06000023,"Bristol, City of",bristol,unitary authority,E12000009,,,,
E06000019,"Herefordshire, County of",herefordshire,unitary authority,E12000005,,,,
E06000047,County Durham,county-durham,unitary authority,E12000001,2009-04-01,,,
E06000058,"Bournemouth, Christchurch and Poole",bcp,unitary authority,E12000009,2019-04-01,,,
E06000028,Bournemouth,bournemouth,unitary authority,E12000009,,2019-03-31,,
E06000029,Poole,poole,unitary authority,E12000009,,2019-03-31,,
E10000021,Northamptonshire,northamptonshire,county,E12000004,,2021-03-31,,
E06000061,North Northamptonshire,north-northamptonshire,unitary authority,E12000004,2021-04-01,,,
E10000027,Somerset,somerset,county,E12000009,,2023-03-31,,
E06000066,Somerset,,unitary authority,E12000009,2023-04-01,,E10000027,
E08000016,Barnsley,barnsley,metropolitan district,E12000003,,,,
E08000038,Barnsley,,metropolitan district,E12000003,2026-04-01,,E08000016,
E07000105,Ashford,,district,E12000008,,,,
"""
FINGERTIPS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]
SOUND = dict.fromkeys(FINGERTIPS, "") | {
    "Indicator ID": "90244", "Indicator Name": "Completed", "Area Code": "E10000016", "Area Name": "Kent",
    "Area Type": "UTLA", "Sex": "Persons", "Age": "18+ yrs", "Time period": "2018/19", "Value": "6",
    "Lower CI 95.0 limit": "4.5", "Upper CI 95.0 limit": "8", "Count": "42", "Denominator": "700",
    "Time period Sortable": "20180000", "Time period range": "1y",
}  # fmt: skip
VIEWIT = ("ReportingPeriod", "Area", "sex", "age_group", "drug_group", "intreatment_allintx", "newpresentation_newtx")


def fingertips(*rows: Mapping[str, str], separator: str = ",") -> str:
    """A download of sound rows but for the cells given, by their column's name."""
    lines = [FINGERTIPS, *([(SOUND | dict(row))[name] for name in FINGERTIPS] for row in rows)]
    return "".join(separator.join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def viewit(*rows: tuple[str, ...]) -> str:
    """An export: each row is a year, an area, the drug group, and the two counts."""
    lines = [VIEWIT, *((year, area, "Total", "Total", *rest) for year, area, *rest in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def read(root: Path, files: Mapping[str, str | bytes], **look_ups: str) -> Loaded:
    """What is read of a project with these files below data/raw, each by its path there, and with other published look-ups."""
    publish(root / "data/raw/published", areas=AREAS, treatment=as_csv([figure()]), **look_ups)
    for place, content in files.items():
        path = root / "data/raw" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load.load(Folders(root))


def downloaded(loaded: Loaded) -> pd.DataFrame:
    """The figures of what was dropped, without those that the project had before."""
    return loaded.figures[loaded.figures["source"].str.contains(":")].reset_index(drop=True)


def values(loaded: Loaded, measure: str) -> list[float]:
    """The values of a measure in what was dropped, in the order of its rows."""
    rows = downloaded(loaded)
    return rows.loc[rows["measure"] == measure, "value"].tolist()


def said(loaded: Loaded, severity: str) -> list[str]:
    """The sentences of the problems of a severity."""
    return [str(problem) for problem in loaded.problems if problem.severity == severity]
