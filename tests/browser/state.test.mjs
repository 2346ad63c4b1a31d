// The address holds what is chosen; keyboard and search choose too.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, pick, snapshot, table, wait } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]));

/** Makes a choice of every kind, so that the address has something to hold. */
async function chooseMuch(page) {
  const { stadt, ebene, indikator } = choices(page);
  const city = await answer(server, `/cities/${stadt}`);
  const other = city.indicators.find(
    (item) => item.id !== indikator && item.available.some((entry) => entry.level === ebene && !entry.refused && entry.periods.length > 1),
  );
  await pick(page, "indikator", other.id);
  const periods = other.available.find((entry) => entry.level === ebene).periods;
  await pick(page, "jahr", periods.find((period) => period !== choices(page).jahr));
  await pick(page, "methode", "equal_interval");
  await pick(page, "klassen", "4");
  await page.click("thead .col-value button");
  await ready(page);
  const code = (await table(page))[2].code;
  await page.click(`tr[data-code="${code}"] .col-name button`);
  await ready(page);
  assert.equal(choices(page).gebiet, code);
}

async function assertRestored(path) {
  let before;
  await visit(browser, server, path, async (page) => {
    await chooseMuch(page);
    before = await snapshot(page);
    assert.equal(before.table.filter(({ chosen }) => chosen).length, 1);
    await page.reload({ waitUntil: "domcontentloaded" });
    await ready(page);
    assert.deepEqual(await snapshot(page), before, "after a reload");
  });
  await visit(browser, server, before.address.slice(server.address.length), async (page) => {
    assert.deepEqual(await snapshot(page), before, "in another browser");
  });
}

test("a reload and another browser show the same picture of the invented city", () => assertRestored("/?stadt=musterstadt"));

test("a reload and another browser show the same picture of Leipzig", { skip: withoutData }, () =>
  assertRestored("/?stadt=leipzig"),
);

test("back and forward walk through the choices one by one", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    const steps = [await snapshot(page)];
    const keep = async () => steps.push(await snapshot(page));
    await pick(page, "methode", "fisher_jenks");
    await keep();
    await page.click("tr[data-code] .col-name button");
    await ready(page);
    await keep();
    await page.uncheck("[name=hinweise]");
    await ready(page);
    await keep();
    for (const step of steps.slice(0, -1).reverse()) {
      await page.goBack();
      await ready(page);
      assert.deepEqual(await snapshot(page), step, "after back");
    }
    for (const step of steps.slice(1)) {
      await page.goForward();
      await ready(page);
      assert.deepEqual(await snapshot(page), step, "after forward");
    }
  });
});

test("a moved map is part of the address and comes back with it", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    await page.click(".map-controls button:first-child");
    await page.waitForFunction(() => new URLSearchParams(location.search).has("ausschnitt"));
    await ready(page);
    const place = () => page.evaluate(() => [globalThis.atlasMap.getZoom(), ...globalThis.atlasMap.getCenter().toArray()]);
    const before = await place();
    await page.reload({ waitUntil: "domcontentloaded" });
    await ready(page);
    const now = await place();
    // The address holds two decimals of the zoom and four of the centre.
    for (const [at, room] of [0.01, 0.0001, 0.0001].entries()) assert.ok(Math.abs(now[at] - before[at]) <= room, `${now} ${before}`);
    await page.click(".map-controls button:last-child");
    await ready(page);
    assert.equal(choices(page).ausschnitt, undefined);
  });
});

test("a word that the city does not know is named and the nearest view shown", async () => {
  await visit(browser, server, "/?indikator=gibt_es_nicht&gebiet=9999x", async (page) => {
    const banner = await page.innerText(".banners");
    assert.match(banner, /gibt_es_nicht/);
    assert.match(banner, /9999x/);
    assert.ok((await table(page)).length > 0);
  });
});

test("whatever the address names in vain is told", async () => {
  await visit(browser, server, "/?stadt=nix&jahr=1900&klassen=99&methode=magie", async (page) => {
    const banner = await page.innerText(".banner-notice");
    for (const word of ["nix", "1900", "99", "magie"]) assert.ok(banner.includes(word), `${word}: ${banner}`);
    assert.deepEqual([choices(page).stadt, choices(page).klassen], ["musterstadt", undefined]);
  });
});

test("classes that a level cannot have give way to the preset with a notice", async () => {
  const refused = { expected: /Failed to load resource.*400/ };
  await visit(
    browser,
    server,
    "/?ebene=stadtbezirk&methode=quantiles&klassen=7",
    async (page) => {
      assert.match(await page.innerText(".banner-notice"), /^7 Klassen sind nicht möglich.*Gezeigt wird die Vorgabe\.$/);
      assert.equal(await page.locator("main [role=alert]").count(), 0);
      assert.ok((await table(page)).length > 0);
      assert.equal(choices(page).klassen, undefined);
      assert.equal(await page.inputValue("[name=klassen]"), "");
    },
    refused,
  );
});

