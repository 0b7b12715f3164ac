"""The numbers of a sentence are read as a reader would read them."""

import pytest

from tests.lessons.numbers import numbers, tells, unexplained


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("−ln 0.01 is 4.61, times 1.91", [0.01, 4.61, 1.91]),
        ("right 83 % of the time, or 5%", [0.83, 0.05]),
        ("it answers −0.800 (or -0.5)", [-0.8, -0.5]),
        ("p = 10⁻⁹, 1.28e+05 and 2e-16", [1e-9, 1.28e5, 2e-16]),
        ("128,256 classes, 50,257 tokens.", [128_256, 50_257]),
        ("3.12 is GPT-2 124M, a 4-gram; arXiv:2203.15556, float32, E[x_12]", [3.12]),
        ("0/0 is nan", []),
        ("1.93·10⁻²² and −1.8·10³⁰⁸, e⁰", [1.93e-22, -1.8e308]),
        ("e^−0.01, |0.5|, “0.9 nats”, 90.6 % → 90.6 %", [-0.01, 0.5, 0.9, 0.906, 0.906]),
        ("from 0.5 to 12.5.", [0.5, 12.5]),
        ("L(N, D) = 1.69 + 406.4 / N^0.34", [1.69, 406.4, 0.34]),
    ],
)
def test_a_sentence_gives_its_numbers(sentence: str, values: list[float]) -> None:
    assert [one.value for one in numbers(sentence)] == pytest.approx(values, rel=1e-12)


def test_a_number_shows_what_rounds_to_it_and_nothing_else() -> None:
    assert unexplained("83 % of 6.64", [10 / 12, 6.6438]) == []
    assert unexplained("84 % of 6.65", [10 / 12, 6.6438]) == ["84 %", "6.65"]
    assert unexplained("83 of 1,000", [0.83, 1000]) == ["83"], "a share is no count"
    assert unexplained("−0.8", [0.8]) == ["−0.8"]
    assert unexplained("10⁻⁹", [1.1e-9]) == ["10⁻⁹"]
    assert unexplained("1.28e+05", [128_256]) == []
    assert tells("it costs 4.61", 4.605)
    assert not tells("it costs 4.61", 4.5)
