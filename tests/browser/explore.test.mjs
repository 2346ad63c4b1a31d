// Finding one's way on the map: slider, catalogue, search, filter, breaks, circles, opacity.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, german, legend, onScreen, pick, table, values } from "./support/page.mjs";

const VIEW = "/?ebene=ortsteil&indikator=kinderarmut&jahr=2024";

const { browser, server } = await opened();

test("the slider walks through the times by keyboard", async () => {
  await visit(browser, server, VIEW, async (page) => {
    const periods = (await page.$$eval("[name=jahr] option", (all) => all.map(({ value }) => value))).reverse();
    const press = async (key, expected) => {
      await page.focus("[name=zeitregler]");
      await page.keyboard.press(key);
      await page.waitForFunction((period) => new URLSearchParams(location.search).get("jahr") === period, expected);
      await ready(page);
      assert.equal(await page.getAttribute("[name=zeitregler]", "aria-valuetext"), expected);
      assert.ok((await page.innerText(".map-title")).includes(expected));
    };
    await press("ArrowLeft", periods.at(-2));
    await press("Home", periods[0]);
    await press("ArrowRight", periods[1]);
    await press("PageUp", periods[2]);
    await press("End", periods.at(-1));
    assert.equal(await page.locator("text=Abspielen").count(), 0, "nothing plays where motion is reduced");
  });
});

test("playing walks to the last time with breaks that stay", async () => {
  const look = async (page) => {
    await page.click("text=Abspielen");
    await page.waitForFunction(() => new URLSearchParams(location.search).get("jahr") === "2024", null, { timeout: 15_000 });
    assert.equal(choices(page).grenzen, "fest");
    await page.waitForSelector("text=Abspielen");
  };
  await visit(browser, server, "/?ebene=ortsteil&indikator=kinderarmut&jahr=2022", look, { reducedMotion: "no-preference" });
});

test("fixed breaks are the same at every time and each class counts the shown one", async () => {
  await visit(browser, server, VIEW.replace("kinderarmut", "alleinerziehende"), async (page) => {
    await page.check("[name=grenzen]");
    await ready(page);
    const ranges = async () => (await legend(page)).filter(({ color }) => color !== null);
    const last = await ranges();
    const told = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=2024&scale=periods");
    assert.deepEqual(last.map(({ count }) => count), told.classification.counts);
    await pick(page, "jahr", "2016");
    assert.deepEqual((await ranges()).map(({ text }) => text), last.map(({ text }) => text));
    await page.uncheck("[name=grenzen]");
    await ready(page);
    assert.notDeepEqual((await ranges()).map(({ text }) => text), last.map(({ text }) => text));
  });
});

test("the catalogue finds indicators by any of their words and gives the focus back", async () => {
  await visit(browser, server, VIEW, async (page) => {
    await page.click("text=Alle Indikatoren mit Beschreibung");
    await page.waitForSelector("dialog[open] h2");
    const all = await page.locator(".catalogue-entry").count();
    const { indicators } = await answer(server, "/cities/musterstadt");
    assert.equal(all, indicators.length);
    assert.deepEqual(await violations(page), []);
    await page.fill("[name=indikatorsuche]", "bedarfsgemeinschaften");
    const found = await page.$$eval(".catalogue-entry strong", (items) => items.map((item) => item.textContent));
    assert.ok(found.length > 0 && found.length < all, found.join());
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
    await page.click("text=Alle Indikatoren mit Beschreibung");
    await page.fill("[name=indikatorsuche]", "wahlbeteiligung");
    await page.click(".catalogue-entry");
    await ready(page);
    assert.equal(choices(page).indikator, "wahlbeteiligung");
    assert.ok(await page.evaluate(() => document.activeElement.textContent.startsWith("Alle Indikatoren")));
  });
});

