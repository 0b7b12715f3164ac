"""The theme in the first message of every run: built once, not at each commit of each board."""

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_NAME = "_populate_theme_msg"


def remember_theme() -> bool:
    """Have Streamlit build each section of its theme once; whether this version lets us.

    It reads some 300 settings six times over for every run, which was 1.5 of the 7 ms of processor
    time that a commit of the softmax board costs. The function is private to Streamlit: where it is
    gone, nothing changes but the time. Settings must not change while the server runs.
    """
    build = getattr(app_session, _NAME, None)
    if not callable(build):
        return False
    built: dict[str, CustomThemeConfig] = {}

    def remembered(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in built:
            fresh = CustomThemeConfig()
            build(fresh, section)
            built[section] = fresh
        # An empty section must stay unset, so that the browser does not take it for a theme.
        if built[section].ByteSize():
            message.MergeFrom(built[section])

    setattr(app_session, _NAME, remembered)
    return True
