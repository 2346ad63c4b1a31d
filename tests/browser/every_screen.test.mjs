// What holds on every screen: it comes back from its address, tells when it is busy and when it fails, and leads to
// formulas and files.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, german } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

const CHOICE = "stadt=musterstadt&ebene=ortsteil&indikator=kinderarmut&jahr=2024";
const NAMES = ["Schwerpunkträume", "Steckbrief", "Vergleich", "Zusammenhänge", "Entwicklung", "Prüfbericht", "Datengrundlagen", "Vorträge"];
const STARTS = {
  musterstadt: "/?stadt=musterstadt&ebene=statistischer_bezirk&indikator=kinderarmut&jahr=2023&gebiet=1201&gebiete=1201,3301&mit=sgb2_quote&vergleich=2019&gewichte=kinderarmut:2",
  leipzig: "/?stadt=leipzig&ebene=ortsteil&indikator=arbeitslosenanteil&jahr=2021&gebiet=60&gebiete=60,66&mit=sgb2_quote&gewichte=sgb2_quote:2",
};
const FAILED = /Failed to load resource/;

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]));

const now = (page) => page.evaluate(() => ({ title: document.title, text: document.querySelector("main").innerText }));

/** What stands on the screen once nothing comes any more. */
async function seen(page) {
  await ready(page);
  await page.waitForFunction(
    () => {
      const text = document.querySelector("main").innerText;
      const steady = globalThis.lastText === text;
      globalThis.lastText = text;
      return steady && !document.querySelector('[aria-busy="true"], .waiting');
    },
    null,
    { polling: 400 },
  );
  return { address: page.url(), ...(await now(page)) };
}

/** Waits until the screen stands as it was. */
async function shows(page, { address, title, text }, when) {
  await page
    .waitForFunction(
      (wanted) => location.href === wanted.address && document.title === wanted.title && document.querySelector("main")?.innerText === wanted.text,
      { address, title, text },
    )
    .catch(() => {});
  assert.deepEqual({ address: page.url(), ...(await now(page)) }, { address, title, text }, when);
}

for (const [city, start] of Object.entries(STARTS)) {
  const skip = city === "leipzig" && withoutData;
  test(`${city}: every screen comes back by back and forward, after a reload and in another browser`, { skip }, async () => {
    const screens = [];
    await visit(browser, server, start, async (page) => {
      screens.push(await seen(page));
      for (const name of NAMES) {
        await page.click(`nav.screens >> text="${name}"`);
        await page.waitForFunction((wanted) => document.querySelector("nav.screens [aria-current]").innerText === wanted, name);
        screens.push(await seen(page));
      }
      assert.equal(new Set(screens.map(({ title }) => title)).size, screens.length, "every screen has a title of its own");
      for (const screen of screens.slice(0, -1).reverse()) {
        await page.goBack();
        await shows(page, screen, "after going back");
      }
      await page.goForward();
      await shows(page, screens[1], "after going forward");
      await page.reload({ waitUntil: "domcontentloaded" });
      await shows(page, screens[1], "after a reload");
    });
    await visit(browser, server, start, async (page) => {
      for (const screen of screens) {
        await page.goto(screen.address, { waitUntil: "domcontentloaded" });
        await shows(page, screen, "in another browser");
      }
    });
  });
}

/** Screens with a question of their own: where they start, what is asked, by which choice, and what stays meanwhile. */
const QUESTIONS = {
  Vergleich: [`/?ansicht=vergleich&${CHOICE}&gebiete=03,01`, /\/comparison\?/, (page) => page.selectOption("[name=gebiet-2]", "02"), ".compare-table"],
  Zusammenhänge: [`/?ansicht=zusammenhaenge&${CHOICE}`, /\/correlation\?/, (page) => page.selectOption("[name=mit]", "arbeitslosenanteil"), ".coefficients"],
  Entwicklung: [`/?ansicht=entwicklung&${CHOICE}`, /\/values\?.*earlier=2019/, (page) => page.selectOption("[name=vergleich]", "2019"), ".legend-list"],
  Schwerpunkträume: [
    "/?ansicht=schwerpunkte&stadt=musterstadt&ebene=statistischer_bezirk",
    /\/priority\?.*weights/,
    async (page) => {
      await page.fill("[name=zahl-kinderarmut]", "3");
      await page.keyboard.press("Tab");
    },
    ".matrix",
  ],
  Prüfbericht: [`/?ansicht=daten&${CHOICE}`, /\/report\.json/, (page) => page.click('nav.screens >> text="Prüfbericht"'), "nav.screens"],
};

