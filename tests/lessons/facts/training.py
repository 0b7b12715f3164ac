"""/training: what is true of its steps, from runs that are set up here once more."""

import functools
import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tests.lessons.facts.fact import Fact, Facts, loss, rises, softmax_by_hand
from xentviz.boards.training_settings import OwnPoint
from xentviz.boards.training_sheets import OneStepState
from xentviz.core import softmax
from xentviz.data import planes
from xentviz.lessons.training import (
    downhill,
    one_step_steps,
    rates,
    squared,
    sure,
    two_classes,
)
from xentviz.lessons.training.one_step import LABELS, POINTS, one_step
from xentviz.models.network import Doubles
from xentviz.models.objective import Objective
from xentviz.models.plane_record import Judged, judge
from xentviz.models.plane_training import Recipe, Run, train_run

SQUARED = Objective(squared=True)


class Made(NamedTuple):
    """A run, and how each of its frames does on its own points and on held-out ones."""

    run: Run
    seen: Judged
    unseen: Judged

    def at(self, step: int) -> int:
        """The frame of a step."""
        return int(np.flatnonzero(self.run.steps <= step)[-1])


@functools.cache
def made(plane: str, classes: int, size: int, seed: int, recipe: Recipe) -> Made:
    """A training on points of that set, drawn as the board draws them."""
    drawn = planes.draw(plane, classes, size, seed)
    others = planes.draw(plane, classes, 1000, 10_000 + seed)
    run = train_run(replace(recipe, seed=seed), drawn.points, drawn.labels, classes)
    with np.errstate(all="ignore"):
        seen = judge(run, drawn.points, drawn.labels)
        return Made(run, seen, judge(run, others.points, others.labels))


def probabilities(run: Run, frame: int, points: Doubles) -> Doubles:
    return np.asarray(softmax(run.network(frame).logits(points)), np.float64)


# ---- downhill ----

DOWN = Recipe((), rate=0.3)


def _down(start: str = "small") -> Made:
    return made("overlap", 3, 400, 1, replace(DOWN, start=start))


def _first() -> Fact:
    return Fact(truth=-math.log(1 / 3), also=(3.0, float(_down().seen.loss[0])))


def _loud() -> Fact:
    one = _down("loud")
    points = planes.draw("overlap", 3, 400, 1).points
    sure = float(probabilities(one.run, 0, points).max(axis=1).mean())
    right = float(one.seen.accuracy[0])
    return Fact(
        holds=(sure < 0.6, sure > 0.9 and right < 0.5, sure > 0.9 and right > 0.5),
        also=(20.0, sure, right, float(one.seen.loss[0]), float(_down().seen.loss[0])),
    )


def _push() -> Fact:
    one, drawn = _down(), planes.draw("overlap", 3, 400, 1)
    p = probabilities(one.run, one.at(4), drawn.points)
    push = [1 - p[k, label] for k, label in enumerate(drawn.labels)]
    right = p.argmax(axis=1) == drawn.labels
    hard, soft = float(np.mean(np.array(push)[~right])), float(np.mean(np.array(push)[right]))
    return Fact(
        holds=(soft > 1.2 * hard, hard > 1.2 * soft, abs(hard - soft) < 0.1 * hard),
        also=(hard, soft, 4.0),
    )


def _lower() -> Fact:
    one = _down()
    first = int(one.run.steps[np.flatnonzero(one.seen.loss < 0.5)[0]])
    state = downhill.START
    return Fact(
        counts=(replace(state, step=first), replace(state, step=200)),
        misses=(state, replace(state, step=first - 2), replace(state, size=0, step=200)),
        also=(0.5, first),
    )


# ---- one step ----


def _small_losses(flat: Doubles) -> list[float]:
    """The losses of the four points, written out by hand."""
    w, found = flat.tolist(), []
    for (x, y), label in zip(POINTS.tolist(), LABELS.tolist(), strict=True):
        hidden = [math.tanh(w[0] * x + w[2] * y + w[4]), math.tanh(w[1] * x + w[3] * y + w[5])]
        z = [
            w[6] * hidden[0] + w[8] * hidden[1] + w[10],
            w[7] * hidden[0] + w[9] * hidden[1] + w[11],
        ]
        found.append(-math.log(softmax_by_hand(z)[label]))
    return found


