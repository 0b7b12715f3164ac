"""How fast, how lean and how accurate the core is, beside what people would otherwise call.

    python benchmarks/core.py [--json FILE] [--shapes 1x5,256x10] [--rounds 9] [--cpu]

All contestants run interleaved, in rotated order, in this one process; what is printed are medians
and their ratios (above 1: xentviz is faster). `pip install -e '.[bench]'` brings the others.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, cast

os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_ENABLE_X64", "1")

import numpy as np
from mpmath import mp, mpf

from xentviz.core import cross_entropy, cross_entropy_and_grad
from xentviz.core._threads import cores, run_all

SHAPES = {
    "1x5": (1, 5),
    "256x10": (256, 10),
    "4096x1000": (4096, 1000),
    "512x50257": (512, 50257),
    "64x128256": (64, 128256),
}
# Required speed-ups; two numbers are float32 and float64.
FLOORS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("torch, 1 thread", "both"): (8, 2.2, 1.5, 5, 2.5),
    ("torch, 2 threads", "both"): (8, 1.9, 1.2, 4, 1.7),
    ("torch, 2 threads", "loss"): (3.5, 1.2, (0.65, 0.85), 2.5, (0.65, 3)),
    ("scipy", "both"): (10, 2.2, 2.3, 3.5, 2.0),
    ("textbook NumPy", "both"): (4.5, 1.5, 2.1, 3.2, 1.6),
    ("optax, jit", "both"): (6, 1.2, 1.25, 3.5, 1.0),
}
# The time the gradient may take, over that of one np.exp pass on two threads.
LIMIT = {"float32": 2.0, "float64": 1.6}
TORCH_THREADS = {"torch, 1 thread": 1, "torch, 2 threads": 2}
Call = Callable[[], object]
Array = Any  # NumPy's, torch's or jax's


def textbook(x: Array, t: Array) -> tuple[float, Array]:
    """What a course writes."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = -np.log(p[rows, t]).mean()
    p[rows, t] -= 1
    p /= len(x)
    return float(loss), p


def with_scipy(x: Array, t: Array) -> tuple[float, Array]:
    from scipy.special import log_softmax

    log_p = log_softmax(x, axis=1)
    rows = np.arange(len(x))
    loss = -log_p[rows, t].mean()
    grad = np.exp(log_p)
    grad[rows, t] -= 1
    grad /= len(x)
    return float(loss), grad


def torch_calls(x: Array, t: Array) -> dict[str, Call]:
    import torch

    targets = torch.from_numpy(t)
    detached = torch.from_numpy(x)
    logits = torch.from_numpy(x).requires_grad_()
    function = torch.nn.functional.cross_entropy

    return {
        "both": lambda: torch.autograd.grad(function(logits, targets), logits),
        "loss": lambda: function(detached, targets),
    }


def optax_calls(x: Array, t: Array) -> dict[str, Call]:
    import jax
    import optax

    targets, logits = jax.numpy.asarray(t), jax.numpy.asarray(x)

    def mean(z: Array) -> Array:
        return optax.softmax_cross_entropy_with_integer_labels(z, targets).mean()

    both, loss = jax.jit(jax.value_and_grad(mean)), jax.jit(mean)
    return {
        "both": lambda: jax.block_until_ready(both(logits)),
        "loss": lambda: jax.block_until_ready(loss(logits)),
    }


