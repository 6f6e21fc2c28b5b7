"""Graph.picture: the folded graph as a file, from any program, without a display."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from torch import nn

import gradwalk
from gradwalk.engine.picture import PictureError
from gradwalk.tests.models import MODELS, loss_of

SVG = "{http://www.w3.org/2000/svg}"


class Block(nn.Module):
    """A residual block whose parts have names worth finding."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(6, 6), nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(torch.tanh(self.first(x)))


class Stacked(nn.Module):
    def __init__(self, blocks: int) -> None:
        super().__init__()
        self.stem = nn.Linear(3, 6)
        self.blocks = nn.Sequential(*(Block() for _ in range(blocks)))
        self.head = nn.Linear(6, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.blocks(self.stem(x)))


def traced(blocks: int = 2) -> gradwalk.Graph:
    net = Stacked(blocks)
    with gradwalk.attribution(net):
        loss = net(torch.ones(2, 3)).sum()
    return gradwalk.trace(loss)


def texts(path: Path) -> list[str]:
    """What is written in an SVG, which must be XML."""
    return [element.text or "" for element in ElementTree.parse(path).iter(f"{SVG}text")]


def chain(length: int) -> gradwalk.Graph:
    """A graph of so many operations in a row, walked where it is safe to."""
    x = torch.ones(1, requires_grad=True)
    for _ in range(length):
        x = x * 1.0
    return gradwalk.trace(x)


# --- what is in it --------------------------------------------------------------------------


def test_every_operation_and_parameter_of_a_small_graph_is_named(tmp_path: Path) -> None:
    graph = traced()
    written = " ".join(texts(graph.picture(tmp_path / "g.svg")))
    for node in graph.nodes:
        assert (node.parameter or node.name) in written or node.name.startswith("T")
    for shape in ("6×3", "2×6"):
        assert shape in written


def test_a_large_graph_is_folded_into_its_modules(tmp_path: Path) -> None:
    graph = traced(blocks=60)
    folded = texts(graph.picture(tmp_path / "folded.svg"))
    assert len(folded) < 120
    assert any("blocks" in text for text in folded)
    opened = texts(graph.picture(tmp_path / "opened.svg", folded=False))
    assert sum(text == "TanhBackward0" for text in opened) == 60
    assert f"{len(graph.nodes)} nodes, {len(graph.edges)} edges" in " ".join(folded)


def test_texts_keep_their_width_in_any_font(tmp_path: Path) -> None:
    path = traced().picture(tmp_path / "g.svg")
    for element in ElementTree.parse(path).iter(f"{SVG}text"):
        if element.text:
            assert float(element.get("textLength", "0")) > 0
            assert "sans-serif" in element.get("font-family", "")


@pytest.mark.parametrize("name", sorted(MODELS))
def test_any_model_has_a_picture_that_reads_as_svg(name: str, tmp_path: Path) -> None:
    model, inputs = MODELS[name]()
    with gradwalk.attribution(model):
        loss = loss_of(model(*inputs))
    path = gradwalk.trace(loss).picture(tmp_path / "g.svg")
    assert texts(path)
    assert QSvgRenderer(str(path)).isValid()


def test_fifty_thousand_operations_have_a_picture(tmp_path: Path) -> None:
    found: list[gradwalk.Graph] = []
    before = threading.stack_size(256 << 20)
    try:
        worker = threading.Thread(target=lambda: found.append(chain(50_000)))
        worker.start()
    finally:
        threading.stack_size(before)
    worker.join()
    written = " ".join(texts(found[0].picture(tmp_path / "g.svg")))
    assert "50,001 nodes" in written


# --- formats and options --------------------------------------------------------------------


@given(st.integers(40, 1500))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_png_has_the_width_asked_for(tmp_path: Path, width: int) -> None:
    path = traced().picture(tmp_path / "g.png", width=width)
    image = QImage(str(path))
    assert image.width() == width
    assert image.height() > 0


def test_the_scale_is_that_of_the_svg(tmp_path: Path) -> None:
    graph = traced()
    size = QSvgRenderer(str(graph.picture(tmp_path / "g.svg"))).defaultSize()
    for scale in (0.5, 3.0):
        image = QImage(str(graph.picture(tmp_path / "g.png", scale=scale)))
        assert abs(image.width() - scale * size.width()) <= 2
        assert abs(image.height() - scale * size.height()) <= 2
    wide = QSvgRenderer(str(graph.picture(tmp_path / "w.svg", width=300))).defaultSize()
    assert wide.width() == 300
    assert wide == QSize(300, round(300 * size.height() / size.width()))


