"""The engine as a process, spoken to through a bare socket."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gradwalk.engine import messages as m

from .process import PATIENCE, EngineProcess

NOISE = """
import sys, threading
def shout():
    while True:
        sys.stdout.write("noise \\x00 {}\\n")
        sys.stderr.write("noise\\n")
        threading.Event().wait(0.001)
threading.Thread(target=shout, daemon=True).start()
"""


class Client(EngineProcess):
    """A process that is told at once that each report was drawn."""

    def read(self) -> m.AnyEvent:
        event = super().read()
        if isinstance(event, m.State):
            self.send(m.Shown(seq=event.seq))
        return event

    def until(self, kind: type, reply_to: int | None = None) -> list[m.AnyEvent]:
        """Everything up to the first event of a kind."""
        found = [self.read()]
        while not (isinstance(found[-1], kind) and reply_to in (None, found[-1].reply_to)):
            found.append(self.read())
        return found

    def do(self, command: m.Command) -> tuple[m.State, list[m.AnyEvent]]:
        """Send a command; its State, and all that answered it."""
        number = self.send(command)
        *others, state = self.until(m.State, number)
        assert isinstance(state, m.State)
        return state, [event for event in others if event.reply_to == number]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    client = Client(tmp_path)
    client.until(m.Hello)
    client.do(m.Restore(settings=m.Settings()))
    yield client
    client.end()


def test_every_verb_is_answered(client: Client) -> None:
    for command in (m.Forward(), m.Backward(), m.Step(), m.ZeroGrad(), m.NextBatch(), m.Undo()):
        state, _ = client.do(command)
    assert (state.iteration, state.backwards, state.position) == (1, 1, 4)
    assert (state.undo, state.redo) == ("zero_grad", "next batch")
    number = client.send(m.Script())
    text = client.until(m.Text, number)[-1].text
    assert "loss.backward()" in text
    number = client.send(m.Inspect(node=0))
    assert client.until(m.Detail, number)[-1].name == "MseLossBackward0"
    number = client.send(m.Inspect(node=4000))
    assert client.until(m.Detail, number)[-1].note


def test_a_refused_verb_is_told_first_in_torchs_words(client: Client) -> None:
    client.do(m.Forward())
    client.do(m.Backward())
    state, answers = client.do(m.Backward())
    assert isinstance(answers[0], m.Failure)
    assert "backward through the graph a second time" in answers[0].text
    assert answers[0].nodes
    (flow,) = [event for event in answers if isinstance(event, m.Flow)]
    assert flow.failed == answers[0].nodes
    assert state.phase == "freed"


@pytest.mark.parametrize("body", [b"", b"\xc1", msgspec.msgpack.encode({"type": "Explode"})])
def test_a_frame_that_is_no_message_is_refused(client: Client, body: bytes) -> None:
    client.socket.sendall(struct.pack("<I", len(body)) + body)
    failure = client.until(m.Failure)[-1]
    assert failure.kind == "MessageError"
    state, _ = client.do(m.Forward())
    assert state.iteration == 1


def test_training_runs_exactly_as_many_iterations_as_asked(client: Client) -> None:
    number = client.send(m.Train(iterations=123))
    states = [e for e in client.until(m.State, number) if isinstance(e, m.State)]
    while states[-1].training:
        states += [e for e in client.until(m.State) if isinstance(e, m.State)]
    assert states[-1].iteration == 123
    assert states[-1].reply_to == number
    assert states[-1].rate > 0
    assert states[-1].position == 1


def test_training_goes_on_until_pause_and_is_one_undo(client: Client) -> None:
    client.do(m.Train())
    while (state := client.until(m.State)[-1]).iteration < 50:
        assert state.training
    state, answers = client.do(m.Pause())
    assert not state.training
    (flow,) = [event for event in answers if isinstance(event, m.Flow)]
    assert flow.backward == state.backwards, "the last iteration's gradients are shown"
    assert flow.reached.numpy().all()
    state, _ = client.do(m.Undo())
    assert (state.iteration, state.position, state.redo) == (0, 0, "training")


def test_training_at_a_pace_keeps_to_it_and_draws_every_iteration(client: Client) -> None:
    number = client.send(m.Train(pace=25.0, iterations=10))
    client.until(m.State, number)
    started = time.monotonic()
    seen = []
    while not seen or seen[-1].training:
        seen.append(client.until(m.State)[-1])
    assert [state.iteration for state in seen] == list(range(1, 11))
    assert time.monotonic() - started >= 8 / 25


def test_a_pause_is_answered_long_before_the_next_slow_iteration(client: Client) -> None:
    client.do(m.Train(pace=0.01))
    client.until(m.State)
    started = time.monotonic()
    client.do(m.Pause())
    assert time.monotonic() - started < 10


def test_settings_can_change_in_the_midst_of_training(client: Client) -> None:
    client.do(m.Train())
    state, _ = client.do(m.Configure(lr=0.001))
    assert state.training
    assert state.settings.lr == 0.001
    state, _ = client.do(m.Configure(seed=9))
    assert not state.training, "another seed is another script"


def test_training_does_not_wait_for_a_window_that_draws_nothing(client: Client) -> None:
    number = client.send(m.Train())
    event = client.read()
    while not (isinstance(event, m.State) and event.reply_to == number):
        event = client.read()
    client.send(m.Script())  # answered between two bursts, while nothing is read
    texts: list[int] = []
    while len(set(texts)) < 3:  # which ends only if it trains in between
        for event in _raw(client):
            if isinstance(event, m.Text):
                texts.append(int(event.text.split("range(")[1].split(")")[0]))
                client.send(m.Script())
    assert texts == sorted(texts)


def _raw(client: Client) -> list[m.AnyEvent]:
    """Events as they come, without telling the engine that anything was drawn."""
    data = client.socket.recv(1 << 16)
    return [m.decode_event(body) for body in client._frames.feed(data)]


def test_a_setting_that_fits_nothing_leaves_everything(client: Client) -> None:
    before, _ = client.do(m.Forward())
    state, answers = client.do(m.Configure(net="neuron", data="digits"))
    assert isinstance(answers[0], m.Failure)
    assert state.settings == before.settings
    assert state.loss == before.loss


def test_a_device_that_is_not_there_at_the_start_gives_the_processor(tmp_path: Path) -> None:
    client = Client(tmp_path)
    client.until(m.Hello)
    state, answers = client.do(m.Restore(settings=m.Settings(device="cuda:99")))
    assert isinstance(answers[0], m.Failure)
    assert state.settings.device == "cpu"
    client.socket.close()
    client.process.wait(PATIENCE)


def test_what_the_users_code_prints_disturbs_nothing(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NOISE)
    before = os.environ.get("PYTHONPATH", "")  # what finds the package must go on finding it
    client = Client(tmp_path, PYTHONPATH=os.pathsep.join(filter(None, (str(tmp_path), before))))
    client.until(m.Hello)
    client.do(m.Restore(settings=m.Settings()))
    state, _ = client.do(m.Train(iterations=20))
    while state.training:
        state = client.until(m.State)[-1]
    assert state.iteration == 20
    client.send(m.Quit())
    assert client.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("moment", ["importing", "idle", "training"])
def test_the_engine_ends_with_its_connection(tmp_path: Path, moment: str) -> None:
    client = Client(tmp_path)
    if moment != "importing":
        client.until(m.Hello)
        client.do(m.Restore(settings=m.Settings()))
    if moment == "training":
        client.do(m.Train())
    client.socket.close()
    assert client.process.wait(10) == 0


def test_a_restored_session_goes_on_from_a_checkpoint(client: Client) -> None:
    client.do(m.Configure(optimizer="adam"))
    client.do(m.Train())
    saved = client.until(m.Saved)[-1]
    state, _ = client.do(m.Pause())
    number = client.send(m.Script())
    script = client.until(m.Text, number)[-1].text
    iterations = int(script.split("range(")[1].split(")")[0])
    journal = (m.Configure(optimizer="adam"), m.Train(iterations=iterations))
    for path in (saved.path, "", str(client.folder / "gone")):
        restore = m.Restore(settings=m.Settings(), journal=journal, position=2, checkpoint=path)
        again, answers = client.do(restore)
        assert not [event for event in answers if isinstance(event, m.Failure)]
        assert again.loss == state.loss
        assert again.parameters == state.parameters
    files = list(client.folder.iterdir())
    assert 1 <= len(files) <= 2
