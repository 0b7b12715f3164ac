"""The page /scale: what guessing costs, the work of large vocabularies, and the scaling law."""

from dataclasses import replace

from xentviz.boards import SCALING_LAW, VOCABULARY
from xentviz.boards.scaling_law import LESS, PARAMS, TOKENS, ScalingLawState, scaling_law
from xentviz.boards.vocabulary import VocabularyState, scale
from xentviz.core import perplexity
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, REFIT, Fit
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Chapter, Estimate, Goal, Lesson, Options, Step, Table, nearest
from xentviz.server import corpora, measurement
from xentviz.server.shared_cache import shared_cache

START = VocabularyState(50_257)
LAW = ScalingLawState.of("Chinchilla")

# nanoGPT's readme: GPT-2 124M on OpenWebText, validation loss in nats a token.
GPT2_LOSS, GPT2_CLASSES = 3.12, 50_257
COIN_LOSS = 0.9
FIRST_LOSS = 20.0
COIN = VocabularyState(2, reported=COIN_LOSS)
LLAMA, ONE = VocabularyState(128_256), VocabularyState(128_256, sequences=1, length=1)
SMALL, GOPHER = ScalingLawState(1e8, 1e9), ScalingLawState.of("Gopher")
LLAMA_405B = ScalingLawState.of("Llama 3.1 405B")


def _guessing() -> tuple[Step[VocabularyState], ...]:
    two, many = scale(COIN).loss, scale(START).loss
    chance = perplexity([GPT2_LOSS])
    return (
        Step(
            "What does guessing blindly cost?",
            (
                "Spam or not: two classes. A model that knows nothing gives each class 50 %.",
                "Drag V, the number of classes, and watch the loss of a blind guess.",
            ),
            COIN,
            show=("loss",),
            cover=("loss",),
            question=Options(
                "Two classes, 50 % each. The loss is …",
                ("0, for it is not wrong", f"{two:.2f} nats", "2 nats"),
                lambda: nearest(two, (0.0, two, 2.0)),
                lambda: f"−ln 0.5 = ln 2 = {two:.2f} nats.",
            ),
            remember="Guessing blindly among V classes costs ln V.",
        ),
        Step(
            "The next word is a choice among 50,257",
            ("GPT-2 chooses the next token from a vocabulary of 50,257.",),
            START,
            show=("loss",),
            cover=("loss",),
            question=Estimate(
                "What does a blind guess among 50,257 tokens cost?",
                "nats",
                lambda: many,
                0.5,
                lambda: f"ln 50,257 = {many:.3f} nats: only {many / two:.1f} times the coin.",
            ),
            notice="From 2 to 50,257 classes the loss grows slowly: it counts factors.",
            suggestions=(
                Suggestion("Llama 3: 128,256", f"{scale(LLAMA).loss:.3g} nats", LLAMA),
                Suggestion("Two classes", f"{two:.2f} nats", COIN),
            ),
        ),
        Step(
            "Is a loss above 1 bad?",
            (
                f"A spam filter has a loss of {COIN_LOSS} nats. GPT-2 has {GPT2_LOSS} nats.",
                "Compare each with a blind guess among its own classes.",
            ),
            START,
            show=("loss", "verdict"),
            cover=("verdict",),
            question=Options(
                "Which of the two is worse than a blind guess?",
                ("the spam filter", "GPT-2", "both"),
                lambda: _worse(two < COIN_LOSS, many < GPT2_LOSS),
                lambda: (
                    f"A coin costs {two:.2f}, less than {COIN_LOSS}. Among 50,257 tokens a blind "
                    f"guess costs {many:.1f}. GPT-2's perplexity is {chance:.3g}."
                ),
            ),
            remember="Compare a loss with ln V. There is no upper limit.",
        ),
        Step(
            "A training run starts with a loss of 20",
            ("The model is new: nobody has trained it. Its first loss is 20 nats.",),
            replace(START, reported=FIRST_LOSS),
            show=("loss", "verdict"),
            cover=("verdict",),
            question=Options(
                "What does a first loss of 20 say?",
                (
                    "That is normal: it knows nothing yet",
                    "It is sure of wrong answers before it has learned anything",
                    "The vocabulary is too small",
                ),
                lambda: 1 if many < FIRST_LOSS else 0,
                lambda: (
                    f"Knowing nothing costs {many:.1f}. A loss of {FIRST_LOSS:.0f} is worse: the "
                    "first logits are too large. Start with small ones."
                ),
            ),
            remember="A fresh model should start near ln V.",
        ),
        Step(
            "The loss grows slowly, the work grows fast",
            ("Each prediction needs one logit for every token of the vocabulary.",),
            LLAMA,
            show=("loss", "cost", "formula"),
            cover=("cost", "formula"),
            question=Options(
                "From 2 classes to 128,256 the logits grow 64,128 times. The loss grows …",
                (
                    "64,128 times",
                    "about 1,000 times",
                    f"about {scale(LLAMA).loss / two:.0f} times",
                ),
                lambda: nearest(
                    scale(LLAMA).loss / two, (64_128.0, 1_000.0, scale(LLAMA).loss / two)
                ),
                lambda: (
                    f"From {two:.2f} to {scale(LLAMA).loss:.1f} nats: the loss counts factors, "
                    "the logits are counted one by one."
                ),
            ),
            suggestions=(
                Suggestion(
                    "One token", f"{scale(ONE).float32 / 1e3:.0f} kB of logits for one token", ONE
                ),
            ),
        ),
    )


