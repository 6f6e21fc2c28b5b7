"""The rules of the house: who may import whom, and where colours live."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph")
COLOUR = re.compile(r"#([0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name below `gradwalk`."""
    paths = [*ROOT.glob("*.py"), *ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py")]
    found = {}
    for path in sorted(paths):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def runtime(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from runtime(node)


def imports(name: str, *, types: bool = False) -> set[str]:
    """What a module imports: dotted names, ours without the leading `gradwalk.`.

    With `types` also what it imports for the type checker alone.
    """
    path = MODULES[name]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = name.split(".") if path.name == "__init__.py" and name else name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(tree) if types else runtime(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("gradwalk.") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            source = re.sub(r"^gradwalk(\.|$)", "", source) if not node.level else source
            for alias in node.names:
                full = f"{source}.{alias.name}".strip(".")
                found.add(full if full in MODULES or not source else source)
    return found


def test_the_modules_are_found() -> None:
    assert {"", "engine.messages", "gui.theme"} <= set(MODULES)
    assert "engine.messages" in imports("engine.data")


@pytest.mark.parametrize("name", [n for n in MODULES if n.split(".")[0] == "engine"])
def test_the_engine_knows_no_window(name: str) -> None:
    for imported in imports(name, types=True):
        assert imported.split(".")[0] not in ("gui", *QT)


@pytest.mark.parametrize("name", [n for n in MODULES if n.split(".")[0] == "gui"])
def test_the_window_knows_of_the_engine_only_its_messages(name: str) -> None:
    for imported in imports(name, types=True):
        assert imported.split(".")[0] != "torch"
        if imported.split(".")[0] == "engine":
            assert imported == "engine.messages"


def test_there_are_no_import_cycles() -> None:
    graph = nx.DiGraph((name, other) for name in MODULES for other in imports(name) & set(MODULES))
    assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith("gui") and n != "gui.theme"])
def test_colours_live_in_the_theme(name: str) -> None:
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not COLOUR.search(node.value), f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("QColor"):
            numbers = [a for a in node.args if isinstance(a, ast.Constant) and a.value != 0]
            assert not numbers, f"line {node.lineno}: {ast.unparse(node)}"


def loaded_by(statements: str) -> set[str]:
    """Top-level modules in a fresh interpreter after these statements."""
    code = f"{statements}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_importing_the_package_loads_neither_torch_nor_qt() -> None:
    assert not loaded_by("import gradwalk") & {"torch", "numpy", *QT}


def test_importing_every_module_of_the_window_loads_no_torch() -> None:
    names = [n for n in MODULES if n.split(".")[0] == "gui"]
    loaded = loaded_by("\n".join(f"import gradwalk.{name}" for name in names))
    assert "torch" not in loaded


def test_importing_the_engine_loads_no_qt() -> None:
    names = [n for n in MODULES if n.split(".")[0] == "engine"]
    loaded = loaded_by("\n".join(f"import gradwalk.{name}" for name in names))
    assert not loaded & set(QT)
