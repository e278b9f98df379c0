// How a person fills in the form of a client, by clicking and typing.

/** Milliseconds; a busy machine takes its time. */
export const PATIENCE = 20_000;

/** Clicks one option after another in the page itself, and waits until each is taken. */
async function clickAll(tab, clicks, patience) {
  return tab.evaluate(
    async ([all, patience]) => {
      const next = () => new Promise((done) => setTimeout(done, 0));
      // a client may draw its own circle, and leave the input beneath as it is
      const ticked = (option) =>
        option.checked || /-checked/.test(option.closest('label')?.className ?? '');
      const times = [];
      for (const { selector, wanted } of all) {
        const start = performance.now();
        let option;
        while (!(option = document.querySelector(selector))) {
          if (performance.now() - start > patience) throw new Error(`nobody can see ${selector}`);
          await next();
        }
        const clicked = performance.now();
        option.click();
        do {
          await next();
          option = document.querySelector(selector);
          if (performance.now() - clicked > patience) throw new Error(`${selector} stays as it is`);
        } while (option && ticked(option) !== wanted);
        times.push(performance.now() - clicked);
      }
      return times;
    },
    [clicks, patience],
  );
}

async function choose(tab, client, link, names) {
  for (const [place, { typed, shown }] of names.entries()) {
    if (place > 0 && !client.several) await client.another(tab, link);
    const at = client.several ? client.field(link) : client.nth(link, place + 1);
    const field = tab.locator(at).first();
    await field.click();
    await field.pressSequentially(typed);
    await tab.locator(client.suggested).filter({ hasText: shown }).first().click();
  }
}

async function type(tab, client, link, texts) {
  for (const [place, words] of texts.entries()) {
    if (place > 0) await client.another(tab, link);
    const field = tab.locator(client.nth(link, place + 1)).first();
    await field.fill(words);
    await field.blur();
    // a client may wait before it takes what was typed, and then forgets what was clicked meanwhile
    const end = Date.now() + PATIENCE;
    const taken = [`"valueInteger":${words}}`, `"valueString":${JSON.stringify(words)}}`];
    for (let said = ''; !taken.some((one) => said.includes(one)); ) {
      said = JSON.stringify(await tab.evaluate(client.read));
      if (Date.now() > end) throw new Error(`${link} does not take ${words}`);
    }
  }
}

/** The export, once it goes on saying what is wanted, or as it is after a while. */
async function exported(tab, client, urgency, patience) {
  const urgencyOf = (response) => {
    const items = [...(response.item ?? [])];
    for (const item of items) items.push(...(item.item ?? []));
    return items.find((item) => item.linkId === 'urgency')?.answer?.[0]?.valueString;
  };
  const end = Date.now() + patience / 4;
  for (let same = 0; ; ) {
    const response = await tab.evaluate(client.read);
    same = urgencyOf(response) === urgency ? same + 1 : 0;
    if (same > 2 || Date.now() > end) return response;
    await tab.waitForTimeout(50);
  }
}

/** Lets a person fill in the form anew, and says what the client exports then. */
export async function fill(tab, client, person) {
  const patience = person.patience ?? PATIENCE;
  const times = [];
  await client.show(tab);
  await tab.locator(client.item(person.first)).waitFor();
  for (const { link, clicks, number, texts, names } of person.steps) {
    if (clicks) {
      const all = clicks.map((one) => ({
        selector: client.option(one.link ?? link, one.code),
        wanted: one.wanted ?? true,
      }));
      times.push(...(await clickAll(tab, all, patience)));
    }
    if (number !== undefined) await type(tab, client, link, [String(number)]);
    if (texts) await type(tab, client, link, texts);
    if (names) await choose(tab, client, link, names);
  }
  const response = await exported(tab, client, person.urgency, patience);
  const shown = await tab.evaluate(() => document.getElementById('form').innerText);
  return { id: person.id, response, times, emergency: shown.includes('EMERGENCY: ') };
}
