// Prints a page and says, as JSON, how far down each sheet of paper is written on.
// Usage: node print_page.js BROWSER PAGE

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { filled } from './printed_pages.js';

const [browserFile, page] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(120000);
  await tab.goto(pathToFileURL(path.resolve(page)).href, { waitUntil: 'load' });
  process.stdout.write(JSON.stringify(filled(await tab.pdf({ preferCSSPageSize: true }))));
} finally {
  await browser.close();
}
