"""What has come of an answer so far: a hidden file beside the one it is to become, from which a later attempt goes on.

It is continued only from the same address, and only where the server gave a name to the version it sends: the next request
asks for the rest of that version or, if there is another by now, for all of it.
"""

import json
import re
from pathlib import Path

from requests import Response

from needs import files
from needs.files import replacing

_SPAN = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class Partial:
    """The bytes of an answer that have come, and how many it is to have (None: not announced)."""

    def __init__(self, target: Path, address: str):
        self.path = target.with_name(f".{target.name}.partial")
        self._about = target.with_name(f".{target.name}.partial.about")
        self._address = address
        self._version, self.total = self._known()

    @property
    def bytes(self) -> int:
        """How many bytes have come."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def can_go_on(self) -> bool:
        """Whether a later request may ask for the rest alone."""
        return bool(self._version and self.bytes)

    def wanted(self) -> dict[str, str]:
        """The headers of a request for the rest; none where all of it is wanted."""
        return {"Range": f"bytes={self.bytes}-", "If-Range": self._version} if self.can_go_on else {}

    def begin(self, answer: Response) -> bool:
        """Make ready for what an answer brings, all of it or the rest; False where it is not the rest that was asked for."""
        if answer.status_code == 206:
            span = _SPAN.fullmatch(answer.headers.get("Content-Range", ""))
            if span is None or self.total not in (None, int(span[3])):
                return False
            self.total = int(span[3])
            return (int(span[1]), int(span[2]) + 1) == (self.bytes, self.total)
        self.remove()
        announced = answer.headers.get("Content-Length", "")
        self.total = int(announced) if announced.isdecimal() and not is_packed(answer) else None
        self._version = "" if is_packed(answer) else _version(answer)
        with replacing(self._about) as unfinished:
            about = {"address": self._address, "version": self._version, "total": self.total}
            unfinished.write_text(json.dumps(about), encoding="utf-8")
        self.path.touch()
        return True

    def remove(self) -> None:
        """Forget what has come."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)
        self._version, self.total = "", None

    def _known(self) -> tuple[str, int | None]:
        """What an earlier attempt was told of its answer; nothing where it was at another address, or what it left is damaged."""
        try:
            about = files.from_json(self._about)
            if about["address"] == self._address and isinstance(about["version"], str):
                return about["version"], about["total"] if isinstance(about["total"], int) else None
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return "", None


def is_packed(answer: Response) -> bool:
    """Whether an answer is compressed on its way, though that was not asked for: its bytes are then not those of the file."""
    return answer.headers.get("Content-Encoding", "identity") != "identity"


def _version(answer: Response) -> str:
    """What the server calls this version of a file, byte for byte; empty where it does not say."""
    etag = answer.headers.get("ETag", "")
    return answer.headers.get("Last-Modified", "") if etag.startswith("W/") or not etag else etag
