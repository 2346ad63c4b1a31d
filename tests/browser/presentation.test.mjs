// A presentation is shown by keyboard and by button, from its address, without a network, and on paper.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { PHONE, ready, violations, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, choices } from "./support/page.mjs";
import { command, copyOfMusterstadt, serve, serveWhatIsThere } from "./support/server.mjs";
import { message, PROJECTOR, press, SHOW, standing, tooSmall } from "./support/slides.mjs";

const HALL = { size: PROJECTOR };
const LARGE = { width: 1920, height: 1080 };
let cities;

const { browser, server } = await opened(serveWhatIsThere(["leipzig"]), { webgl: false });
cities = (await answer(server, "/cities")).cities.map(({ id }) => id);

const slidesOf = async (city = "musterstadt", id = "rundgang") =>
  (await answer(server, `/cities/${city}/presentations/${id}`)).slides;

/** Buttons and links of the page that are too small to be hit. */
const smallTargets = (page) =>
  page.$$eval("button, a[href], input", (all) =>
    all.filter((one) => !one.closest("p:not(.slide-tools)")).flatMap((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 0 && (width < 24 || height < 24) ? [`${one.textContent} ${width}x${height}`] : [];
    }),
  );

test("every slide is reached with the keys alone and its message is what the server says", async () => {
  const slides = await slidesOf();
  await visit(browser, server, SHOW, async (page) => {
    const count = slides.length;
    const keys = ["ArrowRight", "PageDown", "ArrowDown", "ArrowRight", "PageDown", "ArrowDown"];
    assert.equal(await message(page), slides[0].message.text);
    for (const [at, key] of keys.entries()) {
      await press(page, key);
      assert.equal(await message(page), slides[at + 1].message.text, key);
      assert.equal(standing(page).folie, String(at + 2));
    }
    await press(page, "ArrowRight");
    assert.equal(standing(page).folie, String(count), "the last one is the last one");
    for (const [key, folie] of [["ArrowLeft", count - 1], ["PageUp", count - 2], ["ArrowUp", count - 3], ["Home", 1], ["End", count]]) {
      await press(page, key);
      assert.equal(standing(page).folie, String(folie), key);
    }
  }, HALL);
});

test("overview, handout and full screen come with their keys and go with Escape", async () => {
  await visit(browser, server, `${SHOW}&folie=3`, async (page) => {
    await press(page, "o");
    assert.deepEqual(standing(page), { folie: "3", modus: "uebersicht" });
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
    await page.keyboard.press("Tab");
    await press(page, "Enter");
    assert.deepEqual(standing(page), { folie: "4", modus: null });
    await press(page, "h");
    assert.equal(standing(page).modus, "handzettel");
    await press(page, "Escape");
    assert.deepEqual(standing(page), { folie: "4", modus: null });
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.fullscreenElement === null);
    await press(page, "Escape");
    assert.equal(choices(page).vortrag, undefined);
    assert.match(await page.innerText("h1"), /Vorträge/);
  }, HALL);
});

test("letters can be turned off, and a key that is typed into a field is no command", async () => {
  await visit(browser, server, `${SHOW}&modus=uebersicht`, async (page) => {
    await page.click("[name=buchstaben]");
    await press(page, "h");
    assert.equal(standing(page).modus, "uebersicht");
    await press(page, "Escape");
    await press(page, "o");
    assert.equal(standing(page).modus, null);
    await press(page, "ArrowRight");
    assert.equal(standing(page).folie, "2", "arrows go on");
  }, HALL);
});

test("buttons do what keys do, and step back while nobody moves", async () => {
  await visit(browser, server, `${SHOW}&folie=1`, async (page) => {
    const click = async (name) => {
      await page.mouse.move(300 + Math.random() * 50, 300);
      await page.click(`.slide-controls >> text="${name}"`, { force: true });
      await ready(page);
    };
    await click("Weiter");
    assert.equal(standing(page).folie, "2");
    await click("Zurück");
    assert.equal(standing(page).folie, "1");
    await click("Zurück");
    assert.equal(standing(page).folie, "1");
    assert.deepEqual(await smallTargets(page), []);
    await click("Handzettel");
    assert.equal(standing(page).modus, "handzettel");
    await page.click('text="Zur Folie"');
    await ready(page);
    await page.mouse.move(200, 200);
    await page.waitForSelector(".slide-controls.is-idle", { state: "attached" });
    const box = await page.locator(".slide-controls").boundingBox();
    assert.ok(box.y >= PROJECTOR.height, `the buttons are out of sight: ${box.y}`);
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.activeElement.closest(".slide-controls") !== null);
    assert.ok((await page.locator(".slide-controls").boundingBox()).y < PROJECTOR.height, "and come with the Tab key");
  }, HALL);
});

