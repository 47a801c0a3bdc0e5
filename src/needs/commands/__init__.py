"""What the commands do: read and count, make documents, look at them again, check and invent extracts."""

__all__ = ["editions", "listing", "person_level", "reporting", "run"]  # what other rooms use
