// The picture that comes before the map: it shows what the map will show, and gives way to it for good.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, launch, PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, legend, onScreen, pick, rgb, values } from "./support/page.mjs";

const CODE = /\/assets\/map-[^/]*\.js/;
/** Edges are drawn a little harder or softer; a line that is moved by its own width would be more. */
const [MOST_CHANGED, BY_LEVELS] = [0.02, 70];

const { browser, server } = await opened();

/** Visits a page whose map has to wait for its code until it is let go. */
async function visitBefore(path, work, options = {}) {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  const before = (page) =>
    page.route(CODE, async (route) => {
      await held;
      await route.continue();
    });
  await visit(browser, server, path, (page, seen) => work(page, release, seen), { before, ...options });
}

/** Waits until the picture is painted. */
async function painted(page) {
  await page.waitForSelector(".first-picture.is-drawn", { state: "visible" });
  await page.waitForFunction(() => performance.getEntriesByName("city seen").length > 0);
}

/** Waits until offers, which come after the areas, stand on the picture too. */
async function offersPainted(page) {
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/offers/")));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

/** The map as it is on the screen, without what stands upon it. */
async function shot(page) {
  const box = page.locator(".map-box");
  await box.scrollIntoViewIfNeeded();
  await page.$$eval(".map-controls, .maplibregl-ctrl", (all) => {
    for (const { style } of all) style.visibility = "hidden";
  });
  return (await box.screenshot()).toString("base64");
}

/** Names of areas are for the map alone. */
async function withoutNames(page) {
  await page.evaluate(async () => {
    const map = globalThis.atlasMap;
    map.setLayoutProperty("labels", "visibility", "none");
    await new Promise((done) => {
      map.once("idle", done);
      map.triggerRepaint();
    });
  });
}

/** The part of the pixels that are not alike in two pictures, and the pixels of the first one at some places. */
function compare(page, one, other, places = []) {
  return page.evaluate(
    async ([first, second, points, levels]) => {
      const decode = async (text) => {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const pen = canvas.getContext("2d");
        pen.drawImage(image, 0, 0);
        return pen.getImageData(0, 0, image.width, image.height);
      };
      const [a, b] = [await decode(first), await decode(second)];
      const at = (image, index) => [...image.data.slice(index, index + 3)];
      let changed = 0;
      for (let index = 0; index < a.data.length; index += 4) {
        const far = (channel) => Math.abs(a.data[index + channel] - b.data[index + channel]) > levels;
        if (far(0) || far(1) || far(2)) changed += 1;
      }
      const same = a.width === b.width && a.height === b.height;
      const drawn = points.map(({ x, y }) => at(a, 4 * (Math.floor(y) * a.width + Math.floor(x))));
      return { same, share: changed / (a.width * a.height), drawn };
    },
    [one, other, places, BY_LEVELS],
  );
}

const LEVEL = "ebene=statistischer_bezirk";
const STATES = {
  "flagged areas, hatches, water, rail and settlement": `/?${LEVEL}&indikator=sgb2_quote`,
  "a chosen area and strength of colours": `/?ebene=ortsteil&indikator=kinderarmut&hinweise=aus&gebiet=0101&deckkraft=60`,
  "a chosen area that is flagged": `/?${LEVEL}&indikator=kinderarmut&jahr=2024&gebiet=flagged`,
  "several areas without any context": `/?${LEVEL}&auswahl=0101.1,0101.2&kontext=keine`,
  "another level in another year": "/?ebene=sozialraum&indikator=kinderarmut&jahr=2018",
  "amounts as circles": "/?ebene=ortsteil&indikator=einwohner",
  "offers": `/?${LEVEL}&angebote=einrichtungen.jugendtreff`,
  "a part of the city": `/?${LEVEL}&ausschnitt=12.10/51.4960/9.8650`,
};

for (const [size, name] of [[DESKTOP, "wide"], [PHONE, "narrow"]]) {
  for (const [state, path] of Object.entries(STATES)) {
    test(`on a ${name} screen the picture before the map is like the map: ${state}`, async () => {
      const { codes } = await chosenCodes(path);
      await visitBefore(
        codes,
        async (page, letGo) => {
          await painted(page);
          if (path.includes("angebote")) await offersPainted(page);
          const first = await shot(page);
          letGo();
          await ready(page);
          await withoutNames(page);
          const { same, share } = await compare(page, first, await shot(page));
          assert.ok(same, "the box keeps its size");
          assert.ok(share < MOST_CHANGED, `${(100 * share).toFixed(2)} % of the pixels change`);
        },
        { size },
      );
    });
  }
}

async function flagged(level) {
  const { areas } = await answer(server, `/cities/musterstadt/${level}/priority`);
  return areas.find(({ flag_status }) => flag_status !== null).code;
}

/** The address with codes that the level really has. */
async function chosenCodes(path) {
  const level = new URL(path, server.address).searchParams.get("ebene");
  const { code } = await answer(server, `/cities/musterstadt/${level}/areas`);
  const one = path.includes("gebiet=flagged") ? await flagged(level) : code[5];
  return { codes: path.replace(/gebiet=[^&]*/, `gebiet=${one}`).replace(/auswahl=[^&]*/, `auswahl=${code[9]},${code[20]}`) };
}

test("the picture before the map has the legend's colour of its class under every label point, also after another choice", async () => {
  await visitBefore(`/?${LEVEL}&indikator=sgb2_quote&jahr=2024&hinweise=aus&kontext=keine`, async (page, letGo) => {
    const taken = [];
    for (const indicator of ["sgb2_quote", "wahlbeteiligung"]) {
      if (taken.length > 0) {
        await page.selectOption("[name=indikator]", indicator);
        await page.waitForFunction((id) => document.querySelector("[name=indikator]").value === id && document.title.startsWith("Wahl"), indicator);
      }
      await painted(page);
      taken.push({ picture: await shot(page), shown: await values(server, page), legend: await legend(page) });
    }
    letGo();
    await ready(page);
    const areas = await answer(server, "/cities/musterstadt/statistischer_bezirk/areas");
    const box = await page.locator(".map-box").boundingBox();
    const points = await Promise.all(areas.id.map((_, at) => onScreen(page, [areas.lon[at], areas.lat[at]])));
    const places = points.map(({ x, y }) => ({ x: x - box.x, y: y - box.y }));
    for (const { picture, shown, legend: entries } of taken) {
      assert.deepEqual(entries.filter(({ color }) => color !== null).map(({ color }) => color), shown.classification.colors);
      const { drawn } = await compare(page, picture, picture, places);
      const near = (pixel, color) => rgb(color).every((part, channel) => Math.abs(part - pixel[channel]) <= 3);
      const wrong = areas.id.filter((id, at) => {
        const place = shown.class[shown.id.indexOf(id)];
        const { colors } = shown.classification;
        return place < 0 ? colors.some((color) => near(drawn[at], color)) : !near(drawn[at], colors[place]);
      });
      assert.deepEqual(wrong, [], shown.indicator);
    }
  });
});

test("before the map is there, headline, legend and table stand beside the picture, and nothing is said twice", async () => {
  await visitBefore(`/?${LEVEL}&indikator=sgb2_quote`, async (page, letGo) => {
    await painted(page);
    assert.ok((await legend(page)).length > 3);
    assert.ok(await page.isVisible(".map-title h1, .map-title h2"));
    assert.ok((await page.locator("tr[data-code]").count()) > 0);
    assert.equal(await page.getAttribute(".first-picture", "aria-hidden"), "true");
    assert.equal(await page.getAttribute("html", "data-ready"), "false", "the map is still to come");
    assert.deepEqual(await violations(page), []);
    letGo();
    await ready(page);
    assert.equal(await page.locator(".first-picture").count(), 0);
    assert.deepEqual(await violations(page), []);
  });
});

test("the picture does not come back with another indicator, year or level", async () => {
  await visit(browser, server, `/?${LEVEL}&indikator=sgb2_quote`, async (page) => {
    await page.evaluate(() => {
      globalThis.seenAgain = 0;
      const look = (changes) => {
        const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
        globalThis.seenAgain += added.filter((node) => node.matches?.(".first-picture") || node.querySelector?.(".first-picture")).length;
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    });
    await pick(page, "indikator", "kinderarmut");
    await pick(page, "jahr", "2020");
    await pick(page, "ebene", "ortsteil");
    assert.equal(await page.evaluate(() => globalThis.seenAgain), 0);
    assert.equal(await page.locator(".first-picture").count(), 0);
  });
});

test("the picture stays until the whole map is drawn, also when the window changes its size meanwhile", async () => {
  await visitBefore(`/?${LEVEL}&indikator=sgb2_quote`, async (page, release) => {
    await painted(page);
    await page.evaluate(() => {
      globalThis.gaveWayTo = [];
      const look = () => {
        const cover = document.querySelector(".first-picture");
        if (cover && !cover.hidden) return;
        const map = globalThis.atlasMap;
        globalThis.gaveWayTo.push(Boolean(map?.loaded() && map.areTilesLoaded()));
      };
      const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] };
      new MutationObserver(look).observe(document.querySelector(".map-box"), watched);
    });
    await page.setViewportSize({ width: 1000, height: 700 });
    release();
    await ready(page);
    const found = await page.evaluate(() => globalThis.gaveWayTo);
    assert.ok(found.length > 0);
    assert.equal(found[0], true, "the first moment without the picture has the map");
  });
});

