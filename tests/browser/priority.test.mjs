// Priority areas: the numbers, classes and reasons are the server's; weights, cuts and fields of the cross table stand in
// the address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, launch, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { answer, choices, german, pixels, rgb, wait } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

const LEVEL = "/cities/musterstadt/statistischer_bezirk";
const SCREEN = "/?ansicht=schwerpunkte&ebene=statistischer_bezirk&kontext=keine";
let blind;
let browser;
let server;

before(async () => {
  server = await serve();
  browser = await launch();
  blind = await launch({ webgl: false });
});
after(async () => {
  await browser?.close();
  await blind?.close();
  await server?.close();
});

const counts = (page) => page.$$eval(".matrix-field", (fields) => fields.map((field) => Number(field.innerText)));
const listed = (page) => page.$$eval(".ranking tr[data-code]", (rows) => rows.map((row) => row.dataset.code));

async function slide(page, name, value) {
  await page.$eval(
    `[name="${name}"]`,
    (slider, to) => {
      slider.value = String(to);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    },
    value,
  );
  await ready(page);
}

test("the cross table, the summary and the ranking are those of the server", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  await visit(browser, server, SCREEN, async (page) => {
    assert.equal(await page.innerText("h1"), "Schwerpunkträume");
    const rows = told.cross_table.map((row) => row[0]).reverse();
    assert.deepEqual(await counts(page), rows);
    const summary = await page.innerText(".prio-summary");
    assert.match(summary, new RegExp(`^${told.flagged} von ${told.valid} `));
    assert.ok(summary.includes(german(told.inhabitants.flagged, 0)));
    const flagged = told.areas.filter(({ flag }) => flag);
    assert.deepEqual((await listed(page)).sort(), flagged.map(({ code }) => code).sort());
    const names = await page.$$eval(".ranking .col-area button", (all) => all.map((button) => button.lastChild.textContent));
    assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, "de", { numeric: true })), "sorted by name");
  });
});

test("the map has the server's colour of the class at every label point, for status and without hints", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const areas = await answer(server, `${LEVEL}/areas`);
  await visit(browser, server, SCREEN, async (page) => {
    const plain = told.areas.filter(({ flag, status }) => !flag && status >= 0);
    const at = (id) => areas.id.indexOf(id);
    const found = await pixels(
      page,
      plain.map(({ id }) => [areas.lon[at(id)], areas.lat[at(id)]]),
    );
    const wrong = plain.filter(({ status }, index) => rgb(told.colors[status]).some((value, channel) => Math.abs(value - found[index][channel]) > 2));
    assert.deepEqual(wrong.map(({ name }) => name), []);
  });
});

test("an area opens with value, score, rank, weight, contribution and threshold, and says how sure it is", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const robust = await answer(server, `${LEVEL}/priority/robustness`);
  const area = told.areas.find(({ flag }) => flag);
  const steady = robust.areas.find(({ id }) => id === area.id);
  await visit(browser, server, SCREEN, async (page) => {
    await page.focus(`tr[data-code="${area.code}"] button`);
    await page.keyboard.press("Enter");
    await ready(page);
    assert.equal(choices(page).gebiet, area.code);
    const rows = await page.$$eval(".parts tbody tr", (all) => all.map((row) => row.innerText));
    assert.equal(rows.length, area.contributions.length);
    for (const [index, part] of area.contributions.entries()) {
      for (const text of [part.name, german(part.score, 2), String(part.rank), german(part.contribution, 2), part.exceeds ? "ja" : "nein"]) {
        assert.ok(rows[index].includes(text), `${text} in ${rows[index]}`);
      }
    }
    assert.ok((await page.innerText(".details")).includes(steady.words));
    const rank = steady.rank_low === steady.rank_high ? String(steady.rank_low) : `${steady.rank_low} bis ${steady.rank_high}`;
    assert.ok((await page.innerText(`tr[data-code="${area.code}"]`)).includes(rank));
    await page.goBack();
    await ready(page);
    assert.equal(await page.locator(".details").count(), 0);
  });
});