def sklearn_loss(x: Array, t: Array) -> Call:
    from sklearn.metrics import log_loss

    p = np.exp(x - x.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    labels = np.arange(x.shape[1])
    return lambda: log_loss(t, p, labels=labels)


def exp_pass(x: Array, out: Array) -> Call:
    """One np.exp over the array, on two threads where the core would take two."""
    if x.size < 1 << 18:
        return lambda: np.exp(x, out=out)
    flat, to = x.reshape(-1), out.reshape(-1)
    pieces = [slice(i, i + (1 << 18)) for i in range(0, x.size, 1 << 18)]
    tasks = [lambda s=s: float(np.exp(flat[s], out=to[s]) is None) for s in pieces]
    return lambda: run_all(tasks, parallel=True)


def contestants(x: Array, t: Array) -> dict[tuple[str, str], Call]:
    out = np.empty_like(x)
    calls: dict[tuple[str, str], Call] = {
        ("xentviz, out=", "both"): lambda: cross_entropy_and_grad(x, t, out=out),
        ("xentviz", "both"): lambda: cross_entropy_and_grad(x, t),
        ("xentviz", "loss"): lambda: cross_entropy(x, t),
        ("textbook NumPy", "both"): lambda: textbook(x, t),
        ("scipy", "both"): lambda: with_scipy(x, t),
        ("one copy", "limit"): lambda: np.copyto(out, x),
        ("one np.exp, 2 threads", "limit"): exp_pass(x, out),
    }
    for name in TORCH_THREADS:
        calls |= {(name, what): call for what, call in torch_calls(x, t).items()}
    calls |= {("optax, jit", what): call for what, call in optax_calls(x, t).items()}
    if x.size < 1 << 20 and len(x) > 1:  # it builds a one-hot matrix
        calls["scikit-learn", "loss"] = sklearn_loss(x, t)
    return calls


def race(
    calls: dict[tuple[str, str], Call], rounds: int, clock: Callable[[], float]
) -> dict[tuple[str, str], float]:
    """Median seconds a call; each round takes all contestants once, starting at another one."""
    import torch

    repeats = {}
    for key, call in calls.items():
        torch.set_num_threads(TORCH_THREADS.get(key[0], 1))  # outside of what is timed
        call()
        start = clock()
        call()
        repeats[key] = max(1, min(2000, int(0.004 / (clock() - start + 1e-9))))
    times: dict[tuple[str, str], list[float]] = {key: [] for key in calls}
    keys = list(calls)
    for i in range(rounds):
        for key in keys[i % len(keys) :] + keys[: i % len(keys)]:
            call = calls[key]
            torch.set_num_threads(TORCH_THREADS.get(key[0], 1))
            if repeats[key] > 1:
                call()  # warm, as in a loop
            start = clock()
            for _ in range(repeats[key]):
                call()
            times[key].append((clock() - start) / repeats[key])
    return {key: statistics.median(values) for key, values in times.items()}


def floor(key: tuple[str, str], shape: str, dtype: str) -> float | None:
    if key not in FLOORS:
        return None
    value = FLOORS[key][list(SHAPES).index(shape)]
    if isinstance(value, tuple):
        value = value[0] if dtype == "float32" else value[1]
    return float(value)


def speed(shape: str, dtype: str, rounds: int, clock: Callable[[], float]) -> list[dict[str, Any]]:
    rng = np.random.default_rng(0)
    x = rng.normal(0, 3, SHAPES[shape]).astype(dtype)
    t = rng.integers(0, x.shape[1], len(x))
    calls = contestants(x, t)
    seconds = race(calls, rounds, clock)
    ours = {"both": seconds["xentviz", "both"], "loss": seconds["xentviz", "loss"]}
    reused = seconds["xentviz, out=", "both"]
    rows = []
    for key, value in seconds.items():
        mine = ours.get(key[1], reused)
        rows.append(
            {
                "shape": shape,
                "dtype": dtype,
                "name": key[0],
                "what": key[1],
                "microseconds": value * 1e6,
                "ratio": value / mine,
                "ratio_with_out": value / reused if key[1] == "both" else None,
                "floor": floor(key, shape, dtype),
            }
        )
    return rows


def print_speed(rows: list[dict[str, Any]]) -> None:
    print(f"\n{rows[0]['shape']} {rows[0]['dtype']}")
    print(f"  {'':24}{'':6}{'us':>11}{'ratio':>8}{'with out=':>11}{'floor':>7}")
    for row in sorted(rows, key=lambda row: (row["what"], row["microseconds"])):
        out = "" if row["ratio_with_out"] is None else f"{row['ratio_with_out']:.2f}"
        best = max(row["ratio"], row["ratio_with_out"] or 0.0)
        required = row["floor"]
        mark = "" if required is None else f"{required:>7g}{'' if best >= required else '  missed'}"
        what, name = row["what"], row["name"]
        print(f"  {name:24}{what:6}{row['microseconds']:11.1f}{row['ratio']:8.2f}{out:>11}{mark}")
    seconds = {(row["name"], row["what"]): row["microseconds"] for row in rows}
    passes = seconds["xentviz, out=", "both"] / seconds["one np.exp, 2 threads", "limit"]
    print(f"  loss and gradient take {passes:.2f} np.exp passes (large arrays: at most", end=" ")
    print(f"{LIMIT[rows[0]['dtype']]} allowed)")


MEMORY = """
import sys, numpy as np
from xentviz.core import cross_entropy, cross_entropy_and_grad
shape, dtype, what, option = eval(sys.argv[1])
x = np.random.default_rng(0).standard_normal(shape, dtype)
t = np.arange(shape[0]) % shape[1]
options = {"default": {}, "smoothed": {"label_smoothing": 0.1},
           "weighted": {"class_weights": np.ones(shape[1]), "ignore_index": 0},
           "tempered": {"temperature": 2.0}}[option]
call = cross_entropy if what == "loss" else cross_entropy_and_grad
call(x[:2, :70].copy(), t[:2] * 0, **{k: v for k, v in options.items() if k != "class_weights"})
def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1])
open("/proc/self/clear_refs", "w").write("5")
before = peak()
result = call(x, t, **options)
returned = result[1].nbytes // 1024 if what == "both" else 0
print((peak() - before - returned) / 1024)
"""


def memory(shape: tuple[int, int], dtype: str, what: str, option: str) -> dict[str, Any]:
    """Peak resident MiB beyond inputs and results, in a fresh process (Linux)."""
    case = repr((shape, dtype, what, option))
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, case], capture_output=True, text=True, check=True
    )
    size = f"{shape[0]}x{shape[1]}"
    return {
        "shape": size,
        "dtype": dtype,
        "what": what,
        "option": option,
        "MiB": float(done.stdout),
    }


