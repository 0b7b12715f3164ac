"""What was published about scale: a fit of loss to size and data, models, and vocabularies."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """L(N, D) = floor + a / N^alpha + b / D^beta: nats per token, N parameters, D tokens."""

    floor: float
    a: float
    alpha: float
    b: float
    beta: float

    def from_params(self, n: float) -> float:
        """What too few parameters cost."""
        return float(self.a / n**self.alpha)

    def from_tokens(self, d: float) -> float:
        """What too few tokens cost."""
        return float(self.b / d**self.beta)

    def loss(self, n: float, d: float) -> float:
        """The fitted loss in nats per token."""
        return self.floor + self.from_params(n) + self.from_tokens(d)

    def best_split(self, compute: float) -> tuple[float, float]:
        """The N and D of least loss where 6 N D = compute, by setting the derivative to 0."""
        ratio = (self.alpha * self.a / (self.beta * self.b)) ** (1 / (self.alpha + self.beta))
        n = ratio * (compute / 6) ** (self.beta / (self.alpha + self.beta))
        return n, compute / 6 / n


# Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv:2203.15556, equation 10.
HOFFMANN = Fit(floor=1.69, a=406.4, alpha=0.34, b=410.7, beta=0.28)
# Besiroglu et al., Chinchilla Scaling: A replication attempt, arXiv:2404.10102, table 1: the same
# form, fitted anew to what can be read off the figures of Hoffmann et al.
REFIT = Fit(floor=1.8172, a=482.01, alpha=0.3478, b=2085.43, beta=0.3658)
# The abstract: over 400 models of 70 million to 16 billion parameters, 5 to 500 billion tokens.
FITTED_PARAMS, FITTED_TOKENS = (70e6, 16e9), (5e9, 500e9)


@dataclass(frozen=True, slots=True)
class Model:
    """A published model: how large it is and how many tokens it was trained on, and who says so."""

    name: str
    params: float
    tokens: float
    source: str


MODELS = (
    Model("Pythia 70M", 70e6, 300e9, "Biderman et al. 2023, arXiv:2304.01373: 299.9 B tokens"),
    Model("GPT-3", 175e9, 300e9, "Brown et al. 2020, arXiv:2005.14165, table 2.1"),
    Model("Gopher", 280e9, 300e9, "Rae et al. 2021, arXiv:2112.11446"),
    Model("Chinchilla", 70e9, 1.4e12, "Hoffmann et al. 2022, arXiv:2203.15556, table 1"),
    Model("PaLM", 540e9, 780e9, "Chowdhery et al. 2022, arXiv:2204.02311"),
    Model("LLaMA 7B", 6.7e9, 1e12, "Touvron et al. 2023, arXiv:2302.13971, table 2"),
    Model("Llama 2 70B", 70e9, 2e12, "Touvron et al. 2023, arXiv:2307.09288; its model card"),
    Model("Llama 3.1 405B", 405e9, 15.6e12, "Grattafiori et al. 2024, arXiv:2407.21783"),
)


def model(name: str) -> Model:
    """The published model of that name."""
    return next(one for one in MODELS if one.name == name)


# How many classes there are to choose from: (name, V). Of the last three, `vocab_size` as published
# with the models; Gemma's is that of Gemma 1 and 2.
VOCABULARIES = (
    ("coin", 2),
    ("digits", 10),
    ("ImageNet", 1_000),
    ("GPT-2", 50_257),
    ("Llama 3", 128_256),
    ("Gemma", 256_000),
)
