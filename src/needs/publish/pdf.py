"""A document printed to a tagged PDF by the Chromium of this machine, where there is one.

The bytes are the same again only with the same version of Chromium and the same fonts: what it was printed with is not the
project's to fix. The two dates it writes, which would differ on every run, are set to one that never changes.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from needs.files import replacing
from needs.mistakes import Mistake

SECONDS = 180
MISSING = "no Chromium was found on PATH: install it, name it in NEEDS_CHROMIUM, or leave out --pdf"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DATE = re.compile(rb"(?<=Date \(D:)\d{14}(?:[+-]\d\d'\d\d')?")
_ALWAYS = b"20000101000000+00'00'"
_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
)  # fmt: skip
_WANTED = {b"/StructTreeRoot": "tags", b"/Lang": "a language", b"/Outlines": "an outline", b"/Title": "a title"}


def browser() -> str:
    """The path of Chromium: the one named in NEEDS_CHROMIUM, or the first on PATH; a Mistake if there is none."""
    found = os.environ.get("NEEDS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found or not shutil.which(found):
        raise Mistake(MISSING)
    return found


def printed(document: Path) -> Path:
    """The PDF beside an HTML document, with its tags, language, title and outline; a Mistake if it could not be printed."""
    path = document.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="needs-") as folder:
        made = Path(folder) / "document.pdf"
        _print(document, made, Path(folder))
        content = made.read_bytes() if made.exists() else b""
    missing = [words for mark, words in _WANTED.items() if mark not in content]
    if missing:
        raise Mistake(f"{path.name}: Chromium gave a PDF without {', '.join(missing)}; wanted Chromium 128 or later")
    with replacing(path) as unfinished:
        unfinished.write_bytes(_DATE.sub(lambda date: _ALWAYS[: len(date[0])], content))
    return path


def _print(document: Path, made: Path, folder: Path) -> None:
    options = [*_OPTIONS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium refuses its sandbox to the superuser
    try:
        subprocess.run(
            [browser(), *options, document.resolve().as_uri()], capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        raise Mistake(f"{document.name}: Chromium did not print it within {SECONDS} seconds") from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise Mistake(f"{document.name}: Chromium could not print it ({type(error).__name__})") from None
