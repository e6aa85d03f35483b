"""Attacks on protected persons: no note's placement and no later mention may leave a name in the text."""

from __future__ import annotations

import pytest

from tests.attacks.build import CLASSIFIED, Attack, betrayed, cable
from tests.theorems.harness import release

NAME = ("Torvald", "Vashkel")
LATER = "2. (C) Vashkel said that prices would rise."
PAGE = "\n\nVELMORA 00000412 002 OF 003\n\n"
SIPDIS = "\n\nSIPDIS\n\n"


def first(text: str) -> str:
    """Give a first paragraph."""
    return f"1. (C) {text}"


def later(text: str) -> str:
    """Give a second paragraph."""
    return f"2. (C) {text}"


TABLE = (
    # The note follows its name, as most do.
    Attack("after", (first("The clerk Torvald Vashkel (strictly protect) spoke."), LATER), NAME),
    # The note opens the sentence, before the name.
    Attack("before", (first("(Protect) Torvald Vashkel told us of it."), LATER), NAME),
    # No bracket at all.
    Attack("dashes", (first("A clerk, Torvald Vashkel -- please protect -- spoke."), LATER), NAME),
    # A stray SIPDIS parts the name from the note; the reader takes the note for a new paragraph.
    Attack("sipdis", (first(f"The clerk Torvald Vashkel{SIPDIS}(strictly protect) spoke."), LATER), NAME),
    # So does it where another name follows the note.
    Attack(
        "sipdis-other", (first(f"We met Torvald Vashkel{SIPDIS}(protect) and then Ana Brulin."), LATER), NAME
    ),
    # A page line inside the name and a SIPDIS inside the note.
    Attack(
        "page-in-name",
        (first(f"The clerk Torvald{PAGE}Vashkel (strictly{SIPDIS}protect) spoke."), LATER),
        NAME,
    ),
    # The last of several names; the note does not say whom.
    Attack(
        "list-last", (first("We met Ana Brulin, Boris Krestov and Torvald Vashkel (protect)."), LATER), NAME
    ),
    # The note says that it means both.
    Attack(
        "both",
        (first("We met Ana Brulin and Torvald Vashkel (protect both)."), later("Brulin agreed.")),
        (*NAME, "Brulin"),
    ),
    # The note counts whom it means.
    Attack(
        "all-three",
        (
            first("We met Ana Brulin, Boris Krestov and Torvald Vashkel (please protect all three)."),
            later("Krestov ate."),
        ),
        (*NAME, "Brulin", "Krestov"),
    ),
    # The name is written small; only the note shows that it is one.
    Attack("small", (first("torvald vashkel (please protect) told us."), later("Then vashkel left.")), NAME),
    # A sentence of its own that names nobody speaks of the sentence before.
    Attack("next-sentence", (first("Torvald Vashkel told us of it. Please protect."), LATER), NAME),
    # The same with a pronoun.
    Attack("pronoun", (first("Torvald Vashkel told us of it. Please protect him."), LATER), NAME),
    # A bracketed sentence about the name, which no title shows.
    Attack(
        "end-note", (first("Torvald Vashkel spoke. (Note: Please protect Vashkel. End note.)"), LATER), NAME
    ),
    # Possessive, then a passive.
    Attack(
        "identity", (first("Torvald Vashkel spoke. (Vashkel's identity should be protected.)"), LATER), NAME
    ),
    # A relative sentence.
    Attack("whom", (first("Torvald Vashkel, whom we must protect, told us of it."), LATER), NAME),
    # From whom or what.
    Attack("disclosure", (first("Torvald Vashkel (protect from disclosure) told us of it."), LATER), NAME),
    # The note stands in another paragraph and cites this one.
    Attack(
        "cited",
        (first("Torvald Vashkel spoke."), LATER, "3. (C) The harvest was good (protect source in para 1)."),
        NAME,
    ),
    # A range of paragraphs.
    Attack(
        "cited-range",
        (first("It rained."), later("Torvald Vashkel spoke."), "3. (C) Please protect sources in paras 1-2."),
        NAME,
    ),
    # The note asks for all sources of the cable, before any of them.
    Attack(
        "all-sources",
        (first("Please protect all sources in this cable."), later("Torvald Vashkel spoke.")),
        NAME,
    ),
    # And after all of them.
    Attack(
        "throughout", (first("Torvald Vashkel spoke."), later("Please protect sources throughout.")), NAME
    ),
    # The note stands in SUBJECT.
    Attack(
        "subject",
        (first("Torvald Vashkel spoke."),),
        NAME,
        fields=(("subject", "TORVALD VASHKEL (PROTECT) ON PRICES"),),
    ),
    # The note stands in a heading.
    Attack(
        "heading",
        (first("It rained."), "Torvald Vashkel (protect): A Clerk Speaks\n\n---", later("Vashkel left.")),
        NAME,
    ),
    # The name stands in every header field, in capitals.
    Attack(
        "header-fields",
        (first("Torvald Vashkel (strictly protect) spoke."),),
        NAME,
        fields=(
            ("subject", "VASHKEL ON PRICES"),
            ("signature", "VASHKEL"),
            ("pass", "DEPT FOR EUR/PGI (VASHKEL)"),
            ("tags", "PGOV, OVIP (VASHKEL, TORVALD)"),
        ),
    ),
    # A nickname in quotes inside the name, alone later.
    Attack(
        "quoted",
        (first('Torvald "Tolly" Vashkel (protect) spoke.'), later("Tolly said so.")),
        (*NAME, "Tolly"),
    ),
    # In brackets.
    Attack(
        "bracketed",
        (first("Torvald (Tolly) Vashkel (protect) spoke."), later("Tolly said so.")),
        (*NAME, "Tolly"),
    ),
    # After the name.
    Attack(
        "known-as",
        (first("Torvald Vashkel, known as Tolly (protect), spoke."), later("Tolly ate.")),
        (*NAME, "Tolly"),
    ),
    # After the note.
    Attack(
        "aka", (first("Torvald Vashkel (protect), aka Tolly, spoke."), later("Tolly ate.")), (*NAME, "Tolly")
    ),
    # Possessives and the family in the plural.
    Attack(
        "plural",
        (first("Torvald Vashkel (protect) spoke."), later("Vashkel's house. The Vashkels left.")),
        NAME,
    ),
    # Hyphenated at a line's end, later.
    Attack(
        "hyphen-later",
        (first("Torvald Vashkel (protect) spoke."), later("It was Vash-\nkel who left.")),
        NAME,
    ),
    # Hyphenated at a line's end where the note is, and across a page later.
    Attack(
        "hyphen-note",
        (first("Torvald Vash-\nkel (protect) spoke."), later(f"It was Vash-{PAGE}kel who left.")),
        NAME,
    ),
    # Either half of a double name.
    Attack(
        "double-name",
        (first("Maria Solen-Vashkel (protect) spoke."), later("Vashkel came. Solen ate.")),
        ("Solen", "Vashkel"),
    ),
    # Initials with points.
    Attack(
        "initials",
        (first("Torvald Quell Vashkel (protect) spoke."), later("T. Vashkel ate. T.Q.V. left.")),
        (*NAME, "T.Q.V."),
    ),
    # Kin with the same surname give the person away.
    Attack(
        "kin",
        (first("Torvald Vashkel (protect) spoke."), later("His wife Petra Vashkel left.")),
        (*NAME, "Petra"),
    ),
    # The person has no name, only kin who have an office.
    Attack("kin-only", (first("The minister's brother (strictly protect) spoke."),), ("minister", "brother")),
    # A description before the note, while its sentence names somebody else later.
    Attack(
        "description", (first("A harbor pilot (protect) spoke, and Ana Brulin heard it."),), ("harbor pilot",)
    ),
    # A given name that is a month, beside the name.
    Attack(
        "month", (first("The clerk met Jan Vashkel (protect) at noon."), LATER), ("Jan Vashkel", "Vashkel")
    ),
    # Letters without capitals.
    Attack(
        "arabic",
        (first("Later we met محمد الوزير (protect) there."), later("Later محمد left.")),
        ("محمد", "الوزير"),
    ),
    # One word of three letters.
    Attack("han", (first("Later we met 王小明 (protect) there."), later("Later 王小明 left.")), ("王小明",)),
    # Letters with capitals that are not Latin.
    Attack(
        "cyrillic",
        (first("Торвальд Вашкель (protect) spoke."), later("Later Вашкель left.")),
        ("Торвальд", "Вашкель"),
    ),
    # Another spelling of the name.
    Attack("variant", (first("Torvald Vashkel (protect) spoke."), later("Vashkiel left.")), ("Vashkiel",)),
    # Spaced out, glued, struck through with marks, with hidden characters, in look-alikes.
    Attack(
        "disguises",
        (
            first("Torvald Vashkel (protect) spoke."),
            later(
                "V A S H K E L, TorvaldVashkel, Torvald_Vashkel, Vash**kel**, &#86;ashkel, Vash\u200bkel, V\u0430shkel, pro-Vashkel."
            ),
        ),
        NAME,
    ),
)


