"""The house as a whole: imports one way, notebooks without logic, one list of dependencies, a README that tells the truth."""

import ast
import importlib.metadata
import re
import tomllib
from collections import Counter
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from needs.present.glossary import GLOSSARY
from needs.publish.documents import kinds

LONGEST_FILE = 600  # lines; one subject, one file
LONGER_FOR_A_REASON: dict[str, str] = {}
SHORTEST_FILE_OF_ONE_USER = 40  # lines; a shorter one that only one other uses belongs to that other
ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "needs"
FIRST = {
    "areas",
    "code_lists",
    "declared",
    "files",
    "folders",
    "mistakes",
    "progress",
    "quarter",
    "settings",
    "parts",
    "workers",
}
MAY_IMPORT = {
    **dict.fromkeys(FIRST, FIRST),
    "ingest": FIRST,
    "fetch": FIRST | {"ingest"},
    "statistics": set(),
    "measure": FIRST | {"statistics"},
    "present": FIRST | {"measure"},
    "pipeline": FIRST | {"ingest", "measure"},
    "publish": FIRST | {"measure", "present", "pipeline"},
    "synthetic": FIRST,
    "commands": FIRST | {"fetch", "ingest", "measure", "pipeline", "present", "publish", "synthetic"},
    "cli": FIRST | {"commands", "ingest", "measure", "publish"},
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DOCUMENTS = [ROOT / "notebooks" / f"{name}.ipynb" for name in kinds(ROOT / "notebooks")]
LONGEST_CELL = 5  # lines, of a document
MAY_EXPLORE_WITH = {"matplotlib", "pandas", "seaborn"}  # in a notebook that is no document
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DECLARED = [
    Requirement(line)
    for line in [
        *PROJECT["dependencies"],
        *(line for group in PROJECT["optional-dependencies"].values() for line in group),
    ]
]


FILES = sorted(CODE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(CODE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported_by(path: Path) -> set[str]:
    """The modules of ours that a file imports anywhere; a name that is held by a module counts as that module."""
    modules, found = {module_of(file) for file in FILES}, set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "needs":
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "needs"}
    return found


def code_of(notebook: Path) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def offered(package: str) -> set[str]:
    tree = ast.parse((CODE / package / "__init__.py").read_text())
    lists = [node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"]
    return set(ast.literal_eval(lists[0])) if lists else set()


IMPORTED = {module_of(path): imported_by(path) for path in FILES}
OFFERED = {path.name: offered(path.name) for path in CODE.iterdir() if (path / "__init__.py").exists()}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_imports_run_one_way(path):
    allowed = MAY_IMPORT[room(path)] | {room(path)} if path != CODE / "__init__.py" else {"present"}

    assert {module.split(".")[1] for module in IMPORTED[module_of(path)]} <= allowed


def test_no_files_import_each_other_in_a_circle():
    left = {module: imported & IMPORTED.keys() - {module} for module, imported in IMPORTED.items()}
    while free := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in free}

    assert left == {}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_other_rooms_use_only_what_a_package_offers(path):
    """A package's __init__ names in __all__ the modules that other rooms may use."""
    used = [module.split(".")[1:] for module in IMPORTED[module_of(path)]]
    foreign = [parts for parts in used if len(parts) > 1 and parts[0] != room(path)]

    assert [parts for parts in foreign if parts[1] not in OFFERED[parts[0]]] == []


# The names that stay for analysts though no document has them
FOR_ANALYSTS = {
    "intervals": {"rate", "proportion"},
    "standardisation": {"direct", "indirect"},
    "funnel": {"proportion_limits", "rate_limits", "ratio_limits"},
    "change": {"xmr"},
    "prevalence": {
        "capture_recapture", "capture_recapture_models", "petersen", "chapman", "multiplier", "chao", "chao_bias_corrected",
        "zelterman", "truncated_poisson", "penetration",
    },
}  # fmt: skip
ARITHMETIC = [path for path in FILES if room(path) == "statistics" and path.stem != "worked_examples"]


def used_of(path: Path) -> set[tuple[str, str]]:
    """Each name of a file of statistics that another file uses, with the name of that file."""
    modules, found, tree = {}, set(), ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("needs.statistics"):
            held = node.module.removeprefix("needs.statistics").split(".")[-1]
            found |= {(held, alias.name) for alias in node.names}
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found.add((modules[node.value.id], node.attr))
    return found


@pytest.mark.parametrize("path", ARITHMETIC, ids=named)
def test_every_statistic_is_used_or_is_for_analysts_by_name(path):
    """Worked examples are no use: what stands behind no figure, and is promised to nobody, is deleted with its tests."""
    tree = ast.parse(path.read_text())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}
    users = {use for other in FILES if other.stem != "worked_examples" and other != path for use in used_of(other)}
    elsewhere = {name for module, name in users if module in (path.stem, path.parent.name)}
    within = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    for name, node in functions.items():
        within[name] -= sum(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
    promised = FOR_ANALYSTS.get(path.stem, set()) | FOR_ANALYSTS.get(path.parent.name, set())

    assert [name for name in functions if name not in elsewhere | promised and not within[name]] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_is_as_long_as_its_subject(path):
    """Neither cut in two nor a heap: a long one has its reason, a short one more than one user."""
    lines = len(path.read_text().splitlines())
    users = {module for module, imported in IMPORTED.items() if module_of(path) in imported}

    assert lines <= LONGEST_FILE or named(path) in LONGER_FOR_A_REASON
    assert lines >= SHORTEST_FILE_OF_ONE_USER or len(users) != 1 or path.name == "__init__.py"


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=named)
def test_a_package_stands_where_a_prefix_would(folder):
    words = Counter(path.stem.split("_")[0] for path in folder.glob("*.py") if path.name != "__init__.py")

    assert [word for word, files in words.items() if files > 2] == []


def test_no_name_of_a_file_stands_twice_in_a_room():
    names = Counter((room(path), path.name) for path in FILES if path.name != "__init__.py")

    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=named)
