"""The index of a log answers as the log itself would, and does not grow with it in memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redactor.audit.identity import Others, stem
from redactor.audit.index import Index, Taken

Line = dict[str, object]
DOCUMENTS = (
    "07VELMORA1",
    "07VELMORA1-2",
    "07VELMORA1-3",
    "07VELMORA12",
    "doc-abcdefgh23",
    "doc-abcdefgh23-2",
)


@st.composite
def logs(draw: st.DrawFn) -> list[Line]:
    """Draw the document lines of a log."""
    lines: list[Line] = []
    for seq in range(draw(st.integers(0, 12))):
        doc = draw(st.sampled_from(DOCUMENTS))
        kind = draw(st.sampled_from(("release", "refusal")))
        line: Line = {"seq": seq, "source": draw(st.sampled_from(("0a" * 32, "b1" * 32))), "doc": doc}
        line |= {"type": kind, "run": draw(st.integers(1, 3))}
        if kind == "release":
            name = draw(st.sampled_from((f"{doc}.txt", f"07/VELMORA/0/{doc}.txt")))
            line |= {"released": {"name": name}, "renderings": []}
        lines.append(line)
    return lines


@given(logs(), st.sampled_from(DOCUMENTS), st.integers(1, 4))
def test_it_answers_as_the_log_does(lines: list[Line], document: str, before: int) -> None:
    """Lines of an original, names that are taken, what a name meant before a run, files and folders."""
    index = Index()
    for line in lines:
        index.add(line, int(str(line["seq"])) * 100, 99)  # type: ignore[arg-type]
    released = [line for line in lines if line["type"] == "release"]
    for source in ("0a" * 32, "b1" * 32):
        found = [where.seq for where in index.lines_of(source)]
        assert found == [line["seq"] for line in lines if line["source"] == source]
        names = {str(line["doc"]) for line in released if line["source"] != source}
        assert (document in Taken(index, source)) == (document in names)
        assert (document in Others(dict.fromkeys(names, "other"), source)) == (document in names)
    past = [line for line in lines if int(str(line["run"])) < before]
    assert index.sources(document, before) == {line["source"] for line in past if line["doc"] == document}
    alike = [line for line in past if line["type"] == "release" and stem(str(line["doc"])) == stem(document)]
    assert index.alike(document, before) == {line["doc"]: line["source"] for line in alike}
    files = {str(line["released"]["name"]) for line in released}  # type: ignore[index]
    for name in (f"{document}.txt", f"07/VELMORA/0/{document}.txt", "07/VELMORA", "07", "0"):
        assert index.knows_file(name) == (name in files)
        assert index.knows_folder(name) == any(file.startswith(f"{name}/") for file in files)
    index.close()
