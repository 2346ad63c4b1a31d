// Every screen and state keeps the rules of accessibility with forced colours and at 400 %, has targets that can be hit,
// and never loses the focus.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer } from "./support/page.mjs";

const AREA = "stadt=musterstadt&ebene=ortsteil&gebiet=03&jahr=2024";
const STATES = {
  "the map": `/?${AREA}`,
  "the map of an amount": `/?${AREA}&indikator=einwohner`,
  "the map with offers": `/?${AREA}&angebote=einrichtungen.kindertagesstaette`,
  "a selection": "/?stadt=musterstadt&ebene=ortsteil&auswahl=01,03",
  "an unknown word": `/?${AREA}&methode=magie`,
  "a profile": `/?ansicht=steckbrief&${AREA}`,
  "an empty profile": "/?ansicht=steckbrief&stadt=musterstadt",
  "a profile of a selection": "/?ansicht=steckbrief&stadt=musterstadt&ebene=ortsteil&auswahl=01,03",
  "areas side by side": `/?ansicht=vergleich&${AREA}&gebiete=03,01`,
  "two maps": `/?ansicht=vergleich&art=wischen&${AREA}`,
  "maps of all periods": `/?ansicht=vergleich&art=reihe&${AREA}`,
  "two indicators": `/?ansicht=zusammenhaenge&${AREA}`,
  "the development": `/?ansicht=entwicklung&${AREA}`,
  "priority areas": "/?ansicht=schwerpunkte&stadt=musterstadt&ebene=statistischer_bezirk&gewichte=kinderarmut:2&zeigen=alle",
  "the check report": `/?ansicht=pruefbericht&${AREA}`,
  "the sources": `/?ansicht=daten&${AREA}`,
};
/** 1280 px at 400 %. */
const ENLARGED = { width: 320, height: 256 };

const { browser, server } = await opened();

/** Controls that are smaller than 24 px, unless they stand in a line of text or have a label that is large enough. */
function small(page) {
  return page.evaluate(() => {
    const wanted = "a[href], button, input, select, summary, [role=slider], [tabindex='0']";
    const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const inText = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline" && element.parentElement.textContent.trim() !== element.textContent.trim();
    const size = (element) => {
      const box = (element.closest("label") ?? element).getBoundingClientRect();
      return [box.width, box.height];
    };
    return [...document.querySelectorAll(wanted)]
      .filter((element) => seen(element) && !inText(element) && !element.closest(".skip"))
      .filter((element) => size(element).some((side) => side > 0 && side < 23.9))
      .map((element) => `${element.outerHTML.slice(0, 90)} ${size(element).map(Math.round)}`);
  });
}

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [name, path] of Object.entries(STATES)) {
  test(`${name} keeps the rules with forced colours, at 400 % and for fingers`, async () => {
    await visit(
      browser,
      server,
      path,
      async (page) => {
        assert.deepEqual(await violations(page), [], "forced colours");
        assert.deepEqual(await small(page), [], "targets");
        await page.setViewportSize(ENLARGED);
        await ready(page);
        assert.deepEqual(await violations(page), [], "forced colours at 400 %");
        assert.equal(await sideways(page), 0, "at 400 %");
        await page.emulateMedia({ forcedColors: "none" });
        assert.deepEqual(await violations(page), [], "at 400 %");
        assert.deepEqual(await small(page), [], "targets at 400 %");
      },
      { size: DESKTOP, forcedColors: "active" },
    );
  });
}

test("with forced colours the classes keep theirs and everything that is chosen is told by more than colour", async () => {
  await visit(
    browser,
    server,
    `/?${AREA}`,
    async (page) => {
      const kept = await page.$$eval(".legend .swatch rect", (all) => all.map((rect) => [rect.getAttribute("fill"), getComputedStyle(rect).fill]));
      const told = (hex) => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
      for (const [fill, drawn] of kept.filter(([fill]) => fill.startsWith("#"))) assert.equal(drawn, told(fill));
      assert.equal(await page.getAttribute("tr.chosen button", "aria-pressed"), "true");
    },
    { forcedColors: "active" },
  );
});

test("the focus is never lost: not by a choice, a closed box, a failed or a repeated question", async () => {
  const focused = (page) => page.evaluate(() => document.activeElement !== document.body && document.activeElement !== null);
  await visit(browser, server, `/?${AREA}`, async (page) => {
    const steps = [
      ["[name=indikator]", () => page.selectOption("[name=indikator]", "kinderarmut")],
      ["[name=zeitregler]", () => page.keyboard.press("ArrowLeft")],
      ["[name=hinweise]", () => page.keyboard.press("Space")],
      [".info .close", () => page.keyboard.press("Enter")],
      ["[name=mehrere]", () => page.keyboard.press("Space")],
      ['tr[data-code="01"] button', () => page.keyboard.press("Enter")],
      [".selection-list button", () => page.keyboard.press("Enter")],
      ["thead .col-value button", () => page.keyboard.press("Enter")],
      [".map-controls button", () => page.keyboard.press("Enter")],
    ];
    for (const [where, act] of steps) {
      await page.focus(where);
      await act();
      await ready(page);
      assert.ok(await focused(page), `after ${where}`);
    }
  });
});

test("a way through the whole page by keyboard reaches every control and never leaves the page", async () => {
  await visit(
    browser,
    server,
    `/?${AREA}`,
    async (page) => {
      const wanted = await page.evaluate(() => {
        const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0;
        return [...document.querySelectorAll("main a[href], main button, main input, main select, main summary")].filter(seen).length;
      });
      const reached = await page.evaluate(() => {
        window.reached = new Set();
        document.addEventListener("focusin", ({ target }) => window.reached.add(target));
        return 0;
      });
      assert.equal(reached, 0);
      for (let step = 0; step < wanted + 60; step += 1) await page.keyboard.press("Tab");
      const count = await page.evaluate(
        () => [...window.reached].filter((element) => element.closest("main") && element.matches("a[href], button, input, select, summary")).length,
      );
      assert.ok(count >= wanted, `${count} of ${wanted}`);
    },
    { size: PHONE },
  );
});

test("one sentence is spoken for every change", async () => {
  await visit(browser, server, `/?${AREA}`, async (page) => {
    const live = () => page.$eval("[aria-live]", (region) => region.textContent.trim());
    const city = await answer(server, "/cities/musterstadt");
    const name = city.indicators.find(({ id }) => id === "kinderarmut").name;
    await page.selectOption("[name=indikator]", "kinderarmut");
    await ready(page);
    await page.waitForFunction((wanted) => document.querySelector("[aria-live]").textContent.includes(wanted), name);
    assert.equal(await page.locator("[aria-live]").count(), 1);
    assert.ok((await live()).length < 400);
  });
});
