"""Input adapters: a text in a web page's dress is read as the text, and every offset stays the original's."""

from __future__ import annotations

import html
import itertools
import random
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable, view
from redactor.cable.adapt import Adapted, adapt
from redactor.markings.types import Level
from redactor.model import Action
from redactor.pipeline.compute import prepare
from redactor.spans import Span, tiles
from redactor.view import markup
from tests.cable.build import Drawn, cables
from tests.growth import in_proportion
from tests.theorems.harness import PHASES, STOCK, examples, release

EXAMPLES = Path(__file__).parents[2] / "examples" / "cables"
LEFTOVERS = (
    "&#40;",
    "&amp;#40;",
    "&nbsp;",
    "&#10;",
    "&shy;",
    "&#8203;",
    "<b>",
    "</b>",
    "<br>",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<del>",
    "</del>",
    "<div hidden>",
    "</div>",
    '<p title="word">',
    "**",
    "*",
    "~~",
    "\\",
    "> ",
    "# ",
    "| **MRN:** | 1 |",
    "\u200b",
    "x",
    "(C)",
    " ",
    "\n",
    "$",
    "<",
    "&",
)

HEAD = """ZNY SSSSS ZZH
P 051010Z MAR 08
FM AMEMBASSY ASTANA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
BT
S E C R E T ASTANA 001668

SIPDIS

E.O. 12958: DECL: 03/05/2018
TAGS: PGOV, ECON
SUBJECT: PORT DUES

Classified By: Consul Edith Farraday; reasons 1.4 (b) and (d).

"""


def body(text: str) -> str:
    """Put a text under the header of a SECRET telegram."""
    return HEAD + textwrap.dedent(text)


def places(adapted: Adapted) -> list[Span]:
    """Give where each character of an adapted text stands in the original."""
    return [Span(adapted.first(i), adapted.last(i)) for i in range(len(adapted.text))]


@settings(max_examples=300)
@given(parts=st.lists(st.sampled_from(LEFTOVERS), max_size=30))
def test_the_map_is_exact(parts: list[str]) -> None:
    """Each character has its place, places are in order, and with what is gone they cover the original."""
    text = "".join(parts)
    adapted = adapt(text)
    where = places(adapted)
    for before, after in itertools.pairwise(where):
        assert before == after or before.end <= after.start
    whole = sorted({*where, *adapted.gone})
    gone = {offset for span in adapted.gone for offset in range(span.start, span.end)}
    covered = {offset for span in whole for offset in range(span.start, span.end)}
    assert covered == set(range(len(text)))
    for char, span in zip(adapted.text, where, strict=True):
        if span.start not in gone and len(span) == 1 and text[span.start] != "|":
            assert char == text[span.start]


@settings(max_examples=200)
@given(parts=st.lists(st.sampled_from(LEFTOVERS), max_size=30), data=st.data())
def test_a_span_holds_what_is_in_it(parts: list[str], data: st.DataObject) -> None:
    """The original's span of a stretch covers the place of each of its characters and no other's."""
    adapted = adapt("".join(parts))
    start = data.draw(st.integers(0, len(adapted.text)))
    end = data.draw(st.integers(start, len(adapted.text)))
    whole = adapted.original(Span(start, end))
    inside = places(adapted)[start:end]
    for span in places(adapted):
        assert whole.covers(span) if span in inside else not whole.overlaps(span)


@settings(max_examples=examples(30))
@given(drawn=cables(), seed=st.integers(0, 2**32))
def test_a_dressed_cable_is_read_as_the_bare_one(drawn: Drawn, seed: int) -> None:
    """Entities for any character, tags inside words and `<br>` at line ends change no address and no marking."""
    dressed = dress(drawn.text, seed)
    bare, clad = cable.read(drawn.text.encode()), cable.read(f"<pre>\n{dressed}\n</pre>".encode())
    assert clad.format == bare.format
    assert [shape(portion) for portion in clad.portions] == [shape(portion) for portion in bare.portions]
    assert clad.marking == bare.marking
    assert tiles((section.span for section in clad.sections), len(clad.text))


@settings(max_examples=examples(8), phases=PHASES)
@given(drawn=cables(), seed=st.integers(0, 2**32), policy=st.sampled_from(STOCK))
def test_a_dressed_cable_is_released_as_the_bare_one(drawn: Drawn, seed: int, policy: str) -> None:
    """What the release of a dressed cable says, entities decoded, is what the bare one's says."""
    dressed = dress(drawn.text, seed)
    assert undressed(release(dressed, policy).release.text) == undressed(
        release(drawn.text, policy).release.text
    )


def dress(text: str, seed: int) -> str:
    """Write a text as a careless export would: some characters as entities, tags between some."""
    chance = random.Random(seed)  # noqa: S311 - the same dress for the same seed
    forms = ("&#{n};", "&#x{n:x};", "&amp;#{n};", "&amp;amp;#x{n:X};", "{c}<b></b>", "<i>{c}</i>", "{c}&shy;")
    pieces = []
    for line in text.split("\n"):
        chars = list(line)
        for index, char in enumerate(chars):
            # What Markdown left over is read by its own signs, and a blank is no letter.
            if not char.isspace() and char not in "[]()#*¶<&" and chance.random() < 0.08:
                form = chance.choice(forms)
                chars[index] = form.format(n=ord(char), c=char)
        end = "<br>" if line and chance.random() < 0.3 else ""
        pieces.append("".join(chars) + end)
    return "\n".join(pieces)


