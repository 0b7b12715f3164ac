"""Distributions: the truth and the prediction; cross-entropy is entropy plus KL."""

import streamlit as st

from xentviz.boards import DISTRIBUTIONS
from xentviz.boards.distributions import DistributionsState
from xentviz.frame import Page, ask, lazy_figure, section, table
from xentviz.lessons import distributions

page = Page(
    "distributions",
    "The loss is what nobody can know, the entropy H(p), plus what you got wrong, KL(p‖q). Drag "
    "what is true or what is predicted.",
)


def calls(state: DistributionsState) -> None:
    section(
        "A KL below zero is a wrong call",
        "KL is never negative, for distributions. It comes out below zero if the truth does not "
        "sum to 1, or if probabilities stand where a library wants their logarithms; swapped "
        "arguments give another number. With p and q of the board above:",
    )
    total = st.slider("The truth sums to", 0.5, 1.5, 0.8, 0.05, key="sum", bind="query-params")
    table(distributions.CALLS, distributions.calls(state, total))


@st.fragment
def smoothing() -> None:
    section(
        "Label smoothing: a truth that is not one-hot, and so a floor above 0",
        "Smoothing takes ε from the label and spreads it over all K classes, the right one too: it "
        "keeps 1 − ε + ε/K, not 1 − ε. That truth has an entropy, and no model pays less.",
    )
    pick, scale = st.columns([1, 2])
    with pick:
        classes = st.selectbox(
            "Classes K", distributions.CLASSES, index=1, key="K", bind="query-params"
        )
        ask(distributions.lowest_smoothed())
    with scale:
        lazy_figure(
            distributions.floor_figure(classes),
            alt="Loss against the probability of the right class, with the floor for each ε.",
            key=f"floor-{classes}",
        )


page.own("the slider “The truth sums to”", "sum")
page.board_section(
    page.board("distributions", DISTRIBUTIONS, distributions.START),
    question=distributions.perfect_model(),
    suggestions=distributions.tries(),
    takeaway="Cross-entropy = entropy + KL: a perfect model still pays the entropy.",
    code=distributions.in_code,
    refresh=calls,
)


page.section(lambda: ask(distributions.swapped()))
page.section(smoothing, link_keys=["K"])
page.section(page.next_page)
