"""Text that anybody may have written, as Markdown shows it."""

from xentviz.frame import markdown as text


def test_markdown_cannot_be_smuggled_in() -> None:
    """Every character that Markdown or KaTeX obeys is escaped."""
    assert text.escape_markdown("<b>*x*|$y$") == "\\<b\\>\\*x\\*\\|\\$y\\$"
    assert text.escape_markdown("a\nb") == "a b"
    assert text.table(("n", "v"), [("a|b", "1")]) == "| n | v |\n| --- | ---: |\n| a\\|b | 1 |"
    told = text.table(("n", "v", "w"), [("a", "−0.5 B", "so"), ("b", "", "3")]).splitlines()
    assert told[1] == "| --- | ---: | --- |", "words stand left, numbers right"
