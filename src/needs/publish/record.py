"""What each document was last made from, and the fingerprints of the files made: so that nothing is made twice.

One line a document, written as soon as its files are; a run that is killed loses none but the line it was writing.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from needs.files import replacing
from needs.folders import Folders
from needs.publish.attempts import Done
from needs.publish.documents import FIGURES, PUBLIC, Job
from needs.publish.provenance import sha256_of

NAME = ".record.jsonl"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record as it was when it was read; what is added is in its file at once."""

    folders: Folders
    policy: str
    held: dict[str, dict]

    def is_current(self, job: Job, stamp: str, with_pdf: bool) -> bool:
        """Whether a job's files were made from what has this stamp, and are all there as they were made."""
        found = self.held.get(self._key(job))
        if not found or found["stamp"] != stamp:
            return False
        if with_pdf and job.notebook != FIGURES and f"{job.name}.pdf" not in found["files"]:
            return False
        made = found["files"].items()
        try:
            return bool(made) and all(sha256_of(job.destination / name) == sha256 for name, sha256 in made)
        except (OSError, ValueError):  # a name that is none: the record was damaged
            return False

    def add(self, done: Done, stamp: str) -> None:
        """Note that a job's files were made from what has this stamp."""
        files = {part.name: part.sha256 for part in done.files}
        with _path(self.folders, self.policy).open("a", encoding="utf-8") as lines:
            lines.write(_line({"made": self._key(done.job), "stamp": stamp, "files": files}))

    def _key(self, job: Job) -> str:
        return self.folders.relative(job.destination / job.notebook)


def read(folders: Folders, policy: str = PUBLIC) -> Record:
    """The record of a policy's folder of reports, from now on with each document once; one that cannot be read is begun anew."""
    path = _path(folders, policy)
    held = _read(path)
    if path.exists():
        with replacing(path) as unfinished:
            unfinished.write_text("".join(map(_line, held.values())), encoding="utf-8")
    return Record(folders=folders, policy=policy, held=held)


def _path(folders: Folders, policy: str) -> Path:
    return folders.written(policy) / NAME


def _read(path: Path) -> dict[str, dict]:
    held = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else ():
        try:
            found = json.loads(line)
            held[found["made"]] = {"made": found["made"], "stamp": found["stamp"], "files": dict(found["files"])}
        except (ValueError, KeyError, TypeError):
            continue  # half a line of a run that was killed, or damage: what it was of is made again
    return held


def _line(found: dict) -> str:
    return f"{json.dumps(found)}\n"
