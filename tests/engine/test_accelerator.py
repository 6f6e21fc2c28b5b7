"""A session on a real accelerator; skipped on machines without one."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn as nn

from gradwalk import Session
from gradwalk.engine import observe
from gradwalk.engine.devices import devices
from gradwalk.engine.messages import Restore
from gradwalk.engine.nets import Net

FOUND = [d.name for d in devices() if d.name != "cpu" and not d.error]
pytestmark = pytest.mark.skipif(not FOUND, reason="no accelerator on this machine")
DEVICE = FOUND[0] if FOUND else "cpu"


@pytest.fixture(autouse=True)
def _deterministic() -> Any:
    before = torch.backends.cudnn.deterministic
    torch.backends.cudnn.deterministic = True
    yield
    torch.backends.cudnn.deterministic = before


def plain(iterations: int, move_at: int) -> tuple[nn.Module, Any, torch.Tensor]:
    torch.manual_seed(3)
    net: nn.Module = Net()
    x, y = torch.randn(4, 1, 32, 32), torch.randn(4, 10)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for i in range(iterations):
        if i == move_at:
            net.to(DEVICE)
            x, y = x.to(DEVICE), y.to(DEVICE)
            optimizer.load_state_dict(optimizer.state_dict())
        loss = nn.MSELoss()(net(x), y)
        loss.backward()
        optimizer.step()
    return net, optimizer, loss


def session(iterations: int, move_at: int) -> Session:
    result = Session(seed=3, batch=4, optimizer="adam")
    for i in range(iterations):
        if i == move_at:
            result.to(DEVICE)
        result.forward()
        result.backward()
        result.step()
    return result


def same(mine: Session, net: nn.Module) -> None:
    for a, b in zip(mine.model.parameters(), net.parameters(), strict=True):
        assert a.device == b.device
        assert torch.equal(a, b)
        assert torch.equal(a.grad, b.grad)


def test_moving_keeps_weights_gradients_and_optimizer_state() -> None:
    mine = session(3, 2)
    net, optimizer, loss = plain(3, 2)
    same(mine, net)
    assert torch.equal(mine.loss, loss)
    for index, values in optimizer.state_dict()["state"].items():
        for name, value in values.items():
            other = mine.optimizer.state_dict()["state"][index][name]
            assert other.device == value.device
            assert torch.equal(other, value)


def test_undo_and_redo_across_a_move() -> None:
    mine = session(4, 2)
    for _ in range(7):
        assert mine.undo()
    assert mine.settings.device == "cpu"
    net, _, _ = plain(2, 9)
    same(mine, net)
    while mine.redo():
        pass
    net, _, _ = plain(4, 2)
    same(mine, net)


def test_norms_are_measured_on_the_device() -> None:
    mine = Session(device=DEVICE)
    mine.forward()
    mine.backward()
    norms = observe.flow(mine.machine).norms.numpy()
    for node in mine.graph.nodes:
        if node.parameter:
            gradient = mine.model.get_parameter(node.parameter).grad
            assert norms[node.index] == pytest.approx(gradient.norm().item(), rel=1e-5)


def test_random_gradients_and_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    mine = Session(device=DEVICE)
    mine.forward()
    mine.backward(of="output", gradient="random")
    mine.step()
    exec(compile(mine.script(), "script", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    for row in observe.rows(mine.machine):
        assert f"{row.name} {row.shape} {row.weight_norm} {row.gradient_norm}" in printed


def test_a_checkpoint_of_a_session_on_the_device() -> None:
    mine = session(2, 1)
    mine._history._since = 9.0  # work enough for a checkpoint
    mine.forward()
    mine.backward()
    mine.forward()
    data = mine.checkpoint()
    assert data is not None
    restore = Restore(settings=mine.initial, journal=tuple(mine.journal), position=mine.position)
    again = Session.restored(restore, data)
    again.backward()
    mine.backward()
    for a, b in zip(again.model.parameters(), mine.model.parameters(), strict=True):
        assert a.device == b.device
        assert torch.equal(a.grad, b.grad)


def test_a_missing_device_leaves_the_session_where_it_was() -> None:
    mine = Session(device=DEVICE)
    mine.forward()
    kind = torch.device(DEVICE).type
    with pytest.raises((RuntimeError, AssertionError)):
        mine.to(f"{kind}:99")
    assert mine.settings.device == DEVICE
    mine.backward()
