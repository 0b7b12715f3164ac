"""What every figure shares: one template, painted in light colours that the page swaps in dark."""

import re

from xentviz.figures import theme


def test_a_canvas_is_of_its_height_and_in_the_house_style() -> None:
    figure = theme.canvas(height=320)
    assert figure.layout.height == 320
    assert figure.layout.showlegend is None, "the template says so, once"
    assert figure.layout.template.layout.showlegend is False
    assert figure.layout.template.layout.xaxis.fixedrange is True


def test_every_colour_of_the_template_has_a_partner_in_dark() -> None:
    painted = set(re.findall(r"#[0-9A-Fa-f]{6}", str(theme.template().to_plotly_json())))
    swapped = set(re.findall(r"light-dark\((#\w{6}),", theme.dark_css()))
    assert painted
    assert painted <= swapped


def test_the_rule_names_a_colour_as_browsers_spell_it() -> None:
    light, dark = theme.HUES["loss"].mark, theme.SHADES["dark"]["loss"].mark
    assert light == "#D55E00", "213, 94, 0"
    assert f'[style*="fill: rgb(213, 94, 0)"]{{fill:light-dark({light},{dark})' in theme.dark_css()
