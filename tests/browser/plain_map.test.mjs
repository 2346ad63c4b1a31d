// Without WebGL every task is possible: the map is drawn as SVG on every screen.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, pick, values } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

const LEVEL = "/cities/musterstadt/statistischer_bezirk";

const { browser, server } = await opened(serve(), { webgl: false });

/** The last fill of every area: what lies on top. */
const fills = (page) => page.$$eval(".plain-map [data-area]", (all) => Object.fromEntries(all.map((path) => [path.dataset.area, path.getAttribute("fill")])));

test("every area has the colour of its class or the hatch of its reason, for every method", async () => {
  await visit(browser, server, "/?ebene=statistischer_bezirk&indikator=sgb2_quote&jahr=2024", async (page) => {
    for (const method of ["equal_interval", "quantiles", "fisher_jenks", "standard_deviation", "head_tail", "pretty"]) {
      await pick(page, "methode", method);
      const shown = await values(server, page);
      const drawn = await fills(page);
      for (const [at, code] of shown.code.entries()) {
        const color = shown.classification.colors[shown.class[at]];
        const hatch = { suppressed: "url(#plan-secret)", excluded: "url(#plan-excluded)" }[shown.reason[at]] ?? "url(#plan-none)";
        assert.equal(drawn[code], color ?? hatch, `${method} ${code}`);
      }
    }
    assert.deepEqual(await violations(page), []);
  });
});

test("an area is named at the pointer, chosen by a click, marked, and one of several with the control key", async () => {
  const areas = await answer(server, `${LEVEL}/areas`);
  await visit(browser, server, "/?ebene=statistischer_bezirk&kontext=keine", async (page) => {
    const area = page.locator(`.plain-map [data-area="${areas.code[9]}"]`);
    await area.hover();
    await page.waitForSelector(".tooltip");
    assert.equal(await page.innerText(".tooltip strong"), areas.name[9]);
    await area.click();
    await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, areas.code[9]);
    assert.equal(await page.locator(".plain-chosen").count(), 1);
    await page.locator(`.plain-map [data-area="${areas.code[20]}"]`).click({ modifiers: ["Control"] });
    await page.waitForFunction(() => document.querySelectorAll(".plain-chosen").length === 2);
    assert.equal(choices(page).auswahl, `${areas.code[9]},${areas.code[20]}`);
  });
});

test("the map is enlarged by buttons and moved by keyboard", async () => {
  await visit(browser, server, "/?ebene=ortsteil", async (page) => {
    const width = () => page.$eval(".plain-map svg", (svg) => svg.getBoundingClientRect().width);
    const before = await width();
    await page.click(".plain-map .map-controls button");
    await page.waitForFunction((old) => document.querySelector(".plain-map svg").getBoundingClientRect().width > old * 1.3, before);
    await page.focus(".plain-scroll");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => {
      const box = document.querySelector(".plain-scroll");
      return box.scrollLeft > 0 || box.scrollTop > 0;
    });
  });
});

test("changes, two indicators, two maps and offers are drawn too", async () => {
  const change = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=2024&earlier=2016&scale=periods");
  await visit(browser, server, "/?ansicht=entwicklung&ebene=ortsteil&indikator=alleinerziehende&jahr=2024&vergleich=2016", async (page) => {
    const drawn = await fills(page);
    for (const [at, code] of change.code.entries()) {
      const color = change.change.classification.colors[change.change.class[at]];
      if (color) assert.equal(drawn[code], color, code);
    }
  });
  const pair = await answer(server, "/cities/musterstadt/ortsteil/correlation?x=kinderarmut&y=sgb2_quote&period=2024");
  await visit(browser, server, "/?ansicht=zusammenhaenge&ebene=ortsteil&indikator=kinderarmut&mit=sgb2_quote&jahr=2024", async (page) => {
    const drawn = await fills(page);
    for (const [at, code] of pair.code.entries()) if (pair.class[at] >= 0) assert.equal(drawn[code], pair.colors[pair.class[at]], code);
  });
  await visit(browser, server, "/?ansicht=vergleich&art=wischen&ebene=ortsteil", async (page) => {
    await page.waitForSelector(".swipe-divider");
    await page.waitForFunction(() => document.querySelectorAll(".swipe .plain-map svg").length === 2);
    assert.deepEqual(await violations(page), []);
  });
  await visit(browser, server, "/?ebene=ortsteil&angebote=einrichtungen.jugendtreff", async (page) => {
    const { features } = await answer(server, "/cities/musterstadt/offers/einrichtungen");
    const wanted = features.filter(({ properties }) => properties.type === "Jugendtreff").length;
    await page.waitForFunction((count) => document.querySelectorAll(".plain-map .plain-offers path").length === count, wanted);
  });
});

test("amounts are circles and flags have dots and a line", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=einwohner&jahr=2024", async (page) => {
    const shown = await values(server, page);
    assert.equal(await page.locator(".plain-marks circle").count(), shown.value.filter((value) => value).length);
  });
  const priority = await answer(server, `${LEVEL}/priority`);
  await visit(browser, server, `/?ebene=statistischer_bezirk&indikator=sgb2_quote&jahr=${priority.period}`, async (page) => {
    assert.equal(await page.locator(".plain-flags path").count(), priority.flagged);
  });
});

test("the drawing fits a narrow screen", async () => {
  await visit(
    browser,
    server,
    "/?ebene=ortsteil",
    async (page) => {
      await ready(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      const box = await page.locator(".plain-map svg").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 320);
      assert.deepEqual(await violations(page), []);
    },
    { size: PHONE },
  );
});
