"""Files with mistakes, opened in the engine's own process: the user's line is told, nothing else
changes, and the engine lives.

The line that is meant carries the mark HERE.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from gradwalk.engine import messages as m

from .loading import net
from .process import EngineProcess


class Engine(EngineProcess):
    """A process, and what it says."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.heard: list[m.AnyEvent] = []

    def read(self) -> m.AnyEvent:
        self.heard.append(super().read())
        return self.heard[-1]

    def ask(self, command: m.Command, kind: type) -> m.AnyEvent:
        """The answer of a kind."""
        number = self.send(command)
        while not (isinstance(event := self.read(), kind) and event.reply_to == number):
            continue
        return event

    def do(self, command: m.Command) -> tuple[m.State, list[m.AnyEvent]]:
        """The State after a command, and all that came before it."""
        before = len(self.heard)
        state = self.ask(command, m.State)
        assert isinstance(state, m.State)
        return state, self.heard[before:-1]

    def refused(self, command: m.Command) -> tuple[m.Failure, m.State]:
        """What was said to a command, and how things stand."""
        state, events = self.do(command)
        failures = [event for event in events if isinstance(event, m.Failure)]
        assert len(failures) == 1, events
        return failures[0], state


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(tmp_path_factory.mktemp("engine"))
    engine.do(m.Restore(settings=m.Settings(optimizer="adam")))
    for command in (m.Forward(), m.Backward(), m.Step(), m.Forward()):
        engine.do(command)
    yield engine
    engine.end()


