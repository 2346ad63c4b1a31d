// Planners sign in with the token of their department: it stays in memory, goes to this server only, and internal and
// public answers never mix.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, launch, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

const TOKEN = "ein-langes-Wort-fuer-die-Fachplanung";
let blind;
let browser;
let server;

before(async () => {
  server = await serve([], { tokens: { Jugendamt: TOKEN } });
  browser = await launch();
  blind = await launch({ webgl: false });
});
after(async () => {
  await browser?.close();
  await blind?.close();
  await server?.close();
});

async function signIn(page, token = TOKEN) {
  await page.click(".sign-in > button");
  await page.fill("[name=token]", token);
  await page.keyboard.press("Enter");
}

/** Requests of the page with and without the token, static files left out. */
function watchTokens(page) {
  const seen = { bare: [], signed: [] };
  page.on("request", async (request) => {
    const url = new URL(request.url());
    if (!/^\/(cities|collections)/.test(url.pathname)) return;
    const headers = await request.allHeaders();
    seen[headers.authorization === `Bearer ${TOKEN}` ? "signed" : "bare"].push(url.pathname + url.search);
  });
  return seen;
}

test("signed in, every request carries the token and every screen says that it is internal", async () => {
  await visit(browser, server, "/?ebene=ortsteil", async (page) => {
    assert.equal(await page.locator(".banner-internal").count(), 0);
    const seen = watchTokens(page);
    await signIn(page);
    await page.waitForSelector(".banner-internal");
    await ready(page);
    for (const word of ["Steckbrief", "Vergleich", "Zusammenhänge", "Entwicklung", "Prüfbericht", "Datengrundlagen", "Karte"]) {
      await page.click(`nav >> text="${word}"`);
      await ready(page);
      assert.match(await page.innerText(".banner-internal"), /Interne Fassung/);
    }
    const reply = await fetch(`${server.address}/cities/musterstadt/report.json?language=de`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const { findings, tables } = await reply.json();
    await page.click('nav >> text="Prüfbericht"');
    await page.waitForSelector(".col-message");
    const told = await page.innerText("main");
    for (const { message } of findings) assert.ok(told.includes(message), `${message} in ${told}`);
    for (const { file } of tables) assert.ok(told.includes(file), file);
    assert.deepEqual(seen.bare, []);
    assert.ok(seen.signed.some((path) => path.includes("/tiles/")), "the map asks with the token");
    assert.ok(seen.signed.some((path) => path.includes("/values")));
  });
});

test("signing out forgets the token and every internal answer", async () => {
  await visit(browser, server, "/?ebene=ortsteil", async (page, seen, context) => {
    await signIn(page);
    await page.waitForSelector(".banner-internal");
    await ready(page);
    const tokens = watchTokens(page);
    await page.click('.sign-in > button >> text="Abmelden"');
    await page.waitForSelector(".banner-internal", { state: "detached" });
    await ready(page);
    assert.deepEqual(tokens.signed, []);
    const { length } = tokens.bare.filter((path) => path === "/cities/musterstadt");
    assert.equal(length, 1, "the city is asked for anew");
    assert.equal(await page.evaluate(() => document.activeElement?.closest(".sign-in") !== null), true, "the focus stays");
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    assert.deepEqual(kept, [0, 0, ""]);
    assert.deepEqual(await context.cookies(), []);
    assert.ok(!seen.requests.some((address) => address.includes(TOKEN)), "the token stands in no address");
  });
});

test("reloading the page signs out", async () => {
  await visit(browser, server, "/?ebene=ortsteil", async (page) => {
    await signIn(page);
    await page.waitForSelector(".banner-internal");
    await ready(page);
    await page.reload();
    await ready(page);
    assert.equal(await page.locator(".banner-internal").count(), 0);
    assert.match(await page.innerText(".sign-in > button"), /^Anmelden/);
  });
});

test("a wrong token, an impossible one and none at all are told in words beside the field", async () => {
  await visit(
    browser,
    server,
    "/?ebene=ortsteil",
    async (page) => {
      for (const [token, words] of [
        ["falsch", /nicht bekannt/],
        ["schlüssel mit ümlaut", /nicht bekannt/],
        ["  ", /geben Sie den Zugangsschlüssel ein/],
      ]) {
        if (!(await page.isVisible("[name=token]"))) await page.click(".sign-in > button");
        await page.fill("[name=token]", token);
        await page.keyboard.press("Enter");
        await page.waitForFunction((text) => new RegExp(text).test(document.querySelector(".sign-in-refused").innerText), words.source);
        assert.equal(await page.getAttribute("[name=token]", "aria-invalid"), "true");
        assert.equal(await page.evaluate(() => document.activeElement.name), "token");
      }
      assert.equal(await page.locator(".banner-internal").count(), 0);
      await page.keyboard.press("Escape");
      await page.waitForSelector(".sign-in dialog", { state: "detached" });
      assert.equal(await page.evaluate(() => document.activeElement?.closest(".sign-in") !== null), true);
    },
    { expected: /401/ },
  );
});

test("pictures and files of who is signed in are fetched with the token", async () => {
  await visit(blind, server, "/?ebene=ortsteil", async (page) => {
    const publicPicture = page.locator("img.picture-of-map.only-print");
    assert.match(await publicPicture.getAttribute("src"), /map\.svg/);
    const tokens = watchTokens(page);
    await signIn(page);
    await page.waitForSelector('img.picture-of-map[src^="blob:"]', { state: "attached" });
    await page.waitForFunction(() => document.querySelector("img.picture-of-map").naturalWidth > 100);
    const [saved] = await Promise.all([page.waitForEvent("download"), page.click('.picture-links a >> nth=0')]);
    assert.match(saved.suggestedFilename(), /\.svg$/);
    const chunks = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk);
    assert.match(Buffer.concat(chunks).toString(), /intern/, "the picture is stamped");
    assert.deepEqual(tokens.bare, []);
  });
});

for (const size of [DESKTOP, PHONE]) {
  test(`signing in breaks no rule of accessibility at ${size.width} px`, async () => {
    const look = async (page) => {
      await page.click(".sign-in > button");
      await page.waitForSelector("[name=token]");
      assert.deepEqual(await violations(page), []);
      await page.fill("[name=token]", TOKEN);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".banner-internal");
      await ready(page);
      assert.deepEqual(await violations(page), []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0);
    };
    await visit(browser, server, "/?ebene=ortsteil", look, { size });
  });
}
