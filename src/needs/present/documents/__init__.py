"""The outline of each kind of document: its first and last pages, and its sections in order."""
