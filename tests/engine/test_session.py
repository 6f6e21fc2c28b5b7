"""A session against a plain PyTorch script that runs the same statements in the same order."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn, optim

from gradwalk import Session
from gradwalk.engine import observe
from gradwalk.engine.failures import failure
from gradwalk.engine.messages import Restore
from gradwalk.engine.nets import Net

OPTIMIZERS = ["manual", "sgd", "adam", "adamw"]


class Plain:
    """What a person would type: nothing of gradwalk but the Net's definition."""

    def __init__(self, net: str, loss: str, seed: int) -> None:
        torch.manual_seed(seed)
        self.net = Net() if net == "net" else nn.Linear(1, 1)
        shape, outputs = ((1, 1, 32, 32), 10) if net == "net" else ((1, 1), 1)
        self.input = torch.randn(*shape) if net == "net" else torch.full(shape, 3.0)
        self.loss_name = loss
        if loss == "mse":
            self.target = torch.randn(1, outputs)
        self.criterion = nn.MSELoss()
        self.optimizer: Any = None
        self.lr = 0.01

    def forward(self) -> None:
        self.output = self.net(self.input)
        self.loss = (
            self.criterion(self.output, self.target)
            if self.loss_name == "mse"
            else self.output.sum()
        )

    def backward(self, retain_graph: bool, of: str, random: bool) -> None:
        if not hasattr(self, of):
            raise NameError(f"name '{of}' is not defined")
        root = getattr(self, of)
        gradient = torch.randn(root.shape) if random else None
        root.backward(gradient, retain_graph=retain_graph)

    def zero_grad(self, set_to_none: bool) -> None:
        self.net.zero_grad(set_to_none=set_to_none)

    def step(self) -> None:
        if self.optimizer is None:
            for f in self.net.parameters():
                f.data.sub_(f.grad.data * self.lr)
        else:
            self.optimizer.step()

    def use(self, optimizer: str) -> None:
        parameters = self.net.parameters()
        self.optimizer = {
            "manual": lambda: None,
            "sgd": lambda: optim.SGD(parameters, lr=self.lr, momentum=0.9),
            "adam": lambda: optim.Adam(parameters, lr=self.lr),
            "adamw": lambda: optim.AdamW(parameters, lr=self.lr),
        }[optimizer]()

    def set_lr(self, lr: float) -> None:
        self.lr = lr
        if self.optimizer is not None:
            for group in self.optimizer.param_groups:
                group["lr"] = lr

    def train(self, iterations: int) -> None:
        for _ in range(iterations):
            self.zero_grad(True)
            self.forward()
            self.backward(False, "loss", False)
            self.step()

    def next_batch(self) -> None:
        if self.input.dim() == 4:
            self.input = torch.randn(1, 1, 32, 32)
        if self.loss_name == "mse":
            self.target = torch.randn(1, self.net(self.input).shape[1])

    def move(self, device: str) -> None:
        torch.zeros(1, device=device)


def plainly(net: str, loss: str, seed: int, entries: list[tuple[str, Any]]) -> tuple[Plain, str]:
    """The plain script after `entries`, and the text of the last one's exception."""
    plain = Plain(net, loss, seed)
    error = ""
    for name, arguments in entries:
        error = ""
        try:
            getattr(plain, name)(*arguments)
        except Exception as raised:  # noqa: BLE001 (the oracle reports whatever torch raises)
            error = f"{type(raised).__name__}: {raised}"
    return plain, error


def drive(session: Session, name: str, arguments: Any) -> str:
    """The same through the session, and its exception's text."""
    try:
        if name == "backward":
            retain, of, random = arguments
            session.backward(retain, "random" if random else None, of)
        elif name == "use":
            session.configure(optimizer=arguments[0], momentum=0.9)
        elif name == "set_lr":
            session.configure(lr=arguments[0])
        elif name == "train":
            session.begin_training()
            try:
                session.train(arguments[0])
            finally:
                session.end_training()
        elif name == "move":
            session.to(arguments[0])
        else:
            getattr(session, name)(*arguments)
    except Exception as raised:  # noqa: BLE001
        return f"{type(raised).__name__}: {raised}"
    return ""


