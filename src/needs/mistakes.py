"""The one error a person can mend: something given to the project is not usable, and the message says what would be."""


class Mistake(ValueError):
    """What was given is not usable; the message is one line: where, what was found, what was wanted."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback, so a notebook stops with the one line that helps.
        return [f"{type(self).__name__}: {self}"]
