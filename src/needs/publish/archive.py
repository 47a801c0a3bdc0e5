"""Zip archives that are the same bytes on every run: no clock, no machine, the entries in the order given."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold; Office's own writers use it too


def write(path: Path, entries: Iterable[tuple[str, bytes, bool]]) -> None:
    """Write entries, each its name, its bytes and whether it is compressed."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content, is_compressed in entries:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
            entry.create_system, entry.external_attr = 0, 0  # not whichever system this is
            archive.writestr(entry, content)


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive's entries again, in their order, each as `change` gives it from its name and bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = [(entry.filename, archive.read(entry), True) for entry in archive.infolist()]
    write(path, ((name, change(name, content), is_compressed) for name, content, is_compressed in entries))
