// Cities of hundreds and thousands of areas: what is put off for the sake of the map is there in the end.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ready, visit } from "./support/browser.mjs";
import { invent } from "./support/invented.mjs";
import { opened } from "./support/opened.mjs";
import { answer, fromGerman, onScreen, pick, pixels, rgb, table, tiles, values } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

const SMALL = { width: 800, height: 600 };
const HUNDREDS = "/?stadt=hunderte&hinweise=aus";
const THOUSANDS = "/?stadt=tausende&hinweise=aus";

const { browser, server } = await opened(
  serve([], {
    prepare: (folder) => {
      invent(folder, "hunderte", [25, 20]);
      invent(folder, "tausende", [80, 70]);
    },
  }),
);

/** The ids that a layer of the map draws, each once. */
function drawn(page, layer) {
  return page.evaluate((name) => {
    const map = globalThis.atlasMap;
    return map.getLayer(name) ? [...new Set(map.queryRenderedFeatures({ layers: [name] }).map(({ id }) => id))] : [];
  }, layer);
}

/** Waits until the map is at rest. */
function atRest(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        globalThis.atlasMap.once("idle", () => done());
        globalThis.atlasMap.triggerRepaint();
      }),
  );
}

async function assertTable(page) {
  const told = await values(server, page);
  const digits = told.value.map((value, at) => [told.code[at], value]);
  const rows = new Map((await table(page)).map(({ code, value }) => [code, fromGerman(value)]));
  assert.equal(rows.size, told.code.length);
  for (const [code, value] of digits) assert.ok(Math.abs(rows.get(code) - value) < 0.1, `${code}: ${rows.get(code)} for ${value}`);
}

test("a table of hundreds of areas is whole and sorted whenever the page says that it is drawn", async () => {
  await visit(
    browser,
    server,
    HUNDREDS,
    async (page) => {
      await assertTable(page);
      await pick(page, "indikator", "andere");
      await assertTable(page);
      await page.click("thead .col-value button");
      await ready(page);
      const shown = (await table(page)).map(({ value }) => fromGerman(value));
      assert.equal(shown.length, 500);
      assert.deepEqual(shown, shown.toSorted((a, b) => b - a));
    },
    { size: SMALL },
  );
});

test("rows out of sight are there for screen readers", async () => {
  await visit(
    browser,
    server,
    HUNDREDS,
    async (page, _, context) => {
      assert.ok((await page.locator("#tabelle").boundingBox()).y > SMALL.height, "the table is out of sight");
      const reader = await context.newCDPSession(page);
      const { nodes } = await reader.send("Accessibility.getFullAXTree");
      const names = nodes.filter(({ role, ignored }) => role?.value === "rowheader" && !ignored).map(({ name }) => name.value);
      const { name } = await answer(server, "/cities/hunderte/block/areas");
      assert.deepEqual(names.toSorted(), name.toSorted());
    },
    { size: SMALL },
  );
});

test("thousands of areas have their colours, and borders only where these have room", async () => {
  const areas = await answer(server, "/cities/tausende/block/areas");
  await visit(
    browser,
    server,
    THOUSANDS,
    async (page) => {
      const told = await values(server, page);
      const probes = [0, 79, 2840, 5520, 5599].map((at) => ({ point: [areas.lon[at], areas.lat[at]], at: told.code.indexOf(areas.code[at]) }));
      const wanted = probes.map(({ at }) => rgb(told.classification.colors[told.class[at]]).join());
      const seen = await pixels(page, probes.map(({ point }) => point));
      assert.deepEqual(seen.map((pixel) => pixel.slice(0, 3).join()), wanted);
      assert.equal(await page.evaluate(() => globalThis.atlasMap.queryRenderedFeatures({ layers: ["border-inner"] }).length), 0);
      await page.evaluate(([lng, lat]) => globalThis.atlasMap.jumpTo({ center: [lng, lat], zoom: 13 }), probes[2].point);
      await atRest(page);
      assert.ok((await page.evaluate(() => globalThis.atlasMap.queryRenderedFeatures({ layers: ["border-inner"] }).length)) > 0);
    },
    { size: SMALL },
  );
});

test("chosen and hovered areas are marked without asking the server, on any scale and after a new choice", async () => {
  const areas = await answer(server, "/cities/tausende/block/areas");
  await visit(
    browser,
    server,
    THOUSANDS,
    async (page, seen) => {
      const asked = tiles(seen.requests).length;
      const [one, other] = [2840, 3020];
      const point = await onScreen(page, [areas.lon[one], areas.lat[one]]);
      await page.mouse.move(point.x, point.y);
      await page.waitForSelector(".tooltip");
      await atRest(page);
      assert.deepEqual(await drawn(page, "hover-line"), [areas.id[one]]);
      await page.mouse.click(point.x, point.y);
      await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, areas.code[one]);
      await ready(page);
      assert.deepEqual(await drawn(page, "chosen-line"), [areas.id[one]]);
      await pick(page, "indikator", "andere");
      assert.deepEqual(await drawn(page, "chosen-line"), [areas.id[one]]);
      assert.equal(tiles(seen.requests).length, asked, "no tile was asked for");
      const away = await onScreen(page, [areas.lon[other], areas.lat[other]]);
      await page.mouse.click(away.x, away.y);
      await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, areas.code[other]);
      await ready(page);
      assert.deepEqual(await drawn(page, "chosen-line"), [areas.id[other]]);
      await page.evaluate(([lng, lat]) => globalThis.atlasMap.jumpTo({ center: [lng, lat], zoom: 13 }), [areas.lon[other], areas.lat[other]]);
      await atRest(page);
      assert.deepEqual(await drawn(page, "chosen-line"), [areas.id[other]]);
    },
    { size: SMALL },
  );
});

test("an area is marked although the server is lost", async () => {
  const own = await serve();
  try {
    await visit(browser, own, "/?stadt=musterstadt&ebene=ortsteil", async (page) => {
      const { id, code } = await answer(own, "/cities/musterstadt/ortsteil/areas");
      await own.stop();
      await page.click(`tr[data-code="${code[3]}"] .col-name button`);
      await ready(page);
      assert.deepEqual(await drawn(page, "chosen-line"), [id[3]]);
      assert.equal(await page.locator("main [role=alert]").count(), 0);
    }, { expected: /Failed to load resource/ });
  } finally {
    await own.close();
  }
});
