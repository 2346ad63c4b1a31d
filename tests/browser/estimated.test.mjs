// Values that a crosswalk brings from older boundaries say that they are estimated, wherever they stand.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, onScreen, pick } from "./support/page.mjs";
import { serve } from "./support/server.mjs";

/** A strip of ground as GeoJSON, from and to in steps of a hundredth of a degree. */
function strip(code, from, to) {
  const [west, east] = [10 + from / 100, 10 + to / 100];
  const ring = [[west, 51], [east, 51], [east, 51.03], [west, 51.03], [west, 51]];
  return { type: "Feature", properties: { NR: code, NAME: `Gebiet ${code}` }, geometry: { type: "Polygon", coordinates: [ring] } };
}

/** Two old areas; since 2020 the second is parted: N1 is the first with a half of the second, N2 the other half. */
function versions(folder) {
  const city = join(folder, "geodata", "umstieg");
  mkdirSync(join(city, "boundaries"), { recursive: true });
  mkdirSync(join(city, "indicators"), { recursive: true });
  const shapes = (id, features) =>
    writeFileSync(join(city, `boundaries/${id}.geojson`), JSON.stringify({ type: "FeatureCollection", features }));
  shapes("alt", [strip("A1", 0, 2), strip("A2", 2, 6)]);
  shapes("neu", [strip("N1", 0, 4), strip("N2", 4, 6)]);
  writeFileSync(join(city, "indicators/alt.csv"), "Gebiet;2019\nA1;100\nA2;40\n");
  writeFileSync(join(city, "indicators/neu.csv"), "Gebiet;2020\nN1;130\nN2;25\n");
  const level = (id, more) =>
    `[[level]]\nid = "${id}"\nname = "${id}"\nplural = "${id}"\nfile = "boundaries/${id}.geojson"\nsource = "amt"\ncode = "NR"\nlabel = "NAME"\n${more}\n`;
  const table = (id) => `[[table]]\nid = "${id}"\nfile = "indicators/${id}.csv"\nsource = "amt"\nlayout = "years"\nlevel = "${id}"\nkey = "Gebiet"\n`;
  writeFileSync(
    join(city, "city.toml"),
    [
      '[city]\nid = "umstieg"\nname = "Umstieg"\ninvented = true\nboundary_year = 2020\ndefault_level = "neu"\ndefault_indicator = "kinder"\n',
      '[[source]]\nid = "amt"\npublisher = "Amt"\nlicence = "CC0-1.0"\nas_of = "2020-12-31"\n[source.disclosure]\nthreshold = 0\n',
      level("neu", 'valid_from = "2020"'),
      level("alt", 'valid_to = "2019"\nversion_of = "neu"'),
      table("alt"),
      table("neu"),
      '[[figure]]\nid = "kinder"\ntable = "alt"\nalso_in = ["neu"]\ncolumn = "Kinder"\nkind = "count"\n',
      '[[indicator]]\nid = "kinder"\nname = "Kinder"\ntheme = "Probe"\nunit = "Personen"\ndirection = "neutral"\ndecimals = 0\nvalue = "kinder"\n',
      '[[crosswalk]]\nfrom = "alt"\nto = "neu"\nby = "area"\n',
    ].join("\n"),
  );
}

const { browser, server } = await opened(serve([], { prepare: versions }));

test("table, details and the box at the pointer say of a value that it is estimated, and nothing of a counted one", async () => {
  await visit(browser, server, "/?stadt=umstieg&ebene=neu&indikator=kinder&jahr=2019", async (page) => {
    const cell = async () => (await page.innerText('tr[data-code="N1"] td.col-value')).split("\n");
    assert.deepEqual(await cell(), ["120", "geschätzt"]);
    await page.click('tr[data-code="N1"] .col-name button');
    await ready(page);
    assert.match(await page.innerText(".info"), /120.*\(geschätzt\)/);
    const { lon, lat, code } = await answer(server, "/cities/umstieg/neu/areas");
    const at = code.indexOf("N2");
    const place = await onScreen(page, [lon[at], lat[at]]);
    await page.mouse.move(place.x, place.y);
    assert.match(await page.innerText(".tooltip"), /20.*\(geschätzt\)/);
    await pick(page, "jahr", "2020");
    assert.deepEqual(await cell(), ["130"]);
    // A change from an estimated value is as estimated as that.
    assert.match(await page.innerText(".info"), /Seit 2019\s+\+10[^\n]*; geschätzt/);
  });
});

test("the table without a script, files and the picture say it too", async () => {
  const text = async (address) => await (await fetch(server.address + address)).text();
  assert.match(await text("/cities/umstieg/neu/table.html?indicator=kinder&period=2019"), /geschätzt/);
  assert.match(await text("/cities/umstieg/neu/downloads/kinder.csv?period=2019"), /N1;[^;\n]*;120;geschätzt/);
  assert.match(await text("/cities/umstieg/neu/downloads/kinder.csv?period=2019&language=en"), /^\uFEFF?Code,Name,[^\n]*note[^\n]*\r\nN1,[^,\n]*,120,estimated\r\n/);
  assert.match(await text("/cities/umstieg/neu/downloads/kinder.geojson?period=2019"), /"kinder_mark":"estimated"/);
  assert.match(await text("/cities/umstieg/neu/map.svg?indicator=kinder&period=2019"), /Geschätzte Werte: 2/);
  assert.match(await text("/cities/umstieg/neu/map.txt?indicator=kinder&period=2019"), /Geschätzte Werte: 2/);
  assert.match(await text("/cities/umstieg/neu/map.txt?indicator=kinder&period=2020&earlier=2019"), /Geschätzte Werte: 2/);
  assert.doesNotMatch(await text("/cities/umstieg/neu/table.html?indicator=kinder&period=2020"), /geschätzt/);
});

test("areas side by side and two maps say of changes that they rest on estimated values", async () => {
  const query = "stadt=umstieg&ebene=neu&indikator=kinder&jahr=2020";
  await visit(browser, server, `/?ansicht=vergleich&${query}&gebiete=N1,N2&vergleich=2019`, async (page) => {
    await page.waitForSelector(".compare-table td small");
    assert.match(await page.innerText(".compare-table"), /Seit 2019: \+10[^\n]*; geschätzt/);
  });
  await visit(browser, server, `/?ansicht=vergleich&${query.replace("2020", "2019")}&gebiete=N1,N2`, async (page) => {
    await page.waitForSelector(".compare-table td small");
    assert.match(await page.innerText(".compare-table"), /120[^\n]*\s+geschätzt/);
  });
  await visit(browser, server, `/?ansicht=vergleich&art=wischen&${query}&anderes_jahr=2019`, async (page) => {
    const card = page.locator("section[aria-labelledby=unterschied]");
    await card.waitFor();
    assert.match(await card.innerText(), /2 von 2 Veränderungen beruhen auf geschätzten Werten/);
  });
});
