"""A small notebook with one of everything a document may show, and the functions its cells call.

The notebook is built in code; its cells import this file, which the tests copy beside it. All figures are invented.
"""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = """partnership: str = "barnet"  # partnership, as in areas.csv
quarter: str = "2011-12 Q4"  # financial quarter"""
CHART = '<clipPath id="chart-trend-frame"><rect width="640" height="250"/></clipPath>'


class Html:
    """What a cell shows: HTML and nothing else."""

    def __init__(self, text):
        self.text = text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.text}


def masthead(partnership, quarter):
    facts = {
        "Period": "January to March 2012",
        "Status": "Draft for the partnership board",
        "Contact": "Partnership support officer",
        "Next due": "After the first quarter of 2012-13",
    }
    rows = "".join(f"<div><dt>{term}</dt><dd>{words}</dd></div>" for term, words in facts.items())
    return Html(
        '<header class="masthead"><p class="status">OFFICIAL <span class="badge">Published figures</span> '
        '<span class="badge badge-synthetic">Invented records</span></p>'
        f"<h1>Drug and alcohol needs assessment: {partnership.title()}, {quarter}</h1>"
        f'<dl class="summary">{rows}</dl></header>'
    )


def messages():
    sentences = (
        ("345 of 1,154 people (30%) left treatment successfully. This is lower than England (36%).", "k1"),
        ("Between 1,700 and 2,400 people may need help; about 1,200 are in treatment.", "k2"),
        ("194 of 200 people (97%) waited three weeks or less to start. The target is 95%.", "k3"),
    )
    rows = "".join(
        f'<p class="numbered" data-facts="{fact}">{words} <a class="evidence" href="#e-{fact}">[E{fact[1:]}]</a></p>'
        for words, fact in sentences
    )
    return Html(
        f'<div class="messages">{rows}</div><div class="note"><p><strong>What this tells us.</strong> '
        "More people need help than receive it, and most of those who ask are seen quickly.</p></div>"
        '<div class="warning"><p><strong>Not compared.</strong> The two figures for housing cover different periods, '
        "so we have not set one against the other.</p></div>"
    )


def verdicts():
    kinds = ("better", "worse", "higher", "lower", "similar", "met", "missed", "reached", "short-of", "not-judged")
    return " ".join(f'<span class="verdict verdict-{kind}">{kind.replace("-", " ")}</span>' for kind in kinds)


def priorities():
    rows = (
        ("Leaving treatment successfully", "345 of 1,154 (30%)", "36%", "38%", "93 people", "worse", "▼ Worse"),
        ("Starting within three weeks", "194 of 200 (97%)", "96%", "95%", "none", "better", "▲ Better"),
        ("Staying for 12 weeks", "820 of 1,000 (82%)", "83%", "85%", "30 people", "similar", "● Similar"),
        (
            "Housing problem at the start",
            "26 of 200 (13%)",
            "[x]",
            "not set",
            "not worked out",
            "not-compared",
            "Not compared",
        ),
    )
    heads = ("Priority", "Now", "England", "Target", "Gap", "Compared with England")
    head = "".join(f'<th scope="col">{words}</th>' for words in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th><td class="number">{now}</td><td class="number">{england}</td>'
        f'<td class="number">{target}</td><td>{gap}</td><td class="verdict verdict-{kind}">{verdict}</td></tr>'
        for name, now, england, target, gap, kind, verdict in rows
    )
    return Html(
        f'<div class="scroll" tabindex="0" role="group" aria-label="Where we are and where we should be"><table class="matrix"><caption>Where we are and where we should be</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        '<p class="source">[x] not available. Period: April 2011 to March 2012.</p>'
        "<table><caption>Every verdict there is</caption><thead><tr><th scope='col'>Set against</th><th scope='col'>"
        f"Verdicts</th></tr></thead><tbody><tr><th scope='row'>All</th><td>{verdicts()}</td></tr></tbody></table>"
    )


def chart():
    values = (262, 270, 281, 275, 290, 301, 296, 310, 322, 318, 331, 345)
    points = [(60 + 48 * i, 430 - value) for i, value in enumerate(values)]
    line = " ".join(f"{x},{y}" for x, y in points)
    marks = "".join(f'<circle cx="{x}" cy="{y}" r="4" fill="#12436D"/>' for x, y in points)
    grid = "".join(
        f'<path d="M60 {430 - v}H600" stroke="#d3dae1"/><text x="50" y="{434 - v}" text-anchor="end">{v}</text>'
        for v in (200, 250, 300, 350)
    )
    rows = "".join(
        f'<tr><th scope="row">2009-10 to 2011-12, quarter {n}</th><td class="number">{value}</td></tr>'
        for n, value in enumerate(values, 1)
    )
    return Html(
        '<figure class="chart" id="chart-trend"><figcaption id="chart-trend-title">More people leave treatment '
        'successfully</figcaption><p id="chart-trend-description" class="description">A line of 12 quarters. The '
        "number rose from 262 to 345, with three small falls on the way.</p>"
        '<div class="card" tabindex="0" role="group" aria-labelledby="chart-trend-title"><svg role="img" aria-labelledby="chart-trend-title" aria-describedby='
        f'"chart-trend-description" viewBox="0 0 640 250" font-family="Arial, sans-serif" font-size="13" '
        f'fill="#1c2733"><defs>{CHART}</defs><g clip-path="url(#chart-trend-frame)">{grid}'
        f'<polyline points="{line}" fill="none" stroke="#12436D" stroke-width="2.5"/>{marks}</g>'
        '<text x="608" y="82">345</text></svg></div><p class="source">Source: invented figures, April 2009 to March '
        "2012. People leaving treatment successfully in the quarter.</p><details><summary>Data for this chart</summary>"
        '<div class="fits"><table><caption>People leaving treatment successfully, by quarter</caption><thead><tr>'
        f'<th scope="col">Quarter</th><th scope="col">People</th></tr></thead><tbody>{rows}</tbody></table></div>'
        "</details></figure>"
    )