test("the search suggests areas and the arrows walk through them", async () => {
  await visit(browser, server, VIEW, async (page) => {
    await page.fill("#suche", "a");
    await page.waitForSelector("[role=listbox]");
    assert.equal(await page.getAttribute("#suche", "aria-expanded"), "true");
    assert.deepEqual(await violations(page), []);
    await page.press("#suche", "ArrowDown");
    await page.press("#suche", "ArrowDown");
    const marked = await page.innerText("[role=option][aria-selected=true]");
    assert.equal(await page.getAttribute("#suche", "aria-activedescendant"), await page.getAttribute("[aria-selected=true]", "id"));
    await page.press("#suche", "Enter");
    await ready(page);
    assert.ok(marked.endsWith(`(${choices(page).gebiet})`), marked);
    assert.equal(await page.locator("[role=listbox]").count(), 0);
  });
});

test("the table shows only the areas that are asked for, and the address keeps the question", async () => {
  await visit(browser, server, VIEW, async (page) => {
    const { to_city, code } = await values(server, page);
    await page.selectOption("[name=nur]", "higher");
    await ready(page);
    assert.equal(choices(page).nur, "darueber");
    const expected = code.filter((_, at) => to_city[at] === "higher").sort();
    assert.deepEqual((await table(page)).map((row) => row.code).sort(), expected);
    await page.reload({ waitUntil: "domcontentloaded" });
    await ready(page);
    assert.deepEqual((await table(page)).map((row) => row.code).sort(), expected);
  });
});

test("numbers of people are circles whose areas follow the numbers, and never fills", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=einwohner&hinweise=aus&kontext=keine", async (page) => {
    const told = await values(server, page);
    const drawn = await page.evaluate(
      (ids) => ids.map((id) => globalThis.atlasMap.getFeatureState({ source: "areas", sourceLayer: "labels", id }).radius ?? 0),
      told.id,
    );
    const most = Math.max(...told.value);
    for (const [at, value] of told.value.entries()) {
      assert.ok(Math.abs((drawn[at] / Math.max(...drawn)) ** 2 - value / most) < 0.01, `${told.code[at]}: ${drawn[at]}`);
    }
    assert.equal(await page.evaluate(() => globalThis.atlasMap.getPaintProperty("area-fill", "fill-color")), "rgba(0,0,0,0)");
    assert.ok((await page.locator(".legend circle.amount").count()) >= 2);
    assert.equal(await page.locator("td.col-class").count(), 0);
    assert.match(await page.innerText(".legend-how"), /Fläche eines Kreises/);
    await pick(page, "indikator", "kinderarmut");
    const left = await page.evaluate(
      (ids) => ids.filter((id) => globalThis.atlasMap.getFeatureState({ source: "areas", sourceLayer: "labels", id }).radius > 0).length,
      told.id,
    );
    assert.equal(left, 0, "no circle stays");
  });
});

test("the legend names the number of the city and where city, chosen and hovered area stand", async () => {
  await visit(browser, server, `${VIEW}&gebiet=03`, async (page) => {
    const told = await values(server, page);
    assert.ok((await page.innerText(".legend-city")).includes(german(told.city, 1)));
    const rows = await page.$$eval(".legend-list li", (all) => all.map((row) => row.innerText));
    assert.ok(rows[told.city_class].includes("Stadt insgesamt"));
    const areas = await answer(server, "/cities/musterstadt/ortsteil/areas");
    const at = areas.code.indexOf("03");
    assert.ok(rows[told.class[told.code.indexOf("03")]].includes(areas.name[at]));
    const other = areas.code.findIndex((code) => code !== "03" && told.class[told.code.indexOf(code)] >= 0);
    const point = await onScreen(page, [areas.lon[other], areas.lat[other]]);
    await page.mouse.move(point.x, point.y);
    const expected = told.class[told.code.indexOf(areas.code[other])];
    await page.waitForFunction(
      ([place, name]) => document.querySelectorAll(".legend-list li")[place].innerText.includes(name),
      [expected, areas.name[other]],
    );
    assert.equal(await page.locator(".tooltip .sparkline").count(), 1);
  });
});

test("weaker fills are part of the address", async () => {
  await visit(browser, server, VIEW, async (page) => {
    await page.focus("[name=deckkraft]");
    for (let times = 0; times < 4; times += 1) await page.keyboard.press("ArrowLeft");
    await ready(page);
    assert.equal(choices(page).deckkraft, "60");
    assert.equal(await page.evaluate(() => globalThis.atlasMap.getPaintProperty("area-fill", "fill-opacity")), 0.6);
  });
});
