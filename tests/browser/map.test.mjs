// The map shows what the server answered: colours, patterns, levels, hover and click.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, legend, onScreen, pick, pixels, rgb, table, tiles, values } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

const PLAIN = "hinweise=aus&kontext=keine";
const TOLERANCE = 3;

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]));

const alike = (pixel, color) => rgb(color).every((part, at) => Math.abs(part - pixel[at]) <= TOLERANCE);

/** Compares the map under every label point with the class of the area there. */
async function assertColours(page) {
  const { stadt, ebene } = choices(page);
  const [areas, shown] = [await answer(server, `/cities/${stadt}/${ebene}/areas`), await values(server, page)];
  const classes = new Map(shown.id.map((id, at) => [id, shown.class[at]]));
  const { colors } = shown.classification;
  const found = await pixels(page, areas.id.map((_, at) => [areas.lon[at], areas.lat[at]]));
  const wrong = areas.id.flatMap((id, at) => {
    const expected = classes.get(id) ?? -1;
    const drawn = colors.findIndex((color) => alike(found[at], color));
    return drawn === expected ? [] : [`${areas.name[at]}: class ${expected}, drawn ${drawn} (${found[at]})`];
  });
  assert.deepEqual(wrong, []);
  // Some methods make two classes of few areas.
  assert.ok(new Set(found.map(String)).size >= Math.min(3, colors.length), "the map has the colours of several classes");
  return found;
}

async function assertLegend(page) {
  const { classification } = await values(server, page);
  const classes = (await legend(page)).filter(({ color }) => color !== null);
  assert.deepEqual(classes.map(({ color }) => color), classification.colors);
  assert.deepEqual(classes.map(({ count }) => count), classification.counts);
}

test("the invented city is drawn in the colours of its legend", async () => {
  await visit(browser, server, `/?${PLAIN}`, async (page, seen) => {
    assert.equal(choices(page).stadt, "musterstadt");
    assert.ok(tiles(seen.requests).length > 0, "tiles were asked for");
    await assertLegend(page);
    await assertColours(page);
  });
});

test("Leipzig is drawn in the colours of its legend", { skip: withoutData }, async () => {
  await visit(browser, server, `/?stadt=leipzig&${PLAIN}`, async (page) => {
    assert.equal((await table(page)).length, 63);
    await assertLegend(page);
    await assertColours(page);
  });
});

/** Every method that the page offers; given breaks are among them where the indicator has some. */
async function assertEveryMethod(page) {
  const methods = await page.$$eval("[name=methode] option", (options) => options.map(({ value }) => value));
  assert.ok(methods.length >= 3, `methods: ${methods}`);
  for (const method of methods) {
    await pick(page, "methode", method);
    await assertLegend(page);
    await assertColours(page);
  }
}

test("every method of making classes is drawn in the colours of its legend", async () => {
  await visit(browser, server, `/?${PLAIN}`, (page) => assertEveryMethod(page));
  await visit(browser, server, `/?indikator=kinderarmut&${PLAIN}`, async (page) => {
    assert.equal((await values(server, page)).classification.method, "manual");
    await assertEveryMethod(page);
  });
});

test("every method is drawn in the colours of its legend in Leipzig", { skip: withoutData }, async () => {
  await visit(browser, server, `/?stadt=leipzig&${PLAIN}`, (page) => assertEveryMethod(page));
});

async function assertRecolours(page, seen, change) {
  const before = await assertColours(page);
  const asked = tiles(seen.requests).length;
  await change();
  await assertLegend(page);
  const now = await assertColours(page);
  assert.notDeepEqual(now, before, "the map looks different");
  assert.deepEqual(tiles(seen.requests).slice(asked), [], "no tile was asked for");
}

test("another indicator, year, method and number of classes recolour the map without a tile request", async () => {
  await visit(browser, server, `/?${PLAIN}`, async (page, seen) => {
    const city = await answer(server, "/cities/musterstadt");
    const { ebene, indikator, jahr } = choices(page);
    const periods = (indicator) => indicator.available.find((entry) => entry.level === ebene && !entry.refused)?.periods ?? [];
    const other = city.indicators.find((item) => item.id !== indikator && item.direction === "resource" && periods(item).includes(jahr));
    await assertRecolours(page, seen, () => pick(page, "indikator", other.id));
    const year = periods(other).find((period) => period !== jahr);
    await assertRecolours(page, seen, () => pick(page, "jahr", year));
    await assertRecolours(page, seen, () => pick(page, "methode", "equal_interval"));
    await assertRecolours(page, seen, () => pick(page, "klassen", "3"));
  });
});

