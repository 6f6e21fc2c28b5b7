"""graphlay behind one function: one piece of a graph in, its drawing out. No Qt.

A piece has gates: links that come from above it enter through gates in its first row and leave
through gates in its last one. Equal pieces are laid out once: a recurrent net's columns are equal.

Source: https://aarkue.github.io/graphlay/docs/guide
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from . import crossed
from .answer import THROUGH, finished
from .ask import Layout, Request, Search
from .distinct import distinct
from .layers import ranks
from .piece import Drawn, Piece
from .places import Floats, Ints, Places
from .sides import simplified
from .tangles import crossing_links

TRIES = (150, 6), (300, 4), (1500, 1)
"""Up to so much work, so many layouts more are tried where links cross."""

FLAT = 100
"""Boxes in no frame up to which more layouts are tried: more take long and gain little."""

PATIENCE = 2
"""Layouts without a gain after which no more are tried; of small pieces more."""

TURNED = 4
"""Frames that are tried the other way round."""

HEAVY = 3_000
"""Work beyond which the engine searches less: it would take most of a minute and gain little."""

LARGE = 8_000
"""The same of all boxes in no frame, of which the order is asked for once or twice."""

THRICE = 400
"""Boxes in no frame up to which a known order is improved in three ways."""

REMEMBERED = 256
"""Pieces."""

T = TypeVar("T")

_known: OrderedDict[bytes, tuple[Drawn, int]] = OrderedDict()
_simple: OrderedDict[bytes, tuple[Piece, bytes]] = OrderedDict()


def draw(piece: Piece, once: bool = False) -> Drawn:
    """graphlay's layout of a piece; arguments and errors are those of `best`."""
    return best(piece, once)[0]


def best(piece: Piece, once: bool = False, worth: float = math.inf) -> tuple[Drawn, int]:
    """graphlay's layout of a piece, and its crossings: any through a box counts as many.

    Parameters
    ----------
    once : bool
        Whether the first answer is taken as it is.
    worth : float
        Crossings up to which a drawing in a known order is worth improving, which takes long.

    Raises
    ------
    graphlay.GraphlayError
        If the piece is beyond what it takes, within milliseconds.
    """
    if piece.ordered:
        piece, digest = _simplified(piece)
        found = _remembered(digest + b"strictly", lambda: _strictly(piece))
        if not 0 < found[1] <= worth:
            return found
        return _remembered(digest + b"improved", lambda: _improved(piece, found))
    tries = 0 if once else _tries(piece)
    return _remembered(piece.digest() + bytes([once]), lambda: _draw(piece, tries))


def _simplified(piece: Piece) -> tuple[Piece, bytes]:
    """A piece with the numbers for its order that equal ones have, and its digest."""

    def made() -> tuple[Piece, bytes]:
        known = simplified(piece)
        return known, known.digest()

    return _kept(_simple, piece.digest(), made)


def _remembered(key: bytes, draw: Callable[[], tuple[Drawn, int]]) -> tuple[Drawn, int]:
    """What was drawn under this key, else what is drawn now."""
    return _kept(_known, key, draw)


def _kept(known: OrderedDict[bytes, T], key: bytes, make: Callable[[], T]) -> T:
    """What is known under this key, else what is made now; the least used is forgotten."""
    found = known.get(key)
    if found is None:
        found = known[key] = make()
        if len(known) > REMEMBERED:
            known.popitem(last=False)
    else:
        known.move_to_end(key)
    return found


def flat(sizes: Floats, links: Ints, upwards: bool = False) -> list[Places]:
    """graphlay's order of boxes in no frame, all in one piece, as a drawing that nobody sees.

    Parameters
    ----------
    upwards : bool
        Whether it is drawn from the targets on, which can give more crossings or fewer.

    Returns
    -------
    list of Places
        The drawing, and one with fewer crossings if there is one.

    Raises
    ------
    graphlay.GraphlayError
        If they are beyond what it takes.
    """
    piece = Piece.flat(sizes, links)
    asked = piece.turned() if upwards else piece
    search = Search.SHORT if _work(asked) > LARGE else Search.FULL
    drawn, cost = finished(asked, Request(asked).ask(search=search, pretty=False))
    drawn = drawn.turned() if upwards else drawn
    better, _ = crossed.fewer(piece, (drawn, cost))
    return [drawn.places] if better is drawn else [drawn.places, better.places]


