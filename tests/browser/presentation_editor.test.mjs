// A planner composes a presentation in the page, writes it, hands it on as a file and takes it back.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { choices } from "./support/page.mjs";
import { serve } from "./support/server.mjs";
import { message, signIn, TOKEN } from "./support/slides.mjs";

const LIST = "/?ansicht=vortrag&stadt=musterstadt&ebene=ortsteil&indikator=kinderarmut&jahr=2024&gebiet=12";
const ALL = "/cities/musterstadt/presentations";

const { browser, server } = await opened(serve([], { tokens: { Jugendamt: TOKEN } }), { webgl: false });

const said = (page, text) => page.waitForSelector(`text=${text}`);

/** A presentation of all kinds of slides, written. */
async function compose(page, title) {
  await page.click('text="Neuer Vortrag"');
  await ready(page);
  await page.fill("[name=titel-de]", title);
  for (const kind of ["Karte", "Vergleich", "Steckbrief", "Hinweise und Beschlüsse", "Text"]) {
    await page.click(`.editor button:text-is("${kind}")`);
  }
}

async function save(page) {
  await page.click('.editor-save >> text="Speichern"');
  await said(page, "Der Vortrag ist gespeichert.");
}

async function ask(path, init = {}) {
  return await fetch(server.address + path, init);
}

const authorized = { authorization: `Bearer ${TOKEN}` };

test("what is chosen becomes slides, in order, with messages and notes, and is shown from its own address", async () => {
  await visit(browser, server, LIST, async (page) => {
    await signIn(page);
    await compose(page, "Probe für den Ausschuss");
    assert.deepEqual(await violations(page), []);
    await page.fill("[name=kernaussage-1-de]", "Kinderarmut in Ziegelwiesen:");
    await page.click('[aria-label="Gewählten Wert einsetzen, Folie 1"]');
    assert.equal(
      await page.inputValue("[name=kernaussage-1-de]"),
      "Kinderarmut in Ziegelwiesen: {area:ortsteil:12:kinderarmut:2024}",
    );
    await page.fill("[name=notizen-1-de]", "Zuerst begrüßen.");
    await page.click('[aria-label="Nach oben, Folie 5"]');
    await page.click('[aria-label="Entfernen, Folie 5"]');
    await save(page);
    assert.equal(choices(page).vortrag, "probe-fuer-den-ausschuss");
    await page.click('text="Vorführen"');
    await page.waitForSelector(".slide-stage");
    await ready(page);
    assert.equal(await message(page), "Kinderarmut in Ziegelwiesen: 45,6\u00a0%");
    assert.match(await page.innerText(".slide-foot"), /intern/);
    assert.equal(await page.innerText(".slide-foot >> text=Folie"), "Folie 1 von 4");
    const stored = await (await ask(`${ALL}/probe-fuer-den-ausschuss`, { headers: authorized })).json();
    assert.deepEqual(stored.slides.map(({ kind }) => kind), ["map", "comparison", "profile", "text"]);
    assert.equal((await ask(`${ALL}/probe-fuer-den-ausschuss`)).status, 404, "a draft is not public");
  });
});

test("a walk to the map and back leaves the draft as it was", async () => {
  await visit(browser, server, LIST, async (page) => {
    await signIn(page);
    await compose(page, "Unterwegs");
    await page.click('text="Anderes auf der Karte wählen"');
    await ready(page);
    await page.click('nav >> text="Vorträge"');
    await ready(page);
    await page.goBack();
    await page.goBack();
    await page.waitForSelector(".editor-slides");
    assert.equal(await page.inputValue("[name=titel-de]"), "Unterwegs");
    assert.equal(await page.locator(".editor-slides > li").count(), 5);
    await page.click('text="Änderungen verwerfen"');
  });
});

test("an exported file is imported again and says the same", async () => {
  await visit(browser, server, LIST, async (page) => {
    await signIn(page);
    const card = page.locator("li.card", { hasText: "Aufwachsen in Musterstadt" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      card.locator('text="Als Datei exportieren"').click(),
    ]);
    assert.equal(download.suggestedFilename(), "rundgang.json");
    const bytes = await readFile(await download.path());
    await page.setInputFiles("[name=vortrag-datei]", { name: "Zurück.json", mimeType: "application/json", buffer: bytes });
    await said(page, "Die Datei ist als Entwurf „zurueck“ importiert.");
    const file = async (id) => (await (await ask(`${ALL}/${id}`, { headers: authorized })).json()).file;
    assert.deepEqual(await file("zurueck"), { ...JSON.parse(bytes.toString()), published: false });
    await page.setInputFiles("[name=vortrag-datei]", { name: "Zurück.json", mimeType: "application/json", buffer: bytes });
    await said(page, "Unter diesem Kurznamen steht inzwischen ein anderer Stand");
    const copy = page.locator("li.card", { hasText: "Entwurf, nur intern" }).filter({ hasText: "Aufwachsen" });
    await copy.locator('text="Löschen"').click();
    await copy.locator('text="Wirklich löschen"').click();
    await said(page, "„Aufwachsen in Musterstadt“ ist gelöscht.");
    assert.equal((await ask(`${ALL}/zurueck`, { headers: authorized })).status, 404);
  }, { expected: /409|404/ });
});