def same(a: Any, b: Any) -> bool:
    """Bit for bit, None and NaN included."""
    if a is None or b is None:
        return a is b
    return a.dtype == b.dtype and torch.equal(a.detach().view(-1), b.detach().view(-1))


def check(session: Session, plain: Plain) -> None:
    names = dict(plain.net.named_parameters())
    for name, p in session.model.named_parameters():
        assert same(p, names[name]), name
        assert same(p.grad, names[name].grad), f"{name}.grad"
    assert same(session.loss, getattr(plain, "loss", None))
    assert same(session.output, getattr(plain, "output", None))
    state = {} if plain.optimizer is None else plain.optimizer.state_dict()["state"]
    mine = {} if session.optimizer is None else session.optimizer.state_dict()["state"]
    assert state.keys() == mine.keys()
    for index, values in state.items():
        for key, value in values.items():
            assert same(mine[index][key], value), (index, key)


entries = st.one_of(
    st.tuples(st.just("forward"), st.just(())),
    st.tuples(st.just("forward"), st.just(())),
    st.tuples(
        st.just("backward"),
        st.tuples(st.booleans(), st.sampled_from(["loss", "loss", "output"]), st.booleans()),
    ),
    st.tuples(st.just("zero_grad"), st.tuples(st.booleans())),
    st.tuples(st.just("step"), st.just(())),
    st.tuples(st.just("use"), st.tuples(st.sampled_from(OPTIMIZERS))),
    st.tuples(st.just("set_lr"), st.tuples(st.sampled_from([0.01, 0.1, 0.001]))),
    st.tuples(st.just("train"), st.tuples(st.integers(1, 5))),
    st.tuples(st.just("next_batch"), st.just(())),
    st.tuples(st.just("move"), st.tuples(st.sampled_from(["cpu", "cuda"]))),
    st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.just(())),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([("net", "mse"), ("neuron", "sum")]),
    st.integers(0, 3),
    st.lists(entries, min_size=1, max_size=25),
    st.booleans(),
)
def test_any_sequence_has_the_bits_of_a_plain_script(
    net: tuple[str, str], seed: int, sequence: list[tuple[str, Any]], checkpoints: bool
) -> None:
    session = Session(net[0], loss=net[1], seed=seed)
    done: list[tuple[str, Any]] = []
    undone: list[tuple[str, Any]] = []
    for name, arguments in sequence:
        if checkpoints:
            session._history._since = 9.0  # as after long work: one before the next forward
        got = drive(session, name, arguments)
        if name in ("undo", "redo"):
            source, target = (done, undone) if name == "undo" else (undone, done)
            if source:
                target.append(source.pop())
            plain, _ = plainly(*net, seed, done)
        else:
            plain, error = plainly(*net, seed, [*done, (name, arguments)])
            assert got == error
            if name != "move" or not error:
                done.append((name, arguments))
                undone.clear()
        check(session, plain)


def test_accumulation_can_be_counted_on_one_neuron() -> None:
    session = Session("neuron")
    seen = []
    for _ in range(3):
        session.forward()
        session.backward()
        seen.append(session.model.weight.grad.item())
    assert seen == [3.0, 6.0, 9.0]
    assert [row.accumulations for row in observe.rows(session.machine)] == [3, 3]
    seen = []
    for _ in range(3):
        session.zero_grad()
        session.forward()
        session.backward()
        seen.append(session.model.weight.grad.item())
    assert seen == [3.0, 3.0, 3.0]


def test_undo_of_a_backward_brings_the_buffers_back() -> None:
    session = Session()
    session.forward()
    session.backward()
    assert session.phase == "freed"
    session.undo()
    assert session.phase == "alive"
    assert all(p.grad is None for p in session.model.parameters())
    session.backward()
    assert session.phase == "freed"


