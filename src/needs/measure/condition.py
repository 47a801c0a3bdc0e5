"""A condition on a row of a table: who meets it, in an expression, in words, and in the fields and codes that count.

Words are the first sentence of the docstring of the cohort that gives the condition, with what was chosen in place of
`<the parameter's name>`: they stand in one place, and are those of the days and dates that are counted by.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from typing import ParamSpec

from needs.code_lists import code_list
from needs.code_lists import lazy as pl
from needs.quarter import Period
from needs.settings import written

Given = ParamSpec("Given")
SAID = {"triage": "first triage of the journey"}  # values of choices that need more words in a definition
SOURCE = " Source: "  # where the words of a docstring end
SAID_ELSEWHERE = {"end_reason": "discharge_reason"}  # columns of journeys, and those of the field they are made from


@dataclass(frozen=True)
class Coded:
    """Codes of a question that count: any of them, all that begin so, or (`others`) every code but these.

    `columns` are those that the question fills, such as the three drugs: one of them is enough, or (`none`) none may have such a code.
    """

    columns: tuple[str, ...]
    codes: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    others: bool = False
    none: bool = False

    def __invert__(self) -> Coded:
        """What counts for whoever does not meet the condition: of one column the other codes, of several none of them."""
        return replace(self, none=not self.none) if len(self.columns) > 1 else replace(self, others=not self.others)

    @property
    def fields(self) -> tuple[str, ...]:
        """The headers of an extract that give the columns."""
        return tuple(_fields()[SAID_ELSEWHERE.get(column, column)]["header"] for column in self.columns)

    @property
    def code_list(self) -> str:
        """The name of the list that says what the codes mean."""
        column = self.columns[0]
        return str(_fields()[SAID_ELSEWHERE.get(column, column)]["codes"])

    @property
    def labels(self) -> dict[str, str]:
        """Each code that is named here, or of the list begins so, and its label; an empty one is no answer."""
        listed = dict(code_list(self.code_list).select("code", "label").iter_rows()) | {"": "no answer"}
        beginning = [code for code in listed if self.begins and code.startswith(self.begins)]
        return {code: listed[code] for code in dict.fromkeys((*self.codes, *sorted(beginning)))}

    def __str__(self) -> str:
        """The fields and codes as one line: "RFLS: 13 (CARAT or prison)"."""
        return _said(self)


@cache
def _said(codes: Coded) -> str:
    said = {code: f"{code} ({label})" if code else label for code, label in codes.labels.items()}
    named = [said.pop(code) for code in codes.codes]
    if codes.begins:
        named.append(f"those that begin with {' or '.join(codes.begins)}, as do {', '.join(said.values())}")
    of = f" ({'none' if codes.none else 'any'} of them)" if len(codes.fields) > 1 else ""
    return f"{', '.join(codes.fields)}{of}: {'any code but ' * codes.others}{', '.join(named)}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Condition:
    """Who counts. `expr` is true or false and never missing; `name` is the cohort's, `key` tells one from another.

    Of several that are joined by `&`, each is one of `steps`, in their order; one that is turned round by `~`, or stands beside
    another by `|`, is one step with words of its own.
    """

    expr: pl.Expr
    name: str = ""
    words: str = ""
    source: str = ""
    codes: tuple[Coded, ...] = ()
    key: tuple = field(default_factory=lambda: (object(),))
    parts: tuple[Condition, ...] = ()

    @property
    def steps(self) -> tuple[Condition, ...]:
        """The conditions that are joined in it, each once; of one that is not joined, itself."""
        return tuple({one.key: one for one in self.parts or (self,)}.values())

    @property
    def called(self) -> str:
        """Its name, or those of all that are joined in it."""
        return self.name or " and ".join(one.name for one in self.parts)

    def __and__(self, other: Condition) -> Condition:
        return Condition(
            expr=self.expr & other.expr,
            words=f"{self.words}; {other.words}",
            codes=_once(self, other),
            key=("and", self.key, other.key),
            parts=(*self.steps, *other.steps),
        )

    def __or__(self, other: Condition) -> Condition:
        return Condition(
            expr=self.expr | other.expr,
            name=f"{self.called} or {other.called}",
            words=f"{self.words}, or: {other.words}",
            source="; ".join(dict.fromkeys([self.source, other.source])),
            codes=_once(self, other),
            key=("or", self.key, other.key),
        )

    def __invert__(self) -> Condition:
        of = {"or": "None of these"}.get(self.key[0], "Not so")
        joined = self.steps if len(self.steps) > 1 else ()
        all_of = "both" if len(joined) == 2 else "all"
        return replace(
            self,
            expr=~self.expr,
            name=f"not {all_of} {self.called}" if joined else f"not {self.called}",
            words=f"Not {all_of}: {'; and '.join(one.words for one in joined)}" if joined else f"{of}: {self.words}",
            source=self.source or "; ".join(dict.fromkeys(one.source for one in joined)),
            codes=tuple(~one for one in self.codes),
            key=("not", self.key),
            parts=(),
        )


def _once(*conditions: Condition) -> tuple[Coded, ...]:
    return tuple(dict.fromkeys(codes for one in conditions for codes in one.codes))


def met(expr: pl.Expr, *codes: Coded) -> Condition:
    """The condition that something is known to be so: what is not known is not met."""
    return Condition(expr=expr.fill_null(False), codes=codes)


def coded(column: str, codes: tuple[str, ...] | list[str]) -> Condition:
    """The condition that an answer is one of these codes."""
    return met(pl.col(column).is_in(codes), Coded((column,), tuple(codes)))


def condition(cohort: Callable[Given, Condition]) -> Callable[Given, Condition]:
    """A cohort's condition as one step: with its name, and its docstring's words and source."""
    said, _, source = (inspect.getdoc(cohort) or "").partition(SOURCE)
    signature = inspect.signature(cohort)

    @wraps(cohort)
    def named(*args: Given.args, **kwargs: Given.kwargs) -> Condition:
        asked = signature.bind(*args, **kwargs)
        asked.apply_defaults()
        words = said.removesuffix(".")
        for name, value in asked.arguments.items():
            words = words.replace(f"<{name}>", _written(value))
            if isinstance(value, Period):
                words = words.replace(f"<{name}.start>", _day(value.start))
        of = cohort(*args, **kwargs)
        key = (cohort.__name__, *asked.arguments.values())
        return replace(of, name=cohort.__name__, words=words, source=source.removesuffix("."), key=key, parts=())

    return named


def _written(value: object) -> str:
    """An argument as words have it: of a period its last day, of a column what its field asks."""
    if isinstance(value, Period):
        return _day(value.end)
    text = written(value)
    return _fields()[text]["meaning"] if text in _fields() else SAID.get(text, text).replace("_", " ")


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


@cache
def _fields() -> dict[str, dict[str, str]]:
    """The field behind each column of the tables of people."""
    return {row["column"]: row for row in code_list("fields").iter_rows(named=True) if row["column"]}
