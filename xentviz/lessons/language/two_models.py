"""The chapters *Does context help?* and *What nobody can know*: two models, and the truth."""

from dataclasses import replace

import numpy as np

from xentviz.boards.strip import StripState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.next_token import label
from xentviz.lessons.language.text import GRAMMAR, START, mean_of, reading_of, texts
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.models.language_model import next_token_pairs
from xentviz.models.reading import Doubles, Reading, Truth
from xentviz.server.corpora import corpus, grammar
from xentviz.server.shared_cache import shared_cache

PAGE = replace(START, text="docs", at=0)
NONE = replace(PAGE, versus="unigram")  # no context to compare with
BACK = replace(PAGE, text="clock", model="memory", versus="4-gram")
SURE_AT = 16  # of the short text: after "sees" only one word can come
COMPARED = ("legend", "losses", "track", "facts", "mean", "second")


@shared_cache
def context_steps() -> tuple[Step[StripState], ...]:
    """With and without context, where it helps most, and a longer memory."""
    return (_with_and_without(), _where_most(), _memory())


def _other(state: StripState) -> tuple[float, float]:
    """The mean loss of the second model, and what the first saves."""
    other = reading_of(state).other
    assert other is not None
    mean = float(other.losses.mean())
    return mean, mean - float(reading_of(state).losses.mean())


def _with_and_without() -> Step[StripState]:
    mean, saved = _other(NONE)
    options = (0.02, round(saved, 1), mean)
    return Step(
        "Looking back makes the next token cheaper",
        (
            "Two models read the same page. The unigram only knows how common each token is.",
            f"It pays {mean:.2f} nats per token. The 4-gram also looks at the last three tokens.",
        ),
        NONE,
        show=COMPARED,
        cover=("losses", "track", "mean", "second", "facts"),
        question=Options(
            "How much does the 4-gram save per token?",
            ("next to nothing", f"about {options[1]:.1f} nats", "all of it"),
            lambda: nearest(saved, options),
            lambda: (
                f"It saves {saved:.2f} nats per token: {mean - saved:.2f} instead of {mean:.2f}."
            ),
        ),
        notice="Orange bars: the 4-gram. Grey bars: the unigram. The lines are the means so far.",
        remember="Context helps: what came before tells a lot about what comes next.",
    )


def _where_most() -> Step[StripState]:
    read = reading_of(NONE)
    assert read.other is not None
    gap = read.other.losses - read.losses
    most = int(np.argmax(np.abs(gap)))
    piece = label(read.labels[read.targets[most]])
    return Step(
        "Context helps most inside words and set phrases",
        (
            "Find the token where the two models differ most.",
            "The button *Where most?* goes there.",
        ),
        NONE,
        show=COMPARED,
        question=Goal(
            "Go to the token where the two models differ most.",
            lambda state: state.text == "docs" and state.versus == "unigram" and state.at == most,
            lambda: (
                f"At {piece} the 4-gram pays {read.losses[most]:.2f} nats, "
                f"the unigram {read.other.losses[most]:.2f}."  # type: ignore[union-attr]
            ),
            replace(NONE, at=most),
        ),
        notice="Where grey is much taller than orange, the last three tokens gave it away.",
        remember="Compare two models token by token: the mean hides where they differ.",
    )


def _memory() -> Step[StripState]:
    _, saved = _other(BACK)
    one = replace(BACK, text="lecture")
    short = _other(one)[1]
    names = ("It saves as much", "It saves nothing", "It loses several nats per token")
    return Step(
        "A longer memory pays only where a text repeats itself",
        (
            "The model *memory* also looks for the last two tokens earlier in the text.",
            f"On a handbook page it saves {saved:.2f} nats per token.",
        ),
        one,
        show=COMPARED,
        cover=("losses", "track", "mean", "second", "facts"),
        question=Options(
            "How much does it save on “The students really like this lecture.”?",
            names,
            lambda: 1 if abs(short) < 0.01 else 0 if short > 0 else 2,
            lambda: f"It saves {abs(short):.2f} nats. Nothing in one sentence comes twice.",
        ),
        remember="Context is only worth what it says about the next token.",
        suggestions=(
            Suggestion("A page of the handbook", f"It saves {saved:.2f} nats per token.", BACK),
            Suggestion("One sentence", "Both models say the same.", one),
        ),
    )


@shared_cache
def truth_steps() -> tuple[Step[StripState], ...]:
    """A language whose truth is known: entropy, KL, their sum, and the floor."""
    return (_even_the_truth(), _sure(), _adds_up(), _floor())


