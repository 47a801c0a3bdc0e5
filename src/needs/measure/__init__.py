"""Typed tables to results: counted, compared and made safe."""
