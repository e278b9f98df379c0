"""The form as a page that a clinic puts on its own server: in LHC-Forms, and sending nothing.

LHC-Forms is not part of this program. Whoever makes the page names the folder of its npm package,
and what is needed of it is copied, with its licence.
"""

from __future__ import annotations

import html
from pathlib import Path

from triage.errors import Problem, UsageError, shortened
from triage.fhir import words
from triage.fhir.questionnaire import questionnaire_of
from triage.inference.what_to_do import to_reader
from triage.json_text import json_text
from triage.rulebook.model import Rulebook

SCRIPTS = (
    "webcomponent/assets/lib/zone.min.js",
    "webcomponent/lhc-forms.js",
    "fhir/R4/lformsFHIR.min.js",
)
"""In the order in which a page needs them."""
STYLES = "webcomponent/styles.css"
BESIDE = ("webcomponent/down_arrow_gray_10_10.png", "webcomponent/magnifying_glass.png")
"""What the style sheet shows."""
LICENCE = "LICENSE.md"
WHERE = ("", "dist/lforms", "package/dist/lforms")
"""Where the files lie in what may be named: the package, or what it was unpacked into."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'"
)


def page_files(book: Rulebook, package: Path, licence: bytes) -> dict[str, bytes]:
    """The files of the page, by name; `licence` is that of the rules.

    Raises:
        UsageError: the package is not that of LHC-Forms, or cannot be read.
    """
    lforms = _copied(package)
    form = json_text(questionnaire_of(book)).rstrip()
    return {
        "index.html": _page(book).encode(),
        "page.css": STYLE.encode(),
        "page.js": SCRIPT.encode(),
        "form.js": f"window.form = {form};\n".encode(),
        **{f"lforms/{name}": data for name, data in lforms.items()},
        "licences/rules.txt": licence,
        "licences/README.md": words.LICENCES.encode(),
    }


def _copied(package: Path) -> dict[str, bytes]:
    for inner in WHERE:
        folder = package / inner
        if (folder / SCRIPTS[1]).is_file():
            break
    else:
        what = words.no_lforms(shortened(package.as_posix()))
        raise UsageError(Problem(what, words.GET_LFORMS))
    try:
        return {name: (folder / name).read_bytes() for name in (*SCRIPTS, STYLES, *BESIDE, LICENCE)}
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        what = words.lforms_unreadable(shortened(package.as_posix()), reason)
        raise UsageError(Problem(what, words.GET_LFORMS)) from None


def _page(book: Rulebook) -> str:
    said = {
        "title": book.title,
        "advisory": book.advisory.advisory,
        "nothing_sent": words.NOTHING_SENT,
        "save": words.SAVE,
        "open": words.OPEN,
        "print": words.PRINT,
        "saved": words.SAVED,
        "not_read": words.NOT_READ,
        "no_script": words.NO_SCRIPT,
        "about": words.about(book),
        "policy": POLICY,
    }
    escaped = {key: html.escape(" ".join(to_reader((text,)))) for key, text in said.items()}
    scripts = "\n".join(f'<script src="lforms/{name}" defer></script>' for name in SCRIPTS)
    return PAGE.format(**escaped, scripts=scripts, styles=STYLES)


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="lforms/{styles}">
<link rel="stylesheet" href="page.css">
{scripts}
<script src="form.js" defer></script>
<script src="page.js" defer></script>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{nothing_sent}</p>
<noscript><p class="advisory">{no_script} {advisory}</p></noscript>
<div id="form"></div>
<div class="actions">
<button type="button" id="save">{save}</button>
<button type="button" id="print">{print}</button>
<label class="open">{open} <input type="file" id="open" accept=".json,application/json"></label>
</div>
<p id="state" role="status" data-saved="{saved}" data-not-read="{not_read}"></p>
<footer><p>{about}</p></footer>
</main>
</body>
</html>
"""

STYLE = """body {
  margin: 0; background: #f4f6f8; color: #1d2733;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
}
main { max-width: 50rem; margin: 0 auto; padding: 1rem; background: #fff; }
.advisory { padding: .75rem 1rem; background: #fdf3e1; border-left: .3rem solid #7a4a00; }
.actions { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin: 1.5rem 0 .5rem; }
.actions button {
  font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .3rem;
  background: #1f5673; color: #fff; cursor: pointer;
}
.actions button:focus-visible, .actions input:focus-visible { outline: .2rem solid #7a4a00; }
footer { color: #4d5a68; font-size: .9rem; border-top: 1px solid #d5dce3; margin-top: 2rem; }
.lhc-form-title { background-color: #1f5673 !important; }
@media print { .actions { display: none; } body, main { background: #fff; } }
"""

SCRIPT = """'use strict';
// Nothing leaves this page but by the file that somebody saves.
addEventListener('DOMContentLoaded', async () => {
  const state = document.getElementById('state');
  const show = (response) => {
    let form = LForms.Util.convertFHIRQuestionnaireToLForms(window.form, 'R4');
    if (response) form = LForms.Util.mergeFHIRDataIntoLForms(response, form, 'R4');
    return LForms.Util.addFormToPage(form, 'form', { fhirVersion: 'R4' });
  };
  await show();
  document.getElementById('save').addEventListener('click', () => {
    const response = LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4');
    response.questionnaire = `${window.form.url}|${window.form.version}`;
    const file = new Blob([JSON.stringify(response, null, 2)], { type: 'application/fhir+json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = 'movement-triage-response.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    state.textContent = state.dataset.saved;
  });
  document.getElementById('print').addEventListener('click', () => print());
  document.getElementById('open').addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      const response = JSON.parse(await file.text());
      if (response.resourceType !== 'QuestionnaireResponse') throw new Error();
      await show(response);
      state.textContent = '';
    } catch {
      state.textContent = state.dataset.notRead;
    }
  });
});
"""
