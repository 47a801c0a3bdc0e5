"""Results to what a reader meets: facts, words, tables and charts. Reads no file and computes no rate."""

__all__ = ["assessment", "facts", "figures", "kit", "numbers", "report", "revisions"]  # what other rooms use
