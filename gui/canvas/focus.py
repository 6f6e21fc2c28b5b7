"""What of the graph is shown alone: ancestors, descendants, a path, the matches of a search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ...engine import messages
from ..panels.found import module_label
from ..selection import Selection
from .chips import Bools, absorbed
from .find import title
from .fold.opening import Opening
from .fold.tree import Tree
from .queries import Adjacency, accumulators, boxes_without, folded_around, same_structure
from .scene import Scene

HIDDEN, FOLDED, DIMMED = "hidden", "folded", "dimmed"
MANNERS = (HIDDEN, FOLDED, DIMMED)
"""What happens to everything else."""


class Focus(QObject):
    """Holds which nodes are shown alone, and says so in words.

    It stays while the graph keeps its structure, from one training step to the next, and ends with
    a note when the structure changes. `changed` comes whenever anything below is another.

    Parameters
    ----------
    group : callable, optional
        The name and the nodes of a folded box that is selected, where neither a parameter nor a
        node is; no nodes for none.

    Attributes
    ----------
    words : str
        What is shown alone, as a phrase; "" for everything.
    note : str
        One sentence about what could not be done, or what has ended; "" for none.
    manner : str
        One of MANNERS.
    """

    changed = Signal()

    def __init__(
        self,
        selection: Selection,
        parent: QObject | None = None,
        group: Callable[[], tuple[str, list[int]]] = lambda: ("", []),
    ) -> None:
        super().__init__(parent)
        self._selection = selection
        self._group = group
        self._graph: messages.GraphFound | None = None
        self._here = False  # the graph is gone at times, and comes back the same
        self._adjacency: Adjacency | None = None
        self._inside: Bools | None = None
        self._keep: Bools | None = None
        self._start: tuple[str, list[int]] | None = None
        self.words = ""
        self.note = ""
        self.manner = HIDDEN

    # --- what is shown ----------------------------------------------------------------------

    @property
    def keep(self) -> Bools | None:
        """(N,) bool: the nodes shown alone; None for everything."""
        return self._keep if self._here else None

    @property
    def only(self) -> Bools | None:
        """The nodes to make a scene of; None for everything."""
        return self.keep if self.manner == HIDDEN else None

    @property
    def start(self) -> str:
        """The name of what is marked as the start of a path; "" for none."""
        return self._start[0] if self._here and self._start is not None else ""

    @property
    def counts(self) -> tuple[int, int]:
        """How many nodes are shown alone, of how many."""
        keep = self.keep
        return (int(keep.sum()), len(keep)) if keep is not None else (0, 0)

    def shows(self, node: int) -> bool:
        """Whether a node is not hidden."""
        only = self.only
        return only is None or bool(only[node])

    def dim(self, scene: Scene) -> Bools | None:
        """(B,) bool: the boxes to paint paler; None for none."""
        keep = self.keep
        return boxes_without(scene, keep) if keep is not None and self.manner == DIMMED else None

    def opening(self, tree: Tree, opening: Opening) -> Opening:
        """The fold state to show instead of `opening`: what is not on it closed."""
        keep = self.keep
        if keep is None or self.manner != FOLDED:
            return opening
        return folded_around(tree, keep, opening)

    # --- the graph --------------------------------------------------------------------------

    def show_graph(self, graph: messages.GraphFound | None) -> None:
        """The graph there is now. Nodes keep their numbers while its structure stays."""
        before, here = self._graph, self._here
        told = self._keep is not None or self._start is not None or bool(self.note)
        if graph is None:
            self._here = False
        elif before is not None and same_structure(before, graph):
            self._graph, self._here = graph, True
        else:
            if self._keep is not None:
                self.note = self.tr("The graph has another structure: everything is shown again.")
            self._graph, self._here = graph, True
            self._adjacency = self._inside = self._keep = self._start = None
            self.words = ""
        if told and (here != self._here or before is not self._graph):
            self.changed.emit()

    # --- what a person asks for -------------------------------------------------------------

    def ancestors(self) -> None:
        """Show only from where the gradients of the selection come."""
        name, nodes = self._chosen()
        if nodes:
            words = self.tr("Only where the gradient of {0} comes from").format(name)
            self._show(self._links.ancestors(nodes), words)

    def descendants(self) -> None:
        """Show only to where the selection hands gradients on."""
        name, nodes = self._chosen()
        if nodes:
            words = self.tr("Only where {0} hands gradients on to").format(name)
            self._show(self._links.descendants(nodes), words)

    def both(self) -> None:
        """Show only the ancestors and the descendants of the selection."""
        name, nodes = self._chosen()
        if nodes:
            words = self.tr("Only what hands gradients to {0} or gets them from it").format(name)
            self._show(self._links.both(nodes), words)

    def to_loss(self) -> None:
        """Show only the paths from the selection to where backward starts."""
        name, nodes = self._chosen()
        if nodes:
            words = self.tr("Only the path from {0} to the loss").format(name)
            self._show(self._links.to_roots(nodes), words)

    def mark(self) -> None:
        """Mark the selection as the start of a path."""
        name, nodes = self._chosen()
        if nodes:
            self._start, self.note = (name, nodes), ""
            self.changed.emit()

    def path_here(self) -> None:
        """Show only the paths between the marked start and the selection."""
        name, nodes = self._chosen()
        if not nodes or self._start is None:
            return
        start, others = self._start
        if others == nodes:
            self.note = self.tr("The path starts here: select its other end first.")
            self.changed.emit()
            return
        found = self._links.between(others, nodes)
        if found.any():
            self._show(found, self.tr("Only the path between {0} and {1}").format(start, name))
            return
        self.note = self.tr(
            "No path: no gradient goes from {0} to {1}, nor from {1} to {0}."
        ).format(start, name)  # fmt: skip
        self.changed.emit()

    def matches(self, mask: Bools, text: str, iteration: int | None = None) -> None:
        """Show only the nodes that a search found, with their parameters.

        Parameters
        ----------
        iteration : int, optional
            The one whose gradients were searched; they are not searched again by themselves.
        """
        if self._graph is None or len(mask) != len(self._graph.names):
            return
        if not mask.any():
            self.note = self.tr("Nothing matches “{0}”.").format(text)
            self.changed.emit()
        elif iteration is None:
            words = self.tr("Only the matches of “{0}”").format(text)
            self._show(self._links.drawable(mask, self._on_chips), words)
        else:
            words = self.tr("Only the matches of “{0}” at iteration {1}").format(text, iteration)
            self._show(self._links.drawable(mask, self._on_chips), words)

    def choose(self, manner: str) -> None:
        """What to do with everything else, one of MANNERS."""
        if manner != self.manner:
            self.manner = manner
            self.changed.emit()

    def clear(self) -> None:
        """Show everything again, and mark no start."""
        if self._keep is not None or self._start is not None or self.note:
            self._keep = self._start = None
            self.words = self.note = ""
            self.changed.emit()

    # --- how --------------------------------------------------------------------------------

    @property
    def _links(self) -> Adjacency:
        assert self._graph is not None
        if self._adjacency is None:
            self._adjacency = Adjacency.of(self._graph)
        return self._adjacency

    @property
    def _on_chips(self) -> Bools:
        assert self._graph is not None
        if self._inside is None:
            self._inside = absorbed(self._graph)
        return self._inside

    def _chosen(self) -> tuple[str, list[int]]:
        """The selection's name and nodes; no nodes if nothing of this graph is selected."""
        graph, parameter, node = self._graph, self._selection.parameter, self._selection.node
        if graph is None or not self._here:
            return "", []
        if parameter is not None:
            return parameter, accumulators(graph, parameter)
        group = self._selection.group
        if group is not None:
            return group.title, group.nodes.tolist()
        if node is None or not 0 <= node < len(graph.names):
            return self._group()
        module = module_label(graph, node)
        name = title(graph, node)
        return f"{name} ({module})" if module else name, [node]

    def _show(self, keep: Bools, words: str) -> None:
        inside = self._on_chips
        if not (keep & ~inside).any():  # chips alone: the boxes that they are on
            keep = self._links.drawable(keep, inside, chips=False)
        self._keep, self.words, self.note = keep, words, ""
        self.changed.emit()
