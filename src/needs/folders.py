"""Where things lie: the project's folders, found from this file or from the environment variable NEEDS_HOME."""

import os
from dataclasses import dataclass
from pathlib import Path

from needs.mistakes import Mistake


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
    def management(self) -> Path:
        """What `safe` holds, with true counts: for named recipients, where needs.toml asks for it."""
        return self.processed / "management"

    def tables(self, policy: str) -> Path:
        """The folder whose tables documents are made from under a policy of disclosure; a Mistake says which there are."""
        found = {"public": self.safe, "management": self.management}
        if policy not in found:
            raise Mistake(f"there is no policy {policy!r}; there are {', '.join(found)}")
        return found[policy]

    def written(self, policy: str) -> Path:
        """Where documents are written under a policy."""
        return self.reports if policy == "public" else self.root / f"reports-{policy}"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def relative(self, path: Path) -> str:
        """The path as a reader of the project knows it: from the root, with forward slashes."""
        path = Path(path)
        path = (
            path if path.is_relative_to(self.root) else path.resolve()
        )  # a folder of it may be a link to another disk
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
