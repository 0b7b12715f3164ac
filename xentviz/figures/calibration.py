"""Calibration: the reliability diagram, alone and along a sweep over the temperature."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from plotly.graph_objects import Bar, Figure, Frame, Scatter

from xentviz.core.calibration import ReliabilityCurve
from xentviz.figures.theme import HUES, INK, MUTED, SLIDER, canvas

Doubles = NDArray[np.float64]
TRUTH, SAID, LOSS = HUES["truth"], HUES["prediction"], HUES["loss"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One temperature: the diagram there, and the four numbers."""

    temperature: float
    curve: ReliabilityCurve
    loss: float
    accuracy: float
    ece: float
    brier: float

    @property
    def words(self) -> str:
        """The four numbers in two lines."""
        return (
            f"T = {self.temperature:.3g}: <b>loss {self.loss:.3f} nats</b>, "
            f"accuracy {100 * self.accuracy:.1f} %<br>ECE {self.ece:.3f}, Brier {self.brier:.3f}"
        )


def diagram(curve: ReliabilityCurve) -> list[Bar | Scatter]:
    """Bars of how often it was right, dots of how sure it was; full bins only, with counts."""
    full = curve.counts > 0
    middle = (curve.edges[:-1] + curve.edges[1:])[full] / 2
    counts, said, right = curve.counts[full], curve.confidence[full], curve.accuracy[full]
    bars = Bar(
        x=middle, y=right, width=(1 / len(curve.counts)) * 0.92, text=[f"{n}" for n in counts],
        textposition="inside", insidetextanchor="start", textangle=0, constraintext="none",
        textfont={"size": 12, "color": "#FFFFFF"}, marker={"color": TRUTH.text}, cliponaxis=False,
        customdata=np.stack([said, counts], axis=1),
        hovertemplate="%{customdata[1]} answers, %{customdata[0]:.1%} sure on average,"
        " right in %{y:.1%}<extra></extra>",
    )  # fmt: skip
    dots = Scatter(
        x=said, y=said, mode="markers", hoverinfo="skip",
        marker={"color": SAID.mark, "size": 10, "symbol": "diamond"},
    )  # fmt: skip
    return [bars, dots]


def reliability(curve: ReliabilityCurve, *, height: int = 300) -> Figure:
    """The diagram alone, confidence from a half to certain."""
    figure = canvas(height=height, **_axes(""), annotations=_labels())
    figure.add_traces([_diagonal(), *diagram(curve)])
    return figure


def sweep(
    moments: Sequence[Moment], temperatures: Doubles, losses: Doubles, eces: Doubles,
    best: tuple[float, float], *, start: int,
) -> Figure:  # fmt: skip
    """The diagram above loss and ECE against the temperature, scrubbed by one slider.

    `best` is the temperature with the least loss, and that loss; the frames are `moments`, and
    the picture opens at number `start`.
    """
    low = int(np.argmin(eces))
    figure = canvas(
        height=690,
        **_axes("", domain=(0.6, 0.9)),
        **_against("2", (0.33, 0.51), "loss, nats", temperatures, float(losses.max())),
        **_against("3", (0.05, 0.23), "ECE", temperatures, float(eces.max())),
        annotations=[_said(moments[start]), *_labels()],
        margin={"l": 8, "r": 12, "t": 8, "b": 84},
        sliders=[_slider(moments, start)],
    )
    figure.add_traces([_diagonal(), *diagram(moments[start].curve)])
    for axis, y, shade, (x, least), name in (
        ("2", losses, LOSS, best, "least loss: fit_temperature"),
        ("3", eces, HUES["entropy"], (float(temperatures[low]), float(eces[low])), "least ECE"),
    ):
        figure.add_traces(_curve(axis, temperatures, y, shade.mark, x, least, name))
    figure.add_traces([_dot("2", moments[start], "loss"), _dot("3", moments[start], "ece")])
    frames = [_frame(moment).to_plotly_json() for moment in moments]
    return Figure({**figure.to_dict(), "frames": frames}, _validate=False)  # checked already


def opened(figure: Figure, start: int, *, time: int) -> Figure:
    """A `sweep` that opens at another of its moments.

    `time` makes each opening another figure: a browser that was scrubbed meanwhile draws it again.
    """
    drawn = figure.to_dict()
    frame = drawn["frames"][start]
    for place, numbers in zip(MOVING, frame["data"], strict=True):
        drawn["data"][place] |= numbers
    drawn["layout"] |= {**frame["layout"], "meta": time}
    drawn["layout"]["sliders"][0]["active"] = start
    return Figure(drawn, _validate=False)  # what was checked when it was drawn


MOVING = [1, 2, 7, 8]  # the traces of `sweep` that change with the temperature


