"""The Chinese window: every text of the sources is translated, and every one is found."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradwalk.engine import explain, messages
from gradwalk.gui import application, dialogs, failure_text
from gradwalk.gui.action_set import plain
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink
from gradwalk.gui.opening import menus
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

NAME = "gradwalk_zh_CN"
# What PyTorch users write in Latin letters in Chinese too; everything else reads differently.
KEPT = {
    "&DOT…", "&GraphML…", "&JSON…", "Adam", "AdamW", "CrossEntropyLoss", "MSELoss", "SGD", "lr",
    "Python (*.py)", "SVG (*.svg);;PDF (*.pdf);;PNG (*.png)", "torch.randn", "torch {0}",
    "retain_&graph", "set_to_&none", "weight -= lr * grad", "x = 3.0",
}  # fmt: skip
CALLS = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}  # the argument that is the text
FOR_PYTHON = {
    "children", "graph", "history", "naming", "picture", "recent", "session", "tensors", "walk",
}  # fmt: skip
"""What these files of the engine raise goes to who wrote the call, and to no window."""
ENGINE_MS = 60_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")

MODEL = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x)
"""
REFUSED = {
    "another shape": (MODEL, {"inputs": "1x5"}),
    "no shape at all": (MODEL, {"inputs": "four"}),
    "a library that is not there": (f"import no_such_library\n{MODEL}", {}),
    "no gradient": (MODEL.replace("self.fc(x)", "self.fc(x).detach()"), {}),
    "no tensor": (MODEL.replace("return ", ""), {"inputs": "1x4"}),
    "no valid Python": (f"{MODEL}    def more(:", {}),
    "no such loss": (MODEL, {"inputs": "4", "loss": "CrossEntropyLoss"}),
    "no JSON": (MODEL, {"arguments": "{"}),
    "no such name": (MODEL, {"target": "Nothing"}),
}
"""A file, and what is chosen for it: each is refused with words of ours."""


@dataclass(frozen=True)
class Message:
    """One entry of the .ts file."""

    context: str
    source: str
    forms: tuple[str, ...]  # the translation; several only where the language has plurals
    finished: bool


def read(path: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")]
            found.append(
                Message(
                    context.findtext("name"),
                    message.findtext("source"),
                    tuple(forms or [translation.text or ""]),
                    translation.get("type") is None,
                )
            )
    return found


def sources(root: Path) -> list[Path]:
    """The files whose texts a person reads."""
    return [path for folder in ("gui", "engine") for path in sorted((root / folder).rglob("*.py"))]


@pytest.fixture(scope="module")
def ts() -> list[Message]:
    return read(application.TRANSLATIONS / f"{NAME}.ts")


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    application.translate(qapp, "zh_CN")
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


# --- the files ------------------------------------------------------------------------------


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


# --- the window -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoken", "found"),
    [
        (["zh-Hans-CN", "zh-CN", "zh"], True),
        (["de-DE", "zh-CN"], True),
        (["en-US", "en", "zh-CN"], False),
        (["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"], False),
        (["C"], False),
    ],
)
def test_the_first_language_that_a_person_reads_is_taken(spoken: list[str], found: bool) -> None:
    class Locale(QLocale):
        def uiLanguages(self, *_: object) -> list[str]:
            return spoken

    assert application._load(QTranslator(), Locale()) == found


def test_a_menus_text_loses_its_mnemonic() -> None:
    assert [plain(text) for text in ("&Find", "查找(&F)", "保存(&S)…", "f(x)")] == [
        "Find", "查找", "保存…", "f(x)",
    ]  # fmt: skip


