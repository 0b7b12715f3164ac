"""An operator sets names and origins by environment variables, and is told what cannot be meant."""

import pytest

from xentviz.server.settings import Settings


def test_without_variables_anybody_may_frame_and_every_host_name_is_ours() -> None:
    assert Settings.from_environment({}) == Settings("*", (), (), "", "", 2000)


def test_lists_are_separated_by_spaces_or_commas() -> None:
    found = Settings.from_environment(
        {
            "XENTVIZ_FRAME_ANCESTORS": "'self' https://*.course.edu, http://localhost:*",
            "XENTVIZ_ALLOWED_HOSTS": "a.org, *.b.org",
            "XENTVIZ_ALLOWED_ORIGINS": "https://course.edu",
            "XENTVIZ_METRICS_TOKEN": " s3cret ",
            "XENTVIZ_ADDRESS": "https://a.org/",
            "XENTVIZ_MOST_VISITORS": "300",
        }
    )
    assert found.frame_ancestors == "'self' https://*.course.edu http://localhost:*"
    assert found.allowed_hosts == ("a.org", "*.b.org")
    assert found.allowed_origins == ("https://course.edu",)
    assert found.metrics_token == "s3cret"
    assert found.address == "https://a.org/"
    assert found.most_visitors == 300


def test_an_empty_list_of_framers_means_nobody() -> None:
    assert Settings.from_environment({"XENTVIZ_FRAME_ANCESTORS": " "}).frame_ancestors == "'none'"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XENTVIZ_FRAME_ANCESTORS", "https://a.org; script-src *"),
        ("XENTVIZ_FRAME_ANCESTORS", "self'"),
        ("XENTVIZ_ALLOWED_ORIGINS", "course.edu"),
        ("XENTVIZ_ALLOWED_ORIGINS", "https://course.edu/path"),
        ("XENTVIZ_ADDRESS", "ftp://a.org"),
        ("XENTVIZ_MOST_VISITORS", "0"),
        ("XENTVIZ_MOST_VISITORS", "many"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}: .*\.$"):
        Settings.from_environment({name: value})
