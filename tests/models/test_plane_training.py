"""A run on the plane: where it starts, what it learns, when it stops, that it repeats itself."""

import math
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from xentviz.core import softmax
from xentviz.data.planes import draw
from xentviz.models.divergence import why_it_diverged, widest_step
from xentviz.models.landscape import cut, gradient_and_random, two_weights
from xentviz.models.objective import Objective
from xentviz.models.plane_record import judge, regions, sizes_of_points
from xentviz.models.plane_training import DIVERGED, LOUD, WRONG, Recipe, frame_steps, train_run

PAGE = Recipe((32, 32), optimizer="adam", rate=0.01)
POINTS = draw("overlap", 5, 400, 1)


@pytest.mark.parametrize("hidden", [(), (16,), (32, 32)])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(
    ("start", "first", "off"),
    [("small", math.log(5), 0.02), ("zero", math.log(5), 1e-12), ("loud", LOUD, 1e-6),
     ("wrong", WRONG, 1e-6)],
)  # fmt: skip
def test_the_first_loss_says_how_it_started(
    hidden: tuple[int, ...], activation: str, start: str, first: float, off: float
) -> None:
    recipe = Recipe(hidden, activation, start, steps=1)
    run = train_run(recipe, POINTS.points, POINTS.labels, 5)
    assert run.objective[0] == pytest.approx(first, abs=off)


def test_a_confidently_wrong_start_is_right_about_few_points() -> None:
    plane = draw("blobs", 2, 400, 1)
    run = train_run(Recipe((), start="wrong", steps=1), plane.points, plane.labels, 2)
    assert judge(run, plane.points, plane.labels).accuracy[0] < 0.05


@pytest.mark.parametrize("name", ["blobs", "moons", "spirals", "rings"])
@pytest.mark.parametrize("n_classes", [2, 5])
def test_a_network_learns_what_can_be_learned(name: str, n_classes: int) -> None:
    plane, unseen = draw(name, n_classes, 400, 1), draw(name, n_classes, 1000, 2)
    run = train_run(replace(PAGE, rate=0.03), plane.points, plane.labels, n_classes)
    assert judge(run, unseen.points, unseen.labels).accuracy[-1] > 0.93


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("batch", [0, 32])
def test_every_optimizer_lowers_the_loss_and_repeats_itself(optimizer: str, batch: int) -> None:
    recipe = Recipe((8,), optimizer=optimizer, batch=batch, rate=0.03, decay=1e-3, steps=120)
    runs = [train_run(recipe, POINTS.points, POINTS.labels, 5) for _ in range(2)]
    assert runs[0].rows.tobytes() == runs[1].rows.tobytes()
    assert judge(runs[0], POINTS.points, POINTS.labels).loss[-1] < 0.9 * math.log(5)


def test_a_run_is_the_same_to_the_bit_on_one_thread_and_on_two() -> None:
    """Products stay below the size from which OpenBLAS shares them out."""
    code = (
        "import hashlib\nfrom xentviz.data.planes import draw\n"
        "from xentviz.models.plane_training import Recipe, train_run\n"
        "p = draw('moons', 3, 500, 1)\n"
        "run = train_run(Recipe((64, 64), 'relu', rate=0.3, steps=40), p.points, p.labels, 3)\n"
        "print(hashlib.sha256(run.rows.tobytes()).hexdigest())"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], env={"OPENBLAS_NUM_THREADS": threads}, text=True,
            capture_output=True, check=True,
        ).stdout
        for threads in ("1", "2")
    ]  # fmt: skip
    assert len(said[0]) == 65
    assert said[0] == said[1]


def test_the_pages_run_takes_half_a_second_at_most() -> None:
    """200 steps of 2-32-32-5 on 400 points: the best of three, beside other work."""
    best = math.inf
    for _ in range(3):
        began = time.perf_counter()
        train_run(PAGE, POINTS.points, POINTS.labels, 5)
        best = min(best, time.perf_counter() - began)
    assert best < 0.5


def test_frames_are_every_step_or_a_hundred_and_one() -> None:
    assert frame_steps(7).tolist() == list(range(8))
    assert frame_steps(200).tolist() == list(range(0, 201, 2))
    assert len(frame_steps(333)) == 101
    assert frame_steps(333)[-1] == 333


def test_a_run_that_diverges_says_at_which_step_and_why() -> None:
    recipe = Recipe((32, 32), "relu", rate=300.0)
    run = train_run(recipe, POINTS.points, POINTS.labels, 5)
    assert run.stopped is not None
    assert run.stopped < 20
    assert not run.objective[-1] < DIVERGED
    said = why_it_diverged(run, POINTS.points, POINTS.labels)
    assert said.startswith(f"Stopped at step {run.stopped}: the loss")
    assert "goes past the valley; 300 is far beyond." in said
    calm = train_run(replace(recipe, rate=0.05), POINTS.points, POINTS.labels, 5)
    assert calm.stopped is None
    assert why_it_diverged(calm, POINTS.points, POINTS.labels) == ""