@pytest.mark.parametrize("policy", ["source-protection", "internal-sbu"])
@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.id)
def test_a_protected_person_goes_at_every_mention(attack: Attack, policy: str) -> None:
    """Neither the name nor a part of it stands in a release, whatever the note and the mention look like."""
    text = cable(attack, CLASSIFIED)
    if policy == "internal-sbu":
        text = text.replace("(C)", "(SBU)")
    assert betrayed(release(text, policy).release.text, attack.gone) == []


WISHES = (
    # No word of protection: who said it must not be told.
    "(please do not attribute)",
    "(not for attribution)",
    # Anonymity, as newspapers and cables write it.
    ", speaking on condition of anonymity,",
    "(requests anonymity)",
    # The name itself is what must not come out.
    ", who asked that his name not be used,",
    ", who asked us not to name him,",
    "(do not identify)",
    "; his identity must not be revealed;",
    # Not a wish of his but an order to us.
    "(guard his identity)",
    # Refusal, and the order as a fact.
    ", who declined to be identified,",
    ", who cannot be named,",
    ", who did not want to be named,",
    # A line end and a page turn inside the wish, another letter, a hidden one, marks of Markdown.
    ", who asked that his\nname not be\nused,",
    f", on condition of{PAGE}anonymity,",
    "(do n\u043et identify)",
    "(not for attri\u200bbution)",
    "(**not for attribution**)",
)


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_without_the_word_protects_as_a_note_does(wish: str) -> None:
    """A source that asks for anonymity is protected at every mention, whatever words the wish has."""
    attack = Attack("wish", (first(f"Torvald Vashkel {wish} spoke of the price."), LATER), NAME)
    assert betrayed(release(cable(attack, CLASSIFIED), "source-protection").release.text, attack.gone) == []


