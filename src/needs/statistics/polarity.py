"""Which way is better, as a sign: the words that analysts and publishers use for it, and no guess at others."""

SIGNS = {
    "higher better": 1, "higher": 1, "increase": 1,
    "lower better": -1, "lower": -1, "decrease": -1,
    "neutral": 0, "unknown": 0, "": 0,
}  # fmt: skip


def sign(better: str) -> int:
    """1 where higher is better, -1 where lower is, 0 where neither or it is not recorded; else a ValueError."""
    if better not in SIGNS:
        raise ValueError(f"better: {better!r} is not one of {', '.join(map(repr, SIGNS))}")
    return SIGNS[better]
