"""Open files from their publishers into their folders, on request only: the one room that speaks to the internet."""

__all__ = ["fetching"]  # what other rooms use
