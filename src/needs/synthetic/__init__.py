"""Invented extracts: files like those that treatment agencies submit, about people who do not exist.

Each person's path is drawn by chance from the model (`needs.synthetic.model`); what it expects of the partnerships after the source
documents is what those print, so that calculated documents can be compared.
"""

from needs.synthetic.calibration import achieved
from needs.synthetic.extracts import Extract, synthesise
from needs.synthetic.invention import Invention, invent
from needs.synthetic.planting import broken_files
from needs.synthetic.profiles import NAMED, PARTNERSHIPS, Partnership, comparison, national

__all__ = [
    "NAMED",
    "PARTNERSHIPS",
    "Extract",
    "Invention",
    "Partnership",
    "achieved",
    "broken_files",
    "comparison",
    "invent",
    "national",
    "synthesise",
]
