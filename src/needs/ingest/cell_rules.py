"""The rules about one cell on its own: codes, numbers and dates; a cell that breaks one becomes missing, its row is used."""

import polars as pl

from needs.ingest.findings import FIELD_REFUSED
from needs.ingest.ndtms_fields import DRUGS, OTHER_DRUG, Field, codes_valid, drug_is_in_a_known_range
from needs.ingest.problems import NOTED
from needs.ingest.rule import About, Rule, is_written, only

PROFILE = "outcomes profile"
_RULES_OF_THEIR_OWN = ("SEX", "CONSENT", *DRUGS)


def _is_listed(field: Field) -> bool:
    return bool(field.codes) and field.entity != PROFILE and field.header not in _RULES_OF_THEIR_OWN


def _is_profile_item(field: Field) -> bool:
    return field.entity == PROFILE and (field.kind == "integer" or bool(field.codes))


def _is_off_the_list(field: Field, about: About) -> pl.Expr:
    return ~field.value.is_in(codes_valid(field.codes, about.letter))


def _is_off_the_scale(field: Field, about: About) -> pl.Expr:
    """Not a whole number, or outside the field's limits; for a coded item, not one of its codes."""
    if field.codes:
        return _is_off_the_list(field, about)
    is_off = field.value.is_null()
    if field.smallest is not None:
        is_off |= field.value < field.smallest
    if field.largest is not None:
        is_off |= field.value > field.largest
    return is_written(field) & is_off


CELL_RULES = (
    Rule(
        id="W01",
        checks="a code is in the list of its data set",
        severity=FIELD_REFUSED,
        message="not a code of the list that is valid for this data set; taken as missing",
        confidence="derived",
        fields=_is_listed,
        broken=_is_off_the_list,
    ),
    Rule(
        id="W01",
        checks="a code that has no list has the shape of one",
        severity=FIELD_REFUSED,
        message="does not have the shape of such a code; taken as missing",
        confidence="derived",
        fields=lambda field: bool(field.pattern),
        broken=lambda field, about: ~field.value.str.contains(f"^(?:{field.pattern})$"),
    ),
    Rule(
        id="W01",
        checks="a drug code is in the list",
        severity=NOTED,
        message="a drug code that is not in the list; counted by the range it falls in",
        confidence="derived",
        fields=only(*DRUGS),
        broken=lambda field, about: _is_off_the_list(field, about) & drug_is_in_a_known_range(field.value),
    ),
    Rule(
        id="W01",
        checks="a drug code is in the list or in a range that is known",
        severity=NOTED,
        message="not a known drug code; counted as another drug",
        confidence="derived",
        fields=only(*DRUGS),
        broken=lambda field, about: _is_off_the_list(field, about) & ~drug_is_in_a_known_range(field.value),
        becomes=OTHER_DRUG,
    ),
    Rule(
        id="W01",
        checks="heroin is written 1101",
        severity=NOTED,
        message="written 1011, which is taken for heroin as 1101 is",
        confidence="recalled: medium",
        fields=only(*DRUGS),
        broken=lambda field, about: field.value == "1011",
    ),
    Rule(
        id="W04",
        checks="an item of an outcomes profile is on its scale: days 0 to 28, health 0 to 20, Y or N",
        severity=FIELD_REFUSED,
        message="not on the item's scale; taken as missing",
        confidence="source: TOP form; recalled: high",
        fields=_is_profile_item,
        broken=_is_off_the_scale,
    ),
    Rule(
        id="W07",
        checks="no date is after the last day the file covers",
        severity=FIELD_REFUSED,
        message="a date after the last day the file covers; taken as missing",
        confidence="recalled: medium",
        fields=lambda field: field.kind == "date" and field.header != "DOB",
        broken=lambda field, about: pl.lit(False) if about.end is None else field.value > about.end,
    ),
    Rule(
        id="W09",
        checks="a date is written in the declared format, its year with four digits from 1900 to 2999",
        severity=FIELD_REFUSED,
        message="not a date in the declared format; taken as missing",
        confidence="this project's",
        fields=lambda field: field.kind == "date" and field.header != "DOB",
        broken=lambda field, about: is_written(field) & field.value.is_null(),
    ),
    Rule(
        id="W09",
        checks="a number is whole and within its limits",
        severity=FIELD_REFUSED,
        message="not a whole number within its limits; taken as missing",
        confidence="this project's",
        fields=lambda field: field.kind == "integer" and not _is_profile_item(field),
        broken=_is_off_the_scale,
    ),
)
