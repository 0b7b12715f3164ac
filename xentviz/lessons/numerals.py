"""How the lessons' sentences write numbers, as the boards do: assets/numerals.js."""

import math

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def num3(x: float) -> str:
    """A computed number, three significant digits: 0.693, 2.30, 1.93·10⁻²²."""
    if not math.isfinite(x):
        return "nan" if math.isnan(x) else "∞" if x > 0 else "−∞"
    if x == 0:
        return "0"
    if not 1e-4 <= abs(x) < 1e6:
        mantissa, exponent = f"{x:.2e}".split("e")
        power = f"10{str(int(exponent)).translate(_RAISED)}"
        mantissa = _without_zeros(mantissa)
        return power if mantissa == "1" else f"{_minus(mantissa)}·{power}"
    return _minus(f"{x:.0f}" if abs(x) >= 999.5 else f"{x:#.3g}".rstrip("."))


def short(x: float) -> str:
    """A number that was set, three digits at most and no zeros behind them: 0.05, 2.3."""
    return _without_zeros(num3(x))


def fixed(x: float, decimals: int = 2) -> str:
    """That many decimals and a true minus: 0.69, −0.80."""
    return _minus(f"{x:.{decimals}f}")


def signed(x: float, decimals: int = 3) -> str:
    """The same with a sign also where it is not negative: +0.119."""
    return f"{'' if x < 0 else '+'}{fixed(x, decimals)}"


def percent(p: float) -> str:
    """A share with three digits: 65.4 %."""
    return f"{num3(100 * p)} %"


def nearest(value: float, options: tuple[float, ...]) -> int:
    """The place of the option that is nearest to the core's value; the same infinity is nearest."""
    return min(range(len(options)), key=lambda k: _apart(value, options[k]))


def _apart(a: float, b: float) -> float:
    return 0.0 if a == b else abs(a - b)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
