"""The names of polars, for who checks types."""

from polars import *  # noqa: F403 - all of its names are meant
