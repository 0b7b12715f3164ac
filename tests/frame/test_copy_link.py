"""The QR code holds the address and nothing else."""

import pytest

from xentviz.frame.copy_link import LONGEST, qr_code


def test_an_address_becomes_a_square_of_modules() -> None:
    """The path draws dark modules inside a square whose side is a QR version's: 17 + 4 v."""
    drawn = qr_code("http://localhost:8501/softmax?z=1,2")
    side = int(drawn["size"])
    assert (side - 17) % 4 == 0
    assert drawn["path"].count("M") > side
    assert drawn["address"] == "http://localhost:8501/softmax?z=1,2"


@pytest.mark.parametrize("address", [None, 7, "javascript:alert(1)", "file:///etc/passwd", ["x"]])
def test_what_is_no_web_address_is_not_drawn(address: object) -> None:
    """One sentence instead of a code."""
    assert qr_code(address) == {"sentence": "This page has no web address to draw."}


def test_a_link_beyond_a_qr_code_says_so() -> None:
    """Copying still works, and the sentence says it."""
    assert "too long" in qr_code("http://localhost/?n=" + "x" * LONGEST)["sentence"]
