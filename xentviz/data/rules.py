"""How sentences of the language are built: for each state of mind, what may come next."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from xentviz.data.lexicon import (
    ADJECTIVES,
    BE,
    BELONGINGS,
    BESIDE,
    BOUNDARY,
    DETERMINERS,
    HOW,
    INTRANSITIVE,
    OFTEN,
    POSSESSIVES,
    REFLEXIVES,
    STATES,
    TIMES,
    TOPICS,
    TRANSITIVE,
    WHERE,
    Verb,
)

STAY = 0.85  # chance that a sentence keeps the topic of the last one


class State(NamedTuple):
    """All that the rest of a sentence depends on."""

    slot: str  # the rule that comes next
    topic: str
    tense: str = ""  # past, present, future, or not fixed yet
    subject: str = ""  # she, he, it, they: what verbs and possessives agree with
    number: str = ""  # one or many, as a determiner or an inner noun fixed it
    last: bool = False  # no further "and"


Arcs: TypeAlias = list[tuple[float, str, State]]


def arcs(state: State) -> Arcs:
    """What may follow: probability, word, state behind it."""
    return RULES[state.slot](state)


def first() -> State:
    """The beginning of a sentence on the first topic."""
    return State("sentence", next(iter(TOPICS)))


def mix(*parts: tuple[float, Arcs]) -> Arcs:
    """Several sets of arcs, each with its share."""
    return [(share * p, word, state) for share, part in parts for p, word, state in part]


def any_of(words: Sequence[str], then: State) -> Arcs:
    """One of these words, the k-th with weight 1 / k (Zipf)."""
    total = sum(1.0 / k for k in range(1, len(words) + 1))
    return [(1.0 / k / total, word, then) for k, word in enumerate(words, start=1)]


def _sentence(s: State) -> Arcs:
    timed = [(0.15, any_of(words, s._replace(slot="opening", tense=tense)))
             for tense, words in TIMES.items()]  # fmt: skip
    return mix(*timed, (0.55, _opening(s)))


def _determiner(s: State, then: str) -> Arcs:
    return mix(*(
        (share, any_of(DETERMINERS[number], s._replace(slot=then, number=number)))
        for number, share in (("", 0.5), ("one", 0.25), ("many", 0.25))
    ))  # fmt: skip


def _opening(s: State) -> Arcs:
    return _determiner(s, "head")


def _head(s: State) -> Arcs:
    plain = any_of(ADJECTIVES, s._replace(slot="head noun"))
    return mix((0.2, plain), (0.8, _head_noun(s)))


def _head_noun(s: State) -> Arcs:
    """The subject. Here alone the topic may change: the noun tells."""
    away = (1.0 - STAY) / (len(TOPICS) - 1)
    return mix(*(
        (STAY if topic == s.topic else away, _named(s._replace(topic=topic))) for topic in TOPICS
    ))  # fmt: skip


def _named(s: State) -> Arcs:
    return [
        (p, word, s._replace(slot="subject", subject=subject, number=""))
        for p, word, subject in _nouns(s.topic, s.number)
    ]


def _nouns(topic: str, number: str) -> Iterator[tuple[float, str, str]]:
    """Probability, form, and what agrees with it: she, he, it, they."""
    words = TOPICS[topic]
    kinds = [("it", noun) for noun in words.things]
    kinds[1:1] = [("she", words.woman), ("he", words.man)]
    if number:  # after "the" nothing would tell one sheep from many
        kinds[1:1] = [("it", (words.herd, words.herd))]
    total = sum(1.0 / k for k in range(2, len(kinds) + 2))
    for k, (subject, (single, plural)) in enumerate(kinds, start=2):
        p = 1.0 / k / total
        if number != "many":
            yield (p if number else p / 2, single, subject)
        if number != "one":
            yield (p if number else p / 2, plural, "they")


def _subject(s: State) -> Arcs:
    beside = any_of(BESIDE, s._replace(slot="beside"))
    return mix((0.2, beside), (0.8, _near_subject(s)))


def _beside(s: State) -> Arcs:
    return any_of(("the",), s._replace(slot="beside what"))


def _beside_what(s: State) -> Arcs:
    return [
        (p, word, s._replace(slot="near subject")) for p, word, _ in _nouns(s.topic, "")
    ]  # the noun that stands nearest to the verb and does not rule it


def _near_subject(s: State) -> Arcs:
    return mix((0.25, any_of(("that",), s._replace(slot="relative"))), (0.75, _verb(s)))


def _relative(s: State) -> Arcs:
    """that feeds the horses; that the horses follow."""
    number = "many" if s.subject == "they" else "one"
    verbs = _present(s.topic, number, s._replace(slot="relative object"))
    inner = any_of(("the",), s._replace(slot="relative noun"))
    return mix((0.5, verbs), (0.5, inner))


def _relative_object(s: State) -> Arcs:
    return any_of(("the",), s._replace(slot="relative what"))


def _relative_what(s: State) -> Arcs:
    return [(p, word, s._replace(slot="verb")) for p, word, _ in _nouns(s.topic, "")]


def _relative_noun(s: State) -> Arcs:
    return [
        (p, word, s._replace(slot="relative verb", number="many" if who == "they" else "one"))
        for p, word, who in _nouns(s.topic, "")
    ]


def _relative_verb(s: State) -> Arcs:
    return _present(s.topic, s.number, s._replace(slot="verb", number=""))


def _present(topic: str, number: str, then: State) -> Arcs:
    general = [verb.base if number == "many" else verb.singular for verb in TRANSITIVE]
    own = [verb.base if number == "many" else verb.singular for verb in TOPICS[topic].transitive]
    return mix((0.7, any_of(general, then)), (0.3, any_of(own, then)))


def _verb(s: State) -> Arcs:
    return _often(s, 0.15, "after often", _main(s))


def _often(s: State, share: float, then: str, otherwise: Arcs) -> Arcs:
    if (then == "after often") == (s.tense == "future"):  # will often see, never often will see
        return otherwise
    return mix((share, any_of(OFTEN, s._replace(slot=then))), (1.0 - share, otherwise))


def _after_often(s: State) -> Arcs:
    if s.tense:
        return _doing(s)
    return mix(*((0.5, _doing(s._replace(tense=tense))) for tense in ("past", "present")))


def _main(s: State) -> Arcs:
    """The verb that the time word, if any, and the subject far back decide on."""
    if not s.tense:
        return mix(*(
            (share, _main(s._replace(tense=tense)))
            for tense, share in (("past", 0.45), ("present", 0.4), ("future", 0.15))
        ))  # fmt: skip
    if s.tense == "future":
        return any_of(("will",), s._replace(slot="will"))
    be = "were" if (s.tense, s.subject) == ("past", "they") else BE[_form(s)]
    return mix((0.15, any_of((be,), s._replace(slot="state"))), (0.85, _doing(s)))


def _will(s: State) -> Arcs:
    be = any_of(("be",), s._replace(slot="state"))
    return _often(s, 0.15, "will often", mix((0.15, be), (0.85, _doing(s))))


def _form(s: State) -> int:
    """Which of a verb's three forms agrees."""
    if s.tense == "past":
        return 2
    return 0 if s.tense == "future" or s.subject == "they" else 1


