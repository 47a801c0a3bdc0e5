"""Arithmetic that has never heard of drugs, partnerships or notebooks."""

__all__ = [
    "change",
    "comparison",
    "funnel",
    "intervals",
    "logistic",
    "prevalence",
    "projection",
    "standardisation",
    "trend",
    "worked_examples",
]  # what other rooms use
