// Lets one person fill in the form, and looks at the page: what axe finds, and a picture of it.
// Usage: node look.js CLIENT BROWSER FOLDER [PICTURE] < person.json

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { chromium } from 'playwright-core';
import { CLIENTS, openTab } from './clients.js';
import { PATIENCE, fill } from './filling.js';

const [name, browserFile, folder, picture] = process.argv.slice(2);
const person = JSON.parse(await text(process.stdin));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const client = await CLIENTS[name](folder);
const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const context = await browser.newContext({ viewport: { width: 700, height: 620 } });
  const { tab, outside, errors } = await openTab(context, client);
  tab.setDefaultTimeout(PATIENCE);
  const filled = await fill(tab, client, person);
  if (picture) {
    const seen = tab.getByText('EMERGENCY: ').first();
    await seen.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await tab.evaluate(() => document.activeElement.blur());
    await tab.waitForTimeout(500); // what moves has come to rest
    await tab.screenshot({ path: picture });
  }
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => globalThis.axe.run(document));
  const slips = found.violations.map(
    (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' ')}`,
  );
  process.stdout.write(JSON.stringify({ ...filled, outside, errors, violations: slips }));
} finally {
  await browser.close();
}
