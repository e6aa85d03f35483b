"""What a file of policy tests may hold: the one description that its check comes from."""

from __future__ import annotations

from dataclasses import replace

from redactor.model import EntityKind, ReleaseState
from redactor.policy import decisions_file
from redactor.policy import vocabulary as words
from redactor.policy.grammar import Items, Key, Keys, Named, Text
from redactor.policy.values import ADDRESS, DATE, PROSE, SCORE, WORD, Choice, Flag, Form

REFERRAL = "referral"
"""The state of a cable that no policy may release: it must be referred first."""

_STATES = (*(state.value for state in ReleaseState), REFERRAL)
_KINDS = tuple(kind.value for kind in EntityKind)

# matches `3`, not `0`
PERSON = Form("number", "[1-9][0-9]{0,2}", "1", number=True)
# matches `public`, `../policies/press.yaml`, not `/press.yaml`
POLICY = Form("policy", "[^/\\u0000-\\u001f][^\\u0000-\\u001f]*", "press.yaml")

FINDING = Keys(
    "a finding",
    (
        Key("text", Text(PROSE), required=True, doc="the words of the cable; every time they stand there"),
        Key("entity", Text(Choice("entity", _KINDS)), required=True, doc="what they are"),
        Key("title", Text(PROSE), doc="the title that stands right before them"),
        Key("context", Items(Text(words.CONTEXT)), doc="the notes that bind the person"),
        Key("possible", Text(Flag()), doc="`yes` for a word that is only possibly a name"),
        Key("score", Text(SCORE), doc="how sure the detector is; 0.85 where it is left out"),
        Key("person", Text(PERSON), doc="the same number for two names of one person"),
    ),
)

# A reviewer's decision as decisions.yaml has it; who took it, and what binds it, go without saying.
DECISION = Keys(
    "a decision",
    tuple(replace(key, required=False) for key in decisions_file.DECISION.keys if key.name != "commitments"),
)

_SET = Named("`set`", WORD, Text(PROSE))
_DAY = Text(DATE)

SAYS = (
    Key("why", Text(PROSE), doc="what the test shows, for the reader"),
    Key("as_of", _DAY, doc="the day at which declassification is judged"),
    Key("set", _SET, doc="values of the policy's parameters"),
    Key(
        "findings",
        Items(FINDING, least=0, unique=False),
        doc="what is found in the cable, in place of the detectors' word",
    ),
    Key(
        "decisions",
        Items(DECISION, unique=False),
        doc="what a reviewer decided, as in a decisions file; `commitments` go without saying",
    ),
    Key("portions", Items(Text(ADDRESS)), doc="the only portions that the test looks at"),
    Key("state", Text(Choice("state", _STATES)), doc="the copy as a whole"),
    Key("stays", Items(Text(PROSE)), doc="words that must stand in the copy"),
    Key("gone", Items(Text(PROSE)), doc="words of the cable that must stand nowhere in the copy"),
)

_ABOUT = (
    Key("policy", Text(POLICY), doc="the policy under test, from this file; its own name where left out"),
    Key("as_of", _DAY, doc="the day of every test that names none"),
    Key("set", _SET, doc="values of parameters, for every test"),
)

HEAD = Keys("the head of the tests", _ABOUT)

EXPECT = Keys("what a test expects", SAYS)

TEST = Keys(
    "a test",
    (
        Key("name", Text(PROSE), required=True, doc="the test's name; no two have the same"),
        Key(
            "cable",
            Text(Form("cable", "[^\\u0000]+", "|")),
            required=True,
            doc="the cable, as a literal block",
        ),
        *SAYS,
    ),
)

SUITE = Keys(
    "a file of tests",
    (
        Key("redactor-tests", Text(Choice("version of tests", ("1",))), required=True, doc="the version"),
        *_ABOUT,
        Key("tests", Items(TEST, unique=False), required=True, doc="the tests"),
    ),
)
