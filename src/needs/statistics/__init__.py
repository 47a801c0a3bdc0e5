"""Arithmetic that has never heard of drugs, partnerships or notebooks."""