def test_a_wish_in_the_next_sentence_protects_who_spoke() -> None:
    """`He asked that his name not be used` speaks of the last person named."""
    attack = Attack(
        "next", (first("Torvald Vashkel spoke. He asked that his name not be used."), LATER), NAME
    )
    assert betrayed(release(cable(attack, CLASSIFIED), "source-protection").release.text, attack.gone) == []


MISSES = (
    # Nothing but the sense says it.
    Attack("sense", (first("Torvald Vashkel begged us to forget who told us."), LATER), NAME),
    # Initials without points look like any abbreviation.
    Attack("bare-initials", (first("Torvald Quell Vashkel (protect) spoke."), later("TQV left.")), ("TQV",)),
    # A pronoun in another paragraph and a description that fits one person alone.
    Attack(
        "describes",
        (first("Torvald Vashkel (protect) runs the only mill."), later("The mill's owner ate.")),
        ("owner",),
    ),
)


@pytest.mark.xfail(strict=True, reason="published in docs/explanation/known-limits.md")
@pytest.mark.parametrize("attack", MISSES, ids=lambda attack: attack.id)
def test_what_protection_misses(attack: Attack) -> None:
    """A mention that no rule ties to the person stays; the list of known limits says so."""
    assert betrayed(release(cable(attack, CLASSIFIED), "source-protection").release.text, attack.gone) == []
