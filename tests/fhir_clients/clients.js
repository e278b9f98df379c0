// The two clients: where their pages come from, and how a person finds an answer on them.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const ORIGIN = 'http://form.test';
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', png: 'image/png' };

/** The page that `triage fhir page` makes, from its folder. */
function lhcForms(folder) {
  return {
    file: (name) => readFile(path.join(folder, name)),
    show: async (tab) => {
      await tab.evaluate(async () => {
        document.getElementById('form').replaceChildren();
        await LForms.Util.addFormToPage(window.form, 'form', { fhirVersion: 'R4' });
      });
    },
    read: () => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'),
    item: (link) => `[id="item-${link}/1"]`,
    option: (link, code) => `[id^="${link}/"][id$="|urn:movement-triage:answers|${code}"] input`,
    field: (link) => `[id="${link}/1"]`,
    suggested: '#completionOptions li',
    another: (tab, link) => tab.locator(`[id="add-${link}/1"]`).click(),
    nth: (link, place) => `[id="${link}/${place}"]`,
    several: true, // one field takes several names of a list
  };
}

/** A page with the renderer of Smart Forms. */
async function smartForms(folder) {
  const done = await build({
    entryPoints: [path.join(import.meta.dirname, 'smart_page.js')],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
    loader: { '.woff': 'dataurl', '.woff2': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const built = Object.fromEntries(
    done.outputFiles.map((file) => [path.basename(file.path), file.contents]),
  );
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<link rel="stylesheet" href="smart_page.css"></head><body><main id="form"></main>
<script src="form.js"></script><script src="smart_page.js"></script></body></html>`;
  return {
    file: async (name) =>
      name === 'index.html' ? page : (built[name] ?? readFile(path.join(folder, name))),
    show: (tab) => tab.evaluate(() => showForm(window.form)),
    read: () => readForm(window.form),
    item: (link) => `[data-linkid="${link}"]`,
    option: (link, code) => `[data-linkid="${link}"] input[value="${code}"]`,
    field: (link) => `[data-linkid="${link}"] :is(input, textarea:not([aria-hidden]))`,
    suggested: '[role="option"]',
    another: (tab, link) =>
      tab.locator(`[data-linkid="${link}"] [data-test="button-add-repeat-item"]`).first().click(),
    nth: (link, place) =>
      `:nth-match([data-linkid="${link}"] :is(input, textarea:not([aria-hidden])), ${place})`,
    several: false,
  };
}

export const CLIENTS = { lhc: lhcForms, smart: smartForms };

/** A tab that knows only the files of a client; whatever else it asks for is refused and kept. */
export async function openTab(context, client) {
  const tab = await context.newPage();
  const outside = [];
  const errors = [];
  await tab.route('**/*', async (route) => {
    const address = new URL(route.request().url());
    const name = address.pathname.slice(1) || 'index.html';
    try {
      if (address.origin !== ORIGIN) throw new Error(address.href);
      const body = Buffer.from(await client.file(name));
      await route.fulfill({ body, contentType: TYPES[name.split('.').pop()] });
    } catch {
      if (name !== 'favicon.ico') outside.push(address.href);
      await route.abort();
    }
  });
  tab.on('pageerror', (error) => errors.push(String(error)));
  await tab.goto(`${ORIGIN}/`, { waitUntil: 'load' });
  return { tab, outside, errors };
}
