// Offers are symbols on the map and a list beside it; colours lie where people live.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices, onScreen, pixels, rgb } from "./support/page.mjs";

const CITY = "/cities/musterstadt";

const { browser, server } = await opened();

async function kinds() {
  const { features } = await answer(server, `${CITY}/offers/einrichtungen`);
  const counts = new Map();
  for (const { properties } of features) counts.set(properties.type, (counts.get(properties.type) ?? 0) + 1);
  return { features, counts };
}

test("every kind of offer has a symbol of its own and its number", async () => {
  const { counts } = await kinds();
  await visit(browser, server, "/", async (page) => {
    await page.waitForSelector(".offer-kinds li");
    const told = await page.$$eval(".offer-kinds li", (all) =>
      all.map((item) => ({
        name: item.querySelector("span:not(.legend-count)").textContent,
        count: Number(item.querySelector(".legend-count").textContent),
        shape: item.querySelector("path").getAttribute("d"),
      })),
    );
    assert.deepEqual(Object.fromEntries(told.map(({ name, count }) => [name, count])), Object.fromEntries(counts));
    assert.equal(new Set(told.map(({ shape }) => shape)).size, told.length, "shapes differ");
    assert.equal(await page.evaluate(() => globalThis.atlasMap.getLayer("offer-symbol")), undefined, "none is drawn before it is asked for");
  });
});

test("a ticked kind stands on the map where the server says, and the address keeps it", async () => {
  const { features } = await kinds();
  const wanted = features.filter(({ properties }) => properties.type === "Jugendtreff");
  await visit(browser, server, "/?hinweise=aus", async (page, seen) => {
    await page.click('.offer-kinds label:has-text("Jugendtreff")');
    await ready(page);
    const { angebote } = choices(page);
    assert.match(angebote, /jugendtreff/);
    const drawn = await page.evaluate(() =>
      globalThis.atlasMap.queryRenderedFeatures({ layers: ["offer-symbol"] }).map(({ properties }) => properties.key),
    );
    assert.deepEqual([...new Set(drawn)].sort(), wanted.map(({ id }) => `einrichtungen/${id}`).sort());
    const before = seen.requests.length;
    await page.reload();
    await ready(page);
    assert.ok(seen.requests.length > before);
    assert.ok(await page.isChecked('.offer-kinds label:has-text("Jugendtreff") input'));
  });
});

test("the pointer names an offer, a click chooses it and leaves the area alone", async () => {
  const { features } = await kinds();
  const offer = features.find(({ properties }) => properties.type === "Jugendtreff");
  await visit(browser, server, "/?angebote=einrichtungen.jugendtreff", async (page) => {
    await page.waitForFunction(() => globalThis.atlasMap?.getLayer("offer-symbol"));
    await ready(page);
    const point = await onScreen(page, offer.geometry.coordinates);
    await page.mouse.move(point.x - 3, point.y);
    await page.mouse.move(point.x, point.y);
    await page.waitForSelector(".tooltip");
    assert.match(await page.innerText(".tooltip"), new RegExp(offer.properties.name));
    await page.mouse.click(point.x, point.y);
    await page.waitForSelector(".offer-chosen");
    assert.equal(choices(page).angebot, `einrichtungen/${offer.id}`);
    assert.equal(choices(page).gebiet, undefined);
    for (const stage of offer.properties.life_stages) assert.match(await page.innerText(".offer-chosen"), new RegExp(stage));
    assert.deepEqual(await violations(page), []);
  });
});

test("the list holds the same offers, is searched and is walked through by keyboard", async () => {
  const { features } = await kinds();
  const names = features.filter(({ properties }) => properties.type === "Kindertagesstätte").map(({ properties }) => properties.name);
  await visit(browser, server, "/?angebote=einrichtungen.kindertagesstaette", async (page) => {
    await page.waitForSelector(".offer-list summary");
    await page.focus(".offer-list summary");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".offer-row");
    const shown = () => page.$$eval(".offer-row", (all) => all.map((row) => row.textContent));
    while (await page.isVisible('button:has-text("Weitere zeigen")')) await page.click('button:has-text("Weitere zeigen")');
    const sorted = (list) => [...list].sort();
    assert.deepEqual(sorted(await shown()), sorted(names));
    await page.focus("[name=angebotssuche]");
    await page.keyboard.type(names[3]);
    await page.waitForFunction((count) => document.querySelectorAll(".offer-row").length < count, names.length);
    assert.ok((await shown()).every((name) => name.includes(names[3])));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".offer-chosen");
    assert.match(await page.innerText(".offer-chosen"), new RegExp(names[3]));
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("offer-row")), "the focus stays");
  });
});

