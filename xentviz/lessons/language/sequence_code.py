"""The worksheets and the training of /language, in code."""

import numpy as np

from xentviz.boards.learning import LearningState
from xentviz.boards.worksheet import (
    PADDED,
    SHIFTS,
    AveragesState,
    PaddingState,
    ShiftState,
    UnitsState,
    WritingState,
)
from xentviz.core import cross_entropy
from xentviz.lessons.elements import Snippets
from xentviz.lessons.language.sequences import after, padding, two_totals
from xentviz.lessons.language.writing import own_losses
from xentviz.server.corpora import corpus, grammar

_HEAD = "import numpy as np\n\n"
_TORCH = "import torch\nimport torch.nn.functional as F\n\n"
LEARNED_FROM = 60  # tokens that stand in the code of the training


def averages(state: AveragesState) -> Snippets:
    """Sum of all losses over number of all tokens."""
    means, counts = f"[{state.first_loss!r}, {state.second_loss!r}]", [state.first, state.second]
    numpy = f"""{_HEAD}losses = np.repeat({means}, {counts})  # nats of each token
loss = losses.sum() / len(losses)
print(loss, np.exp(loss))  # mean over all tokens, and its perplexity
print(np.mean({means}))  # the mean of the batch means is another number
"""
    torch = f"""{_TORCH}losses = torch.tensor({means}).repeat_interleave(torch.tensor({counts}))
loss = losses.sum() / losses.numel()  # not the mean of the batch means
print(loss, loss.exp())
"""
    return Snippets(numpy, torch)


def ignoring(state: PaddingState) -> Snippets:
    """Ignored tokens leave the sum and the count."""
    rows = padding(PaddingState()).tables[0].rows[:PADDED]
    losses, ignored = [row.cells[2].value for row in rows], list(state.ignored)
    numpy = f"""{_HEAD}losses = np.array({losses})
counts = np.ones({PADDED}, bool)
counts[{ignored}] = False  # padding
loss = losses[counts].sum() / counts.sum()  # 0 / 0 is nan
print(loss)
"""
    torch = f"""{_TORCH}logits, targets = torch.zeros({PADDED}, 1256), torch.arange({PADDED})
targets[{ignored}] = -100  # the value that cross_entropy ignores
print(F.cross_entropy(logits, targets, ignore_index=-100))
"""
    return Snippets(numpy, torch)


def pair_losses(state: ShiftState) -> list[float]:
    """Nats of each pair that the board shows."""
    shift = SHIFTS.index(state.shift)
    tokens = corpus("grammar").held_out[: PADDED + shift]
    logits = after(shift)[0][tokens[:PADDED]]
    targets = tokens[shift : shift + PADDED]
    return np.asarray(cross_entropy(logits, targets, reduction="none")).tolist()  # type: ignore[no-any-return]


def shifting(state: ShiftState) -> Snippets:
    """Inputs and targets are the same text; the losses are those of the pairs on the board."""
    shift = SHIFTS.index(state.shift)
    words = [grammar().words[k] for k in corpus("grammar").held_out[: PADDED + shift]]
    numpy = f"""{_HEAD}text = {words}
shift = {shift}
for given, target in zip(text[:{PADDED}], text[shift:]):
    print(given, "→", target)
losses = {pair_losses(state)}
loss = np.mean(losses)  # of these pairs
print(loss)
"""
    torch = f"""{_TORCH}tokens = torch.tensor([3, 1, 4, 1, 5, 9, 2, 6])
shift = {shift}
inputs, targets = tokens[: len(tokens) - shift], tokens[shift:]
logits = torch.zeros(len(inputs), 10)  # of your model, which sees the inputs up to each place
print(F.cross_entropy(logits, targets))  # it shifts nothing itself
"""
    return Snippets(numpy, torch)


def denominators(state: UnitsState) -> Snippets:
    """One total over several denominators, and the base that fits the logarithm."""
    text, totals = two_totals()
    total, tokens = totals["over tokens"]
    parts = f"{tokens}, {len(text.split())}, {len(text)}, {len(text.encode())}"
    unit = "1" if state.unit == "nats" else "{log}(2)"
    numpy = f"""{_HEAD}total = {total!r}  # nats, over the whole page
tokens, words, characters, size = {parts}  # size in bytes
loss = total / tokens / {unit.format(log="np.log")}  # {state.unit} per token
print(loss)
print(np.exp(total / tokens), np.exp(total / words), np.exp(total / characters))
print(total / np.log(2) / size)  # bits per byte
"""
    torch = f"""import math

total = {total!r}  # of F.cross_entropy(..., reduction="sum")
tokens, words, characters, size = {parts}
print(total / tokens / {unit.format(log="math.log")}, math.exp(total / tokens))
print(total / math.log(2) / size)
"""
    return Snippets(numpy, torch)


def writing(state: WritingState) -> Snippets:
    """One draw under a temperature, and what the text so far costs its own model."""
    numpy = f"""{_HEAD}rng = np.random.default_rng({state.seed})
z = np.array([2.0, 1.0, 0.0])  # three logits
p = np.exp(z / {state.temperature!r})
p /= p.sum()
print(rng.choice(3, p=p), z.argmax())  # drawn, and always the likeliest

losses = np.array({own_losses(state).tolist()})  # of the text that is on the board
loss = losses.mean() if len(losses) else np.nan
print(loss)
"""
    torch = f"""{_TORCH}torch.manual_seed({state.seed})
z = torch.tensor([2.0, 1.0, 0.0])
p = F.softmax(z / {state.temperature!r}, dim=0)
print(torch.multinomial(p, 1), z.argmax())
"""
    return Snippets(numpy, torch)


def training(state: LearningState) -> Snippets:
    """The training loop, on the smallest model: one row of logits for each token."""
    of = corpus(state.corpus)
    size, tokens = len(of.labels), of.learned[:LEARNED_FROM].tolist()
    numpy = f"""{_HEAD}V, rate = {size}, 20.0
tokens = np.array({tokens})  # the first that it learns from
inputs, targets = tokens[:-1], tokens[1:]
W = np.zeros((V, V))  # the logits of the next token, for each last token

def step():
    p = np.exp(W[inputs])
    p /= p.sum(axis=1, keepdims=True)
    cost = -np.log(p[range(len(targets)), targets]).mean()
    p[range(len(targets)), targets] -= 1  # p - y
    np.add.at(W, inputs, -rate * p / len(targets))
    return cost

loss = step()  # before the first step: ln V
print(loss)
print([round(step(), 2) for _ in range(20)])
"""
    torch = f"""{_TORCH}V = {size}
tokens = torch.tensor({tokens})
W = torch.zeros(V, V, requires_grad=True)
downhill = torch.optim.SGD([W], lr=20.0)
for _ in range(21):
    loss = F.cross_entropy(W[tokens[:-1]], tokens[1:])
    print(loss.item())
    downhill.zero_grad()
    loss.backward()
    downhill.step()
"""
    return Snippets(numpy, torch)
