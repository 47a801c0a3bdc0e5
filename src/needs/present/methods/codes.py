"""From a raw row to a count, third part: the columns that are read, and every code list that an indicator uses.

The tables are made from the lists that are counted with, so there is one copy of each.
"""

from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from needs.code_lists import code_list, meanings
from needs.code_lists.meanings import COMPLETIONS, Codes
from needs.present.kit.html import element, table
from needs.present.kit.section import heading, plain
from needs.present.methods.review import Review

APART = ("FINITIAL", "SINITIAL", "DOB", "AGNCY", "CLIENTID", "CLIENT", "EPISODID", "CONSENT", "MODID", "TOPID")
KINDS = {"text": "text", "date": "a date", "integer": "a whole number", "code": "a code"}
# Each list with what it is of; the columns that hold its codes are told by the list of fields
LISTS = {
    "discharge_reasons": "Reasons for discharge",
    "modality": "Kinds of treatment",
    "modality_exits": "How interventions end",
    "drugs": "Drugs that are listed",
    "referral_sources": "Referral sources",
    "injecting": "Injecting",
    "routes": "Routes of taking the main drug",
    "accommodation": "Accommodation",
    "employment": "Employment",
    "parental_status": "Parental status",
    "hepatitis_b_status": "Hepatitis B",
    "hepatitis_b_vaccinations": "Vaccinations against hepatitis B",
    "hepatitis_c_status": "Hepatitis C",
    "ethnic": "Ethnic groups",
    "sex": "Sex",
    "outcome_stages": "Stages of outcomes forms",
    "yes_no": "Yes and no",
}
MEANT = {
    "CRIMINAL_JUSTICE": ("RFLS", "Criminal justice system"),
    "FROM_PRISON": ("RFLS", "From prison"),
    "CURRENT_INJECTOR": ("INJSTAT", "Injects"),
    "EVER_INJECTED": ("INJSTAT", "Injects or did"),
    "HEPATITIS_ACCEPTED": ("HEPBSTAT, HEPCSTAT", "Offered and accepted"),
    "HEPATITIS_OFFERED": ("HEPBSTAT, HEPCSTAT", "Offered"),
    "HOUSING_PROBLEM": ("ACCMNEED", "Housing problem"),
    "NAIVE": ("PREVTR", "Never in treatment before"),
    "NO_DRUG": ("DRUG1, DRUG2, DRUG3", "No drug"),
    "CRACK": ("DRUG1, DRUG2, DRUG3", "Crack"),
    "OPIATES_BEGIN": ("DRUG1, DRUG2, DRUG3", "Opiates: codes that begin so"),
    "ALCOHOL_BEGINS": ("DRUG1, DRUG2, DRUG3", "Alcohol: codes that begin so"),
    "TIER_4": ("MODAL", "Tier 4"),
    "PRESCRIBED": ("MODAL", "Prescribed for"),
    "SHARED_CARE": ("MODAL", "Shared care"),
    "LIVING_WITH_CHILDREN": ("PRNTSTAT", "Lives with children of their own"),
    "PARENT_WITHOUT_CHILDREN": ("PRNTSTAT", "Parent who lives with none of them"),
    "DUAL_DIAGNOSIS": ("DUALDIAG", "Mental health need"),
    "REGULARLY_EMPLOYED": ("EMPSTAT", "In regular work"),
}
DRUG_GROUPS = (
    ("Opiate", "An opiate in any of three drugs of any stay of the journey."),
    ("Non-opiate and alcohol", "No opiate, and both alcohol and a drug that is neither opiate, alcohol nor none."),
    ("Non-opiate only", "No opiate and no alcohol, and a drug that is neither opiate, alcohol nor none."),
    ("Alcohol only", "Alcohol, and nothing else but none."),
    ("Not stated", "None of these."),
)
OTHERS = (
    "A group that documents print is the one in the list. An answer is known where its code is in the list and its group is not "
    '"not stated". A main drug is named by the first range that holds it.'
)


