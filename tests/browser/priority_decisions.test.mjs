// From a computed hint to a decision and to a budget, on the screen of priority areas.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, fromGerman, german } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

const TOKEN = "Schluessel-der-Planung";
const LEVEL = "/cities/musterstadt/statistischer_bezirk";
const SCREEN = "/?ansicht=schwerpunkte&ebene=statistischer_bezirk&kontext=keine";
const DECISIONS = `${SCREEN}&bereich=beschluesse`;
const REFUSED = /(409|422)/;

const { browser, server } = await opened(serve([], { tokens: { Jugendamt: TOKEN } }));

async function signIn(page) {
  await page.click(".sign-in > button");
  await page.fill("[name=token]", TOKEN);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".banner-internal");
  await ready(page);
  await page.waitForSelector(".hint-list, .standing-card");
}

/** Fills the open form and writes the step; the dialog must close. */
async function write(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`.step-form [name=${name}]`, value);
  await page.click('.step-form button[type="submit"]');
  await page.waitForSelector(".step-dialog", { state: "detached" });
}

const card = (page, name) => page.locator(".standing-card", { hasText: name });

test("a hint becomes a proposal, is discussed and decided, and the public sees it only then", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const hint = told.areas.find(({ flag }) => flag);
  await visit(
    browser,
    server,
    DECISIONS,
    async (page, _, context) => {
      assert.equal(await page.locator(".decision-actions button").count(), 0, "the public writes nothing");
      await signIn(page);
      await page.click(`.hint-row[data-code="${hint.code}"] >> text="Als Vorschlag übernehmen"`);
      await write(page, { name: "Probegebiet" });
      await card(page, "Vorschlag der Verwaltung").waitFor();
      assert.equal(await page.locator(`.hint-row[data-code="${hint.code}"]`).count(), 0);
      await card(page, "Probegebiet").getByText("Beratung festhalten").click();
      await write(page, { committee: "Stadtbezirkskonferenz", date: "2026-10-01" });
      await card(page, "beraten").waitFor();
      const outside = await context.browser().newContext();
      const guest = await outside.newPage();
      await guest.goto(server.address + DECISIONS);
      await ready(guest);
      assert.equal(await guest.locator(".standing-card").count(), 0, "what is not decided is not public");
      await card(page, "Probegebiet").getByText("Beschluss festhalten").click();
      await page.fill(".step-form [name=committee]", "Jugendhilfeausschuss");
      await page.click('.step-form button[type="submit"]');
      await page.waitForSelector("#schritt-date-fehler");
      assert.match(await page.innerText("#schritt-date-fehler"), /Datum der Sitzung/);
      await page.waitForFunction(() => document.activeElement?.name === "date");
      await write(page, { date: "2021-11-20", paper: "VII-DS-0123", valid_from: "2022-01-01", next_review: "2024-01-01" });
      await card(page, "beschlossen").waitFor();
      assert.match(await card(page, "Probegebiet").innerText(), /VII-DS-0123[\s\S]*01\.01\.2024/);
      assert.match(await card(page, "Probegebiet").innerText(), /erneut zu prüfen/);
      await guest.reload();
      await ready(guest);
      assert.match(await guest.innerText(".standing-card"), /Probegebiet[\s\S]*Jugendhilfeausschuss/);
      assert.equal(await guest.locator("text=Verzeichnis der Schritte").count(), 0);
      await outside.close();
      assert.equal(await page.locator(".ranking tbody tr").count(), 3, "three entries in the log");
    },
    { expected: REFUSED },
  );
});

test("a decided area has a profile that says what is new since the decision", async () => {
  const profile = async (page) => {
    await page.click('.standing-card >> text="Zum Steckbrief"');
    await page.waitForSelector(".decision-section");
    await ready(page);
    assert.equal(choices(page).ebene, "schwerpunktraeume");
    await page.waitForFunction(() => /Heute nach/.test(document.querySelector(".decision-section").innerText));
    const text = await page.innerText(".decision-section");
    assert.match(text, /VII-DS-0123/);
    assert.match(text, /Verglichen werden 2020 und 2024/);
    assert.match(text, /nach derselben Definition/);
    assert.deepEqual(await violations(page), []);
    await page.click('nav >> text="Schwerpunkträume"');
    await page.waitForSelector(".part .notice .button");
    await ready(page);
    await page.click(".part .notice .button");
    await page.waitForSelector(".matrix-field");
    assert.equal(choices(page).ebene, "statistischer_bezirk");
  };
  await visit(browser, server, DECISIONS, profile, { expected: /404/ });
});

test("an area is added with a reason, a second one that is taken is refused at its field", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const calm = told.areas.find(({ flag, index }) => !flag && index !== null);
  await visit(
    browser,
    server,
    DECISIONS,
    async (page) => {
      await signIn(page);
      await page.click('text="Gebiet aufnehmen"');
      await page.selectOption("[name=codes]", calm.code);
      await page.click('.step-form button[type="submit"]');
      await page.waitForSelector("#schritt-reason-fehler");
      assert.match(await page.innerText("#schritt-reason-fehler"), /„Begründung“/);
      await page.fill(".step-form [name=reason]", "Anruf bei Frau Muster, Telefon 0341 1234567");
      await page.click('.step-form button[type="submit"]');
      await page.waitForFunction(() => /Daten über Personen/.test(document.querySelector("#schritt-reason-fehler")?.innerText ?? ""));
      await write(page, { name: "Neubau", reason: "Viele neue Wohnungen" });
      await card(page, "Neubau").waitFor();
      await page.click('text="Gebiet aufnehmen"');
      await page.selectOption("[name=codes]", calm.code);
      await page.fill(".step-form [name=reason]", "noch einmal");
      await page.click('.step-form button[type="submit"]');
      await page.waitForSelector("#schritt-codes-fehler");
      assert.match(await page.innerText("#schritt-codes-fehler"), /gehört schon zu P/);
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press("Escape");
      await card(page, "Neubau").getByText("Ablehnen").click();
      await write(page, { reason: "Die Wohnungen kommen später" });
      await card(page, "abgelehnt").waitFor();
    },
    { expected: REFUSED },
  );
});

