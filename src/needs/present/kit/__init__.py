"""What sections are built from: HTML, tables, charts, and the first and last pages of a document."""
