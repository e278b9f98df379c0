// Opens the book of a rule book in a real browser and says, as JSON, what a test wants to know:
// what axe finds, whether anything is cut off or asked of the network, what each search leaves,
// whether every link leads somewhere, and how it prints.
// Usage: node check_book.js BROWSER PAGE FOLDER SEARCHES VIEWS AXE, where SEARCHES is JSON,
// VIEWS are names of views with commas between them, and AXE is axe or no-axe.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { filled } from './printed_pages.js';

const [browserFile, page, folder, searches, names, wanted] = process.argv.slice(2);
const address = pathToFileURL(path.resolve(page)).href;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const VIEWS = [
  { name: 'narrow', width: 320, media: 'screen', scheme: 'light' },
  { name: 'wide', width: 1280, media: 'screen', scheme: 'light' },
  { name: 'narrow-dark', width: 320, media: 'screen', scheme: 'dark' },
  { name: 'print', width: 703, media: 'print', scheme: 'light' },
];

const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

async function opened({ width = 1280, media = 'screen', scheme = 'light', script = true }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
  });
  const tab = await context.newPage();
  const requests = [];
  const errors = [];
  tab.on('request', (request) => {
    if (request.url().split('#')[0] !== address) requests.push(request.url());
  });
  tab.setDefaultTimeout(120000); // a picture of a long page takes its time on a busy machine
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await tab.emulateMedia({ media, colorScheme: scheme });
  await tab.goto(address, { waitUntil: 'load' });
  return { context, tab, requests, errors };
}

async function look(view) {
  const { context, tab, requests, errors } = await opened(view);
  await tab.screenshot({ path: path.join(folder, `${view.name}.png`) });
  // axe takes a minute for sixty thousand elements
  let found = { violations: [] };
  if (wanted === 'axe') {
    await tab.evaluate(axe);
    found = await tab.evaluate(() => globalThis.axe.run(document, {
      resultTypes: ['violations'],
    }));
  }
  const facts = await tab.evaluate(() => {
    const seen = (element) => element.getClientRects().length > 0;
    const drawings = [...document.querySelectorAll('svg')].filter(seen);
    return {
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      form: seen(document.getElementById('find')),
      drawings: drawings.length,
      // words of a drawing that reach over its edge would not be seen
      cut: drawings.flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter((text) => {
          const own = text.getBoundingClientRect();
          return own.right > box.right + 1 || own.bottom > box.bottom + 1 || own.left < box.left - 1;
        }).map((text) => text.textContent);
      }),
      // the highest thing that must not be cut between two pages, in pixels
      highest: Math.max(0, ...[...document.querySelectorAll('tr, svg, li.entry')].filter(seen)
        .map((element) => element.getBoundingClientRect().height)),
      addresses: [...document.querySelectorAll('a[href^="http"]')]
        .filter((a) => a.textContent !== a.getAttribute('href')).length,
      undressed: [...document.querySelectorAll('main a')].filter((a) => seen(a)
        && !getComputedStyle(a).textDecorationLine.includes('underline')).length,
    };
  });
  await context.close();
  const violations = found.violations.map(
    (rule) => `${rule.id}: ${rule.nodes.slice(0, 5).map((node) => node.html).join(' ')}`,
  );
  return { name: view.name, ...facts, requests, errors, violations };
}

const left = () => ({
  shown: [...document.querySelectorAll('.entry')].filter((e) => !e.closest('[hidden]'))
    .map((e) => e.id),
  said: document.getElementById('find-said').textContent,
  sections: [...document.querySelectorAll('main > section')].filter((e) => !e.hidden)
    .map((e) => e.id),
});

async function searched() {
  const { context, tab, requests, errors } = await opened({});
  const results = [];
  const wait = () => tab.waitForTimeout(400);
  for (const { words = '', filters = {} } of JSON.parse(searches)) {
    await tab.click('#find-all');
    await tab.fill('#find-words', words);
    for (const [name, value] of Object.entries(filters)) {
      await tab.selectOption(`select[name="${name}"]`, value);
    }
    await wait();
    results.push(await tab.evaluate(left));
  }
  // a link to something that the last search has hidden
  const followed = await tab.evaluate(() => {
    const seen = [...document.querySelectorAll('.entry:not([hidden]) a[href^="#"]')];
    const link = seen.find((a) => document.getElementById(a.hash.slice(1))?.closest('[hidden]'));
    link?.click();
    const place = link && document.getElementById(link.hash.slice(1));
    return { found: Boolean(link), hidden: Boolean(place?.closest('[hidden]')) };
  });
  await wait();
  const all = await tab.evaluate(left);
  await context.close();
  return { results, followed, all, requests, errors };
}

async function keyboard() {
  const { context, tab } = await opened({});
  const stops = [];
  for (let count = 0; count < 3; count += 1) {
    await tab.keyboard.press('Tab');
    stops.push(await tab.evaluate(() => document.activeElement.id || document.activeElement.className));
    if (count === 0) {
      const box = await tab.locator('.skip').boundingBox();
      stops.push(box.x >= 0 ? 'seen' : 'not seen');
    }
  }
  await context.close();
  return stops;
}

async function links() {
  const { context, tab } = await opened({});
  const found = await tab.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const known = new Set(ids);
    const hashes = [...document.querySelectorAll('a[href^="#"]')].map((a) => a.hash.slice(1));
    return {
      count: hashes.length,
      dead: hashes.filter((hash) => !known.has(hash)),
      twice: ids.length - known.size,
    };
  });
  await context.close();
  return found;
}

async function plain() {
  const { context, tab } = await opened({ script: false });
  const form = await tab.locator('#find').isVisible();
  const count = await tab.locator('.entry').count();
  const hidden = await tab.locator('.entry[hidden]').count();
  await context.close();
  return { form, count, hidden };
}

async function printed() {
  const { context, tab } = await opened({ media: null });
  const file = await tab.pdf({ preferCSSPageSize: true });
  const sizes = new Set(file.toString('latin1').match(/\/MediaBox\s*\[[^\]]*\]/g));
  await context.close();
  return { sizes: [...sizes], filled: filled(file) };
}

async function speed() {
  const { context, tab } = await opened({ width: 375 });
  const loaded = await tab.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
  const start = Date.now();
  await tab.evaluate(() => {
    document.getElementById('find-words').value = 'neck';
    document.getElementById('find').requestSubmit();
  });
  const search = Date.now() - start;
  await context.close();
  return { loaded, search };
}

try {
  const views = [];
  for (const view of VIEWS) {
    if (names.split(',').includes(view.name)) views.push(await look(view));
  }
  process.stdout.write(JSON.stringify({
    views,
    searched: await searched(),
    keyboard: await keyboard(),
    links: await links(),
    plain: await plain(),
    printed: names.includes('print') ? await printed() : null,
    speed: await speed(),
  }));
} finally {
  await browser.close();
}
