"""/scale: what its sections say is what the fit, the papers and the grammar say."""

import math

import pytest

from tests.lessons.numbers import numbers, tells, unexplained
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, REFIT, Fit, model
from xentviz.lessons.scale import law
from xentviz.server import corpora


def test_the_floor_is_tied_to_the_languages_own() -> None:
    """1.69 of the fit, and the grammar's entropy rate."""
    step = law._how_low()
    assert step.question is not None
    assert tells(step.question.why(), HOFFMANN.floor)
    assert tells(step.notice, corpora.grammar().entropy_rate())


def test_every_published_model_stands_there_with_its_size_and_source() -> None:
    rows = {name: (params, tokens, source) for name, params, tokens, source in law.sources()}
    assert set(rows) == {one.name for one in MODELS}
    for one in MODELS:
        params, tokens, source = rows[one.name]
        assert source == one.source
        assert _written(params) == pytest.approx(one.params, rel=1e-12)
        assert _written(tokens) == pytest.approx(one.tokens, rel=1e-12)


def _written(size: str) -> float:
    """70 B is 70e9, and is not written as 0.07 T or 70,000 M."""
    figure, unit = size.split()
    assert 1 <= float(figure) < 1000
    return float(figure) * {"M": 1e6, "B": 1e9, "T": 1e12}[unit]


def _tokens_a_parameter(fit: Fit) -> float:
    """D / N where the loss is least for Chinchilla's compute, on a fine grid of N."""
    one = model("Chinchilla")
    compute = 6 * one.params * one.tokens
    sizes = [1e9 * 1.001**i for i in range(8000)]
    best = min(sizes, key=lambda n: fit.loss(n, compute / (6 * n)))
    return compute / (6 * best) / best


def test_what_is_said_of_the_fit_is_what_it_says() -> None:
    said = law.about_the_fit()
    ratios = [_tokens_a_parameter(fit) for fit in (HOFFMANN, REFIT)]
    told = [
        *(x for fit in (HOFFMANN, REFIT) for x in (fit.floor, fit.a, fit.alpha, fit.b, fit.beta)),
        FITTED_PARAMS[0] / 1e6,
        FITTED_PARAMS[1] / 1e9,
        *(tokens / 1e9 for tokens in FITTED_TOKENS),
        *ratios,
    ]
    assert [value for value in told if not tells(said, value)] == []
    papers = [2022, 2024, 400, 20]  # years, models in the fit, the paper's own tokens a parameter
    assert unexplained(said, [*told, *papers]) == []
    assert ratios[0] > 3 * 20
    assert math.isclose(ratios[1], 20, rel_tol=0.2)


def test_no_number_of_the_fit_is_rounded_away() -> None:
    shown = [one.value for one in numbers(law.about_the_fit())]
    for fit in (HOFFMANN, REFIT):
        for value in (fit.floor, fit.a, fit.alpha, fit.b, fit.beta):
            assert value in shown
