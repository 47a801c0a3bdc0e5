"""Where things lie: the project's folders, found from this file or from the environment variable NEEDS_HOME."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """The project's fixed folders, all below one root."""

    root: Path

    @classmethod
    def here(cls) -> "Folders":
        """The folders of NEEDS_HOME where it is set, otherwise of the checkout this package was installed from."""
        return cls(Path(os.environ.get("NEEDS_HOME") or Path(__file__).parents[2]).resolve())

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def published(self) -> Path:
        return self.raw / "published"

    @property
    def viewit(self) -> Path:
        return self.raw / "viewit"

    @property
    def fingertips(self) -> Path:
        return self.raw / "fingertips"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def restricted(self) -> Path:
        """Person-level tables and unsafe counts; nothing to the right of the disclosure line may open it."""
        return self.processed / "restricted"

    @property
    def safe(self) -> Path:
        """Results made safe; the only folder a notebook is given."""
        return self.processed / "safe"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def relative(self, path: Path) -> str:
        """The path as a reader of the project knows it: from the root, with forward slashes."""
        path = Path(path).resolve()
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