def _frame(moment: Moment) -> Frame:
    moving = [*diagram(moment.curve), _dot("2", moment, "loss"), _dot("3", moment, "ece")]
    said = {"annotations": [_said(moment), *_labels()]}
    return Frame(name=f"{moment.temperature:.6g}", data=moving, traces=MOVING, layout=said)


def _curve(
    axis: str, x: Doubles, y: Doubles, colour: str, at: float, least: float, name: str
) -> list[Scatter]:
    where = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    said = "at T = %{x:.3g}: %{y:.3f}<extra></extra>"
    line = Scatter(
        x=x, y=y, mode="lines", line={"color": colour, "width": 3}, hovertemplate=said, **where
    )
    mark = Scatter(
        x=[at, at], y=[least, 0.75 * float(y.max())], mode="lines+markers+text",
        text=["", f"{name}, T = {at:.2f}"], hovertemplate=said,
        textposition="top center", textfont={"size": 13, "color": INK["light"]},
        line={"color": MUTED["light"], "width": 1.5, "dash": "dot"},
        marker={"size": [13, 0], "color": INK["light"], "symbol": "circle-open",
                "line": {"width": 2, "color": INK["light"]}},
        **where,
    )  # fmt: skip
    return [line, mark]


def _dot(axis: str, moment: Moment, name: str) -> Scatter:
    colour = LOSS.mark if name == "loss" else HUES["entropy"].mark
    return Scatter(
        x=[moment.temperature], y=[getattr(moment, name)], xaxis=f"x{axis}", yaxis=f"y{axis}",
        mode="markers", marker={"color": colour, "size": 14}, hoverinfo="skip",
    )  # fmt: skip


def _diagonal() -> Scatter:
    return Scatter(
        x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip",
        line={"color": MUTED["light"], "width": 1.5, "dash": "dash"},
    )  # fmt: skip


_APART = {"ticklabelstandoff": 5}  # so that the zeros of both axes do not touch


def _axes(name: str, domain: tuple[float, float] = (0.0, 1.0)) -> dict[str, object]:
    percent = {"tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    x = {"title": {"text": "how sure it was"}, "tickformat": ".0%", "range": [0.4, 1.01], **_APART}
    y = {"title": {"text": "how often right"}, "range": [0, 1.04], "domain": domain, **percent}
    return {f"xaxis{name}": {**x, "anchor": f"y{name}"}, f"yaxis{name}": y, "bargap": 0}


def _against(
    axis: str, domain: tuple[float, float], name: str, x: Doubles, most: float
) -> dict[str, object]:
    ticks = [t for t in (0.3, 0.5, 1, 2, 5, 10, 20) if x[0] <= t <= x[-1]]
    return {
        f"xaxis{axis}": {
            "type": "log", "range": [float(np.log10(x[0])) - 0.02, float(np.log10(x[-1])) + 0.02],
            "tickvals": ticks, "ticktext": [f"{t:g}" for t in ticks], "anchor": f"y{axis}",
            "title": {"text": "temperature T" if axis == "3" else ""}, **_APART,
        },
        f"yaxis{axis}": {
            "domain": domain, "range": [0, 1.08 * most], "title": {"text": name}, "nticks": 4,
            "anchor": f"x{axis}",
        },
    }  # fmt: skip


def _labels() -> list[dict[str, object]]:
    """What the bars and dots are, said where they stand."""
    common = {"showarrow": False, "xref": "x domain", "yref": "y domain", "xanchor": "left"}
    texts = [
        (0.01, 0.98, "bars: how often right, with counts", TRUTH.text),
        (0.01, 0.86, "◆ how sure it was", SAID.text),
    ]
    return [
        {**common, "x": x, "y": y, "text": text, "yanchor": "top", "font": {"color": colour}}
        for x, y, text, colour in texts
    ]


def _said(moment: Moment) -> dict[str, object]:
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top"}
    return {
        **place, "text": moment.words, "showarrow": False, "align": "left",
        "font": {"size": 15, "color": INK["light"]},
    }  # fmt: skip


def _slider(moments: Sequence[Moment], start: int) -> dict[str, object]:
    now = {
        "mode": "immediate",
        "frame": {"duration": 0, "redraw": True},
        "transition": {"duration": 0},
    }
    words = {"size": 14, "color": INK["light"]}
    names = [(f"{one.temperature:.3g}", f"{one.temperature:.6g}") for one in moments]
    return {
        **SLIDER,
        "steps": [
            {"label": label, "method": "animate", "args": [[name], now]}
            for label, name in names
        ],
        "active": start, "y": 0, "yanchor": "top", "pad": {"t": 52, "b": 0}, "x": 0, "len": 1,
        "ticklen": 0, "minorticklen": 0, "font": {"color": "rgba(0,0,0,0)", "size": 1},
        "currentvalue": {"prefix": "drag the temperature: T = ", "font": words},
        "transition": {"duration": 0},
    }  # fmt: skip
