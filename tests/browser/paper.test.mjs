// Printed pages of map and profile hold what a paper of a committee needs, and are read without colours.

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

/** The words of a printed page, with the number of pages. */
async function printed(page) {
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
  return run.stdout.replace(/\s+/g, " ");
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
