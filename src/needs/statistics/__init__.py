"""Arithmetic that has never heard of drugs, partnerships or notebooks."""

__all__ = [
    "chance",
    "change",
    "comparison",
    "funnel",
    "inequality",
    "intervals",
    "logistic",
    "prevalence",
    "projection",
    "retention",
    "standardisation",
    "trend",
    "worked_examples",
]  # what other rooms use
