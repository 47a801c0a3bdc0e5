"""polars as `pl`, loaded at its first use: declarations are read by what never counts, and a process that forks must not have it."""


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    import polars

    return getattr(polars, name)
