// Opens one HTML page in a real browser and says, as JSON, what a test wants to know of it:
// what axe finds in each view, whether the page is wider than the screen, what it asked the
// network for, and what went wrong. Usage: node check_page.js BROWSER PAGE [FOLDER-FOR-PICTURES]
// Pictures are for people to look at; taking them is half of the time.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [browserFile, page, pictures] = process.argv.slice(2);
const address = pathToFileURL(path.resolve(page)).href;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const VIEWS = [
  { name: 'narrow', width: 320, media: 'screen', scheme: 'light' },
  { name: 'wide', width: 1280, media: 'screen', scheme: 'light' },
  { name: 'narrow-dark', width: 320, media: 'screen', scheme: 'dark' },
  { name: 'wide-dark', width: 1280, media: 'screen', scheme: 'dark' },
  { name: 'print', width: 794, media: 'print', scheme: 'light' },
  { name: 'print-dark', width: 794, media: 'print', scheme: 'dark' },
];

// axe cannot tell the colours behind text in a drawing, so that one is worked out here
function drawnContrast() {
  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => Number(part) / 255);
    const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = light(getComputedStyle(document.querySelector('main')).backgroundColor);
  const drawn = [...document.querySelectorAll('svg text')].map((t) => getComputedStyle(t).fill);
  drawn.push(...[...document.querySelectorAll('svg')].map((s) => getComputedStyle(s).color));
  const ratios = drawn.map(light).map((l) => (Math.max(l, back) + 0.05) / (Math.min(l, back) + 0.05));
  return Math.min(21, ...ratios);
}

const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

async function look({ name, width, media, scheme }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
  });
  const tab = await context.newPage();
  tab.setDefaultTimeout(120000); // a picture of a long page takes its time on a busy machine
  const requests = [];
  const errors = [];
  tab.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await tab.emulateMedia({ media, colorScheme: scheme });
  await tab.goto(address, { waitUntil: 'load' });
  // the picture comes first, since axe scrolls
  if (pictures) await tab.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => globalThis.axe.run(document));
  const facts = await tab.evaluate(() => ({
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    styled: getComputedStyle(document.querySelector('main')).maxWidth !== 'none',
    text: document.body.innerText,
    cut: [...document.querySelectorAll('svg text')].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.left < 0 || box.right > document.documentElement.clientWidth;
    }).length,
  }));
  const drawn = await tab.evaluate(drawnContrast);
  await context.close();
  const listed = (rules) =>
    rules.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' ')}`);
  return {
    name,
    ...facts,
    drawnContrast: drawn,
    requests,
    errors,
    passes: found.passes.map((rule) => rule.id),
    violations: listed(found.violations),
    incomplete: listed(found.incomplete),
  };
}

try {
  process.stdout.write(JSON.stringify(await Promise.all(VIEWS.map(look))));
} finally {
  await browser.close();
}
