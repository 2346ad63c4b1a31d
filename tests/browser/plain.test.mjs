// Without JavaScript: from the list of cities to a profile, its formula and a file; on paper; for everybody.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DESKTOP, launch, PHONE, violations, visit } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

const CITY = "/cities/musterstadt";
const LEVEL = `${CITY}/statistischer_bezirk`;
const PROFILE = `${LEVEL}/areas/1101/profile.html`;
const PAGES = {
  cities: "/cities.html",
  city: `${CITY}/index.html`,
  table: `${LEVEL}/table.html?indicator=hilfen_zur_erziehung&period=2018`,
  profile: PROFILE,
  "profile without values": `${LEVEL}/areas/2101/profile.html`,
  selection: `${LEVEL}/selection.html?codes=1101,1102`,
  choice: `${LEVEL}/selection.html`,
  method: `${CITY}/indicators/sgb2_quote/method.html`,
  definition: `${CITY}/definitions/status/method.html`,
  handbook: "/handbook.html",
  accessibility: "/accessibility.html?language=en",
  privacy: "/privacy.html",
};
/** Pages are there when they have come; nothing tells so. */
const AT_ONCE = { before: async () => {} };
let browser;
let server;
let folder;

before(async () => {
  server = await serve();
  browser = await launch({ webgl: false });
  folder = mkdtempSync(join(tmpdir(), "plain-"));
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("without JavaScript the way leads from the start to a profile, its formula and a file", async () => {
  const walk = async (page) => {
    await page.click("noscript a");
    assert.equal(await page.innerText("h1"), "Städte");
    await page.click("main a:text-is('Musterstadt')");
    await page.click("a:has-text('Tabelle und Karte: Statistische Bezirke')");
    assert.match(await page.innerText("h1"), /^SGB-II-Quote, 2024$/);
    assert.equal(await page.locator("tbody tr").count(), 60);
    await page.locator("figure img").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("figure img").complete).catch(() => {});
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("a:text-is('CSV')")]);
    const csv = readFileSync(await download.path(), "utf8");
    assert.match(csv, /Angerplatz/);
    await page.click("tbody a:text-is('Angerplatz')");
    assert.equal(await page.innerText("h1"), "Angerplatz");
    const value = await page.innerText("tr:has(a:text-is('SGB-II-Quote')) .value");
    await page.click("main a:text-is('SGB-II-Quote')");
    assert.match(await page.innerText(".formula"), /^100 × /);
    await page.click("main a:has-text('Tabelle Statistische Bezirke')");
    assert.equal(await page.innerText("tr:has(a:text-is('Angerplatz')) td"), value);
    await page.click("footer a:text-is('Erklärung zur Barrierefreiheit')");
    assert.equal(await page.innerText("h1"), "Erklärung zur Barrierefreiheit");
    await page.click("header a:text-is('English')");
    assert.equal(await page.innerText("h1"), "Accessibility statement");
  };
  await visit(browser, server, "/", walk, { ...AT_ONCE, javaScriptEnabled: false });
});

test("without JavaScript areas are put together by a form", async () => {
  const walk = async (page) => {
    await page.check("input[value='1101']");
    await page.check("input[value='1102']");
    await page.click("button[type=submit]");
    assert.equal(await page.innerText("h1"), "Auswahl: 2 Statistische Bezirke");
    assert.match(page.url(), /selection\.html\?codes=110[12]&codes=110[12]$/);
  };
  await visit(browser, server, `${LEVEL}/selection.html`, walk, { ...AT_ONCE, javaScriptEnabled: false });
});

for (const [name, path] of Object.entries(PAGES)) {
  for (const options of [{ size: DESKTOP }, { size: PHONE }, { size: DESKTOP, forcedColors: "active" }]) {
    const how = options.forcedColors ? "in forced colours" : `at ${options.size.width} px`;
    test(`the page "${name}" breaks no rule ${how}`, async () => {
      const look = async (page) => {
        assert.deepEqual(await violations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        const levels = await page.$$eval("h1,h2,h3,h4", (all) => all.map((heading) => Number(heading.tagName[1])));
        assert.equal(levels[0], 1);
        levels.forEach((level, at) => {
          assert.ok(at === 0 || level <= levels[at - 1] + 1, `headings in order: ${levels}`);
        });
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#inhalt");
        const small = await page.$$eval("main li > a, footer a, header a, summary, button, input", (all) =>
          all
            .map((item) => ({ box: item.getBoundingClientRect(), name: item.outerHTML.slice(0, 80), how: getComputedStyle(item).display }))
            .filter(({ box, how }) => how !== "inline" && box.width > 0 && (box.width < 24 || box.height < 24)),
        );
        assert.deepEqual(small, [], "targets are at least 24 px");
      };
      await visit(browser, server, path, look, { ...AT_ONCE, ...options });
    });
  }
}

/** The pages of a printed document as texts. */
function printed(bytes, name) {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const told = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const sizes = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  return { pages: told.split("\f").filter((page) => page.trim() !== ""), sizes };
}

test("a profile is printed on A4 with area, year, source and address on every sheet", async () => {
  const print = async (page) => {
    const { pages, sizes } = printed(await page.pdf({ preferCSSPageSize: true, printBackground: false }), "profile.pdf");
    assert.match(sizes, /Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)/);
    assert.ok(pages.length > 1 && pages.length < 12, `${pages.length} sheets`);
    const profile = await (await fetch(`${server.address}${LEVEL}/areas/1101`)).json();
    pages.forEach((text, at) => {
      assert.match(text, /Musterstadt · Statistischer Bezirk Angerplatz/, `sheet ${at + 1}`);
      assert.match(text, /2024/);
      assert.match(text, /Amt für Statistik und Wahlen/);
      assert.ok(text.includes(PROFILE), `sheet ${at + 1} has its address`);
      assert.match(text, new RegExp(`Seite ${at + 1} von ${pages.length}`));
    });
    const all = pages.join(" ").replace(/\s+/g, " ");
    for (const { indicators } of profile.themes) {
      for (const { value, decimals } of indicators) {
        if (value === null) continue;
        const number = value.toLocaleString("de-DE", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
        assert.ok(all.includes(number.replace("-", "−")), number);
      }
    }
    for (const word of ["rechnerisch auffällig", "Ähnliche Gebiete", "Quellen", "Datenfassung", "Beschrieben werden Gebiete"]) {
      assert.ok(all.includes(word), word);
    }
  };
  await visit(browser, server, PROFILE, print, { ...AT_ONCE, javaScriptEnabled: false });
});