def _first_weights() -> Doubles:
    return one_step(OneStepState()).before


def _forward() -> Fact:
    losses = _small_losses(_first_weights())
    return Fact(truth=sum(losses) / 4, also=(sum(losses), 4.0))


def _logit_slope() -> Fact:
    losses = _small_losses(_first_weights())
    p = math.exp(-max(losses))
    return Fact(holds=(True, False, False), also=(p, (p - 1) / 4, 4.0))


def _check() -> Fact:
    start = OneStepState()
    return Fact(
        counts=(
            replace(start, weight=1, nudge="0.0001"),
            replace(start, weight=11, nudge="0.0001"),
        ),
        misses=(start, replace(start, nudge="0.0001"), replace(start, weight=5)),
        also=(1e-4,),
    )


def _update() -> Fact:
    before = _first_weights()
    slopes = []
    for k in range(12):
        moved = [before.copy(), before.copy()]
        moved[0][k] += 1e-5
        moved[1][k] -= 1e-5
        slopes.append((sum(_small_losses(moved[0])) - sum(_small_losses(moved[1]))) / 4 / 2e-5)
    was = sum(_small_losses(before)) / 4
    now = sum(_small_losses(before - np.array(slopes))) / 4
    far = one_step(one_step_steps.TOO_FAR).next_loss
    return Fact(holds=rises(was, now), also=(was, now, far, 1.0, 5.0, 3.0))


# ---- squared error ----

WRONG = Recipe((), rate=0.1, start="wrong")


def _pair() -> tuple[Made, Made]:
    recipes = (WRONG, replace(WRONG, objective=SQUARED))
    one, other = (made("blobs", 2, 400, 1, recipe) for recipe in recipes)
    return one, other


def _race() -> Fact:
    one, other = (float(run.seen.accuracy[run.at(20)]) for run in _pair())
    return Fact(
        holds=(one > other + 0.05, other > one + 0.05, abs(one - other) < 0.05),
        also=(one, other, 20.0),
    )


def _gradients() -> Fact:
    p = 1 / (1 + math.exp(6))
    entropy, squares = p - 1, -4 * (1 - p) * p * (1 - p)
    return Fact(truth=squares / entropy, also=(p, -6.0, entropy, squares))


def _plateau() -> Fact:
    one, other = _pair()
    firsts = [
        int(run.run.steps[np.flatnonzero(run.seen.accuracy >= 0.95)[0]]) for run in (one, other)
    ]
    losses = [float(run.seen.loss[run.at(60)]) for run in (one, other)]
    state = squared.START
    return Fact(
        counts=(replace(state, step=firsts[1]), replace(state, step=200)),
        misses=(replace(state, step=20), replace(state, step=firsts[1] - 2)),
        also=(0.95, *firsts, 60.0, *losses),
    )


# ---- the landscape ----


def _map() -> Made:
    return made("overlap", 2, 400, 1, Recipe((), rate=0.3, start="wrong"))


def _flat() -> Fact:
    """Along the first gradient, from 1.25 times as far out as the path began."""
    one, drawn = _map(), planes.draw("overlap", 2, 400, 1)
    run = one.run
    network = run.network(0)
    _, slopes = network.loss_and_gradients(drawn.points, drawn.labels, Objective())
    way = -np.concatenate([slope.ravel() for slope in slopes])
    way /= np.linalg.norm(way)
    along = (run.rows - run.rows[-1]) @ way
    reach = 1.25 * float(np.abs(along).max())
    falls = []
    for objective in (Objective(), SQUARED):
        values = []
        for place in (-reach, -0.75 * reach):
            network.set_flat(run.rows[-1] + place * way)
            values.append(objective.loss(network.logits(drawn.points), drawn.labels))
        falls.append(1 - values[1] / values[0])
    return Fact(holds=(falls[0] < 0.2, falls[1] < 0.2, min(falls) > 0.2), also=(*falls,))


