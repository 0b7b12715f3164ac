"""The scaling law board: the loss of a published fit, for parameters and tokens you can drag."""

from dataclasses import asdict, dataclass
from typing import ClassVar, Self

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import nats_to_bits, perplexity
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, Model, model

PARAMS, TOKENS = (1e6, 1e13), (1e8, 1e14)
LESS = 0.01  # nats: the step whose worth in perplexity is shown
LEVELS = (4.0, 3.0, 2.5, 2.2, 2.0, 1.9, 1.8)  # nats, of the contour lines
# What numbers are counted in, from the smallest: (how much, name).
LETTERS = ((1.0, ""), (1e6, "M"), (1e9, "B"), (1e12, "T"))
WORDS = ((1.0, ""), (1e3, "thousand"), (1e6, "million"), (1e9, "billion"), (1e12, "trillion"))
# Where a model's name stands beside its dot: px to the right and down, and its end that is there.
_NAME_PLACES = {
    "Pythia 70M": (8, 4, "start"),
    "GPT-3": (-8, 12, "end"),
    "Gopher": (8, 12, "start"),
    "Chinchilla": (8, 17, "start"),
    "PaLM": (8, 10, "start"),
    "LLaMA 7B": (-8, 4, "end"),
    "Llama 2 70B": (9, -5, "start"),
    "Llama 3.1 405B": (8, -4, "start"),
}
# The same on a narrow chart; None: there is no room, a button lights the name.
_NARROW_PLACES = {
    "Chinchilla": (12, -6, "start"),
    "GPT-3": None,
    "PaLM": None,
    "Llama 2 70B": None,
}


@dataclass(frozen=True, slots=True)
class ScalingLawState(FieldState):
    """A language model's number of parameters and of training tokens.

    Raises ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.real("N", "params"), link.real("D", "tokens"))

    params: float
    tokens: float

    def __post_init__(self) -> None:
        self.accept(
            params=checks.number(self.params, "The number of parameters N", *PARAMS),
            tokens=checks.number(self.tokens, "The number of tokens D", *TOKENS),
        )

    @classmethod
    def of(cls, name: str) -> Self:
        """The size and the data of a published model."""
        one = model(name)
        return cls(one.params, one.tokens)


@dataclass(frozen=True, slots=True)
class ScalingLaw:
    """What the fit says of one state, in nats per token; `best_*` is for the same compute."""

    loss: float
    bits: float
    floor: float
    from_params: float
    from_tokens: float
    perplexity: float
    perplexity_less: float
    compute: float
    ratio: float
    best_params: float
    best_tokens: float
    best_loss: float


def scaling_law(state: ScalingLawState) -> ScalingLaw:
    """Everything the board shows."""
    n, d = state.params, state.tokens
    loss, compute = HOFFMANN.loss(n, d), 6 * n * d
    best = HOFFMANN.best_split(compute)
    return ScalingLaw(
        loss=loss,
        bits=float(nats_to_bits(loss)),
        floor=HOFFMANN.floor,
        from_params=HOFFMANN.from_params(n),
        from_tokens=HOFFMANN.from_tokens(d),
        perplexity=perplexity([loss]),
        perplexity_less=perplexity([loss - LESS]),
        compute=compute,
        ratio=d / n,
        best_params=best[0],
        best_tokens=best[1],
        best_loss=HOFFMANN.loss(*best),
    )


def _marked(one: Model) -> dict[str, object]:
    """A published model as the browser marks it on the plane."""
    place = _NAME_PLACES[one.name]
    return {**asdict(one), "place": place, "narrow": _NARROW_PLACES.get(one.name, place)}


SCALING_LAW = Board(
    "scaling_law",
    ScalingLawState,
    scaling_law,
    {
        "params": PARAMS,
        "tokens": TOKENS,
        "less": LESS,
        "levels": LEVELS,
        "units": {"letters": LETTERS, "words": WORDS},
        "fit": asdict(HOFFMANN),
        "models": [_marked(one) for one in MODELS],
        "fitted": [FITTED_PARAMS, FITTED_TOKENS],
    },
    elements=("loss", "parts", "less", "best", "formula"),
)