test("files that are none are refused in words", async () => {
  await visit(browser, server, LIST, async (page) => {
    await signIn(page);
    const slide = { kind: "text", message: { de: "Gruß an Frau Muster" }, text: { de: "x" } };
    const frame = { format: "sozialraumatlas-presentation", version: 1, title: { de: "A" }, slides: [slide] };
    for (const [content, word] of [
      ["{kaputt", "lässt sich nicht als Vortrag lesen"],
      [JSON.stringify({ type: "FeatureCollection" }), "keine Vortragsdatei"],
      [JSON.stringify({ ...frame, version: 9 }), "die Version 9"],
      [JSON.stringify(frame), "Daten über Personen"],
      ["x".repeat(200_000), "zu groß"],
    ]) {
      const buffer = Buffer.from(content);
      await page.setInputFiles("[name=vortrag-datei]", { name: "fremd.json", mimeType: "application/json", buffer });
      await said(page, word);
    }
    const list = await (await ask(ALL, { headers: authorized })).json();
    assert.ok(!list.presentations.some(({ id }) => id === "fremd"));
  }, { expected: /422/ });
});

test("texts are texts: markup in them does nothing", async () => {
  const evil = '<img src=x onerror="globalThis.caught=1"><script>globalThis.caught=1</script>';
  const view = { level: "ortsteil", area: "12", indicators: ["kinderarmut"] };
  const body = {
    format: "sozialraumatlas-presentation",
    version: 1,
    title: { de: evil },
    published: true,
    publish_notes: true,
    slides: [
      { kind: "text", message: { de: evil }, text: { de: `${evil}\njavascript:alert(1)` }, notes: { de: evil } },
      { kind: "profile", message: { de: "</h1><svg onload=globalThis.caught=1>" }, view },
    ],
  };
  const headers = { ...authorized, "content-type": "application/json" };
  const written = await ask(`${ALL}/boese`, { method: "PUT", headers, body: JSON.stringify(body) });
  assert.equal(written.status, 201, await written.text());
  const address = "/?ansicht=vortrag&stadt=musterstadt&vortrag=boese";
  for (const mode of ["", "&modus=uebersicht", "&modus=handzettel"]) {
    await visit(browser, server, address + mode, async (page, seen, context) => {
      assert.ok((await page.innerText("body")).includes("<script>"), mode);
      if (mode === "") {
        const [notes] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("n")]);
        await notes.waitForSelector("text=<script>");
      }
      assert.equal(await page.evaluate(() => globalThis.caught), undefined);
      assert.equal(await page.locator("img[src=x]").count(), 0);
    });
  }
  assert.equal((await ask(`${ALL}/boese`, { method: "DELETE", headers: authorized })).status, 204);
});

test("without a token nothing is written and the page offers nothing to write", async () => {
  await visit(browser, server, LIST, async (page) => {
    assert.equal(await page.locator('text="Neuer Vortrag"').count(), 0);
    assert.equal(await page.locator('text="Löschen"').count(), 0);
    const status = await page.evaluate(async (path) => {
      const answer = await fetch(path, { method: "PUT", headers: { "content-type": "application/json" }, body: "{}" });
      return answer.status;
    }, `${server.address}${ALL}/probe`);
    assert.equal(status, 401);
    assert.deepEqual(await violations(page), []);
  }, { expected: /401/ });
  await visit(browser, server, `${LIST}&modus=bearbeiten`, async (page) => {
    await page.waitForSelector("text=Aufwachsen in Musterstadt");
    assert.equal(await page.locator(".editor").count(), 0);
  });
});

for (const size of [DESKTOP, PHONE]) {
  test(`list and editor at ${size.width} px break no rule`, async () => {
    await visit(browser, server, LIST, async (page) => {
      assert.deepEqual(await violations(page), []);
      await signIn(page);
      assert.deepEqual(await violations(page), []);
      await compose(page, "Schmal");
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.click('text="Änderungen verwerfen"');
    }, { size });
  });
}

test("the whole way works with the keyboard alone", async () => {
  await visit(browser, server, LIST, async (page) => {
    await signIn(page);
    const focus = async (selector) => {
      await page.focus(selector);
      await page.keyboard.press("Enter");
    };
    await focus('button:text-is("Neuer Vortrag")');
    await ready(page);
    await page.focus("[name=titel-de]");
    await page.keyboard.type("Nur Tasten");
    await focus('.editor button:text-is("Text")');
    await page.focus("[name=kernaussage-1-de]");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Ohne Maus");
    await focus('.editor-save button:text-is("Speichern")');
    await said(page, "Der Vortrag ist gespeichert.");
    await focus('a:text-is("Vorführen")');
    await page.waitForSelector(".slide-stage");
    assert.equal(await message(page), "Ohne Maus");
    await page.keyboard.press("Escape");
    await page.waitForSelector("text=Nur Tasten");
  });
});
