"""What is written on cards and frames: totals, ranges of norms, module calls. No Qt but texts."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from ...engine import messages
from ..panels.numbers import SIGN, count, not_a_number, number
from . import levels
from .fold.totals import Totals
from .fold.tree import MODULE, NO_GROUP, TIMES
from .places import Ints
from .scene import Scene

translate = QCoreApplication.translate


def norm_text(value: float, code: int) -> str:
    """A gradient's norm as it stands on a card: with a sign where it is NaN or Inf.

    >>> norm_text(0.0123, 3), norm_text(0.0, levels.ZERO), norm_text(float("nan"), levels.STRANGE)
    ('‖g‖ 0.01230', '‖g‖ 0', '⚠ ‖g‖ NaN')
    """
    if code == levels.NONE:
        return translate("Canvas", "no gradient")
    if code == levels.UNMEASURED:
        return translate("Canvas", "no norm")
    return f"{SIGN} ‖g‖ {number(value)}" if code == levels.STRANGE else f"‖g‖ {number(value)}"


def short(value: float) -> str:
    """A norm in two digits.

    >>> short(0.00012), short(0.0341), short(12.0), short(1.0), short(0.0), short(98765.0)
    ('1.2e-4', '0.034', '12', '1', '0', '9.9e4')
    """
    strange = not_a_number(value)
    if strange or value == 0:
        return strange or "0"
    if 0.01 <= value < 1000:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    digits, _, power = f"{value:.1e}".partition("e")
    return f"{digits}e{int(power)}"


def range_text(low: float, high: float, low_code: int, code: int) -> str:
    """The norms in a folded box from the smallest to the largest.

    >>> range_text(0.00012, 0.034, 3, 40), range_text(0.5, 0.5, 7, 7)
    ('‖g‖ 1.2e-4 – 0.034', '‖g‖ 0.5')
    """
    if code < 0 and code != levels.ZERO:
        return norm_text(high, code)
    first, last = short(low), short(high)
    return f"‖g‖ {first}" if first == last else f"‖g‖ {first} – {last}"


def found(graph: messages.GraphFound) -> str:
    """How much a graph holds, however much of it is folded."""
    nodes, edges = len(graph.names), graph.edges.shape[0]
    return translate("Canvas", "{0} nodes, {1} edges").format(count(nodes), count(edges))


def large(value: float) -> str:
    """A count in three digits.

    >>> large(744), large(7_100_000), large(1_249), large(999_950)
    ('744', '7.10 M', '1,249', '1.00 M')
    """
    if value < 10_000:
        return count(int(value))
    for power, unit in ((1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")):
        part = value / power
        if part < 999.5 or unit == "T":
            digits = 2 if part < 9.995 else 1 if part < 99.95 else 0
            return f"{part:.{digits}f} {unit}"
    raise AssertionError(value)


def size_text(many: float) -> str:
    """Bytes in the units of memory.

    >>> size_text(512), size_text(12.3 * 2**20)
    ('512 B', '12.3 MiB')
    """
    if many < 1024:
        return f"{int(many)} B"
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        many /= 1024
        if many < 1000 or unit == "TiB":
            return f"{many:.1f} {unit}" if many < 100 else f"{many:.0f} {unit}"
    raise AssertionError(many)


def held(scene: Scene, totals: Totals | None, box: int) -> tuple[list[str], str]:
    """What a folded box holds: class, operations, parameters; and what it saved, "" if unknown."""
    many = int(scene.member_at[box + 1] - scene.member_at[box])
    if totals is not None:
        many = int(totals.nodes[box])
    parts = [scene.shapes[box]] if scene.shapes[box] else []
    parts.append(translate("Canvas", "{0} operations").format(count(many)))
    if totals is None:
        return parts, ""
    if totals.elements[box]:
        numbers = large(int(totals.elements[box]))
        parts.append(translate("Canvas", "{0} parameters").format(numbers))
    if totals.saved is None:
        return parts, ""
    saved = size_text(int(totals.saved[box]))
    return parts, translate("Canvas", "{0} saved").format(saved)


def times_text(scene: Scene, box: int) -> str:
    """ "×12" for a box that stands for 12 equal elements, else ""."""
    group = int(scene.group[box])
    if group < 0 or scene.tree.kind[group] != TIMES or scene.count[box] < 2:
        return ""
    return f"×{int(scene.count[box])}"


def frame_words(scene: Scene, frame: int) -> tuple[str, str]:
    """Title of a frame, and what follows it: its class, or how many elements it has."""
    group = int(scene.frames.group[frame])
    tree = scene.tree
    detail = tree.details[group] if group < len(tree.details) else ""
    if tree.kind[group] == TIMES:
        detail = f"{detail} ×{len(tree.children[group])}".strip()
    return scene.frames.titles[frame], detail


class Modules:
    """Which module call made an operation, where no frame around it tells.

    Attributes
    ----------
    call : (B,) int32
        The call whose name stands on a box, -1 for none.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        graph = scene.graph
        self.call: Ints = np.full(len(scene.node), -1, np.int32)
        if graph.call_of is None:
            return
        own = graph.call_of.numpy()[np.maximum(scene.node, 0)]
        told = np.append(self._frame_calls(), -1)[scene.frame]
        shown = (scene.node >= 0) & (own >= 0) & (own != told)
        self.call = np.where(shown, own, -1).astype(np.int32)
        self._told = told
        self._names: dict[tuple[int, int], str] = {}

    def _frame_calls(self) -> Ints:
        """(F,) int32: the innermost module call around what is in each frame."""
        tree, groups = self._scene.tree, self._scene.frames.group
        calls = np.full(len(groups), -1, np.int32)
        for frame, group in enumerate(groups.tolist()):
            at = group
            while at != NO_GROUP and tree.kind[at] != MODULE:
                at = int(tree.parent[at])
            calls[frame] = tree.call[at] if at != NO_GROUP else -1
        return calls

    def name(self, box: int) -> str:
        """The module's name, without what the frame around it already tells; "" for none."""
        call = int(self.call[box])
        if call < 0:
            return ""
        around = int(self._told[box])
        found = self._names.get((call, around))
        if found is None:
            calls = self._scene.graph.calls
            path = calls[call].path or calls[call].kind
            if around >= 0 and calls[around].path:
                path = path.removeprefix(f"{calls[around].path}.")
            many = calls[call].number
            found = self._names[call, around] = path if many == 1 else f"{path}#{many}"
        return found

    def second(self, box: int) -> str:
        """The start of an operation's second line: its module and its shape."""
        name, shape = self.name(box), self._scene.shapes[box]
        return f"{name} · {shape}" if name and shape else name or shape
