// How sure a value is stands beside it, as the server says, and nothing stands where nothing may be told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, fittingDecimals, german, onScreen, pick, values } from "./support/page.mjs";

const TO_CITY = {
  higher: "liegt gesichert über dem Stadtwert",
  lower: "liegt gesichert unter dem Stadtwert",
  not_secured: "kein gesicherter Unterschied zum Stadtwert",
};
/** What stands for it in a narrow table, seen and heard. */
const MARKS = { higher: "▲, darüber", lower: "▼, darunter", not_secured: ", nicht gesichert" };
const CHANGES = {
  higher: "statistisch gesicherter Anstieg",
  lower: "statistisch gesicherter Rückgang",
  not_secured: "keine statistisch gesicherte Veränderung",
};

const { browser, server } = await opened();

/** The facts of the chosen area: name of the fact -> text. */
function facts(page) {
  return page.$$eval(".info .facts > div", (rows) =>
    Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent])),
  );
}

/** The answer behind the page, with the change since the period that the page compares with. */
async function told(page) {
  const { stadt, ebene, indikator, jahr } = choices(page);
  const earlier = await page.$eval("[name=vergleich]", (select) => {
    const chosen = select.value === "" ? select.options[2] : select.selectedOptions[0];
    return chosen.value;
  });
  return await answer(server, `/cities/${stadt}/${ebene}/values?indicator=${indikator}&period=${jahr}&earlier=${earlier}`);
}

/** Areas to look at: one of each verdict about the city and about the change. */
function examples({ to_city, change }) {
  const places = new Set(["higher", "lower", "not_secured"].map((verdict) => to_city.indexOf(verdict)));
  places.add(change.verdict.indexOf("not_secured"));
  return [...places].filter((at) => at >= 0);
}

test("the details name range, counts, standing to the city and change as the server computes them", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=kinderarmut&vergleich=2020", async (page) => {
    const shown = await told(page);
    const digits = fittingDecimals(shown);
    const signed = (number) => `${Number(number.toFixed(digits)) > 0 ? "+" : ""}${german(number, digits)}`;
    assert.ok(examples(shown).length > 1);
    for (const at of examples(shown)) {
      await page.click(`tr[data-code="${shown.code[at]}"] .col-name button`);
      await ready(page);
      const found = await facts(page);
      const [low, high] = [shown.lower[at], shown.upper[at]].map((bound) => german(bound, digits));
      assert.equal(found["95-%-Bereich"], `${low} bis ${high}\u00a0%`);
      assert.equal(found["Zähler und Nenner"], `${german(shown.numerator[at], 0)} von ${german(shown.denominator[at], 0)}`);
      assert.equal(found["Zur Stadt"], TO_CITY[shown.to_city[at]]);
      const { absolute, lower, upper, verdict } = shown.change;
      const range = `(${signed(lower[at])} bis ${signed(upper[at])})`;
      const since = `${signed(absolute[at])} Prozentpunkte ${range}: ${CHANGES[verdict[at]]}`;
      assert.equal(found["Seit 2020"], `${since}; Bruch der Zeitreihe ab 2022`);
      const row = page.locator(`tr[data-code="${shown.code[at]}"] .col-range`);
      assert.equal(await row.textContent(), `${low}–${high}${MARKS[shown.to_city[at]]}`);
      const display = await row.locator(".city-mark").evaluate((mark) => getComputedStyle(mark).display);
      assert.equal(display, "inline-block", "no column has room beside it");
    }
    const note = await page.$eval(".how-sure", (details) => details.textContent);
    assert.match(note, /allein durch Zufall/);
    assert.match(note, /keine Stichprobe/);
  });
});

test("an area with a secret value tells no range, no counts and no change", async () => {
  await visit(browser, server, "/?ebene=statistischer_bezirk&indikator=sgb2_quote&geglaettet=ja", async (page) => {
    const shown = await values(server, page);
    const at = shown.reason.indexOf("suppressed");
    assert.ok(at >= 0, "the invented city has a secret value");
    await page.click(`tr[data-code="${shown.code[at]}"] .col-name button`);
    await ready(page);
    const found = await facts(page);
    for (const fact of ["95-%-Bereich", "Zähler und Nenner", "Zur Stadt", "Geglättet", "Entwicklung"]) {
      assert.equal(found[fact], undefined, fact);
    }
    const cells = await page.$$eval(`tr[data-code="${shown.code[at]}"] td`, (all) => all.map((cell) => cell.textContent));
    assert.equal(cells.filter((text) => /^−?[\d.]+,\d/.test(text)).length, 0, cells.join(" | "));
  });
});

