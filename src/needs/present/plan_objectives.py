"""The strategic objectives of a plan, and the national indicators that each of them serves."""

from needs.present import statements
from needs.present.html import Html
from needs.present.phrases import capital, in_words
from needs.present.plan import Plan
from needs.present.sections import heading, paragraph, plain, printed_value
from needs.present.tables import Number, table
from needs.present.words import Statement

ASPECTS = {
    "health_improvement": "Health improvement", "access": "Access", "best_value": "Best value",
    "performance_measure": "Performance measure",
}  # fmt: skip
NOT_PRINTED = "not printed"
PRINTED = "printed"
NO_OBJECTIVES = "The document lists no strategic objective of its own."
NO_INDICATORS = "The document names no national indicator, so no objective can be set against one."
NO_LINKS = "The document does not say which objective serves which indicator, and no objective's words name one."
OUR_READING = (
    "The document lists indicators apart from objectives. Where an objective's own words name what an indicator counts, the "
    "link is ours."
)


def objectives(plan: Plan) -> Html:
    """The objectives as printed, the matrix of objectives and indicators, and every indicator that the document names."""
    if plan.absent:
        return Html.of(plain(plan.absent))
    return Html.of(
        _objectives(plan),
        statements.printed(plan.assessment, "aims", "governance", "themes"),
        heading("Objectives and national indicators"),
        _matrix(plan),
        _indicators(plan),
        statements.printed(plan.assessment, "national"),
    )


def linked(plan: Plan) -> set[str]:
    """The objectives that are linked to an indicator."""
    return set(plan.rows.objective_indicators["objective"])


def _objectives(plan: Plan):
    found = plan.rows.objectives
    if found.empty:
        return plain(NO_OBJECTIVES)
    aspects = [name for name in ASPECTS if (found[name] != "").any()]
    leads = (found["lead_role"] != "").any()
    headers = ["Objective", *(ASPECTS[name] for name in aspects), *(["Lead role"] if leads else []), "Place"]
    several = found["heading"].nunique() > 1
    rows = [
        [
            f"{row.objective} {row.text}" + (f" ({row.heading})" if several else ""),
            *(getattr(row, name) or NOT_PRINTED for name in aspects),
            *([row.lead_role or NOT_PRINTED] if leads else []),
            row.place,
        ]
        for row in found.itertuples()
    ]
    name = plan.assessment.area.name
    return [
        plain(f"The document sets {in_words(len(found))} objectives. The words are its own."),
        table("How many objectives, by heading", ["Heading", "Objectives"], _by_heading(found)),
        table(f"Strategic objectives of {name}, as printed", headers, rows, class_="matrix"),
    ]


def _by_heading(found) -> list[list]:
    counts = found["heading"].value_counts(sort=False)
    rows = [[name, Number(str(count))] for name, count in counts.items()]
    return [*rows, ["All", Number(str(len(found)))]] if len(rows) > 1 else rows


def _matrix(plan: Plan):
    """One row an objective with a link, one column an indicator: each cell says whether the link is printed or read by us."""
    links, indicators = plan.rows.objective_indicators, plan.rows.indicators
    if indicators.empty:
        return plain(NO_INDICATORS)
    if links.empty:
        return plain(NO_LINKS)
    columns = [code for code in indicators["indicator"] if code in set(links["indicator"])]
    basis = {(row.objective, row.indicator): row.basis for row in links.itertuples()}
    codes = list(plan.rows.objectives["objective"])
    rows = [[objective, *(capital(basis.get((objective, code), "no link")) for code in columns)] for objective in codes]
    with_link = len(linked(plan) & set(codes))
    return [
        plain(_summary(with_link, len(codes) - with_link)),
        plain(OUR_READING) if set(links["basis"]) != {PRINTED} else None,
        table(_caption(plan, "Objectives"), ["Objective", *columns], rows),
        table(
            "What each link rests on",
            ["Objective and indicator", "Link", "Words of the document", "Place"],
            [
                [f"{row.objective} and {row.indicator}", capital(row.basis), f"“{row.words}”", row.place]
                for row in links.itertuples()
            ],
        ),
    ]


def _summary(with_link: int, without: int) -> str:
    some = (
        f"{capital(in_words(with_link))} objectives can be linked to an indicator"
        if with_link != 1
        else "One objective can be linked to an indicator"
    )
    return f"{some}; {in_words(without)} cannot."


def _caption(plan: Plan, what: str) -> str:
    return f"{what} and national indicators of {plan.assessment.area.name}"


def _indicators(plan: Plan):
    """Every indicator that the document names, with the target that it prints and the objectives that serve it."""
    found, links = plan.rows.indicators, plan.rows.objective_indicators
    if found.empty:
        return None
    rows = [
        [
            row.indicator,
            row.title,
            f"{row.kind}, {row.relevance}",
            _target(plan, row),
            ", ".join(links.loc[links["indicator"] == row.indicator, "objective"]) or "none",
            row.place,
        ]
        for row in found.itertuples()
    ]
    headers = ["Indicator", "Title as printed", "Kind", "Target", "Objectives", "Place"]
    return [
        table("Indicators that the document names", headers, rows),
        paragraph(plan.assessment, Statement("A target that is not printed is not taken from anywhere else.", ())),
    ]


def _target(plan: Plan, row) -> Number | str:
    facts = plan.assessment.printed_facts([row.measure]) if row.measure else []
    own = [fact for fact in facts if fact.kind == "target" and fact.group == "all"]
    if not own:
        return NOT_PRINTED
    plan.assessment.cite(own[-1])
    below = own[-1].period if own[-1].is_shown else own[-1].caution_printed
    return Number(printed_value(own[-1]), below)
