"""How the training board's state is written in its link."""

from xentviz.boards import checks, link
from xentviz.boards.training_settings import MOST_LINKED, OwnPoint


def _write_own(points: tuple[OwnPoint, ...]) -> list[str]:
    return ["*".join(f"{x:g}_{y:g}_{label}" for x, y, label in points)]


def _read_own(values: list[str]) -> tuple[tuple[float, float, int], ...]:
    """Read "0.5_-1.2_0*1_1_1": x, y and class of each point."""
    if values == [""]:
        return ()
    if len(values) != 1:
        raise ValueError(f"pts stands {len(values)} times in the link, expected once.")
    texts = checks.items(values[0].split("*", MOST_LINKED), "The list pts", 1, MOST_LINKED)
    return tuple(_read_point(str(text)) for text in texts)


def _read_point(text: str) -> tuple[float, float, int]:
    parts = text.split("_")
    if len(parts) != 3 or not parts[2].isdecimal() or len(parts[2]) > 3:
        raise ValueError(f"A point is “{text[:40]}”, expected x_y_class.")
    try:
        return float(parts[0]), float(parts[1]), int(parts[2])
    except ValueError:
        raise ValueError(f"A point is “{text[:40]}”, expected x_y_class.") from None


def _write_point(point: int | None) -> list[str]:
    return ["none" if point is None else str(point)]


def _read_point_number(values: list[str]) -> int | None:
    number: int = link.whole("pt", "point").read(values) if values != ["none"] else -1
    return None if number < 0 else number


def _write_look(look: tuple[float, float] | None) -> list[str]:
    return ["none" if look is None else f"{look[0]!r}_{look[1]!r}"]


def _read_look(values: list[str]) -> tuple[float, float] | None:
    if values == ["none"]:
        return None
    x, y, _ = _read_point(f"{values[0]}_0") if len(values) == 1 else _read_point("")
    return x, y


def _run_keys(suffix: str) -> tuple[link.Key, ...]:
    return (
        link.whole(f"L{suffix}", "layers"),
        link.whole(f"w{suffix}", "width"),
        link.text(f"act{suffix}", "activation"),
        link.text(f"from{suffix}", "start"),
        link.text(f"loss{suffix}", "loss"),
        link.text(f"cw{suffix}", "weighting"),
        link.real(f"eps{suffix}", "smoothing"),
        link.text(f"opt{suffix}", "optimizer"),
        link.real(f"r{suffix}", "rate"),
        link.whole(f"b{suffix}", "batch"),
        link.real(f"wd{suffix}", "decay"),
    )


FLAT = (
    link.text("d", "plane"),
    link.whole("K", "classes"),
    link.whole("n", "size"),
    link.whole("seed", "seed"),
    link.Key("pts", "own", _write_own, _read_own),
    link.wholes("gone", "removed", MOST_LINKED),
    link.whole("T", "steps"),
    link.whole("t", "step"),
    link.Key("pt", "point", _write_point, _read_point_number),
    link.Key("at", "look", _write_look, _read_look),
    link.text("v", "view"),
    link.text("cut", "slice"),
    link.whole("wx", "first"),
    link.whole("wy", "second"),
)
RUN, OTHER = _run_keys(""), _run_keys("2")
PAIR = link.whole("vs", "pair")  # 1 where a second run stands beside the first