test("weights by slider, by number and by arrow keys make a scenario that stands in the address", async () => {
  const told = await answer(server, `${LEVEL}/priority?weights=kinderarmut:3`);
  await visit(browser, server, SCREEN, async (page) => {
    await slide(page, "gewicht-kinderarmut", 3);
    assert.equal(choices(page).gewichte, "kinderarmut:3");
    assert.deepEqual(await counts(page), told.cross_table.map((row) => row[0]).reverse());
    assert.match(await page.innerText(".scenario-note"), /Szenario/);
    assert.ok((await page.innerText(".tune")).includes(told.definition_hash.slice(0, 8)));
    await page.fill("[name=zahl-sgb2_quote]", "0,5");
    await page.keyboard.press("Tab");
    await ready(page);
    assert.equal(choices(page).gewichte, "kinderarmut:3,sgb2_quote:0.5");
    await page.focus("[name=gewicht-alleinerziehende]");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
    await ready(page);
    assert.match(choices(page).gewichte, /alleinerziehende:1\.15/);
    await page.goBack();
    await ready(page);
    assert.equal(await page.inputValue("[name=zahl-sgb2_quote]"), "0,5");
    const before = [await counts(page), await listed(page)];
    await page.reload();
    await ready(page);
    assert.deepEqual([await counts(page), await listed(page)], before, "the address holds the scenario");
    await page.click('.tune-foot >> text="Zurücksetzen"');
    await ready(page);
    assert.equal(choices(page).gewichte, undefined);
    assert.equal(await page.locator(".scenario-note").count(), 0);
  });
});

test("cuts are edited, and cuts that do not ascend are refused in words while the last ranking stays", async () => {
  const told = await answer(server, `${LEVEL}/priority?cuts=-1,0.5,1.5`);
  await visit(
    browser,
    server,
    SCREEN,
    async (page) => {
      await page.fill("[name=schwelle-2]", "0,5");
      await page.keyboard.press("Enter");
      await ready(page);
      assert.equal(choices(page).schwellen, "-1,0.5,1.5");
      assert.deepEqual(await counts(page), told.cross_table.map((row) => row[0]).reverse());
      await page.fill("[name=schwelle-2]", "9");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".tune .notice-error");
      assert.match(await page.innerText(".tune .notice-error"), /steigen nicht an/);
      assert.deepEqual(await counts(page), told.cross_table.map((row) => row[0]).reverse());
      await page.fill("[name=schwelle-2]", "hoch");
      assert.match(await page.innerText(".tune"), /Erwartet wird eine Zahl/);
    },
    { expected: /400/ },
  );
});

test("a field of the cross table filters list and map, and stands in the address", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const low = told.areas.filter((area) => area.class === "niedrig").map(({ code }) => code);
  assert.ok(low.length > 0);
  await visit(browser, server, SCREEN, async (page) => {
    await page.click('.matrix-field[aria-label^="niedriger sozialer Status"]');
    await ready(page);
    assert.equal(choices(page).feld, "niedrig");
    assert.deepEqual((await listed(page)).sort(), low.sort());
    const drawn = await page.evaluate(
      (ids) => ids.map((id) => globalThis.atlasMap.getFeatureState({ source: "areas", sourceLayer: "areas", id }).class),
      told.areas.map(({ id }) => id),
    );
    assert.equal(drawn.filter((at) => at >= 0).length, low.length);
    assert.equal(await page.getAttribute('.matrix-field[aria-pressed="true"]', "aria-pressed"), "true");
    await page.click(".filter-note button");
    await ready(page);
    assert.equal(choices(page).feld, undefined);
  });
});

