"""The style sheet and the script of the log's page: both stand in the page, and its policy names their digests."""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 100rem; padding: 0 1.5rem 3rem; font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 .3rem; }
h2 { font-size: 1.25rem; margin: 0 0 .3rem; }
h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
a { color: #0b3d91; }
a:focus-visible, select:focus-visible, button:focus-visible, .text:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px; }
.handling { font-weight: 700; text-align: center; margin: 0 -1.5rem; padding: .4rem; background: #111; color: #fff; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .8rem 0; border-bottom: 1px solid #767676; position: sticky; top: 0; background: #fff; z-index: 1; }
form label { font-size: .85rem; display: grid; gap: .15rem; } select, button { font: inherit; padding: .2rem .4rem; }
section { margin-top: 2rem; padding-top: 1rem; border-top: 3px solid #111; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .3rem 0 .8rem; } dl.facts dd { margin: 0; }
.sides { display: grid; gap: 1rem; } .sides.two { grid-template-columns: 1fr 1fr; }
.text { font: .9rem/1.5 ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #767676; padding: .8rem; margin: 0; }
.marker { background: #e3e3e3; border: 1px solid #555; border-radius: 2px; text-decoration: none; color: #111; padding: 0 .15rem; }
.marker.held { border: 2px dashed #111; } .own { font-weight: 700; }
.removed { background: #ffe9a8; text-decoration: none; border-bottom: 2px solid #6b4e00; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } caption { text-align: left; font-weight: 700; padding: .6rem 0 .2rem; }
th, td { border: 1px solid #767676; padding: .25rem .45rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; } thead th { background: #eee; }
tr:target, .removed:target, .marker:target { outline: 3px solid #b00020; outline-offset: -3px; }
[hidden] { display: none !important; }
@media (max-width: 60rem) { .sides.two { grid-template-columns: 1fr; } form { position: static; } }
@media print { form, .skip { display: none; } body { max-width: none; padding: 0; } .handling { margin: 0; background: #fff; color: #111; border: 1px solid #111; } section { break-before: page; } section:first-of-type { break-before: auto; } tr { break-inside: avoid; } thead { display: table-header-group; } .marker, .removed { background: none; } .removed { border: 1px solid #111; } }
"""

# Filters go over what the page already shows: without the script everything is there, only unfiltered.
# They can be named in the address: #rule=classified&level=C.
SCRIPT = """
"use strict";
const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("tr[data-document]")];
const status = document.getElementById("count");
const fields = [...form.querySelectorAll("select")];
function fits(row, field) {
  return !field.value || row.dataset[field.name].split("\\u001f").includes(field.value);
}
function apply() {
  let shown = 0;
  for (const row of rows) {
    row.hidden = !fields.every((field) => fits(row, field));
    shown += !row.hidden;
    for (const part of document.querySelectorAll(`[data-removal="${row.id}"]`)) part.classList.toggle("marker", part.dataset.side === "release" && !row.hidden);
  }
  const any = fields.some((field) => field.value);
  for (const section of document.querySelectorAll("section[data-document]")) {
    section.hidden = any && !section.querySelector("tr[data-document]:not([hidden])");
  }
  status.textContent = `${shown} of ${rows.length} removals`;
}
function fromAddress() {
  const asked = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  for (const field of fields) if (asked.has(field.name)) field.value = asked.get(field.name);
  apply();
}
form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", fromAddress);
form.hidden = false;
fromAddress();
"""


def policy() -> str:
    """Give the page's content security policy: its own style and script by digest, nothing else."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(STYLE)}'; script-src 'sha256-{_digest(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
