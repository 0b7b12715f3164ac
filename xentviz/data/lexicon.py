"""The words of the language, by what they may do in a sentence; most frequent first."""

from typing import NamedTuple

BOUNDARY = "."  # ends one sentence and starts the next


class Verb(NamedTuple):
    """The three forms of a verb; the first also follows "will" and goes with plural subjects."""

    base: str  # they feed
    singular: str  # she feeds
    past: str  # fed, whoever did it


class Topic(NamedTuple):
    """What is spoken of while the talk stays in one place."""

    woman: tuple[str, str]  # singular, plural; agrees with her, herself
    man: tuple[str, str]  # agrees with his, himself
    things: tuple[tuple[str, str], ...]  # agree with its, itself
    herd: str  # one form for both numbers, so only its determiner tells how many
    adjectives: tuple[str, ...]  # before a noun
    states: tuple[str, ...]  # after "is"
    transitive: tuple[Verb, ...]
    intransitive: tuple[Verb, ...]
    places: tuple[str, ...]


TOPICS = {
    "farm": Topic(
        ("grandmother", "grandmothers"),
        ("ploughman", "ploughmen"),
        (("horse", "horses"), ("cow", "cows"), ("hen", "hens")),
        "sheep",
        ("woolly", "fat"),
        ("muddy",),
        (
            Verb("feed", "feeds", "fed"),
            Verb("milk", "milks", "milked"),
            Verb("brush", "brushes", "brushed"),
        ),
        (Verb("graze", "grazes", "grazed"),),
        ("barn", "field", "gate"),
    ),
    "sea": Topic(
        ("mermaid", "mermaids"),
        ("fisherman", "fishermen"),
        (("boat", "boats"), ("gull", "gulls"), ("whale", "whales")),
        "salmon",
        ("silver", "salty"),
        ("wet",),
        (
            Verb("catch", "catches", "caught"),
            Verb("tow", "tows", "towed"),
            Verb("splash", "splashes", "splashed"),
        ),
        (Verb("drift", "drifts", "drifted"),),
        ("harbour", "shore", "reef"),
    ),
    "forest": Topic(
        ("witch", "witches"),
        ("woodsman", "woodsmen"),
        (("fox", "foxes"), ("wolf", "wolves"), ("badger", "badgers")),
        "deer",
        ("wild", "shy"),
        ("lost",),
        (
            Verb("hunt", "hunts", "hunted"),
            Verb("track", "tracks", "tracked"),
            Verb("trick", "tricks", "tricked"),
        ),
        (Verb("hide", "hides", "hid"),),
        ("cave", "hollow", "stream"),
    ),
    "space": Topic(
        ("spacewoman", "spacewomen"),
        ("spaceman", "spacemen"),
        (("robot", "robots"), ("rocket", "rockets"), ("comet", "comets")),
        "spacecraft",
        ("shiny", "distant"),
        ("weightless",),
        (
            Verb("launch", "launches", "launched"),
            Verb("repair", "repairs", "repaired"),
            Verb("guide", "guides", "guided"),
        ),
        (Verb("float", "floats", "floated"),),
        ("moon", "crater", "hangar"),
    ),
}

ADJECTIVES = ("little", "grey", "young", "brave", "tall", "quick")
STATES = ("hungry", "tired", "happy", "late", "ready", "quiet")
TRANSITIVE = (
    Verb("see", "sees", "saw"),
    Verb("follow", "follows", "followed"),
    Verb("hear", "hears", "heard"),
    Verb("love", "loves", "loved"),
    Verb("find", "finds", "found"),
)
INTRANSITIVE = (
    Verb("sleep", "sleeps", "slept"),
    Verb("wait", "waits", "waited"),
    Verb("sing", "sings", "sang"),
    Verb("dance", "dances", "danced"),
)
BE = Verb("are", "is", "was")

# "the" leaves the number to the noun; the others fix it, and with it a verb far behind.
DETERMINERS = {
    "": ("the", "my", "our"),
    "one": ("a", "this", "every", "each"),
    "many": ("these", "many", "both", "few"),
}
TIMES = {
    "past": ("yesterday", "once"),
    "present": ("today", "now"),
    "future": ("tomorrow", "soon"),
}
POSSESSIVES = {"she": "her", "he": "his", "it": "its", "they": "their"}
REFLEXIVES = {"she": "herself", "he": "himself", "it": "itself", "they": "themselves"}
BELONGINGS = ("friend", "mother", "dinner", "bell", "lantern", "blanket", "letter")
BESIDE = ("near", "behind", "beside", "with")  # within a subject: the horse near the barn
WHERE = ("in", "at", "by", "around")  # behind a verb: sleeps in the barn
OFTEN = ("always", "often", "never", "rarely")
HOW = ("quietly", "alone", "slowly", "badly", "outside", "together")