test("whoever moves the map before it is drawn sees the map", async () => {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  const before = (page) =>
    page.route(/\/tiles\/\d/, async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
  await visit(browser, server, `/?${LEVEL}&indikator=sgb2_quote`, async (page) => {
    await painted(page);
    await page.waitForSelector(".map-controls");
    assert.equal(await page.locator(".first-picture.is-drawn").count(), 1);
    await page.click(".map-controls button");
    await page.waitForSelector(".first-picture", { state: "detached" });
    release();
    await ready(page);
  }, { before });
});

test("where areas fail to load, the picture stays until another attempt draws them", async () => {
  const fails = (page) => page.route(/\/tiles\/\d/, (route) => route.fulfill({ status: 503, body: "" }));
  const expected = /Failed to load resource|AJAXError/;
  const look = async (page) => {
    await page.waitForSelector(".map-failed");
    await ready(page);
    assert.ok(await page.isVisible(".first-picture.is-drawn"));
    assert.deepEqual(await violations(page), []);
    await page.selectOption("[name=indikator]", "kinderarmut");
    await ready(page);
    assert.ok(await page.isVisible(".first-picture.is-drawn"), "after another choice too");
    await page.unroute(/\/tiles\/\d/);
    await page.click(".map-failed button");
    await page.waitForSelector(".first-picture", { state: "detached" });
    await ready(page);
    assert.equal(await page.locator(".map-failed").count(), 0);
  };
  await visit(browser, server, `/?${LEVEL}&indikator=sgb2_quote`, look, { before: fails, expected });
});

test("without outlines, and where outlines would be too coarse, the map comes without a picture before it", async () => {
  const fails = async (page) => await page.route(/\/outlines$/, (route) => route.fulfill({ status: 503, body: "" }));
  const expected = /Failed to load resource/;
  await visit(browser, server, `/?${LEVEL}`, async (page) => {
    await ready(page);
    assert.equal(await page.locator(".first-picture").count(), 0);
    assert.ok(await page.isVisible(".map-controls"));
  }, { before: fails, expected });
  await visitBefore(`/?${LEVEL}&ausschnitt=16.00/51.4960/9.8650`, async (page, letGo) => {
    await page.waitForSelector(".first-picture", { state: "attached" });
    await page.waitForSelector("tr[data-code]");
    assert.equal(await page.locator(".first-picture.is-drawn").count(), 0);
    letGo();
    await ready(page);
  });
});

test("whoever comes without WebGL sees the picture first, and then the map that needs none", async () => {
  const plain = await launch({ webgl: false });
  try {
    await visit(plain, server, `/?${LEVEL}`, async (page) => {
      assert.equal(await page.locator(".first-picture").count(), 0);
      assert.ok((await page.locator(".plain-map [data-area]").count()) > 0);
      assert.ok(await page.evaluate(() => performance.getEntriesByName("city seen").length > 0));
    });
  } finally {
    await plain.close();
  }
});

test("other screens with a map have the picture too, in their own colours", async () => {
  await visitBefore("/?ansicht=entwicklung", async (page, letGo) => {
    await painted(page);
    const first = await shot(page);
    letGo();
    await ready(page);
    await withoutNames(page);
    const { same, share } = await compare(page, first, await shot(page));
    assert.ok(same && share < MOST_CHANGED, `${(100 * share).toFixed(2)} % of the pixels change`);
  });
});
