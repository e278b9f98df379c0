// Fills in the form for people, by clicking and typing, and says what the client exports then.
// Usage: node drive.js CLIENT BROWSER FOLDER WORKERS < people.json
// People are a list of {id, steps, urgency}; what comes out, as JSON, has an entry for each.

import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';
import { CLIENTS, openTab } from './clients.js';
import { PATIENCE, fill } from './filling.js';

const [name, browserFile, folder, workers] = process.argv.slice(2);
const people = JSON.parse(await text(process.stdin));
const client = await CLIENTS[name](folder);

const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
const waiting = [...people];
const found = [];
const outside = [];
const errors = [];

async function work() {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  const open = await openTab(context, client);
  open.tab.setDefaultTimeout(PATIENCE);
  for (let person; (person = waiting.shift()); ) {
    try {
      found.push(await fill(open.tab, client, person));
    } catch (error) {
      found.push({ id: person.id, failed: String(error).slice(0, 400) });
    }
  }
  outside.push(...open.outside);
  errors.push(...open.errors);
}

try {
  await Promise.all(Array.from({ length: Number(workers) }, work));
  process.stdout.write(JSON.stringify({ found, outside, errors }));
} finally {
  await browser.close();
}