def _worse(coin: bool, words: bool) -> int:
    """The place of the option that names who is worse than a blind guess."""
    return 2 if coin and words else 0 if coin else 1


def _law() -> tuple[Step[ScalingLawState], ...]:
    now, small, gopher = scaling_law(LAW), scaling_law(SMALL), scaling_law(GOPHER)
    fewer = 1 - now.perplexity_less / now.perplexity
    return (
        Step(
            "More parameters and more text lower the loss",
            (
                "A language model has N parameters and learns from D tokens of text.",
                "Drag the dot: a published fit says how low the loss gets.",
            ),
            SMALL,
            show=("loss",),
            question=Goal(
                "Bring the loss below 2.2 nats a token.",
                lambda state: scaling_law(state).loss < 2.2,
                lambda: f"It was {small.loss:.2f} nats. Both more parameters and more text help.",
                LAW,
            ),
        ),
        Step(
            "How low can the loss get?",
            ("Now give the model more of both: parameters and text.",),
            LAW,
            show=("loss", "parts"),
            cover=("parts",),
            question=Options(
                "With ever more parameters and text, the loss comes close to …",
                ("0", "1", f"{HOFFMANN.floor} nats"),
                lambda: nearest(_far_loss(), (0.0, 1.0, HOFFMANN.floor)),
                lambda: (
                    f"The fit never goes below {HOFFMANN.floor}: its guess at the entropy of "
                    "the text itself."
                ),
            ),
            notice="On the page Language the entropy is known exactly: "
            f"{_grammar_rate():.3g} nats.",
            remember="Scale lowers what you pay above the entropy, never the entropy itself.",
        ),
        Step(
            "What is a hundredth of a nat worth?",
            (f"Training longer lowers Chinchilla's loss by {LESS} nats.",),
            LAW,
            show=("loss", "parts", "less"),
            cover=("less",),
            question=Options(
                "Its perplexity falls by …",
                ("about 0.01 %", "about 1 %", "about 10 %"),
                lambda: nearest(fewer, (0.0001, 0.01, 0.1)),
                lambda: (
                    f"From {now.perplexity:.4g} to {now.perplexity_less:.4g}, {100 * fewer:.2g} % "
                    f"less. With text alone that takes {100 * _more_tokens():.0f} % more tokens."
                ),
            ),
        ),
        Step(
            "The same compute, spent in two ways",
            (
                "Gopher has four times the parameters of Chinchilla, and read a fifth of the text.",
                "Training them took about the same number of operations.",
            ),
            LAW,
            show=("loss", "parts", "best"),
            question=Options(
                "Which of the two has the lower loss after the fit?",
                ("Gopher: it is larger", "Chinchilla: it read more", "they are equal"),
                lambda: 0 if gopher.loss < now.loss else 1,
                lambda: f"Gopher {gopher.loss:.3f}, Chinchilla {now.loss:.3f} nats a token.",
            ),
            suggestions=(
                Suggestion("Gopher", f"{gopher.loss:.3g} nats", GOPHER),
                Suggestion("Chinchilla", f"{now.loss:.3g} nats", LAW),
                Suggestion(
                    "Llama 3.1 405B", f"{scaling_law(LLAMA_405B).loss:.3g} nats", LLAMA_405B
                ),
            ),
        ),
    )


def _far_loss() -> float:
    """The fit's loss where parameters and text are as many as the board has."""
    return scaling_law(ScalingLawState(PARAMS[1], TOKENS[1])).loss


@shared_cache
def _grammar_rate() -> float:
    return corpora.grammar().entropy_rate()


def _more_tokens() -> float:
    """By which share D must grow to save LESS nats: b / D^beta falls by LESS."""
    left = HOFFMANN.from_tokens(LAW.tokens) - LESS
    return float((HOFFMANN.b / left) ** (1 / HOFFMANN.beta) / LAW.tokens - 1)


SOURCES_HEADER = ("model", "parameters N", "tokens D", "source")


def sources() -> list[tuple[str, ...]]:
    """The published models: who says how large, and how much was read."""
    return [(m.name, _brief(m.params), _brief(m.tokens), m.source) for m in MODELS]


def _brief(x: float) -> str:
    """70 M, 6.7 B, 1.4 T."""
    size, unit = next((s, u) for s, u in ((1e12, "T"), (1e9, "B"), (1e6, "M")) if x >= s)
    return f"{x / size:g} {unit}"


