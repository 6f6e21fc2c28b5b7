"""Folding the deltas must give what the session holds, whatever was done."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine.messages import (
    Backward,
    Configure,
    Curve,
    Flow,
    Forward,
    GraphFound,
    GraphGone,
    Journal,
    JournalEntry,
    NextBatch,
    Settings,
    State,
    Statement,
    Statements,
    Step,
    Storages,
    Train,
    Values,
    ZeroGrad,
    decode_event,
    encode,
)
from gradwalk.engine.reports import Reporter
from gradwalk.engine.session import Session

VERBS = st.sampled_from(
    [
        Forward(), Backward(), Backward(retain_graph=True), ZeroGrad(), Step(), NextBatch(),
        Train(iterations=2), Configure(lr=0.5), Configure(seed=7), "undo", "redo",
    ]
)  # fmt: skip


class Mirror:
    """What a window knows that has received every event."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.journal: list[JournalEntry] = []
        self.position = 0
        self.graph: GraphFound | None = None
        self.storages: Storages | None = None
        self.points: list[int] = []
        self.state: State | None = None
        self.kinds: list[type] = []

    def take(self, session: Session, reporter: Reporter, **options: int) -> None:
        self.kinds = []
        for sent in reporter.events(session, **options):
            event = decode_event(encode(sent)[4:])
            self.kinds.append(type(event))
            match event:
                case Statements():
                    self.statements[event.start :] = event.items
                case Journal():
                    self.journal[event.start :] = event.items
                    self.position = event.position
                case GraphFound():
                    self.graph = event
                    assert event.storages_follow
                case Storages():
                    self.storages = event
                case GraphGone():
                    self.graph = self.storages = None
                case Flow():
                    assert self.graph is not None
                    assert event.key == self.graph.key
                case Curve():
                    self.points = [i for i in self.points if i < event.start]
                    self.points += [p.iteration for p in event.points]
                case State():
                    self.state = event


def perform(session: Session, verb: JournalEntry | str) -> None:
    """One click; what torch refuses is part of the game."""
    if isinstance(verb, str):
        session.undo() if verb == "undo" else session.redo()
        return
    try:
        session.apply(verb)
    except (RuntimeError, AttributeError, NameError):
        return


@settings(max_examples=25)
@given(st.lists(VERBS, max_size=12))
def test_the_folded_deltas_are_the_session(verbs: list[JournalEntry | str]) -> None:
    session = Session("neuron")
    reporter, mirror = Reporter(), Mirror()
    mirror.take(session, reporter)
    for verb in verbs:
        perform(session, verb)
        mirror.take(session, reporter)
        assert tuple(mirror.statements) == session.statements
        assert mirror.journal == session.journal
        assert mirror.position == session.position
        assert (mirror.graph is None) == (session.loss is None and session.output is None)
        if mirror.graph is not None:
            assert mirror.storages is not None
            assert mirror.storages.key == mirror.graph.key
        assert mirror.points == sorted(set(mirror.points))
        assert (mirror.points or [0])[-1] == session.iteration
        assert mirror.state is not None
        assert mirror.state.phase == session.phase


def test_the_graph_is_sent_once_per_structure() -> None:
    session, reporter, mirror = Session(), Reporter(), Mirror()
    seen = []
    for _ in range(3):
        session.forward()
        mirror.take(session, reporter)
        seen.append(GraphFound in mirror.kinds)
    assert seen == [True, False, False]
    session.configure(net="neuron")
    session.forward()
    mirror.take(session, reporter)
    assert GraphFound in mirror.kinds


def test_the_state_comes_last_and_names_its_command() -> None:
    session, reporter = Session("neuron"), Reporter()
    events = list(reporter.events(session, reply_to=5))
    assert isinstance(events[-1], State)
    assert {event.reply_to for event in events} == {5}


def test_only_watched_parameters_are_sent() -> None:
    session, reporter = Session(), Reporter()
    reporter.watched = ("conv1.weight", "no such parameter")
    (values,) = [e for e in reporter.events(session) if isinstance(e, Values)]
    (item,) = values.items
    shown = item.value.values.numpy()
    assert item.gradient is None
    assert (shown == session.model.conv1.weight.detach().numpy()).all()


@pytest.mark.parametrize("text", ["state", "numbers"])
def test_a_state_tells_what_python_prints(text: str) -> None:
    session, reporter = Session("neuron", seed=3), Reporter()
    session.forward()
    *_, state = reporter.events(session)
    assert isinstance(state, State)
    if text == "state":
        assert state.loss_text == str(session.loss)
        assert state.settings == Settings(net="neuron", data="three", loss="sum", seed=3)
    else:
        assert state.loss == session.loss.item()
        assert state.parameters[0].weight_norm == abs(session.model.weight.item())
        assert state.parameters[0].gradient_norm is None
