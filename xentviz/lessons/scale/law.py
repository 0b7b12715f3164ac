"""Parameters and text against the loss, after a published fit."""

from xentviz.boards.scaling_law import LESS, PARAMS, TOKENS, ScalingLawState, scaling_law
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, REFIT, Fit
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.scale.vocabulary import GOPHER, LAW, LLAMA_405B, SMALL, SOURCES_HEADER
from xentviz.lessons.steps import Goal, Options, Step, Table, nearest
from xentviz.server import corpora
from xentviz.server.shared_cache import shared_cache


def _more_of_both() -> Step[ScalingLawState]:
    small = scaling_law(SMALL)
    return Step(
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
    )


def _how_low() -> Step[ScalingLawState]:
    return Step(
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
        notice=f"On the page Language the entropy is known exactly: {_grammar_rate():.3g} nats.",
        remember="Scale lowers what you pay above the entropy, never the entropy itself.",
    )


def _a_hundredth() -> Step[ScalingLawState]:
    now = scaling_law(LAW)
    fewer = 1 - now.perplexity_less / now.perplexity
    return Step(
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
    )


def _same_compute() -> Step[ScalingLawState]:
    now = scaling_law(LAW)
    gopher = scaling_law(GOPHER)
    return Step(
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
            Suggestion("Llama 3.1 405B", f"{scaling_law(LLAMA_405B).loss:.3g} nats", LLAMA_405B),
        ),
    )


def _law() -> tuple[Step[ScalingLawState], ...]:
    return (
        _more_of_both(),
        _how_low(),
        _a_hundredth(),
        _same_compute(),
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
