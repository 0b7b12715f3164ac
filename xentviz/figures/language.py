"""Figures of the language lesson: what may come next, and a model that is learning."""

from collections.abc import Sequence

import plotly.graph_objects as go

from xentviz.figures.theme import HUES, INK, MUTED, RULE, Figure, canvas


def next_words(words: Sequence[str], probabilities: Sequence[float]) -> Figure:
    """The likeliest next words as bars, the first on top. probabilities in 0..1."""
    drawn = canvas(height=44 + 27 * len(words), bargap=0.25)
    drawn.add_bar(
        x=list(probabilities),
        y=list(range(len(words))),
        orientation="h",
        marker_color=HUES["prediction"].mark,
        customdata=list(words),
        hovertemplate="%{customdata}: p = %{x:.3g}<extra></extra>",
        text=[f"{p:.1%}" for p in probabilities],
        textposition="outside",
        cliponaxis=False,
    )
    drawn.update_xaxes(
        title="probability of the next word", range=[0, 1.2], tickformat=".0%", dtick=0.25
    )
    drawn.update_yaxes(tickvals=list(range(len(words))), ticktext=list(words), autorange="reversed")
    return drawn


def learning(
    steps: Sequence[int],
    batches: Sequence[float],
    held_out: Sequence[float],
    samples: Sequence[tuple[int, str]],
    *,
    ceiling: float,
    floor: float | None,
) -> Figure:
    """The loss (nats) over training steps, with a slider over what the model writes by then."""
    drawn = canvas(height=500, margin={"l": 8, "r": 12, "t": 128, "b": 8})
    shown = [max(step, 1) for step in steps]  # a logarithmic axis has no 0
    _line(drawn, shown, batches, "gradient", "its batches", "dot")
    _line(drawn, shown, held_out, "loss", "held out", "solid")
    _level(drawn, ceiling, "knows nothing: ln V", "prediction", "bottom")
    if floor is not None:
        _level(drawn, floor, "the floor: H", "entropy", "top")
    at = [_nearest(steps, step) for step, _ in samples]
    drawn.add_scatter(
        x=[shown[at[0]]],
        y=[held_out[at[0]]],
        mode="markers",
        marker={"size": 15, "color": HUES["loss"].mark},
        hovertemplate="step %{x}: %{y:.3f} nats<extra></extra>",
    )
    marker = len(drawn.data) - 1
    drawn.frames = [
        go.Frame(
            name=str(step),
            data=[go.Scatter(x=[shown[i]], y=[held_out[i]])],
            traces=[marker],
            layout={"annotations": [*drawn.layout.annotations, _written(text)]},
        )
        for (step, text), i in zip(samples, at, strict=True)
    ]
    drawn.add_annotation(_written(samples[0][1]))
    drawn.update_xaxes(title="training step", type="log", dtick=1)
    drawn.update_yaxes(title="loss, nats a token", rangemode="tozero")
    drawn.update_layout(sliders=[_slider([str(step) for step, _ in samples])])
    return drawn


def _line(
    drawn: Figure, x: Sequence[int], y: Sequence[float], meaning: str, name: str, dash: str
) -> None:
    drawn.add_scatter(
        x=list(x),
        y=list(y),
        mode="lines",
        line={"color": HUES[meaning].mark, "width": 2.5, "dash": dash},  # type: ignore[index]
        hovertemplate=f"{name}, step %{{x}}: %{{y:.3f}} nats<extra></extra>",
    )


def _level(drawn: Figure, y: float, name: str, meaning: str, anchor: str) -> None:
    shade = HUES[meaning]  # type: ignore[index]
    drawn.add_hline(y=y, line={"color": shade.mark, "dash": "dash"})
    drawn.add_annotation(
        x=1,
        xref="paper",
        y=y,
        text=f"{name} = {y:.3f}",
        xanchor="right",
        yanchor=anchor,
        showarrow=False,
        font={"color": shade.text, "size": 13},
    )


def _written(text: str) -> dict[str, object]:
    return {
        "x": 0,
        "xref": "paper",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left",
        "yshift": 22,
        "align": "left",
        "showarrow": False,
        "text": text,
        "font": {"size": 14, "color": INK["light"]},
    }


def _slider(names: Sequence[str]) -> dict[str, object]:
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}}
    return {
        "currentvalue": {"prefix": "after step ", "font": {"color": MUTED["light"]}},
        "font": {"color": MUTED["light"]},
        "bgcolor": RULE["light"],
        "pad": {"t": 44},
        "steps": [{"label": name, "method": "animate", "args": [[name], still]} for name in names],
    }


def _nearest(steps: Sequence[int], wanted: int) -> int:
    return min(range(len(steps)), key=lambda i: abs(steps[i] - wanted))
