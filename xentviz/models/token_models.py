"""All models over sub-word tokens, learned together from one text."""

from typing import NamedTuple

from xentviz.models.byte_pair import BytePair
from xentviz.models.language_model import LanguageModel
from xentviz.models.memory import Memory
from xentviz.models.smoothing import Smoothed

MERGES = 1000
WITTEN_BELL = ("uniform", "unigram", "bigram", "trigram")  # the place is the order
LONGEST = 4  # tokens a run that the best counting models count


class TokenModels(NamedTuple):
    """A tokenizer and what predicts its tokens; all share one vocabulary, so losses compare."""

    tokenizer: BytePair
    models: dict[str, LanguageModel]  # from the simplest to the best on held-out text


def learn_token_models(learned: str, validation: str, *, merges: int = MERGES) -> TokenModels:
    """Count `learned`, and choose the trust in the memory by `validation`; about a second.

    "uniform" to "trigram" are smoothed as Witten and Bell do, "4-gram" as Kneser and Ney do, and
    "memory" is the 4-gram that also looks back at the text so far. Deterministic.
    """
    tokenizer = BytePair.learn(learned, merges)
    tokens, v = tokenizer.encode(learned), tokenizer.vocabulary_size
    models: dict[str, LanguageModel] = {
        name: Smoothed.witten_bell(order, tokens, v) for order, name in enumerate(WITTEN_BELL)
    }
    four = Smoothed.kneser_ney(LONGEST, tokens, v)
    models[f"{LONGEST}-gram"] = four
    models["memory"] = Memory.fit(four, tokenizer.encode(validation), tokenizer.start)
    return TokenModels(tokenizer, models)
