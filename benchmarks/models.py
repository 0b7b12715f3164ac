"""How close each model comes to the floor of the language, and what the neural one costs.

    python -m benchmarks.models [--json FILE]

One core: set OMP_NUM_THREADS=1. Losses are nats a token on 20,000 held-out tokens. The memory of
the neural model is that of its training alone, in a process of its own: what Python and NumPy had
allocated at most.
"""

import argparse
import json
import multiprocessing
import time
import tracemalloc
from pathlib import Path

import numpy as np

from xentviz.data.characters import START, VOCABULARY_SIZE, encode
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.models.language_model import Integers, next_token_pairs, token_losses
from xentviz.models.neural import Neural
from xentviz.models.ngram import NGram
from xentviz.models.training import CHARACTERS, TrainingPlan, character_shape, train, word_shape

NAMES = ("uniform", "unigram", "bigram", "trigram")
Numbers = dict[str, float]


def _own_megabytes(v: int, text: Integers, held: Integers, start: int) -> float:
    """What the model and its training hold at most at a time, the given texts not counted."""
    tracemalloc.start()
    train(Neural(word_shape(v)), text, held, start)
    return tracemalloc.get_traced_memory()[1] / 2**20


def words() -> Numbers:
    """Losses on the grammar, and the training of the neural model."""
    grammar = Grammar()
    v, start = grammar.vocabulary_size, grammar.boundary
    text, held, test = (grammar.sample(n, s) for n, s in ((600_000, 1), (40_000, 2), (20_000, 3)))
    inputs, targets = next_token_pairs(test, start)
    truth = grammar.truths(inputs)[np.arange(len(test)), targets]
    found: Numbers = {
        "vocabulary": v,
        "entropy rate": grammar.entropy_rate(),
        "truth on this text": float(-np.log(truth).mean()),
    }
    for order, name in enumerate(NAMES):
        model = NGram.fit(order, text, held, v)
        found[name] = float(token_losses(model, test, start).mean())
    wall, cpu = time.perf_counter(), time.process_time()
    neural = Neural(word_shape(v))
    train(neural, text, held, start)
    found["training, s wall"] = time.perf_counter() - wall
    found["training, s CPU"] = time.process_time() - cpu
    found["neural"] = float(token_losses(neural, test, start).mean())
    found["neural over the entropy rate"] = found["neural"] - found["entropy rate"]
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        found["its own peak memory, MB"] = fresh.apply(_own_megabytes, (v, text, held, start))
    return found


def characters() -> Numbers:
    """Losses on the last tenth of one text, and on the other texts, of models of the first."""
    home, *others = (encode(prose.text) for prose in load_prose())
    abroad = np.concatenate(others)
    cut = len(home) * 9 // 10
    own, held = home[:cut], home[cut:]
    part = len(own) * 9 // 10
    found: Numbers = {}
    for order, name in enumerate(NAMES):
        model = NGram.fit(order, own[:part], own[part:], VOCABULARY_SIZE)
        found[f"{name}, at home"] = float(token_losses(model, held, START).mean())
        found[f"{name}, abroad"] = float(token_losses(model, abroad, START).mean())
    neural, cpu = Neural(character_shape(VOCABULARY_SIZE)), time.process_time()
    plan: TrainingPlan = CHARACTERS
    train(neural, own, held, START, plan=plan)
    found["training, s CPU"] = time.process_time() - cpu
    found["neural, at home"] = float(token_losses(neural, held, START).mean())
    found["neural, abroad"] = float(token_losses(neural, abroad, START).mean())
    return found


def main() -> None:
    """Measure, print, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {"words": words(), "characters": characters()}
    for title, numbers in results.items():
        print(title)
        for name, number in numbers.items():
            print(f"  {name:<30} {number:10.4f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
