// One truth: map, legend, table, tooltip, profile and API say the same, also after choices faster than the answers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, fittingDecimals, german, legend, onScreen, pixels, rgb, table, tiles, values, wait } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

const CITIES = [
  { city: "musterstadt", level: "ortsteil", indicator: "kinderarmut", skip: false },
  { city: "musterstadt", level: "statistischer_bezirk", indicator: "sgb2_quote", skip: false },
  { city: "leipzig", level: "ortsteil", indicator: "sgb2_quote", skip: withoutData },
];

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]));

const near = (pixel, color) => rgb(color).every((part, channel) => Math.abs(part - pixel[channel]) <= 3);

/** Where the map under a label point has another colour than the legend gives the class of the area. */
async function wrongPixels(page) {
  const { stadt, ebene } = choices(page);
  const [areas, shown] = [await answer(server, `/cities/${stadt}/${ebene}/areas`), await values(server, page)];
  const entries = (await legend(page)).filter(({ color }) => color !== null);
  assert.deepEqual(entries.map(({ color }) => color), shown.classification.colors);
  assert.deepEqual(entries.map(({ count }) => count), shown.classification.counts);
  const drawn = await pixels(page, areas.id.map((_, at) => [areas.lon[at], areas.lat[at]]));
  return areas.id.flatMap((id, at) => {
    const place = shown.class[shown.id.indexOf(id)] ?? -1;
    const fits = place < 0 ? entries.every(({ color }) => !near(drawn[at], color)) : near(drawn[at], entries[place].color);
    return fits ? [] : [`${areas.name[at]}: class ${place}, ${drawn[at]}`];
  });
}

for (const { city, level, indicator, skip } of CITIES) {
  test(`${city}, ${level}: under every label point the map has the legend's colour of the class, for every method`, { skip }, async () => {
    const path = `/?stadt=${city}&ebene=${level}&indikator=${indicator}&hinweise=aus&kontext=keine`;
    await visit(browser, server, path, async (page) => {
      const methods = (await page.$$eval("[name=methode] option", (all) => all.map(({ value }) => value))).filter(Boolean);
      assert.deepEqual(methods, ["quantiles", "equal_interval", "fisher_jenks", "standard_deviation", "head_tail", "pretty"]);
      for (const method of methods) {
        await page.selectOption("[name=methode]", method);
        await ready(page);
        assert.equal((await values(server, page)).classification.method, method);
        assert.deepEqual(await wrongPixels(page), [], method);
      }
    });
  });

  test(`${city}, ${level}: table, tooltip, details, profile and API give the same values`, { skip }, async () => {
    const path = `/?stadt=${city}&ebene=${level}&indikator=${indicator}&hinweise=aus&kontext=keine`;
    await visit(browser, server, path, async (page) => {
      const shown = await values(server, page);
      const { jahr } = choices(page);
      const digits = fittingDecimals(shown);
      const rows = new Map((await table(page)).map((row) => [row.code, row]));
      assert.equal(rows.size, shown.code.length);
      for (const [at, code] of shown.code.entries()) {
        if (shown.value[at] !== null) assert.equal(rows.get(code).value, german(shown.value[at], digits), code);
      }
      const areas = await answer(server, `/cities/${city}/${level}/areas`);
      const known = shown.code.map((_, at) => at).filter((at) => shown.value[at] !== null);
      for (const at of [known[0], known[Math.floor(known.length / 2)], known.at(-1)]) {
        const [code, text] = [shown.code[at], german(shown.value[at], digits)];
        const place = areas.code.indexOf(code);
        const point = await onScreen(page, [areas.lon[place], areas.lat[place]]);
        await page.mouse.move(point.x - 2, point.y);
        await page.mouse.move(point.x, point.y);
        await page.waitForSelector(`.tooltip[data-code="${code}"]`);
        assert.ok((await page.innerText(".tooltip")).includes(text), `${text} at the pointer`);
        await page.mouse.click(point.x, point.y);
        await page.waitForFunction((wanted) => new URLSearchParams(location.search).get("gebiet") === wanted, code);
        assert.ok((await page.innerText(".info-value")).includes(text), `${text} in the details`);
        const profile = await answer(server, `/cities/${city}/${level}/areas/${code}?period=${jahr}`);
        const item = profile.themes.flatMap(({ indicators }) => indicators).find(({ id }) => id === indicator);
        assert.equal(item.value, shown.value[at]);
        await page.mouse.click(point.x, point.y);
        await page.waitForFunction(() => !new URLSearchParams(location.search).has("gebiet"));
      }
    });
  });
}

