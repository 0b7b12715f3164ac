"""Text that strangers wrote, and tables of text, as Markdown shows them."""

_OBEYED = frozenset(r"\`*_{}[]()#+-.!|<>~:$&")


def plain(text: str) -> str:
    """The text with every character escaped that Markdown would obey rather than show."""
    return "".join(f"\\{c}" if c in _OBEYED else c for c in text.replace("\n", " "))


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table: the first column left, numbers right."""
    rule = ("---", *("---:" for _ in header[1:]))
    lines = (map(plain, header), rule, *(map(plain, row) for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escaped(text: str) -> str:
    """The text as Plotly shows it: its labels obey a few HTML tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
