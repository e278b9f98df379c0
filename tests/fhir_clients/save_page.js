// Opens the page of `triage fhir page` from the disk, ticks a danger sign, saves the answers, opens
// them again, and says as JSON what happened. Usage: node save_page.js BROWSER PAGE SAVED WIDTH

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [browserFile, page, saved, width] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: browserFile,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const viewport = { width: Number(width), height: 900 };
  const context = await browser.newContext({ viewport, acceptDownloads: true });
  const tab = await context.newPage();
  tab.setDefaultTimeout(120_000);
  const outside = [];
  const errors = [];
  tab.on('request', (one) => {
    if (!/^(file|blob|data):/.test(one.url())) outside.push(one.url());
  });
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await tab.goto(pathToFileURL(path.resolve(page)).href);
  const sign = tab.getByText('Chest pain now, or fainting', { exact: true });
  await sign.click();
  await tab.getByText('EMERGENCY').first().waitFor();
  const download = tab.waitForEvent('download');
  await tab.click('#save');
  await (await download).saveAs(saved);
  const state = await tab.textContent('#state');
  await tab.reload();
  await sign.waitFor();
  await tab.setInputFiles('#open', saved);
  await tab.getByText('EMERGENCY').first().waitFor();
  await tab.setInputFiles('#open', { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('[]') });
  await tab.waitForFunction(() => document.getElementById('state').textContent !== '');
  const wide = await tab.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  const refused = await tab.textContent('#state');
  process.stdout.write(JSON.stringify({ outside, errors, state, refused, wide }));
} finally {
  await browser.close();
}
