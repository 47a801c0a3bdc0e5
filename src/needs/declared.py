"""What a file of settings may hold is declared as a dataclass; whatever it does not allow is told in one line.

    gap_days: Annotated[Whole, within(0, 730)] = 21
    needs.toml, counting: gap_days is 1000; wanted a whole number, 0 to 730

Reading a file then gives the dataclass, or a Mistake.
"""

from collections.abc import Callable, Collection
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast, get_args, get_type_hints

from pydantic import StrictBool, StrictInt, StrictStr, TypeAdapter, ValidationError, WrapValidator, with_config

from needs import files
from needs.mistakes import Mistake, shortened

T = TypeVar("T")
STRANGE, MISSING, OF_OURS = "unexpected_keyword_argument", "missing", "value_error"  # pydantic's names of errors


class Refused(ValueError):
    """A value is not usable: `wanted` says what would be, `said` what is wrong with one that is not to be repeated."""

    def __init__(self, wanted: str, said: str = ""):
        super().__init__(wanted)
        self.wanted, self.said = wanted, said


def alone(kind: type[T]) -> type[T]:
    """A dataclass whose fields are all the keys that there are."""
    return with_config(extra="forbid")(kind)


def wanted(
    words: str, said: str = "", only: Callable[[Any], object] = lambda value: True, is_whole: bool = False
) -> WrapValidator:
    """An annotation: a value must be of the type and `only` true of it, or else these words say what was wanted.

    Without `said` the message repeats the value. A fault further in is told by its own words, if any, unless the value is
    told as a whole.
    """

    def checked(value: object, check: Callable[[object], object]) -> object:
        try:
            if only(found := check(value)):
                return found
        except ValidationError as error:
            if not is_whole and error.errors()[0]["type"] in (STRANGE, MISSING, OF_OURS):
                raise
        raise Refused(words, said)

    return WrapValidator(checked)


def within(least: int, greatest: int) -> WrapValidator:
    """An annotation of a `Whole`: its limits, both allowed."""
    return wanted(f"a whole number, {least} to {greatest}", only=lambda number: least <= number <= greatest)


def one_of(names: Collection[str]) -> WrapValidator:
    """An annotation of a str: it is one of these."""
    return wanted(f"one of {', '.join(names)}", only=names.__contains__)


def section(line: str) -> WrapValidator:
    """An annotation of a dataclass that a file holds below a heading."""
    return wanted(f"a section that begins with a line {line}")


# Each takes values of its own type alone: true is no number, and "3" is none
Text = Annotated[StrictStr, wanted("a text")]
Whole = StrictInt
YesNo = Annotated[StrictBool, wanted("true or false")]

_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)  # it is longer in building than in use


def read(kind: type[T], found: object, place: str = "") -> T:
    """What was found, as the dataclass that declares it.

    A Mistake tells the first fault as "place, section: key is ...; wanted ...", without what is empty.
    """
    try:
        return cast(T, _adapter(kind).validate_python(found))
    except ValidationError as refused:
        error = refused.errors(include_url=False)[0]
    *steps, name = error["loc"] or [""]
    cause = error.get("ctx", {}).get("error")
    if error["type"] == MISSING:
        sentence = f'it has no {name}; wanted a line such as {name} = "..."'
    elif error["type"] == STRANGE:
        sentence = f"there is no {shortened(name)}; wanted one of {', '.join(get_type_hints(_kind(kind, steps)))}"
    elif isinstance(cause, Mistake):  # a whole sentence, of a field or of all that is declared together
        sentence = str(cause)
        steps = [*error["loc"]] if hasattr(_kind(kind, error["loc"]), "__pydantic_config__") else steps
    else:
        words, said = (cause.wanted, cause.said) if isinstance(cause, Refused) else (error["msg"], "")
        *steps, name = _in_words(error["loc"])
        sentence = f"{name} {said or 'is ' + shortened(error['input'])}; wanted {words}"
    where = ", ".join(filter(None, [place, *_in_words(steps)]))
    raise Mistake(f"{where}: {sentence}" if where else sentence)


def toml(path: Path, name: str) -> dict[str, Any]:
    """What a TOML file holds; FileNotFoundError, or a Mistake that calls it by this name and says why it cannot be read."""
    try:
        return files.toml(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Mistake(f"{name} cannot be opened ({error.strerror})") from None
    except ValueError as error:
        raise Mistake(f"{name} {error}") from None


def _kind(kind: Any, steps: Collection[int | str]) -> Any:
    """What is declared at a place: the steps are names of fields, keys and positions in lists."""
    for step in steps:
        inner = [one for one in get_args(kind) if one is not ...]
        kind = get_type_hints(kind)[str(step)] if is_dataclass(kind) else inner[-1]
    return kind


def _in_words(steps: Collection[int | str]) -> list[str]:
    """A position counts from 1 and is said with the name of its list: "entry 1 of documents"."""
    words: list[str] = []
    for step in steps:
        words.append(f"entry {step + 1} of {words.pop()}" if isinstance(step, int) else step)
    return words
