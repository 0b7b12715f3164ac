"""Take it away: the run on the board as a NumPy script and as a PyTorch script, data and all."""

import functools
import re
import textwrap
from string import Template

from xentviz.boards.packing import pack
from xentviz.boards.training_state import TrainingState
from xentviz.lessons.elements import Snippets
from xentviz.models.network import Doubles
from xentviz.models.plane_training import BETAS, MOMENTUM, Recipe
from xentviz.server.plane_runs import points_of, recipe_of, trained

EMPTY = Snippets("loss = float('nan')  # no points\nprint(loss)\n", "loss = float('nan')\n")


def in_code(state: TrainingState) -> Snippets:
    """The first run of the state; both scripts end with its loss on the training points."""
    if not len(points_of(state).labels):
        return EMPTY
    return _scripts(TrainingState(**{name: getattr(state, name) for name in _NAMED}))


_NAMED = ("plane", "classes", "size", "seed", "own", "removed", "steps", "run")


@functools.lru_cache(maxsize=32)
def _scripts(state: TrainingState) -> Snippets:
    recipe = recipe_of(state, state.run)
    shared = {
        "steps": str(trained(state).run.stopped or recipe.steps),
        "numbers": _NUMBERS,
        "data": _data(state),
        "weights": _weights(trained(state).run.rows[0], trained(state).run.sizes),
        "batches": _batches(recipe) if recipe.batch else "",
        "begin_batches": "chosen = batches()" if recipe.batch else "",
        "rows": "next(chosen)" if recipe.batch else "slice(None)",
    }
    return Snippets(_numpy(recipe, shared), _torch(recipe, shared))


def _filled(script: Template, shared: dict[str, str], **own: str) -> str:
    """The script with all its parts, and no more than two empty lines in a row."""
    text = script.substitute(shared, **own)
    return re.sub(r"\n{4,}", "\n\n\n", text)


# ---- what both have ------------------------------------------------------------------------------


def _text(numbers: object, kind: str) -> str:
    lines = textwrap.wrap(pack(numbers, kind), 96)  # type: ignore[arg-type]
    return '"""\n' + "\n".join(lines) + '\n"""'


def _data(state: TrainingState) -> str:
    points, labels, _ = points_of(state)
    return (
        f'x = numbers({_text(points, "f8")}, "f8").reshape(-1, 2)  # the training points\n'
        f'y = numbers({_text(labels, "u1")}, "u1").astype(int)  # and their classes'
    )


def _weights(row: Doubles, sizes: tuple[int, ...]) -> str:
    return (
        f'row = numbers({_text(row, "f8")}, "f8")  # the first weights\n'
        f"sizes = {list(sizes)}\n"
        "w, at = [], 0\n"
        "for inputs, outputs in zip(sizes, sizes[1:]):\n"
        "    for shape in ((inputs, outputs), (outputs,)):\n"
        "        size = inputs * outputs if len(shape) == 2 else outputs\n"
        "        w.append(row[at : at + size].reshape(shape).copy())\n"
        "        at += size"
    )


_NUMBERS = """def numbers(text, kind):
    return np.frombuffer(base64.b64decode(text), "<" + kind)
"""


def _batches(recipe: Recipe) -> str:
    return f"""

def batches():
    rng = np.random.default_rng([{recipe.seed}, 1])
    size = min({recipe.batch}, len(x))
    while True:
        order = rng.permutation(len(x))
        for start in range(0, len(x) - size + 1, size):
            yield order[start : start + size]
"""


# ---- NumPy ---------------------------------------------------------------------------------------

_HIDDEN = {"tanh": "np.tanh(h)", "relu": "np.maximum(h, 0)"}
_SLOPE = {"tanh": "1 - outputs[k // 2] ** 2", "relu": "outputs[k // 2] > 0"}


_NUMPY = Template('''import base64

import numpy as np


def forward(h):
    """The inputs, what each layer gives, and last the logits."""
    outputs = [h]
    for k in range(0, len(w), 2):
        h = h @ w[k] + w[k + 1]
        if k < len(w) - 2:
            h = $hidden
        outputs.append(h)
    return outputs


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(z, y):
    m = z.max(axis=1)
    log_sum = m + np.log(np.exp(z - m[:, None]).sum(axis=1))
    return (log_sum - z[np.arange(len(y)), y]).mean()


def slope_in_logits(z, y):
$slope_in_logits

def backward(outputs, d):
    """The gradient in each of the weights."""
    found = []
    for k in range(len(w) - 2, -1, -2):
        found[:0] = [outputs[k // 2].T @ d, d.sum(axis=0)]
        if k:
            d = (d @ w[k].T) * ($slope_of_hidden)
    return found

$batches
$numbers

$data
$weights
$begin_batches
$optimizer
for step in range(1, $steps + 1):
    rows = $rows
    outputs = forward(x[rows])
    slopes = backward(outputs, slope_in_logits(outputs[-1], y[rows]))$decay
    for k, g in enumerate(slopes):
$step
loss = cross_entropy(forward(x)[-1], y)
print(loss)
''')