for (const [name, [start, question, choose, kept]] of Object.entries(QUESTIONS)) {
  test(`${name} says that it is busy and why it fails, keeps what it showed, and tries again`, async () => {
    let release;
    const held = new Promise((done) => {
      release = done;
    });
    const fail = async (route) => {
      await held;
      const body = JSON.stringify({ title: "Nicht bereit", status: 503, detail: "Die Zahlen werden gerade erneuert." });
      const headers = { "x-request-id": "abc-17" };
      await route.fulfill({ status: 503, contentType: "application/problem+json", headers, body }).catch(() => {});
    };
    const look = async (page) => {
      await ready(page);
      const before = await page.innerText(kept);
      await page.route(question, fail);
      await choose(page);
      await page.waitForSelector('[aria-busy="true"]');
      assert.equal(await page.innerText(kept), before, "the old view stays");
      release();
      await page.waitForSelector("main [role=alert]");
      const told = await page.innerText("main [role=alert]");
      assert.match(told, /Die Zahlen werden gerade erneuert\./);
      assert.match(told, /abc-17/);
      assert.equal(await page.innerText(kept), before, "the old view stays after the failure");
      assert.deepEqual(await violations(page), []);
      await page.unroute(question);
      await page.click("main [role=alert] button");
      await page.waitForFunction(() => !document.querySelector('main [role=alert], [aria-busy="true"]'));
      await ready(page);
    };
    await visit(browser, server, start, look, { expected: FAILED });
  });
}

test("every number of a profile leads to its formula, and every theme is one step away", async () => {
  await visit(browser, server, `/?ansicht=steckbrief&${CHOICE}&gebiet=03`, async (page) => {
    const profile = await answer(server, "/cities/musterstadt/ortsteil/areas/03?period=2024");
    const links = await page.$$eval(".profile-card .to-method a", (all) => all.map((link) => link.getAttribute("href")));
    const ids = profile.themes.flatMap(({ indicators }) => indicators.map(({ id }) => id));
    assert.deepEqual(links.map((href) => /indicators\/([^/]+)\/method\.html/.exec(href)?.[1]), ids);
    const last = profile.themes.at(-1).theme;
    await page.click(`.theme-links button >> text="${last}"`);
    assert.equal(await page.evaluate(() => document.activeElement.innerText), last);
    await page.click(".profile-card .to-method a >> nth=0");
    await page.waitForURL(/method\.html/);
    assert.match(await page.innerText("h1"), /^Berechnung: /);
  });
});

test("the notes of the map lead to formula, definition, CSV of one and of all periods, GeoJSON and interface", async () => {
  await visit(browser, server, `/?${CHOICE}`, async (page) => {
    const hrefs = await page.$$eval(".notes a", (all) => all.map((link) => link.href));
    const found = (pattern) => hrefs.find((href) => pattern.test(href)) ?? assert.fail(`${pattern} in ${hrefs}`);
    const text = async (pattern) => {
      const reply = await fetch(found(pattern));
      assert.equal(reply.status, 200, String(pattern));
      return await reply.text();
    };
    const { value, decimals, code } = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=kinderarmut&period=2024");
    const at = value.findIndex((number) => number !== null);
    const csv = await text(/kinderarmut\.csv\?period=2024/);
    assert.ok(csv.includes(code[at]) && csv.includes(german(value[at], decimals).split(",")[0]));
    assert.match(await text(/kinderarmut\.csv\?period=all/), /2015/);
    assert.match(await text(/collections\/musterstadt\.ortsteil\/items/), /FeatureCollection/);
    assert.match(await text(/indicators\/kinderarmut\/method\.html/), /Berechnung: /);
    await text(/definitions\/status\/method\.html/);
    await text(/api\.html/);
    assert.equal(choices(page).indikator, "kinderarmut");
  });
});

test("areas side by side are summed up one by one, and one area beside the city", async () => {
  const told = await answer(server, "/cities/musterstadt/ortsteil/comparison?areas=03,01,02&period=2024");
  await visit(browser, server, `/?ansicht=vergleich&${CHOICE}&gebiete=03,01,02`, async (page) => {
    const secured = (at) =>
      told.indicators.flatMap(({ differences }) => differences).filter(({ a, b, verdict }) => a === 0 && b === at && ["higher", "lower"].includes(verdict)).length;
    const sentence = (at) => `${told.areas[0].name} und ${told.areas[at].name} unterscheiden sich in ${secured(at)} von`;
    const text = await page.innerText("main");
    for (const at of [1, 2]) assert.ok(text.includes(sentence(at)), sentence(at));
    await page.goto(`${server.address}/?ansicht=vergleich&${CHOICE}&gebiete=03`);
    await ready(page);
    const beside = told.indicators.filter(({ areas }) => ["higher", "lower"].includes(areas[0].to_city)).length;
    await page.waitForSelector(`text=${told.areas[0].name} liegt in ${beside} von`);
  });
});

test("with forced colours only the shown screen is marked", async () => {
  const look = async (page) => {
    const borders = await page.$$eval(".screen-link", (links) =>
      links.map((link) => [link.getAttribute("aria-current"), getComputedStyle(link).borderBottomColor]),
    );
    const mine = borders.filter(([current]) => current === "page").map(([, color]) => color);
    assert.equal(mine.length, 1);
    assert.equal(borders.filter(([, color]) => color === mine[0]).length, 1);
  };
  await visit(browser, server, `/?ansicht=daten&${CHOICE}`, look, { forcedColors: "active" });
});