def about_the_fit() -> str:
    """What the fit is and is not."""
    (n0, n1), (d0, d1) = FITTED_PARAMS, FITTED_TOKENS
    return (
        f"{_formula(HOFFMANN)} (Hoffmann et al. 2022, arXiv:2203.15556), fitted to over 400 "
        f"models of {n0 / 1e6:.0f} million to "
        f"{n1 / 1e9:.0f} billion parameters and {d0 / 1e9:.0f} to {d1 / 1e9:.0f} billion tokens: "
        "the dashed frame. Everything outside it is an extrapolation. The dots stand where the "
        "models’ published N and D put them; their own losses, on other texts and with other "
        "tokens, are not these.\n\n"
        "A replication (Besiroglu et al. 2024, arXiv:2404.10102) finds that these numbers do not "
        "even fit the points in the paper’s own figures. For Chinchilla’s compute they ask for "
        f"{_a_parameter(HOFFMANN):.0f} tokens a parameter, where the authors’ two other methods "
        f"led them to 20. Fitted anew: {_formula(REFIT)}, which asks for "
        f"{_a_parameter(REFIT):.0f}, with a floor of {REFIT.floor:.3g}. The H of real text is only "
        "ever guessed."
    )


def _formula(fit: Fit) -> str:
    return f"L(N, D) = {fit.floor} + {fit.a} / N^{fit.alpha} + {fit.b} / D^{fit.beta}"


def _a_parameter(fit: Fit) -> float:
    """How many tokens a parameter the fit asks for, with Chinchilla's compute."""
    n, d = fit.best_split(scaling_law(LAW).compute)
    return d / n


def in_code(state: VocabularyState) -> Snippets:
    """Knowing nothing among V classes."""
    size = f"{state.sequences} * {state.length}"
    numpy = f"""import numpy as np

V = {state.classes}
z = np.zeros(V)  # knows nothing: all scores equal
loss = np.log(np.exp(z - z.max()).sum()) - (z[0] - z.max())  # ln V, in nats
p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
y = np.eye(1, V)[0]
grad = p - y  # one number a class, their sum is 0
print(loss, np.log(V), grad.sum())
print({size} * V * 4, "bytes of logits in float32")
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.zeros(1, {state.classes}, requires_grad=True)
loss = F.cross_entropy(z, torch.tensor([0]))  # the same call for 2 classes and for 256,000
loss.backward()  # z.grad is p - y
print(loss.item(), z.grad.sum().item())
print({size} * z.element_size() * z.numel(), "bytes of logits")
"""
    return Snippets(numpy, torch)


def law_in_code(state: ScalingLawState) -> Snippets:
    """The fit for one N and D."""
    f = HOFFMANN
    size = f"N, D = {state.params!r}, {state.tokens!r}  # parameters, training tokens"
    formula = f"{f.floor} + {f.a} / N**{f.alpha} + {f.b} / D**{f.beta}  # nats a token"
    numpy = f"""import numpy as np

{size}
loss = {formula}
print(loss, np.exp(loss), np.exp(loss - {LESS}))  # perplexity, and with {LESS} nats less
print(6 * N * D)  # operations to train it, about
"""
    torch = f"""import torch

{size.replace("N, D = ", "N, D = torch.tensor([").replace("  #", "], dtype=torch.float64)  #")}
loss = {formula}
print(loss.item(), torch.exp(loss).item())
"""
    return Snippets(numpy, torch)


def _deeper(_state: ScalingLawState) -> tuple[Table, ...]:
    """What the fit is and is not, and who says how large the models are."""
    return (
        Table("What the fit is, and is not", about_the_fit(), (), ()),
        Table("Where the sizes are published", "", SOURCES_HEADER, sources()),
    )


def _measured() -> tuple[Step[None], ...]:
    return (
        Step(
            "How long does one gradient over 128,256 classes take?",
            (
                "Llama 3 chooses among that many tokens. One prediction has that many gradients.",
                "Press the button: the server computes the loss and p − y for all of them.",
            ),
            cover=("result",),
            question=Options(
                "The loss and all 128,256 entries of p − y take …",
                ("some milliseconds", "some seconds", "some minutes"),
                lambda: nearest(measurement.typical_seconds(), (0.005, 5.0, 300.0)),
                lambda: (
                    "Softmax gives all entries at once. Large vocabularies cost memory more than "
                    "time."
                ),
            ),
            remember="The gradient p − y costs about as much as softmax itself.",
        ),
    )


LESSON = Lesson(
    "scale",
    (
        Chapter(
            "vocabulary",
            "One loss for two classes and for 256,000",
            _guessing,
            VOCABULARY,
            START,
            in_code,
        ),
        Chapter(
            "measure",
            "The whole gradient for 128,256 classes, measured here",
            _measured,
            section="measurement",
        ),
        Chapter(
            "law",
            "More parameters and more text buy less and less",
            _law,
            SCALING_LAW,
            LAW,
            law_in_code,
            _deeper,
        ),
    ),
)