def test_the_ground_is_white_or_dark(tmp_path: Path) -> None:
    graph = traced()
    light = QImage(str(graph.picture(tmp_path / "l.png")))
    assert light.pixelColor(1, 1) == QColor("white")
    assert len({light.pixel(x, light.height() // 4) for x in range(light.width())}) > 3
    dark = QImage(str(graph.picture(tmp_path / "d.png", theme="dark")))
    assert dark.pixelColor(1, 1).lightness() < 60


def test_a_pdf_has_one_page_and_its_fonts(tmp_path: Path) -> None:
    data = traced().picture(tmp_path / "g.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    assert b"/FontFile" in data


def test_the_same_graph_twice_is_the_same_picture(tmp_path: Path) -> None:
    graph = traced()
    first = graph.picture(tmp_path / "a.svg").read_bytes()
    assert first == graph.picture(tmp_path / "b.SVG").read_bytes()


# --- mistakes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options", "error", "said"),
    [
        ("g.gif", {}, ValueError, ".svg, .png, .pdf"),
        ("g", {}, ValueError, ".svg"),
        ("none/g.svg", {}, FileNotFoundError, "none"),
        (".", {}, ValueError, ".svg"),
        ("g.svg", {"theme": "pink"}, ValueError, "'light' or 'dark'"),
        ("g.png", {"scale": 0}, ValueError, "scale"),
        ("g.png", {"width": -3}, ValueError, "width"),
        ("g.png", {"width": 30, "scale": 1.0}, ValueError, "one of them"),
        ("g.png", {"scale": 1e4}, PictureError, "too large"),
    ],
)
def test_a_mistake_is_said(
    name: str, options: dict[str, object], error: type[Exception], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=re.escape(said)):
        traced().picture(tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "g.svg").mkdir()
    with pytest.raises(IsADirectoryError):
        traced().picture(tmp_path / "g.svg")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        traced().picture(tmp_path / "g.svg")


# --- in other people's programs -------------------------------------------------------------

SCRIPT = """
import sys, torch
{before}
import gradwalk
loss = (torch.ones(3, requires_grad=True) * 2).sum()
gradwalk.trace(loss).picture(sys.argv[1])
print(*sorted(name for name in sys.modules if name.startswith(("PySide6", "pyqtgraph"))))
{after}
"""


def run(path: Path, before: str = "", after: str = "", **more: str) -> str:
    """What a script prints that draws a picture on a machine without a display."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(before=before, after=after), str(path)],
        env=kept | more, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_it_needs_no_display_and_loads_no_qt(tmp_path: Path) -> None:
    assert run(tmp_path / "g.svg") == ""
    assert "SumBackward0" in texts(tmp_path / "g.svg")


def test_it_works_beside_an_application_of_the_script(tmp_path: Path) -> None:
    before = (
        "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "application = QApplication([])"
    )
    run(tmp_path / "g.png", before, "QLabel('still well').show(); application.processEvents()")
    assert not QImage(str(tmp_path / "g.png")).isNull()


def test_the_plugins_of_another_qt_are_not_taken(tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "cv2" / "qt" / "plugins")
    run(
        tmp_path / "g.svg",
        QT_QPA_PLATFORM_PLUGIN_PATH=elsewhere, QT_PLUGIN_PATH=elsewhere,
        QT_QPA_FONTDIR=str(tmp_path / "cv2" / "qt" / "fonts"),
    )  # fmt: skip
    assert "SumBackward0" in texts(tmp_path / "g.svg")


def test_it_works_outside_the_main_thread(tmp_path: Path) -> None:
    graph, made = traced(), []
    worker = threading.Thread(target=lambda: made.append(graph.picture(tmp_path / "g.svg")))
    worker.start()
    worker.join()
    assert texts(made[0])


def _drawn(make: Callable[[], gradwalk.Graph], path: Path) -> None:
    make().picture(path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_it_works_in_a_forked_worker(tmp_path: Path) -> None:
    worker = multiprocessing.get_context("fork").Process(
        target=_drawn, args=(traced, tmp_path / "g.svg"), daemon=True
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == 0
    assert texts(tmp_path / "g.svg")


def test_where_qt_cannot_be_loaded_the_reason_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "other" / "PySide6"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file')"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(broken.parent), *sys.path]))
    with pytest.raises(PictureError, match=r"libEGL\.so\.1") as caught:
        traced().picture(tmp_path / "g.svg")
    assert "apt install libegl1" in str(caught.value)
    bundle = traced()._repr_mimebundle_()
    assert "image/svg+xml" not in bundle
    assert "libEGL.so.1" in bundle["text/plain"]


# --- in a notebook --------------------------------------------------------------------------


def test_a_cell_shows_the_folded_picture() -> None:
    graph = traced(blocks=40)
    bundle = graph._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == repr(graph)
    root = ElementTree.fromstring(bundle["image/svg+xml"])
    assert root.tag == f"{SVG}svg"
    assert any("blocks" in (element.text or "") for element in root.iter(f"{SVG}text"))