def shape(portion: object) -> tuple[object, ...]:
    """Give what a reading says of a portion, its place aside."""
    names = ("address", "section", "marking", "basis", "ordinal", "parent", "header", "own")
    return tuple(getattr(portion, name) for name in names)


def undressed(text: str) -> list[str]:
    """Give the words of a text, entities decoded."""
    while (plain := html.unescape(text)) != text:
        text = plain
    return text.split()


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("1. &#40;C&#41; Text.", Level.C),  # decimal
        ("1. &#x28;C&#x29; Text.", Level.C),  # hexadecimal
        ("1. &lpar;C&rpar; Text.", Level.C),  # by name
        ("1. &amp;#40;C&amp;#41; Text.", Level.C),  # encoded twice
        ("1. &amp;amp;lpar;U&amp;amp;rpar; Text.", Level.U),  # three times
        ("1. (&#67;) Text.", Level.C),  # the letter alone
        ("&#49;&#46; (C) Text.", Level.C),  # the number
        ("1. (<b>C</b>) Text.", Level.C),  # a tag inside the mark
        ("1.&nbsp;(C)&nbsp;Text.", Level.C),  # hard blanks
        ("<p>1. (C) Text.</p>", Level.C),  # a paragraph of a page
        ("1\\. \\(C\\) Text.", Level.C),  # escapes of Markdown
        ("> 1. (C) Text.", Level.C),  # a quote of Markdown
        ("### 1. (C) Text.", Level.C),  # a heading of Markdown
        ("**1. (C)** Text.", Level.C),  # emphasis
        ("1. <s>(C)</s> Text.", Level.C),  # struck out: it still is a mark
        ("1. ~~(C)~~ Text.", Level.C),  # struck out in Markdown
    ],
)
def test_a_mark_is_read_in_any_dress(written: str, level: Level) -> None:
    """The first paragraph has the mark's own level, and the mark's span is the original's."""
    read = cable.read(body(written).encode())
    first = read.portion("1")
    assert first is not None
    assert (first.marking.level, first.marking.known) == (level, True)
    assert first.mark is not None
    assert first.mark.span.of(read.text).strip("()<b>/").replace("amp;", "")


@pytest.mark.parametrize(
    "written",
    [
        "1. (U) Fine. <!-- The consul is a source. -->",  # a comment
        "1. (U) Fine. <!-- The consul is a source.",  # a comment that never ends
        '1. (U) Fine. <span style="display:none">The consul is a source.</span>',
        "1. (U) Fine. <span style='font-size:0'>The consul is a source.</span>",
        "1. (U) Fine. <span style=color:#fff>The consul is a source.</span>",  # white on white
        "1. (U) Fine. <div hidden>The consul is a source.</div>",
        '1. (U) Fine. <div style="display:none"><div>x</div>The consul is a source.</div>',  # nested
        "1. (U) Fine. <script>The consul is a source.</script>",
        '1. (U) Fine. <a title="The consul is a source.">x</a>',  # an attribute with words
        '1. (U) Fine. <img alt="The consul is a source.">',
        "1. (U) Fine. <b the consul is a source>",  # words in the place of attributes
        "1. (U) Fine. The con<foo></foo>sul. The consul is a source.",  # an element that no page knows
        "1. (U) Fine. The con<b\u200b>sul. The consul is a source.",  # a tag that hidden characters cut
        "1. (U) Fine. The con&#11\u200b5;ul. The consul is a source.",  # an entity that they cut
        "1. (U) Fine. The con&am<b></b>p;sul. The consul is a source.",  # one that a tag cuts
    ],
)
@pytest.mark.parametrize("policy", ["public", "internal-sbu"])
def test_what_a_page_hides_is_text_that_nobody_may_see(written: str, policy: str) -> None:
    """Hidden text is in a portion, at an unknown level, noted, and in no copy but the holder's."""
    text = body(written + "\n\n2. (U) More.\n")
    done = release(text, policy)
    at = text.lower().index("consul is a source")
    assert any(note.code == "covert-text" for note in done.prepared.cable.notes)
    holder = next(one for one in done.prepared.cable.portions if one.span.holds(at))
    assert not holder.marking.known
    assert "is a source" not in done.release.text.lower()