test("twenty choices faster than their answers end in the last one on map, legend and table", async () => {
  const city = await answer(server, "/cities/musterstadt");
  const usable = city.indicators.filter(({ unit, available }) => unit === "%" && available.some(({ level, periods }) => level === "ortsteil" && periods.includes("2024")));
  const ids = Array.from({ length: 20 }, (_, at) => usable[at % usable.length].id);
  const last = ids.at(-1);
  await visit(browser, server, "/?stadt=musterstadt&ebene=ortsteil&indikator=sgb2_quote&jahr=2024&hinweise=aus&kontext=keine", async (page) => {
    let count = 0;
    await page.route(/\/(values|disparity|series)\?/, async (route) => {
      // Earlier answers come later: the first one waits longest.
      count += 1;
      await wait(Math.max(0, 900 - 25 * count) + (count % 3) * 120);
      await route.continue().catch(() => {});
    });
    for (const id of ids) await page.selectOption("[name=indikator]", id);
    await ready(page);
    await wait(1500);
    await ready(page);
    assert.equal(choices(page).indikator, last);
    const name = city.indicators.find(({ id }) => id === last).name;
    assert.equal(await page.innerText("h1"), name);
    assert.match(await page.innerText(".legend-heading"), new RegExp(name));
    const shown = await values(server, page);
    assert.equal(shown.indicator, last);
    const digits = fittingDecimals(shown);
    for (const { code, value } of await table(page)) {
      const at = shown.code.indexOf(code);
      if (shown.value[at] !== null) assert.equal(value, german(shown.value[at], digits));
    }
    assert.deepEqual(await wrongPixels(page), []);
  });
});

test("no tile is asked for when indicator, year, method or definition change", async () => {
  const city = await answer(server, "/cities/musterstadt");
  await visit(browser, server, "/?stadt=musterstadt&ebene=statistischer_bezirk&indikator=sgb2_quote&jahr=2024", async (page, seen) => {
    const before = tiles(seen.requests).length;
    assert.ok(before > 0);
    for (const [name, value] of [["indikator", "kinderarmut"], ["jahr", "2019"], ["methode", "quantiles"], ["klassen", "4"], ["indikator", "alleinerziehende"], ["jahr", "2024"]]) {
      await page.selectOption(`[name=${name}]`, value);
      await ready(page);
    }
    if (city.priorities.length > 1) await page.selectOption("[name=definition]", city.priorities[1].id);
    await page.uncheck("[name=hinweise]");
    await ready(page);
    await page.check("[name=hinweise]");
    await ready(page);
    assert.equal(tiles(seen.requests).length, before);
  });
});

test("loading keeps the old picture and is told after 300 milliseconds, not before", async () => {
  await visit(browser, server, "/?stadt=musterstadt&ebene=ortsteil&indikator=sgb2_quote", async (page) => {
    const before = await table(page);
    await page.route(/\/values\?/, async (route) => {
      await wait(900);
      await route.continue().catch(() => {});
    });
    await page.selectOption("[name=indikator]", "kinderarmut");
    await wait(120);
    assert.equal(await page.getAttribute("main", "aria-busy"), "false");
    await page.waitForFunction(() => document.querySelector("main").getAttribute("aria-busy") === "true");
    assert.deepEqual(await table(page), before);
    await ready(page);
    assert.equal(await page.getAttribute("main", "aria-busy"), "false");
    assert.notDeepEqual(await table(page), before);
  });
});

test("the slider of the years goes by page keys, home and end", async () => {
  await visit(browser, server, "/?stadt=musterstadt&ebene=ortsteil&indikator=sgb2_quote&jahr=2020", async (page) => {
    await page.focus("[name=zeitregler]");
    const year = () => Number(choices(page).jahr);
    for (const [key, fits] of [["End", (now) => now === 2024], ["PageDown", (now) => now < 2024], ["PageUp", (now) => now === 2024], ["Home", (now) => now === 2015]]) {
      const before = year();
      await page.keyboard.press(key);
      await page.waitForFunction((old) => new URLSearchParams(location.search).get("jahr") !== String(old), before);
      await ready(page);
      assert.ok(fits(year()), `${key}: ${before} to ${year()}`);
      assert.equal(await page.evaluate(() => document.activeElement.name), "zeitregler", "the focus stays");
    }
  });
});
