// How fast the page is: node tests/bench/page.mjs [--binary PATH]
//
// Invents two large cities (500 and 11,000 areas), serves them and measures in Chromium with software rendering at
// 800 x 600, the best of five each: the work of recolouring, the time from a choice to the first changed pixel, the time
// to the first view of a warm service (the coloured city with its legend is on the screen) and to the map that answers
// the pointer, and what the page weighs on its way. First views are filmed, so that what counts is what is on the screen,
// and stays there. With the test data, Berlin's 542 areas too: the time from a moved weight to the new ranking and its
// map. Ends with 1 when a limit is missed.

import { get } from "node:http";
import { resolve } from "node:path";

const at = process.argv.indexOf("--binary");
if (at > 0) process.env.SOZIALRAUMATLAS_BIN = resolve(process.argv[at + 1]);
const { launch, ready } = await import("../browser/support/browser.mjs");
const { serve, withoutData } = await import("../browser/support/server.mjs");
const { invent } = await import("../browser/support/invented.mjs");

const TIMES = 5;
const LIMITS = { handler: 20, pixel: 100, large: 250, weights: 100, view: 1000, kilobytes: 600 };
const CONTEXT = { viewport: { width: 800, height: 600 }, locale: "de-DE", reducedMotion: "reduce" };
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
  const context = await browser.newContext(CONTEXT);
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

/** Opens the city in a context of its own, which has an empty cache; gives times in milliseconds. */
async function firstView(page, address) {
  const clock = Date.now();
  await page.goto(address, { waitUntil: "commit" });
  await ready(page);
  const whole = Date.now() - clock;
  const marks = ["city seen", "map live"];
  const [seen, live] = await page.evaluate((names) => names.map((name) => performance.timeOrigin + performance.getEntriesByName(name)[0].startTime), marks);
  return { clock, seen: seen - clock, live: live - clock, whole };
}

/** What the page tells of its first views, in words. */
function told(views) {
  const [seen, live, whole] = ["seen", "live", "whole"].map((key) => best(views, key).toFixed(0));
  return `city seen after ${seen} ms as the page tells, map ready for the pointer after ${live} ms, everything there after ${whole} ms`;
}

/** How much of each frame of a film is as in the last one: the coloured part of the map, and the legend. */
async function likeness(page, frames) {
  return await page.evaluate(async (texts) => {
    const decode = async (text) => {
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const pen = new OffscreenCanvas(image.width, image.height).getContext("2d", { willReadFrequently: true });
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, image.width, image.height);
    };
    const fills = [...document.querySelectorAll(".legend-list rect[fill^='#']")].map((rect) => rect.getAttribute("fill"));
    const colors = fills.map((fill) => [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16)));
    const last = await decode(texts.at(-1));
    const near = (image, index, color) => color.every((part, channel) => Math.abs(part - image.data[index + channel]) < 4);
    const share = (image, selector, counts) => {
      const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
      let [all, alike] = [0, 0];
      for (let y = Math.ceil(top); y < Math.min(bottom, image.height); y += 1) {
        for (let x = Math.ceil(left); x < Math.min(right, image.width); x += 1) {
          const index = 4 * (y * image.width + x);
          if (!counts(index)) continue;
          all += 1;
          if (near(image, index, [...last.data.slice(index, index + 3)])) alike += 1;
        }
      }
      return alike / all;
    };
    const colored = (index) => colors.some((color) => near(last, index, color));
    const shares = [];
    for (const text of texts) {
      const image = await decode(text);
      shares.push({ map: share(image, ".map-box", colored), legend: share(image, ".legend", () => true) });
    }
    return shares;
  }, frames);
}

/** Films a first view; tells when the coloured city and its legend came to the screen, and when it was gone again. */
async function filmed(page, address) {
  const film = await page.context().newCDPSession(page);
  const frames = [];
  film.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    frames.push({ data, at: metadata.timestamp * 1000 });
    film.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await film.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
  const { clock } = await firstView(page, address);
  await page.waitForTimeout(300);
  await film.send("Page.stopScreencast");
  const shares = await likeness(page, frames.map(({ data }) => data));
  const whole = shares.map(({ map, legend }) => map > 0.9 && legend > 0.9);
  const first = whole.indexOf(true);
  return { shown: frames[first].at - clock, gaps: whole.slice(first).filter((is) => !is).length };
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
      const context = await browser.newContext(CONTEXT);
      const page = await context.newPage();
      views.push(await firstView(page, path));
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
      const films = [];
      for (let time = 0; time < TIMES; time += 1) {
        const context = await browser.newContext(CONTEXT);
        films.push(await filmed(await context.newPage(), path));
        await context.close();
      }
      tell(`first view on film, ${areas} areas`, best(films, "shown"), LIMITS.view, "ms");
      tell("frames without the city after it was seen", Math.max(...films.map(({ gaps }) => gaps)), 0, "frames");
      console.log(`       ${told(views)}`);
      tell(`work of recolouring, ${areas} areas`, best(found, "handler"), LIMITS.handler, "ms");
      tell(`choice to first changed pixel, ${areas} areas`, best(found, "pixel"), LIMITS.pixel, "ms");
    } else {
      tell(`choice to first changed pixel, ${areas} areas`, best(found, "pixel"), LIMITS.large, "ms");
      console.log(`       ${told(views)}; work of recolouring: ${best(found, "handler").toFixed(1)} ms`);
    }
  }
  if (withoutData) console.log(`       weights are not measured: ${withoutData}`);
  else await measureWeights(browser, server.address);
} finally {
  await browser.close();
  await server.close();
}
process.exit(missed.length > 0 ? 1 : 0);
