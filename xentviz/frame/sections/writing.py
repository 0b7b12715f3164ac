"""The language lesson's last sections: draw a text word by word, and watch a model learn."""

import streamlit as st

from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.markdown import escape_markdown
from xentviz.frame.parts import section, table
from xentviz.lessons.language import writing as lesson
from xentviz.server.corpora import training_job


def _draw(more: int) -> None:
    st.session_state["drawn"] = min(lesson.MOST, st.session_state["drawn"] + more)


@st.fragment
def generate() -> None:
    """Sample, and see what each draw was drawn from."""
    section(
        "Writing is drawing from the prediction",
        "Each word is drawn from the distribution that stands before it, and costs −ln of its "
        "probability there. A low temperature repeats the safest words, a high one rambles.",
    )
    left, right = st.columns([2, 3])
    with left:
        names = ["unigram", "bigram", "trigram", "neural"]
        name = st.segmented_control(
            "Model", names, default="trigram", required=True, key="writer", bind="query-params"
        )
        warm = st.slider("Temperature", 0.1, 3.0, 1.0, step=0.1, key="warm", bind="query-params")
        drawn = st.slider("Words drawn", 0, lesson.MOST, 0, key="drawn", bind="query-params")
        st.button("Draw the next word", on_click=_draw, args=(1,), key="draw-1")
        seed = st.number_input("Seed", 0, 9999, 0, key="seed", bind="query-params")
    done = lesson.writing(name or "trigram", drawn, warm, int(seed))
    with right:
        if done is None:
            st.info("The neural model is still learning; the others can write now.")
            return
        st.markdown(f"> {escape_markdown(done.text) or 'Nothing drawn yet.'}")
        lazy_figure(done.figure, alt=done.alt, key="next-words")
        if done.rows:
            table(done.header, done.rows)


def learn() -> None:
    """The neural model's way down to the floor, as soon as it has gone it."""
    section(
        "Training is walking down this loss",
        "Before the first step the model knows nothing and costs ln V. Each step follows the "
        "gradient p − y of a few hundred words. It ends a little above H, what nobody can know.",
    )
    if training_job("grammar").done.is_set():
        _learned()
    else:
        _wait()


@st.fragment(run_every=2)
def _wait() -> None:
    one = training_job("grammar")
    if one.history is not None:
        st.rerun()  # once: from here on nothing needs to be asked for again
    elif one.failed:
        st.warning("The neural model could not be trained on this server; the others are there.")
    else:
        st.progress(one.share, f"Learning: step {one.step:,} of {one.steps:,}")


def _learned() -> None:
    alt = "The loss falls from ln V towards the floor H; a slider shows what the model writes."
    lazy_figure(lesson.learning("grammar"), alt=alt, key="learning")
