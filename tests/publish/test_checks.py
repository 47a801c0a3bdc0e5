"""The gates of a page: a sound page passes, and each fault planted in it gives its own line."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from needs.publish import checks

SOUND = """<!DOCTYPE html><html lang="en-GB"><head><title>Needs</title><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><style>p{margin:0}</style></head><body><main>
<h1>Needs</h1><h2 id="who">Who</h2><p data-facts="k1">None of the 5 targets was met. <a href="#e-k1">[E1]</a></p>
<figure class="chart"><figcaption id="t">Rising</figcaption><p class="description" id="d">A line of twelve quarters
rising from 262 to 345.</p><svg role="img" aria-labelledby="t" aria-describedby="d"><text>345</text></svg>
<p class="source">Source: invented.</p><table><caption>Data</caption><thead><tr><th scope="col">Number</th><th
scope="col">Verdict</th></tr></thead><tbody><tr id="e-k1"><th scope="row">E1</th><td><span class="verdict">Worse</span>
</td></tr></tbody></table></figure><p>See <a href="https://example.org/home/page">the list</a> of education/users/x.</p>
</main></body></html>"""

FAULTS = [
    ("<h1>Needs</h1>", "", "0 h1 headings"),
    ('<h2 id="who">Who</h2>', '<h3 id="who">Who</h3>', "'Who' is an h3 after an h1"),
    ('href="#e-k1"', 'href="javascript:x()"', "leads to 'javascript:x()'; wanted a place"),
    ('href="#e-k1"', f'href="data:text/csv,{"9" * 999}"', "leads to 'data:text/csv,999"),
    ('id="who"', 'id="t"', "id 't' is used 2 times"),
    ('id="who"', 'id="café"', "not plain ASCII"),
    ('href="#e-k1"', 'href="#e-k9"', "leads to '#e-k9', which is not on the page"),
    ("<main>", "<main><img src='data:image/png;base64,AA=='>", "no alt text"),
    ("<main>", "<main><img alt='No description has been provided for this image' src='data:,'>", "described as"),
    (' aria-labelledby="t"', "", "has no name"),
    ('aria-describedby="d"', 'aria-describedby="t"', "is described as 'Rising'"),
    (' role="img"', "", "neither role=img nor aria-hidden=true"),
    ('<p class="source">Source: invented.</p>', "", "without a source"),
    ('class="description"', "", "without a description"),
    ("<caption>Data</caption>", "", "no caption"),
    ('<th scope="row">', "<th>", "header 'E1' has no scope"),
    (">E1</th>", "></th>", "an empty header cell"),
    ("Worse", "▼", "has no words"),
    (">E1</th>", "><style>a{}</style></th>", "an empty header cell"),
    ("None of the 5", "/opt/IPyKernel", "the page contains 'IPyKernel'"),
    ("</main>", "<script>1</script></main>", "a <script> element"),
    ("</main>", "<p onclick='x()'>a</p></main>", "event handler onclick"),
    ("</main>", "<video poster='https://example.org/a.png'></video></main>", "fetches 'https://example.org/a.png'"),
    ("p{margin:0}", "p{background:url(https://example.org/a.png)}", "a style fetches"),
    ("p{margin:0}", "@import 'https://example.org/a.css'", "a style fetches"),
    ("default-src 'none'", "default-src *", "no Content-Security-Policy"),
    ("<text>345", "<text>nan", "a text says only 'nan'"),
    ("None of the 5", "The value is None of 5", "the text says 'None'"),
    ("None of the 5", "nan% of the", "the text says 'nan'"),
    ("None of the 5", "UserWarning: ", "the page contains 'UserWarning: '"),
    ("None of the 5", "/tmp/ipykernel_7/1.py", "the page contains '/tmp/ipykernel_7'"),
    ("None of the 5", "C:\\Users\\someone", "the page contains"),
    ("None of the 5", "/srv/needs/data", "the page contains '/srv/needs'"),
    ('data-facts="k1"', 'data-facts="k1 k2"', "fact 'k2' has no evidence row"),
    ("</main>", f"<p>{'a' * 800_000}</p></main>", "wanted at most 800,000"),
]

# One of every way in which a page can ask for something, run something, or lead a reader's browser astray
ASKING = [
    "<img alt='x' src='https://e.org/a.png'>",
    "<img alt='x' src='a.png'>",
    "<img alt='x' srcset='https://e.org/a.png 2x' src='data:,'>",
    "<img alt='x' srcset='data:, 1x, https://e.org/a.png 2x' src='data:,'>",
    "<img alt='x' lowsrc='https://e.org/a.png' src='data:,'>",
    "<video><source src='https://e.org/a'></video>",
    "<object data='https://e.org/a'></object>",
    "<applet code='a'></applet>",
    "<iframe srcdoc='<p>'></iframe>",
    "<link rel='preload' href='https://e.org/a'>",
    "<base href='https://e.org/'>",
    "<meta http-equiv='refresh' content='0;url=https://e.org'>",
    "<form action='https://e.org'></form>",
    "<button formaction='https://e.org'>a</button>",
    "<table background='https://e.org/a'><caption>c</caption><tr><th scope='col'>a</th></tr></table>",
    "<a href='#who' ping='https://e.org'>a</a>",
    "<a href='//e.org/a'>a</a>",
    "<a href='/etc/passwd'>a</a>",
    "<a href='java&#10;script:x()'>a</a>",
    "<a href='data:text/html,<p>' download>a</a>",
    "<p style='background:url(https://e.org/a)'>a</p>",
    "<p style='background:u\\72l(https://e.org/a)'>a</p>",
    "<p style='background:url(data:,) url(https://e.org/a)'>a</p>",
    "<p style='background:image-set(\"https://e.org/a\" 1x)'>a</p>",
    "<style>@import 'https://e.org/a.css'</style>",
    "<style>@\\69mport 'https://e.org/a.css'</style>",
    '<style>p{background:src("https://e.org/a")}</style>',
    "<style>@font-face{src:url(a.woff)}</style>",
    "<svg aria-hidden='true'><use href='https://e.org/a#b'/></svg>",
    "<svg aria-hidden='true'><use xlink:href='https://e.org/a#b'/></svg>",
    "<svg aria-hidden='true'><image href='https://e.org/a'/></svg>",
    "<svg aria-hidden='true'><feImage href='https://e.org/a'/></svg>",
    "<svg aria-hidden='true'><rect fill='url(https://e.org/a#b)'/></svg>",
    "<svg aria-hidden='true'><rect filter='url(a.svg#b)'/></svg>",
    "<svg aria-hidden='true'><a xlink:href='javascript:x()'><text>a</text></a></svg>",
    "<svg aria-hidden='true'><set attributeName='href' to='https://e.org/a'/></svg>",
    "<svg aria-hidden='true'><animate attributeName='href' values='javascript:x()'/></svg>",
    "<svg aria-hidden='true'><script href='https://e.org/a'/></svg>",
    "<svg aria-hidden='true'><style><img src='x' alt='x'></style></svg>",
    "<svg aria-hidden='true'><style>p{fill:ur<g>x</g>l(https://e.org/a)}</style></svg>",
    "<svg aria-hidden='true'><style>@im<g>x</g>port 'https://e.org/a'</style></svg>",
    "<svg aria-hidden='true'><style>p{fill:url(https://e.org/<!-- a -->b)}</style></svg>",
    "<noscript><p title='</noscript><img src=x>'>a</p></noscript>",
    "<!--><img src='https://e.org/a'>-->",
    "<p/onmouseover=x()>a</p>",
]
AROUND = ["<!-- <img src='https://e.org/a'> -->{page}", "{page}<!-- <img src='https://e.org/a'> -->"]
HELD = [
    "<img alt='x' src='data:image/png;base64,AA//BB=='>",
    "<svg aria-hidden='true' xmlns='http://www.w3.org/2000/svg'><use href='#t'/><g clip-path='url(#t)'/></svg>",
    "<p style='background:url(data:,)' title='https://e.org'>https://e.org</p>",
]


@pytest.mark.parametrize("piece", ASKING)
def test_whatever_a_page_would_ask_for_or_run_is_named(piece):
    assert found(SOUND.replace("</main>", f"{piece}</main>", 1)) != []


@pytest.mark.parametrize("around", AROUND)
def test_a_comment_before_or_after_the_page_is_looked_at_too(around):
    assert found(around.format(page=SOUND)) == ["a comment holds markup, and browsers differ in where a comment ends"]


@pytest.mark.parametrize("piece", HELD)
def test_what_a_page_holds_itself_passes(piece):
    assert found(SOUND.replace("</main>", f"{piece}</main>", 1)) == []


def found(html):
    return list(checks.problems(html, private=("/srv/needs",)))


def test_a_sound_page_passes():
    assert found(SOUND) == []


@pytest.mark.parametrize(("sound", "faulty", "line"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_planted_fault_is_named(sound, faulty, line):
    assert sound in SOUND
    assert any(line in problem for problem in found(SOUND.replace(sound, faulty, 1)))


def test_a_download_held_in_the_page_passes():
    assert found(SOUND.replace("</main>", "<a download='figures.csv' href='data:text/csv,1'>Figures</a></main>")) == []


def test_every_line_is_one_line():
    for sound, faulty, _ in FAULTS:
        assert not any("\n" in problem or len(problem) > 250 for problem in found(SOUND.replace(sound, faulty, 1)))


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (new_output("stream", name="stderr", text="UserWarning: careful"), "cell 1: printed 'UserWarning: careful'"),
        (new_output("execute_result", data={"text/plain": "42"}), "cell 1: shows text/plain"),
        (new_output("display_data", data={"text/html": "<p>", "image/png": "AA=="}), "cell 1: shows image/png"),
    ],
)
def test_a_cell_that_shows_anything_but_html_is_named(output, line):
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output])])

    assert [line] == [problem[: len(line)] for problem in checks.output_problems(notebook)]


def test_a_cell_that_shows_html_passes():
    shown = new_output("execute_result", data={"text/html": "<p>Yes</p>", "text/plain": ""})

    assert list(checks.output_problems(new_notebook(cells=[new_code_cell("1", outputs=[shown])]))) == []
