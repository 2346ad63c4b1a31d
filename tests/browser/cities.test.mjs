// Who comes without a city chooses one of several; a city's own base map is asked for only when a visitor wants it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { DESKTOP, launch, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { answer, choices } from "./support/page.mjs";
import { copyOfMusterstadt, serve } from "./support/server.mjs";

/** One grey pixel. */
const TILE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNqAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");
let browser;
let server;
let tiles;
let origin;

before(async () => {
  tiles = createServer((_, response) => {
    response.writeHead(200, { "content-type": "image/png", "access-control-allow-origin": "*" });
    response.end(TILE);
  });
  await new Promise((done) => tiles.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${tiles.address().port}`;
  const map = `[base_map]\nname = "Graue Karte"\ntiles = "${origin}/{z}/{x}/{y}.png"\nattribution = "© Beispielamt"`;
  server = await serve([], { prepare: (folder) => copyOfMusterstadt(folder, "zweitstadt", "Zweitstadt", map) });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  tiles?.close();
});

for (const size of [DESKTOP, PHONE]) {
  test(`several cities are offered with what they have at ${size.width} px`, async () => {
    const { cities } = await answer(server, "/cities");
    assert.equal(cities.length, 2);
    await visit(
      browser,
      server,
      "/",
      async (page, seen) => {
        assert.equal(await page.innerText("h1"), "Welche Stadt?");
        const cards = await page.$$eval(".city-card", (all) => all.map((card) => card.innerText));
        for (const [at, city] of cities.entries()) {
          const { levels, indicators, periods, as_of: asOf } = city;
          const date = asOf.split("-").reverse().join(".");
          for (const text of [city.name, `${levels[0].areas} ${levels[0].plural}`, String(indicators), periods[1], date]) assert.ok(cards[at].includes(text), `${text} in ${cards[at]}`);
        }
        assert.ok(seen.requests.every((address) => !/values|tiles/.test(address)), "nothing of a city was asked for");
        assert.deepEqual(await violations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        await page.click('.city-card a:has-text("Zweitstadt")');
        await ready(page);
        assert.equal(choices(page).stadt, "zweitstadt");
        await page.goBack();
        await page.waitForSelector(".city-card");
      },
      { size },
    );
  });
}

test("an address that names anything of a map needs no choice of a city", async () => {
  await visit(browser, server, "/?indikator=kinderarmut", async (page) => {
    assert.ok(await page.isVisible(".map-title"));
    assert.equal(choices(page).stadt, (await answer(server, "/cities")).cities[0].id);
  });
});

test("the base map is asked for when it is switched on, from the declared origin, and names whom it belongs to", async () => {
  const asked = [];
  tiles.on("request", ({ url }) => asked.push(url));
  const context = await browser.newContext({ viewport: DESKTOP, locale: "de-DE", reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(`${server.address}/?stadt=zweitstadt`, { waitUntil: "domcontentloaded" });
    await ready(page);
    assert.deepEqual(asked, []);
    await page.check("[name=grundkarte]");
    await page.waitForSelector(".base-credit");
    await ready(page);
    await page.waitForFunction(() => globalThis.atlasMap.isSourceLoaded("base"));
    assert.ok(asked.length > 0);
    assert.equal(await page.innerText(".base-credit"), "© Beispielamt");
    assert.equal(choices(page).grundkarte, "ja");
    const order = await page.evaluate(() => globalThis.atlasMap.getStyle().layers.map(({ id }) => id));
    assert.equal(order[0], "base");
    assert.equal(await page.evaluate(() => globalThis.atlasMap.getPaintProperty("area-fill", "fill-opacity")), 0.6);
    const blocked = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => false, () => true));
    assert.ok(blocked);
    assert.deepEqual(complaints.filter((text) => !/127\.0\.0\.1:9/.test(text)), []);
    await page.uncheck("[name=grundkarte]");
    await ready(page);
    assert.equal(await page.evaluate(() => globalThis.atlasMap.getLayer("base")), undefined);
  } finally {
    await context.close();
  }
});
