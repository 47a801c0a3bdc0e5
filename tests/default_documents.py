"""The documents that are rendered when none is named: by partnership, and for its further quarters with the quarter."""

from needs.folders import Folders
from needs.publish.documents import NOTEBOOKS
from needs.settings import default_documents

WANTED = {}
for _wanted in default_documents(Folders.here().root):
    _further = f"{_wanted.partnership}-{str(_wanted.quarter).lower().replace(' ', '-')}"
    WANTED[_further if _wanted.partnership in WANTED else _wanted.partnership] = _wanted

# One document of every other kind, where it has most to show: the folder it goes to, and the notebook's parameters.
_QUARTER = ("quarter", "2008-09 Q1")
OTHERS = {
    "performance": ("dudley", (("partnership", "dudley"), _QUARTER)),
    "treatment_plan": ("derby", (("partnership", "derby"), ("quarter", "2008-09 Q4"))),
    "young_people": ("kent", (("partnership", "kent"), _QUARTER)),
    "data_quality": ("dudley", (("partnership", "dudley"), _QUARTER)),
    "overview": ("all", (_QUARTER,)),
    "methods": ("all", ()),
}
assert {"needs_assessment", *OTHERS} == set(NOTEBOOKS)
