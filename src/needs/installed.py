"""The libraries that are installed, of which a fingerprint decides with the code what comes out."""

import hashlib
import importlib.metadata
import re
from functools import cache
from pathlib import Path


@cache
def versions() -> dict[str, str]:
    """The version of each installed library, by its plain name."""
    return {_plain(one.name): one.version for one in importlib.metadata.distributions()}


@cache
def of_lock(lock: Path) -> str:
    """One fingerprint of all that a lock names, as they are installed."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    named = {_plain(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    found = versions()
    every = "\n".join(f"{name}=={found[name]}" for name in sorted(named & set(found)))
    return hashlib.sha256(every.encode()).hexdigest()[:16]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