def _numpy(recipe: Recipe, shared: dict[str, str]) -> str:
    decay = f"        w[k] *= 1 - {recipe.rate} * {recipe.decay}"
    return _filled(
        _NUMPY,
        shared,
        hidden=_HIDDEN[recipe.activation],
        slope_of_hidden=_SLOPE[recipe.activation],
        slope_in_logits=_numpy_slope(recipe),
        optimizer=_numpy_optimizer(recipe),
        step=_numpy_step(recipe),
        decay=f"\n    for k in range(0, len(w), 2):\n{decay}" if recipe.decay else "",
    )


def _numpy_slope(recipe: Recipe) -> str:
    objective = recipe.objective
    plain = not objective.class_weights and not objective.smoothing
    if plain and not objective.squared:
        return (
            "    d = softmax(z)\n    d[np.arange(len(y)), y] -= 1  # p - y\n    return d / len(y)\n"
        )
    weights = list(objective.class_weights) or "np.ones(z.shape[1])"
    lines = [
        "k = z.shape[1]",
        f"target = (1 - {objective.smoothing}) * np.eye(k)[y] + {objective.smoothing} / k",
        f"weight = np.asarray({weights})",
        "p, total = softmax(z), weight[y].sum()",
    ]
    if objective.squared:
        lines += [
            "r = p - target",
            "inner = (p * r).sum(axis=1, keepdims=True)",
            "return 2 * weight[y][:, None] * p * (r - inner) / total",
        ]
    else:
        lines += ["c = target * weight", "return (c.sum(axis=1, keepdims=True) * p - c) / total"]
    return "".join(f"    {line}\n" for line in lines)


def _numpy_optimizer(recipe: Recipe) -> str:
    if recipe.optimizer == "adam":
        return "m, v = [np.zeros_like(one) for one in w], [np.zeros_like(one) for one in w]"
    return "v = [np.zeros_like(one) for one in w]" if recipe.optimizer == "momentum" else ""


def _numpy_step(recipe: Recipe) -> str:
    if recipe.optimizer == "sgd":
        return f"        w[k] -= {recipe.rate} * g"
    if recipe.optimizer == "momentum":
        return f"        v[k] = {MOMENTUM} * v[k] + g\n        w[k] -= {recipe.rate} * v[k]"
    one, two = BETAS
    return (
        f"        m[k] = {one} * m[k] + (1 - {one}) * g\n"
        f"        v[k] = {two} * v[k] + (1 - {two}) * g**2\n"
        f"        up, down = m[k] / (1 - {one}**step), v[k] / (1 - {two}**step)\n"
        f"        w[k] -= {recipe.rate} * up / (np.sqrt(down) + 1e-8)"
    )


# ---- PyTorch -------------------------------------------------------------------------------------


_TORCH = Template("""import base64

import numpy as np
import torch
import torch.nn.functional as F


def forward(h):
    for k in range(0, len(w), 2):
        h = h @ w[k] + w[k + 1]
        if k < len(w) - 2:
            h = torch.$activation(h)
    return h

$batches
$numbers

$data
$weights
$begin_batches
x, y = torch.tensor(x), torch.tensor(y)
w = [torch.tensor(one, requires_grad=True) for one in w]
optimizer = $optimizer
for step in range($steps):
    rows = $rows
    z, target = forward(x[rows]), y[rows]
$objective
    optimizer.zero_grad()
    objective.backward()$decay
    optimizer.step()
loss = F.cross_entropy(forward(x), y).item()
print(loss)
""")


def _torch(recipe: Recipe, shared: dict[str, str]) -> str:
    lines = (
        "    with torch.no_grad():",
        "        for k in range(0, len(w), 2):",
        f"            w[k].mul_(1 - {recipe.rate} * {recipe.decay})",
    )
    return _filled(
        _TORCH,
        shared,
        activation=recipe.activation,
        optimizer=_torch_optimizer(recipe),
        objective=_torch_loss(recipe),
        decay="".join(f"\n{line}" for line in lines) if recipe.decay else "",
    )


def _torch_optimizer(recipe: Recipe) -> str:
    if recipe.optimizer == "adam":
        return f"torch.optim.Adam(w, lr={recipe.rate}, betas={BETAS})"
    momentum = f", momentum={MOMENTUM}" if recipe.optimizer == "momentum" else ""
    return f"torch.optim.SGD(w, lr={recipe.rate}{momentum})"


def _torch_loss(recipe: Recipe) -> str:
    objective = recipe.objective
    weights = (
        f"torch.tensor({list(objective.class_weights)}, dtype=torch.float64)"
        if objective.class_weights
        else ""
    )
    if not objective.squared:
        weighted = f", weight={weights}" if weights else ""
        smoothed = f", label_smoothing={objective.smoothing}" if objective.smoothing else ""
        return f"    objective = F.cross_entropy(z, target{weighted}{smoothed})"
    e = objective.smoothing
    share = f"{weights}[target]" if weights else "torch.ones(len(target), dtype=torch.float64)"
    return (
        f"    y_hot = (1 - {e}) * F.one_hot(target, z.shape[1]).double() + {e} / z.shape[1]\n"
        f"    weight = {share}\n"
        "    squares = ((F.softmax(z, dim=1) - y_hot) ** 2).sum(dim=1)\n"
        "    objective = (weight * squares).sum() / weight.sum()"
    )
