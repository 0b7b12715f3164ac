"""The language lesson's switches: what is averaged, ignored, shifted, and divided by what."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson.topics import sequences


def _tell(said: sequences.Said) -> None:
    lesson.table(said.header, said.rows)
    st.markdown(said.sentence)


@st.fragment
def averages() -> None:
    """Confusions 2 and 10."""
    lesson.section(
        "Add up, then divide once",
        "A mean of batch means is no token mean, and a mean of perplexities is no perplexity, as "
        "soon as the batches differ in length.",
    )
    second = st.slider("Tokens in the second batch", 1, 60, 40, key="len2", bind="query-params")
    _tell(sequences.averages(second))


@st.fragment
def padding() -> None:
    """Confusion 7."""
    lesson.section(
        "Padding is ignored, not free",
        "Ignored targets leave the sum and the count alike. Ignore the words one by one, then all.",
    )
    words = sequences.padded()
    chosen = st.pills("Ignore", words, selection_mode="multi", key="ignore", bind="query-params")
    _tell(sequences.padding(tuple(chosen)))


@st.fragment
def alignment() -> None:
    """Confusion 6."""
    lesson.section(
        "Who shifts the labels?",
        "The target of each position is the token one place on. Many libraries shift for you: "
        "shift again and the model learns the token after next; forget it and it learns to copy.",
    )
    shift = st.segmented_control(
        "Targets shifted by",
        list(sequences.SHIFTS),
        format_func=lambda s: sequences.SHIFTS[s],
        default=1,
        required=True,
        key="shift",
        bind="query-params",
    )
    _tell(sequences.alignment(1 if shift is None else shift))


@st.fragment
def units() -> None:
    """Confusions 4 and 19."""
    lesson.section(
        "A perplexity needs its base and its denominator",
        "e to the nats or 2 to the bits; and a token of one model is not a token of another.",
    )
    unit = st.segmented_control(
        "The mean in",
        list(sequences.BASES),
        default="nats",
        required=True,
        key="unit",
        bind="query-params",
    )
    _tell(sequences.bases(unit or "nats"))
    _tell(sequences.denominators())


def all_sections() -> None:
    """In the order of the page."""
    averages()
    padding()
    alignment()
    units()
