// When something fails, the page says what, keeps what it has and tries again on request.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { launch, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, legend, pick, snapshot, table } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

/** Chromium itself reports failed requests; the page adds nothing. */
const FAILED = /Failed to load resource/;
const PROBLEM = {
  status: 503,
  contentType: "application/problem+json",
  body: JSON.stringify({ title: "Nicht bereit", status: 503, detail: "Die Zahlen werden gerade erneuert." }),
};

const { browser, server } = await opened();

async function otherIndicator(page) {
  const { stadt, ebene, indikator } = choices(page);
  const city = await answer(server, `/cities/${stadt}`);
  return city.indicators.find(
    (item) => item.id !== indikator && item.available.some((entry) => entry.level === ebene && !entry.refused && entry.periods.length > 0),
  ).id;
}

test("an error of the server is told in its own words, the view stays and a retry works", async () => {
  await visit(
    browser,
    server,
    "/",
    async (page) => {
      const before = await table(page);
      const other = await otherIndicator(page);
      await page.route(/\/values\?/, (route) => route.fulfill(PROBLEM));
      await page.selectOption("[name=indikator]", other);
      await page.waitForSelector("main [role=alert]");
      assert.match(await page.innerText("main [role=alert]"), /Die Zahlen werden gerade erneuert\./);
      assert.deepEqual(await table(page), before, "the table stays");
      assert.deepEqual(await violations(page), []);
      await page.unroute(/\/values\?/);
      await page.click("main [role=alert] button");
      await ready(page);
      assert.equal(await page.locator("main [role=alert]").count(), 0);
      assert.equal(choices(page).indikator, other);
    },
    { expected: FAILED },
  );
});

test("another choice gets a visitor out of an error on the first view", async () => {
  await visit(
    browser,
    server,
    "/",
    async (page) => {
      await page.waitForSelector("main [role=alert]");
      assert.match(await page.innerText("main [role=alert]"), /Die Zahlen werden gerade erneuert\./);
      assert.ok(await page.isVisible("[name=indikator]"), "the pickers are there");
      assert.deepEqual(await violations(page), []);
      const { default: first } = await answer(server, "/cities/musterstadt");
      const offered = await page.$$eval("[name=indikator] option", (options) => options.map(({ value }) => value));
      await pick(page, "indikator", offered.find((id) => id !== first.indicator));
      assert.equal(await page.locator("main [role=alert]").count(), 0);
      assert.ok((await table(page)).length > 0);
    },
    {
      expected: FAILED,
      before: async (page) => {
        const { default: first } = await answer(server, "/cities/musterstadt");
        const broken = new RegExp(`/values\\?.*indicator=${first.indicator}&`);
        await page.route(broken, (route) => route.fulfill(PROBLEM));
      },
    },
  );
});

test("failed hints are told and the values stand without them", async () => {
  await visit(
    browser,
    server,
    "/",
    async (page) => {
      await ready(page);
      assert.match(await page.innerText(".display .notice"), /Die Zahlen werden gerade erneuert\./);
      assert.ok((await table(page)).every(({ hint }) => hint === null));
      assert.ok((await legend(page)).length > 0);
    },
    { expected: FAILED, before: (page) => page.route(/\/priority\?/, (route) => route.fulfill(PROBLEM)) },
  );
});

test("failed tiles are told on the map and a retry draws them", async () => {
  await visit(
    browser,
    server,
    "/",
    async (page) => {
      await page.waitForSelector(".map-failed");
      assert.ok((await table(page)).length > 0);
      await page.unroute(/\/tiles\/\d/);
      await page.click(".map-failed button");
      await ready(page);
      await page.waitForFunction(() => globalThis.atlasMap.queryRenderedFeatures({ layers: ["area-fill"] }).length > 0);
      assert.equal(await page.locator(".map-failed").count(), 0);
    },
    { expected: FAILED, before: (page) => page.route(/\/tiles\/\d/, (route) => route.fulfill(PROBLEM)) },
  );
});

test("a lost server leaves the page usable and a server that is back answers the retry", async () => {
  const own = await serve();
  try {
    await visit(
      browser,
      own,
      "/",
      async (page) => {
        const before = await snapshot(page);
        await own.stop();
        await page.selectOption("[name=methode]", "equal_interval");
        await page.waitForSelector("main [role=alert]");
        assert.match(await page.innerText("main [role=alert]"), /Der Server antwortet nicht/);
        assert.deepEqual(await table(page), before.table);
        await page.click("thead .col-value button");
        await page.click("tr[data-code] .col-name button");
        await page.waitForSelector("tr.chosen");
        assert.equal(await page.innerText(".info h2"), (await table(page))[0].name);
        await own.again();
        await page.click("main [role=alert] button");
        await ready(page);
        assert.equal(await page.locator("main [role=alert]").count(), 0);
        assert.equal(choices(page).methode, "equal_interval");
      },
      { expected: FAILED },
    );
  } finally {
    await own.close();
  }
});

test("without WebGL the page says so, and table, legend and pickers work", async () => {
  const plain = await launch({ webgl: false });
  try {
    await visit(plain, server, "/", async (page) => {
      assert.match(await page.innerText(".map-message"), /WebGL/);
      const other = await otherIndicator(page);
      const before = await table(page);
      await pick(page, "indikator", other);
      assert.notDeepEqual(await table(page), before);
      assert.ok((await legend(page)).length > 1);
      await page.click("tr[data-code] .col-name button");
      await page.waitForSelector("tr.chosen");
      assert.deepEqual(await violations(page), []);
    });
  } finally {
    await plain.close();
  }
});