test("a slide comes back from its address, and back and forward walk through what was seen", async () => {
  const slides = await slidesOf();
  await visit(browser, server, `${SHOW}&folie=3`, async (page) => {
    assert.equal(await message(page), slides[2].message.text);
    await press(page, "ArrowRight");
    await press(page, "o");
    for (const [way, folie, modus] of [
      ["goBack", "4", null],
      ["goBack", "3", null],
      ["goForward", "4", null],
      ["goForward", "4", "uebersicht"],
    ]) {
      await page[way]();
      await ready(page);
      assert.deepEqual(standing(page), { folie, modus }, way);
    }
    await page.reload();
    await ready(page);
    assert.equal(standing(page).modus, "uebersicht");
  }, HALL);
});

test("once loaded, all slides, overview and handout are shown without a network", async () => {
  const slides = await slidesOf();
  await visit(browser, server, SHOW, async (page, seen, context) => {
    await context.setOffline(true);
    const asked = seen.requests.length;
    for (const slide of slides) {
      assert.equal(await message(page), slide.message.text);
      assert.equal(await page.locator(".slide-failed").count(), 0);
      for (const picture of await page.$$(".slide-picture")) {
        assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0));
      }
      await press(page, "ArrowRight");
    }
    await press(page, "o");
    assert.equal(await page.locator(".slide-thumbs > li").count(), slides.length);
    await press(page, "Escape");
    await press(page, "h");
    assert.equal(await page.locator(".handout-slide").count(), slides.length);
    // The browser itself asks for the icon at every new address.
    const more = seen.requests.slice(asked).filter((address) => !/^(blob|data):|\/icon-/.test(address));
    assert.deepEqual(more, []);
  }, { ...HALL, expected: /INTERNET_DISCONNECTED.*icon/ });
});

test("notes have a window of their own that follows, and stand on no slide", async () => {
  const slides = await slidesOf();
  await visit(browser, server, SHOW, async (page, seen, context) => {
    const [notes] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("n")]);
    await notes.waitForSelector(`text="${slides[0].notes.text.split("\n")[0]}"`);
    await context.setOffline(true);
    await notes.keyboard.press("ArrowRight");
    await notes.waitForSelector(`text="${slides[1].notes.text}"`);
    await page.waitForFunction((text) => document.querySelector(".slide-message").textContent === text, slides[1].message.text);
    assert.ok(!(await page.innerText("body")).includes(slides[1].notes.text));
    assert.deepEqual(await violations(notes), []);
    await notes.click('text="Zurück"');
    await notes.waitForSelector(`text="${slides[0].notes.text.split("\n")[0]}"`);
    // The browser itself asks for the icon of the new window.
  }, { ...HALL, expected: /INTERNET_DISCONNECTED.*icon/ });
});