@pytest.mark.parametrize(
    "written",
    [
        "Ri<b>cha</b>rd Vash&#107;el",  # a tag and an entity inside the words
        "Richard<br>Vashkel",  # a line break between them
        "Richard&nbsp;Vashkel",
        "Richard<!-- -->Vashkel",
        "R&amp;#105;chard Vashkel",  # encoded twice
        "R&#38;#105;chard V&#x26;#x0061;shkel",  # its ampersand as a number
        "R&#0000000000105;chard Vashkel",  # more zeros than anyone needs
        "Richard Vash<!---->kel",  # a comment that says nothing
        "Richard Vash<wbr>kel",
        "Richard Vash<svg>kel",
        "Richard Vash<b /\n>kel",
        "Rich<font color=red>ard Vashkel",
        "Rich&zwj;ard Vashkel",
        "Richard &lt;script&gt;Vashkel&lt;/script&gt;",  # a tag that is text
        "Richard <VASHKEL>",  # no tag at all
        "Rich<s>ard</s> Vash~~kel~~",  # struck
        "Richard Vash&shy;kel",
        "Richard **Vashkel**",
        "Richard Vash\\-\nkel",
    ],
)
def test_a_name_is_found_in_any_dress(written: str) -> None:
    """Both words of a name are found, and what is found covers whole entities and tags."""
    read = cable.read(body(f"1. (C) The poet {written} spoke.\n").encode())
    page = prepare(read, None).view
    for word in ("richard", "vashkel"):
        found = [page.original(span) for span in view.find_words(page, word)]
        assert len(found) == 1
        whole = read.text[found[0].start : found[0].end]
        assert not re.search(r"&[^;]*$|^[^&<]*;|<[^>]*$", whole)


def test_removed_tags_leave_words_apart() -> None:
    """A line break, a cell and a hard blank leave a blank behind; a tag inside a word leaves nothing."""
    text = body("1. (U) The <b>har</b>bor<br>of&nbsp;Astana<td>is</td>open.\n").replace(
        "S E C R E T", "UNCLAS"
    )
    text = text.replace("ZNY SSSSS", "ZNR UUUUU").replace("DECL: 03/05/2018", "N/A")
    assert "The harbor of Astana is open." in release(text, "internal-sbu").release.text


def test_no_copy_holds_half_an_entity() -> None:
    """Whatever is removed, an entity goes or stays whole, and the same is true of a tag."""
    name = "V&#97;shk<b>e</b>l"
    text = body(f"1. (U) The poet Rich&#97;rd {name} spoke of &lt;script&gt; to R&amp;amp;D.\n")
    text = (
        text.replace("S E C R E T", "UNCLAS")
        .replace("ZNY SSSSS", "ZNR UUUUU")
        .replace("DECL: 03/05/2018", "N/A")
    )
    for policy in ("public", "partner"):
        copy = release(text, policy).release.text
        entities = re.findall(r"&[^ .;]*;?", copy)
        assert set(entities) <= {"&#97;", "&lt;", "&gt;", "&amp;"}, policy
        assert "<b>" not in copy


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.txt")))
def test_examples_in_a_pages_dress_release_the_same(name: str) -> None:
    """An example cable in `<pre>` with its punctuation as entities gives the release of the bare one."""
    text = (EXAMPLES / name).read_text()
    clad = "<pre>\n" + re.sub(r"['’,;.]", lambda match: f"&#{ord(match.group())};", text) + "</pre>\n"
    mine, bare = release(clad, "public"), release(text, "public")
    assert undressed(mine.release.text) == undressed(bare.release.text)
    assert [item.action for item in mine.verdict.decisions if item.action is Action.KEEP]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("AT&T; said a < b and c > d", "AT&T; said a < b and c > d"),  # no entity, no tag
        ("<CONSUL FARRADAY>", "<CONSUL FARRADAY>"),  # no element
        ("* point *", "* point *"),  # no emphasis
        ("****", "****"),
        ("#1028", "#1028"),  # a telegram's own number
        (">", ">"),
        ("5*3*2", "5*3*2"),
        ("*** rule", "*** rule"),
        ("a\\b", "a\\b"),  # a path
        ("-->", "-->"),  # ends nothing
        ("| a | b |", "| a | b |"),  # a table that labels nothing
        ("| **MRN:** | 94 VELMORA 259 |", "MRN:  94 VELMORA 259"),  # one that does
        ("**Action:** RUEHC *ROUTINE*", "Action: RUEHC ROUTINE"),
        ("a<br>\nb<br/>c", "a\nb\nc"),  # a break beside a line end is that line end
    ],
)
def test_what_is_read_over(text: str, read: str) -> None:
    """Only what a page leaves is read over; everything that may be text stays."""
    assert adapt(text).text == read


@pytest.mark.parametrize(
    ("removed", "parts"),
    [
        ("<br>", True),
        ("</td><td>", True),
        ("&nbsp;", True),
        ("<!--", True),
        ("-->", True),
        ("<a", True),  # half of a tag whose attribute stays
        (">", True),
        ("<b></b>", False),
        ("&shy;", False),
        ("\u200b", False),
    ],
)
def test_what_parts_words(removed: str, parts: bool) -> None:  # noqa: FBT001 - a case table
    """What was removed between two words either parted them or not."""
    assert markup.parts_words(removed) is parts


@pytest.mark.parametrize(
    "piece", ["<b ", "<!--", "&amp;", "**a", "*a ", "<div hidden>", "| a:", "<a b='", "> # "]
)
def test_adapting_is_linear(piece: str) -> None:
    """Twice as much of any leftover costs at most about twice as much."""
    assert in_proportion(lambda: adapt(piece * 1000), lambda: adapt(piece * 2000))
