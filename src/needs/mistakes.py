"""The one error a person can mend: something given to the project is not usable, and the message says what would be."""

LONGEST_VALUE = 80  # characters of what was given that a message repeats


def shortened(value: object) -> str:
    """What was given, as a message repeats it; only the beginning of a long one."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of too many digits, or too many brackets
        return "something too long to be shown"
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def visible(sentence: str) -> str:
    """A sentence in which no sign is invisible, turns the reading direction, or commands the terminal it is shown on."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in sentence)


class Mistake(ValueError):
    """What was given is not usable; the message is one line: where, what was found, what was wanted."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback, so a notebook stops with the one line that helps.
        return [f"{type(self).__name__}: {self}"]
