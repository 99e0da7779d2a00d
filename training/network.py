"""Fits the convolutional network of `simulator.reading.network` and packs it in whole numbers. It alone needs torch (corpus/README.md)."""

from __future__ import annotations

import marshal
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.learn import Array, Told

SIZE = 64
"""How many numbers stand for a character."""
FILTERS = (
    ((1, 48), (2, 128), (3, 160), (4, 96), (5, 64)),
    ((2, 64), (3, 64)),
    ((2, 32), (3, 32)),
)
"""For each voice its filters: (how many characters wide, how many)."""
LONGEST = (96, 64, 64)
"""How many characters of a voice are heard, the last ones."""
HIDDEN = 256
SCOPES = 64
"""How many numbers of scopes there are."""
RAREST_CHAR, RAREST_MARK = 2, 5
THREADS = 2
EPOCHS, BATCH, RATE, DECAY = 10, 256, 2e-3, 1e-3
DROPPED, CHARS_DROPPED, MARKS_DROPPED, EARLIER_DROPPED = 0.3, 0.06, 0.1, 0.3
"""What share of the values, of the characters, of the marks and of the earlier lines is left out at random, so that none is relied on."""
LIGHT = frozenset("亲哦呢啦哈呀噢喔嘛哒滴咯呗的了也就还那这呐么您你~,。!:;、 ")
"""Characters of manner rather than of matter."""
LIGHT_DROPPED, OTHERS_DROPPED, ADDRESS_SWAPPED = 0.25, 0.01, 0.2
"""How many of them are taken out of a text at most, how many others, and how often 您 and 你 change places: a hand is not to be known by
its manner."""
ALSO_WEIGHT = 0.5
"""What the labels learnt beside count."""
_NONE, _OTHER = 0, 1
_SEED = 20160101
_HIDDEN_UNIT = 1e-4
"""The unit that the values of the hidden layer are rounded to."""


Encoded = tuple[list[list[int]], list[int], list[int]]
"""The characters of each voice, the scopes of the first one's, and the marks, all as numbers."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted network and the names of what it reads."""

    net: Net
    chars: list[str]
    marks: list[str]
    labels: tuple[str, ...]