def _truth(reading: Reading) -> Truth:
    assert reading.truth is not None
    return reading.truth


def _true_row(at: int) -> Doubles:
    """(V,) the true probabilities of the word at a place of the short text."""
    of = corpus("grammar")
    inputs, _ = next_token_pairs(of.split(texts()["short"]).tokens, of.start)
    return np.asarray(grammar().truths(inputs)[at], np.float64)


def _even_the_truth() -> Step[StripState]:
    truth = _truth(reading_of(GRAMMAR))
    h = float(truth.entropy[GRAMMAR.at])
    likeliest = 100 * float(_true_row(GRAMMAR.at).max())
    return Step(
        "Even a perfect model is surprised",
        (
            "This small language was made up, so its true probabilities are known.",
            f"Here even the likeliest next word comes only {likeliest:.0f} % of the time.",
        ),
        GRAMMAR,
        show=("legend", "losses", "facts", "candidates", "entropy"),
        cover=("entropy",),
        question=Options(
            "Someone who knows the true probabilities pays here, on average …",
            ("0 nats", "more than 0: the entropy", "as much as guessing blindly"),
            lambda: nearest(h, (1e-6, h, float(reading_of(GRAMMAR).baseline))),
            lambda: (
                f"The entropy H is {h:.2f} nats. "
                "Nobody can go lower, because the next word is not decided yet."
            ),
        ),
        notice="Blue bars: the model. Green marks: the truth.",
        remember="A perfect model has a loss too: the entropy of the truth.",
    )


def _sure() -> Step[StripState]:
    state = replace(GRAMMAR, at=SURE_AT)
    reading = reading_of(state)
    h = float(_truth(reading).entropy[SURE_AT])
    word = reading.labels[reading.targets[SURE_AT]]
    return Step(
        "Where only one word can come, the entropy is 0",
        (
            f"In this language “{reading.labels[reading.targets[SURE_AT - 1]]}” is always "
            f"followed by “{word}”.",
        ),
        state,
        show=("legend", "losses", "facts", "candidates", "entropy"),
        cover=("entropy",),
        question=Estimate(
            "What is the entropy H at this place?",
            "nats",
            lambda: h,
            0.1,
            lambda: f"It is {h:.2g}: there is nothing to be unsure about.",
        ),
        remember="Entropy belongs to a place in the text, not to the model.",
    )


def _adds_up() -> Step[StripState]:
    truth = _truth(reading_of(GRAMMAR))
    h, kl, loss = (float(x[GRAMMAR.at]) for x in (truth.entropy, truth.kl, truth.loss))
    return Step(
        "The loss is what nobody can know, plus the model’s error",
        (
            "The model does not know the true probabilities. It pays extra for that.",
            f"The extra is the KL divergence. Here H = {h:.2f} and KL = {kl:.2f} nats.",
        ),
        GRAMMAR,
        show=("legend", "losses", "facts", "candidates", "entropy", "kl", "expected"),
        cover=("expected",),
        question=Estimate(
            "What does the model pay here on average?",
            "nats",
            lambda: loss,
            0.06,
            lambda: f"H + KL = {h:.2f} + {kl:.2f} = {loss:.2f} nats, the cross-entropy.",
        ),
        notice="The loss of the word that actually came can be smaller or larger.",
        remember="cross-entropy = entropy + KL divergence",
    )


def _floor() -> Step[StripState]:
    models = ("unigram", "bigram", "trigram")
    long = replace(GRAMMAR, text="long", at=0)
    means = {name: mean_of(replace(long, model=name)) for name in models}
    floor = reading_of(long).floor or 0.0
    return Step(
        "No model gets below the floor",
        (
            f"Over a long text the entropy averages {floor:.2f} nats per word: the floor.",
            "Three models read 500 words. Each looks back one word further.",
        ),
        long,
        show=("model", "legend", "losses", "track", "mean"),
        cover=("losses", "track", "mean"),
        question=Options(
            "Which of the three comes closest to the floor?",
            models,
            lambda: models.index(min(means, key=lambda name: means[name])),
            lambda: ", ".join(f"{name} {mean:.2f}" for name, mean in means.items()) + " nats.",
        ),
        notice="The dashed line at H is the floor. Pick another model: the line never crosses it.",
        remember="Better models come closer to the floor, and stop there.",
        suggestions=tuple(Suggestion(name, "", replace(long, model=name)) for name in means),
    )
