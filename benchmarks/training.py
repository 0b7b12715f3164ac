"""The runs of /training against torch and scikit-learn on this machine, and against the floor.

    python -m benchmarks.training [--rounds 15]

1. From the same start, 200 steps of SGD and of Adam: our losses and weights against torch's.
2. The PyTorch script that the page gives away ends at the loss on the page.
3. Time at the page's size (400 points, 2-32-32-5, 200 steps of Adam on all points, float64), one
   after the other in each round: ours, torch, and scikit-learn's MLPClassifier, which starts from
   weights of its own. Softmax regression against scikit-learn's LogisticRegression.
4. The best model on overlapping blobs, on 20,000 held-out points, against the Bayes floor.

Ends with 1 where torch is more than 10 % faster, or where 1, 2 or 4 do not hold.
"""

import argparse
import contextlib
import io
import statistics
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy
from xentviz.data.planes import clouds, draw
from xentviz.lessons.training.code import in_code
from xentviz.models.network import Doubles
from xentviz.models.plane_training import Recipe, Run, first_network, train_run
from xentviz.server.plane_runs import trained

STEPS, K = 200, 5
PLANE = draw("overlap", K, 400, 1)
X, Y = torch.tensor(PLANE.points), torch.tensor(PLANE.labels)
ADAM = Recipe((32, 32), optimizer="adam", rate=0.01, steps=STEPS)
SGD = Recipe((32, 32), optimizer="sgd", rate=0.3, steps=STEPS)
AGREES, NEAR_FLOOR, SLOWER = 1e-10, 0.02, 1.10


def ours(recipe: Recipe) -> Run:
    """The page's own training, without its pictures."""
    return train_run(recipe, PLANE.points, PLANE.labels, K)


def torchs(recipe: Recipe) -> tuple[list[float], Doubles]:
    """The same run in torch, written as its users write it: each step's loss, the last weights."""
    start = first_network(recipe, PLANE.points, PLANE.labels, K)
    w = [torch.tensor(one, requires_grad=True) for one in start.parameters]
    made = torch.optim.Adam if recipe.optimizer == "adam" else torch.optim.SGD
    optimizer = made(w, lr=recipe.rate)
    losses = []
    for step in range(STEPS + 1):
        h = torch.tanh(X @ w[0] + w[1])
        h = torch.tanh(h @ w[2] + w[3])
        loss = F.cross_entropy(h @ w[4] + w[5], Y)
        losses.append(loss.item())
        if step < STEPS:
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return losses, np.concatenate([one.detach().numpy().ravel() for one in w])


def agreement() -> float:
    """The largest relative difference of any loss or weight; of weights relative to the largest."""
    worst = 0.0
    for name, recipe in (("SGD", SGD), ("Adam", ADAM)):
        run, (losses, last) = ours(recipe), torchs(recipe)
        by_loss = float(np.max(np.abs(run.objective - losses) / np.array(losses)))
        by_weight = float(np.max(np.abs(run.rows[-1] - last)) / np.max(np.abs(last)))
        print(
            f"{name:5} {STEPS} steps: losses within {by_loss:.1e}, weights within {by_weight:.1e}; "
            f"last loss {run.objective[-1]:.12f} / {losses[-1]:.12f}"
        )
        worst = max(worst, by_loss, by_weight)
    return worst


def scripts() -> float:
    """The largest relative difference of a PyTorch script's loss from the page's."""
    worst = 0.0
    for settings in (
        RunSettings(),
        RunSettings(layers=2, width=32, optimizer="adam", rate=0.01),
        RunSettings(
            2,
            16,
            "relu",
            weighting="balanced",
            optimizer="momentum",
            rate=0.05,
            batch=32,
            decay=0.01,
            smoothing=0.1,
        ),
        RunSettings(loss="squared", optimizer="adam", rate=0.03, smoothing=0.1),
    ):
        state = TrainingState(plane="overlap", classes=K, run=settings)
        names: dict[str, object] = {}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(in_code(state).torch, "script", "exec"), names)
        page, said = float(trained(state).training[-1]), names["loss"]
        assert isinstance(said, float)
        worst = max(worst, abs(said - page) / page)
    print(f"PyTorch scripts of 4 runs end within {worst:.1e} of the page's loss")
    return worst


