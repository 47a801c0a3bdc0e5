"""The catalogue: what is measured, declared a subject at a time; nothing here branches or loops over records."""
