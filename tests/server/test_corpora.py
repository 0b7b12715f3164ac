"""A neural model in training: what its visitors see of it, and that a failure is told."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from xentviz.models.training import TrainingPlan
from xentviz.server import corpora
from xentviz.server.corpora import TrainingJob

Learn = Callable[[TrainingJob, str], None]
SMALL = TrainingPlan(steps=4, batch=16, logged=3, checked=40, written=3)


def _small(monkeypatch: pytest.MonkeyPatch, learned: int) -> None:
    whole = corpora.corpus("grammar")
    part = replace(whole, learned=whole.learned[:learned], plan=SMALL)
    monkeypatch.setattr(corpora, "corpus", lambda key: part)


def test_a_training_leaves_its_model_and_its_record(
    learn: Learn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch, 300)
    job = TrainingJob(SMALL.steps)
    assert job.share == 0
    learn(job, "grammar")
    assert job.done.is_set()
    assert not job.failed
    assert job.step == SMALL.steps
    assert math.isfinite(job.loss)
    assert job.model is not None
    assert job.history is not None
    assert job.history.finished
    assert job.share == 1


def test_a_training_that_fails_says_so_and_is_done(
    learn: Learn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch, 1)
    job = TrainingJob(SMALL.steps)
    with pytest.raises(ValueError, match="needs 2 tokens"):
        learn(job, "grammar")
    assert job.failed
    assert job.done.is_set()
    assert job.model is None
    assert not corpora.training_lock.locked(), "the next model cannot learn"


@pytest.mark.parametrize(("step", "share"), [(0, 0.0), (30, 0.01), (2970, 0.99), (3000, 0.99)])
def test_a_model_that_is_not_there_yet_is_never_all_learned(step: int, share: float) -> None:
    assert TrainingJob(3000, step=step).share == pytest.approx(share)


def test_a_counted_model_is_made_once() -> None:
    for key, name in (("grammar", "bigram"), ("english", "trigram")):
        assert corpora.counted(key, name) is corpora.counted(key, name)
        assert corpora.model(key, name) is corpora.counted(key, name)
