"""The language lesson's figures hold the numbers they are given."""

from xentviz.figures.language import learning, next_words

STEPS, BATCHES, HELD = [0, 10, 100], [5.0, 3.0, 2.0], [5.1, 3.2, 2.3]
SAMPLES = [(0, "a b c"), (100, "the cat sleeps")]


def test_a_bar_is_as_long_as_its_word_is_likely() -> None:
    """The likeliest on top, its share written beside it."""
    figure = next_words(["the", "a"], [0.75, 0.25])
    (bars,) = figure.data
    assert list(bars.x) == [0.75, 0.25]
    assert list(bars.text) == ["75.0%", "25.0%"]
    assert list(figure.layout.yaxis.ticktext) == ["the", "a"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_each_stage_moves_the_marker_and_shows_its_sample() -> None:
    """A frame a sample: the held-out loss then, and what was written then."""
    figure = learning(STEPS, BATCHES, HELD, SAMPLES, ceiling=5.4, floor=2.0)
    assert [frame.name for frame in figure.frames] == ["0", "100"]
    for frame, (_, text), loss in zip(figure.frames, SAMPLES, [HELD[0], HELD[2]], strict=True):
        assert frame.data[0].y == (loss,)
        assert text in [note.text for note in frame.layout.annotations]
    assert [step.label for step in figure.layout.sliders[0].steps] == ["0", "100"]


def test_ceiling_and_floor_are_named_with_their_numbers() -> None:
    """ln V above, H below; a language without known truth has no floor."""
    notes = [
        note.text
        for note in learning(
            STEPS, BATCHES, HELD, SAMPLES, ceiling=5.4, floor=2.0
        ).layout.annotations
    ]
    assert any("ln V" in note and "5.400" in note for note in notes)
    assert any("floor" in note and "2.000" in note for note in notes)
    bare = learning(STEPS, BATCHES, HELD, SAMPLES, ceiling=5.4, floor=None)
    assert not any("floor" in note.text for note in bare.layout.annotations)
