"""The window in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
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

from .texts import CHINESE, ENGINE_MS, Message, shown

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
