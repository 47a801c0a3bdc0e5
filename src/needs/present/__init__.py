"""Results to what a reader meets: facts, words, tables and charts. Reads no file and computes no rate."""
