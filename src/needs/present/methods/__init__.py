"""What the methods document says: methods described, the catalogue, and how far results hang on choices."""
