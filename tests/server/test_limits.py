"""The operating system's limit on open files is raised, or its meaning is said."""

import subprocess
import sys

import pytest

from xentviz.server.limits import ENOUGH, PER_SESSION, sessions_within, warning

pytest.importorskip("resource")
RAISED = """
import resource
from xentviz.server.limits import raise_open_files
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(raise_open_files())
"""


@pytest.mark.parametrize(("soft", "hard"), [(64, 512), (512, 512)])
def test_the_soft_limit_is_raised_to_the_hard_one(soft: int, hard: int) -> None:
    code = RAISED.format(soft=soft, hard=hard)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(said.stdout) == hard


def test_a_low_limit_is_said_in_one_sentence() -> None:
    said = warning(1024)
    assert said is not None
    assert f"At most {(1024 - 100) // PER_SESSION} visitors" in said
    assert "\n" not in said


def test_enough_or_no_limit_is_not_worth_a_word() -> None:
    assert warning(100 + PER_SESSION * ENOUGH) is None
    assert warning(None) is None
    assert sessions_within(None) is None
    assert sessions_within(50) == 0
