"""The files: every text is translated, and every text is seen."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from gradwalk.gui import application
from gradwalk.gui.action_set import plain

from .texts import NAME, Message, read

# What PyTorch users write in Latin letters in Chinese too; everything else reads differently.
KEPT = {
    "&DOT…", "&GraphML…", "&JSON…", "Adam", "AdamW", "CrossEntropyLoss", "MSELoss", "SGD", "lr",
    "Python (*.py)", "SVG (*.svg);;PDF (*.pdf);;PNG (*.png)", "torch.randn", "torch {0}",
    "retain_&graph", "set_to_&none", "weight -= lr * grad", "x = 3.0",
}  # fmt: skip

CALLS = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}  # the argument that is the text

FOR_PYTHON = {
    "children", "history", "naming", "picture", "recent", "session", "tensors", "tracing", "walk",
}  # fmt: skip
"""What these files of the engine raise goes to who wrote the call, and to no window."""


def sources(root: Path) -> list[Path]:
    """The files whose texts a person reads."""
    return [path for folder in ("gui", "engine") for path in sorted((root / folder).rglob("*.py"))]


def test_everything_is_translated(ts: list[Message]) -> None:
    assert [m for m in ts if not m.finished or not all(m.forms)] == []
    assert {m.source for m in ts if plain(m.source) == plain(m.forms[0])} <= KEPT


def test_translations_keep_placeholders_mnemonics_and_filters(ts: list[Message]) -> None:
    wrong = []
    for message in ts:
        for form in message.forms:
            for pattern in (r"\{[^}]*\}|%n", r"\(\*\.\w+\)", r"</?\w+>"):
                if sorted(re.findall(pattern, message.source)) != sorted(re.findall(pattern, form)):
                    wrong.append((message.source, form))
            if len(re.findall(r"&\w", message.source)) != len(re.findall(r"&\w", form)):
                wrong.append((message.source, form))
            if message.source.endswith("…") != form.endswith("…"):
                wrong.append((message.source, form))
    assert wrong == []


def test_the_compiled_file_says_what_the_source_file_says(ts: list[Message]) -> None:
    translator = QTranslator()
    assert translator.load(f"{NAME}.qm", str(application.TRANSLATIONS))
    stale = [
        m for m in ts if translator.translate(m.context, m.source, None, 2 if m.forms[1:] else -1)
        not in m.forms
    ]  # fmt: skip
    assert stale == [], "run: make translations"


def test_no_text_of_the_sources_is_missing(ts: list[Message], root: Path, tmp_path: Path) -> None:
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    if tool is None:
        pytest.skip("pyside6-lupdate is not installed beside this Python")
    fresh = tmp_path / "fresh.ts"
    command = [tool, "-silent", "-extensions", "py", *map(str, sources(root)), "-ts", str(fresh)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    known = {(m.context, m.source) for m in ts}
    assert {(m.context, m.source) for m in read(fresh)} - known == set(), "run: make translations"


def test_lupdate_sees_every_text_that_is_looked_up(ts: list[Message], root: Path) -> None:
    """It reads no f-string, neither its own text nor a call inside, no sum and no variable.

    A variable may hold a text that QT_TRANSLATE_NOOP marks elsewhere for the same context.
    """
    known = {(m.context, m.source) for m in ts}
    calls = [
        (f"{path.relative_to(root)}:{call.lineno}", name, context, text)
        for path in sources(root)
        for call, name, context, text in lookups(ast.parse(path.read_text("utf-8")))
    ]
    marked = {context for _, name, context, _ in calls if name == "QT_TRANSLATE_NOOP"}
    missed = []
    for place, name, context, text in calls:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            seen = (context, text.value) in known
        else:
            seen = name == "translate" and (context in marked or not context)
        if not seen:
            missed.append(f"{place}: {context}, {ast.unparse(text)}")
    assert missed == []


def lookups(tree: ast.AST, owner: str = "") -> Iterator[tuple[ast.Call, str, str, ast.expr]]:
    """Every call of CALLS: itself, its name, its context, "" if that is no literal, its text."""
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.ClassDef) else owner
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = CALLS.get(name, len(node.args))
            if at < len(node.args):
                first = node.args[0]
                literal = first.value if isinstance(first, ast.Constant) else ""
                yield node, name, owner if at == 0 else literal, node.args[at]
        yield from lookups(node, inside)


def test_what_the_engine_refuses_is_a_sentence_where_a_window_can_show_it(root: Path) -> None:
    """An exception of ours with plain English in it would stay English."""
    plain_english = []
    for path in sorted((root / "engine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            texts = [a for a in node.exc.args if isinstance(a, ast.JoinedStr | ast.Constant)]
            if texts and path.stem not in FOR_PYTHON and "Assertion" not in ast.unparse(node):
                plain_english.append(f"{path.relative_to(root)}:{node.lineno}")
    assert plain_english == []
