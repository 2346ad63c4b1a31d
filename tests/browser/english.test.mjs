// In English only what the city itself wrote is German: names, sources, sentences of its `city.toml`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { launch, ready, visit } from "./support/browser.mjs";
import { opened } from "./support/opened.mjs";
import { answer, onScreen } from "./support/page.mjs";
import { repository, serveWhatIsThere, withoutData } from "./support/server.mjs";

const CITIES = {
  musterstadt: { area: "1101", level: "statistischer_bezirk", others: "1101,2101", view: "indikator=kinderarmut&jahr=2024", borough: "1" },
  leipzig: { area: "60", level: "ortsteil", others: "60,66", view: "indikator=arbeitslosenanteil&jahr=2021", borough: "6" },
};
const PARTS = ["rangliste", "rechenweg", "stabilitaet", "szenario", "beschluesse", "budget"];

/** Every screen in its states, by what is looked at. */
function screens(city) {
  const { area, level, others, view, borough } = CITIES[city];
  const base = `stadt=${city}&ebene=${level}&gebiet=${area}&${view}&sprache=en`;
  const priority = (part) => [`priority areas: ${part}`, `ansicht=schwerpunkte&bereich=${part}&zeigen=alle&gewichte=sgb2_quote:2&betrag=100000&${base}`];
  return [
    ["the map", base],
    ["the smoothed map", `${base}&geglaettet=ja&nur=darueber`],
    ["the map of an amount", base.replace(/indikator=\w+/, "indikator=einwohner")],
    ["a selection", `${base}&auswahl=${others}`],
    ["an unknown word", `${base}&methode=magie`],
    ["the profile", `ansicht=steckbrief&${base}`],
    ["no profile yet", `ansicht=steckbrief&stadt=${city}&sprache=en`],
    ["a profile of several", `ansicht=steckbrief&${base}&auswahl=${others}`],
    ["areas side by side", `ansicht=vergleich&${base}&gebiete=${others}&vergleich=2019`],
    ["two maps", `ansicht=vergleich&art=wischen&${base}`],
    ["maps of all periods", `ansicht=vergleich&art=reihe&${base}`],
    ["two indicators", `ansicht=zusammenhaenge&${base}&mit=sgb2_quote`],
    ["the development", `ansicht=entwicklung&${base}`],
    ...PARTS.map(priority),
    ["both indices", `ansicht=schwerpunkte&farben=beide&${base}`],
    ["the check report", `ansicht=pruefbericht&${base}`],
    ["the sources", `ansicht=daten&${base}`],
    ["the presentations", `ansicht=vortrag&stadt=${city}&sprache=en`],
    ["the handout of a conference", `ansicht=konferenz&stadt=${city}&ebene=stadtbezirk&gebiet=${borough}&modus=handzettel&sprache=en`],
  ].map(([name, query]) => [name, `/?${query}`]);
}

/** Pages without a script. */
function pages(city) {
  const { area, level, others } = CITIES[city];
  const at = `/cities/${city}`;
  return [
    `${at}/index.html`,
    `${at}/${level}/table.html`,
    ...others.split(",").map((code) => `${at}/${level}/areas/${code}/profile.html`),
    `${at}/${level}/selection.html?codes=${others}`,
    `${at}/indicators/sgb2_quote/method.html`,
    `${at}/indicators/einwohner/method.html`,
    `${at}/definitions/status/method.html`,
    `${at}/${level}/map.txt?show=status&definition=status`,
    `${at}/${level}/map.txt?indicator=sgb2_quote&area=${area}`,
  ].map((address) => `${address}${address.includes("?") ? "&" : "?"}language=en`);
}

const sentences = (name) => Object.values(JSON.parse(readFileSync(join(repository, `web/locales/${name}.json`), "utf8")));
const vocabulary = (...names) => new Set(names.flatMap(sentences).join(" ").replace(/\{[^}]*\}/g, " ").toLowerCase().match(/\p{L}{2,}/gu));
const ENGLISH = vocabulary("en", "server.en");
/** What the program says in German and never in English. */
const GERMAN = new Set([...vocabulary("de", "server.de")].filter((word) => !ENGLISH.has(word)));
/** What a class is called is said in the reader's language although `city.toml` names it. */
const TRANSLATED = /^(class|classes|dynamics_class|dynamics_classes|flag|flag_classes)$/;
/** Sentences around words of the city. */
const MIXED = /^(formula|remarks|figures)$/;

