"""From a graph to a laid-out scene: its groups, what is open of them, sizes, places, geometry.

What was opened or closed keeps the picture that is there; anything else gets a fresh one. Large
graphs take their time beside the window, and the last question is the one that counts.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont

from ...engine import messages
from .build import build_scene
from .chips import Bools
from .focus import Focus
from .fold.opening import Opening
from .fold.totals import Totals, totals, with_saved
from .fold.tree import Tree
from .folds import Folds
from .geometry import Geometry, Sizes, place
from .keep import Change, Kept, Plan
from .layouter import Layouter
from .measure import measure
from .places import Places
from .scene import Scene

FRESH, SAME, REFOLDED = "fresh", "same", "refolded"

SEEN_BYTES = 32 << 20
"""Of pictures of one graph, so that closing gives back what was there before opening."""


@dataclass(frozen=True, eq=False)
class Arrangement:
    """One picture of the graph.

    Attributes
    ----------
    how : str
        FRESH: another picture than before; SAME: the boxes are where they were; REFOLDED: something
        was opened or closed, and everything else stayed.
    change : Change or None
        Which boxes and frames are which of the last picture, where it is of the same graph.
    """

    geometry: Geometry
    totals: Totals
    how: str
    change: Change | None = None


@dataclass(frozen=True, eq=False)
class _Early:
    """A scene that is made while what its nodes have saved is still to come."""

    scene: Scene
    totals: Totals
    opening: Opening
    only: Bools | None


@dataclass(frozen=True, eq=False)
class _Coming:
    scene: Scene
    sizes: Sizes
    plan: Plan
    totals: Totals
    simply: bool


class Arranger(QObject):
    """Arranges one graph at a time.

    `arranged(Arrangement)` follows every change, `failed(reason)` where there is no way to draw it;
    `waits(operations)` when a layout begins and `progressed(done, total)` while it goes on.
    """

    arranged = Signal(object)
    failed = Signal(str)
    waits = Signal(int)
    progressed = Signal(int, int)

    def __init__(self, focus: Focus, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._focus = focus
        self._font = font
        self.folds = Folds(self)
        self.folds.grown.connect(self.arrange)
        self.folds.changed.connect(self._refold)
        self._layouter = Layouter(self)
        self._layouter.done.connect(self._placed)
        self._layouter.failed.connect(self._not_placed)
        self._layouter.progressed.connect(self.progressed)
        self._coming: _Coming | None = None
        self._early: _Early | None = None
        self._kept: Kept | None = None
        self._key: int | None = None  # of the graph that the kept picture shows
        self._seen: OrderedDict[bytes, Places] = OrderedDict()
        self._asked: tuple[int, Opening | None] | None = None
        self._awaits = False  # what the graph's nodes have saved, which its boxes tell
        self.only: Bools | None = None  # the nodes that the scene is made of, None for all

    @property
    def busy(self) -> bool:
        """Whether a picture is still to come."""
        growing = self.folds.graph is not None and self.folds.tree is None
        return growing or self._awaits or self._coming is not None

    @property
    def graph(self) -> messages.GraphFound | None:
        """The graph that is arranged."""
        return self.folds.graph

    def warm(self) -> None:
        """Make ready for the first graph."""
        self._layouter.warm()

    def begin_at_once(self) -> None:
        """Do not let a small first graph wait for the worker."""
        self._layouter.at_once = True

    def stop(self) -> None:
        """End what works beside the window."""
        self._layouter.stop()

    def take(self, graph: messages.GraphFound) -> None:
        """Arrange this graph from now on."""
        self.waits.emit(len(graph.names))
        self._awaits = graph.storages_follow
        self.folds.take(graph)

    def take_storages(self, storages: messages.Storages) -> None:
        """What the graph has left open: its picture can be made."""
        if self._awaits and storages.key == self._current_key():
            self.folds.fill(storages)
            self.go_on()

    def go_on(self) -> None:
        """Make the picture of what is known of the graph."""
        if self._awaits:
            self._awaits = False
            self.arrange()

    def drop(self) -> None:
        """There is no graph."""
        self._layouter.cancel()
        self.folds.drop()
        self._coming = self._early = self._kept = self._key = self.only = None
        self._awaits = False

    def use_font(self, font: QFont) -> None:
        """Make room for texts in this font."""
        self._font = font
        if self.folds.tree is not None:
            self.arrange()

    def arrange(self, simply: bool = False) -> None:
        """Lay the graph out afresh."""
        self._ask(simply, None)

    def use_plain(self) -> None:
        """Give a layout that takes too long up: plain layers at once."""
        if self._coming is not None:
            self.arrange(simply=True)

    def refocus(self) -> None:
        """What is shown alone has changed."""
        if self._shown() != self._asked:
            self._refold()

    def _shown(self) -> tuple[int, Opening | None]:
        """What the focus says of the scene, to be compared."""
        tree = self.folds.tree
        opening = self._focus.opening(tree, self.folds.opening) if tree is not None else None
        return id(self._focus.only), opening

    def _refold(self) -> None:
        self._ask(False, self._kept if self._key == self._current_key() else None)

    def _seen_before(self, plan: Plan) -> Places | None:
        """The very picture that this graph had before with the same groups open."""
        return self._seen.get(plan.digest()) if self._key == self._current_key() else None

    def _current_key(self) -> int | None:
        return self.folds.graph.key if self.folds.graph is not None else None

    def _ask(self, simply: bool, kept: Kept | None) -> None:
        graph, tree = self.folds.graph, self.folds.tree
        if graph is None or tree is None:
            return
        opening, only = self._focus.opening(tree, self.folds.opening), self._focus.only
        scene, found = self._scene(graph, tree, opening, only)
        if self._awaits:
            self._early = _Early(scene, found, opening, only)
            return
        self.only, self._asked = only, self._shown()
        sizes = measure(scene, self._font, found)
        boxes, frames = scene.identities
        plan = Plan(
            sizes.boxes, scene.links, scene.frame, scene.frames.parent, sizes.frame_head,
            boxes, frames, scene.loose,
        )  # fmt: skip
        self._coming = _Coming(scene, sizes, plan, found, simply)
        self.waits.emit(len(scene.node))
        known = self._seen_before(plan) if kept is not None else None
        if known is not None:
            self._layouter.cancel()
            self._placed(known)
        else:
            self._layouter.ask(plan, simply, kept)

    def _scene(
        self, graph: messages.GraphFound, tree: Tree, opening: Opening, only: Bools | None
    ) -> tuple[Scene, Totals]:
        """What is to be drawn, and its totals: as far as it was made early, only completed."""
        early, self._early = self._early, None
        same = early is not None and early.opening == opening and early.only is only
        if early is not None and same and early.scene.tree is tree:
            scene = replace(early.scene, graph=graph)
            return scene, with_saved(early.totals, scene)
        scene = build_scene(graph, tree, opening, only)
        return scene, totals(scene)

    def _placed(self, places: Places) -> None:
        coming, self._coming = self._coming, None
        if coming is None:
            return
        before, now = self._kept, Kept(coming.plan, places)
        how, change = FRESH, None
        if before is not None and places is before.places:
            how = SAME
        elif before is not None and self._key == coming.scene.key:
            how, change = REFOLDED, Change.between(before.drawn.plan, now.drawn.plan)
        if self._key != coming.scene.key:
            self._seen.clear()
        self._remember(coming.plan, places)
        self._kept, self._key = now, coming.scene.key
        scene = coming.scene.without_frames(now.left_out)
        geometry = place(scene, coming.sizes, now.drawn.places)
        self.arranged.emit(Arrangement(geometry, coming.totals, how, change))

    def _remember(self, plan: Plan, places: Places) -> None:
        self._seen[plan.digest()] = places
        self._seen.move_to_end(plan.digest())
        while len(self._seen) > 1 and sum(p.nbytes for p in self._seen.values()) > SEEN_BYTES:
            self._seen.popitem(last=False)

    def _not_placed(self, reason: str) -> None:
        coming, self._coming = self._coming, None
        if coming is None:
            return
        if coming.simply:
            self.failed.emit(reason)
        else:
            self.arrange(simply=True)