def test_what_runs_beside_a_session_does_not_change_its_numbers() -> None:
    quiet, disturbed = Session(), Session()
    for session in (quiet, disturbed):
        session.forward()
        torch.manual_seed(99)
        before = torch.get_rng_state()
        if session is disturbed:
            torch.randn(7)
            before = torch.get_rng_state()
        session.backward(of="output", gradient="random")
        assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(quiet.model.conv1.weight.grad, disturbed.model.conv1.weight.grad)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_copy_as_python_prints_what_the_window_shows(
    optimizer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(data="digits", optimizer=optimizer, batch=3)
    for verb in ("forward", "backward", "backward", "step", "zero_grad", "step", "next_batch"):
        with contextlib.suppress(RuntimeError, AttributeError):
            getattr(session, verb)()
    session.configure(batched=False)
    with contextlib.suppress(RuntimeError):
        session.forward()
    session.configure(batched=True, lr=0.1)
    session.begin_training()
    session.train(7)
    session.end_training()
    exec(compile(session.script(), "script", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    for statement in session.statements:
        assert statement.output in printed
    for row in observe.rows(session.machine):
        assert f"{row.name} {row.shape} {row.weight_norm} {row.gradient_norm}" in printed
    assert f"loss {session.loss.item()}" in printed


def test_a_restored_session_goes_on_with_the_same_numbers() -> None:
    def make() -> Session:
        session = Session(optimizer="adam")
        session.forward()
        session.begin_training()
        session._history._since = 9.0  # work enough for a checkpoint inside the training
        session.train(10)
        session._history._since = 9.0
        session.train(10)
        session.train(10)
        session.end_training()
        return session

    killed, never = make(), make()
    data = killed.checkpoint()
    assert data is not None
    restore = Restore(
        settings=killed.initial, journal=tuple(killed.journal), position=killed.position
    )
    for checkpoint in (data, None):
        again = Session.restored(restore, checkpoint)
        again.forward()
        again.backward()
        again.step()
        reference = make()
        for verb in ("forward", "backward", "step"):
            getattr(reference, verb)()
        assert again.script() == reference.script()
        for a, b in zip(again.model.parameters(), reference.model.parameters(), strict=True):
            assert same(a, b)
            assert same(a.grad, b.grad)
    assert same(never.loss, killed.loss)


def test_a_training_that_died_before_its_first_iteration_leaves_no_trace() -> None:
    for forwards in (0, 1):  # without a loss that could be printed, and with one
        killed = Session()
        for _ in range(forwards):
            killed.forward()
        before = killed.script()
        killed.begin_training()
        restore = Restore(
            settings=killed.initial, journal=tuple(killed.journal), position=killed.position
        )
        again = Session.restored(restore)
        assert again.position == len(again.journal) == killed.position - 1
        assert again.script() == before


def test_a_device_that_fails_leaves_the_session_where_it_was() -> None:
    session = Session()
    session.forward()
    with pytest.raises((AssertionError, RuntimeError)) as raised:
        session.to("cuda" if not torch.cuda.is_available() else "cuda:99")
    assert str(raised.value)
    assert session.settings.device == "cpu"
    session.backward()


def test_a_sample_without_its_batch_dimension_is_refused_in_torchs_words() -> None:
    session = Session(batched=False)
    with pytest.raises(RuntimeError, match="mat1 and mat2 shapes cannot be multiplied") as raised:
        session.forward()
    told = failure(session, raised.value, "")
    assert "batch" in str(told.why)
    session.configure(batched=True)
    session.forward()


def test_settings_that_do_not_fit_are_refused_and_change_nothing() -> None:
    with pytest.raises(ValueError, match="digits"):
        Session("neuron", data="digits")
    session = Session()
    with pytest.raises(ValueError, match="at least one sample"):
        session.configure(batch=0)
    assert session.settings.batch == 1
    assert session.undo() is False
