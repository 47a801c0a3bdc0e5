"""The documents that tests read: the default needs assessments, and every other kind where it has most to show."""

from needs import settings
from needs.folders import Folders
from needs.publish.documents import kinds

_PRINTED_BY = {  # the quarter at which each source document speaks
    "kent": "2007-08 Q4",
    "dudley": "2008-09 Q1",
    "bath-and-north-east-somerset": "2004-05 Q1",
    "derby": "2008-09 Q4",
    "oldham": "2009-10 Q1",
    "northmere": "2007-08 Q4",
    "ironbeck": "2008-09 Q1",
}


def _of(notebook, *partnerships):
    return {
        f"{name}/{notebook}": (notebook, (("partnership", name), ("quarter", _PRINTED_BY[name])))
        for name in partnerships
    }


# A needs assessment by partnership, and for its further quarters by partnership and quarter
WANTED = {}
for _wanted in sorted(settings.read(Folders.here().root).documents, key=lambda one: str(one.quarter)):
    _further = f"{_wanted.partnership}-{str(_wanted.quarter).lower().replace(' ', '-')}"
    WANTED[_further if _wanted.partnership in WANTED else _wanted.partnership] = _wanted

# What compares scenarios, as its notebook opens
GRID = (("places", "1,1.1,1.2"), ("waits_weeks", "1,2,3"), ("completion", "1,1.1,1.2"))

# Every other document by its place: the notebook and its parameters
OTHERS = {
    **_of("performance", "bath-and-north-east-somerset", "dudley", "ironbeck"),
    **_of("treatment_plan", "kent", "oldham", "derby", "northmere"),
    **_of("young_people", "kent", "northmere"),
    "northmere/scenarios": ("scenarios", (*dict(_of("scenario", "northmere").values())["scenario"], *GRID)),
    **_of("data_quality", "ironbeck"),
    **_of("scenario", "northmere", "kent", "ironbeck"),
    "estermark/overview": ("overview", (("country", "estermark"), ("quarter", "2008-09 Q1"))),
    "england/overview": ("overview", (("country", "england"), ("quarter", "2011-12 Q4"))),
    "all/methods": ("methods", ()),
}
DOCUMENTS = {
    f"{name}/needs_assessment": (
        "needs_assessment",
        (("partnership", wanted.partnership), ("quarter", str(wanted.quarter))),
    )
    for name, wanted in WANTED.items()
} | OTHERS
assert {notebook for notebook, _ in DOCUMENTS.values()} <= set(kinds(Folders.here().notebooks))
