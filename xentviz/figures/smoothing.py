"""Label smoothing: the loss of every confidence, and the floor that no model gets under."""

from collections.abc import Sequence

from plotly.graph_objects import Figure, Frame, Scatter

from xentviz.figures.theme import HUES, INK, SLIDER, canvas

HEIGHT = 330


def floors(
    q: Sequence[float],
    epsilons: Sequence[float],
    losses: Sequence[Sequence[float]],
    best: Sequence[float],
    lowest: Sequence[float],
    words: Sequence[str],
    *,
    start: int = 0,
) -> Figure:
    """A curve of losses over `q` for each epsilon, scrubbed by a slider, its minimum marked.

    `losses[i]` belongs to `epsilons[i]`; `best[i]` is the confidence with the loss `lowest[i]`, and
    `words[i]` says who gets how much of epsilon. The picture opens at `epsilons[start]`.
    """
    frames = [
        Frame(name=f"{e:g}", data=_numbers(curve, x, y, text))
        for e, curve, x, y, text in zip(epsilons, losses, best, lowest, words, strict=True)
    ]
    figure = canvas(
        height=HEIGHT,
        xaxis={"title": {"text": "probability given to the right class"}, "range": [0, 1.04]},
        yaxis={"title": {"text": "loss, nats"}, "range": [0, 3]},
        margin={"l": 8, "r": 12, "t": 12, "b": 92},
        sliders=[_slider(epsilons, start)],
    )
    figure.add_traces(_marks(q))
    for trace, numbers in zip(figure.data, frames[start].data, strict=True):
        trace.update(numbers)
    figure.frames = frames
    return figure


def _marks(q: Sequence[float]) -> list[Scatter]:
    """What is drawn, without the numbers that the slider changes."""
    said = "give it %{x:.3g}: %{y:.3g} nats<extra></extra>"
    curve, floor = ({"color": HUES[meaning].mark, "width": 3} for meaning in ("loss", "entropy"))
    return [
        Scatter(x=list(q), mode="lines", hovertemplate=said, line={**curve, "shape": "spline"}),
        Scatter(
            x=[0, 1], mode="lines", hoverinfo="skip", line={**floor, "width": 2, "dash": "dash"}
        ),
        Scatter(
            mode="markers",
            hovertemplate=said,
            cliponaxis=False,
            marker={"color": HUES["entropy"].mark, "size": 13},
        ),
        Scatter(
            x=[0.22], y=[2.95], mode="text", hoverinfo="skip", textposition="bottom right",
            textfont={"color": INK["light"], "size": 14},
        ),
    ]  # fmt: skip


def _numbers(losses: Sequence[float], x: float, y: float, words: str) -> list[Scatter]:
    """The numbers alone: a frame repeats nothing that stays."""
    told = f"{words}<br><b>floor {y:.3g} nats</b>, at q = {x:.3g}"
    curve = [round(loss, 6) for loss in losses]
    return [Scatter(y=curve), Scatter(y=[y, y]), Scatter(x=[x], y=[y]), Scatter(text=[told])]


def _slider(epsilons: Sequence[float], start: int) -> dict[str, object]:
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}}
    steps = [
        {"label": f"{e:g}", "method": "animate", "args": [[f"{e:g}"], still]} for e in epsilons
    ]
    return {
        **SLIDER,
        "steps": steps,
        "active": start,
        "y": -0.16,
        "yanchor": "top",
        "pad": {"t": 18, "b": 0},
        "currentvalue": {"prefix": "label smoothing ε = ", "font": {"color": INK["light"]}},
        "font": {"color": INK["light"], "size": 12},
        "transition": {"duration": 0},
    }
