"""/surprise through AppTest: a link sets its four boards. Questions and code: tests/lessons."""

from tests.pages.opening import opened
from tests.pages.test_pages import as_opened

CODE = ["p = 0.1", "p = np.array([0.9, 0.8", "z = np.array([1.4, 0.0])", "sigma = 0.8"]


def test_the_page_shows_each_boards_numbers_in_code() -> None:
    code = "\n".join(block.value for block in as_opened("surprise.py").code)
    for line in CODE:
        assert line in code


def test_a_link_sets_all_four_boards() -> None:
    app = opened(
        "surprise.py",
        "p=0.25&x=log&u=bits&o=squared&b=0.5,0.5,0.5,0.5,0.5,0.125&z=-2&f=probs&d=0.2",
    )
    assert not app.warning
    code = "\n".join(block.value for block in app.code)
    for line in ("p = 0.25", "0.5, 0.125])", "z = np.array([-2.0, 0.0])", "sigma = 0.2"):
        assert line in code
