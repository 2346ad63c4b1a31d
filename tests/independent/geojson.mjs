// Checks the GeoJSON of a level against RFC 7946 with a parser of other people.
//
//   node geojson.mjs BASE_URL CITY LEVEL
//
// Strict parse, number of features, ids as in /cities/{city}/{level}/areas, right-hand rule, no `crs`,
// longitude before latitude, single items. Last line: "N passed, N failed"; exit code 1 on a fault.

import { below, json, load, pages, polygonsOf, request, Tally, usage } from "./client.mjs";

const [base, city, level] = process.argv.slice(2);
if (!level) usage("geojson.mjs", "");
const { check } = await load("@placemarkio/check-geojson");
const tally = new Tally();

/** Twice the signed area: positive is counter-clockwise, counted from the first point for precision. */
function turn(ring) {
  const [x0, y0] = ring[0];
  let sum = 0;
  for (let k = 1; k < ring.length - 1; k += 1) {
    sum += (ring[k][0] - x0) * (ring[k + 1][1] - y0) - (ring[k + 1][0] - x0) * (ring[k][1] - y0);
  }
  return sum;
}

function checkRing(ring, position, where) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  tally.check(ring.length >= 4 && first[0] === last[0] && first[1] === last[1], "ring is not closed", where);
  const area = turn(ring);
  if (position === 0) tally.check(area > 0, "outer ring is not counter-clockwise", where);
  else tally.check(area < 0, "hole is not clockwise", where);
}

function checkFeature(feature, expected, bounds) {
  const where = `feature ${feature.id}`;
  const area = expected.get(feature.id);
  if (!tally.check(area !== undefined, "id is not among the areas", where)) return;
  const { code, name } = feature.properties ?? {};
  if (code !== undefined) tally.check(code === area.code, "code differs from the areas", `${where}: ${code}`);
  if (name !== undefined) tally.check(name === area.name, "name differs from the areas", `${where}: ${name}`);
  const polygons = polygonsOf(feature.geometry ?? {});
  tally.check(polygons.length > 0, "not a polygon", where);
  const [west, south, east, north] = bounds;
  for (const rings of polygons) {
    rings.forEach((ring, position) => checkRing(ring, position, where));
    const inside = rings[0].every(([x, y]) => x >= west && x <= east && y >= south && y <= north);
    tally.check(inside, "outside the bounds of the city (longitude first?)", where);
  }
}

function strict(text, where) {
  try {
    check(text);
    return tally.check(true, "");
  } catch (error) {
    const issues = error.issues ?? [{ message: error.message }];
    return tally.check(false, "not valid GeoJSON", `${where}: ${issues.slice(0, 3).map((i) => i.message).join("; ")}`);
  }
}

const areas = await json(below(base, `/cities/${city}/${level}/areas`));
const description = await json(below(base, `/cities/${city}`));
const expected = new Map(areas.id.map((id, k) => [id, { code: areas.code[k], name: areas.name[k] }]));
const margin = 1e-6;
const [w, s, e, n] = description.bounds;
const bounds = [w - margin, s - margin, e + margin, n + margin];

const seen = [];
for (const [number, page] of (await pages(base, `${city}.${level}`)).entries()) {
  const where = `page ${number + 1}`;
  tally.check(page.type.startsWith("application/geo+json"), "content type", `${where}: ${page.type}`);
  strict(page.text, where);
  tally.check(page.collection.type === "FeatureCollection", "not a FeatureCollection", where);
  tally.check(!("crs" in page.collection), "has a crs member", where);
  for (const feature of page.collection.features) {
    seen.push(feature.id);
    checkFeature(feature, expected, bounds);
  }
}
tally.check(seen.length === areas.id.length, "number of features", `${seen.length}, areas ${areas.id.length}`);
tally.check(new Set(seen).size === seen.length, "an id occurs twice");

for (const k of new Set([0, Math.floor(areas.id.length / 2), areas.id.length - 1])) {
  const path = `/collections/${city}.${level}/items/${encodeURIComponent(areas.code[k])}`;
  const response = await request(below(base, path));
  const text = await response.text();
  if (!tally.check(response.ok, "single item", `${path}: ${response.status}`)) continue;
  strict(text, path);
  tally.check(JSON.parse(text).id === areas.id[k], "single item has another id", path);
}
console.log(`${city}.${level}: ${seen.length} features`);
tally.finish();
