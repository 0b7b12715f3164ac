"""The chapter *Writing*: drawing from the prediction, temperature, always the likeliest."""

from dataclasses import replace

from xentviz.boards.worksheet import WritingState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.next_token import label
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.language.writing import likeliest_share, own_losses, upcoming, writing
from xentviz.lessons.steps import Goal, Options, Step
from xentviz.server.corpora import corpus
from xentviz.server.shared_cache import shared_cache

START = WritingState()
COLD = replace(START, temperature=0.3)
DRAWN = replace(START, drawn=40)
LIKELIEST = replace(DRAWN, picks="likeliest")
LONG = 20  # tokens: the goal of the first task


@shared_cache
def steps() -> tuple[Step[WritingState], ...]:
    """Draw, warm, always the likeliest, and what its own loss is not."""
    return (_draw(), _temperature(), _likeliest(), _not_a_mark())


def _draw() -> Step[WritingState]:
    p = upcoming(START)
    assert p is not None
    best = label(corpus("english").labels[int(p.argmax())])
    return Step(
        "Writing is drawing from the prediction",
        (
            "A model that predicts can also write. One token is drawn at random from the bars.",
            "Then the model predicts the next one, with the new token as part of the text.",
        ),
        START,
        show=("drawn", "seed", "quote", "bars"),
        question=Goal(
            f"Let it write at least {LONG} tokens.",
            lambda state: state.drawn >= LONG,
            lambda: (
                f"Each seed starts another text. {best} comes first "
                f"{100 * float(p.max()):.0f} % of the time."
            ),
            replace(START, drawn=LONG),
        ),
        remember="A language model writes by predicting, again and again.",
    )


def _temperature() -> Step[WritingState]:
    usual, cold = likeliest_share(START), likeliest_share(COLD)
    return Step(
        "A low temperature makes the likeliest likelier",
        (
            "The temperature divides all logits before the softmax.",
            f"At temperature 1 the likeliest first token has {100 * usual:.0f} %.",
        ),
        COLD,
        show=("temperature", "quote", "bars"),
        cover=("bars",),
        question=Options(
            f"At temperature {COLD.temperature:g} the likeliest token has …",
            ("less than that", "the same", "more than that"),
            lambda: 2 if cold > 1.05 * usual else 0 if cold < 0.95 * usual else 1,
            lambda: f"It has {100 * cold:.0f} %. The order of the tokens stays as it was.",
        ),
        notice="Drag the temperature: above 1 the bars become more equal.",
        remember="Cold: safe and repetitive. Hot: surprising, and soon nonsense.",
        suggestions=(
            Suggestion("Cold", "40 tokens at temperature 0.3.", replace(COLD, drawn=40)),
            Suggestion("Hot", "40 tokens at temperature 2.", replace(DRAWN, temperature=2.0)),
        ),
    )


def _likeliest() -> Step[WritingState]:
    greedy, drawn = (float(own_losses(state).mean()) for state in (LIKELIEST, DRAWN))
    options = (greedy, drawn, drawn + 3)
    return Step(
        "Always the likeliest: cheap, and dull",
        (
            f"The text that was drawn costs its own model {drawn:.2f} nats per token.",
            "Now the model always takes the likeliest token, and nothing is left to chance.",
        ),
        LIKELIEST,
        show=("quote", "main"),
        cover=("main",),
        question=Options(
            "For its own model, this text costs …",
            ("less", "the same", "more"),
            lambda: (0, 1, 2)[nearest(greedy, options)] if greedy < 0.9 * drawn else 1,
            lambda: f"It costs {greedy:.2f} nats per token: no surprise is ever allowed.",
        ),
        notice="With the same beginning it always writes the same text. Soon it repeats itself.",
        remember="The likeliest token at each place does not make the best text.",
        suggestions=(
            Suggestion("Always the likeliest", "", LIKELIEST),
            Suggestion("Drawn", "", DRAWN),
        ),
    )


def _not_a_mark() -> Step[WritingState]:
    rows = writing(LIKELIEST).tables[0].rows
    own, given = (float(row.cells[2].value or 0.0) for row in rows)
    return Step(
        "A low loss on its own words proves nothing",
        (
            f"The model pays {own:.2f} nats per token for its own words.",
            "A page written by people, which it has not seen, is read by the same model.",
        ),
        LIKELIEST,
        show=("quote", "main", "own", "given"),
        cover=("given",),
        question=Options(
            "The people’s page costs …",
            ("less, because it is better English", "about the same", "much more"),
            lambda: 2 if given > 1.3 * own else 0 if given < 0.8 * own else 1,
            lambda: (
                f"It costs {given:.2f} nats per token. "
                "The loss measures the model on that page, not the page."
            ),
        ),
        notice="To judge a model, let it read text that somebody else has written.",
        remember="Loss measures a prediction of given text. It does not mark what was written.",
    )
