"""What a web page's link left over is the sign # or nothing: any other target is text, and no field's grammar."""

from __future__ import annotations

import pytest

from redactor import cable
from tests.cable.heads import BODY, HEAD, USUAL

TARGETS = ["#talks", "http://talks", "javascript:talks", "talks"]
PLACES = [
    # at a number, over classified and over open text
    USUAL + "\n[¶1.]({}) (C) The minister said nothing.\n\n2. (U) It rained.\n",
    USUAL + "\n1. (C) The minister said nothing.\n\n[¶2.]({}) (U) It rained.\n",
    USUAL + "\n1. (C) The minister said nothing.\n\n[¶]({}) (U) It rained.\n",
    # at a tag, first and last
    USUAL.replace("PGOV", "[PGOV]({})") + BODY,
    USUAL.replace("ECON", "[ECON]({})") + BODY,
    # at a reference's letter
    USUAL + "REF: A. VELMORA 12\n[1B.]({}) VELMORA 13\n" + BODY,
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("place", PLACES)
def test_a_links_target_is_never_skeleton_or_closed_grammar(place: str, target: str) -> None:
    """These alone stay where their portion goes, or under an assumption: nobody may write into them."""
    found = cable.read((HEAD + place.format(target)).encode())
    shown = [span.of(found.text) for part in found.portions for span in (*part.skeleton, *part.closed)]
    assert not any("talks" in text for text in shown)


def test_the_sign_alone_is_a_links_leftover() -> None:
    """It stays with the number and the tag that it stood on."""
    found = cable.read((HEAD + PLACES[0].replace("ECON", "[ECON](#)").format("#")).encode())
    portion, tags = found.portion("1"), found.portion("tags")
    assert portion is not None
    assert tags is not None
    assert portion.skeleton[0].of(found.text) == "[¶1.](#) (C) "
    assert [span.of(found.text) for span in tags.closed] == ["PGOV, [ECON](#)"]