@pytest.fixture
def window(chinese: None, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window whose engine has run, has refused a second backward, and shows a selection."""
    theme, preferences = Theme(), Preferences.fleeting()
    window = MainWindow(theme, preferences)
    qtbot.addWidget(window)
    link = EngineLink(window)
    conductor = Conductor(window, link, theme, preferences)
    window.restore_layout((1280, 720))
    window.show()
    with qtbot.waitSignal(link.hello, timeout=ENGINE_MS):
        link.start(messages.Settings())
    for name in ("forward", "backward", "step"):
        qtbot.waitUntil(window.action_set[name].isEnabled, timeout=ENGINE_MS)
        with qtbot.waitSignal(link.answered, timeout=ENGINE_MS):
            window.action_set[name].trigger()
    with qtbot.waitSignal(link.failure, timeout=ENGINE_MS):
        window.action_set["backward"].trigger()
    with qtbot.waitSignal(link.detail, timeout=ENGINE_MS):
        window.selection.select_node(1)
    yield window
    link.close()
    del conductor


def test_no_english_is_left_in_the_window(window: MainWindow, ts: list[Message]) -> None:
    dialogs.show_shortcuts(window.action_set, window)
    dialogs.show_about(None, window)
    window.command_palette.open()
    patterns = [
        re.compile(re.sub(r"\\\{[^}]*\\\}|%n", ".+", re.escape(plain(m.source))), re.DOTALL)
        for m in ts
        if plain(m.source) != plain(m.forms[0])
    ]
    wordy = [p for p in patterns if re.search(r"[A-Za-z]{3}", p.pattern)]
    left = {
        part
        for text in shown(window)
        for part in re.split(r"<[^>]*>", text)
        if any(pattern.fullmatch(plain(part.strip())) for pattern in wordy)
    }
    assert left == set()
    texts = "\n".join(shown(window))
    assert "前向传播" in texts
    assert "学习率" in texts
    assert "计算图" in texts


def test_what_pytorch_says_stays_and_what_we_say_is_chinese(window: MainWindow) -> None:
    words = window.failure.words.toPlainText()
    assert "Trying to backward through the graph a second time" in words
    advice = window.failure.advice.text()
    for english in explain.explain(words):
        assert str(english) not in advice
    assert "retain_graph" in advice
    assert CHINESE.search(advice)
    assert "loss.backward()" in window.failure.title.text()


def test_a_refused_model_is_explained_in_chinese(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    link = window.findChild(EngineLink)
    for name, (text, choices) in REFUSED.items():
        file = tmp_path / f"{name.replace(' ', '_')}.py"
        file.write_text(text)
        target = f"{file}:{choices.get('target', 'Net')}"
        own = messages.OwnModel(**{**choices, "target": target})
        with qtbot.waitSignal(link.failure, timeout=ENGINE_MS) as refused:
            link.send(messages.Configure(net="own", own=own))
        assert_chinese(window, refused.args[0])


@pytest.mark.parametrize(
    "command",
    [
        messages.Configure(lr=-1.0),
        messages.Configure(seed=2**63),
        messages.Configure(net="nowhere"),
        messages.Configure(net="lstm", batch=2),
        messages.Reload(),
        messages.Backward(of="nothing"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_refused_setting_is_explained_in_chinese(
    window: MainWindow, qtbot: QtBot, command: messages.Command
) -> None:
    link = window.findChild(EngineLink)
    with qtbot.waitSignal(link.failure, timeout=ENGINE_MS) as refused:
        link.send(command)
    assert_chinese(window, refused.args[0])


def test_what_a_reload_drops_is_told_in_chinese(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    link, file = window.findChild(EngineLink), tmp_path / "model.py"
    file.write_text(MODEL.replace("self.fc =", "self.old = nn.Linear(2, 2)\n        self.fc ="))
    with qtbot.waitSignal(link.state, timeout=ENGINE_MS):
        link.send(messages.Configure(net="own", own=messages.OwnModel(f"{file}:Net")))
    file.write_text(MODEL.replace("4, 3", "4, 5"))
    with qtbot.waitSignal(link.reloaded, timeout=ENGINE_MS) as reloaded:
        link.send(messages.Reload())
    dropped = {row.name: row.why for row in reloaded.args[0].dropped}
    assert set(dropped) == {"fc.weight", "fc.bias", "old.weight", "old.bias"}
    rows = dict(line.split(": ") for line in window.note.details.text().split("\n"))
    for name, english in dropped.items():
        assert CHINESE.search(rows[name])
        assert str(english) not in rows[name]
    assert "3x4" in rows["fc.weight"]
    assert "5x4" in rows["fc.weight"]


def test_what_is_proposed_is_told_in_chinese(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    link, file = window.findChild(EngineLink), tmp_path / "model.py"
    file.write_text(MODEL)
    with qtbot.waitSignal(link.proposal, timeout=ENGINE_MS) as proposed:
        link.send(messages.Propose(own=messages.OwnModel(f"{file}:Net")))
    proposal = proposed.args[0]
    assert "takes 4 features" in str(proposal.reason)
    reason = failure_text.explained(proposal.reason)
    assert CHINESE.search(reason)
    assert "features" not in reason
    assert "fc" in reason
    losses = menus.losses(proposal, "output", ())
    assert len(losses) > 15
    told = [*losses, *(entry for entry in menus.optimizers(proposal.optimizers) if entry.obstacle)]
    for entry in told:
        assert CHINESE.search(entry.note or entry.obstacle)


def assert_chinese(window: MainWindow, failure: messages.Failure) -> None:
    """The banner says what is ours in Chinese, with its values; the words of others stay."""
    banner = window.failure
    said = "\n".join((banner.title.text(), banner.words.toPlainText(), banner.advice.text()))
    ours = [part for part in (failure.text, failure.why, failure.instead)
            if isinstance(part, messages.Sentence) and part]  # fmt: skip
    assert ours, failure
    assert len(CHINESE.findall(said)) > len(ours)
    for sentence in ours:
        assert str(sentence) not in said
        for name, value in sentence.values:
            if isinstance(value, str) and f"{{{name}}}" in sentence.template:
                assert value in said
    if isinstance(failure.text, str):
        assert failure.text in said


def shown(window: QWidget) -> Iterator[str]:
    """Every text that the window and its children show, or tell on hover or to a reader."""
    for action in window.findChildren(QAction):
        yield from (action.text(), action.iconText(), action.toolTip(), action.statusTip())
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip())
        yield from (widget.accessibleName(), widget.accessibleDescription())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QMenu():
                yield widget.title()
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QTextEdit():
                yield from (widget.placeholderText(), *widget.toPlainText().split("\n"))
            case QComboBox():
                yield from (widget.itemText(i) for i in range(widget.count()))
            case QTabBar():
                yield from (widget.tabText(i) for i in range(widget.count()))
            case QAbstractItemView() if widget.model() is not None:
                yield from cells(widget)


def cells(view: QAbstractItemView) -> Iterator[str]:
    model, top = view.model(), QModelIndex()
    for column in range(1 if isinstance(view, QListView) else model.columnCount(top)):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            yield from (
                str(model.index(row, column).data(role) or "") for row in range(model.rowCount(top))
            )
