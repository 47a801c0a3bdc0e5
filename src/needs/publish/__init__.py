"""From a notebook to finished documents: run, exported, finished, checked and written as one HTML file each."""

import sys
from typing import Any

# Where JupyterLab is installed, so is a checker of web addresses, which jsonschema loads for a second of processor time in each
# process if it is there; the schema of notebooks, the one that we use, holds no address
_modules: dict[str, Any] = sys.modules
_modules.setdefault("rfc3987_syntax", None)

__all__ = [
    "batch",
    "differences",
    "documents",
    "explaining",
    "register",
    "renderers",
    "site",
    "verification",
]  # what other rooms use
