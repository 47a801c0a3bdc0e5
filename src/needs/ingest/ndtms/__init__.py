"""NDTMS core data set extracts: how files are named, their fields, the rules they are checked against, pseudonyms."""