def test_no_star_is_imported(path):
    nodes = ast.walk(ast.parse(path.read_text()))

    assert [node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"] == []


def test_no_file_is_empty():
    left_out = {".git", ".venv"}
    files = [path for path in ROOT.rglob("*") if path.is_file() and not left_out & set(path.relative_to(ROOT).parts)]

    assert [path for path in files if path.stat().st_size == 0 and "__pycache__" not in path.parts] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_committed_clean(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    of_documents = {"needs"} if path in DOCUMENTS else set()

    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) == {"kernelspec", "language_info"} | of_documents
    assert set(notebook.metadata.get("needs", {})) <= {"document", "order"}
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_an_outline_of_headings_with_one_short_cell_each_and_one_for_review(path):
    cells = nbformat.read(path, as_version=4).cells
    headings = [place for place, cell in enumerate(cells) if cell.source.startswith("## ")]
    under = [cells[place + 1 : end] for place, end in zip(headings, [*headings[1:], len(cells)], strict=True)]

    assert headings
    assert {cell.cell_type for section in under for cell in section} == {"code"}
    assert all(section and not section[0].source.startswith("report.review(") for section in under)
    assert all(cell.source.startswith("report.review(") for section in under for cell in section[1:])
    assert max(map(len, under)) <= 2
    code = [cell for cell in cells if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])]
    assert max(len(cell.source.splitlines()) for cell in code) <= LONGEST_CELL


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_reads_only_safe_results(path):
    assert not re.search(r"read_csv|read_parquet|restricted|(?<!needs\.)\bopen\(", code_of(path))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_defines_nothing_and_branches_nowhere(path):
    refused = (
        ast.FunctionDef,
        ast.ClassDef,
        ast.Lambda,
        ast.If,
        ast.IfExp,
        ast.For,
        ast.While,
        ast.comprehension,
        ast.Try,
    )

    assert [node for node in ast.walk(ast.parse(code_of(path))) if isinstance(node, refused)] == []
    assert "groupby" not in code_of(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_notebooks_parameters_are_explained_literals(path):
    cells = nbformat.read(path, as_version=4).cells
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    statements = ast.parse(tagged[0].source).body

    assert len(tagged) == 1
    assert all(isinstance(line, ast.AnnAssign) and isinstance(line.value, ast.Constant) for line in statements)
    assert all("  # " in line for line in tagged[0].source.splitlines())


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-development.lock"])
def test_the_lock_holds_each_declared_package_at_a_version_it_allows_and_with_hashes(name):
    text = (ROOT / name).read_text()
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))
    only_running = name == "requirements.lock"
    wanted = [Requirement(line) for line in PROJECT["dependencies"]] if only_running else DECLARED

    for requirement in wanted:
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    strangers = [line for line in text.splitlines() if not re.match(r"[a-z0-9]|    --hash=sha256:[0-9a-f]{64}", line)]
    assert strangers == []  # options and addresses: a lock says what is installed, not where one machine gets it
    assert "://" not in text


