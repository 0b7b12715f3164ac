"""The language lesson's switches: what is averaged, ignored, shifted, and divided by what."""

import streamlit as st

from xentviz.frame.parts import section, table
from xentviz.lessons.language import sequences


def _tell(said: sequences.Said) -> None:
    table(said.header, said.rows)
    st.markdown(said.sentence)


@st.fragment
def averages() -> None:
    """How two batches of different lengths are averaged."""
    section(
        "Add up, then divide once",
        "A mean of batch means is no token mean, and a mean of perplexities is no perplexity, as "
        "soon as the batches differ in length.",
    )
    second = st.slider("Tokens in the second batch", 1, 60, 40, key="len2", bind="query-params")
    _tell(sequences.averages(second))


@st.fragment
def padding() -> None:
    """What an ignored target is divided by."""
    section(
        "Padding is ignored, not free",
        "Ignored targets leave the sum and the count alike. Ignore the words one by one, then all.",
    )
    words = sequences.padded()
    chosen = st.pills("Ignore", words, selection_mode="multi", key="ignore", bind="query-params")
    _tell(sequences.padding(tuple(chosen)))


@st.fragment
def alignment() -> None:
    """What is learned when targets are shifted wrongly, or twice."""
    section(
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
    """Which base and which denominator a perplexity has."""
    section(
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
