"""What the tables of a treatment plan hold: one schema a table, in the order in which a reader would fill them.

A table's name says what one row is. Figures are never written here: a row names the measure and group that they stand under.
"""

STATUSES = ("not recorded", "not started", "under way", "done", "stopped")
READ_FROM = ("printed", "our reading")  # whether the document links an objective to an indicator, or its words let us
SECTIONS = (  # of our documents, in which a statement may stand
    "purpose", "decision", "background", "performance", "comparison", "users", "market", "unmet_need", "services", "criminal_justice",
    "young_people", "risks", "rationale", "options", "consultation", "finance", "law", "equality", "aims", "governance", "national",
    "themes", "contact", "background_papers",
)  # fmt: skip
ROLE = r"[^@]*"  # a role, never a person: no address can stand here


def _text(name: str, **rules) -> dict:
    return {"name": name, "type": "string", "constraints": rules}


def _date(name: str, **rules) -> dict:
    return {"name": name, "type": "date", "constraints": rules}


PLACE = _text("place", required=True)
FIGURE = (_text("measure"), _text("breakdown"), _text("group"))  # all three empty where the document prints no number

SCHEMAS = {
    "documents": {
        "fields": [
            _text("source", required=True), _date("plan_start", required=True), _date("plan_end", required=True),
            _text("covers", required=True), _text("led_by", pattern=ROLE), PLACE,
        ],
        "primaryKey": "source",
    },
    "objectives": {
        "fields": [
            _text("objective", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), _text("health_improvement"), _text("access"), _text("best_value"),
            _text("performance_measure"), _text("lead_role", pattern=ROLE), PLACE,
        ],
        "primaryKey": "objective",
    },
    "indicators": {
        "fields": [
            _text("indicator", required=True), _text("kind", required=True), _text("title", required=True),
            _text("relevance", required=True), _text("measure"), PLACE,
        ],
        "primaryKey": "indicator",
    },
    "objective_indicators": {
        "fields": [
            _text("objective", required=True), _text("indicator", required=True),
            _text("basis", required=True, enum=list(READ_FROM)), _text("words", required=True), PLACE,
        ],
        "primaryKey": ["objective", "indicator"],
    },
    "priorities": {
        "fields": [
            _text("priority", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), *FIGURE, _text("percentage_of"), PLACE,
        ],
        "primaryKey": "priority",
    },
    "actions": {
        "fields": [
            _text("action", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), _text("serves"), _text("lead_role", pattern=ROLE), _text("milestone"), _text("note"),
            _text("due"), _text("due_printed"), _text("status", required=True, enum=list(STATUSES)),
            _date("status_date"), _text("status_printed"), PLACE,
        ],
        "primaryKey": "action",
    },
    "funding": {
        "fields": [
            _text("item", required=True, pattern="[A-Z][0-9]+"), _text("funder"), _text("text", required=True),
            _text("financial_year", required=True), *FIGURE, _text("people_measures"), PLACE,
        ],
        "primaryKey": "item",
    },
    "workforce": {
        "fields": [_text("item", required=True, pattern="[A-Z][0-9]+"), _text("text", required=True), *FIGURE, PLACE],
        "primaryKey": "item",
    },
    "consultations": {
        "fields": [
            _text("consultation", required=True, pattern="[A-Z][0-9]+"), _text("name", required=True),
            _text("who", required=True, pattern=ROLE), _text("form"), _date("start_date"), _date("end_date"),
            _text("when_printed"), _text("summary", pattern=ROLE), _text("asked"), _text("answer"), PLACE,
        ],
        "primaryKey": "consultation",
    },
    "statements": {
        "fields": [
            _text("statement", required=True, pattern="[A-Z][0-9]+"), _text("section", required=True, enum=list(SECTIONS)),
            _text("text", required=True, pattern=ROLE), _text("remark"), PLACE,
        ],
        "primaryKey": "statement",
    },
}  # fmt: skip
COLUMNS = {table: tuple(field["name"] for field in schema["fields"]) for table, schema in SCHEMAS.items()}
WORKED_OUT = {"actions": ("due_date",)}  # columns that reading adds
