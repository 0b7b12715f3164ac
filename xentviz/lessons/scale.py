"""Scale: its questions, what to try, and both boards in code."""

from xentviz.boards.scaling_law import LESS, ScalingLawState, scaling_law
from xentviz.boards.vocabulary import VocabularyState, knowing_nothing, scale
from xentviz.core import cross_entropy, perplexity
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, REFIT, Fit
from xentviz.lessons.elements import Question, Snippets, Suggestion
from xentviz.server import corpora
from xentviz.server.shared_cache import shared_cache

START = VocabularyState(50_257)
LAW = ScalingLawState.of("Chinchilla")

# nanoGPT's readme: GPT-2 124M on OpenWebText, validation loss in nats a token.
GPT2_LOSS, GPT2_CLASSES = 3.12, 50_257
COIN_LOSS = 0.9


def worse_than_nothing() -> Question:
    """Which loss is bad: 0.9 among 2 classes, or 3.12 among 50,257?"""
    coin = f"{COIN_LOSS} nats, spam or not: 2 classes"
    words = f"{GPT2_LOSS} nats, the next token: {GPT2_CLASSES:,} classes"

    def reveal() -> tuple[str, str]:
        two, many = cross_entropy([0.0, 0.0], 0), knowing_nothing(GPT2_CLASSES)
        losers = [coin] * (two < COIN_LOSS) + [words] * (many < GPT2_LOSS)
        return losers[0], (
            f"Knowing nothing costs ln 2 = {two:.3g} nats among 2 classes, less than {COIN_LOSS}; "
            f"among {GPT2_CLASSES:,} it costs {many:.4g}. {GPT2_LOSS} is GPT-2 124M on "
            "OpenWebText (nanoGPT), as if it chose among "
            f"{perplexity([GPT2_LOSS]):.3g} equally likely tokens."
        )

    return Question(
        "nothing",
        "A loss above 1 is bad, people say. Which of these two models knows less than nothing?",
        (coin, words, "Both"),
        reveal,
    )


def vocabularies() -> tuple[Suggestion[VocabularyState], ...]:
    """What to try on the vocabulary board."""
    two, llama, one = (
        VocabularyState(2, reported=COIN_LOSS),
        VocabularyState(128_256),
        VocabularyState(128_256, sequences=1, length=1),
    )
    grown = scale(llama).loss / scale(two).loss
    return (
        Suggestion("Two classes", f"A loss of {COIN_LOSS} is worse than knowing nothing.", two),
        Suggestion(
            "Llama 3’s 128,256",
            f"64,128 times the logits of two classes, but only {grown:.3g} times the loss.",
            llama,
        ),
        Suggestion(
            "One token of it",
            f"A single prediction is {scale(one).float32 / 1e3:.0f} kB of logits.",
            one,
        ),
    )


def a_hundredth() -> Question:
    """What is a hundredth of a nat worth?"""
    options = {0.0001: "About 0.01 %", 0.01: "About 1 %", 0.1: "About 10 %"}

    def reveal() -> tuple[str, str]:
        now = scaling_law(LAW)
        fewer = 1 - now.perplexity_less / now.perplexity
        nearest = min(options, key=lambda share: abs(share - fewer))
        return options[nearest], (
            f"Perplexity goes from {now.perplexity:.4g} to {now.perplexity_less:.4g}, "
            f"{100 * fewer:.2g} % fewer equally likely choices, at every loss: "
            f"e^−{LESS} does not ask where it starts. "
            f"Buying it with data alone takes Chinchilla {_more_tokens():.0%} more tokens."
        )

    return Question(
        "hundredth",
        f"Training longer takes Chinchilla’s loss down by {LESS} nats. Its perplexity falls by …",
        tuple(options.values()),
        reveal,
    )


def _more_tokens() -> float:
    """By which share D must grow to save LESS nats: b / D^beta falls by LESS."""
    left = HOFFMANN.from_tokens(LAW.tokens) - LESS
    return float((HOFFMANN.b / left) ** (1 / HOFFMANN.beta) / LAW.tokens - 1)


def published() -> tuple[Suggestion[ScalingLawState], ...]:
    """What to try on the law board."""
    gopher, tiny, llama = (
        ScalingLawState.of("Gopher"),
        ScalingLawState(1e6, 1e8),
        ScalingLawState.of("Llama 3.1 405B"),
    )
    above = scaling_law(llama).loss - HOFFMANN.floor
    return (
        Suggestion(
            "Gopher: the same compute",
            f"Four times as large, a fifth of the tokens: {scaling_law(gopher).loss:.3g} nats.",
            gopher,
        ),
        Suggestion(
            "A million parameters",
            f"{scaling_law(tiny).loss:.3g} nats: here both size and data are missing.",
            tiny,
        ),
        Suggestion(
            "Llama 3.1 405B",
            f"Only {above:.2g} nats above the floor of {HOFFMANN.floor}, says the fit.",
            llama,
        ),
    )


@shared_cache
def about_the_floor() -> str:
    """What the board shows, and the same floor where it is known exactly."""
    rate = corpora.grammar().entropy_rate()
    return (
        "Drag the dot: how low the loss of a language model gets with N parameters and D tokens, "
        f"after a published fit. Never under {HOFFMANN.floor} nats: the fit’s guess at H, the "
        "entropy of the text itself. On the page Language the same floor is known exactly, "
        f"because we wrote the grammar: H = {rate:.3g} nats a token, and no model gets under it."
    )


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