test("thousands of offers are gathered into numbers that together are all of them", async () => {
  const [west, south, east, north] = (await answer(server, CITY)).bounds;
  const place = (at) => [west + ((at % 60) / 60) * (east - west), south + (Math.floor(at / 60) / 48) * (north - south)];
  const many = Array.from({ length: 2880 }, (_, at) => ({
    type: "Feature",
    id: `X${at}`,
    geometry: { type: "Point", coordinates: place(at) },
    properties: { id: `X${at}`, name: `Kita ${at}`, type: "Kita", life_stages: [], provider: null, places: null },
  }));
  const before = async (page) => {
    await page.route(/offers\/einrichtungen/, (route) =>
      route.fulfill({ json: { type: "FeatureCollection", features: many } }),
    );
  };
  await visit(
    browser,
    server,
    "/?angebote=einrichtungen",
    async (page) => {
      await ready(page);
      await page.waitForFunction(() => globalThis.atlasMap?.getLayer("offer-cluster"));
      await ready(page);
      const drawn = await page.evaluate(async () => {
        const map = globalThis.atlasMap;
        await new Promise((done) => {
          map.once("idle", done);
          map.triggerRepaint();
        });
        const found = map.queryRenderedFeatures({ layers: ["offer-cluster", "offer-symbol"] });
        const seen = new Map(found.map(({ properties }) => [properties.cluster_id ?? properties.key, properties.point_count ?? 1]));
        return { marks: seen.size, offers: [...seen.values()].reduce((sum, count) => sum + count, 0) };
      });
      assert.equal(drawn.offers, 2880);
      assert.ok(drawn.marks < 400, `${drawn.marks} marks`);
    },
    { before },
  );
});

test("colours lie where people live, hatches everywhere, and a switch lifts that", async () => {
  const level = `${CITY}/statistischer_bezirk`;
  const [areas, values] = await Promise.all([answer(server, `${level}/areas`), answer(server, `${level}/values?indicator=sgb2_quote&period=2024`)]);
  // A corner of the country: within an area, far from its houses.
  const collection = await answer(server, `${CITY}/context/siedlung`);
  const rings = collection.features.flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates));
  const inside = ([x, y]) =>
    rings.some(([ring]) => {
      let odd = false;
      for (let a = 0, b = ring.length - 1; a < ring.length; b = a++) {
        const [[ax, ay], [bx, by]] = [ring[a], ring[b]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
      }
      return odd;
    });
  const candidates = [];
  for (const [at] of areas.id.entries()) {
    for (const [dx, dy] of [[0.006, 0], [-0.006, 0], [0, 0.004], [0, -0.004]]) candidates.push([areas.lon[at] + dx, areas.lat[at] + dy]);
  }
  const located = [];
  for (const point of candidates) {
    const found = await answer(server, `${CITY}/locate?lon=${point[0]}&lat=${point[1]}`);
    const place = found.areas.find((area) => area.level === "statistischer_bezirk");
    const at = place && !place.distance_m ? values.code.indexOf(place.code) : -1;
    if (at >= 0 && values.class[at] >= 0) located.push({ point, color: values.classification.colors[values.class[at]], settled: inside(point) });
  }
  const without = located.filter(({ settled }) => !settled);
  assert.ok(without.length > 5 && located.length - without.length > 5);
  const path = "/?ebene=statistischer_bezirk&indikator=sgb2_quote&jahr=2024&hinweise=aus&kontext=siedlung";
  const near = (pixel, color) => color.every((part, channel) => Math.abs(part - pixel[channel]) <= 3);
  await visit(browser, server, path, async (page) => {
    const pale = await pixels(page, without.map(({ point }) => point));
    const own = (found) => found.filter((pixel, at) => near(pixel, rgb(without[at].color))).length;
    assert.ok(own(pale) <= 1, `${own(pale)} of ${without.length} are coloured`);
    assert.ok(pale.filter((pixel) => near(pixel, [255, 255, 255])).length > without.length / 2);
    await page.click('label:has-text("Farben nur auf Siedlungsfläche")');
    await ready(page);
    const full = await pixels(page, without.map(({ point }) => point));
    // Some of the points lie on a border.
    assert.ok(own(full) > without.length / 2, `${own(full)} of ${without.length} are coloured`);
    assert.equal(choices(page).kontext, "keine");
  });
});

test("offers break no rule on a narrow screen", async () => {
  await visit(
    browser,
    server,
    "/?angebote=einrichtungen.kindertagesstaette&angebot=einrichtungen/E002",
    async (page) => {
      await page.waitForSelector(".offer-list summary");
      await page.click(".offer-list summary");
      await page.waitForSelector(".offer-row");
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    },
    { size: PHONE },
  );
});
