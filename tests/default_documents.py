"""The documents that are rendered when none is named: by partnership, and for its further quarters with the quarter."""

from needs.folders import Folders
from needs.settings import default_documents

WANTED = {}
for _wanted in default_documents(Folders.here().root):
    _further = f"{_wanted.partnership}-{str(_wanted.quarter).lower().replace(' ', '-')}"
    WANTED[_further if _wanted.partnership in WANTED else _wanted.partnership] = _wanted
