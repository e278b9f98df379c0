// Fills in a form as people would, in the engine of ODK Web Forms; read as JSON on standard input.
// The engine is made for browsers, so jsdom lends it a document.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.__dirname = '/'; // asked for, and never used
const { loadForm } = await import('@getodk/xforms-engine');

const form = await loadForm(readFileSync(process.argv[2], 'utf8'));
if (form.status !== 'success') throw new Error(String(form.error ?? form.warnings));

const questions = (root) => {
  const found = new Map();
  const walk = (node) => {
    for (const child of node.currentState.children ?? []) {
      found.set(child.currentState.reference.split('/').pop(), child);
      walk(child);
    }
  };
  walk(root);
  return found;
};

const give = (node, value) => {
  if (node.nodeType === 'select') node.selectValues(value);
  else node.setValue(value);
};

const filled = [];
for (const person of JSON.parse(readFileSync(0, 'utf8'))) {
  const { root } = form.createInstance();
  const asked = questions(root);
  const hidden = [];
  const times = [];
  for (const [name, value] of person.answers) {
    const node = asked.get(name);
    if (!node.currentState.relevant) hidden.push(name);
    const before = performance.now();
    give(node, value);
    times.push(performance.now() - before);
  }
  const value = (name) => asked.get(name).currentState.value;
  filled.push({
    id: person.id,
    hidden,
    shown: [...asked].filter(([, node]) => node.currentState.relevant).map(([name]) => name),
    times,
    urgency: value('urgency'),
    reasons: value('reasons'),
  });
}
process.stdout.write(JSON.stringify(filled));
