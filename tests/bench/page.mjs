// How fast the page is: node tests/bench/page.mjs [--binary PATH]
//
// Invents two large cities (500 and 11,000 areas), serves them and measures in Chromium with software rendering at
// 800 x 600, the best of five each: the work of recolouring, the time from a choice to the first changed pixel, the time
// to the first view of a warm service, and what the page weighs on its way. With the test data, Berlin's 542 areas too:
// the time from a moved weight to the new ranking and its map. Ends with 1 when a limit is missed.

import { get } from "node:http";
import { resolve } from "node:path";

const at = process.argv.indexOf("--binary");
if (at > 0) process.env.SOZIALRAUMATLAS_BIN = resolve(process.argv[at + 1]);
const { launch, ready } = await import("../browser/support/browser.mjs");
const { serve, withoutData } = await import("../browser/support/server.mjs");
const { invent } = await import("../browser/support/invented.mjs");

const TIMES = 5;
const LIMITS = { handler: 20, pixel: 100, large: 250, weights: 100, view: 1000, kilobytes: 600 };
const SIZES = { klein: [25, 20], gross: [110, 100] };

/** Bytes of an answer as it comes over the line. */
function weight(address) {
  return new Promise((done, fail) => {
    get(address, { headers: { "accept-encoding": "br, gzip", accept: "*/*" } }, (response) => {
      let bytes = 0;
      response.on("data", (part) => {
        bytes += part.length;
      });
      response.on("end", () => done({ bytes, encoding: response.headers["content-encoding"] ?? "none" }));
    }).on("error", fail);
  });
}

/** Milliseconds from a choice to the first changed pixel, and of the work of recolouring. */
async function recolour(page, indicator) {
  return await page.evaluate(async (wanted) => {
    const map = globalThis.atlasMap;
    const canvas = map.getCanvas();
    const gl = canvas.getContext("webgl2");
    const spots = Array.from({ length: 40 }, (_, spot) => [
      Math.floor(canvas.width * (0.2 + 0.6 * ((spot % 8) / 8))),
      Math.floor(canvas.height * (0.2 + 0.6 * (Math.floor(spot / 8) / 5))),
    ]);
    const read = () => {
      const pixel = new Uint8Array(4);
      return spots.map(([x, y]) => {
        gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        return pixel.join();
      }).join(";");
    };
    const before = await new Promise((done) => {
      map.once("render", () => done(read()));
      map.triggerRepaint();
    });
    performance.clearMeasures();
    const select = document.querySelector("[name=indikator]");
    const start = performance.now();
    const changed = new Promise((done) => {
      const look = () => {
        if (read() === before) return;
        map.off("render", look);
        done(performance.now() - start);
      };
      map.on("render", look);
    });
    select.value = wanted;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    const pixel = await changed;
    const handler = performance.getEntriesByName("recolour").reduce((sum, { duration }) => sum + duration, 0);
    return { pixel, handler };
  }, indicator);
}

/**
 * Milliseconds from a moved slider to the new ranking of all areas in the table, and to the first pixel of its map. The
 * fingerprint of the definition stands in the answer of the server: it changes with the table, never before.
 */
async function rerank(page, weight) {
  return await page.evaluate(async (to) => {
    const map = globalThis.atlasMap;
    const slider = document.querySelector('[name="gewicht-s1"]');
    const fingerprint = () => document.querySelector(".tune").textContent.match(/Fingerabdruck (\w+)/)[1];
    const indices = () => [...document.querySelectorAll(".ranking tr[data-code] td.number:nth-of-type(2)")].map((cell) => cell.textContent).join();
    const [print, numbers] = [fingerprint(), indices()];
    performance.clearMeasures();
    const start = performance.now();
    const painted = new Promise((done) => {
      const look = () => {
        if (performance.getEntriesByName("recolour").length === 0) return;
        map.off("render", look);
        const gl = map.getCanvas().getContext("webgl2");
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
        done(performance.now() - start);
      };
      map.on("render", look);
    });
    slider.value = String(to);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (fingerprint() === print) await new Promise((done) => setTimeout(done));
    const rows = document.querySelectorAll(".ranking tr[data-code]").length;
    const ranking = performance.now() - start;
    if (indices() === numbers) throw new Error("the table does not follow the fingerprint");
    const pixel = await painted;
    slider.dispatchEvent(new Event("change", { bubbles: true }));
    return { ranking, pixel, rows };
  }, weight);
}