def groups():
    shares = (("Women", 290, 25), ("Men", 864, 75))
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="number">{people}</td><td class="number">{percent}%</td><td>'
        f'<svg class="bar" aria-hidden="true" width="120" height="12" viewBox="0 0 120 12">'
        f'<rect class="bar-track" width="120" height="12"/>'
        f'<rect class="bar-fill" width="{percent * 1.2:g}" height="12"/>'
        "</svg></td></tr>"
        for name, people, percent in shares
    )
    return Html(
        '<p class="numbered">Three of four people in treatment are men.</p><table><caption>People in treatment, by sex'
        '</caption><thead><tr><th scope="col">Group</th><th scope="col" class="number">People</th><th scope="col" '
        f'class="number">Share</th><th scope="col">Share drawn</th></tr></thead><tbody>{rows}</tbody></table>'
        '<div class="authored"><p>People told us that evening opening would help them stay.</p>'
        '<p class="source">Written by the partnership, 3 April 2012. Not calculated.</p></div>'
    )


def evidence():
    rows = (
        ("1", "345 of 1,154 people (30%) left treatment successfully.", "345 / 1,154 = 29.9%", "table 3, row 7"),
        ("2", "Between 1,700 and 2,400 people may need help.", "published interval", "table 1, row 2"),
        ("3", "194 of 200 people (97%) waited three weeks or less.", "194 / 200 = 97.0%", "table 4, row 1"),
    )
    body = "".join(
        f'<tr id="e-k{n}"><th scope="row">E{n}</th><td>{words}</td><td>{sum_}</td><td>{place}</td></tr>'
        for n, words, sum_, place in rows
    )
    heads = "".join(f'<th scope="col">{words}</th>' for words in ("Number", "Sentence", "Sum", "Source"))
    return Html(
        f'<div class="scroll" tabindex="0" role="group" aria-label="Where each sentence comes from"><table><caption>Where each sentence comes from</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def glossary():
    return Html(
        '<dl class="glossary"><dt>In treatment</dt><dd>Someone with at least one treatment open on a day of the '
        'period.</dd><dt>[x]</dt><dd>Not available. See the <a href="https://example.org/symbols">list of symbols</a>.'
        "</dd></dl>"
    )


def notebook(*more_cells, document="partnership"):
    """The sample notebook, with any cells of a test's own at the end."""
    cells = [
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        new_code_cell("# Set-up\nimport sample_report as show"),
        new_code_cell("show.masthead(partnership, quarter)"),
        new_markdown_cell('## Purpose and decision\n\n<p class="numbered">No decision is asked for.</p>'),
        new_markdown_cell("## Key messages"),
        new_code_cell("show.messages()"),
        new_markdown_cell("## Where are we, and where should we be?"),
        new_code_cell("show.priorities()"),
        new_markdown_cell("## Is it changing?\n\nEach point is one quarter. Periods do not overlap."),
        new_code_cell("show.chart()"),
        new_markdown_cell("## Who is in treatment?\n\n### Men and women\n\n- One row is one group.\n- Groups add up."),
        new_code_cell("show.groups()"),
        new_markdown_cell('<h2 class="appendix">Evidence</h2>'),
        new_code_cell("show.evidence()"),
        new_markdown_cell('<h2 class="appendix">Glossary and shorthand</h2>'),
        new_code_cell("show.glossary()"),
        *more_cells,
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel, "needs": {"document": document}})
    for position, cell in enumerate(made.cells):
        cell.id = f"cell-{position}"
    return made


def write(root: Path, *more_cells) -> Path:
    """A project folder with the sample notebook, a safe input and the record of a raw one; the notebook's path."""
    for folder in ("notebooks", "data/processed/safe/results", "data/processed/safe/inputs", "reports"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    shutil.copy(__file__, root / "notebooks" / "sample_report.py")
    (root / "data/processed/safe/results/published.parquet").write_text("completed,345\n", encoding="utf-8")
    (root / "data/processed/safe/inputs/_shared.csv").write_text(
        f"file,sha256,rows,used,refused\ndata/raw/published/deaths.csv,{'ab' * 32},120,119,1\n", encoding="utf-8"
    )
    path = root / "notebooks" / "sample.ipynb"
    nbformat.write(notebook(*more_cells), path)
    return path