test("areas without a class are listed with the reason", async () => {
  const told = await answer(server, `${LEVEL}/priority`);
  const without = told.areas.filter(({ index }) => index === null);
  await visit(browser, server, SCREEN, async (page) => {
    await page.selectOption("[name=zeigen]", "without");
    await ready(page);
    assert.equal(choices(page).zeigen, "ohne_klasse");
    const rows = await page.$$eval(".ranking tr[data-code]", (all) => all.map((row) => row.innerText));
    assert.equal(rows.length, without.length);
    for (const { name, reason } of without) assert.ok(rows.some((row) => row.includes(name) && row.includes(reason)), reason);
  });
});

test("the method is written out with formula, floor, exclusions, limits and fingerprint", async () => {
  const told = await answer(server, `${LEVEL}/priority?weights=kinderarmut:2`);
  await visit(browser, server, `${SCREEN}&bereich=rechenweg&gewichte=kinderarmut:2`, async (page) => {
    const text = await page.innerText(".method");
    assert.match(text, /z\(1 · z\(Arbeitslosenanteil\) \+ 1 · z\(SGB-II-Quote\) \+ 2 · z\(Kinderarmut\) \+ 1 · z\(Alleinerziehende\)\)/);
    assert.match(text, /mindestens 300/);
    assert.match(text, /Ausgenommen: Industriehafen/);
    assert.match(text, /unter −1[\s\S]*ab −1 bis 1[\s\S]*über 1 bis 1,5[\s\S]*über 1,5/);
    for (const part of [told.definition_hash, told.data_version, told.result_id]) assert.ok(text.includes(part));
  });
});

test("how sure it is comes as shares of runs and as sentences", async () => {
  const told = await answer(server, `${LEVEL}/priority/robustness`);
  await visit(browser, server, `${SCREEN}&bereich=stabilitaet`, async (page) => {
    const text = await page.innerText(".part");
    for (const sentence of told.summary) assert.ok(text.includes(sentence), sentence);
    const doubtful = told.areas.find(({ flips }) => flips.length > 0);
    const row = await page.innerText(`tr[data-code="${doubtful.code}"]`);
    assert.ok(row.includes(`${german(100 * doubtful.flagged_share, 1)} %`), row);
    assert.match(row, /Einstufung ändert sich, wenn/);
    assert.ok(row.includes(told.choices[doubtful.flips[0]].words));
  });
});

test("two settings side by side name the areas that change and colour them", async () => {
  const told = await answer(server, `${LEVEL}/priority/compare?weights=kinderarmut:3,sgb2_quote:0&cuts=-1,0.8,1.2`);
  await visit(browser, server, `${SCREEN}&bereich=szenario&gewichte=kinderarmut:3,sgb2_quote:0&schwellen=-1,0.8,1.2`, async (page) => {
    const changed = told.areas.filter((area) => area.class_changed || area.flag_changed);
    assert.ok(changed.length > 0);
    assert.deepEqual((await listed(page)).sort(), changed.map(({ code }) => code).sort());
    assert.ok((await page.innerText(".part")).includes(told.summary));
    const legend = await page.$$eval(".matrix-changes li span:last-child", (all) => all.map((span) => Number(span.innerText)));
    assert.deepEqual(legend, told.changes.map(({ count }) => count).reverse());
    await page.click('text="Jetzige Einstellung als A merken"');
    await ready(page);
    assert.equal(choices(page).gewichte_a, "kinderarmut:3,sgb2_quote:0");
    assert.match(await page.innerText(".part"), /Kein Gebiet ändert seine Einstufung/);
    await slide(page, "gewicht-kinderarmut", 0);
    assert.equal(choices(page).schwellen_a, "-1,0.8,1.2");
    await page.waitForSelector(".ranking tr[data-code]");
  });
});

/** Takes one of the compared values out of the refusal, as the server does with what is secret. */
async function hideOne(page) {
  await page.route(/\/ortsteil\/priority\?/, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const nothing = { value: null, lower: null, upper: null, difference: null, difference_lower: null, difference_upper: null };
    Object.assign(json.instead[0].areas[0], nothing, { to_city: null, reason: "suppressed" });
    await route.fulfill({ response, json });
  });
}

