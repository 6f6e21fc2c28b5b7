"""The transcript of statements."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gradwalk.engine.messages import Statement, Statements
from gradwalk.gui.panels.statements import SIGN, StatementsPanel, prompted
from gradwalk.gui.theme import Theme

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
ITEMS = st.builds(Statement, code=LINES, output=LINES, printed=LINES, failed=st.booleans())


@pytest.fixture
def panel(qtbot: QtBot) -> StatementsPanel:
    panel = StatementsPanel(Theme(), QAction("Copy as Python"))
    qtbot.addWidget(panel)
    return panel


def transcript(items: list[Statement]) -> str:
    """What Python's prompt would show, with the sign before errors."""
    lines = []
    for item in items:
        lines.append(prompted(item.code))
        if item.printed:
            lines.append(prompted(item.printed))
        if item.output:
            lines.append((SIGN if item.failed else "") + item.output)
    return "\n".join(lines)


def test_it_reads_like_a_prompt(panel: StatementsPanel) -> None:
    panel.show_statements(
        Statements(
            0,
            (
                Statement("output = net(input)\nloss = f(output)", "tensor(1.2)", "print(loss)"),
                Statement("loss.backward()", "RuntimeError: no", failed=True),
            ),
        )
    )
    assert panel.text().split("\n") == [
        ">>> output = net(input)",
        "... loss = f(output)",
        ">>> print(loss)",
        "tensor(1.2)",
        ">>> loss.backward()",
        f"{SIGN}RuntimeError: no",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.lists(ITEMS, max_size=4)), max_size=8))
def test_after_any_replacements_the_text_is_that_of_the_list(
    panel: StatementsPanel, events: list[tuple[int, list[Statement]]]
) -> None:
    panel.show_statements(Statements(0, ()))
    shown: list[Statement] = []
    for start, items in events:
        start = min(start, len(shown))
        shown[start:] = items
        panel.show_statements(Statements(start, tuple(items)))
        assert panel.text() == transcript(shown)


def test_the_newest_stays_in_view_unless_one_scrolled_up(
    panel: StatementsPanel, qtbot: QtBot
) -> None:
    panel.resize(300, 150)
    panel.show()
    many = tuple(Statement(f"step({n})") for n in range(100))
    panel.show_statements(Statements(0, many))
    bar = panel.findChild(type(panel._text)).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    panel.show_statements(Statements(100, (Statement("more()"),)))
    assert bar.value() == 0


def test_a_colour_change_keeps_the_text(panel: StatementsPanel) -> None:
    panel.show_statements(Statements(0, (Statement("f()", "1"),)))
    before = panel.text()
    panel._theme.choose("dark")
    assert panel.text() == before
