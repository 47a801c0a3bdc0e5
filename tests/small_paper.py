"""A committee paper of a few figures drawn by hand, the one builder of documents for tests of what sections say."""

from bs4 import BeautifulSoup
from reading import words
from small_figures import safe_of

from needs.measure.safe import IN_PARTS
from needs.present.assessment import Assessment
from needs.present.kit.html import Html

QUARTER = "2008-09 Q1"
AREA = {
    "area_code": "E08000027", "name": "Dudley", "partnership": "dudley", "type": "metropolitan district",
    "region_code": "E12000005",
}  # fmt: skip
DOCUMENT = {"source": "paper", "type": "local document", "title": "Report", "publisher": "Dudley", "note": "", "licence": "", "attribution": ""}  # fmt: skip
RECORDS = {"source": "records-of-nobody", "type": "records", "title": "Records", "publisher": "Us", "note": "", "licence": "", "attribution": ""}  # fmt: skip
RETURNS = {"source": "returns", "type": "statistic", "title": "Returns", "publisher": "Dudley", "note": "", "licence": "", "attribution": ""}  # fmt: skip
Q1, BEFORE = ("2008-04-01", "2008-06-30"), ("2008-01-01", "2008-03-31")


def figure(
    indicator, value, *, kind="actual", source="paper", period=Q1, unit="percent", counts=None, group="all", **given
):
    numerator, denominator = counts or (None, None)
    return {
        "indicator": indicator, "area_code": AREA["area_code"], "period_start": period[0], "period_end": period[1],
        "window": "quarter", "breakdown": "all" if group == "all" else "modality", "group": group, "kind": kind,
        "value": value, "numerator": numerator, "denominator": denominator, "unit": unit, "status": "shown",
        "origin": "synthetic" if source == "records-of-nobody" else "published", "source": source,
        "place": f"{kind} {indicator}" if source == "paper" else "", "note": "", "is_rounded": source == "records-of-nobody",
    } | given  # fmt: skip


def counted(indicator, x, n, period=Q1):
    """A share as it is shown of counts that were rounded to 5, with limits drawn by hand."""
    value = 100 * x / n
    given = {"lower": max(0, value - 5), "upper": min(100, value + 5)}
    return figure(indicator, value, source="records-of-nobody", period=period, counts=(x, n), **given)


def assessed(*figures, authored=(), quarter=QUARTER, areas=(), **tables):
    """The paper's assessment from drawn figures, and texts and rows of further safe tables where some are given."""
    texts = [dict(zip(IN_PARTS["authored"], text, strict=True)) for text in authored]
    ground = figure("in_treatment", 300, source="records-of-nobody", unit="people")
    sources = [DOCUMENT, RECORDS, RETURNS]
    safe = safe_of([ground, *figures], areas=[AREA, *areas], sources=sources, authored=texts, **tables)
    return Assessment.of(safe, "dudley", quarter)


def markup(part):
    """A part as it is shown, whatever it is made of, with the evidence of its figures numbered from one."""
    numbers = {}

    def cite(facts):
        return [f"E{numbers.setdefault(fact.key, len(numbers) + 1)}" for fact in facts]

    return str(Html((part,), cite).markup)


def said(part):
    """The words of a part."""
    return words(BeautifulSoup(markup(part), "html.parser"))


TARGET = figure("top_reviews_percent", 80, kind="target")
REVIEWS = (figure("top_reviews_percent", 55), TARGET)

HIDDEN = {"status": "hidden", "value": None, "numerator": None, "denominator": None, "lower": None, "upper": None}
YEAR = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months", "source": "records-of-nobody"}


def part(indicator, breakdown, group, x, n):
    given = {"lower": 10, "upper": 90, "interval_method": "Wilson", "breakdown": breakdown}
    return figure(indicator, 100 * x / n, group=group, counts=(x, n), **YEAR, **given)
