// Two maps in one frame, and one map per period, all on one scale.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, pick } from "./support/page.mjs";

const PATH = "/?ansicht=vergleich&art=wischen&ebene=ortsteil&indikator=alleinerziehende&jahr=2024&anderes_jahr=2016";

const { browser, server } = await opened();

const divided = (page) => page.getAttribute(".swipe-divider", "aria-valuenow").then(Number);
const clipped = (page) => page.$eval(".swipe-over .map", (over) => getComputedStyle(over).clipPath);

test("the line between two years is moved by keyboard and by pointer, and the address keeps it", async () => {
  await visit(browser, server, PATH, async (page) => {
    await page.waitForSelector(".swipe-divider");
    assert.equal(await page.locator(".swipe canvas").count(), 2);
    assert.equal(await divided(page), 50);
    await page.focus(".swipe-divider");
    for (const [key, at] of [["ArrowLeft", 48], ["ArrowRight", 50], ["PageUp", 70], ["PageDown", 50], ["Home", 0], ["End", 100], ["ArrowRight", 100]]) {
      await page.keyboard.press(key);
      await page.waitForFunction((wanted) => document.querySelector(".swipe-divider").ariaValueNow === String(wanted), at);
      assert.match(await clipped(page), new RegExp(`${at}%|${at === 0 ? "0px" : "x"}`));
    }
    assert.equal(choices(page).teiler, "100");
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains("swipe-divider")), "the focus stays");
    await page.reload();
    await ready(page);
    await page.waitForSelector(".swipe-divider");
    assert.equal(await divided(page), 100);
    await page.keyboard.press("Tab");
    const box = await page.locator(".swipe").boundingBox();
    await page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    assert.equal(await divided(page), 25);
  });
});

test("both maps show the same place and have the classes of all periods", async () => {
  const of = (period) => answer(server, `/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=${period}&scale=periods`);
  const [left, right] = [await of(2016), await of(2024)];
  assert.deepEqual(left.classification.breaks, right.classification.breaks);
  await visit(browser, server, PATH, async (page) => {
    await page.waitForSelector(".swipe-divider");
    const counts = await page.$$eval(".two-columns .card", (cards) =>
      cards.map((card) => [...card.querySelectorAll(".legend-count")].map((item) => Number(item.textContent))),
    );
    assert.deepEqual(counts[0].slice(0, left.classification.counts.length), left.classification.counts);
    assert.deepEqual(counts[1].slice(0, right.classification.counts.length), right.classification.counts);
    await page.click(".swipe-over .map-controls button");
    await page.waitForFunction(() => new URLSearchParams(location.search).has("ausschnitt"));
    await ready(page);
  });
});

test("the difference of two years is told with what chance explains", async () => {
  const told = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=2024&earlier=2016&scale=periods");
  const count = (verdict) => told.change.verdict.filter((item) => item === verdict).length;
  await visit(browser, server, PATH, async (page) => {
    await page.waitForSelector("#unterschied");
    const text = await page.innerText("section:has(#unterschied)");
    assert.match(text, new RegExp(`in ${count("higher")} von ${told.change.verdict.filter(Boolean).length} `));
    assert.match(text, new RegExp(`in ${count("lower")} gesichert gesunken`));
    assert.equal(await page.locator(".change-list li").count(), count("higher") + count("lower"));
  });
});

test("two indicators are set beside each other with a warning of false conclusions", async () => {
  await visit(browser, server, PATH, async (page) => {
    await page.waitForSelector(".swipe-divider");
    await pick(page, "mit", "wahlbeteiligung");
    await page.waitForFunction(() => /Wahlbeteiligung/.test(document.querySelector(".swipe-titles")?.textContent ?? ""));
    await page.waitForSelector("section:has(#unterschied) .notice");
    assert.match(await page.innerText("section:has(#unterschied) .notice"), /ökologischer Fehlschluss/);
    assert.match(await page.getAttribute(".swipe-divider", "aria-label"), /Wahlbeteiligung/);
  });
});