def _valley() -> Fact:
    one, drawn = _map(), planes.draw("overlap", 2, 400, 1)
    logits = one.run.network(-1).logits(drawn.points)
    moved = logits + drawn.points[:, :1]  # 1 more on both weights of x
    before, after = (Objective().loss(z, drawn.labels) for z in (logits, moved))
    return Fact(holds=rises(before, after), also=(before,))


def _path() -> Fact:
    one = _map()
    first = int(one.run.steps[np.flatnonzero(one.seen.loss < 0.3)[0]])
    return Fact(
        counts=(replace(squared.MAP, step=first), squared.MAP),
        misses=(replace(squared.MAP, step=0), replace(squared.MAP, step=first - 2)),
        also=(float(one.seen.loss[0]), float(one.seen.loss[-1]), 0.3),
    )


# ---- step size ----


def _rate(rate: float) -> Made:
    return made("moons", 2, 400, 1, Recipe((16,), "relu", rate=rate))


def _small() -> Fact:
    end = float(_rate(0.01).seen.loss[-1])
    return Fact(
        holds=(end < 0.05, 0.1 < end < 0.6, end > 0.65), also=(0.01, 200.0, 2.0, math.log(2), end)
    )


def _right() -> Fact:
    ends = {rate: float(_rate(rate).seen.loss[-1]) for rate in (0.01, 0.1, 1.0, 3.0)}
    assert ends[3.0] < 0.05 < ends[0.1]
    return Fact(
        counts=(rates.with_rate(3.0),),
        misses=(rates.START, rates.with_rate(0.1), rates.with_rate(300.0),
                replace(rates.with_rate(3.0), plane="blobs")),
        also=(0.05, 200.0, *ends, *ends.values()),
    )  # fmt: skip


def _large() -> Fact:
    run = _rate(300.0).run
    return Fact(
        holds=(False, False, run.stopped is not None and not run.objective[-1] < 1000),
        also=(300.0, 200.0, 2.0, 3.0, float(run.stopped or math.nan), 1000.0),
    )


# ---- the floor ----


def _floor() -> float:
    """By Monte Carlo would be coarser: the mean entropy of the truth on a fine grid."""
    known = planes.clouds("overlap", 3)
    assert known is not None
    return known.floor(200)[0]


def _at_floor() -> Made:
    return made("overlap", 3, 1000, 41, Recipe((), optimizer="adam", rate=0.05))


def _too_large() -> Made:
    return made("overlap", 3, 400, 41, Recipe((32, 32), optimizer="adam", rate=0.02))


def _ends() -> Fact:
    end = float(_at_floor().unseen.loss[-1])
    return Fact(
        holds=(end < 0.01, abs(end - 0.5) < 0.05, abs(end - math.log(3)) < 0.05),
        also=(end, _floor(), 0.5, 3.0),
    )


def _middle() -> Fact:
    p = probabilities(_at_floor().run, -1, np.zeros((1, 2)))[0, 0]
    return Fact(truth=float(p))


def _larger() -> Fact:
    one, floor = _too_large(), _floor()
    end = float(one.unseen.loss[-1])
    best = int(one.run.steps[one.unseen.loss.argmin()])
    return Fact(
        holds=(end < floor - 0.03, abs(end - floor) < 0.03, end > floor + 0.03),
        also=(float(one.seen.loss[-1]), end, floor, best, 32.0, 400.0),
    )


# ---- imbalance ----


def _imbalanced(weights: tuple[float, ...] = ()) -> Made:
    recipe = Recipe((), optimizer="adam", rate=0.1, objective=Objective(class_weights=weights))
    return made("imbalance", 2, 400, 1, recipe)


def _balanced() -> tuple[float, float]:
    counts = np.bincount(planes.draw("imbalance", 2, 400, 1).labels)
    return (200 / counts[0], 200 / counts[1])


def _recall(one: Made) -> float:
    rare = one.unseen.labels == 1
    return float((one.unseen.predicted[-1][rare] == 1).mean())


def _useless() -> Fact:
    one = _imbalanced()
    return Fact(truth=_recall(one), also=(0.95, 95.0, 100.0, float(one.unseen.accuracy[-1])))