test("every other level loads its own tiles and shows all of its areas", async () => {
  await visit(browser, server, `/?${PLAIN}`, async (page, seen) => {
    const city = await answer(server, "/cities/musterstadt");
    const first = choices(page).ebene;
    for (const level of city.levels.filter(({ id }) => id !== first)) {
      await pick(page, "ebene", level.id);
      assert.ok(tiles(seen.requests).some((address) => address.includes(`/${level.id}/tiles/`)), `tiles of ${level.id}`);
      assert.equal((await table(page)).length, level.areas);
      if (!choices(page).jahr) continue;
      await assertLegend(page);
      await assertColours(page);
    }
  });
});

test("flagged areas are told by pattern, outline and text in map, legend and table", async () => {
  await visit(browser, server, "/?kontext=keine", async (page) => {
    const { ebene } = choices(page);
    const [definition] = (await answer(server, "/cities/musterstadt")).priorities;
    assert.equal(definition.level, ebene, "the first view has hints");
    const priority = await answer(server, `/cities/musterstadt/${ebene}/priority?definition=${definition.id}`);
    const flagged = priority.areas.filter((area) => area.flag);
    assert.ok(flagged.length > 0);
    const entry = (await legend(page)).find(({ text }) => text === "rechnerisch auffällig");
    assert.equal(entry.count, flagged.length);
    const marked = (await table(page)).filter(({ hint }) => hint === "rechnerisch auffällig");
    assert.deepEqual(marked.map(({ code }) => code).sort(), flagged.map(({ code }) => code).sort());
    const drawn = await page.evaluate(() => {
      const drawn = (layer) => globalThis.atlasMap.queryRenderedFeatures({ layers: [layer] }).map(({ id }) => id);
      return Object.fromEntries(["pattern-flag", "flag-line"].map((layer) => [layer, [...new Set(drawn(layer))].sort()]));
    });
    const ids = flagged.map(({ id }) => id).sort();
    assert.deepEqual(drawn, { "pattern-flag": ids, "flag-line": ids });
    await page.uncheck("[name=hinweise]");
    await ready(page);
    assert.ok((await legend(page)).every(({ text }) => text !== "rechnerisch auffällig"));
    assert.ok((await table(page)).every(({ hint }) => hint === null));
    await assertColours(page);
  });
});

test("hints stay away from a map of another period and the table names theirs", async () => {
  const [definition] = (await answer(server, "/cities/musterstadt")).priorities;
  const priority = await answer(server, `/cities/musterstadt/${definition.level}/priority?definition=${definition.id}`);
  const flagged = priority.areas.filter((area) => area.flag);
  await visit(browser, server, "/?kontext=keine", async (page) => {
    const heading = () => page.innerText("thead .col-hint button");
    assert.equal(choices(page).jahr, definition.period, "the first view is of the period of the index");
    assert.equal((await heading()).trim(), `Hinweis ${definition.period}`);
    const periods = await page.$$eval("[name=jahr] option", (options) => options.map(({ value }) => value));
    const other = periods.find((period) => period !== definition.period);
    await pick(page, "jahr", other);
    const sentence = `Die Hinweise gelten für ${definition.period}; für ${other} gibt es keine.`;
    assert.equal(await page.innerText(".legend-hints"), sentence);
    assert.ok((await legend(page)).every(({ text }) => text !== "rechnerisch auffällig"));
    assert.equal((await heading()).trim(), `Hinweis ${definition.period}`);
    const marked = (await table(page)).filter(({ hint }) => hint === "rechnerisch auffällig");
    assert.deepEqual(marked.map(({ code }) => code).sort(), flagged.map(({ code }) => code).sort());
    const drawn = await page.evaluate(() => globalThis.atlasMap.queryRenderedFeatures({ layers: ["pattern-flag", "flag-line"] }).length);
    assert.equal(drawn, 0);
    await assertColours(page);
    await page.click(`tr[data-code="${flagged[0].code}"] .col-name button`);
    await ready(page);
    assert.equal(await page.textContent(".map-chosen .flag"), `rechnerisch auffällig (${definition.period})`);
    await pick(page, "jahr", definition.period);
    assert.equal(await page.locator(".legend-hints").count(), 0);
    assert.ok((await legend(page)).some(({ text }) => text === "rechnerisch auffällig"));
  });
});

test("the pointer names an area, Escape takes the name away and a click selects", async () => {
  await visit(browser, server, `/?${PLAIN}`, async (page) => {
    const areas = await answer(server, `/cities/musterstadt/${choices(page).ebene}/areas`);
    const at = Math.floor(areas.id.length / 2);
    const point = await onScreen(page, [areas.lon[at], areas.lat[at]]);
    await page.mouse.move(point.x - 2, point.y);
    await page.mouse.move(point.x, point.y);
    await page.waitForSelector(".tooltip");
    assert.equal(await page.innerText(".tooltip strong"), areas.name[at]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".tooltip", { state: "detached" });
    await page.mouse.click(point.x, point.y);
    await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, areas.code[at]);
    assert.equal(await page.innerText(".info h2"), areas.name[at]);
    await page.mouse.click(point.x, point.y);
    await page.waitForFunction(() => !new URLSearchParams(location.search).has("gebiet"));
  });
});
