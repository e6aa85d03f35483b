"""A table of policies that stand close to a fault and have none."""

from __future__ import annotations

from tests.policy.texts import (
    HEAD,
    OTHERWISE,
    PUBLIC,
    UNDER_LAW,
    law,
    protect,
    release,
)

# What stands close to a fault and is none.
GOOD: tuple[tuple[str, str], ...] = (
    ("the least", PUBLIC),
    ("the least under a law", UNDER_LAW),
    ("a hold needs no authority", protect("id: a, when: {level: {is: [SBU]}}, do: hold", UNDER_LAW)),
    ("B1 on unmarked text", law("B1 1.4(d)", "level: {is: [U]}, basis: [inherited]")),
    ("B1 from the cable", law("B1 from-cable")),
    ("from-cable alone", law("from-cable")),
    ("B1 with a late reason", law("B1 25X6")),
    ("an agreed ground beside one in law", law("B5 deliberative, SBU", "level: {is: [SBU]}")),
    ("B3 with a statute of two words", law("B3 CIA PERS/ORG")),
    ("B7D with the flag", law("B7D").replace("entities: 1", "entities: 1\nlaw_enforcement: true")),
    ("NR with a scope note", law("NR", more=", describe: outside the request")),
    ("B6 among other kinds", law("B6", "entity: [LOCATION, PERSON]")),
    (
        "DISSEM with its control",
        protect("id: a, when: {level: {is: [C]}}, do: withhold, authority: [DISSEM NOFORN]"),
    ),
    ("several operators at once", release("id: a, when: {level: {at_least: SBU, at_most: S}}")),
    ("yes as a boolean's word", release("id: a, when: {releasable_to_audience: true}")),
    ("an agency", HEAD + "audience: {kind: agency, name: Treasury}\n" + OTHERWISE),
    ("the holder, nothing looked for", HEAD + "audience: {kind: holder}\n" + OTHERWISE + "detect: none\n"),
    (
        "a text over several lines",
        PUBLIC
        + "assume:\n  - id: a\n    where: {section: [date]}\n    level: U\n"
        + "    because: >\n      one\n      two\n    approved_by: c\n",
    ),
    (
        "a parameter in a list",
        PUBLIC
        + "params: {t: {type: text, default: PGOV}}\nrelease: [{id: a, when: {tags: {any_of: [{param: t}]}}}]\n",
    ),
    (
        "every action",
        protect("id: a, when: {entity: [PERSON]}, do: pseudonym, authority: [PRIVACY]")
        + "  - {id: b, when: {entity: [DATE_TIME, MONEY]}, do: generalize, authority: [PRIVACY]}\n"
        + "  - {id: c, when: {entity: [PHONE]}, do: mask, authority: [PRIVACY]}\n"
        + "generalize: {date: month}\nmask: {last: 2}\n",
    ),
    (
        "words near",
        release("id: a, when: {entity: [any], context: {words: [a b, c], within: paragraph, side: after}}"),
    ),
    (
        "words of a list near",
        release("id: a, when: {entity: [any], context: {list: us-officials, within: 99}}"),
    ),
    (
        "a time",
        release("id: a, when: {date: {after: 2000-01-01, before: 2001-01-01}, post: [ASTANA, ABU DHABI]}"),
    ),
    ("text", release("id: a, when: {text: {any_of: [visa], matches: ['no\\. [0-9]+']}}")),
    ("B1 where a group may be classified", law("B1 1.4(d)", "not: {level: {at_least: C}, basis: [marked]}")),
    (
        "groups in groups",
        release("id: a, when: {any: [{level: {is: [U]}}, {not: {all: [{basis: [marked]}]}}]}"),
    ),
    ("an entity at the top and in a group", release("id: a, when: {entity: [any], not: {entity: [PERSON]}}")),
    ("nothing released", PUBLIC + "release: []\n"),
    ("a comment in another script", PUBLIC + "# пояснение\n"),
)