def _weights() -> Fact:
    one, other = _imbalanced(), _imbalanced(_balanced())
    found, right = (
        _recall(other) - _recall(one),
        other.unseen.accuracy[-1] - one.unseen.accuracy[-1],
    )
    times = _balanced()[1] / _balanced()[0]
    return Fact(
        holds=(found > 0 and right > 0, found > 0 and right < 0, abs(found) < 0.01),
        also=(times, _recall(other), float(other.unseen.accuracy[-1])),
    )


def _shares() -> Fact:
    others = planes.draw("imbalance", 2, 1000, 10_001)
    plain, weighted = (
        float(probabilities(one.run, -1, others.points)[:, 1].mean())
        for one in (_imbalanced(), _imbalanced(_balanced()))
    )
    return Fact(
        holds=(weighted < plain / 1.5, abs(weighted - plain) < 0.02, weighted > 1.5 * plain),
        also=(float((others.labels == 1).mean()), plain, weighted),
    )


# ---- the weighted mean ----

PLAIN = (loss([0.2, 0.3, 0.5], 2), loss([0.5, 0.2, 0.3], 1))


def _divisor() -> Fact:
    total = 6 * PLAIN[0] + 4 * PLAIN[1]
    return Fact(truth=total / (6 + 4), also=(6.0, 4.0, total, total / 2, 2.0))


def _doubled() -> Fact:
    mean = (6 * PLAIN[0] + 4 * PLAIN[1]) / (6 + 4)
    return Fact(holds=rises(mean, (12 * PLAIN[0] + 8 * PLAIN[1]) / (12 + 8)), also=(mean,))


def _alone() -> Fact:
    return Fact(
        holds=(False, math.isclose(6 * PLAIN[0] / 6, PLAIN[0]), False),
        also=(6.0, PLAIN[0], 6 * PLAIN[0]),
    )


# ---- too sure ----

SURE = Recipe((32, 32), optimizer="adam", rate=0.01)


def _sure(recipe: Recipe = SURE) -> Made:
    return made("wrong labels", 2, 200, 11, recipe)


def _ends_of(recipe: Recipe) -> tuple[float, float]:
    return tuple(float(_sure(one).unseen.loss[-1]) for one in (SURE, recipe))  # type: ignore[return-value]


def _rises() -> Fact:
    one = _sure()
    best = int(one.unseen.loss.argmin())
    low, high = float(one.unseen.loss[best]), float(one.unseen.loss[-1])
    before, after = float(one.unseen.accuracy[best]), float(one.unseen.accuracy[-1])
    assert high > 1.3 * low
    return Fact(
        holds=(after < before - 0.2, abs(after - before) < 0.03, after > before + 0.2),
        also=(15.0, 100.0, 200.0, low, high, before, after),
    )


def _stop() -> Fact:
    losses, steps = _sure().unseen.loss, _sure().run.steps
    low, state = float(losses.min()), sure.START
    near = steps[losses < low + 0.01].tolist()
    apart = steps[losses > low + 0.02].tolist()
    best = int(steps[losses.argmin()])
    return Fact(
        counts=[replace(state, step=step) for step in near],
        misses=[*(replace(state, step=step) for step in apart), replace(state, plane="own")],
        also=(0.01, low, best),
    )


def _smooth() -> Fact:
    plain, smooth = _ends_of(replace(SURE, objective=Objective(smoothing=0.2)))
    lower, same, higher = smooth < 0.95 * plain, abs(smooth - plain) < 0.03, smooth > 1.05 * plain
    return Fact(holds=(lower, same, higher), also=(0.2, plain, smooth))


def _decay() -> Fact:
    plain, decayed = _ends_of(replace(SURE, decay=1.0))
    lower, same, higher = decayed < 0.95 * plain, abs(decayed - plain) < 0.03, decayed > plain
    return Fact(holds=(lower, same, higher), also=(0.01, plain, decayed))


# ---- two classes ----


