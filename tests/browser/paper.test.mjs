// Printed pages hold what a paper of a committee needs, are laid out for it, and are read without colours.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, ready, visit } from "./support/browser.mjs";
import { answer } from "./support/page.mjs";
import { serveWhatIsThere, withoutData } from "./support/server.mjs";

let browser;
let server;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "sozialraumatlas-paper-"));
  server = await serveWhatIsThere(["leipzig"]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The words of every sheet of a printed page. */
async function sheets(page) {
  const file = join(folder, "page.pdf");
  // Pictures that come late would be missing on paper.
  await page.emulateMedia({ media: "print" });
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  });
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const run = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  assert.equal(run.status, 0, `pdftotext: ${run.error ?? run.stderr}`);
  const sizes = spawnSync("pdfinfo", [file], { encoding: "utf8" }).stdout;
  assert.match(sizes, /Page size: +59[45][.\d]* x 84[12][.\d]* pts \(A4\)/);
  return run.stdout.split("\f").filter((sheet) => sheet.trim() !== "");
}

const plain = (text) => text.replace(/\s+/g, " ");

/** All words of a printed page. */
async function printed(page) {
  return plain((await sheets(page)).join(" "));
}

const CITIES = [
  { city: "musterstadt", level: "ortsteil", code: "03", indicator: "kinderarmut", skip: false },
  { city: "leipzig", level: "ortsteil", code: "62", indicator: "sgb2_quote", skip: withoutData },
];

async function expected({ city, level, code, indicator }, period) {
  const told = await answer(server, `/cities/${city}`);
  const areas = await answer(server, `/cities/${city}/${level}/areas`);
  const found = told.indicators.find(({ id }) => id === indicator);
  const sources = told.sources.filter(({ id }) => found.sources.includes(id));
  return {
    area: areas.name[areas.code.indexOf(code)],
    name: found.name,
    period,
    publisher: sources[0].publisher,
    date: sources[0].as_of.split("-").reverse().join("."),
  };
}

for (const item of CITIES) {
  const { city, level, code, indicator, skip } = item;

  test(`${city}: the printed map holds area, indicator, year, source, date and address`, { skip }, async () => {
    await visit(browser, server, `/?stadt=${city}&ebene=${level}&indikator=${indicator}&gebiet=${code}`, async (page) => {
      const period = new URL(page.url()).searchParams.get("jahr");
      const text = await printed(page);
      const wanted = await expected(item, period);
      for (const part of Object.values(wanted)) assert.ok(text.includes(part.replace(/\s+/g, " ")), `"${part}" in ${text.slice(0, 1500)}`);
      assert.ok(text.replaceAll(" ", "").includes(`indikator=${indicator}`), "the address");
      assert.ok(text.includes("Beschrieben werden Gebiete"));
      assert.ok(!text.includes("Ebene Gebiet suchen"), "no pickers");
    });
  });

  test(`${city}: the printed profile holds area, indicators, year, source, date and address`, { skip }, async () => {
    await visit(browser, server, `/?ansicht=steckbrief&stadt=${city}&ebene=${level}&indikator=${indicator}&gebiet=${code}`, async (page) => {
      const period = new URL(page.url()).searchParams.get("jahr");
      await page.waitForSelector(".location svg");
      const text = await printed(page);
      const wanted = await expected(item, period);
      for (const part of Object.values(wanted)) assert.ok(text.includes(part.replace(/\s+/g, " ")), `"${part}" in ${text.slice(0, 1500)}`);
      assert.ok(text.replaceAll(" ", "").includes(`gebiet=${code}`), "the address");
    });
  });
}

