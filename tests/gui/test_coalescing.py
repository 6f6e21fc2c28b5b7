"""Coalescing drops only what is out of date."""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.coalescing import REPLACED, Coalescing

EVENTS = [
    messages.State(seq=0, settings=messages.Settings(), phase="alive"),
    messages.Values(iteration=0),
    messages.Statements(start=0),
    messages.Curve(start=0),
    messages.GraphGone(),
]


@given(st.lists(st.sampled_from(EVENTS), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_last_of_each_is_handed_on_and_everything_else_in_order(
    qtbot: QtBot, kinds: list[messages.Event]
) -> None:
    frame = Coalescing()
    out: list[messages.Event] = []
    frame.handed_on.connect(out.append)
    sent = [msgspec.structs.replace(kind, reply_to=i) for i, kind in enumerate(kinds)]
    for event in sent:
        frame.put(event)
    with qtbot.waitSignal(frame.emptied, timeout=5000):
        frame.put(messages.GraphGone(reply_to=-1))
    expected = [
        event
        for i, event in enumerate(sent)
        if not isinstance(event, REPLACED) or not any(type(e) is type(event) for e in sent[i + 1 :])
    ]
    assert out[:-1] == expected


def test_an_empty_frame_costs_nothing(qtbot: QtBot) -> None:
    frame = Coalescing()
    with qtbot.assertNotEmitted(frame.emptied, wait=60):
        pass


def test_a_graph_does_not_wait_for_the_next_frame(qtbot: QtBot) -> None:
    """What was handed on just before, the statements of the click, does not hold it up."""
    frame = Coalescing()
    out: list[messages.Event] = []
    frame.handed_on.connect(out.append)
    frame.put(messages.Statements(start=0))
    frame.flush()
    edges = messages.Array.of(np.zeros((0, 3), np.int32))
    frame.put(messages.Curve(start=0))
    frame.put(messages.GraphFound(key=1, names=("A",), parameters=("",), shapes=((),), edges=edges))
    QCoreApplication.processEvents()
    frame.put(messages.Storages(key=1, saved=edges, storages=edges))
    QCoreApplication.processEvents()
    assert [type(event) for event in out] == [
        messages.Statements, messages.Curve, messages.GraphFound, messages.Storages,
    ]  # fmt: skip
