// Several areas are chosen on map, in table and in the profile, and have a profile together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, german, onScreen, table } from "./support/page.mjs";
import { command, copyOfMusterstadt, serve } from "./support/server.mjs";

const LEVEL = "/cities/musterstadt/ortsteil";

const { browser, server } = await opened(serve([], { prepare: decide }));

/** A city in which a committee has decided on areas that the index flags. */
async function decide(folder) {
  const city = copyOfMusterstadt(folder, "probe", "Probestadt");
  const base = ["priority", "decide", city, "--label", "Jugendamt"];
  const first = [...base, "--action", "added", "--level", "ortsteil", "--codes", "11,12", "--reason", "Bestand", "--publish-reason"];
  await command(first, folder);
  const told = ["--committee", "Jugendhilfeausschuss", "--date", "2022-05-10", "--paper", "VII-DS-0815", "--valid-from", "2022-06-01", "--next-review", "2027-06-01"];
  await command([...base, "--action", "named", "--area", "P1", "--name", "Anger"], folder);
  await command([...base, "--action", "resolved", "--area", "P1", ...told], folder);
}

test("areas are put together by keyboard in the table", async () => {
  await visit(browser, server, "/?stadt=musterstadt&ebene=ortsteil", async (page) => {
    await page.focus("[name=mehrere]");
    await page.keyboard.press("Space");
    await page.waitForSelector(".selection");
    for (const code of ["01", "03", "02"]) {
      await page.focus(`tr[data-code="${code}"] .col-name button`);
      await page.keyboard.press("Enter");
      await page.waitForFunction((wanted) => document.querySelector(`tr[data-code="${wanted}"]`).classList.contains("chosen"), code);
    }
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("tr.chosen").length === 2);
    assert.equal(choices(page).auswahl, "01,03");
    assert.equal(await page.evaluate(() => document.activeElement.closest("tr")?.dataset.code), "02", "the focus stays");
    assert.deepEqual((await table(page)).filter(({ chosen }) => chosen).map(({ code }) => code).sort(), ["01", "03"]);
    assert.match(await page.innerText(".selection h2"), /2/);
    assert.deepEqual(await violations(page), []);
    await page.click('.selection a:has-text("Steckbrief")');
    await ready(page);
    assert.equal(choices(page).ansicht, "steckbrief");
  });
});

test("a click with the control key adds an area on the map and marks all of them", async () => {
  const areas = await answer(server, `${LEVEL}/areas`);
  await visit(browser, server, "/?stadt=musterstadt&ebene=ortsteil&kontext=keine&hinweise=aus", async (page) => {
    for (const at of [2, 5]) {
      const point = await onScreen(page, [areas.lon[at], areas.lat[at]]);
      await page.keyboard.down("Control");
      await page.mouse.click(point.x, point.y);
      await page.keyboard.up("Control");
      await page.waitForFunction((code) => new URLSearchParams(location.search).get("auswahl")?.includes(code), areas.code[at]);
    }
    await ready(page);
    const marked = await page.evaluate(() => globalThis.atlasMap.queryRenderedFeatures({ layers: ["chosen-line"] }).map(({ id }) => id));
    const both = [areas.id[2], areas.id[5]];
    assert.deepEqual([...new Set(marked)].sort(), both.sort());
  });
});