test("without colours the classes of a printed map still differ, and what is hidden or flagged has a pattern", async () => {
  await visit(browser, server, "/?stadt=musterstadt&ebene=statistischer_bezirk&indikator=sgb2_quote", async (page) => {
    await page.emulateMedia({ media: "print" });
    const { classification } = await answer(server, "/cities/musterstadt/statistischer_bezirk/values?indicator=sgb2_quote");
    const luminance = (color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const grey = classification.colors.map(luminance);
    for (let at = 1; at < grey.length; at += 1) assert.ok(grey[at - 1] - grey[at] > 20, `classes ${at - 1} and ${at}: ${grey}`);
    const patterns = await page.$$eval(".legend .swatch pattern", (all) => all.map(({ id }) => id));
    assert.ok(patterns.includes("muster-secret") && patterns.includes("muster-flag"), patterns.join());
    const exact = await page.$$eval(".legend .swatch", (all) => all.map((swatch) => getComputedStyle(swatch).printColorAdjust));
    assert.ok(exact.every((value) => value === "exact"));
    assert.ok(await page.isVisible(".picture-of-map"));
    assert.ok(await page.isHidden(".map canvas"));
  });
});

const OF = "stadt=musterstadt&ebene=ortsteil&indikator=kinderarmut";
const INDEX = "stadt=musterstadt&ebene=statistischer_bezirk&indikator=kinderarmut";
const PUBLISHED = /Jobcenter Musterstadt \(erfunden\), CC0-1\.0, Stand 31\.12\.2024/;

/** Screens, how many sheets they need at most, and what must stand on them. */
const SCREENS = {
  map: { path: `/?${OF}&gebiet=03`, most: 3, holds: [/Stand 31\.12\.2024/] },
  profile: { path: `/?ansicht=steckbrief&${OF}&gebiet=03`, most: 4, holds: [PUBLISHED] },
  priority: { path: `/?ansicht=schwerpunkte&${INDEX}`, most: 3, holds: [PUBLISHED, /Formel/, /Arbeitslosenanteil 25 %/] },
  "priority refused": { path: `/?ansicht=schwerpunkte&${OF}`, most: 3, holds: [PUBLISHED, /Zur Stadt/], expected: /422/ },
  "areas compared": { path: `/?ansicht=vergleich&${OF}&gebiete=03,11,31`, most: 4, holds: [PUBLISHED, /Ortsteile in Musterstadt, 2024/] },
  "two maps": { path: `/?ansicht=vergleich&art=wischen&${OF}`, most: 1, holds: [PUBLISHED, /Kinderarmut, 2015/] },
  "small maps": { path: `/?ansicht=vergleich&art=reihe&${OF}`, most: 2, holds: [PUBLISHED] },
  correlation: { path: `/?ansicht=zusammenhaenge&${OF}&mit=alleinerziehende`, most: 3, holds: [PUBLISHED] },
  development: { path: `/?ansicht=entwicklung&${OF}&gebiete=03`, most: 2, holds: [PUBLISHED, /Veränderung 2023 bis 2024/] },
  check: { path: `/?ansicht=pruefbericht&${OF}`, most: 3, holds: [/Auffälligkeiten/] },
  sources: { path: `/?ansicht=daten&${OF}`, most: 9, holds: [/Einwohner insgesamt \/ Bodenfläche/, /Stand 31\.12\.2024/] },
};

/** What is pressed on the screen, and a place of a sentence that nothing filled. */
const NEVER = /Ebene Gebiet suchen|aufklappen zeigt|Ganzer Prüfbericht|Zur Ebene Statistische|Zurücksetzen|Ziehen Sie|Zum Steckbrief|Auf der Karte zeigen|Als Datei|\{\w+/;

/** The edges say which sheet it is, what it shows and where that stands. */
function edges(sheet, number, count, screen) {
  const text = plain(sheet);
  assert.ok(text.includes(`Seite ${number} von ${count}`), `number of sheet ${number}: ${text.slice(-300)}`);
  assert.ok(text.trimStart().match(/^.{0,120}Sozialraumatlas/), `the title at the head of sheet ${number}: ${text.slice(0, 200)}`);
  assert.ok(text.includes("http://127.0.0.1:"), `the address at the foot of sheet ${number} of ${screen}`);
}

/** The last line above the foot of a sheet. */
function lastLine(sheet) {
  const lines = sheet.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.slice(0, lines.findLastIndex((line) => line.startsWith("http://"))).at(-1);
}

for (const [screen, { path, most, holds, expected = null }] of Object.entries(SCREENS)) {
  test(`printed: ${screen} on few sheets with title, number, address and sources, without what is pressed`, async () => {
    await visit(browser, server, path, async (page) => {
      const headings = await page.$$eval("main :is(h2, h3, caption)", (all) => all.map((one) => one.innerText.trim()));
      const found = await sheets(page);
      assert.ok(found.length <= most, `${found.length} sheets`);
      for (const [at, sheet] of found.entries()) {
        edges(sheet, at + 1, found.length, screen);
        const last = lastLine(sheet);
        assert.ok(!headings.includes(last), `"${last}" stands alone at the foot of sheet ${at + 1}`);
      }
      const text = plain(found.join(" "));
      for (const part of holds) assert.match(text, part);
      assert.doesNotMatch(text, NEVER);
      assert.ok(text.replaceAll(" ", "").includes(new URL(page.url()).search), "the whole address");
    }, { expected });
  });
}

for (const { path, skip = false, last } of [
  { path: `/?${INDEX}&gebiet=0301`, last: "nicht besiedelt" },
  { path: "/?stadt=leipzig&ebene=ortsteil&indikator=sgb2_quote&gebiet=62", skip: withoutData, last: "rechnerisch auffällig" },
]) {
  test(`printed: the map of ${path} stands on one sheet with its legend, source and date`, { skip }, async () => {
    await visit(browser, server, path, async (page) => {
      const first = plain((await sheets(page))[0]);
      const entries = await page.$$eval(".legend-list .legend-text", (all) => all.map((one) => one.firstChild.textContent.trim()));
      assert.ok(entries.length > 5);
      for (const entry of entries) assert.ok(first.includes(entry), `"${entry}" on the first sheet`);
      assert.ok(entries.some((entry) => entry.startsWith(last)), last);
      assert.match(first, /Stand \d\d\.\d\d\.\d{4}/);
      assert.ok(await page.$eval(".picture-of-map", (image) => image.complete && image.naturalWidth > 0));
    });
  });
}

test("printed: the ranking names the reasons of every listed area", async () => {
  await visit(browser, server, SCREENS.priority.path, async (page) => {
    const { areas } = await answer(server, "/cities/musterstadt/statistischer_bezirk/priority?definition=status");
    await page.waitForFunction(() => !document.querySelector(".ranking")?.innerText.includes("…"));
    const text = (await printed(page)).replaceAll(" ", "");
    const flagged = areas.filter((area) => area.flag_status);
    assert.ok(flagged.length > 0);
    for (const { reason, name } of flagged) assert.ok(text.includes(reason.replace(/\s+/g, "").slice(0, 60)), name);
  });
});

test("printed: both of two maps and the map of two indicators are there, and no canvas is", async () => {
  const visible = (page, selector) => page.$$eval(selector, (all) => all.filter((one) => one.checkVisibility()).length);
  await visit(browser, server, SCREENS["two maps"].path, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await visible(page, ".swipe-paper img"), 2);
    assert.equal(await visible(page, "canvas"), 0);
  });
  await visit(browser, server, SCREENS.correlation.path, async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.waitForSelector(".paper-map svg [data-area]");
    assert.equal(await visible(page, "canvas"), 0);
    const fills = await page.$$eval(".paper-map [clip-path] [data-area]", (all) => new Set(all.map((one) => one.getAttribute("fill"))).size);
    assert.ok(fills > 1, `${fills} colours`);
  });
});

test("printed: a profile without JavaScript needs few sheets and cuts no row", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(`${server.address}/cities/musterstadt/ortsteil/areas/03/profile.html`);
    const file = join(folder, "plain.pdf");
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
    const { stdout } = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    const found = stdout.split("\f").filter((sheet) => sheet.trim() !== "");
    assert.ok(found.length <= 5, `${found.length} sheets`);
    for (const [at, sheet] of found.entries()) assert.ok(plain(sheet).includes(`Seite ${at + 1} von ${found.length}`));
  } finally {
    await context.close();
  }
});

test("printed: the head of the list of files stands on every sheet of the check report", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(`${server.address}/cities/musterstadt/report.html`);
    const file = join(folder, "report.pdf");
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
    const { stdout } = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    const listing = stdout.split("\f").filter((sheet) => /indicators\/\w+/.test(sheet));
    assert.ok(listing.length > 1, "more than one sheet");
    for (const sheet of listing) assert.match(plain(sheet), /zugeordnet/);
  } finally {
    await context.close();
  }
});
