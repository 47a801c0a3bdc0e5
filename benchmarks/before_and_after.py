"""Whether a change of the code changes what it makes: everything is made by the code of before and of after, and compared.

    python benchmarks/before_and_after.py HEAD            the work tree against what was last committed
    python benchmarks/before_and_after.py HEAD~3 HEAD     two commits
    python benchmarks/before_and_after.py HEAD --keep F   what commits made is kept in folder F, and not made again

Compared byte for byte: invented extracts and what is published beside them, safe tables, true results and downloads.
Pages are compared without what names the code itself: stamps, fingerprints, the table of provenance and import lines.
Ends with 1 where something differs; the first difference of each file is printed.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ("data/raw/ndtms", "data/raw/local", "data/processed/safe", "data/processed/restricted/results", "reports")
MASKED = (
    (r'<h2 class="appendix" id="provenance">.*?</main>', "[provenance]", re.DOTALL),
    (r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b", "[fingerprint]", 0),
    (r'<details class="code"><summary>Code: from needs.*?</details>', "[imports]", re.DOTALL),
)
KEY = "before-and-after: invented people only"
MOST_SHOWN = 20  # files that differ; the others are counted


def main() -> None:
    """Make both, compare them, and say what differs."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("before", help="a commit")
    wanted.add_argument("after", nargs="?", help="a commit; the work tree if none is named")
    wanted.add_argument("--keep", type=Path, help="a folder for what commits made")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="needs-before-and-after-") as folder:
        keep = (given.keep or Path(folder)).resolve()
        before = made_by(given.before, keep)
        after = made_by(given.after, keep) if given.after else made(work_tree(Path(folder) / "work tree"))
        differing = list(differences(before, after))
    for line in differing[:MOST_SHOWN]:
        print(line)
    print(f"{len(differing)} files differ" if differing else "nothing differs")
    sys.exit(bool(differing))


def made_by(revision: str, keep: Path) -> Path:
    """The project at a commit with everything made; what is kept of it from before is taken as it is."""
    name = subprocess.check_output(
        ["git", "rev-parse", "--verify", f"{revision}^{{commit}}"], cwd=ROOT, text=True
    ).strip()
    tree = keep / name
    if not (tree / "done").exists():
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        archive = subprocess.run(["git", "archive", name], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(["tar", "-x", "-C", tree], input=archive, check=True)
        made(tree)
        (tree / "done").touch()
    return tree


def work_tree(tree: Path) -> Path:
    """A copy of what git knows or would add of the work tree."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in filter(None, subprocess.check_output(listed, cwd=ROOT, text=True).split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)
    return tree


def made(tree: Path) -> Path:
    """A project in which everything has been made by its own code, with the libraries that are installed here."""
    given = os.environ | {"PYTHONPATH": str(tree / "src"), "NEEDS_HOME": str(tree), "NEEDS_PSEUDONYM_KEY": KEY}
    for command in ("synthesise", "report"):
        subprocess.run([sys.executable, "-c", "from needs.cli import main; main()", command], cwd=tree, env=given, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return tree


def differences(before: Path, after: Path):
    """One line a file that only one of both has, or that differs."""
    files = [{path.relative_to(tree) for top in MADE for path in (tree / top).rglob("*") if path.is_file() and path.name != ".record.jsonl"} for tree in (before, after)]  # fmt: skip
    for path in sorted(files[0] | files[1]):
        if path not in files[1]:
            yield f"{path}: gone"
        elif path not in files[0]:
            yield f"{path}: new"
        elif (
            hashlib.sha256((before / path).read_bytes()).digest()
            != hashlib.sha256((after / path).read_bytes()).digest()
        ):
            was, now = (as_compared(tree / path) for tree in (before, after))
            if was != now:
                yield f"{path}: {first_difference(was, now)}"


def as_compared(path: Path) -> bytes | list[str]:
    """The bytes of a file; of a page its lines, without what names the code."""
    if path.suffix not in (".html", ".json", ".jsonl") or "reports" not in path.parts:
        return path.read_bytes()
    text = path.read_text(encoding="utf-8")
    for pattern, masked, flags in MASKED:
        text = re.sub(pattern, masked, text, flags=flags)
    return text.replace("><", ">\n<").splitlines()


def first_difference(was: bytes | list[str], now: bytes | list[str]) -> str:
    """What stands where both first differ."""
    if isinstance(was, bytes):
        return f"{len(was)} bytes were, {len(now)} are"
    pairs = ((old, new) for old, new in zip([*was, ""], [*now, ""], strict=False) if old != new)
    old, new = next(pairs, ("the end", "more lines"))
    return f"was {old[:200]!r}, is {new[:200]!r}"


if __name__ == "__main__":
    main()