def test_the_widest_step_is_twice_the_inverse_curvature_along_the_gradient() -> None:
    """By second differences of the loss along that line."""
    run = train_run(Recipe((), rate=1e-6, steps=1), POINTS.points, POINTS.labels, 5)
    network, here = run.network(0), run.rows[int(run.objective.argmin())]
    _, gradients = network.loss_and_gradients(POINTS.points, POINTS.labels, Objective())
    way = np.concatenate([one.ravel() for one in gradients])
    way /= np.linalg.norm(way)
    losses = []
    for step in (-1e-3, 0.0, 1e-3):
        network.set_flat(here + step * way)
        losses.append(Objective().loss(network.logits(POINTS.points), POINTS.labels))
    curvature = (losses[0] - 2 * losses[1] + losses[2]) / 1e-6
    widest = widest_step(run, POINTS.points, POINTS.labels)
    assert widest == pytest.approx(2 / curvature, rel=1e-3)


@pytest.mark.parametrize("labels", [[0], [1], [0, 0, 0], [0, 1]])
def test_few_points_identical_points_and_one_class_are_learned(labels: list[int]) -> None:
    """Where all points agree the loss goes to 0; two on one place with two labels end at ln 2."""
    points, marks = np.zeros((len(labels), 2)), np.array(labels)
    run = train_run(Recipe((4,), rate=0.5, steps=500), points, marks, 2)
    last = run.objective[-1]
    assert last == pytest.approx(math.log(2), abs=1e-6) if len(set(labels)) == 2 else last < 0.02


def test_no_point_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="one point or more"):
        train_run(PAGE, np.zeros((0, 2)), np.zeros(0, np.intp), 2)


def test_weight_decay_ends_with_smaller_weights() -> None:
    ends = [
        train_run(replace(PAGE, decay=decay), POINTS.points, POINTS.labels, 5).network(-1)
        for decay in (0.0, 0.3)
    ]
    free, held = (sum(float((w**2).sum()) for w in one.weights) for one in ends)
    assert held < 0.7 * free


def test_regions_are_the_probabilities_at_the_cells_centres() -> None:
    run = train_run(replace(PAGE, steps=50), POINTS.points, POINTS.labels, 5)
    shares = regions(run, 64, 3.5)
    assert shares.shape == (51, 4, 64, 64)
    x, y = 3.5 * (2 * (10 + 0.5) / 64 - 1), 3.5 * (2 * (40 + 0.5) / 64 - 1)
    p = softmax(run.network(30).logits(np.array([[x, y]])))[0]
    assert shares[30, :, 40, 10] / 255 == pytest.approx(p[:-1], abs=0.5 / 255 + 1e-5)


def test_a_confusion_counts_every_point_once() -> None:
    run = train_run(replace(PAGE, steps=10), POINTS.points, POINTS.labels, 5)
    judged = judge(run, POINTS.points, POINTS.labels)
    counts = judged.confusion()
    assert (counts.sum(axis=2) == np.bincount(POINTS.labels)).all()
    share = counts.trace(axis1=1, axis2=2) / 400
    assert share == pytest.approx(judged.accuracy)
    sizes = sizes_of_points(judged, 16.0)
    assert 16.0 * (sizes / 255.0) ** 2 == pytest.approx(judged.losses, abs=0.06)


@pytest.mark.parametrize("weights", [None, (0, 3)])
def test_the_landscape_passes_through_the_last_frame(weights: tuple[int, int] | None) -> None:
    """Its middle is the end of the path, and both losses there are those of the trained model."""
    run = train_run(Recipe((), rate=1.0, steps=50), POINTS.points, POINTS.labels, 5)
    directions = (
        gradient_and_random(run, POINTS.points, POINTS.labels)
        if weights is None
        else two_weights(run, *weights)
    )
    assert directions @ directions.T == pytest.approx(np.eye(2), abs=1e-12)
    made = cut(run, POINTS.points, POINTS.labels, directions, 5)
    logits = run.network(-1).logits(POINTS.points)
    nats, squared = (Objective(kind).loss(logits, POINTS.labels) for kind in (False, True))
    assert made.cross_entropy[2, 2] == pytest.approx(nats)
    assert made.squared[2, 2] == pytest.approx(squared)
    assert made.path[-1].tolist() == [0.0, 0.0]
    assert made.cross_entropy.max() > nats


def test_a_landscape_of_one_weight_twice_is_refused() -> None:
    run = train_run(Recipe((), steps=1), POINTS.points, POINTS.labels, 5)
    with pytest.raises(ValueError, match="two different ones from 0 to 14"):
        two_weights(run, 3, 3)
