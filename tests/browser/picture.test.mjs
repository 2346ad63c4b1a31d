// The map as a picture from the page: files and copies by keyboard, with the parts that are wanted.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { PHONE, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

const MAP = "/?stadt=musterstadt&ebene=ortsteil&indikator=kinderarmut&jahr=2024";
const COPY = { permissions: ["clipboard-read", "clipboard-write"] };

const { browser, server } = await opened(serve(), { webgl: false });

/** Presses Enter on a link or button of the menu and gives the file that comes. */
async function download(page, name) {
  const link = page.locator(`.picture-links >> text="${name}"`);
  await link.focus();
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  return await readFile(await file.path());
}

/** The SVG that the menu links, without a part; to save it each time would be more than the browser allows in a second. */
async function linked(page, without) {
  const end = without ? `[href$="without=${without}"]` : ':not([href*="without="])';
  const address = await page.getAttribute(`.picture-links a[href*="map.svg"]${end}`, "href");
  return await (await page.request.get(address)).text();
}

test("SVG, slide and sheet are saved with the keyboard", async () => {
  await visit(browser, server, MAP, async (page) => {
    const drawn = (await download(page, "SVG")).toString();
    assert.match(drawn, /^<svg [^>]*>[\s\S]*Kinderarmut, Ortsteile in Musterstadt, 2024/);
    for (const [name, width, height] of [["Folie (PNG)", 1920, 1080], ["A4 (PNG)", 3508, 2480]]) {
      const bytes = await download(page, name);
      assert.equal(bytes.subarray(1, 4).toString(), "PNG");
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [width, height]);
    }
  });
});

test("picture and sentence are copied, and it is said", async () => {
  await visit(browser, server, MAP, async (page) => {
    for (const [name, told] of [["Bild kopieren", "Das Bild ist kopiert."], ["Satz zur Karte kopieren", "Der Satz zur Karte ist kopiert."]]) {
      await page.locator(`.picture-links >> text="${name}"`).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(`.picture-links >> text="${told}"`);
      await page.waitForFunction((text) => document.querySelector("[role=status]").textContent.includes(text), told);
      const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types: kinds }) => kinds));
      assert.ok(types.includes(name === "Bild kopieren" ? "image/png" : "text/plain"), `${types}`);
    }
    const sentence = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(sentence, /^Karte: Kinderarmut, Ortsteile in Musterstadt, 2024\. /);
  }, COPY);
});

test("the map of changes is saved and copied as it stands there", async () => {
  const path = "/?ansicht=entwicklung&stadt=musterstadt&ebene=ortsteil&indikator=alleinerziehende&jahr=2024&vergleich=2016&methode=pretty&geglaettet=ja";
  await visit(browser, server, path, async (page) => {
    const told = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=2024&earlier=2016");
    const drawn = (await download(page, "SVG")).toString();
    assert.match(drawn, /<title>[^<]*: Veränderung 2016 bis 2024, Ortsteile in Musterstadt<\/title>/);
    for (const [at, code] of told.code.entries()) {
      const place = told.change.class[at];
      if (place !== null) assert.ok(drawn.includes(`data-code="${code}" fill="${told.change.classification.colors[place]}"`), code);
    }
    const counts = await page.$$eval(".map-and-legend .legend-count", (all) => all.map((item) => Number(item.textContent)));
    assert.deepEqual(counts, told.change.classification.counts);
    const bytes = await download(page, "Folie (PNG)");
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1920, 1080]);
    await page.locator('.picture-links >> text="Satz zur Karte kopieren"').click();
    await page.waitForSelector('.picture-links >> text="Der Satz zur Karte ist kopiert."');
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Veränderung 2016 bis 2024.*Die Veränderungen reichen von/);
    assert.deepEqual(await violations(page), []);
  }, COPY);
});

test("changes of numbers are circles on the page as on the picture", async () => {
  const path = "/?ansicht=entwicklung&ebene=statistischer_bezirk&indikator=einwohner&jahr=2024&vergleich=2023";
  await visit(browser, server, path, async (page) => {
    const told = await answer(server, "/cities/musterstadt/statistischer_bezirk/values?indicator=einwohner&period=2024&earlier=2023");
    const changed = told.change.absolute.filter((value) => value !== null && value !== 0);
    const circles = await page.$$eval(".plain-map circle", (all) => all.filter((one) => !one.closest("pattern")).length);
    assert.equal(circles, changed.length);
    assert.ok((await page.innerText(".map-and-legend .legend-list")).includes("unter null"));
    const drawn = (await download(page, "SVG")).toString();
    assert.equal((drawn.split('<g id="legend">')[0].match(/<circle cx/g) ?? []).length - 4, changed.length);
  });
});

test("a copy that the browser refuses is told", async () => {
  await visit(browser, server, MAP, async (page) => {
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }));
    await page.click('.picture-links >> text="Bild kopieren"');
    await page.waitForSelector("text=Das Bild konnte nicht kopiert werden.");
  });
});

test("every part can be switched off, and only that part goes", async () => {
  const parts = {
    title: /font-size="43.2"/,
    legend: />Klasse</,
    scale: /\sk?m<\/text>/,
    north: />N</,
    sources: /Zahlen: ©/,
    notes: /Einteilung der Klassen/,
    address: /stadt=musterstadt/,
    labels: /id="labels"/,
    borders: /id="borders"/,
    parents: /id="parents"/,
    context: /id="context"/,
  };
  await visit(browser, server, MAP, async (page) => {
    await page.click(".picture-parts summary");
    assert.deepEqual(await violations(page), []);
    const whole = await linked(page);
    for (const [part, sign] of Object.entries(parts)) {
      assert.match(whole, sign, part);
      await page.uncheck(`[name=bild-${part}]`);
      const without = await linked(page, part);
      assert.doesNotMatch(without, sign, part);
      for (const [other, there] of Object.entries(parts)) {
        if (other !== part) assert.match(without, there, `${other} without ${part}`);
      }
      await page.check(`[name=bild-${part}]`);
    }
    await page.uncheck("[name=bild-legend]");
    assert.doesNotMatch((await download(page, "SVG")).toString(), parts.legend, "the saved file");
  });
  await visit(browser, server, `${MAP}&ebene=statistischer_bezirk`.replace("ebene=ortsteil&", ""), async (page) => {
    await page.click(".picture-parts summary");
    assert.match(await linked(page), /id="flags"/);
    await page.uncheck("[name=bild-flags]");
    assert.doesNotMatch(await linked(page, "flags"), /id="flags"/);
  });
});

test("the menu of the picture has room on a phone", async () => {
  await visit(browser, server, MAP, async (page) => {
    await page.click(".picture-parts summary");
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.ok((await answer(server, "/cities/musterstadt")).id);
  }, { size: PHONE });
});