def forget() -> None:
    """Forget the pieces laid out so far: for timing."""
    _known.clear()
    _simple.clear()


def _draw(piece: Piece, tries: int) -> tuple[Drawn, int]:
    """The drawing with the fewest crossings of several, the first of them if they are equal.

    How many are left is told too.

    In which order the engine gets boxes and links decides how it breaks ties, and within frames
    more than that: it lays them out one by one, from the innermost out. So where links cross, it
    is asked again with boxes and links in the order in which they would lie without frames.
    """
    request = Request(piece)
    layout = request.ask(search=Search.SHORT if _work(piece) > HEAVY else Search.FULL)
    fewest, tangles = finished(piece, layout)
    if not tangles or not tries:
        return fewest, tangles
    known = layout
    along, lanes = request.without_frames()
    vain = 0
    for number in range(tries):
        layout = request.ask(along, lanes, by_target=number % 2 == 1)
        drawn, left = finished(piece, layout)
        vain += 1
        if left < tangles:
            fewest, tangles, known, vain = drawn, left, layout, 0
            if not tangles:
                return fewest, 0
        if vain >= max(PATIENCE, tries - PATIENCE):
            break
        if number == 1:
            along, lanes = -along, -lanes
        elif number % 2:
            along, lanes = request.across(layout)
    return _turned(piece, request, known, fewest, tangles)


def _strictly(piece: Piece) -> tuple[Drawn, int]:
    """The drawing of a piece in its order."""
    request = Request(piece)
    found = finished(piece, request.in_its_order())
    if found[1] >= THROUGH and _parallel(piece):  # side by side they lead through boxes
        found = min(found, finished(piece, request.in_its_order(Search.APART)), key=_cost)
    return found


def _parallel(piece: Piece) -> bool:
    """Whether some links have the same two ends."""
    tail, head = piece.links.T.astype(np.int64)
    return len(distinct(tail * len(piece.sizes) + head)) < len(tail)


def _improved(piece: Piece, found: tuple[Drawn, int]) -> tuple[Drawn, int]:
    """A better one than that drawing in its order, if there is one near.

    Without frames it is looked for downwards, upwards, and with every box as far up as its links
    allow: each of them is the best for some graphs.
    """
    request = Request(piece)
    found = min(found, finished(piece, request.in_its_order(Search.NEARBY)), key=_cost)
    if len(piece.outer):
        return found
    thrice = len(piece.sizes) <= THRICE
    if found[1] and thrice:
        turned = piece.turned()
        upwards, cost = finished(turned, Request(turned).in_its_order(Search.NEARBY))
        found = min(found, (upwards.turned(), cost), key=_cost)
    if found[1] and thrice:
        request.raise_all()
        found = min(found, finished(piece, request.in_its_order(Search.NEARBY)), key=_cost)
    return crossed.fewer(piece, found)


def _cost(found: tuple[Drawn, int]) -> int:
    return found[1]


def _turned(
    piece: Piece, request: Request, layout: Layout, fewest: Drawn, tangles: int
) -> tuple[Drawn, int]:
    """The same with frames turned left to right whose links cross others, if that helps."""
    crossing = crossing_links(fewest.places.points, fewest.places.starts)
    crossing = crossing[crossing < len(piece.links)]
    frames = distinct(piece.frame[piece.links[crossing]])
    for frame in frames[frames >= 0][:TURNED].tolist():
        answer = request.ask(*request.turned(layout, frame))
        drawn, left = finished(piece, answer)
        if left < tangles:
            fewest, tangles = drawn, left
            if not tangles:
                break
    return fewest, tangles


def _tries(piece: Piece) -> int:
    """How many more layouts a piece is worth."""
    if not len(piece.outer) and len(piece.sizes) > FLAT:
        return 0
    work = _work(piece)
    return next((many for most, many in TRIES if work <= most), 0)


def _work(piece: Piece) -> int:
    """Boxes, and rows that links run through: the engine's time grows with them."""
    rank = ranks(len(piece.sizes), piece.links)
    gates = np.concatenate([rank[piece.into], rank.max() - rank[piece.out]])
    across = rank[piece.links[:, 1]] - rank[piece.links[:, 0]]
    return len(rank) + int(across.sum() + gates.sum())
