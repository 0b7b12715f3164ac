"""The sections by the names that chapters use."""

from collections.abc import Callable

from xentviz.frame.sections.confidence import classifier, yourself
from xentviz.frame.sections.kl_calls import kl_calls
from xentviz.frame.sections.measurement import measure

# Each draws its section; the names it is given are hidden until the reader has answered.
SECTIONS: dict[str, Callable[[frozenset[str]], None]] = {
    "classifier": classifier,
    "kl_calls": kl_calls,
    "measurement": measure,
    "yourself": yourself,
}
