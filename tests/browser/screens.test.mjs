// Every screen is reached by its address and by keyboard, says what the server says, and keeps nobody out.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, german, pick, pixels, rgb, wait } from "./support/page.mjs";

const LEVEL = "/cities/musterstadt/ortsteil";
const SCREENS = {
  karte: "Karte",
  steckbrief: "Steckbrief",
  vergleich: "Vergleich",
  zusammenhaenge: "Zusammenhänge",
  entwicklung: "Entwicklung",
  pruefbericht: "Prüfbericht",
  daten: "Datengrundlagen",
};
const FAILED = /Failed to load resource/;

const { browser, server } = await opened();

test("every screen has a title of its own, and whoever goes there begins at its heading", async () => {
  await visit(browser, server, "/", async (page) => {
    const titles = new Set([await page.title()]);
    for (const [word, name] of Object.entries(SCREENS).slice(1)) {
      await page.click(`nav >> text="${name}"`);
      await ready(page);
      assert.equal(choices(page).ansicht, word);
      await page.waitForFunction(() => document.activeElement?.id === "titel");
      titles.add(await page.title());
    }
    assert.equal(titles.size, Object.keys(SCREENS).length, [...titles].join(" | "));
    await page.goBack();
    await ready(page);
    assert.equal(choices(page).ansicht, "pruefbericht");
    await page.click('nav >> text="Karte"');
    await ready(page);
    assert.equal(choices(page).ansicht, undefined);
    assert.ok(await page.isVisible(".map canvas"));
  });
});

test("an unknown screen is told and the map is shown", async () => {
  await visit(browser, server, "/?ansicht=kaffeesatz", async (page) => {
    assert.match(await page.innerText(".banner-notice"), /kaffeesatz/);
    assert.equal(await page.innerText("nav [aria-current=page]"), "Karte");
  });
});

test("the profile shows the numbers of the server and a missing value as its reason", async () => {
  const profile = await answer(server, `${LEVEL}/areas/03?period=2024`);
  await visit(browser, server, "/?ansicht=steckbrief&ebene=ortsteil&gebiet=03&jahr=2024", async (page) => {
    assert.equal(await page.innerText("h1"), profile.area.name);
    const items = profile.themes.flatMap(({ indicators }) => indicators);
    assert.ok(items.length > 10);
    const cards = await page.$$eval(".profile-card", (all) => all.map((card) => card.innerText));
    assert.equal(cards.length, items.length);
    for (const [at, item] of items.entries()) {
      const shown = item.value === null ? item.reason_text : german(item.value, item.decimals);
      assert.ok(cards[at].includes(item.name) && cards[at].includes(shown), `${shown} in ${cards[at]}`);
      if (item.position) assert.ok(cards[at].includes(item.position.text));
    }
    await page.click(`.facts a >> text="${profile.neighbours[0].name}"`);
    await page.waitForFunction((name) => document.querySelector("h1").innerText === name, profile.neighbours[0].name);
    assert.equal(choices(page).gebiet, profile.neighbours[0].code);
  });
});

test("the profile is printed on A4 without pickers, with sources, date and address", async () => {
  await visit(browser, server, "/?ansicht=steckbrief&ebene=ortsteil&gebiet=03", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.isHidden(".choose-row"));
    assert.ok(await page.isHidden("nav"));
    const foot = await page.innerText(".profile-foot");
    assert.match(foot, /©.*Stand \d\d\.\d\d\.\d{4}/);
    assert.ok((await page.innerText(".paper-foot")).includes("gebiet=03"));
    const pdf = await page.pdf({ format: "A4" });
    assert.ok(pdf.length > 10_000);
  });
});

test("areas side by side show values, ranges and differences of the server", async () => {
  const told = await answer(server, `${LEVEL}/comparison?areas=03,01&period=2024`);
  await visit(browser, server, "/?ansicht=vergleich&ebene=ortsteil&gebiete=03,01&jahr=2024", async (page) => {
    const rows = await page.$$eval(".compare-table tbody tr:not(:has(.theme-row))", (all) => all.map((row) => row.innerText));
    assert.equal(rows.length, told.indicators.length);
    const at = told.indicators.findIndex(({ indicator }) => indicator === "kinderarmut");
    const { areas, differences, city } = told.indicators[at];
    const expected = [areas[0].value, areas[1].value, city.value, areas[0].lower].map((value) => german(value, 1));
    expected.push(german(-differences[0].absolute, 1));
    for (const text of expected) assert.ok(rows[at].includes(text), `${text} in ${rows[at]}`);
    const secured = told.indicators.flatMap((line) => line.differences).filter(({ verdict }) => verdict === "higher" || verdict === "lower");
    assert.match(await page.innerText(".lead >> nth=1"), new RegExp(`in ${secured.length} von `));
    await page.selectOption("[name=gebiet-3]", "02");
    await ready(page);
    assert.equal(choices(page).gebiete.split(",").length, 3);
    await page.waitForFunction(() => document.querySelectorAll(".multiples figure").length === 3);
    await page.selectOption("[name=vergleich]", "2020");
    await ready(page);
    assert.match(await page.innerText(".compare-table"), /Seit 2020: .*(gesicherte Veränderung|gesicherter (Anstieg|Rückgang))/);
  });
});