def meant(review: Review) -> list:
    """Which codes count as what: in conditions, in each version of leaving well, and as which drugs."""
    rows = [
        [words, element("code", column), _codes_in_words(codes), f"{codes.source} ({codes.confidence})"]
        for column, words, codes in ((*MEANT[name], codes) for name, codes in constants())
    ]
    versions = [
        [
            f"Version {version}",
            ", ".join(one.groups),
            ", ".join(meanings.completions(version)),
            f"{one.source} ({one.confidence})",
        ]
        for version, one in COMPLETIONS.items()
    ]
    ranges = [[f"{row['first']} to {row['last']}", row["group"], row["printed"]] for row in _rows("drug_ranges")]
    ranges.append(["Any other below 9000", "other", "other"])
    return [
        heading("What codes count as"),
        table("Codes: what conditions call by a name", ["Called", "Column", "Codes", "Source (how sure)"], rows),
        table("Codes: planned, in each version of leaving well", ["Version", "Groups of reasons", "Codes", "Source (how sure)"], versions),
        table("Codes: drug groups, the first that applies", ["Group", "Rule"], [list(row) for row in DRUG_GROUPS]),
        table("Codes: ranges of drug codes, the first that holds one", ["Codes", "Group", "Printed as"], ranges),
        plain(OTHERS),
    ]  # fmt: skip


def lists(review: Review) -> list:
    """The columns that are read, and every list of codes, each closed until it is opened."""
    fields = _rows("fields")
    used = [row for row in fields if is_read(row)]
    unused = [[element("code", row["header"]), row["meaning"]] for row in fields if not is_read(row)]
    letters = [[row["letter"], row["version"], row["effective"], row["confidence"]] for row in _rows("data_sets")]
    return [
        heading("Columns and lists of codes"),
        plain("Each list is closed until it is opened, and printed whole. How sure its source is stands in the last column."),
        _closed(
            "Columns that are read",
            ["Column", "What it is", "Holds", "Used as", "How sure"],
            [
                [_named(row), row["meaning"], _holds(row), row["column"].replace("_", " ") or "to tell rows apart", row["evidence"]]
                for row in used
            ],
        ),
        _closed("Columns that no figure uses", ["Column", "What it is"], unused),
        _closed("Letters of data sets", ["Letter", "Version", "From", "How sure"], letters),
        *(_list(name, title) for name, title in LISTS.items()),
    ]  # fmt: skip


def constants() -> Iterator[tuple[str, Codes]]:
    """Every set of codes that has a meaning, by its name."""
    return ((name, codes) for name, codes in vars(meanings).items() if isinstance(codes, Codes))


def is_read(row: dict[str, str]) -> bool:
    """Whether a column goes into a table, or tells people, episodes, interventions and forms apart."""
    return bool(row["column"]) or row["header"] in APART


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    return tuple(code_list(name).iter_rows(named=True))


def _list(name: str, title: str) -> Markup:
    """One list with the columns that it has: what a code counts as, is printed as, and from which data set on it is valid."""
    rows = _rows(name)
    given = {key for row in rows for key, cell in row.items() if cell}
    columns = {
        "Counts as": "group",
        "Printed as": "printed",
        "Structured": "is_structured",
        "Planned 2004": "planned_2004",
        "Planned 2007": "planned_2007",
        "Planned 2009": "planned_2009",
        "Read as": "counted_as",
        "From data set": "valid_from",
        "To data set": "valid_to",
    }
    shown = {words: key for words, key in columns.items() if key in given and not _is_repeated(rows, key)}
    held = ", ".join(row["header"] for row in _rows("fields") if row["codes"] == name and is_read(row))
    lines = [
        [row["code"], row["label"], *(row[key] or "none" for key in shown.values()), row["confidence"]] for row in rows
    ]
    return _closed(f"{title} ({held})", ["Code", "Label", *shown, "How sure"], lines)


def _is_repeated(rows: tuple[dict[str, str], ...], key: str) -> bool:
    """Whether the groups that are printed are those that count."""
    return key == "printed" and all(row["printed"] in (row["group"], row["label"]) for row in rows)


def _closed(caption: str, headers: list[str], rows: list[list]) -> Markup:
    return element("details", element("summary", caption), table(f"List: {caption}", headers, rows), class_="codes")


def _named(row: dict[str, str]) -> Markup:
    also = f" or {row['alias']}" if row["alias"] else ""
    must = ", must be there" if row["required"] == "yes" else ", one of two must be there" if row["required"] else ""
    return element("span", element("code", row["header"]), f"{also}{must if row['required'] != 'no' else ''}")


def _holds(row: dict[str, str]) -> str:
    if row["codes"]:
        return f"a code of the list of {LISTS[row['codes']][0].lower()}{LISTS[row['codes']][1:]}"
    if row["pattern"]:
        return f"a code of the shape {row['pattern']}"
    if row["smallest"]:
        return f"{KINDS[row['kind']]}, {row['smallest']} {'to ' + row['largest'] if row['largest'] else 'or more'}"
    return KINDS[row["kind"]]


def _codes_in_words(codes: Codes) -> str:
    return ", ".join(code or "blank" for code in codes.codes)