test("an indicator without intervals says why, and its table has no empty columns", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=kinderarmut", async (page) => {
    for (const [indicator, words] of [
      ["einwohner", /absolute Zahl/],
      ["miete", /ohne Zähler und Nenner/],
      ["einwohnerdichte", /keine Fälle/],
      ["haushaltsgroesse", /Streuung nicht bekannt/],
    ]) {
      await pick(page, "indikator", indicator);
      const { code, value } = await values(server, page);
      const known = code[value.findIndex((number) => number !== null)];
      if (choices(page).gebiet !== known) await page.click(`tr[data-code="${known}"] .col-name button`);
      await ready(page);
      assert.match((await facts(page))["95-%-Bereich"], words);
      assert.equal(await page.locator(".col-range").count(), 0);
    }
  });
});

test("smoothed values come on request, beside the counted ones and by name", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=kinderarmut", async (page) => {
    assert.equal(await page.locator(".col-smoothed").count(), 0);
    const counted = await page.$$eval("td.col-value", (cells) => cells.map((cell) => cell.textContent));
    await page.check("[name=geglaettet]");
    await ready(page);
    assert.equal(choices(page).geglaettet, "ja");
    assert.equal(await page.innerText("th.col-smoothed"), "Geglättet");
    assert.deepEqual(await page.$$eval("td.col-value", (cells) => cells.map((cell) => cell.textContent)), counted);
    const { stadt, ebene, indikator, jahr } = choices(page);
    const asked = `/cities/${stadt}/${ebene}/values?indicator=${indikator}&period=${jahr}&smoothed=true`;
    const shown = await answer(server, asked);
    const digits = fittingDecimals(shown);
    for (const [at, code] of shown.code.entries()) {
      const text = await page.innerText(`tr[data-code="${code}"] .col-smoothed`);
      assert.equal(text, shown.smoothed[at] === null ? "–" : german(shown.smoothed[at], digits), code);
    }
  });
});

test("the earlier time can be chosen, left out and linked to", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=sgb2_quote&gebiet=01", async (page) => {
    const since = async () => Object.keys(await facts(page)).find((name) => name.startsWith("Seit"));
    const area = await page.$eval("tr[data-code]", (row) => row.dataset.code);
    await page.click(`tr[data-code="${area}"] .col-name button`);
    await ready(page);
    assert.equal(await since(), "Seit 2023");
    await pick(page, "vergleich", "2018");
    assert.deepEqual([choices(page).vergleich, await since()], ["2018", "Seit 2018"]);
    assert.match((await facts(page)).Entwicklung, /Trend über 7 Zeitpunkte$/);
    await pick(page, "vergleich", "ohne");
    assert.deepEqual([choices(page).vergleich, await since()], ["ohne", undefined]);
  });
});

test("the box at the pointer tells range and counts", async () => {
  await visit(browser, server, "/?ebene=ortsteil&indikator=kinderarmut&hinweise=aus", async (page) => {
    const areas = await answer(server, "/cities/musterstadt/ortsteil/areas");
    const place = await onScreen(page, [areas.lon[2], areas.lat[2]]);
    await page.mouse.move(place.x, place.y);
    const text = await page.innerText(".tooltip");
    assert.match(text, /\(\d+,\d–\d+,\d\u00a0%\), [\d.]+ von [\d.]+/);
    assert.match(text, /Stadtwert/);
    assert.match(text, /Rang \d+( bis \d+)? von \d+/);
    await page.waitForSelector(".tooltip .sparkline path");
  });
});

for (const size of [DESKTOP, PHONE]) {
  test(`the unfolded spread at ${size.width} px is what the server computes and breaks no rule`, async () => {
    const look = async (page) => {
      await page.click(".disparity summary");
      const found = await page.innerText(".disparity");
      const { stadt, ebene, indikator, jahr } = choices(page);
      const { spread, children_in_flagged: children, note } = await answer(
        server,
        `/cities/${stadt}/${ebene}/disparity?indicator=${indikator}&period=${jahr}`,
      );
      const expected = [german(spread.gini, 3), german(spread.coefficient_of_variation, 3), spread.min.name, spread.max.name];
      expected.push(german(children.per_cent, 1), german(children.flagged, 0), note);
      for (const text of expected) assert.ok(found.replaceAll("\n", " ").includes(text), `${text} in ${found}`);
      await page.click(`tr[data-code] .col-name button`);
      await ready(page);
      await page.click(".how-sure summary");
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0);
    };
    await visit(browser, server, "/?geglaettet=ja", look, { size });
  });
}
