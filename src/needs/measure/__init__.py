"""Typed tables to results: counted, compared and made safe."""

__all__ = [
    "accounts",
    "calculate",
    "comparison",
    "eras",
    "funnels",
    "indicator",
    "indicators",
    "joint",
    "need",
    "person_results",
    "plans",
    "progress",
    "results",
    "reviews",
    "safe",
    "safety",
    "selection",
    "series",
    "shown",
    "standing",
]  # what other rooms use