@pytest.mark.parametrize(
    "path",
    [*NOTEBOOKS, *sorted(path for path in (CODE / "publish" / "template").rglob("*") if path.is_file())],
    ids=lambda path: path.name,
)
def test_notebooks_and_templates_fetch_nothing(path):
    text = path.read_text()

    assert not re.search(r"://|//\w+\.\w|\bsrc\s*=|@import|\burl\(|<script|<link|<iframe", text)
    if path.suffix == ".ipynb":
        nodes = list(ast.walk(ast.parse(code_of(path))))
        imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        imported |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        allowed = {"needs"} | (set() if path in DOCUMENTS else MAY_EXPLORE_WITH)
        assert {name.split(".")[0] for name in imported} <= allowed
        assert not re.search(r"^\s*[!%]|__import__|\beval\(|\bexec\(", code_of(path), flags=re.MULTILINE)


def test_both_locks_agree():
    versions = [
        set(re.findall(r"^[a-z0-9._-]+==[^ ;\\]+", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in ("requirements.lock", "requirements-development.lock")
    ]

    assert versions[0] <= versions[1]


def test_condas_list_is_that_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    lines = [line for line in listed if isinstance(line, str)] + next(
        line for line in listed if isinstance(line, dict)
    )["pip"]
    conda = [Requirement(line) for line in lines if line not in ("pip", "--editable .")]
    conda = {canonicalize_name(item.name): item.specifier for item in conda if item.name != "python"}

    assert {canonicalize_name(item.name): item.specifier for item in DECLARED} == conda
    assert f"python{PROJECT['requires-python']}" in lines


def test_every_declared_package_is_used_and_every_used_one_declared():
    needed_to_run_or_build = {"ipykernel", "pyarrow", "jupyterlab", "nbval", "ruff", "hatchling", "editables", "pytest"}
    needed_to_run_or_build |= {"playwright", "axe-playwright-python"}  # imported by name only where there is a browser
    needed_to_run_or_build |= {"pytest-xdist"}  # runs the files of tests side by side
    needed_to_run_or_build |= {"mypy"}  # run as a command, over all of src
    imported = {
        name.split(".")[0]
        for path in [*CODE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    distributions = importlib.metadata.packages_distributions()
    used = {canonicalize_name(name) for module in imported for name in distributions.get(module, [])} - {"needs"}
    declared = {canonicalize_name(item.name) for item in DECLARED}

    assert set() == declared - used - needed_to_run_or_build
    assert set() == used - declared - {"traitlets", "pygments"}  # come with nbconvert, whose seams they are


def test_the_readmes_tree_is_what_is_on_disk():
    tree = re.search(r"## What is where\n\n```\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL).group(1)
    named = set()
    folder = Path()
    for line in tree.splitlines():
        indent, names = (
            len(line) - len(line.lstrip()),
            re.match(r"\s*((?:[\w.-]+/?(?:[\w-]+/)*  ?)*[\w.-]+/?(?:[\w-]+/)*)", line),
        )
        found = [name for name in names.group(1).split("  ") if name.strip()]
        folder = Path() if indent == 0 else folder
        named |= {(folder / name.strip()).as_posix() for name in found if re.search(r"[./]", name)}
        folder = Path(found[0].strip()) if indent == 0 else folder
    there = {
        path.relative_to(ROOT).as_posix() for path in CODE.iterdir() if path.name not in ("__pycache__", "__init__.py")
    }

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert set() == there - named


def test_the_glossary_file_holds_the_terms_that_documents_print():
    written = dict(re.findall(r"^\*\*(.+?)\.\*\* (.+)$", (ROOT / "GLOSSARY.md").read_text(), flags=re.MULTILINE))

    assert written == GLOSSARY
