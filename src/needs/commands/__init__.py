"""What the commands do: read and count, make documents, look at them again, compare scenarios, fetch, check and invent files."""

__all__ = [
    "editions",
    "listing",
    "open_files",
    "options",
    "person_level",
    "reporting",
    "run",
    "scenarios",
]  # what other rooms use
