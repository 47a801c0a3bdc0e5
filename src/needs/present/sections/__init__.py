"""One subject, one file: what a document says of it, used by every document that speaks of it."""
