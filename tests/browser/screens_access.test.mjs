// Every screen keeps the rules of accessibility, on wide and on narrow screens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";

const SCREENS = {
  steckbrief: "Steckbrief",
  vergleich: "Vergleich",
  zusammenhaenge: "Zusammenhänge",
  entwicklung: "Entwicklung",
  pruefbericht: "Prüfbericht",
  daten: "Datengrundlagen",
};

const { browser, server } = await opened();

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [word, name] of Object.entries(SCREENS)) {
  for (const size of [DESKTOP, PHONE]) {
    test(`${name} at ${size.width} px breaks no rule and does not scroll sideways`, async () => {
      const look = async (page) => {
        assert.equal(await page.innerText("nav [aria-current=page]"), name);
        assert.deepEqual(await violations(page), []);
        assert.equal(await sideways(page), 0);
        const small = await page.$$eval("button, select, input, summary, nav a", (all) =>
          all
            .map((item) => ({ box: item.getBoundingClientRect(), name: item.outerHTML.slice(0, 80) }))
            .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24)),
        );
        assert.deepEqual(small, [], "targets are at least 24 px");
      };
      await visit(browser, server, `/?ansicht=${word}&ebene=ortsteil&gebiet=03&gebiete=03,01&jahr=2024`, look, { size });
    });
  }
}