test("two indicators show both coefficients, a warning and a map of nine colours", async () => {
  const told = await answer(server, `${LEVEL}/correlation?x=kinderarmut&y=sgb2_quote&period=2024`);
  const areas = await answer(server, `${LEVEL}/areas`);
  await visit(
    browser,
    server,
    "/?ansicht=zusammenhaenge&ebene=ortsteil&indikator=kinderarmut&mit=sgb2_quote&jahr=2024&kontext=keine",
    async (page) => {
      const big = await page.innerText(".big");
      for (const text of [german(told.pearson, 2), german(told.spearman, 2), String(told.n)]) assert.ok(big.includes(text), big);
      assert.match(await page.innerText(".coefficients .notice"), /ökologischer Fehlschluss/);
      assert.equal(await page.locator(".scatter .dot").count(), told.n);
      const counts = await page.$$eval(".nine-count", (all) => all.map((item) => Number(item.textContent)));
      assert.deepEqual(counts, told.counts);
      const drawn = await pixels(page, areas.id.map((_, at) => [areas.lon[at], areas.lat[at]]));
      for (const [at, id] of areas.id.entries()) {
        const place = told.class[told.id.indexOf(id)];
        if (place < 0) continue;
        assert.ok(rgb(told.colors[place]).every((part, channel) => Math.abs(part - drawn[at][channel]) <= 3), areas.name[at]);
      }
      await page.click(".scatter .dot >> nth=2");
      await page.waitForFunction(() => new URLSearchParams(location.search).has("gebiet"));
      await pick(page, "mit", "wahlbeteiligung");
      assert.equal(choices(page).mit, "wahlbeteiligung");
    },
  );
});

test("the change between two times is drawn in the classes of the server and listed by name", async () => {
  const told = await answer(server, `${LEVEL}/values?indicator=alleinerziehende&period=2024&earlier=2016&scale=periods`);
  const areas = await answer(server, `${LEVEL}/areas`);
  const path = "/?ansicht=entwicklung&ebene=ortsteil&indikator=alleinerziehende&jahr=2024&vergleich=2016&kontext=keine";
  await visit(browser, server, path, async (page) => {
    const { change } = told;
    const counts = await page.$$eval(".map-and-legend .legend-count", (all) => all.map((item) => Number(item.textContent)));
    assert.deepEqual(counts, change.classification.counts);
    const drawn = await pixels(page, areas.id.map((_, at) => [areas.lon[at], areas.lat[at]]));
    for (const [at, id] of areas.id.entries()) {
      const place = change.class[told.id.indexOf(id)];
      if (place === null) continue;
      const color = rgb(change.classification.colors[place]);
      assert.ok(color.every((part, channel) => Math.abs(part - drawn[at][channel]) <= 3), areas.name[at]);
    }
    const secured = (verdict) => change.verdict.filter((item) => item === verdict).length;
    const lists = await page.$$eval(".change-list", (all) => all.map((list) => [...list.querySelectorAll("a")].map((link) => link.textContent)));
    assert.deepEqual(lists.map((list) => list.length), [secured("higher"), secured("lower")]);
    for (const list of lists) assert.deepEqual(list, [...list].sort((a, b) => a.localeCompare(b, "de", { numeric: true })));
  });
});

test("sources, licences and formulas are told for every indicator", async () => {
  const city = await answer(server, "/cities/musterstadt");
  await visit(browser, server, "/?ansicht=daten", async (page) => {
    const text = await page.evaluate(() => document.querySelector("main").textContent);
    for (const { publisher, licence } of city.sources) assert.ok(text.includes(publisher) && text.includes(licence));
    for (const { name, formula } of city.indicators) assert.ok(text.includes(name) && text.includes(formula), name);
    assert.equal(await page.locator("details.method[open]").count(), 1);
  });
});

test("the check report counts what was read and links the whole one", async () => {
  const report = await answer(server, "/cities/musterstadt/report.json");
  await visit(browser, server, "/?ansicht=pruefbericht", async (page) => {
    const rows = await page.$$eval("main table >> nth=0 >> tbody tr", (all) => all.length).catch(() => null);
    const files = rows ?? (await page.locator("main table").first().locator("tbody tr").count());
    assert.equal(files, report.files.length);
    assert.match(await page.getAttribute('main a:has-text("Ganzer Prüfbericht")', "href"), /report\.html/);
    // A file that holds several tables stands there once for each, by name.
    const names = await page.locator("main table").first().locator("tbody th code").allInnerTexts();
    assert.deepEqual(names, report.files.map(({ id }) => id));
  });
});