test("too few areas are refused in words, with values, intervals and differences in place of the index", async () => {
  await visit(
    browser,
    server,
    "/?ansicht=schwerpunkte&ebene=ortsteil",
    async (page) => {
      await ready(page);
      assert.match(await page.innerText(".part .notice"), /erst ab 20 Gebieten/);
      const text = await page.innerText(".part");
      assert.match(text, /95-%-Bereich/);
      assert.match(text, /liegt gesichert (über|unter) dem Stadtwert/);
      assert.match(text, /geheim zu halten/);
      await page.click('text="Zur Ebene Statistische Bezirke"');
      await ready(page);
      assert.equal(choices(page).ebene, "statistischer_bezirk");
      assert.equal(await page.locator(".matrix-field").count(), 4);
    },
    { expected: /422/, before: hideOne },
  );
});

test("a slow answer leaves the old ranking and says that it is busy; the last choice wins", async () => {
  await visit(browser, server, SCREEN, async (page) => {
    const before = await counts(page);
    let delay = 900;
    await page.route(/\/priority\?.*weights/, async (route) => {
      const mine = delay;
      delay = Math.max(0, delay - 600);
      await wait(mine);
      await route.continue().catch(() => {});
    });
    const set = (value) =>
      page.$eval(
        "[name=gewicht-kinderarmut]",
        (slider, to) => {
          slider.value = String(to);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        },
        value,
      );
    await set(0);
    await wait(500);
    assert.equal(await page.getAttribute(".prio-screen", "aria-busy"), "true");
    assert.deepEqual(await counts(page), before, "the old view stays");
    await set(3);
    await ready(page);
    const told = await answer(server, `${LEVEL}/priority?weights=kinderarmut:3`);
    assert.deepEqual(await counts(page), told.cross_table.map((row) => row[0]).reverse());
    assert.equal(await page.inputValue("[name=zahl-kinderarmut]"), "3");
  });
});

test("without WebGL the map is drawn with the same colours, scenario included, and everything else works", async () => {
  const told = await answer(server, `${LEVEL}/priority?weights=kinderarmut:3`);
  await visit(blind, server, `${SCREEN}&gewichte=kinderarmut:3`, async (page) => {
    const fills = new Set(await page.$$eval(".map-box svg path", (paths) => paths.map((path) => path.getAttribute("fill"))));
    for (const color of told.colors) assert.ok(fills.has(color), `${color} in ${[...fills]}`);
    assert.match(await page.getAttribute("img.picture-of-map.only-print", "src"), /show=status&.*weights=kinderarmut/);
    await page.click('.matrix-field[aria-label^="sehr niedriger"]');
    await ready(page);
    assert.ok((await listed(page)).length > 0);
  });
});

test("the screen prints without controls, with the map as a picture and the table", async () => {
  await visit(browser, server, SCREEN, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.isHidden(".parts-nav"));
    assert.ok(await page.isHidden("[name=gewicht-kinderarmut]"));
    assert.ok(await page.isHidden(".prio-layout .map-box"));
    assert.ok(await page.isVisible(".picture-of-map.only-print"));
    assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
  });
});

const PARTS = ["rangliste", "rechenweg", "stabilitaet", "szenario", "beschluesse", "budget"];
for (const size of [DESKTOP, PHONE]) {
  for (const part of PARTS) {
    test(`the part ${part} breaks no rule and does not scroll sideways at ${size.width} px`, async () => {
      const look = async (page) => {
        assert.deepEqual(await violations(page), []);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(sideways, 0);
        const small = await page.$$eval("button, select, input, summary, nav a", (all) =>
          all
            .map((item) => ({ box: item.getBoundingClientRect(), name: item.outerHTML.slice(0, 80) }))
            .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24)),
        );
        assert.deepEqual(small, [], "targets are at least 24 px");
      };
      await visit(browser, server, `${SCREEN}&bereich=${part}&gewichte=kinderarmut:2&gebiet=1103&betrag=500000`, look, { size });
    });
  }
}
