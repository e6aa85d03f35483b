"""What a policy file may hold: the one description that its check and its JSON Schema come from."""

from __future__ import annotations

from redactor.policy import vocabulary as words
from redactor.policy.grammar import Either, Given, Items, Key, Keys, Named, Text, Variants
from redactor.policy.matcher_specs import CONDITION
from redactor.policy.params import TYPES
from redactor.policy.values import DATE, PROSE, RELATIVE_PATH, SHA256, VERSION, WORD, Choice, Flag

_AUTHORITY = Items(Text(words.AuthorityText()))
_ID = Key("id", Text(WORD), required=True, doc="the rule's name in logs and explanations")

_ABOUT = Keys(
    "`policy`",
    (
        Key("id", Text(WORD), required=True, doc="the policy's name; an output folder belongs to one"),
        Key("version", Text(VERSION), required=True, doc="raise it with each change"),
        Key("title", Text(PROSE), required=True, doc="what it is for, in one line"),
        Key("owner", Text(PROSE), required=True, doc="who answers for it"),
        Key("review_by", Text(DATE), required=True, doc="after this day the policy warns that it is due"),
    ),
)

_KIND = Key("kind", Text(words.AUDIENCE), required=True, doc="who may read the copy")

_AUDIENCE = Variants(
    "`audience`",
    "kind",
    words.AUDIENCE,
    {
        kind: Keys(
            f"a {kind} audience", (Key("kind", Text(Choice("audience", (kind,))), required=True), *keys)
        )
        for kind, keys in {
            "public": (Key("under", Text(words.UNDER), required=True, doc="what the release rests on"),),
            "foreign": (
                Key(
                    "countries",
                    Items(Text(words.COUNTRY, open=True)),
                    required=True,
                    doc="who receives it, as GBR",
                ),
            ),
            "agency": (Key("name", Text(PROSE, open=True), required=True, doc="the other agency"),),
            "staff": (
                Key("clearance", Text(words.LEVEL), required=True, doc="the highest level they may read"),
            ),
            "holder": (),
        }.items()
    },
)

_OTHERWISE = Keys(
    "a default",
    (
        Key("authority", _AUTHORITY, doc="the ground of a removal that no rule speaks of"),
        Key("do", Text(words.HOLD), doc="under a law: no ground is claimed, a person must decide"),
    ),
    least=1,
)

_ASSUMPTION = Keys(
    "an assumption",
    (
        _ID,
        Key(
            "where",
            Keys(
                "an assumption's `where`", (Key("section", Items(Text(words.HEADER_FIELD)), required=True),)
            ),
            required=True,
            doc="header fields that carry no mark",
        ),
        Key("level", Text(words.LEVEL), required=True, doc="the level they are read as"),
        Key("because", Text(PROSE), required=True, doc="why that is safe"),
        Key("approved_by", Text(PROSE), required=True, doc="who answers for it"),
    ),
)

_FOR_THE_INDEX = (
    Key(
        "maturity",
        Text(words.MATURITY),
        doc="`preview` tries the rule out: the summary says what it would do, and it does nothing",
    ),
    Key("authority", _AUTHORITY, doc="the grounds of the removal"),
    Key("harm", Text(PROSE, open=True), doc="the harm that release would do, for the Vaughn index"),
    Key("describe", Text(PROSE, open=True), doc="what kind of material it is; repeats nothing of it"),
    Key("redundant_on_purpose", Text(PROSE), doc="why the rule stays although others make it idle"),
)

_RELEASE = Keys(
    "a release rule",
    (
        _ID,
        Key("when", CONDITION, required=True, doc="all of these must certainly hold"),
        Key("unless", CONDITION, doc="and not all of these"),
        Key(
            "up_to",
            Text(words.UP_TO),
            doc=f"the most that may be shown, `keep` where it is left out; a reader learns: {words.learnt(words.UP_TO)}",
        ),
        *_FOR_THE_INDEX,
    ),
)

_PROTECT = Keys(
    "a protect rule",
    (
        _ID,
        Key("when", CONDITION, required=True, doc="it is enough that all of these possibly hold"),
        Key("unless", CONDITION, doc="but not where all of these certainly do"),
        Key(
            "do",
            Text(words.DO),
            required=True,
            doc=f"how it is hidden; a reader learns: {words.learnt(words.DO)}",
        ),
        *_FOR_THE_INDEX,
    ),
)

_ABOVE = Keys(
    "`action_above`",
    (
        Key("action", Text(words.ABOVE), required=True, doc="the most that a reader may learn"),
        Key("when", CONDITION, required=True, doc="of text that possibly is such"),
    ),
)

