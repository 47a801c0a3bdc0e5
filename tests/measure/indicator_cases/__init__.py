"""The case of every indicator that is counted from records, by its name."""

from indicator_cases.agencies import CASES as AGENCIES
from indicator_cases.entry import CASES as ENTRY
from indicator_cases.exits import CASES as EXITS
from indicator_cases.flows import CASES as FLOWS
from indicator_cases.forms import CASES as FORMS
from indicator_cases.numbers import CASES as NUMBERS
from indicator_cases.staying import CASES as STAYING
from indicator_cases.today import CASES as TODAY
from indicator_cases.waits import CASES as WAITS
from indicator_cases.young import CASES as YOUNG

CASES = {**NUMBERS, **ENTRY, **WAITS, **STAYING, **EXITS, **FORMS, **AGENCIES, **TODAY, **YOUNG, **FLOWS}