def _doing(s: State) -> Arcs:
    words, form = TOPICS[s.topic], _form(s)
    upon, how = s._replace(slot="object"), s._replace(slot="how")
    return mix(
        (0.47, any_of(_forms(TRANSITIVE, form), upon)),
        (0.23, any_of(_forms(words.transitive, form), upon)),
        (0.18, any_of(_forms(INTRANSITIVE, form), how)),
        (0.12, any_of(_forms(words.intransitive, form), how)),
    )


def _forms(verbs: Sequence[Verb], form: int) -> list[str]:
    return [verb[form] for verb in verbs]


def _state(s: State) -> Arcs:
    own = any_of(TOPICS[s.topic].states, s._replace(slot="end"))
    return mix((0.7, any_of(STATES, s._replace(slot="end"))), (0.3, own))


def _how(s: State) -> Arcs:
    return mix((0.4, any_of(HOW, s._replace(slot="end"))), (0.6, _end(s)))


def _object(s: State) -> Arcs:
    return mix(
        (0.25, any_of((POSSESSIVES[s.subject],), s._replace(slot="belonging"))),
        (0.1, any_of((REFLEXIVES[s.subject],), s._replace(slot="end"))),
        (0.65, _determiner(s, "object head")),
    )


def _belonging(s: State) -> Arcs:
    return any_of(BELONGINGS, s._replace(slot="end"))


def _object_head(s: State) -> Arcs:
    adjectives = (*TOPICS[s.topic].adjectives, *ADJECTIVES[:2])
    return mix((0.25, any_of(adjectives, s._replace(slot="object noun"))), (0.75, _object_noun(s)))


def _object_noun(s: State) -> Arcs:
    return [
        (p, word, s._replace(slot="end", number="")) for p, word, _ in _nouns(s.topic, s.number)
    ]


def _end(s: State) -> Arcs:
    """A place, a second verb, or the end. Behind the end only the topic is remembered."""
    where = any_of(WHERE, s._replace(slot="where"))
    again = any_of(("and", "but"), s._replace(slot="main", last=True))
    stop = any_of((BOUNDARY,), State("sentence", s.topic))
    return mix((0.3, where), (0.7, stop)) if s.last else mix(
        (0.25, where), (0.2, again), (0.55, stop)
    )  # fmt: skip


def _where(s: State) -> Arcs:
    return any_of(("the",), State("place", s.topic))


def _place(s: State) -> Arcs:
    return any_of(TOPICS[s.topic].places, State("stop", s.topic))


def _stop(s: State) -> Arcs:
    return any_of((BOUNDARY,), State("sentence", s.topic))


RULES = {
    "sentence": _sentence, "opening": _opening, "head": _head, "head noun": _head_noun,
    "subject": _subject, "beside": _beside, "beside what": _beside_what,
    "near subject": _near_subject, "relative": _relative, "relative object": _relative_object,
    "relative what": _relative_what, "relative noun": _relative_noun,
    "relative verb": _relative_verb, "verb": _verb, "after often": _after_often, "main": _main,
    "will": _will, "will often": _doing, "state": _state, "how": _how, "object": _object,
    "belonging": _belonging,
    "object head": _object_head, "object noun": _object_noun, "end": _end, "where": _where,
    "place": _place, "stop": _stop,
}  # fmt: skip
