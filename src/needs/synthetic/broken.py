"""Files that cannot be read at all, made from one that can: a reader must refuse each whole, and say why."""

from pathlib import Path

from needs.files import replacing

LINES_KEPT = 20


def broken_files(extract: Path, folder: Path) -> dict[str, str]:
    """Write short broken copies of an invented extract into a folder; the name of each and the rule it breaks.

    They are not part of what `synthesise` writes, because one bad file stops a run.
    """
    agency, *others = extract.name.split("-")
    lines = extract.read_text(encoding="utf-8").splitlines(keepends=True)[: LINES_KEPT + 1]
    header, first = lines[0], lines[1]
    made = {
        "F01 the name is no extract's": ("invented.csv", lines),
        "F01 the letter is none there is": ("-".join([agency, *others[:-1], "9.csv"]), lines),
        "F02 no column for sex": (_name(agency, 91, others), [header.replace('"SEX"', '"GENDER"'), *lines[1:]]),
        "F02 one column twice": (_name(agency, 92, others), [header.replace('"SINITIAL"', '"FINITIAL"'), *lines[1:]]),
        "F02 no header row": (_name(agency, 93, others), lines[1:]),
        "F03 a row one cell short": (_name(agency, 94, others), [header, first.rsplit(",", 1)[0] + "\n", *lines[2:]]),
        "F03 a quote left open": (_name(agency, 95, others), [header, first.replace('","', ',"', 1), *lines[2:]]),
    }
    for name, text in made.values():
        with replacing(folder / name) as path:
            path.write_text("".join(text), encoding="utf-8", newline="")
    return {name: rule for rule, (name, _) in made.items()}


def _name(agency: str, number: int, others: list[str]) -> str:
    return "-".join([f"{agency[:-2]}{number}", *others])