test("an area is chosen and let go with the keyboard alone", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    // From the table's heading the focus walks over search, box and column heads to the first row.
    const onRow = () => page.evaluate(() => document.activeElement.closest("tr")?.dataset.code ?? null);
    for (let tabs = 0; tabs < 12 && (await onRow()) === null; tabs += 1) await page.keyboard.press("Tab");
    const first = await onRow();
    assert.equal(first, (await table(page))[0].code);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", "the focus is seen");
    await page.keyboard.press("Enter");
    await ready(page);
    assert.equal(choices(page).gebiet, first);
    assert.equal(await onRow(), first, "the focus stays");
    assert.match(await page.innerText("[role=status]"), new RegExp((await table(page))[0].name));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await ready(page);
    assert.equal(choices(page).gebiet, (await table(page))[1].code);
    assert.equal(await page.innerText(".info h2"), (await table(page))[1].name);
    await page.keyboard.press("Space");
    await ready(page);
    assert.equal(choices(page).gebiet, undefined);
  });
});

test("the search finds areas by name and by code and says when there is none", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    const rows = await table(page);
    for (const [text, row] of [[rows[5].name, rows[5]], [rows[7].code, rows[7]]]) {
      await page.focus("#suche");
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, row.code);
      await ready(page);
      assert.equal(await page.innerText(".info h2"), row.name);
      const seen = await page.evaluate((code) => {
        const line = document.querySelector(`tr[data-code="${code}"]`).getBoundingClientRect();
        const box = document.querySelector(".table-box").getBoundingClientRect();
        return line.top >= box.top && line.bottom <= box.bottom + 1;
      }, row.code);
      assert.ok(seen, "the row is in sight");
    }
    await page.focus("#suche");
    await page.keyboard.type("Nirgendwo");
    await page.keyboard.press("Enter");
    assert.match(await page.innerText(".search [role=alert]"), /Nirgendwo/);
  });
});

test("the search finds parts of names, however umlauts are written, and says how many", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    const rows = await table(page);
    const containing = (part) => rows.filter(({ name }) => name.toLowerCase().includes(part)).map(({ code }) => code);
    const parts = rows.map(({ name }) => name.slice(-4).toLowerCase()).filter((part) => /^[a-z]{4}$/.test(part));
    const part = parts.find((text) => containing(text).length > 1 && rows.every(({ name }) => name.toLowerCase() !== text));
    await page.fill("#suche", part.toUpperCase());
    await page.waitForFunction((count) => document.querySelectorAll("tr[data-code]").length === count, containing(part).length);
    assert.deepEqual((await table(page)).map(({ code }) => code), containing(part));
    await page.press("#suche", "Enter");
    assert.equal(choices(page).gebiet, undefined, "none of several is chosen");
    assert.match(await page.innerText(".search p"), new RegExp(`^${containing(part).length} von ${rows.length} Gebieten enthalten`));
    await page.fill("#suche", "");
    const umlaut = rows.find(({ name }) => /[äöü]/.test(name));
    const spelled = { ä: ["ae", "a"], ö: ["oe", "o"], ü: ["ue", "u"] };
    for (const way of [0, 1]) {
      await page.fill("#suche", umlaut.name.toUpperCase().toLowerCase().replace(/[äöü]/g, (letter) => spelled[letter][way]));
      await page.press("#suche", "Enter");
      await page.waitForFunction((code) => new URLSearchParams(location.search).get("gebiet") === code, umlaut.code);
      await ready(page);
      assert.equal((await table(page)).length, rows.length, "the whole table is back");
      await page.click(".info .close");
      await ready(page);
    }
  });
});

test("on a narrow screen the direction is told in full and a chosen area's details come into sight", async () => {
  await visit(
    browser,
    server,
    "/?stadt=musterstadt",
    async (page) => {
      const hidden = await page.evaluate(() => {
        const box = document.querySelector(".direction").getBoundingClientRect();
        const around = document.querySelector("#indikator-text").getBoundingClientRect();
        return box.height === 0 || box.bottom > around.bottom + 1;
      });
      assert.equal(hidden, false);
      await page.fill("#suche", (await table(page))[3].name);
      await page.press("#suche", "Enter");
      await page.waitForSelector("tr.chosen");
      // The page scrolls there a frame later.
      await page.waitForFunction(() => Math.abs(document.querySelector(".info").getBoundingClientRect().top) < 40);
      await page.focus("tr[data-code] .col-name button");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await ready(page);
      const seen = await page.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        return document.activeElement.closest("tr") !== null && box.top >= 0 && box.bottom <= innerHeight;
      });
      assert.ok(seen, "the focus stays in the table and in sight");
    },
    { size: PHONE },
  );
});

test("the last choice wins when answers come late and out of order", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    const { stadt, ebene, indikator } = choices(page);
    const city = await answer(server, `/cities/${stadt}`);
    const others = city.indicators
      .filter((item) => item.id !== indikator && item.available.some((entry) => entry.level === ebene && !entry.refused && entry.periods.length > 0))
      .slice(0, 2);
    // The first question is answered a second after the second one.
    await page.route(/\/values\?/, async (route) => {
      if (route.request().url().includes(`indicator=${others[0].id}&`)) await wait(1500);
      await route.continue().catch(() => {});
    });
    await page.selectOption("[name=indikator]", others[0].id);
    assert.equal(await page.getAttribute("html", "data-ready"), "false");
    await page.selectOption("[name=indikator]", others[1].id);
    await ready(page);
    const now = await snapshot(page);
    assert.ok(now.heading.startsWith(others[1].name));
    await wait(2000);
    assert.deepEqual(await snapshot(page), now, "the late answer changes nothing");
    assert.equal(choices(page).indikator, others[1].id);
  });
});
