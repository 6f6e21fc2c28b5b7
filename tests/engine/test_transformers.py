"""Real models of Hugging Face transformers, built from configurations, where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from gradwalk import attribution, trace

transformers = pytest.importorskip("transformers")

WIDTHS = {
    "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 64,
}  # fmt: skip
WORDS = {"vocab_size": 50, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}

Case = tuple[nn.Module, dict[str, torch.Tensor]]


def tokens() -> dict[str, torch.Tensor]:
    ids = torch.randint(3, 50, (2, 12))
    return {"input_ids": ids, "labels": ids}


def gpt2() -> Case:
    sizes = {"n_layer": 3, "n_embd": 32, "n_head": 4, "n_positions": 64}
    return transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes, **WORDS)), tokens()


def t5() -> Case:
    sizes = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4}
    config = transformers.T5Config(vocab_size=50, decoder_start_token_id=0, **sizes)
    return transformers.T5ForConditionalGeneration(config), tokens()


def vit() -> Case:
    config = transformers.ViTConfig(image_size=32, patch_size=8, num_labels=5, **WIDTHS)
    x = {"pixel_values": torch.randn(2, 3, 32, 32), "labels": torch.tensor([0, 1])}
    return transformers.ViTForImageClassification(config), x


def mamba() -> Case:
    config = transformers.MambaConfig(hidden_size=32, state_size=4, num_hidden_layers=2, **WORDS)
    return transformers.MambaForCausalLM(config), tokens()


def longformer() -> Case:
    """It writes to views in place."""
    config = transformers.LongformerConfig(
        attention_window=4, max_position_embeddings=64, **WIDTHS, **WORDS
    )
    return transformers.LongformerForMaskedLM(config), tokens()


def bare(loss: torch.Tensor) -> tuple[set[Any], int]:
    """Every node behind a loss, and how many edges there are."""
    seen, waiting, edges = {loss.grad_fn}, [loss.grad_fn], 0
    while waiting:
        for target, _ in waiting.pop().next_functions:
            if target is not None:
                edges += 1
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return seen, edges


@pytest.mark.parametrize("make", [gpt2, t5, vit, mamba, longformer])
def test_the_graph_is_exact_and_every_node_has_its_module(make: Callable[[], Case]) -> None:
    torch.manual_seed(0)
    model, inputs = make()
    with attribution(model):
        first = torch._C._autograd._get_sequence_nr()
        loss = model(**inputs).loss
        end = torch._C._autograd._get_sequence_nr()
    graph = trace(loss)
    nodes, edges = bare(loss)
    assert (len(graph.nodes), len(graph.edges)) == (len(nodes), edges)
    assert graph.unattributed == 0
    numbers = np.asarray(graph.sequence)
    inside = np.flatnonzero((numbers >= first) & (numbers < end)).tolist()
    paths = {path for path, _ in model.named_modules()} | {type(model).__name__}
    for index in inside:
        node = graph.nodes[index]
        assert node.module is not None
        assert node.module.split("#")[0] in paths
        assert node.line is not None
    named = dict(model.named_parameters())
    for node in graph.nodes:
        if node.parameter is not None:
            assert node.parameter.split(" = ")[0] in named
    loss.backward()
    reached = sum(p.grad is not None for p in model.parameters())
    assert reached == len(graph.parameters)