SHAPE = {"inputs": "1x4"}
MISTAKES: dict[str, tuple[str, str, dict[str, str]]] = {  # the file, the kind, the choices
    "a bracket": ("x = (1,  # HERE\ny = 2\n", "SyntaxError", {}),
    "a colon": ("def f()  # HERE\n    pass\n", "SyntaxError", {}),
    "an indentation": ("def f():\n    x = 1\n      y = 2  # HERE\n", "IndentationError", {}),
    "tabs": ("if 1:\n        x = 1\n\ty = 2  # HERE\n", "TabError", {}),
    "python 2": ("print 'a'  # HERE\n", "SyntaxError", {}),
    "a package": (net(head="import not_there_at_all  # HERE"), "ModuleNotFoundError", {}),
    "a package's package": (net(head="import cv2.nothing  # HERE"), "ModuleNotFoundError", {}),
    "a name of torch": (net(head="from torch import nothing_there  # HERE"), "ImportError", {}),
    "relative": (net(head="from .layers import Block  # HERE"), "ImportError", {}),
    "a division": (net(head="y = 1 / 0  # HERE"), "ZeroDivisionError", {}),
    "a name": (net(head="x = undefined_name  # HERE"), "NameError", {}),
    "exit": (net(head="import sys\nsys.exit(3)  # HERE"), "SystemExit", {}),
    "quit": (net(head="quit()  # HERE"), "SystemExit", {}),
    "arguments": (
        net(head="import argparse\np = argparse.ArgumentParser()\np.add_argument('data')\n"
            "p.parse_args()  # HERE"), "SystemExit", {}),
    "interrupt": (net(head="raise KeyboardInterrupt  # HERE"), "KeyboardInterrupt", {}),
    "a base exception": (
        net(head="class Own(BaseException): pass\nraise Own('no')  # HERE"), "Own", {}),
    "a file": (net(head="open('not_there.bin')  # HERE"), "FileNotFoundError", {}),
    "recursion": (net(head="def f():\n    return f()  # HERE\nf()"), "RecursionError", {}),
    "memory": (net(head="raise MemoryError  # HERE"), "MemoryError", {}),
    "no super": (
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n"
        "        self.a = nn.Linear(1, 1)  # HERE\n", "AttributeError", {}),
    "a needed argument": (
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self, n):  # HERE\n"
        "        super().__init__()\n", "TypeError", {}),
    "init": (net(init="self.b = nn.Linear('4', 2)  # HERE"), "TypeError", {}),
    "exit in init": (net(init="exit()  # HERE"), "SystemExit", {}),
    "features": (net("return self.a(x)  # HERE"), "RuntimeError", {"inputs": "1x5"}),
    "channels": (net("return self.c(x)  # HERE", "self.c = nn.Conv2d(3, 2, 3)"), "RuntimeError",
                 {"inputs": "1x1x8x8"}),
    "two layers": (net("return self.b(self.a(x))  # HERE", "self.b = nn.Linear(3, 3)"),
                   "RuntimeError", {}),
    "a type": (net("return self.a(x)  # HERE"), "RuntimeError", {"inputs": "1x4:float64"}),
    "out of range": (net("return self.e(x)  # HERE", "self.e = nn.Embedding(3, 4)"), "IndexError",
                     {"inputs": "4:int64:7..7"}),
    "an attribute": (net("return self.fc3(x)  # HERE"), "AttributeError", SHAPE),
    "a view": (net("return x.view(7, -1)  # HERE"), "RuntimeError", SHAPE),
    "unpacking": (net("b, c, h, w = x.shape  # HERE"), "ValueError", SHAPE),
    "one in a batch": (net("return self.n(x)  # HERE", "self.n = nn.BatchNorm1d(4)"), "ValueError",
                       SHAPE),
    "exit in forward": (net("raise SystemExit(2)  # HERE"), "SystemExit", SHAPE),
    "exit without inputs": (net("raise SystemExit(2)  # HERE"), "SystemExit", {}),
    "itself": (net("return self(x)  # HERE"), "RecursionError", SHAPE),
    "numpy": (net("return self.a(x).numpy()  # HERE"), "RuntimeError", SHAPE),
    "in place": (net("self.a.weight.add_(1)  # HERE\n        return self.a(x)"), "RuntimeError",
                 SHAPE),
    "too many inputs": (net().replace("def forward(self, x):", "def forward(self, x):  # HERE"),
                        "TypeError", {"inputs": "1x4,1x4"}),
    "a wrong keyword": (net().replace("def forward(self, x):", "def forward(self, x):  # HERE"),
                        "TypeError", {"inputs": "y=1x4"}),
    "no return": (net("self.a(x)").replace(
        "def forward(self, x):", "def forward(self, x):  # HERE"), "", SHAPE),
    "a number": (net("return 3.0").replace(
        "def forward(self, x):", "def forward(self, x):  # HERE"), "", SHAPE),
    "detached": (net("return self.a(x).detach()").replace(
        "def forward(self, x):", "def forward(self, x):  # HERE"), "", SHAPE),
    "no parameters": (
        net(init="del self.a").replace("def __init__(self):", "def __init__(self):  # HERE"), "",
        SHAPE),
    "all frozen": (
        net(init="self.requires_grad_(False)").replace(
            "def __init__(self):", "def __init__(self):  # HERE"), "", SHAPE),
    "no module": ("def make_model():  # HERE\n    return 3\n", "TypeError", {}),
    "a loss": (net(head="def own_loss(output, target):\n    return output / []  # HERE"),
               "TypeError", {"loss": "own_loss"}),
    "a batch": (net(head="def batch():\n    return {}['a']  # HERE"), "KeyError",
                {"batch": "batch"}),
}  # fmt: skip


STAND = m.Lines(on=False)
"""Changes nothing, and is answered with a State."""


def changed(state: m.State) -> m.State:
    """All that tells of the session, and not of the report."""
    return msgspec.structs.replace(state, seq=0, reply_to=0)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_users_line_is_told_and_the_session_stays(
    name: str, engine: Engine, tmp_path: Path
) -> None:
    text, kind, choices = MISTAKES[name]
    path = tmp_path / "model.py"
    path.write_text(text)
    was, _ = engine.do(STAND)
    lines = text.split("\n")
    here = next(n for n, line in enumerate(lines, 1) if "HERE" in line)
    own = m.OwnModel(str(path) if "class Net" not in text else f"{path}:Net", **choices)
    told, now = engine.refused(m.Configure(net="own", own=own))
    assert told.kind == kind
    assert (told.file, told.line) == (str(path), here), told
    assert told.source == lines[here - 1]
    assert all(frame.file == str(path) for frame in told.frames)
    assert "gradwalk/engine" not in f"{told.text} {told.why} {told.instead}"
    assert told.why or kind in ("ZeroDivisionError", "KeyError", "Own", "TypeError"), told
    assert changed(now) == changed(was)
    assert not [e for e in engine.heard[-6:] if isinstance(e, m.Journal | m.GraphFound)]


