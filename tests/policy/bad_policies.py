"""A table of policies that must be refused: what is wrong, the code, and where it must point."""

from __future__ import annotations

from tests.policy.texts import (
    DISCRETION,
    FOIA,
    FOREIGN,
    HEAD,
    HOLD,
    OTHERWISE,
    PUBLIC,
    STAFF,
    UNDER_LAW,
    law,
    protect,
    release,
)

# Each row: name, text, code, and the text that must stand under the first caret of that code.
SHAPE: tuple[tuple[str, str, str, str], ...] = (
    # keys
    ("an unknown key at the top", PUBLIC + "protects: []\n", "RP020", "protects"),
    ("an unknown key of a rule", release("id: a, when: {level: {at_most: U}}, upto: keep"), "RP020", "upto"),
    ("an unknown matcher", release("id: a, when: {lvl: {at_most: U}}"), "RP020", "lvl"),
    ("an unknown operator", release("id: a, when: {level: {below: U}}"), "RP020", "below"),
    ("an unknown key of the audience", PUBLIC.replace("under", "unter"), "RP020", "unter"),
    (
        "a key of another audience",
        PUBLIC.replace("under: discretion", "under: foia, name: x"),
        "RP020",
        "name",
    ),
    ("a missing id", release("when: {level: {at_most: U}}"), "RP021", "{"),
    ("a missing when", release("id: a"), "RP021", "{"),
    ("a missing do", protect("id: a, when: {level: {at_least: C}}, authority: [CLASS]"), "RP021", "{"),
    ("no audience kind", HEAD + "audience: {under: foia}\n" + OTHERWISE, "RP021", "{"),
    ("no otherwise", HEAD + DISCRETION, "RP021", "redactor"),
    # shapes
    ("a list where a table is wanted", HEAD + OTHERWISE + "audience: [public]\n", "RP022", "["),
    ("a table where a list is wanted", PUBLIC + "release: {id: a}\n", "RP022", "{"),
    ("a scalar where a list is wanted", release("id: a, when: {entity: PERSON}"), "RP022", "PERSON"),
    ("a list where one value is wanted", release("id: a, when: {level: {at_most: [U]}}"), "RP022", "["),
    ("nothing where a list is wanted", PUBLIC + "release:\n", "RP022", ""),
    ("the whole is a list", "- a\n", "RP022", "-"),
    ("the whole is a word", "policy\n", "RP022", "policy"),
    # forms
    ("a version of two numbers", PUBLIC.replace("1.0.0", "1.0"), "RP023", "1.0"),
    ("a date in words", PUBLIC.replace("2027-11-01", "Nov 2027"), "RP023", "Nov 2027"),
    ("a rule id with a blank", release("id: a rule, when: {level: {at_most: U}}"), "RP023", "a rule"),
    ("a rule id of ours", release("'id': 'ceiling:a', when: {level: {at_most: U}}"), "RP023", "'ceiling:a'"),
    ("a score over one", release("id: a, when: {entity: [PERSON], score: {at_least: 85}}"), "RP023", "85"),
    ("a paragraph sign in an address", release("id: a, when: {portion: ['¶3']}"), "RP023", "'¶3'"),
    ("a country in small letters", HEAD + OTHERWISE + FOREIGN.replace("GBR", "gbr"), "RP023", "gbr"),
    # words, patterns, dates, posts, predicates
    (
        "neither words nor a list near",
        release("id: a, when: {entity: [any], context: {within: 5}}"),
        "RP021",
        "{",
    ),
    (
        "both words and a list near",
        release("id: a, when: {entity: [any], context: {words: [a], list: b, within: 5}}"),
        "RP028",
        "{",
    ),
    ("nowhere near", release("id: a, when: {entity: [any], context: {words: [a]}}"), "RP021", "{"),
    (
        "a distance of nothing",
        release("id: a, when: {entity: [any], context: {words: [a], within: 0}}"),
        "RP023",
        "0",
    ),
    (
        "an unknown side",
        release("id: a, when: {entity: [any], context: {words: [a], within: 5, side: left}}"),
        "RP101",
        "left",
    ),
    ("a date in another order", release("id: a, when: {date: {before: 18-06-2007}}"), "RP023", "18-06-2007"),
    ("a post in small letters", release("id: a, when: {post: [Astana]}"), "RP101", "Astana"),
    ("a post that is none", release("id: a, when: {post: [ASTANNA]}"), "RP101", "ASTANNA"),
    ("a predicate without an organization", release("id: a, when: {predicate: minor}"), "RP023", "minor"),
    ("text as one word", release("id: a, when: {text: visa}"), "RP022", "visa"),
    # groups
    (
        "any of one condition without brackets",
        release("id: a, when: {any: {level: {at_most: U}}}"),
        "RP022",
        "{",
    ),
    ("not of a list", release("id: a, when: {not: [{level: {at_most: U}}]}"), "RP022", "["),
    ("any of nothing", release("id: a, when: {any: []}"), "RP024", "["),
    ("all of an empty condition", release("id: a, when: {all: [{}]}"), "RP024", "{"),
    (
        "a condition twice",
        release("id: a, when: {any: [{basis: [marked]}, {basis: [marked]}]}"),
        "RP025",
        "{",
    ),
    (
        "an unknown matcher in a group",
        release("id: a, when: {not: {all: [{levl: {is: [U]}}]}}"),
        "RP020",
        "levl",
    ),
    ("a group in capitals", release("id: a, when: {NOT: {level: {is: [C]}}}"), "RP020", "NOT"),
    # emptiness
    ("an empty condition", release("id: a, when: {}"), "RP024", "{"),
    ("an empty unless", release("id: a, when: {level: {at_most: U}}, unless: {}"), "RP024", "{"),
    ("an empty list of values", release("id: a, when: {entity: []}"), "RP024", "["),
    ("no operator", release("id: a, when: {level: {}}"), "RP024", "{"),
    ("an empty title", PUBLIC.replace("A test", "''"), "RP024", "''"),
    ("no country", HEAD + OTHERWISE + FOREIGN.replace("GBR", ""), "RP024", "["),
    ("an empty country", HEAD + OTHERWISE + FOREIGN.replace("GBR", "''"), "RP024", "''"),
    # the same twice
    ("a value twice", release("id: a, when: {entity: [PERSON, PERSON]}"), "RP025", "PERSON"),
    # vocabulary
    ("another language version", PUBLIC.replace("redactor: 1", "redactor: 2"), "RP101", "2"),
    ("an unknown level", release("id: a, when: {level: {at_most: X}}"), "RP101", "X"),
    ("a level in small letters", release("id: a, when: {level: {at_most: u}}"), "RP101", "u"),
    ("an unknown entity", release("id: a, when: {entity: [PERSONS]}"), "RP101", "PERSONS"),
    ("an unknown section", release("id: a, when: {section: [body]}"), "RP101", "body"),
    ("an unknown control", release("id: a, when: {controls: {any_of: [NOFORNE]}}"), "RP101", "NOFORNE"),
    ("an unknown status", release("id: a, when: {declassified: [lapsed]}"), "RP101", "lapsed"),
    ("an unknown basis", release("id: a, when: {basis: [unmarked]}"), "RP101", "unmarked"),
    ("an unknown context", release("id: a, when: {entity: [PERSON], context: staff}"), "RP101", "staff"),
    ("maybe for yes or no", release("id: a, when: {releasable_to_audience: maybe}"), "RP101", "maybe"),
    ("an unknown audience", HEAD + OTHERWISE + "audience: {kind: press}\n", "RP101", "press"),
    ("an unknown ground", PUBLIC.replace("discretion", "favour"), "RP101", "favour"),
    ("keep in a protect rule", protect("id: a, when: {level: {is: [C]}}, do: keep"), "RP101", "keep"),
    ("an unknown parameter type", PUBLIC + "params: {a: {type: number}}\n", "RP101", "number"),
    (
        "an unknown maturity",
        release("id: a, when: {level: {at_most: U}}, maturity: beta"),
        "RP101",
        "beta",
    ),
    ("an unknown action", release("id: a, when: {entity: [PERSON]}, up_to: masked"), "RP101", "masked"),
    ("a date kept to the day", PUBLIC + "generalize: {date: day}\n", "RP101", "day"),
    ("a mask of half a number", PUBLIC + "mask: {last: 8}\n", "RP101", "8"),
    ("a mask of nothing", PUBLIC + "mask: {}\n", "RP021", "{"),
    ("an unknown authority", law("B10"), "RP103", "B10"),
    ("a caption as an authority", law("NOFORN"), "RP103", "NOFORN"),
    (
        "an assumption on the body",
        PUBLIC + "assume: [{id: a, where: {section: [paragraph]}, level: U, because: b, approved_by: c}]\n",
        "RP105",
        "paragraph",
    ),
    (
        "an assumption on more than sections",
        PUBLIC
        + "assume: [{id: a, where: {section: [to], level: {is: [U]}}, level: U, because: b, approved_by: c}]\n",
        "RP020",
        "level",
    ),
)