test("neighbours are proposed, named and merged; what is decided is lifted", async () => {
  const hints = (await answer(server, "/cities/musterstadt/decisions")).hints;
  const neighbours = async (code) => (await answer(server, `${LEVEL}/areas/${code}`)).neighbours.map((area) => area.code);
  let pair = null;
  for (const { code } of hints) {
    const beside = await neighbours(code);
    const other = hints.find((hint) => beside.includes(hint.code));
    if (other) pair = [code, other.code];
  }
  assert.ok(pair, "two hints side by side");
  await visit(
    browser,
    server,
    DECISIONS,
    async (page) => {
      await signIn(page);
      for (const [at, code] of pair.entries()) {
        await page.click(`.hint-row[data-code="${code}"] >> text="Als Vorschlag übernehmen"`);
        await write(page, { name: `Teil ${at + 1}` });
        await card(page, `Teil ${at + 1}`).waitFor();
      }
      await card(page, "Teil 1").getByText("Benennen").click();
      await write(page, { name: "Nordteil" });
      await card(page, "Nordteil").waitFor();
      await page.click('text="Vorschläge zusammenlegen"');
      await page.$eval("[name=merged]", (select) => {
        for (const option of select.options) option.selected = /Nordteil|Teil 2/.test(option.text);
        select.dispatchEvent(new Event("change", { bubbles: true }));
      });
      await write(page, { name: "Doppelblock" });
      await card(page, "Doppelblock").waitFor();
      assert.match(await card(page, "Nordteil").innerText(), /zusammengelegt/);
      await card(page, "Probegebiet").getByText("Aufheben").click();
      await write(page, { committee: "Jugendhilfeausschuss", date: "2026-11-28" });
      await card(page, "aufgehoben").waitFor();
      const [saved] = await Promise.all([page.waitForEvent("download"), page.click('text="Ganzes Verzeichnis als CSV"')]);
      const chunks = [];
      for await (const chunk of await saved.createReadStream()) chunks.push(chunk);
      const lines = Buffer.concat(chunks).toString().trim().split("\n");
      assert.equal(lines.length - 1, (await page.locator(".ranking tbody tr").count()), "every entry");
    },
    { expected: REFUSED },
  );
});

for (const size of [DESKTOP, PHONE]) {
  test(`signed in, decisions and their form break no rule at ${size.width} px`, async () => {
    const look = async (page) => {
      await signIn(page);
      assert.deepEqual(await violations(page), []);
      await page.click('text="Gebiet aufnehmen"');
      await page.waitForSelector(".step-form");
      assert.deepEqual(await violations(page), []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0);
    };
    await visit(browser, server, DECISIONS, look, { size });
  });
}

test("a budget is shared out to the cent by heads and need, and its table is the server's", async () => {
  await visit(browser, server, `${SCREEN}&bereich=budget`, async (page) => {
    assert.match(await page.innerText(".part"), /persönlicher Rechtsanspruch/);
    await page.fill("[name=betrag]", "viel");
    await page.keyboard.press("Tab");
    assert.match(await page.innerText(".budget-form"), /Erwartet wird ein Betrag/);
    await page.fill("[name=betrag]", "1.000.000,01");
    await page.keyboard.press("Tab");
    await page.waitForSelector(".budget-table");
    await ready(page);
    assert.equal(choices(page).betrag, "1000000.01");
    const told = await answer(server, `${LEVEL}/budget?total=1000000.01`);
    const amounts = await page.$$eval(".budget-table tbody tr", (rows) => rows.map((row) => [row.dataset.code, row.querySelector(".col-amount strong").innerText]));
    for (const [code, text] of amounts) {
      const { cents } = told.areas.find((area) => area.code === code);
      assert.equal(text, cents === null ? "–" : german(cents / 100, 2));
    }
    const sum = amounts.reduce((total, [, text]) => total + (text === "–" ? 0 : Math.round(100 * fromGerman(text))), 0);
    assert.equal(sum, 100_000_001);
    assert.equal(await page.innerText(".budget-table tfoot strong"), "1.000.000,01");
    await page.check('label:has-text("nach der Klasse") input');
    await ready(page);
    assert.equal(choices(page).faktoren, "1,1.5,2,2.5");
    await page.$eval("[name=sockel]", (slider) => {
      slider.value = "20";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await ready(page);
    const other = await answer(server, `${LEVEL}/budget?total=1000000.01&base_share=0.2&factors=1,1.5,2,2.5`);
    const first = other.areas.find(({ cents }) => cents !== null);
    assert.equal(await page.innerText(`tr[data-code="${first.code}"] .col-amount strong`), german(first.cents / 100, 2));
    assert.ok((await page.getAttribute('a:has-text("Als CSV herunterladen")', "href")).includes("budget.csv"));
  });
});