def test_after_all_mistakes_the_session_goes_on_as_if_there_had_been_none(
    engine: Engine, tmp_path: Path
) -> None:
    for text in ("import sys\nsys.exit()\n", net("return self.b(x)")):
        (tmp_path / "model.py").write_text(text)
        engine.refused(m.Configure(net="own", own=m.OwnModel(str(tmp_path / "model.py"))))
    fresh = Engine(tmp_path)
    fresh.do(m.Restore(settings=m.Settings(optimizer="adam")))
    for command in (m.Forward(), m.Backward(), m.Step(), m.Forward()):
        fresh.do(command)
    for command in (m.Backward(), m.Step(), m.NextBatch(), m.Forward()):
        here, there = engine.do(command)[0], fresh.do(command)[0]
    assert here.parameters == there.parameters
    assert (here.loss, here.position) == (there.loss, there.position)
    fresh.end()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("raise ValueError('third')  # HERE", "ValueError"),
        ("raise SystemExit(2)  # HERE", "SystemExit"),
        ("x = self.a(self.a(x))  # HERE", "RuntimeError"),
    ],
)
def test_a_forward_that_fails_later_is_told_with_module_and_line(
    line: str, kind: str, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "later.py"
    text = net(
        f"self.n = getattr(self, 'n', 0) + 1\n        if self.n > 1:\n            {line}\n"
        "        return self.a(x)"
    )
    path.write_text(text)
    position = engine.do(STAND)[0].position
    engine.do(m.Configure(net="own", own=m.OwnModel(f"{path}:Net", inputs="1x4")))
    state, _ = engine.do(m.Forward())
    assert state.phase == "alive"
    told, state = engine.refused(m.Forward())
    here = next(n for n, one in enumerate(text.split("\n"), 1) if "HERE" in one)
    assert (told.kind, told.file, told.line) == (kind, str(path), here)
    if kind == "RuntimeError":
        assert told.module == "a"
        assert any("1x2" in shown for shown in told.shapes)
    while state.position > position:
        state, _ = engine.do(m.Undo())
    assert state.settings.net == "net"


def test_what_is_printed_comes_as_lines(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "talking.py"
    path.write_text(
        net("print('in forward'); return self.a(x)", head="import warnings\nprint('on import')\n"
            "warnings.warn('careful')")
    )  # fmt: skip
    before = len(engine.heard)
    engine.do(m.Configure(net="own", own=m.OwnModel(f"{path}:Net", inputs="1x4")))
    engine.do(m.Forward())
    lines = [
        line for event in engine.heard[before:] if isinstance(event, m.Printed)
        for line in event.lines
    ]  # fmt: skip
    assert [line.text for line in lines if line.stream == "stdout"] == ["on import", "in forward"]
    assert any("careful" in line.text and line.stream == "stderr" for line in lines)
    engine.do(m.Undo())
    engine.do(m.Undo())


def test_what_a_failing_file_printed_is_told_too(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "failing.py"
    path.write_text("print('so far')\n1 / 0\nclass Net: pass\n")
    before = len(engine.heard)
    engine.refused(m.Configure(net="own", own=m.OwnModel(f"{path}:Net")))
    printed = [e for e in engine.heard[before:] if isinstance(e, m.Printed)]
    assert printed[0].lines[0].text == "so far"


def test_files_named_like_ours_do_not_clash(engine: Engine, tmp_path: Path) -> None:
    for name in ("engine", "gui", "messages", "session", "worker", "catalogue"):
        (tmp_path / f"{name}.py").write_text(f"WIDTH = {len(name)}\n")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "__init__.py").write_text("WIDTH = 3\n")
    path = tmp_path / "engine.py"
    path.write_text(
        net(head="import gui, messages, session, worker, catalogue, assets\n",
            init="self.b = nn.Linear(gui.WIDTH + messages.WIDTH, assets.WIDTH)")
    )  # fmt: skip
    state, _ = engine.do(m.Configure(net="own", own=m.OwnModel(f"{path}:Net", inputs="1x4")))
    assert [row.shape for row in state.parameters if row.name == "b.weight"] == [(3, 11)]
    state, _ = engine.do(m.Forward())
    assert state.phase == "alive"
    for _ in range(2):
        state, _ = engine.do(m.Undo())
    assert state.settings.net == "net"


def test_a_proposal_and_a_look_change_nothing(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(net(head="def batch():\n    return torch.randn(2, 4), torch.ones(2, 2)\n"))
    was = engine.do(STAND)[0]
    rows = engine.ask(m.Look(target=str(path)), m.Candidates)
    assert isinstance(rows, m.Candidates)
    assert [(row.name, row.kind) for row in rows.items] == [("Net", "class"), ("batch", "batch")]
    told = engine.ask(m.Propose(own=m.OwnModel(str(path))), m.Proposal)
    assert isinstance(told, m.Proposal)
    assert (told.own.inputs, told.own.root, told.parameters) == ("1x4", "output", 10)
    assert told.outputs[0].losses[0] == told.own.loss
    assert {"MSELoss", "CrossEntropyLoss"} <= {row.name for row in told.losses}
    assert {"SGD", "AdamW"} <= {row.name for row in told.optimizers}
    told = engine.ask(m.Propose(own=m.OwnModel(str(path), batch="batch")), m.Proposal)
    assert isinstance(told, m.Proposal)
    assert told.own.loss == "MSELoss"
    told = engine.ask(m.Propose(own=m.OwnModel(str(path), inputs="1x7")), m.Proposal)
    assert isinstance(told, m.Proposal)
    assert told.failure is not None and told.failure.source == "        return self.a(x)"
    assert not told.outputs
    path.write_text("import nothing_at_all\n")
    failed = engine.ask(m.Propose(own=m.OwnModel(f"{path}:Net")), m.Failure)
    assert isinstance(failed, m.Failure) and failed.line == 1
    assert changed(engine.do(STAND)[0]) == changed(was)


def test_an_engine_that_hangs_is_ended_and_the_next_one_goes_on(tmp_path: Path) -> None:
    """What a window does: it keeps the journal, kills, and restores."""
    path = tmp_path / "model.py"
    path.write_text(
        net("self.n += 1\n        while self.n == 3: pass\n        return self.a(x)", "self.n = 0")
    )
    own = m.OwnModel(f"{path}:Net", inputs="1x4")
    engine = Engine(tmp_path)
    engine.do(m.Restore(settings=m.Settings(net="own", own=own)))
    engine.do(m.Forward())
    state, _ = engine.do(m.Backward())
    engine.do(m.Forward())
    engine.send(m.Forward())
    time.sleep(0.5)
    journal = [e for e in engine.heard if isinstance(e, m.Journal)]
    entries: list[m.JournalEntry] = []
    for event in journal:
        entries[event.start :] = event.items
    assert [type(entry) for entry in entries] == [m.Forward, m.Backward, m.Forward]
    engine.end()
    path.write_text("this is no Python any more\n")  # the sources of the first engine are kept
    after = Engine(tmp_path)
    restore = m.Restore(
        settings=journal[-1].settings, journal=tuple(entries), position=journal[-1].position
    )
    now, _ = after.do(restore)
    assert now.parameters == state.parameters
    assert now.phase == "alive"
    after.end()


def test_a_first_model_that_can_not_be_opened_leaves_the_built_in_net(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    settings = m.Settings(net="own", own=m.OwnModel(str(tmp_path / "absent.py")))
    told, state = engine.refused(m.Restore(settings=settings))
    assert told.kind == "FileNotFoundError"
    assert state.settings == m.Settings()
    engine.end()
