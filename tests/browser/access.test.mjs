// Nobody is kept out: rules of accessibility, narrow screens, English, and no request that leaves the server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { choices, table } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]));

async function selectFlagged(page) {
  const rows = await table(page);
  const row = rows.find(({ hint }) => hint === "rechnerisch auffällig") ?? rows[0];
  await page.click(`tr[data-code="${row.code}"] .col-name button`);
  await ready(page);
  assert.equal(choices(page).gebiet, row.code);
}

const VIEWS = [
  { name: "the first view", path: "/?stadt=musterstadt" },
  { name: "a chosen area", path: "/?stadt=musterstadt", act: selectFlagged },
  { name: "Leipzig", path: "/?stadt=leipzig", skip: withoutData },
  { name: "a chosen area of Leipzig", path: "/?stadt=leipzig", act: selectFlagged, skip: withoutData },
  { name: "English", path: "/?stadt=musterstadt&sprache=en" },
  { name: "no hints", path: "/?hinweise=aus" },
];

/** How far the page and its parts reach beyond the screen, parts that roll by themselves excepted. */
function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const rolls = (element) => element.closest(".table-box, .map, .visually-hidden, .language-long") !== null;
    const beyond = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > width + 1 && !rolls(element);
    });
    return {
      page: document.documentElement.scrollWidth - width,
      parts: beyond.slice(0, 5).map((element) => `${element.tagName} ${element.className}`),
    };
  });
}

for (const { name, path, act, skip = false } of VIEWS) {
  for (const size of [DESKTOP, PHONE]) {
    test(`${name} at ${size.width} px breaks no rule of accessibility and does not scroll sideways`, { skip }, async () => {
      await visit(
        browser,
        server,
        path,
        async (page) => {
          await act?.(page);
          assert.deepEqual(await violations(page), []);
          assert.deepEqual(await overflow(page), { page: 0, parts: [] });
        },
        { size },
      );
    });
  }
}

test("on a narrow screen name, value and hint of an area stand side by side without rolling", async () => {
  await visit(
    browser,
    server,
    "/?stadt=musterstadt",
    async (page) => {
      const rolled = await page.evaluate(() => {
        const box = document.querySelector(".table-box");
        return box.scrollWidth - box.clientWidth;
      });
      assert.equal(rolled, 0);
      assert.ok((await table(page)).some(({ hint }) => hint === "rechnerisch auffällig"));
    },
    { size: PHONE },
  );
});

test("text at twice its size does not scroll sideways", async () => {
  // 1280 px at 400 % are 320 px; here only the text grows.
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    assert.equal((await overflow(page)).page, 0);
  });
});

test("everything that a visit asks for comes from the server, under a policy that allows nothing else", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page, seen) => {
    assert.ok(seen.requests.length > 5);
    const response = await fetch(`${server.address}/`, { signal: AbortSignal.timeout(10_000) });
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'self'|default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-eval|https?:/);
    assert.deepEqual(await page.context().cookies(), []);
  });
});

test("what the visitor may not see in colours is printed as a table", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.isVisible(".areas table"));
    assert.ok(await page.isVisible(".legend"));
    assert.ok(await page.isHidden(".choose"));
  });
});
