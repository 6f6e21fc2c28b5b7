"""nn.Transformer with two inputs."""

import torch
from torch import nn


class Translator(nn.Module):
    def __init__(self, words=20, width=16):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.transformer = nn.Transformer(width, 2, 1, 1, 32, batch_first=True)
        self.generator = nn.Linear(width, words)

    def forward(self, src, tgt):
        mask = nn.Transformer.generate_square_subsequent_mask(tgt.shape[1])
        out = self.transformer(self.words(src), self.words(tgt), tgt_mask=mask)
        return {"logits": self.generator(out), "memory": out}


def make_batch():
    src = torch.randint(0, 20, (2, 5))
    return src, src.flip(1), torch.randint(0, 20, (2, 5))
