// On a phone wide tables are read row by row, hatches are seen as such, and nothing moves when what was awaited comes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { wait } from "./support/page.mjs";
import { SHOW } from "./support/slides.mjs";

const { browser, server } = await opened();

const INDEX = "stadt=musterstadt&ebene=statistischer_bezirk&indikator=kinderarmut";
const OF = "stadt=musterstadt&ebene=ortsteil&indikator=kinderarmut";

const WIDE = {
  ranking: `/?ansicht=schwerpunkte&${INDEX}`,
  "an opened area": `/?ansicht=schwerpunkte&${INDEX}&gebiet=0202`,
  "all areas": `/?ansicht=schwerpunkte&${INDEX}&zeigen=alle`,
  robustness: `/?ansicht=schwerpunkte&${INDEX}&bereich=stabilitaet`,
  scenario: `/?ansicht=schwerpunkte&${INDEX}&bereich=szenario&gewichte=kinderarmut:3`,
  "values instead of an index": `/?ansicht=schwerpunkte&${OF}`,
  files: `/?ansicht=pruefbericht&${OF}`,
};

/** Boxes of tables that roll sideways, and cells that do not tell their column. */
function faults(page) {
  return page.evaluate(() => {
    const found = [];
    for (const box of document.querySelectorAll(".table-box")) {
      if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.ariaLabel} rolls: ${box.scrollWidth} in ${box.clientWidth}`);
      for (const cell of box.querySelectorAll("table[data-stacks] tbody td")) {
        if (cell.colSpan > 1 || cell.childNodes.length === 0) continue;
        const name = getComputedStyle(cell, "::before").content;
        if (!cell.dataset.column || !name.includes(cell.dataset.column)) found.push(`${cell.textContent}: ${name}`);
      }
      for (const part of box.querySelectorAll("table[data-stacks], table[data-stacks] :is(tr, th, td)")) {
        if (!part.getAttribute("role")) found.push(`${part.tagName} without a role`);
      }
    }
    return found;
  });
}

for (const [name, path] of Object.entries(WIDE)) {
  test(`on a phone ${name} is read row by row, each cell with the name of its column`, async () => {
    await visit(browser, server, path, async (page) => {
      await page.waitForSelector("table[data-stacks] tbody td", { state: "attached" });
      assert.deepEqual(await faults(page), []);
      assert.deepEqual(await violations(page), []);
      // Where there is no index the server says so with this status.
    }, { size: PHONE, expected: /422/ });
  });
}

test("on a wide screen the same tables are tables, and again when a window is made wide", async () => {
  await visit(browser, server, WIDE.ranking, async (page) => {
    const displays = (table) => page.$eval(table, (found) => [found, found.rows[1], found.rows[1].cells[1]].map((part) => getComputedStyle(part).display));
    await page.setViewportSize(DESKTOP);
    assert.deepEqual(await displays(".table-box table"), ["table", "table-row", "table-cell"]);
    await page.setViewportSize(PHONE);
    await page.waitForSelector("table[data-stacks]");
    assert.deepEqual(await displays("table[data-stacks]"), ["block", "block", "grid"]);
    await page.setViewportSize(DESKTOP);
    assert.deepEqual(await displays("table[data-stacks]"), ["table", "table-row", "table-cell"]);
    const before = await page.$eval("table[data-stacks] tbody td", (cell) => getComputedStyle(cell, "::before").content);
    assert.equal(before, "none");
    assert.equal(await page.isVisible(".reason-row"), false);
  });
});

test("rows of a phone are sorted and opened by keyboard", async () => {
  await visit(browser, server, WIDE.ranking, async (page) => {
    await page.focus("thead .col-index button");
    await page.keyboard.press("Enter");
    await page.waitForSelector("th.col-index[aria-sort=descending]");
    await page.focus(".col-area button");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".details-row table.parts[data-stacks]");
    assert.deepEqual(await faults(page), []);
  }, { size: PHONE });
});

/** Adds up what moved without the visitor having asked for it. */
function watchMoves() {
  globalThis.moved = 0;
  globalThis.moves = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      globalThis.moved += value;
      globalThis.moves.push(...sources.map(({ node }) => `${value.toFixed(3)} ${node?.nodeName} ${node?.className}`));
    }
  }).observe({ type: "layout-shift", buffered: true });
}

for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const path of [`/?${OF}`, `/?ansicht=schwerpunkte&${INDEX}`, `/?ansicht=steckbrief&${OF}&gebiet=03`]) {
    test(`on a ${name} nothing moves when ${path} comes late`, async () => {
      const before = async (page) => {
        await page.addInitScript(watchMoves);
        await page.route(/\/cities/, async (route) => {
          await wait(300);
          await route.continue();
        });
      };
      await visit(browser, server, path, async (page) => {
        await ready(page);
        const { moved, moves } = await page.evaluate(() => ({ moved: globalThis.moved, moves: globalThis.moves }));
        assert.ok(moved < 0.05, `${moved}: ${moves.join("; ")}`);
      }, { size, before });
    });
  }
}

test("hatches of small maps are wide enough to be seen as such", async () => {
  await visit(browser, server, `/?ansicht=vergleich&art=reihe&${INDEX}`, async (page) => {
    const wide = await page.$eval(".small-picture", async (image) => {
      const text = await (await fetch(image.src)).text();
      const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
      const pattern = drawn.querySelector("pattern[id$=secret]");
      const scale = Number(/scale\(([\d.]+)\)/.exec(pattern.getAttribute("patternTransform"))[1]);
      const shown = image.clientWidth / Number(drawn.documentElement.getAttribute("width"));
      return Number(pattern.getAttribute("width")) * scale * shown;
    });
    assert.ok(wide >= 5.5, `${wide} px`);
  });
});

test("on a phone the map of a slide stands upright with letters that are read", async () => {
  await visit(browser, server, `${SHOW}&folie=3`, async (page) => {
    const { high, letters } = await page.$eval(".slide-picture", async (image) => {
      await image.decode();
      return { high: image.clientHeight / image.clientWidth, letters: (15 * image.clientWidth) / image.naturalWidth };
    });
    assert.ok(high > 1.3, `${high}`);
    assert.ok(letters >= 10, `${letters} px`);
  }, { size: PHONE });
});
