// How the tests read and use the page, and what they compare it with.

import { ready } from "./browser.mjs";

/** Takes a choice in a picker the way the visitor does and waits for the picture. */
export async function pick(page, name, value) {
  await page.selectOption(`[name=${name}]`, value);
  await ready(page);
}

/** The address as an object of its keys. */
export function choices(page) {
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** An answer of the server, asked for by the test itself. */
export async function answer(server, path) {
  const response = await fetch(server.address + path, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return await response.json();
}

/** The values that the address of the page stands for. */
export function values(server, page) {
  const { stadt, ebene, indikator, jahr, methode, klassen } = choices(page);
  const query = new URLSearchParams({ indicator: indikator, period: jahr });
  if (methode) query.set("method", methode);
  if (klassen) query.set("classes", klassen);
  return answer(server, `/cities/${stadt}/${ebene}/values?${query}`);
}

/** The rows of the table in their order: { code, name, value, class, hint, chosen }. */
export function table(page) {
  return page.$$eval("tr[data-code]", (rows) =>
    rows.map((row) => {
      const text = (name) => row.querySelector(`.col-${name}`)?.textContent.trim() ?? null;
      const chosen = row.querySelector("button").getAttribute("aria-pressed") === "true";
      const cells = { name: text("name"), value: text("value"), class: text("class"), hint: text("hint") };
      return { code: row.dataset.code, ...cells, chosen };
    }),
  );
}

/** The entries of the legend but circles: { text, count, color } with color null for patterns. */
export function legend(page) {
  return page.$$eval(".legend-list li:not(.legend-amount, .legend-unsettled)", (entries) =>
    entries.map((entry) => ({
      text: entry.querySelector(".legend-text").firstChild.textContent.trim(),
      count: Number(entry.querySelector(".legend-count").textContent),
      color: entry.querySelector("pattern") ? null : entry.querySelector("rect").getAttribute("fill"),
    })),
  );
}

/** Everything of the page that the address decides. */
export async function snapshot(page) {
  return {
    address: page.url(),
    heading: await page.innerText(".map-title"),
    legend: await page.innerText(".legend"),
    table: await table(page),
    info: await page.innerText(".info"),
  };
}

/** A number as German offices write it. */
export function german(value, decimals) {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "−" : "";
  return sign + grouped + (fraction ? `,${fraction}` : "");
}

/** A number that the page wrote the German way. */
export function fromGerman(text) {
  return Number(text.replaceAll(".", "").replace(",", ".").replace("−", "-"));
}

/** The decimals at which no value looks like the break that its class excludes: the indicator's own or up to three more. */
export function fittingDecimals({ decimals, value, class: classes, classification: { breaks } }) {
  const fits = (digits) => {
    const texts = breaks.map((number) => german(number, digits));
    if (new Set(texts).size < new Set(breaks).size) return false;
    return value.every((number, at) => number === null || classes[at] < 1 || german(number, digits) !== texts[classes[at]]);
  };
  return [0, 1, 2].map((more) => decimals + more).find(fits) ?? decimals + 3;
}

/** Pixels of the map at positions on earth, as [red, green, blue, alpha]; names of areas are left out. */
export function pixels(page, positions) {
  return page.evaluate(async (points) => {
    const map = globalThis.atlasMap;
    map.setLayoutProperty("labels", "visibility", "none");
    await new Promise((done) => {
      map.once("idle", done);
      map.triggerRepaint();
    });
    const drawn = new Promise((done) => {
      map.once("render", () => {
        const canvas = map.getCanvas();
        const gl = canvas.getContext("webgl2");
        const ratio = canvas.width / canvas.clientWidth;
        const pixel = new Uint8Array(4);
        const read = ([lon, lat]) => {
          const { x, y } = map.project([lon, lat]);
          const row = canvas.height - 1 - Math.floor(y * ratio);
          gl.readPixels(Math.floor(x * ratio), row, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
          return [...pixel];
        };
        done(points.map(read));
      });
    });
    map.triggerRepaint();
    return await drawn;
  }, positions);
}

/** Where a position on earth is on the screen. */
export async function onScreen(page, position) {
  const box = await page.locator(".map canvas").boundingBox();
  const { x, y } = await page.evaluate((point) => ({ ...globalThis.atlasMap.project(point) }), position);
  return { x: box.x + x, y: box.y + y };
}

export function rgb(color) {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

/** Addresses of tiles among what was asked for. */
export function tiles(requests) {
  return requests.filter((address) => /\/tiles\/\d+\/\d+\/\d+/.test(address));
}

export const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
