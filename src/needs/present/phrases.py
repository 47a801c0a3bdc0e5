"""Small pieces of English: capital letters, lists, small numbers as words."""

SMALL_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def in_words(number: int) -> str:
    """A small number as a word, so that it is never taken for a figure."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
