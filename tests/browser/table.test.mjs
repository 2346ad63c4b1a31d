// Table and legend tell the same as the server, in German, and never a number where there is none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, fittingDecimals, fromGerman, german, legend, pick, pixels, rgb, table, values } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

/** Words for the reasons, and the legend's entry for each. */
const WORDS = {
  absent: ["kein Wert vorhanden", "kein Wert"],
  suppressed: ["geheim zu halten", "geheim zu halten"],
  unreliable: ["nicht verlässlich", "kein Wert"],
  not_applicable: ["nicht sinnvoll", "kein Wert"],
  not_yet: ["noch nicht verfügbar", "kein Wert"],
  excluded: ["ausgenommen", "ausgenommen"],
  no_row: ["nicht in der Tabelle enthalten", "kein Wert"],
  not_aggregable: ["lässt sich nicht zusammenfassen", "kein Wert"],
};

const { browser, server } = await opened(serveWhatIsThere(["leipzig", "berlin"]));

async function assertTable(page) {
  const shown = await values(server, page);
  const decimals = fittingDecimals(shown);
  const expected = new Map(
    shown.code.map((code, at) => {
      const value = shown.value[at];
      return [code, value === null ? WORDS[shown.reason[at]][0] : german(value, decimals)];
    }),
  );
  const rows = await table(page);
  assert.equal(rows.length, expected.size);
  assert.deepEqual(Object.fromEntries(rows.map(({ code, value }) => [code, value])), Object.fromEntries(expected));
}

async function assertMissing(page) {
  const { missing } = (await values(server, page)).classification;
  const expected = {};
  for (const [reason, count] of Object.entries(missing)) {
    const entry = WORDS[reason][1];
    expected[entry] = (expected[entry] ?? 0) + count;
  }
  const entries = (await legend(page)).filter(({ color, text }) => color === null && text !== "rechnerisch auffällig");
  assert.deepEqual(Object.fromEntries(entries.map(({ text, count }) => [text, count])), expected);
}

/** A view of the invented city in which both kinds of missing values occur, or each of them once. */
async function viewsWithMissing(wanted) {
  const city = await answer(server, "/cities/musterstadt");
  const found = new Map();
  for (const { id, available } of city.indicators) {
    for (const { level, periods, refused } of available) {
      if (refused || periods.length === 0 || found.size === wanted.length) continue;
      const period = periods.at(-1);
      const path = `/cities/musterstadt/${level}/values?indicator=${id}&period=${period}`;
      const { missing } = (await answer(server, path)).classification;
      const reason = wanted.find((name) => missing[name] && !found.has(name));
      if (reason) found.set(reason, `/?ebene=${level}&indikator=${id}&jahr=${period}&hinweise=aus&kontext=keine`);
    }
  }
  return found;
}

for (const [city, skip] of [["musterstadt", false], ["leipzig", withoutData], ["berlin", withoutData]]) {
  test(`the table of ${city} says what the server answers, in German numbers`, { skip }, async () => {
    await visit(browser, server, `/?stadt=${city}`, async (page) => {
      await assertTable(page);
      await assertMissing(page);
      const { decimals } = await values(server, page);
      const separated = (await table(page)).filter(({ value }) => /^−?\d{1,3}(\.\d{3})*,\d+$/.test(value));
      assert.ok(decimals === 0 || separated.length > 0, "decimals are behind a comma");
    });
  });
}

test("secret and absent values are words and patterns of their own, never numbers or classes", async () => {
  const views = await viewsWithMissing(["suppressed", "absent"]);
  assert.ok(views.has("suppressed"), "the invented city has a secret value");
  for (const [reason, path] of views) {
    await visit(browser, server, path, async (page) => {
      const shown = await values(server, page);
      await assertTable(page);
      await assertMissing(page);
      const codes = shown.code.filter((_, at) => shown.reason[at] === reason);
      const rows = (await table(page)).filter(({ code }) => codes.includes(code));
      for (const row of rows) {
        assert.equal(row.value, WORDS[reason][0]);
        assert.doesNotMatch(row.value + row.class, /\d/);
      }
      const areas = await answer(server, `/cities/musterstadt/${choices(page).ebene}/areas`);
      const spots = areas.code.flatMap((code, at) => (codes.includes(code) ? [[areas.lon[at], areas.lat[at]]] : []));
      for (const pixel of await pixels(page, spots)) {
        const like = shown.classification.colors.find((color) => rgb(color).every((part, at) => Math.abs(part - pixel[at]) < 3));
        assert.equal(like, undefined, "a missing value has no colour of a class");
      }
    });
  }
});