test("the profile of several areas shows the sums of the server, the offers within and where they lie", async () => {
  const told = await answer(server, `${LEVEL}/selection/profile?codes=01,03&period=2024`);
  await visit(browser, server, "/?stadt=musterstadt&ansicht=steckbrief&ebene=ortsteil&auswahl=03,01&jahr=2024", async (page) => {
    const cards = await page.$$eval(".profile-card", (all) => all.map((card) => card.innerText));
    const items = told.themes.flatMap(({ indicators }) => indicators);
    assert.equal(cards.length, items.length);
    for (const [at, item] of items.entries()) {
      const shown = item.value === null ? item.reason_text : german(item.value, item.decimals);
      assert.ok(cards[at].includes(item.name) && cards[at].includes(shown), `${shown} in ${cards[at]}`);
      if (item.numerator !== null) assert.ok(cards[at].includes(`${german(item.numerator, Number.isInteger(item.numerator) ? 0 : 1)} `), cards[at]);
    }
    for (const { name } of told.areas) assert.match(await page.innerText(".profile-head"), new RegExp(name));
    await page.waitForSelector(".location svg");
    assert.equal(await page.locator(".location-own").count(), 2);
    const offers = told.offers.flatMap((file) => file.offers);
    assert.equal(await page.locator(".offers-within li").count(), offers.length);
    assert.equal(await page.locator(".location .plain-offers path").count(), offers.length);
    assert.deepEqual(await violations(page), []);
  });
});

test("areas are ticked in the profile itself, on a narrow screen too", async () => {
  await visit(
    browser,
    server,
    "/?stadt=musterstadt&ansicht=steckbrief&ebene=ortsteil&gebiet=01",
    async (page) => {
      await page.click(".several summary");
      await page.fill("[name=gebietssuche]", "Bahn");
      await page.check("[name=gebiet-03]");
      await page.waitForFunction(() => /Zusammengefasste Gebiete: 2/.test(document.querySelector("h1").textContent));
      assert.equal(choices(page).auswahl, "01,03");
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    },
    { size: PHONE },
  );
});

test("every area of every level has a profile with its place, and a strip of all areas", async () => {
  for (const level of ["stadtbezirk", "statistischer_bezirk", "sozialraum"]) {
    const areas = await answer(server, `/cities/musterstadt/${level}/areas`);
    const code = areas.code.at(-1);
    await visit(browser, server, `/?stadt=musterstadt&ansicht=steckbrief&ebene=${level}&gebiet=${code}`, async (page) => {
      assert.equal(await page.innerText("h1"), areas.name.at(-1));
      await page.waitForSelector(".location-own");
      const profile = await answer(server, `/cities/musterstadt/${level}/areas/${code}`);
      const strips = profile.themes.flatMap(({ indicators }) => indicators).filter(({ strip }) => strip !== null);
      const marks = await page.$$eval(".strip", (all) => all.map((strip) => strip.querySelectorAll(".strip-other").length));
      assert.deepEqual(marks, strips.map(({ strip }) => strip.values.length));
    });
  }
});

test("the profile of a decided area tells who decided when, and that of an area in it what is new since then", async () => {
  const city = "/cities/probe";
  const { level } = await answer(server, `${city}/decisions`);
  const told = ["beschlossen", "Jugendhilfeausschuss", "10.05.2022", "VII-DS-0815", "01.06.2027"];
  await visit(browser, server, `/?stadt=probe&ansicht=steckbrief&ebene=${level}&gebiet=P1&jahr=2024`, async (page) => {
    await page.waitForSelector(".decision-section");
    const text = await page.innerText(".decision-section");
    for (const part of told) assert.ok(text.includes(part), `${part} in ${text}`);
    await page.waitForSelector(".location-own");
    assert.deepEqual(await violations(page), []);
  });
  await visit(browser, server, "/?stadt=probe&ansicht=steckbrief&ebene=ortsteil&gebiet=11&jahr=2024", async (page) => {
    const news = await answer(server, `${city}/ortsteil/comparison?areas=11&period=2024&earlier=2021`);
    const secured = news.indicators.filter(({ areas }) => ["higher", "lower"].includes(areas[0].change_verdict));
    const listed = (count) => document.querySelectorAll(".profile-decision .news-list li").length === count;
    await page.waitForFunction(listed, secured.length);
    const text = await page.innerText(".profile-decision");
    for (const part of told) assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, new RegExp(`bei ${secured.length} ist die Veränderung`));
    assert.deepEqual(await violations(page), []);
    await page.click(".profile-decision a");
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Anger");
    assert.equal(choices(page).gebiet, "P1");
  });
});
