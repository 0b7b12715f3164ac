"""The theme that is sent is Streamlit's own, and is built once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = """
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session
from xentviz.frame.theme_message import remember_theme

config.get_config_options()
SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")

def message():
    sent = NewSession()
    theme = sent.custom_theme
    for section, part in zip(SECTIONS, (theme, theme.light, theme.dark, theme.sidebar)):
        app_session._populate_theme_msg(part, section)
    return sent.SerializeToString(deterministic=True)

before = message()
reads = []
read = config.get_options_for_section
config.get_options_for_section = lambda section: reads.append(section) or read(section)
assert remember_theme(), "this version of Streamlit builds its theme elsewhere"
for _ in range(3):
    assert message() == before, "another theme than Streamlit's"
print(len(before), *reads)
"""


def test_the_theme_is_streamlits_own_and_is_built_once() -> None:
    said = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, cwd=ROOT
    )
    size, *reads = said.stdout.split()
    assert int(size) > 100, "our theme has colours and sizes"
    assert reads == ["theme", "theme.light", "theme.dark", "theme.sidebar"]