/** Every printed value lies in the printed range of its class. */
async function assertRanges(page) {
  for (const { name, value, class: range } of await table(page)) {
    if (!range) continue;
    const [, over, low, high] = /^(über )?([−\d.,]+) bis ([−\d.,]+)$/.exec(range) ?? assert.fail(`${name}: ${range}`);
    const [number, least, most] = [value, low, high].map(fromGerman);
    assert.ok(over ? number > least : number >= least, `${name}: ${value} is not in ${range}`);
    assert.ok(number <= most, `${name}: ${value} is not in ${range}`);
  }
}

test("no printed value contradicts the printed range of its class", async () => {
  await visit(browser, server, "/?methode=quantiles&hinweise=aus&kontext=keine", async (page) => {
    let finer = 0;
    const periods = await page.$$eval("[name=jahr] option", (options) => options.map(({ value }) => value));
    for (const period of periods.slice(0, 4)) {
      await pick(page, "jahr", period);
      await assertRanges(page);
      await assertTable(page);
      const shown = await values(server, page);
      if (fittingDecimals(shown) > shown.decimals) finer += 1;
    }
    assert.ok(finer > 0, "some view needs more decimals than its indicator has");
  });
});

test("the legend names the source of the numbers and how old they are", async () => {
  await visit(browser, server, "/?stadt=musterstadt", async (page) => {
    const { indicators, sources } = await answer(server, "/cities/musterstadt");
    const { sources: wanted } = indicators.find(({ id }) => id === choices(page).indikator);
    const text = await page.innerText(".legend-source");
    assert.match(text, /^Zahlen: ©/);
    for (const { publisher, as_of } of sources.filter(({ id }) => wanted.includes(id))) {
      assert.ok(text.includes(`© ${publisher}, Stand ${as_of.split("-").reverse().join(".")}`), text);
    }
  });
});

test("sorting by value puts the highest first and what has no value last", async () => {
  const views = await viewsWithMissing(["suppressed"]);
  await visit(browser, server, views.get("suppressed"), async (page) => {
    const shown = await values(server, page);
    const value = new Map(shown.code.map((code, at) => [code, shown.value[at]]));
    await page.click("thead .col-value button");
    await ready(page);
    assert.equal(choices(page).sortierung, "-wert");
    const assertOrder = async (sign) => {
      const order = (await table(page)).map(({ code }) => value.get(code));
      const known = order.filter((item) => item !== null);
      assert.deepEqual(order.slice(known.length).filter((item) => item !== null), []);
      assert.deepEqual(known, [...known].sort((a, b) => sign * (a - b)));
    };
    await assertOrder(-1);
    assert.equal(await page.getAttribute("thead .col-value", "aria-sort"), "descending");
    await page.click("thead .col-value button");
    await ready(page);
    await assertOrder(1);
  });
});

test("English is spoken by the page and asked of the server", async () => {
  await visit(browser, server, "/?stadt=musterstadt&sprache=en", async (page, seen) => {
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.match(await page.innerText(".legend h2"), /^Legend$/);
    const asked = seen.requests.filter((address) => /\/(values|priority)\?/.test(address));
    assert.ok(asked.length > 0);
    assert.ok(asked.every((address) => address.includes("language=en")), asked.join("\n"));
    const rows = await table(page);
    assert.ok(rows.some(({ value }) => /^\d+\.\d+$/.test(value)), "decimals are behind a point");
  });
});

test("every level, indicator and period that the pickers offer is answered", async () => {
  const { cities } = await answer(server, "/cities");
  const questions = [];
  for (const { id: city } of cities) {
    const { indicators } = await answer(server, `/cities/${city}`);
    for (const { id, available } of indicators) {
      for (const { level, periods } of available.filter((entry) => !entry.refused)) {
        questions.push(...periods.map((period) => `/cities/${city}/${level}/values?indicator=${id}&period=${period}`));
      }
    }
  }
  assert.ok(questions.length > 100);
  const faults = [];
  const ask = async () => {
    for (let next = questions.pop(); next; next = questions.pop()) {
      await answer(server, next).catch((error) => faults.push(error.message));
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  assert.deepEqual(faults, []);
});
