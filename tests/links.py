"""What a test asks of a link to a real engine."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from gradwalk.engine import messages as m
from gradwalk.gui.link import EngineLink, Health

PATIENCE = 120_000
"""Milliseconds that an engine gets beside others."""


def until(qtbot: QtBot, link: EngineLink, kind: str) -> Health:
    qtbot.waitUntil(lambda: link.current_health.kind == kind, timeout=PATIENCE)
    return link.current_health


def do(qtbot: QtBot, link: EngineLink, command: m.Command) -> m.State:
    """Send a command and wait until all its answers were emitted."""
    number: list[int] = []
    check: Callable[[int], bool] = lambda answered: answered in number  # noqa: E731
    with qtbot.waitSignal(link.answered, timeout=PATIENCE, check_params_cb=check):
        number.append(link.send(command))
    assert link.last_state is not None
    return link.last_state
