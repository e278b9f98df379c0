"""How the book looks, and the small script that searches in it. Both stand in the page itself."""

from __future__ import annotations

from triage.presentation.html_page import STYLE

BOOK_STYLE = (
    STYLE
    + """
main { max-width: 60rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px;
}
code { font: .92em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
dl { margin: .5rem 0; }
dt { font-weight: 650; }
dd { margin: 0 0 .4rem 1rem; }
thead th:first-child { width: auto; }
table.parts thead th:first-child { width: 30%; }
.entry {
  content-visibility: auto; contain-intrinsic-size: auto 24rem;
  border-top: 1px solid var(--line); padding: .25rem 0 .75rem;
}
h2 + .entry { border-top: 0; }
li.entry { contain-intrinsic-size: auto 6rem; border: 0; padding: 0; margin: .5rem 0; }
.entry:target, .rules > li:target { outline: 3px solid var(--accent); outline-offset: .3rem; }
.meta { color: var(--quiet); font-size: .95em; }
.index { columns: 16rem; margin: .75rem 0 1.5rem; }
.index ul { margin: 0; }
.index li { break-inside: avoid; }
.rules > li { margin: .75rem 0; }
.rules p { margin: .2rem 0; }
svg { width: auto; max-width: 100%; height: auto; margin: 0; overflow: hidden; }
figure.flow svg { margin: 0; }
.find {
  border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; margin: 1rem 0;
  background: var(--head);
}
.find label { display: block; margin: .5rem 0; }
.find input[type=search], .find select {
  font: inherit; color: var(--ink); background: var(--sheet); display: block; width: 100%;
  max-width: 30rem; padding: .5rem; border: 1px solid var(--quiet); border-radius: .3rem;
}
.find button {
  font: inherit; padding: .45rem .9rem; color: var(--ink); background: var(--sheet);
  border: 1px solid var(--quiet); border-radius: .3rem;
}
[hidden] { display: none !important; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
@media (min-width: 54rem) {
  figure.tree { float: right; width: 340px; margin: 0 0 1rem 1.5rem; }
  figure.flow { columns: 2; }
  .find .filters { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
}
@media print {
  @page { size: A4; margin: 12mm; }
  body { font-size: 9pt; line-height: 1.3; }
  .find, .skip { display: none; }
  .entry, li.entry { content-visibility: visible; }
  .entry { border-color: #8a8a8a; }
  /* no section begins on a page of its own: many are short, and the last page of each is */
  h2 { font-size: 14pt; margin-top: 20pt; }
  h3, h4 { margin-top: 6pt; }
  ul, p { margin-top: 2pt; margin-bottom: 2pt; }
  article.entry { display: flow-root; }
  figure svg { width: 76mm; max-height: 266mm; }
  figure.tree { float: right; width: 76mm; margin: 0 0 4mm 6mm; }
  figure.flow { columns: 2; break-inside: auto; }
  h3, h4 { break-after: avoid; }
  a { color: #000000; text-decoration: underline; }
  .entry:target { outline: 0; }
  li { break-inside: auto; }
  li.entry, .index li, svg { break-inside: avoid; }
  .index { columns: 3; font-size: 8pt; }
}
"""
)

SCRIPT = """
'use strict';
(() => {
  const form = document.getElementById('find');
  const words = document.getElementById('find-words');
  const choices = [...form.querySelectorAll('select')];
  const said = document.getElementById('find-said');
  const parts = [...document.querySelectorAll('main > section')];
  const entries = [...document.querySelectorAll('.entry')];
  const plain = (text) =>
    text.normalize('NFKD').replace(/[\\u0300-\\u036f]/g, '').toLowerCase().replace(/\\s+/g, ' ');
  let texts = null;

  function show() {
    texts ??= entries.map((entry) => plain(entry.textContent));
    const wanted = plain(words.value).split(' ').filter(Boolean);
    const filters = choices.filter((choice) => choice.value);
    const idle = !wanted.length && !filters.length;
    let shown = 0;
    entries.forEach((entry, place) => {
      const fits = wanted.every((word) => texts[place].includes(word))
        && filters.every((choice) => entry.dataset[choice.name] === choice.value);
      if (entry.hidden === fits) entry.hidden = !fits;
      if (fits) shown += 1;
    });
    for (const part of parts) {
      const own = part.querySelectorAll('.entry');
      part.hidden = !idle && ![...own].some((entry) => !entry.hidden);
      // what is not an entry, such as an index or a picture, is of no use among a few finds
      for (const extra of part.querySelectorAll('.extra')) extra.hidden = !idle;
    }
    said.textContent = idle ? '' : `${shown} of ${entries.length} entries are shown.`;
  }

  function everything() {
    words.value = '';
    for (const choice of choices) choice.value = '';
    show();
  }

  // a link may lead to something that is hidden just now
  function arrive(hash) {
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (place && place.closest('[hidden]')) {
      everything();
      place.scrollIntoView();
    }
  }

  let timer = 0;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 100);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
  });
  document.getElementById('find-all').addEventListener('click', everything);
  addEventListener('hashchange', () => arrive(location.hash));
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) arrive(link.getAttribute('href'));
  });
  form.hidden = false;
})();
"""
