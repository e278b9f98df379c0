// How far down each page of a PDF that Chromium printed is written on: 0 for an empty page, 1 for
// a full one. Only what Chromium writes is read: plain objects, and one operator on each line.

import { inflateSync } from 'node:zlib';

const A4_HEIGHT = 842;
const MARGIN = 34; // points: 12 mm

const times = (a, b) => [
  a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
];

export function filled(file) {
  const text = file.toString('latin1');
  const places = new Map();
  for (const found of text.matchAll(/^(\d+) 0 obj/gm)) places.set(Number(found[1]), found.index);
  const object = (id) => text.slice(places.get(id), text.indexOf('endobj', places.get(id)));

  function operators(id) {
    const start = text.indexOf('stream', places.get(id));
    const head = text.slice(places.get(id), start);
    const [, length, isElsewhere] = /\/Length (\d+)( \d+ R)?/.exec(head);
    const size = isElsewhere ? Number(/obj\s+(\d+)/.exec(object(Number(length)))[1]) : Number(length);
    const first = text.indexOf('\n', start) + 1;
    const stream = file.subarray(first, first + size);
    return (head.includes('/FlateDecode') ? inflateSync(stream) : stream).toString('latin1');
  }

  function pagesBelow(id) {
    const kids = /\/Kids\s*\[([^\]]*)\]/.exec(object(id));
    if (!kids) return [id];
    return [...kids[1].matchAll(/(\d+) 0 R/g)].flatMap((kid) => pagesBelow(Number(kid[1])));
  }

  function lowest(page) {
    let at = [1, 0, 0, 1, 0, 0];
    let found = A4_HEIGHT - MARGIN;
    const outer = [];
    const contents = Number(/\/Contents\s*\[?\s*(\d+) 0 R/.exec(object(page))[1]);
    for (const line of operators(contents).split('\n')) {
      const words = line.trim().split(/\s+/);
      const matrix = () => times(words.slice(0, 6).map(Number), at);
      switch (words.at(-1)) {
        case 'q': outer.push(at); break;
        case 'Q': at = outer.pop(); break;
        case 'cm': at = matrix(); break;
        case 'Tm': found = Math.min(found, matrix()[5]); break; // where some text begins
        default:
      }
    }
    return found;
  }

  const root = Number(/\/Type\s*\/Catalog[^]*?\/Pages (\d+) 0 R/.exec(text)[1]);
  return pagesBelow(root).map(
    (page) => (A4_HEIGHT - MARGIN - lowest(page)) / (A4_HEIGHT - 2 * MARGIN),
  );
}