def one_thread() -> float:
    """torch's run on one thread, which is faster at small sizes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return torchs(ADAM)[0][-1]
    finally:
        torch.set_num_threads(threads)


def sklearns() -> float:
    """The same shape, steps and optimizer; its own first weights. The last loss."""
    model = MLPClassifier(
        (32, 32), activation="tanh", solver="adam", alpha=0.0, batch_size=400, shuffle=False,
        learning_rate_init=0.01, max_iter=STEPS, tol=0.0, n_iter_no_change=10_000, random_state=1,
    )  # fmt: skip
    model.fit(PLANE.points, PLANE.labels)
    return float(model.loss_)


def regression() -> float:
    """Softmax regression of ours, 200 steps of Adam: its loss."""
    run = train_run(Recipe((), optimizer="adam", rate=0.1, steps=STEPS), *PLANE_ARGS)
    return float(run.objective[-1])


def logistic() -> float:
    """scikit-learn's LogisticRegression without a penalty: its loss."""
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(PLANE.points, PLANE.labels)
    return float(cross_entropy(model.decision_function(PLANE.points), PLANE.labels))


PLANE_ARGS = (PLANE.points, PLANE.labels, K)


def timed(rounds: int) -> float:
    """Each round runs all of them once; prints medians, and returns ours over torch's."""
    ways: dict[str, Callable[[], float]] = {
        "xentviz 2-32-32-5": lambda: float(ours(ADAM).objective[-1]),
        "torch 2-32-32-5": lambda: torchs(ADAM)[0][-1],
        "torch 2-32-32-5, one thread": one_thread,
        "scikit-learn MLPClassifier": sklearns,
        "xentviz softmax regression": regression,
        "scikit-learn LogisticRegression": logistic,
    }
    losses = {name: way() for name, way in ways.items()}  # the first call of each is not timed
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - began)
    for name, found in times.items():
        middle, best = statistics.median(found), min(found)
        print(f"{name:32} median {1e3 * middle:7.1f} ms, best {1e3 * best:7.1f} ms, "
              f"last loss {losses[name]:.6f}")  # fmt: skip
    both = zip(times["torch 2-32-32-5"], times["torch 2-32-32-5, one thread"], strict=True)
    faster = [min(pair) for pair in both]
    ratios = [a / b for a, b in zip(times["xentviz 2-32-32-5"], faster, strict=True)]
    print(f"ours / the faster torch: {statistics.median(ratios):.2f} (median of the rounds)")
    return statistics.median(ratios)


def above_floor() -> float:
    """The worst gap to the floor over 2 to 5 classes, and the floor by Monte Carlo beside it."""
    worst = 0.0
    recipe = Recipe((), optimizer="adam", rate=0.05, steps=STEPS)
    for k in range(2, 6):
        known, seen = clouds("overlap", k), draw("overlap", k, 2000, 1)
        assert known is not None
        unseen = known.sample(20_000, 77)
        run = train_run(recipe, seen.points, seen.labels, k)
        reached = float(cross_entropy(run.network(-1).logits(unseen.points), unseen.labels))
        truth = float(cross_entropy(np.log(known.posterior(unseen.points)), unseen.labels))
        floor, many = known.floor()[0], known.sample(2_000_000, 78)
        drawn = -np.log(known.posterior(many.points)[np.arange(len(many.labels)), many.labels])
        print(
            f"{k} classes: floor {floor:.5f} (Monte Carlo {drawn.mean():.5f}, "
            f"{100 * (drawn.mean() / floor - 1):+.2f} %), model {reached:.5f}, "
            f"the truth on the same 20,000 points {truth:.5f}"
        )
        worst = max(worst, abs(reached - floor), reached - truth)
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    warnings.simplefilter("ignore", ConvergenceWarning)
    print(f"torch {torch.__version__} on {torch.get_num_threads()} threads, NumPy {np.__version__}")
    agrees = max(agreement(), scripts()) <= AGREES
    ratio, gap = timed(rounds), above_floor()
    sys.exit(not (agrees and ratio <= SLOWER and gap <= NEAR_FLOOR))


if __name__ == "__main__":
    main()