/** Texts that are the same in both languages: the city wrote them. */
function own(german, english, key, found) {
  if (typeof german === "string" && typeof english === "string") {
    if (MIXED.test(key)) for (const part of english.split(/[×/+()−,;:] ?| \(/)) found.add(part.trim());
    if (german === english && !TRANSLATED.test(key)) found.add(german);
  } else if (german && typeof german === "object" && english && typeof english === "object") {
    for (const name of Object.keys(german)) own(german[name], english[name], Array.isArray(german) ? key : name, found);
  }
}

async function textsOf(server, city) {
  const { level, others, borough } = CITIES[city];
  const at = `/cities/${city}`;
  const areas = [...others.split(",").map((code) => `${level}/areas/${code}`), `stadtbezirk/areas/${borough}`];
  const { levels } = await answer(server, at);
  const addresses = [at, `${at}/report`, `${at}/definitions/status`, `${at}/offers`, ...areas.map((area) => `${at}/${area}`), ...levels.map(({ id }) => `${at}/${id}/areas`)];
  const found = new Set();
  for (const address of addresses) {
    const [german, english] = await Promise.all(["", "?language=en"].map((query) => answer(server, address + query).catch(() => null)));
    own(german, english, "", found);
  }
  const words = [...found].flatMap((text) => [text, ...text.split(" · ")]);
  return [...new Set(words)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
}

/** Texts and labels of the page that no element calls German. */
const spoken = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const found = [document.title];
    const labels = ["aria-label", "title", "placeholder", "alt", "aria-valuetext"];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element.closest("script, style, noscript, code, [lang=de]")) continue;
      if (node.nodeType === Node.ELEMENT_NODE) found.push(...labels.filter((name) => node.hasAttribute(name)).map((name) => node.getAttribute(name)));
      // A name of a file, which breaks between its parts.
      else if (!element.querySelector(":scope > wbr")) found.push(node.data);
    }
    return [...new Set(found.map((text) => text.trim()))].filter((text) => text !== "" && !/^(Address of this page: )?http:/.test(text));
  });

function germanIn(text, names) {
  let rest = text;
  for (const name of names) if (rest.includes(name)) rest = rest.replaceAll(name, "·");
  return (rest.match(/\p{L}{2,}/gu) ?? []).filter((word) => /[äöüß]/i.test(word) || GERMAN.has(word.toLowerCase()));
}

async function assertEnglish(page, names, where) {
  const told = (await spoken(page)).map((text) => [germanIn(text, names), text]);
  assert.deepEqual(
    told.filter(([words]) => words.length > 0),
    [],
    where,
  );
}

// What is said does not depend on how the map is drawn, but for the box at the pointer.
const { browser, server } = await opened(serveWhatIsThere(["leipzig"]), { webgl: false });

/** Nothing comes any more. */
async function settled(page) {
  await ready(page);
  await page.waitForFunction(
    () => {
      const text = document.body.textContent;
      const steady = globalThis.lastText === text;
      globalThis.lastText = text;
      return steady && !document.querySelector('[aria-busy="true"], .waiting');
    },
    null,
    { polling: 300 },
  );
}

for (const city of Object.keys(CITIES)) {
  const skip = city === "leipzig" && withoutData;
  test(`${city}: no screen in English has a German word that the city did not write`, { skip }, async () => {
    const names = await textsOf(server, city);
    await visit(browser, server, "/?sprache=en", async (page) => {
      for (const [name, path] of screens(city)) {
        await page.goto(server.address + path, { waitUntil: "domcontentloaded" });
        await settled(page);
        await assertEnglish(page, names, name);
      }
    });
  });

  test(`${city}: no page and no picture in English has a German word that the city did not write`, { skip }, async () => {
    const names = await textsOf(server, city);
    await visit(browser, server, "/?sprache=en", async (page) => {
      for (const path of pages(city)) {
        await page.goto(server.address + path, { waitUntil: "domcontentloaded" });
        await assertEnglish(page, names, path);
      }
    }, { expected: /favicon\.ico/ });
  });
}

test("the box at the pointer speaks English too", async () => {
  const drawing = await launch();
  after(() => drawing.close());
  const names = await textsOf(server, "musterstadt");
  await visit(drawing, server, "/?stadt=musterstadt&ebene=ortsteil&indikator=sgb2_quote&jahr=2024&vergleich=2019&sprache=en", async (page) => {
    const { lon, lat } = await answer(server, "/cities/musterstadt/ortsteil/areas");
    const place = await onScreen(page, [lon[2], lat[2]]);
    await page.mouse.move(place.x, place.y);
    const tip = await page.innerText(".tooltip");
    assert.deepEqual(germanIn(tip, names), [], tip);
  });
});

test("the class of an area is called what it is called in the language of the reader", async () => {
  const query = "stadt=musterstadt&ebene=statistischer_bezirk&gebiet=1101&jahr=2024";
  for (const [language, label] of [
    ["", "sehr niedriger sozialer Status"],
    ["&sprache=en", "very low social status"],
  ]) {
    await visit(browser, server, `/?ansicht=steckbrief&${query}${language}`, async (page) => {
      assert.match(await page.innerText(".index-line"), new RegExp(label));
    });
    await visit(browser, server, `/?ansicht=konferenz&stadt=musterstadt&ebene=stadtbezirk&gebiet=1&modus=handzettel${language}`, async (page) => {
      await settled(page);
      const told = await page.innerText("main");
      assert.match(told, new RegExp(label));
    });
  }
});