/** Moved weights of Berlin. */
async function measureWeights(browser, address) {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, locale: "de-DE", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${address}/?ansicht=schwerpunkte&stadt=berlin&ebene=planungsraum&zeigen=alle`, { waitUntil: "commit" });
  await ready(page);
  const found = [];
  for (let time = 1; time <= TIMES; time += 1) {
    found.push(await rerank(page, 1 + time / 10));
    await ready(page);
  }
  await context.close();
  const [{ rows }] = found;
  tell(`weight to new ranking, ${rows} areas listed`, best(found, "ranking"), LIMITS.weights, "ms");
  console.log(`       weight to the map of the new ranking: ${best(found, "pixel").toFixed(0)} ms`);
}

const best = (list, key) => Math.min(...list.map((item) => item[key]));
const missed = [];
function tell(name, value, limit, unit) {
  const fits = value <= limit;
  if (!fits) missed.push(name);
  console.log(`${fits ? "ok    " : "MISSED"} ${name}: ${value.toFixed(1)} ${unit} (limit ${limit})`);
}

const server = await serve(withoutData ? [] : ["berlin"], {
  prepare: (folder) => {
    for (const [id, size] of Object.entries(SIZES)) invent(folder, id, size);
  },
});
const browser = await launch();
try {
  for (const id of Object.keys(SIZES)) {
    const path = `${server.address}/?stadt=${id}&hinweise=aus`;
    const views = [];
    const found = [];
    for (let time = 0; time < TIMES; time += 1) {
      // A context of its own has an empty cache.
      const context = await browser.newContext({ viewport: { width: 800, height: 600 }, locale: "de-DE", reducedMotion: "reduce" });
      const page = await context.newPage();
      const start = performance.now();
      await page.goto(path, { waitUntil: "commit" });
      await ready(page);
      views.push({ view: performance.now() - start });
      await page.waitForTimeout(300);
      found.push(await recolour(page, "andere"));
      if (id === "klein" && time === 0) {
        const assets = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
        const own = [`${server.address}/`, ...assets.filter((address) => /\/assets\//.test(address))];
        const weights = await Promise.all([...new Set(own)].map(weight));
        const sum = weights.reduce((total, { bytes }) => total + bytes, 0) / 1000;
        const plain = weights.filter(({ encoding }) => encoding === "none").length;
        tell(`transfer of ${weights.length} files of the page, ${plain} of them not compressed`, sum, LIMITS.kilobytes, "kB");
      }
      await context.close();
    }
    const areas = SIZES[id][0] * SIZES[id][1];
    if (id === "klein") {
      tell(`first view, ${areas} areas`, best(views, "view"), LIMITS.view, "ms");
      tell(`work of recolouring, ${areas} areas`, best(found, "handler"), LIMITS.handler, "ms");
      tell(`choice to first changed pixel, ${areas} areas`, best(found, "pixel"), LIMITS.pixel, "ms");
    } else {
      tell(`choice to first changed pixel, ${areas} areas`, best(found, "pixel"), LIMITS.large, "ms");
      console.log(`       first view, ${areas} areas: ${best(views, "view").toFixed(0)} ms; work of recolouring: ${best(found, "handler").toFixed(1)} ms`);
    }
  }
  if (withoutData) console.log(`       weights are not measured: ${withoutData}`);
  else await measureWeights(browser, server.address);
} finally {
  await browser.close();
  await server.close();
}
process.exit(missed.length > 0 ? 1 : 0);