def _sigmoid() -> Fact:
    p = 1 / (1 + math.exp(-1.5))
    assert math.isclose(p, softmax_by_hand([0.5, 2.0])[1])
    return Fact(truth=p, also=(0.5, 2.0, 1.5, -1.5))


def _difference() -> Fact:
    before, after = loss([0.5, 2.0], 1), loss([3.5, 5.0], 1)
    assert math.isclose(before, math.log(1 + math.exp(-1.5)))
    return Fact(holds=rises(before, after), also=(before, 3.0))


def _slope() -> Fact:
    p = 1 / (1 + math.exp(-1.5))
    step = 1e-6
    slope = (math.log(1 + math.exp(-1.5 - step)) - math.log(1 + math.exp(-1.5 + step))) / (2 * step)
    return Fact(truth=slope, also=(p, p - 1))


# ---- own points ----

CORNERS = ((-1, -1, 0), (1, 1, 0), (-1, 1, 1), (1, -1, 1))


def _own(hidden: tuple[int, ...], *more: tuple[int, int, int]) -> float:
    """Where the loss on the corners ends."""
    given = np.array([*CORNERS, *more], float)
    points, labels = given[:, :2], given[:, 2].astype(np.intp)
    run = train_run(Recipe(hidden), points, labels, 2)
    return float(judge(run, points, labels).loss[-1])


def _straight() -> Fact:
    end = _own(())
    return Fact(holds=(end < 0.1, abs(end - math.log(2)) < 0.01, end > 2), also=(end, 2.0))


def _bent() -> Fact:
    state = two_classes.START
    alone = (OwnPoint(0.0, 0.0, 0),)
    return Fact(
        counts=(two_classes.HIDDEN, replace(two_classes.HIDDEN, size=10)),
        misses=(state, replace(state, own=()), replace(state, own=alone), two_classes.BLOCKED),
        also=(0.1, 8.0, _own((8,))),
    )


def _contradiction() -> Fact:
    end, floor = _own((8,), (-1, -1, 1)), 2 * math.log(2) / 5
    return Fact(
        holds=(end < 0.05, abs(end - floor) < 0.02, abs(end - math.log(2)) < 0.02),
        also=(end, floor, math.log(2), 2.0, 5.0),
    )


FACTS: Facts = {
    "A model that knows nothing starts at ln K": _first,
    "A first loss of 20 says that the start is wrong": _loud,
    "The points that are wrong push hardest": _push,
    "Each step moves the boundary downhill": _lower,
    "Forward: from points to logits to one loss": _forward,
    "Backward: the slope in a logit is (p − y) / N": _logit_slope,
    "A gradient check: nudge one weight and measure": _check,
    "Update: every weight moves against its slope": _update,
    "From a confidently wrong start, one loss moves at once": _race,
    "The gradient of squared error carries p(1 − p)": _gradients,
    "The plateau ends, but late": _plateau,
    "One slice through the weights, two landscapes": _flat,
    "Two weights that matter only by their difference": _valley,
    "The path runs down to the bottom of the valley": _path,
    "A learning rate that is too small hardly moves": _small,
    "A good learning rate gets there": _right,
    "A learning rate that is too large diverges": _large,
    "With overlapping blobs, the loss cannot reach 0": _ends,
    "At the floor, the model says what is true": _middle,
    "A larger model gets under the floor only on what it has seen": _larger,
    "95 % accurate, and still useless": _useless,
    "Class weights move the boundary": _weights,
    "With class weights, p is no longer the share": _shares,
    "The weighted mean divides by the sum of the weights": _divisor,
    "Only the ratio of the weights counts": _doubled,
    "In a batch of one, the weight cancels": _alone,
    "Held-out loss rises while accuracy stays": _rises,
    "Early stopping: take the weights of the best step": _stop,
    "Label smoothing does not allow certainty": _smooth,
    "Weight decay pulls every weight towards 0": _decay,
    "Softmax of two logits is the sigmoid of their difference": _sigmoid,
    "Two logits say no more than one": _difference,
    "The slope is p − y, both ways": _slope,
    "No straight line parts these four points": _straight,
    "A hidden layer bends the boundary": _bent,
    "Two labels on one place cannot both be right": _contradiction,
}