test("every period has a map with the classes of all periods", async () => {
  const city = await answer(server, "/cities/musterstadt");
  const { periods } = city.indicators.find(({ id }) => id === "alleinerziehende").available.find(({ level }) => level === "ortsteil");
  const path = "/?ansicht=vergleich&art=reihe&ebene=ortsteil&indikator=alleinerziehende&jahr=2024";
  await visit(browser, server, path, async (page) => {
    const maps = await page.$$eval(".small-map", (all) => all.map((map) => ({ name: map.querySelector("a").textContent, source: map.querySelector("img").src })));
    assert.deepEqual(maps.map(({ name }) => name), periods);
    const shown = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=alleinerziehende&period=2016&scale=periods");
    const drawing = await (await fetch(maps[periods.indexOf("2016")].source)).text();
    for (const [at, code] of shown.code.entries()) {
      const fill = new RegExp(`data-code="${code}" fill="([^"]+)"`).exec(drawing)[1];
      assert.equal(fill, shown.classification.colors[shown.class[at]] ?? fill, code);
    }
    await page.click('.small-map a:has-text("2018")');
    await ready(page);
    assert.equal(choices(page).jahr, "2018");
    assert.equal(choices(page).grenzen, "fest");
  });
});

for (const size of [DESKTOP, PHONE]) {
  test(`two maps and maps of all periods break no rule at ${size.width} px`, async () => {
    for (const path of [PATH, "/?ansicht=vergleich&art=reihe&ebene=ortsteil"]) {
      await visit(
        browser,
        server,
        path,
        async (page) => {
          assert.deepEqual(await violations(page), []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        },
        { size },
      );
    }
  });
}

for (const [size, name] of [[DESKTOP, "wide"], [PHONE, "narrow"]]) {
  test(`on a ${name} screen the box at the pointer is whole on both sides of the line`, async () => {
    await visit(
      browser,
      server,
      PATH,
      async (page) => {
        await page.waitForSelector(".swipe-divider");
        const swipe = page.locator(".swipe");
        await swipe.scrollIntoViewIfNeeded();
        const frame = await swipe.boundingBox();
        for (const part of [0.3, 0.7]) {
          const at = [frame.x + frame.width * part, frame.y + frame.height / 2];
          await page.mouse.move(at[0] - 3, at[1]);
          await page.mouse.move(...at);
          await page.waitForSelector(".swipe .tooltip");
          const clips = await page.$eval(".swipe .tooltip", (tip) => {
            const found = [];
            for (let of = tip; of.className !== "swipe"; of = of.parentElement) found.push(getComputedStyle(of).clipPath);
            return found;
          });
          assert.deepEqual([...new Set(clips)], ["none"], `at ${part}`);
          const tip = await page.locator(".swipe .tooltip").boundingBox();
          assert.ok(tip.x >= frame.x && tip.x + tip.width <= frame.x + frame.width, `at ${part}: ${JSON.stringify({ tip, frame })}`);
          await page.mouse.move(frame.x + 3, frame.y + 3);
          await page.waitForSelector(".swipe .tooltip", { state: "detached" });
        }
      },
      { size },
    );
  });
}

test("whatever compares years names the break between them, and none where there is none", async () => {
  const query = "ebene=ortsteil&indikator=kinderarmut&jahr=2024";
  const two = (year) => `/?ansicht=vergleich&art=wischen&${query}&anderes_jahr=${year}`;
  const why = /Bruch ab 2022: Seit Juni 2022 .*Rechtskreiswechsel/;
  await visit(browser, server, two(2018), async (page) => {
    await page.waitForSelector("#unterschied");
    assert.match(await page.innerText("section:has(#unterschied)"), why);
  });
  await visit(browser, server, two(2022), async (page) => {
    await page.waitForSelector("#unterschied");
    assert.doesNotMatch(await page.innerText("section:has(#unterschied)"), /Bruch/);
  });
  await visit(browser, server, `/?ansicht=vergleich&art=reihe&${query}`, async (page) => {
    assert.match(await page.innerText("main .remarks"), why);
  });
  await visit(browser, server, `/?ansicht=vergleich&${query}&gebiete=01,03&vergleich=2018`, async (page) => {
    await page.waitForSelector(".compare-table");
    assert.match(await page.innerText("main .remarks"), /^Kinderarmut: Bruch der Zeitreihe ab 2022.*Rechtskreiswechsel/);
    const row = page.locator(".compare-table tr", { has: page.locator("th:text-is('Kinderarmut')") });
    assert.match(await row.innerText(), /Seit 2018: [^\n]*; Bruch der Zeitreihe ab 2022/);
  });
});
