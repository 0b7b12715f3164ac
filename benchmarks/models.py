"""How close each model comes to the floor of the language, and what the models cost.

    python -m benchmarks.models [--json FILE] [--only words|characters|tokens]

One core: set OMP_NUM_THREADS=1. Losses are nats a token on 20,000 held-out tokens; of the models
over sub-word tokens bits a byte, on English held out. The memory of a model is that of its training
alone, in a process of its own: what Python and NumPy had allocated at most.
"""

import argparse
import json
import multiprocessing
import time
import tracemalloc
from pathlib import Path

import numpy as np

from xentviz.core import bits_per_byte
from xentviz.data.characters import START, VOCABULARY_SIZE, encode
from xentviz.data.english import joined, load_english
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.models.language_model import Integers, next_token_pairs, token_losses
from xentviz.models.neural import Neural
from xentviz.models.ngram import NGram
from xentviz.models.token_models import TokenModels, learn_token_models
from xentviz.models.training import (
    CHARACTERS,
    TOKENS,
    TrainingPlan,
    character_shape,
    token_shape,
    train,
    word_shape,
)

SENTENCE = "The students really like this lecture."
NOISE = "qkzvj xwpqh tzbnx mfrgl ouyec dkvsj aqpwz"  # 41 random letters and spaces
ASKED = 300  # tokens of a text that is asked about
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


def _learned_english() -> TokenModels:
    """Everything from the text to the models, as a server does once."""
    corpus = load_english()
    return learn_token_models(joined(corpus.learned), joined(corpus.validation))


def _english_megabytes() -> tuple[float, float]:
    """What stays allocated once the models are there, and the most on the way."""
    tracemalloc.start()
    kept = _learned_english()
    now, peak = tracemalloc.get_traced_memory()
    del kept
    return now / 2**20, peak / 2**20


def tokens() -> Numbers:
    """Bits a byte of each model over tokens, and what learning and asking cost."""
    began = time.process_time()
    english = _learned_english()
    ready = time.process_time() - began
    corpus = load_english()
    held_out, tokenizer = joined(corpus.held_out), english.tokenizer
    asked = tokenizer.encode(held_out)[:ASKED]
    print(f"  {corpus.source}\n  {'|'.join(tokenizer.pieces(tokenizer.encode(SENTENCE)))}")
    found: Numbers = {
        "learned, bytes": len(joined(corpus.learned).encode()),
        "held out, bytes": len(held_out.encode()),
        "bytes a token, held out": len(held_out.encode()) / len(tokenizer.encode(held_out)),
        "all models ready, s CPU": ready,
    }
    neural, began = Neural(token_shape(tokenizer.vocabulary_size)), time.process_time()
    learned, validation = (tokenizer.encode(joined(d)) for d in (corpus.learned, corpus.validation))
    train(neural, learned, validation, tokenizer.start, plan=TOKENS)
    found["neural, training, s CPU"] = time.process_time() - began
    for name, model in {**english.models, "neural": neural}.items():
        for title, text in (("held out", held_out), ("sentence", SENTENCE), ("noise", NOISE)):
            nats = token_losses(model, tokenizer.encode(text), tokenizer.start).sum()
            found[f"{name}, {title}"] = bits_per_byte(float(nats), len(text.encode()))
        began = time.process_time()
        token_losses(model, asked, tokenizer.start)
        found[f"{name}, {ASKED} tokens, ms"] = 1e3 * (time.process_time() - began)
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        kept, peak = fresh.apply(_english_megabytes)
    found["models kept, MB"], found["while learning, MB"] = kept, peak
    return found


PARTS = {"words": words, "characters": characters, "tokens": tokens}


def main() -> None:
    """Measure, print, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    results: dict[str, Numbers] = {}
    for title in [options.only] if options.only else PARTS:
        print(title)
        results[title] = PARTS[title]()
        for name, number in results[title].items():
            print(f"  {name:<30} {number:12.4f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
