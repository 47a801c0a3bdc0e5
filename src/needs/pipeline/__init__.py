"""What is stale, and how it is made anew: the stages, the stamps of what they were made from, and who works on them."""

__all__ = ["stages", "stale", "stamps"]  # what other rooms use