for (const [city, id] of [["musterstadt", "rundgang"], ["leipzig", "leipzig"]]) {
  for (const size of [PROJECTOR, LARGE, PHONE]) {
    test(`${city} at ${size.width} px: every slide breaks no rule, and is readable from the last row`, async (t) => {
      if (!cities.includes(city)) return t.skip("SOZIALRAUMATLAS_TEST_DATA is not set");
      const slides = await slidesOf(city, id);
      await visit(browser, server, `/?ansicht=vortrag&stadt=${city}&vortrag=${id}&folie=1`, async (page) => {
        for (const [at] of slides.entries()) {
          if (at > 0) await press(page, "ArrowRight");
          assert.equal(standing(page).folie, String(at + 1));
          assert.equal(await page.locator(".slide-failed").count(), 0);
          assert.deepEqual(await violations(page), [], `slide ${at + 1}`);
          const letters = await page.$eval(".slide-message", (line) => Number.parseFloat(getComputedStyle(line).fontSize));
          assert.ok(letters >= (size === PHONE ? 20 : 24), `${letters}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `slide ${at + 1}`);
          if (size !== PHONE) assert.deepEqual(await tooSmall(page), [], `slide ${at + 1}`);
        }
        for (const key of ["o", "h"]) {
          await press(page, key);
          assert.deepEqual(await violations(page), [], key);
          assert.deepEqual(await smallTargets(page), []);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), key);
          await press(page, "Escape");
        }
      }, { size });
    });
  }
}

test("letters of pictures on slides are as large as those beside them", async () => {
  await visit(browser, server, `${SHOW}&folie=3`, async (page, seen) => {
    const address = seen.requests.find((asked) => asked.includes("map.svg"));
    const drawn = await (await fetch(address)).text();
    const [, width, height] = /viewBox="0 0 (\S+) ([^"]+)"/.exec(drawn).map(Number);
    const box = await page.locator(".slide-picture").boundingBox();
    const scale = Math.min(box.width / width, box.height / height);
    const sizes = [...drawn.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => scale * Number(size));
    assert.ok(sizes.length > 5, `${sizes}`);
    assert.ok(Math.min(...sizes) >= 24, `${Math.min(...sizes)}`);
  }, HALL);
});

test("the handout is printed on A4 with every slide and its notes", async () => {
  const slides = await slidesOf();
  await visit(browser, server, `${SHOW}&modus=handzettel`, async (page) => {
    await page.emulateMedia({ media: "print" });
    const text = await page.innerText("main");
    for (const slide of slides) {
      assert.ok(text.includes(slide.message.text), slide.message.text);
      assert.ok(text.includes(slide.notes.text.split("\n")[0]), slide.notes.text);
    }
    const small = await page.$$eval(".handout *", (all) =>
      all.flatMap((one) => {
        const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const size = Number.parseFloat(getComputedStyle(one).fontSize);
        // 7 points are 9.33 pixels.
        return own && size < 9.3 && !one.closest(".visually-hidden") ? [`${size} ${one.textContent}`] : [];
      }),
    );
    assert.deepEqual(small, []);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.match(pdf, /MediaBox ?\[0 0 59[45][^\]]* 84[12]/, "A4");
    const pages = pdf.match(/\/Type ?\/Page\b/g).length;
    assert.ok(pages >= 4 && pages <= 6, `${pages} pages`);
  }, HALL);
});

test("long names of publishers stand on a slide in full", async () => {
  const long = "Landeshauptstadt Langennaundorf-Großzschocher, Amt für Statistik, Wahlen und vorausschauende Sozialraumplanung, Abteilung Kleinräumige Daten";
  const other = await serve([], {
    prepare: (folder) => {
      const city = copyOfMusterstadt(folder, "langstadt", "Langstadt");
      const file = join(city, "city.toml");
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(/^publisher = .*$/gm, `publisher = "${long}"`));
    },
  });
  try {
    for (const size of [PROJECTOR, LARGE]) {
      await visit(browser, other, "/?ansicht=vortrag&stadt=langstadt&vortrag=rundgang&folie=2", async (page) => {
        for (let at = 2; at <= 4; at += 1) {
          const credit = await page.$eval(".slide-credit", (one) => ({ text: one.textContent, cut: one.scrollWidth > one.clientWidth + 1 }));
          if (credit.text.includes("Langennaundorf")) assert.ok(credit.text.includes(long) && !credit.cut, credit.text);
          const spill = await page.$eval(".slide", (slide) => {
            const frame = slide.getBoundingClientRect();
            return [...slide.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().bottom > frame.bottom + 1).map((one) => one.className);
          });
          assert.deepEqual(spill, []);
          await press(page, "ArrowRight");
        }
      }, { size });
    }
  } finally {
    await other.close();
  }
});

test("an unknown presentation is told in words and leads to the list", async () => {
  await visit(browser, server, "/?ansicht=vortrag&stadt=musterstadt&vortrag=gibtesnicht", async (page) => {
    await page.waitForSelector("text=Einen Vortrag „gibtesnicht“ gibt es hier nicht");
    await page.click('text="Beenden"');
    await ready(page);
    await page.waitForSelector("text=Aufwachsen in Musterstadt");
  }, { ...HALL, before: async () => {}, expected: /404/ });
});

test("an area has an address of its own for a conference, reached from map and profile", async () => {
  const path = "/?ansicht=konferenz&stadt=musterstadt&ebene=stadtbezirk&gebiet=1&indikator=kinderarmut&jahr=2024";
  const parts = await answer(server, "/cities/musterstadt/ortsteil/values?indicator=kinderarmut&period=2024");
  const areas = await answer(server, "/cities/musterstadt/ortsteil/areas");
  const inside = areas.code.flatMap((code, at) => (areas.parent[at] === "1" ? [{ code, name: areas.name[at], id: areas.id[at] }] : []));
  const profile = await answer(server, "/cities/musterstadt/stadtbezirk/areas/1");
  const offers = profile.offers.reduce((sum, layer) => sum + layer.offers.length, 0);
  const above = inside.filter(({ id }) => parts.to_city[parts.id.indexOf(id)] === "higher").length;
  for (const size of [PROJECTOR, LARGE, PHONE]) {
    await visit(browser, server, path, async (page) => {
      const told = [];
      for (let slide = 1; slide <= 5; slide += 1) {
        assert.deepEqual(await violations(page), [], `slide ${slide}`);
        if (size !== PHONE) assert.deepEqual(await tooSmall(page), [], `slide ${slide}`);
        told.push(await page.innerText(".slide-stage"));
        await press(page, "ArrowRight");
      }
      assert.match(told[1], new RegExp(`${above} von ${inside.length} Gebieten`));
      for (const { name } of inside) assert.ok(told[1].includes(name), name);
      assert.match(told[2], /unter 4 Gebieten: Werte und Unterschiede statt Klassen/);
      assert.match(told[3], /rechnerisch auffällig/);
      assert.ok(told[4].includes(`${offers} Einrichtungen`), told[4]);
      for (let back = 0; back < 4; back += 1) await press(page, "ArrowLeft");
      assert.match(await page.getAttribute(".slide-picture", "alt"), /Nordost/);
      await press(page, "Escape");
      assert.equal(choices(page).ansicht, "steckbrief");
    }, { size });
  }
  await visit(browser, server, "/?ansicht=steckbrief&stadt=musterstadt&ebene=stadtbezirk&gebiet=1", async (page) => {
    await page.click('text="Für eine Konferenz zeigen"');
    await page.waitForSelector(".slide-stage");
    assert.equal(choices(page).gebiet, "1");
  });
});

test("a conference sees who resolved what, when, and by which paper", async () => {
  const other = await serve([], {
    prepare: async (folder) => {
      const city = copyOfMusterstadt(folder, "beschluss", "Beschlussstadt");
      const decide = (...words) => command(["priority", "decide", city, "--label", "Jugendamt", ...words], folder);
      const met = ["--area", "P1", "--committee", "Jugendhilfeausschuss", "--date", "2026-05-20", "--paper", "VI-DS-01234"];
      await decide("--action", "proposed", "--definition", "status", "--level", "statistischer_bezirk", "--codes", "1201,1202,1203");
      await decide("--action", "named", "--area", "P1", "--name", "Ziegelwiesen am Bach");
      await decide("--action", "discussed", ...met);
      await decide("--action", "resolved", ...met, "--valid-from", "2026-06-01", "--next-review", "2028-06-01");
    },
  });
  try {
    await visit(browser, other, "/?ansicht=konferenz&stadt=beschluss&ebene=stadtbezirk&gebiet=1&folie=4", async (page) => {
      const told = await page.innerText(".slide-list");
      assert.match(told, /Ziegelwiesen am Bach\s+Jugendhilfeausschuss, 20\.05\.2026, Drucksache VI-DS-01234 · beschlossen/);
      assert.match(told, /Ziegelwiesen-Mitte\s+sehr niedriger sozialer Status · beschlossen/);
      assert.deepEqual(await tooSmall(page), []);
      assert.deepEqual(await violations(page), []);
    }, HALL);
  } finally {
    await other.close();
  }
});