TRAPS: dict[str, tuple[list[float], int]] = {
    "[50, 0], right": ([50.0, 0.0], 0),
    "[20, 0, 0], right": ([20.0, 0.0, 0.0], 0),
    "128256 classes, right one 60 above": ([60.0] + [0.0] * 128255, 0),
    "[1e8 + 30, 1e8], right": ([1e8 + 30, 1e8], 0),
    "[1e300, 1e300]": ([1e300, 1e300], 0),
    "[1e4, -1e4], wrong": ([1e4, -1e4], 1),
    "[740, 0], wrong": ([740.0, 0.0], 1),
    "[740, 0], right": ([740.0, 0.0], 0),
    "masked class": ([1.0, float("-inf"), 0.5], 0),
}


def exact(row: list[float], t: int) -> tuple[mpf, mpf]:
    """Loss, and gradient at the target, to 50 digits."""
    mp.dps = 50
    counts: dict[float, int] = {}
    for j, value in enumerate(row):
        if j != t:
            counts[value] = counts.get(value, 0) + 1
    rest = mp.fsum(n * mp.exp(mpf(value) - mpf(row[t])) for value, n in counts.items())
    return mp.log1p(rest), -rest / (1 + rest)


def accuracy() -> list[dict[str, Any]]:
    """Relative error of loss and of the target's gradient, in eps, for each trap."""
    rows = []
    for name, (row, target) in TRAPS.items():
        x, t = np.array([row]), np.array([target])
        true = exact(row, target)
        answers: dict[str, tuple[Any, Array]] = {"xentviz": cross_entropy_and_grad(x, t)}
        with np.errstate(all="ignore"):
            answers |= {"textbook NumPy": textbook(x, t), "scipy": with_scipy(x, t)}
        answers["torch"] = _torch_answer(x, t)
        answers["optax, jit"] = _optax_answer(x, t)
        for who, (loss, grad) in answers.items():
            errors = [_error(loss, true[0]), _error(float(grad[0, target]), true[1])]
            rows.append({"trap": name, "name": who, "loss": errors[0], "grad": errors[1]})
    return rows


def _torch_answer(x: Array, t: Array) -> tuple[float, Array]:
    import torch

    logits = torch.from_numpy(x).requires_grad_()
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(t))
    return loss.item(), torch.autograd.grad(loss, logits)[0].numpy()


def _optax_answer(x: Array, t: Array) -> tuple[float, Array]:
    loss, grad = cast(tuple[Array, Array], optax_calls(x, t)["both"]())
    return float(loss), np.asarray(grad)


def _error(got: float, true: mpf) -> float:
    """In eps; 4.5e15 eps is an answer of 0, inf is nan or inf where there is a number."""
    if not np.isfinite(float(got)):
        return float("inf")
    return float(abs(mpf(float(got)) - true) / abs(true)) / 2**-52


def print_accuracy(rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(row["name"] for row in rows))
    print(
        "\nRelative error of the loss | of the gradient at the target, in eps (4.5e15: it said 0)"
    )
    print(f"  {'':36}" + "".join(f"{name:>19}" for name in names))
    for trap in TRAPS:
        cells = {row["name"]: row for row in rows if row["trap"] == trap}
        text = [f"{cells[name]['loss']:.2g} | {cells[name]['grad']:.2g}" for name in names]
        print(f"  {trap:36}" + "".join(f"{cell:>19}" for cell in text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", help="write all numbers to this file")
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cpu", action="store_true", help="CPU seconds, for a busy machine")
    args = parser.parse_args()
    clock = time.process_time if args.cpu else time.perf_counter
    print(f"{cores()} cores, NumPy {np.__version__}")
    print("ratio: their median over ours; above 1, xentviz is faster. out=: with a reused gradient")
    print("a floor is missed if neither ratio reaches it")
    result: dict[str, Any] = {"cores": cores(), "speed": [], "memory": [], "accuracy": []}
    for shape in args.shapes.split(","):
        for dtype in ("float64", "float32"):
            rows = speed(shape, dtype, args.rounds, clock)
            print_speed(rows)
            result["speed"] += rows
    print("\nPeak memory beyond inputs and results, MiB")
    cases = [(SHAPES[s], d, w, "default") for s in SHAPES for d in LIMIT for w in ("loss", "both")]
    cases += [((2_000_000, 3), "float64", w, "default") for w in ("loss", "both")]
    for option in ("smoothed", "weighted", "tempered"):
        cases += [((64, 128256), "float32", w, option) for w in ("loss", "both")]
        cases += [((1_000_000, 5), "float64", w, option) for w in ("loss", "both")]
    for case in cases:
        row = memory(*case)
        result["memory"].append(row)
        print(
            f"  {row['shape']:12}{row['dtype']:9}{row['what']:6}{row['option']:10}{row['MiB']:7.2f}"
        )
    result["accuracy"] = accuracy()
    print_accuracy(result["accuracy"])
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1, default=float)


if __name__ == "__main__":
    main()
