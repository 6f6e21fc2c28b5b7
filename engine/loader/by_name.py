"""Inputs that forward's own words for its parameters suggest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .inputs import Input
from .layers import LENGTHS, Proposal, proposals
from .slots import CELL, STATE

NAME = QT_TRANSLATE_NOOP("Explain", "forward calls it {name}.")
_IMAGE = re.compile(r"^(images?|imgs?|pictures?|pixel_values|frames?|photos?)$")
_TOKENS = re.compile(
    r"ids?$|idx$|indices|token|words?|^src$|^tgt$|^trg$|user|item|^segments?$|^(text|captions?|prompts?)$"
)
_SEQUENCE = re.compile(
    r"^(encoder_hidden_states|context|cond(itioning)?|memory|encoder_outputs?|(text_)?embed\w*)$"
)
_VIDEO = re.compile(r"^(videos?|clips?)$")
_POINTS = re.compile(r"^(coors?|coords?|coordinates|xyz|pos|positions?|points?|vertices)$")


def of_name(name: str, model: nn.Module, *, others: set[str]) -> list[Proposal]:
    """Inputs that a parameter's name suggests, beside the names of the others."""
    single = not others
    graph = any(re.search(r"edge_index|edges$|^adj", other) for other in others)
    why = NAME.filled(name=name)
    tables = _tables(model, name)
    found: list[Input] = []
    if re.search(r"edge_index|edges$", name):
        found = [Input((2, 32), "int64", (0, 15))]
    elif re.search(r"^adj", name):
        found = [Input((16, 16), span=(0, 1))]
    elif graph and re.search(r"^(edge|rel(ation)?)_?types?$", name):
        kinds = getattr(model, "num_relations", 2)
        found = [Input((32,), "int64", (0, kinds - 1 if isinstance(kinds, int) else 1))]
    elif graph and re.search(r"^batch(_index)?$", name):
        found = [Input((16,), "int64", (0, 0))]
    elif re.search(r"wave|^(wav|audio|speech|signal|raw|sounds?)$", name):
        found = [Input((1, 16000)), Input((1, 1, 16000))]
    elif re.search(r"mask", name):
        found = [
            Input((1, 16), "bool", (1, 1)),
            Input((16, 16), "bool", (1, 1)),
            Input((1, 16), span=(1, 1)),
        ]
    elif re.search(r"^(t|ts|time_?steps?|times?|sigmas?|noise_levels?)$", name) and not single:
        high = tables[0].num_embeddings - 1 if tables else 999
        found = [
            Input((1,), "int64", (0, high)),
            Input((1,), span=(0, 1)),
            Input((1, 1), span=(0, 1)),
        ]
    elif CELL.match(name) and any(STATE.match(other) for other in others):
        found = list(_states(model))
    elif re.search(r"^(y|labels?|targets?|classes|class_labels|c)$", name) and not single:
        highs = [m.num_embeddings - 1 for m in tables] or [1]
        found = [Input((1,), "int64", (0, high)) for high in highs]
    elif re.search(r"lengths?$|lens$", name) and not single:
        found = [Input((1,), "int64", (16, 16))]
    elif tables and name == "offsets":
        found = [Input((1,), "int64", (0, 0))]  # where the only bag begins
    elif tables and "offsets" in others and _TOKENS.search(name):
        found = [Input((16,), "int64", (0, t.num_embeddings - 1)) for t in tables[:3]]
    elif tables and _TOKENS.search(name):
        for table in tables[:3]:
            span = (0, table.num_embeddings - 1)
            found += [Input(places, "int64", span) for places in ((1, 16), (16, 1), (1,))]
    elif _SEQUENCE.match(name) and not single:
        found = [Input((1, 16, width)) for width in (*_widths(model), 8)]
    elif _IMAGE.match(name) and not single:
        layers = [i for i, _ in proposals(model) if len(i.shape) == 4]
        found = [*layers[:4], Input((1, 3, 32, 32)), Input((1, 3, 224, 224)), Input((1, 1, 28, 28))]
    elif _VIDEO.match(name):
        sides = [i.shape[-1] for i, _ in proposals(model) if len(i.shape) == 5][:2]
        for side in dict.fromkeys((*sides, 32, 64, 224)):
            found += [Input((1, 4, 3, side, side)), Input((1, 3, 4, side, side))]
    elif STATE.match(name) and not single:
        found = list(_states(model))
    elif _POINTS.match(name) and not single:
        found = [Input((16, 3))] if graph else [Input((1, 16, 3)), Input((16, 3)), Input((1, 3))]
    elif tables and any(_POINTS.match(other) for other in others):
        span = (0, tables[0].num_embeddings - 1)
        found = [Input(places, "int64", span) for places in ((1, 16), (16,))]
    if graph and re.search(r"^xs?$|^h$|feat|nodes?$|^inputs?$", name):
        flat = (i.shape[1] for i, _ in proposals(model) if len(i.shape) == 2)
        widths = dict.fromkeys((*_widths(model), *flat, 8))
        found += [Input((16, width)) for width in widths]
    if re.search(r"^edge_(attr|weight|feat)", name):
        edges = getattr(model, "edge_dim", None)
        found.append(Input((32, edges) if isinstance(edges, int) else (32,)))
    return [(each, why) for each in found]


def _tables(model: nn.Module, name: str) -> list[nn.Embedding | nn.EmbeddingBag]:
    """The tables that numbers are looked up in, first those that have a word of the name."""
    words = {w.rstrip("s") for w in name.lower().split("_")} - {
        "id",
        "ids",
        "idx",
        "input",
        "emb",
        "embedding",
    }
    named = [
        (p, m) for p, m in model.named_modules() if isinstance(m, nn.Embedding | nn.EmbeddingBag)
    ]
    return [m for _, m in sorted(named, key=lambda one: not _words(one[0]) & words)]


def _words(path: str) -> set[str]:
    return set(re.split(r"[._]", path.lower()))


def _states(model: nn.Module) -> Iterator[Input]:
    """What a recurrent net, or a cell that is written by hand, takes as its state."""
    for m in model.modules():
        if isinstance(m, nn.RNNBase):
            layers = m.num_layers * (2 if m.bidirectional else 1)
            for batch in (1, LENGTHS[0]):  # tokens 1x16: the second is the batch, or is not
                yield Input((layers, batch, m.proj_size or m.hidden_size))
        elif isinstance(m, nn.RNNCellBase):
            yield Input((1, m.hidden_size))
    for attribute in ("hidden_size", "hidden_dim", "n_hidden", "nhid"):
        width = getattr(model, attribute, None)
        if isinstance(width, int):
            yield Input((1, width))


def _widths(model: nn.Module) -> Iterator[int]:
    """How many features the model takes, as its first modules call it."""
    for m in itertools.islice(model.modules(), 8):
        for attribute in ("in_features", "in_channels", "input_dim", "in_dim"):
            width = getattr(m, attribute, None)
            if isinstance(width, int) and width > 0:
                yield width
    lazy = any(nn.parameter.is_lazy(p) for p in model.parameters())
    yield from (8,) if lazy else ()
