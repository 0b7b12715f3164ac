"""Text that anybody may have written stays text."""

from xentviz.frame.markdown import escape_markdown, table


def test_markdown_cannot_be_smuggled_in() -> None:
    """Every character that Markdown or KaTeX obeys is escaped."""
    assert escape_markdown("<b>*x*|$y$") == "\\<b\\>\\*x\\*\\|\\$y\\$"
    assert escape_markdown("a\nb") == "a b"
    assert table(("n", "v"), [("a|b", "1")]) == "| n | v |\n| --- | ---: |\n| a\\|b | 1 |"


def test_words_stand_left_and_numbers_right() -> None:
    rows: list[tuple[str, ...]] = [
        ("a", "−0.5 B", "so"),
        ("b", "", "3"),
        ("c", "inf", ""),
        ("d", "+2", "nan"),
    ]
    assert table(("n", "v", "w"), rows).splitlines()[1] == "| --- | ---: | --- |"
    assert table(("n", "v"), []).splitlines() == ["| n | v |", "| --- | ---: |"]