_GUARANTEE = Keys(
    "a guarantee",
    (
        _ID,
        Key(
            "never",
            Keys(
                "`never`",
                (
                    Key("disclosed", CONDITION, doc="more than the kind of such a text"),
                    Key("action_above", _ABOVE, doc="more of such a text than this action tells"),
                ),
                least=1,
            ),
            doc="no cable makes a reader learn that",
        ),
        Key(
            "always",
            Keys("`always`", (Key("disclosed", CONDITION, required=True, doc="the whole of such a text"),)),
            doc="no rule, and no lack of one, keeps that from the reader",
        ),
        Key("monotone", Items(Text(words.AXIS)), doc="a stricter value here opens nothing"),
        Key(
            "stricter_than",
            Text(RELATIVE_PATH),
            doc="a stock policy, or the path of one: it shows at least as much",
        ),
        Key("except_assumptions", Items(Text(WORD)), doc="the assumptions that it rests on"),
    ),
)

_LISTS = Named(
    "`lists`",
    WORD,
    Keys(
        "a list",
        (
            Key("file", Text(RELATIVE_PATH), required=True, doc="its path, from the policy file"),
            Key("sha256", Text(SHA256), required=True, doc="of the file's bytes"),
        ),
    ),
)

_PARAMS = Named(
    "`params`",
    WORD,
    Keys(
        "a parameter",
        (
            Key(
                "type",
                Text(Choice("parameter type", tuple(TYPES))),
                required=True,
                doc="what its value must be",
            ),
            Key("default", Text(PROSE), doc="its value where `--set` gives none"),
            Key("title", Text(PROSE), doc="what it is for"),
        ),
    ),
)

_EXTENDS = Either(
    Text(WORD),
    Keys(
        "`extends`",
        (
            Key("file", Text(RELATIVE_PATH), required=True, doc="the base's path, from this policy's file"),
            Key("sha256", Text(SHA256), required=True, doc="of the base's bytes"),
        ),
    ),
)

POLICY = Keys(
    "a policy",
    (
        Key("redactor", Text(words.LANGUAGE), required=True, doc="the version of the policy language"),
        Key("policy", _ABOUT, required=True, doc="what this policy is and who answers for it"),
        Key("audience", _AUDIENCE, required=True, doc="who may read the copy"),
        Key("entities", Text(words.ENTITIES), required=True, doc="the version of the entity vocabulary"),
        Key(
            "otherwise",
            Keys(
                "`otherwise`",
                (Key("portion", _OTHERWISE, required=True), Key("entity", _OTHERWISE, required=True)),
            ),
            required=True,
            doc="the grounds of the two defaults: a portion withheld, an entity labelled",
        ),
        Key(
            "captions_reach", Text(words.REACH), doc="which portions a caption reaches; `all` where left out"
        ),
        Key(
            "detect",
            Text(words.DETECT),
            doc="`strict` counts every unknown word as a possible name, `review` asks a person about each that no rule shows; `none` looks for no entities and is not for public or foreign audiences; `all` where left out",
        ),
        Key(
            "amount",
            Text(words.AMOUNT),
            doc="whether markers tell how much was removed; `hidden` where left out",
        ),
        Key(
            "generalize",
            Keys("`generalize`", (Key("date", Text(words.COARSE_DATE), required=True),)),
            doc="what `generalize` leaves of a date; the year where left out",
        ),
        Key(
            "mask",
            Keys("`mask`", (Key("last", Text(words.LAST), required=True),)),
            doc="the most characters that `mask` leaves at the end of a number; 4 where left out",
        ),
        Key(
            "law_enforcement",
            Text(Flag()),
            doc="the records were compiled for law enforcement: B7 may be used",
        ),
        Key("params", _PARAMS, doc="values that `--set NAME=VALUE` gives"),
        Key("lists", _LISTS, doc="lists that rules name, each with its digest"),
        Key(
            "assume",
            Items(_ASSUMPTION, least=0, unique=False),
            doc="declared readings of unmarked header text",
        ),
        Key(
            "release", Items(_RELEASE, least=0, unique=False), doc="what may be shown, and up to which action"
        ),
        Key("protect", Items(_PROTECT, least=0, unique=False), doc="what must be hidden, and how"),
        Key("guarantees", Items(_GUARANTEE, least=0, unique=False), doc="what the policy promises of itself"),
    ),
)

# What a policy that extends another says itself; all else is the base's.
_OF_A_CHILD = ("generalize", "mask", "params", "lists", "release", "protect", "guarantees")

CHILD = Keys(
    "a policy that extends another",
    (
        *(key for key in POLICY.keys if key.name in {"redactor", "policy"}),
        Key(
            "extends",
            _EXTENDS,
            required=True,
            doc="the base: a stock policy's name, or a file and its digest",
        ),
        Key("drop", Items(Text(WORD)), doc="release rules of the base that this policy leaves out"),
        *(key for key in POLICY.keys if key.name in _OF_A_CHILD),
    ),
)

FILE = Given("extends", CHILD, POLICY)
"""A policy file: one that stands by itself, or one that extends another."""
