"""Text that anybody may have written, and tables of text, as Markdown shows them."""

_OBEYED = frozenset(r"\`*_{}[]()#+-.!|<>~:$&")


def escape_markdown(text: str) -> str:
    """The text with every character escaped that Markdown would obey rather than show."""
    return "".join(f"\\{c}" if c in _OBEYED else c for c in text.replace("\n", " "))


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table: the first column and words left, numbers right."""
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    rule = ("---", *("---:" if all(map(_counts, column)) else "---" for column in columns[1:]))
    lines = (map(escape_markdown, header), rule, *(map(escape_markdown, row) for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _counts(cell: str) -> bool:
    """Whether a cell holds a number, or nothing."""
    return cell in ("", "nan", "inf", "-inf") or cell.lstrip("+-−")[:1].isdigit()
