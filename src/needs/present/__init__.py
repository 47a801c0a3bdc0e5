"""Results to what a reader meets: facts, words, tables and charts. Reads no file and computes no rate."""

__all__ = [  # what other rooms use, notebooks among them
    "assessment", "documents", "evidence", "explain", "facts", "figures", "kit", "methods", "numbers", "origins", "parameters",
    "report", "revisions", "sections",
]  # fmt: skip