# What a schema cannot say.
MEANING: tuple[tuple[str, str, str, str], ...] = (
    ("a date that does not exist", PUBLIC.replace("2027-11-01", "2027-02-30"), "RP026", "2027-02-30"),
    ("a country that does not exist", HEAD + OTHERWISE + FOREIGN.replace("GBR", "GBQ"), "RP026", "GBQ"),
    ("an unknown list", release("id: a, when: {entity: [PERSON], list: friends}"), "RP110", "friends"),
    ("a TAG that there is not", release("id: a, when: {tags: {any_of: [PGVO]}}"), "RP026", "PGVO"),
    ("an unknown parameter", release("id: a, when: {tags: {any_of: [{param: tag}]}}"), "RP120", "tag"),
    ("a bad default", PUBLIC + "params: {a: {type: country, default: Gaul}}\n", "RP023", "Gaul"),
    # ids
    (
        "an id twice",
        release("id: a, when: {level: {at_most: U}}")
        + "protect: [{id: a, when: {level: {is: [C]}}, do: hold}]\n",
        "RP201",
        "a",
    ),
    (
        "a reserved id",
        release("id: default-portion, when: {level: {at_most: U}}"),
        "RP202",
        "default-portion",
    ),
    ("another reserved id", release("id: furniture, when: {level: {at_most: U}}"), "RP202", "furniture"),
    # authorities (DOMAIN.md 7 and 13)
    (
        "a protect rule without one",
        protect("id: a, when: {level: {at_least: C}}, do: withhold"),
        "RP203",
        "a",
    ),
    ("a ceiling without one", release("id: a, when: {entity: [PERSON]}, up_to: label"), "RP203", "a"),
    ("under a law: SBU alone", law("SBU", "level: {is: [SBU]}"), "RP204", "["),
    ("under a law: CLASS alone", law("CLASS"), "RP204", "["),
    ("under a law: a control alone", law("DISSEM NOFORN"), "RP204", "["),
    ("under a law: privacy by agreement", law("PRIVACY", "entity: [PERSON]"), "RP204", "["),
    (
        "under a law: otherwise with SBU",
        HEAD + FOIA + OTHERWISE.replace("CLASS", "SBU").replace("PRIVACY", "B6"),
        "RP204",
        "[",
    ),
    (
        "an exemption under discretion",
        protect("id: a, when: {level: {is: [C]}}, do: withhold, authority: [B5 deliberative]"),
        "RP205",
        "B5 deliberative",
    ),
    (
        "an exemption for a partner",
        protect(
            "id: a, when: {level: {is: [C]}}, do: withhold, authority: [B1 1.4(d)]",
            HEAD + FOREIGN + OTHERWISE,
        ),
        "RP205",
        "B1 1.4(d)",
    ),
    (
        "an exemption for staff",
        protect(
            "id: a, when: {level: {is: [C]}}, do: withhold, authority: [from-cable]", HEAD + STAFF + OTHERWISE
        ),
        "RP205",
        "from-cable",
    ),
    ("B1 without a reason", law("B1"), "RP206", "B1"),
    ("B1 on U", law("B1 1.4(d)", "level: {is: [U]}"), "RP207", "a"),
    ("B1 up to SBU", law("from-cable", "level: {at_most: SBU}"), "RP207", "a"),
    (
        "B1 on U that is marked",
        law("B1 1.4(d)", "level: {is: [U]}, basis: [marked, inherited]"),
        "RP207",
        "a",
    ),
    ("B3 without a statute", law("B3"), "RP208", "B3"),
    ("B5 without a privilege", law("B5"), "RP208", "B5"),
    ("B7D without the flag", law("B7D"), "RP209", "B7D"),
    ("a reason that is none", law("B1 1.4(z)"), "RP104", "B1 1.4(z)"),
    ("a reason of the old numbering", law("B1 1.5(d)"), "RP104", "B1 1.5(d)"),
    ("a statute that is none", law("B3 XYZ"), "RP104", "B3 XYZ"),
    ("B6 with a part", law("B6 1.4(d)", "entity: [PERSON]"), "RP104", "B6 1.4(d)"),
    ("B6 on places", law("B6", "entity: [LOCATION]"), "RP219", "a"),
    ("NR without a scope note", law("NR"), "RP220", "NR"),
    # rules
    ("a list without an entity", release("id: a, when: {list: us-officials}"), "RP210", "a"),
    ("a context without an entity", protect("id: a, when: {context: protect-note}, do: hold"), "RP210", "a"),
    (
        "a score in the exception alone",
        release("id: a, when: {level: {at_most: U}}, unless: {score: {at_least: 0.5}}"),
        "RP210",
        "a",
    ),
    (
        "an entity in the exception alone",
        release("id: a, when: {level: {at_most: U}}, unless: {entity: [PERSON]}"),
        "RP210",
        "a",
    ),
    (
        "a role for a portion",
        release("id: a, when: {level: {at_most: U}}, up_to: role, authority: [PRIVACY]"),
        "RP213",
        "a",
    ),
    (
        "a label for a portion",
        protect("id: a, when: {level: {at_least: C}}, do: label, authority: [CLASS]"),
        "RP213",
        "a",
    ),
    # actions without a writer for the kind
    (
        "a pseudonym for anything",
        protect("id: a, when: {entity: [any]}, do: pseudonym, authority: [PRIVACY]"),
        "RP230",
        "a",
    ),
    (
        "a masked name",
        release("id: a, when: {entity: [PERSON, PHONE]}, up_to: mask, authority: [PRIVACY]"),
        "RP230",
        "a",
    ),
    (
        "a coarser passport",
        release("id: a, when: {entity: [ID_NUMBER]}, up_to: generalize, authority: [PRIVACY]"),
        "RP230",
        "a",
    ),
    (
        "a pseudonym for a portion",
        protect("id: a, when: {level: {at_least: C}}, do: pseudonym, authority: [CLASS]"),
        "RP213",
        "a",
    ),
    (
        "a pseudonym or a role",
        release("id: b, when: {entity: [PERSON]}, up_to: role, authority: [PRIVACY]")
        + "  - {id: a, when: {entity: [PERSON]}, up_to: pseudonym, authority: [PRIVACY]}\n",
        "RP214",
        "a",
    ),
    # words, patterns, predicates
    ("words without a letter", release("id: a, when: {text: {any_of: ['--']}}"), "RP026", "'--'"),
    (
        "a pattern with a look ahead",
        release("id: a, when: {text: {matches: ['a(?=b)']}}"),
        "RP027",
        "'a(?=b)'",
    ),
    ("a pattern that matches all", release("id: a, when: {text: {matches: ['.*']}}"), "RP027", "'.*'"),
    ("a predicate that nobody registers", release("id: a, when: {predicate: tests/none}"), "RP117", "a"),
    (
        "words near in a rule about portions",
        release("id: a, when: {context: {words: [a], within: 5}}"),
        "RP210",
        "a",
    ),
    (
        "a list near that is not there",
        release("id: a, when: {entity: [any], context: {list: friends, within: 5}}"),
        "RP110",
        "friends",
    ),
    # groups
    (
        "a list that is not there, in a group",
        release("id: a, when: {entity: [PERSON], any: [{list: friends}]}"),
        "RP110",
        "friends",
    ),
    (
        "an entity in a group alone",
        release("id: a, when: {any: [{entity: [PERSON]}, {level: {is: [U]}}]}"),
        "RP210",
        "a",
    ),
    ("a score under not", protect("id: a, when: {not: {score: {at_least: 0.5}}}, do: hold"), "RP210", "a"),
    ("B1 on what a group leaves unclassified", law("B1 1.4(d)", "not: {level: {at_least: C}}"), "RP207", "a"),
    (
        "B1 on any of two low levels",
        law("B1 1.4(d)", "any: [{level: {is: [U]}}, {level: {is: [SBU]}, basis: [marked]}]"),
        "RP207",
        "a",
    ),
    # the whole
    ("no detection for the public", PUBLIC + "detect: none\n", "RP211", "none"),
    ("no detection for a partner", HEAD + FOREIGN + OTHERWISE + "detect: none\n", "RP211", "none"),
    ("the releasing country as a partner", HEAD + FOREIGN.replace("GBR", "USA") + OTHERWISE, "RP217", "USA"),
    (
        "two readings of one field",
        PUBLIC
        + "assume:\n"
        + "  - {id: a, where: {section: [date]}, level: U, because: b, approved_by: c}\n"
        + "  - {id: b, where: {section: [to, date]}, level: C, because: b, approved_by: c}\n",
        "RP218",
        "b",
    ),
    ("a guarantee on nothing", PUBLIC + "guarantees: [{id: g}]\n", "RP221", "g"),
    (
        "a guarantee on an assumption that is not there",
        PUBLIC + "guarantees: [{id: g, monotone: [level], except_assumptions: [a]}]\n",
        "RP216",
        "g",
    ),
    (
        "a default that is both",
        UNDER_LAW.replace("{portion: {do: hold}", "{portion: {do: hold, authority: [B5 deliberative]}"),
        "RP222",
        "hold",
    ),
    ("a hold as default under discretion", HEAD + DISCRETION + HOLD, "RP223", "hold"),
)