class Net(nn.Module):
    """The network as torch fits it."""

    def __init__(self, chars: int, marks: int, labels: int, also: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(chars + 2, SIZE, padding_idx=_NONE)
        self.scopes = nn.Embedding(SCOPES, SIZE, padding_idx=0)
        self.filters = nn.ModuleList(nn.ModuleList(nn.Linear(width * SIZE, count) for width, count in voice) for voice in FILTERS)
        self.inner = nn.Linear(sum(count for voice in FILTERS for _, count in voice), labels + HIDDEN)
        self.marks = nn.EmbeddingBag(marks + 1, labels + HIDDEN, padding_idx=_NONE, mode="sum")
        nn.init.normal_(self.marks.weight, std=0.1)
        with torch.no_grad():
            self.marks.weight[_NONE] = 0
        self.outer = nn.Linear(HIDDEN, labels)
        self.also = nn.Linear(HIDDEN, also)
        self.drop = nn.Dropout(DROPPED)
        self.labels = labels

    def forward(self, voices: Sequence[Tensor], scopes: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the margins of the labels, and those of the labels learnt beside (examples, labels)."""
        if self.training:
            reply, asked, earlier = voices
            voices = _some_left_out(reply), _some_left_out(asked), earlier.masked_fill(torch.rand(len(earlier), 1) < EARLIER_DROPPED, _NONE)
            marks = marks.masked_fill(torch.rand(marks.shape) < MARKS_DROPPED, _NONE)
        vectors = [self.chars(voice) for voice in voices]
        vectors[0] = vectors[0] + self.scopes(scopes)
        fits = [_fits(vector, one) for vector, filters in zip(vectors, self.filters, strict=True) for one in filters]
        inner = self.inner(self.drop(torch.cat(fits, 1))) + self.marks(marks)
        hidden = self.drop(functional.relu(inner[:, self.labels :]))
        return self.outer(hidden) + inner[:, : self.labels], self.also(hidden)


def _fits(vectors: Tensor, filters: nn.Module) -> Tensor:
    """Returns how well each filter fits where it fits best, 0 where it fits nowhere (examples, filters); beyond both ends is nothing."""
    assert isinstance(filters, nn.Linear)
    best: Tensor = _Best.apply(vectors, filters.weight)
    return functional.relu(best.clamp(min=0) + filters.bias)


class _Best(torch.autograd.Function):
    """The largest product of filters with windows of a text. What fits best alone teaches, so only there the gradient is worked out: of
    the time that a convolution takes for it, a third."""

    @staticmethod
    def forward(ctx: Any, vectors: Tensor, weights: Tensor) -> Tensor:
        """Returns for vectors (examples, places, SIZE) and filters (count, width times SIZE) the products (examples, count)."""
        width = weights.shape[1] // SIZE
        around = functional.pad(vectors, (0, 0, width - 1, width - 1))
        places = vectors.shape[1] + width - 1
        windows = torch.cat([around[:, at : at + places] for at in range(width)], 2)
        best, where = (windows @ weights.T).max(1)
        ctx.save_for_backward(windows, weights, where)
        return best

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the gradients of the vectors and of the filters."""
        windows, weights, where = ctx.saved_tensors
        (gradient,), (examples, places, long), width = gradients, windows.shape, windows.shape[2] // SIZE
        rows = where + torch.arange(examples).unsqueeze(1) * places
        of_filters = functional.embedding_bag(
            rows.T.contiguous(), windows.view(-1, long), mode="sum", per_sample_weights=gradient.T.contiguous()
        )
        order = rows.flatten().argsort(stable=True)
        counts = torch.bincount(rows.flatten(), minlength=examples * places)
        of_windows = functional.embedding_bag(
            order % len(weights), weights, counts.cumsum(0) - counts, mode="sum", per_sample_weights=gradient.flatten()[order]
        ).view(examples, places, width, SIZE)
        of_around = torch.zeros(examples, places + width - 1, SIZE)
        for at in range(width):
            of_around[:, at : at + places] += of_windows[:, :, at]
        return of_around[:, width - 1 : places], of_filters


def _some_left_out(chars: Tensor) -> Tensor:
    return chars.masked_fill((torch.rand(chars.shape) < CHARS_DROPPED) & (chars > _NONE), _OTHER)


def fit(told: Sequence[Told], y: Array, weights: Array, labels: Sequence[str], number: int = 1) -> Trained:
    """Returns the network that learnt the labels `y` (examples, labels) with these weights; each `number` begins and meets them otherwise.
    THREADS, so that the weights are the same however many cores there are."""
    torch.set_num_threads(THREADS)
    seed = _SEED + number - 1
    torch.manual_seed(seed)
    chance = random.Random(seed)
    char_counts = Counter(char for one in told for text, _ in one.voices for char in text)
    mark_counts = Counter(mark for one in told for mark in one.marks)
    chars = sorted(char for char, count in char_counts.items() if count >= RAREST_CHAR)
    marks = sorted(mark for mark, count in mark_counts.items() if count >= RAREST_MARK)
    also = {label: at for at, label in enumerate(sorted({label for one in told for label in one.also or ()}))}
    net = Net(len(chars), len(marks), len(labels), len(also))
    trained = Trained(net, chars, marks, tuple(labels))
    encoded, manner = _encoded(trained, told), Manner.of(chars)
    known = torch.tensor([[float(one.also is not None)] for one in told])
    beside = torch.zeros(len(told), len(also))
    for row, one in enumerate(told):
        for label in one.also or ():
            beside[row, also[label]] = 1
    wanted, worth = torch.tensor(y, dtype=torch.float32), torch.tensor(weights, dtype=torch.float32)
    steps = EPOCHS * -(-len(told) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    net.train()
    for epoch in range(EPOCHS):
        for rows in _batches(encoded, chance):
            margins, others = net(*_tensors([_said_otherwise(encoded[row], manner, chance) for row in rows]))
            loss = (_loss(margins, wanted[rows]) * worth[rows]).sum(1).mean()
            loss = loss + ALSO_WEIGHT * (_loss(others, beside[rows]) * known[rows]).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"network of {len(told)} examples: epoch {epoch + 1} of {EPOCHS}", file=sys.stderr)
    net.eval()
    return trained


def _loss(margins: Tensor, wanted: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(margins, wanted, reduction="none")


def _encoded(trained: Trained, told: Sequence[Told]) -> list[Encoded]:
    chars = {char: at for at, char in enumerate(trained.chars, 2)}
    marks = {mark: at for at, mark in enumerate(trained.marks, 1)}
    return [
        (
            [[chars.get(char, _OTHER) for char in text[-longest:]] for (text, _), longest in zip(one.voices, LONGEST, strict=True)],
            list(one.voices[0][1][-LONGEST[0] :]),
            [marks[mark] for mark in sorted(one.marks) if mark in marks],
        )
        for one in told
    ]


@dataclass(frozen=True, slots=True)
class Manner:
    """Numbers of the characters of manner, and of those that stand for one another."""

    light: frozenset[int]
    address: Mapping[int, int]

    @classmethod
    def of(cls, chars: Sequence[str]) -> Manner:
        """Returns the numbers that the characters have in `chars`."""
        number = {char: at for at, char in enumerate(chars, 2)}
        light = frozenset(number[char] for char in LIGHT if char in number)
        pair = [number[char] for char in "您你" if char in number]
        return cls(light, dict(zip(pair, reversed(pair), strict=True)))


def _said_otherwise(one: Encoded, manner: Manner, chance: random.Random) -> Encoded:
    """Returns an example as another hand might have written it: with fewer words of manner, another address, a character lost."""
    (reply, asked, earlier), scopes, marks = one
    said, answered = _kept(reply, manner, chance), _kept(asked, manner, chance)
    voices = [[char for _, char in said], [char for _, char in answered], earlier]
    return voices, [scopes[at] for at, _ in said], marks


def _kept(chars: Sequence[int], manner: Manner, chance: random.Random) -> list[tuple[int, int]]:
    """Returns what is left of the characters, each with the place it had; all of them where nothing would be."""
    dropped = chance.random() * LIGHT_DROPPED
    address = manner.address if chance.random() < ADDRESS_SWAPPED else {}
    told = [(at, address.get(char, char)) for at, char in enumerate(chars)]
    return [(at, char) for at, char in told if chance.random() >= (dropped if char in manner.light else OTHERS_DROPPED)] or told


def _batches(encoded: Sequence[Encoded], chance: random.Random) -> Iterator[list[int]]:
    """Yields every example once, in batches of texts of about the same length."""
    lengths = [(bool(voices[2]), len(voices[0]) + len(voices[1]) // 2 + 6 * chance.random()) for voices, _, _ in encoded]
    order = sorted(range(len(encoded)), key=lengths.__getitem__)
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    yield from batches


def _tensors(encoded: Sequence[Encoded]) -> tuple[list[Tensor], Tensor, Tensor]:
    voices = [_matrix([one[0][voice] for one in encoded]) for voice in range(len(FILTERS))]
    return voices, _matrix([one[1] for one in encoded]), _matrix([one[2] for one in encoded])


def _matrix(rows: Sequence[Sequence[int]]) -> Tensor:
    """Returns rows of equal length, empty places at the end of the shorter ones."""
    matrix = np.zeros((len(rows), max(1, max(map(len, rows)))), dtype=np.int64)
    for at, row in enumerate(rows):
        matrix[at, : len(row)] = row
    return torch.from_numpy(matrix)


def pack(trained: Trained) -> bytes:
    """Returns the file that simulator.reading.network loads: all weights rounded to whole numbers, with the units they count in."""
    net = trained.net
    vectors = _values(net.chars.weight)[1:]
    scopes = _values(net.scopes.weight)
    char_unit = float(max(np.abs(vectors).max(), np.abs(scopes).max()) / 127)
    voices, units = [], []
    for filters, longest in zip(net.filters, LONGEST, strict=True):
        parts = [(_values(one.weight).reshape(len(one.weight), -1, SIZE), _values(one.bias)) for one in filters]
        stored, unit = _packed_filters(parts, char_unit)
        voices.append({**stored, "longest": longest})
        units.append(unit)
    inner = _values(net.inner.weight).T * np.concatenate(units)[:, None]
    inner_unit = float(np.abs(inner).max() / 32767)
    marks = _values(net.marks.weight)[1:]
    marks_unit = float(np.abs(marks).max() / 127)
    shift = max(0, round(float(np.log2(_HIDDEN_UNIT / inner_unit))))
    outer = _values(net.outer.weight).T
    outer_unit = float(np.abs(outer).max() / 32767)
    margin_unit = outer_unit * inner_unit * 2**shift
    return marshal.dumps(
        {
            "labels": trained.labels,
            "size": SIZE,
            "chars": "".join(trained.chars),
            "char_vectors": _whole(vectors / char_unit, np.int8),
            "scope_vectors": _whole(scopes / char_unit, np.int8),
            "voices": voices,
            "marks": trained.marks,
            "mark_rows": _layer(marks / marks_unit, np.int8, np.zeros(marks.shape[1])),
            "mark_unit": round(marks_unit / inner_unit),
            "inner": _layer(inner / inner_unit, np.int16, _values(net.inner.bias) / inner_unit),
            "inner_unit": inner_unit,
            "outer": _layer(outer / outer_unit, np.int16, _values(net.outer.bias) / margin_unit),
            "outer_unit": margin_unit,
            "shift": shift,
        },
        4,
    )


def _packed_filters(filters: Iterable[tuple[Array, Array]], char_unit: float) -> tuple[dict[str, Any], Array]:
    """Returns the filters of a voice, (count, width, size) each, all as wide as the widest; and the unit that each fits in."""
    parts = list(filters)
    widest = max(weights.shape[1] for weights, _ in parts)
    weights = np.concatenate([np.pad(weights, ((0, 0), (0, widest - weights.shape[1]), (0, 0))) for weights, _ in parts])
    own_units = np.abs(weights).max((1, 2)) / 127
    units = own_units * char_unit
    bias = np.concatenate([bias for _, bias in parts]) / units
    rows = (weights / own_units[:, None, None]).transpose(1, 2, 0)
    stored = {
        "width": widest,
        "count": len(units),
        "weights": _whole(rows, np.int8),
        "bias": _whole(np.clip(bias, -(2**28), 2**28), np.int32),
    }
    return stored, units


def _layer(rows: Array, kind: type[np.integer[Any]], bias: Array) -> dict[str, Any]:
    return {"count": rows.shape[1], "type": np.dtype(kind).char, "weights": _whole(rows, kind), "bias": _whole(bias, np.int64)}


def _whole(values: Array, kind: type[np.integer[Any]]) -> bytes:
    return np.round(values).astype(kind).tobytes()


def _values(tensor: Tensor) -> Array:
    return np.asarray(tensor.detach().numpy(), dtype=np.float64)
