"""A small project in which every text that anybody may write is an attempt to run, to fetch, to mislead or to calculate."""

import csv
import io
import shutil
from pathlib import Path

import small_project
from small_package import LOOK_UPS, as_csv, figure, publish

from needs.folders import Folders

PARTNERSHIP, QUARTER = "barnet", "2010-11 Q1"
SCRIPT = "<script>document.title='owned';alert(1)</script>"
IMAGE = "\"'><img src=https://e.org/a.png onerror=alert(2)>"
DRAWING = "</svg><svg onload=alert(3)><image href=https://e.org/b.png />"
STYLE = "</style><style>@import 'https://e.org/c.css';</style>"
MARKDOWN = "[look](javascript:alert(4)) ![](https://e.org/d.png) {{ 7*7 }} $$x$$ `code` <!-- a -->"
TURNED = "safe\u202egnp.exe\u2066\u200b\u2060"
FORMULAS = ('=HYPERLINK("https://e.org")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1+1", "＝1+1")
HARMFUL = (SCRIPT, IMAGE, DRAWING, STYLE, MARKDOWN, TURNED, *FORMULAS)


def written(root: Path) -> Folders:
    """The project with hostile names, notes, titles, groups, plans and texts, and the real notebooks."""
    folders = small_project.written(root)
    shutil.rmtree(folders.notebooks)
    shutil.copytree(Folders.here().notebooks, folders.notebooks)
    figures = [
        figure(
            place=f"{text} {place}",
            note=text,
            quote=text,
            series=text,
            qualifier=text,
            population=text,
            age=text,
            breakdown="age",
            group=text,
        )
        for place, text in enumerate(HARMFUL)
    ]
    figures += [figure(period_start="2010-04-01", period_end="2010-06-30", window="quarter", note=SCRIPT)]
    shutil.rmtree(folders.published)
    publish(folders.published, treatment=as_csv([*figures, figure()]), **_look_ups())
    _plan(folders.raw / "plans" / PARTNERSHIP / "2010-11")
    paper = folders.raw / "local" / PARTNERSHIP / "paper.toml"
    paper.parent.mkdir(parents=True)
    paper.write_text(f"decision = {SCRIPT!r}\nbackground = '''{TURNED} javascript:alert(5) =1+1'''\n", encoding="utf-8")
    return folders


def _look_ups() -> dict[str, str]:
    """Hostile titles of a measure and a source, and a hostile name of an area, in the look-ups' own columns."""
    sources = LOOK_UPS["sources"] + _line(
        "viewit2", "statistic", IMAGE, SCRIPT, "", MARKDOWN, STYLE, "javascript:alert(6)", TURNED
    )
    return {
        "areas": LOOK_UPS["areas"].replace("Barnet,", _line(f"Bar{SCRIPT}{IMAGE}net").strip() + ","),
        "measures": LOOK_UPS["measures"].replace("In treatment", _line(f"In {SCRIPT}{STYLE}{DRAWING}").strip()),
        "sources": sources.replace(
            "viewit,statistic,V,O,,", "viewit,statistic," + _line(f"V{IMAGE}", f"O{SCRIPT}").strip() + ",,"
        ),
    }


def _plan(folder: Path) -> None:
    """A plan whose every free text is hostile."""
    folder.mkdir(parents=True)
    (folder / "documents.csv").write_text(
        "source,plan_start,plan_end,covers,led_by,place\n"
        + _line("viewit", "2010-04-01", "2011-03-31", SCRIPT, IMAGE.replace("@", ""), DRAWING)
    )
    rows = [
        _line(f"P{number}", text, f"{text} {SCRIPT}", "", "", "", "", STYLE)
        for number, text in enumerate(HARMFUL, start=1)
    ]
    (folder / "priorities.csv").write_text(
        "priority,heading,text,measure,breakdown,group,percentage_of,place\n" + "".join(rows), encoding="utf-8"
    )


def _line(*cells: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
