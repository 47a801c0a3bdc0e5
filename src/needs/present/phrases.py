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
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def in_words(number: int) -> str:
    """A small number as a word, so that it is never taken for a figure."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def spelt(number: int) -> str:
    """A whole number below a hundred as a word, for a sentence whose figures no evidence holds."""
    if number < 20:
        return (*SMALL_NUMBERS, *TEENS)[number]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens - 2]}-{SMALL_NUMBERS[ones]}" if ones else TENS[tens - 2]


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