test("a screen that fails says why, names the request, and tries again", async () => {
  await visit(
    browser,
    server,
    "/?ansicht=steckbrief&ebene=ortsteil&gebiet=03",
    async (page) => {
      await page.route(/\/areas\/01/, (route) =>
        route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          headers: { "x-request-id": "abc-17" },
          body: JSON.stringify({ title: "Nicht bereit", status: 503, detail: "Der Steckbrief wird gerade erneuert." }),
        }),
      );
      const before = await page.innerText("h1");
      await page.selectOption("[name=gebiet]", "01");
      await page.waitForSelector("main [role=alert]");
      const alert = await page.innerText("main [role=alert]");
      assert.match(alert, /Der Steckbrief wird gerade erneuert\./);
      assert.match(alert, /abc-17/);
      assert.equal(await page.innerText("h1"), before, "the old view stays");
      assert.deepEqual(await violations(page), []);
      await page.unroute(/\/areas\/01/);
      await page.click("main [role=alert] button");
      await page.waitForFunction((old) => document.querySelector("h1").innerText !== old, before);
      await ready(page);
      assert.equal(await page.locator("main [role=alert]").count(), 0);
    },
    { expected: FAILED },
  );
});

test("the last of several areas wins however late the answers come", async () => {
  await visit(browser, server, "/?ansicht=steckbrief&ebene=ortsteil&gebiet=03", async (page) => {
    await page.route(/\/areas\/01/, async (route) => {
      await wait(1200);
      await route.continue().catch(() => {});
    });
    const { area } = await answer(server, `${LEVEL}/areas/02`);
    await page.selectOption("[name=gebiet]", "01");
    await page.waitForFunction(() => document.querySelector(".screen").getAttribute("aria-busy") === "true");
    await page.selectOption("[name=gebiet]", "02");
    await ready(page);
    await wait(1500);
    assert.equal(await page.innerText("h1"), area.name);
  });
});

test("on a phone two areas stand side by side without rolling, with their names above", async () => {
  const look = async (page) => {
    const box = await page.locator(".table-box:has(.compare-table)").boundingBox();
    for (const row of ["thead tr > th", "tbody tr:nth-child(2) > td"]) {
      const cells = page.locator(`.compare-table ${row}`);
      const first = row.startsWith("thead") ? 1 : 0;
      for (const at of [first, first + 1]) {
        const cell = await cells.nth(at).boundingBox();
        assert.ok(cell.x >= box.x && cell.x + cell.width <= box.x + box.width, `${row} ${at}: ${JSON.stringify({ cell, box })}`);
      }
    }
    assert.deepEqual(await violations(page), []);
  };
  await visit(browser, server, "/?ansicht=vergleich&ebene=ortsteil&gebiete=03,01", look, { size: PHONE });
});

test("a conference without an area lets one be chosen", async () => {
  await visit(browser, server, "/?ansicht=konferenz&ebene=ortsteil", async (page) => {
    await page.selectOption("[name=gebiet]", "03");
    await page.waitForSelector(".slide-stage");
    assert.equal(choices(page).gebiet, "03");
  });
});

test("where the city has no value, the place of the value says why", async () => {
  const query = "stadt=musterstadt&ebene=ortsteil&indikator=sprachfoerderbedarf&jahr=2024&gebiet=03";
  await visit(browser, server, `/?${query}`, async (page) => {
    assert.match(await page.innerText(".legend-city"), /Musterstadt insgesamt, 2024: noch nicht verfügbar/);
  });
  await visit(browser, server, `/?ansicht=steckbrief&${query}`, async (page) => {
    const card = page.locator(".profile-card", { has: page.locator("h3:has-text('Sprachförderbedarf')") });
    assert.match(await card.innerText(), /Stadt insgesamt: noch nicht verfügbar/);
  });
  await visit(browser, server, `/?ansicht=vergleich&${query}&gebiete=03,01`, async (page) => {
    const row = page.locator(".compare-table tr", { has: page.locator("th:has-text('Sprachförderbedarf')") });
    assert.equal(await row.locator("td").last().innerText(), "noch nicht verfügbar");
  });
  await visit(browser, server, `/?ansicht=vergleich&art=reihe&${query}`, async (page) => {
    await page.waitForFunction(() => /Stadt: noch nicht verfügbar/.test(document.querySelector(".small-map-now")?.innerText ?? ""));
  });
  await visit(browser, server, `/?ansicht=entwicklung&${query}&vergleich=2023`, async (page) => {
    assert.match(await page.innerText("main"), /Musterstadt insgesamt: Veränderung nicht bekannt \(noch nicht verfügbar\)/);
  });
});
