// Checks the vector tiles of a level with the decoder of other people.
//
//   node tiles.mjs BASE_URL CITY LEVEL [MINZOOM MAXZOOM]      (default 8 14)
//
// At every zoom: ids, codes and names as in /cities/{city}/{level}/areas, every area present, winding of rings as in
// the Mapbox Vector Tile Specification 2.1 (outer ring positive in tile coordinates), and no hole or overlap between
// neighbours: a raster of 512 x 512 per tile and 20,000 seeded points inside the areas must be covered exactly once,
// unless an edge is within one tile unit. Points within OUTER_UNITS of the city's own boundary may be uncovered,
// because simplification moves it. Last line: "N passed, N failed"; exit code 1 on a fault.

import { below, json, load, onBase, pages, request, Tally, usage } from "./client.mjs";
import { boxOf, covers, GRID, intoTile, nearEdge, outerEdges, raster, samplePoints, shapeOf, tilePosition, turn, within } from "./coverage.mjs";

const [base, city, level, lowest = "8", highest = "14"] = process.argv.slice(2);
if (!level) usage("tiles.mjs", " [MINZOOM MAXZOOM]");
const { VectorTile } = await load("@mapbox/vector-tile");
const pbf = await load("pbf");
const Reader = pbf.default ?? pbf.PbfReader;

const EDGE_UNITS = 1;
const OUTER_UNITS = Number(process.env.OUTER_UNITS ?? 4);
const MOST_TILES = 6000;
const AT_ONCE = 8;
const tally = new Tally();

// --- one tile -------------------------------------------------------------------------------------------------------

function checkRings(rings, where) {
  let outer = null;
  for (const ring of rings) {
    const area = turn(ring);
    tally.check(ring.length >= 4, "ring with fewer than three points", where);
    if (!tally.check(area !== 0, "ring without area", where)) continue;
    if (outer === null) tally.check(area > 0, "first ring is not an outer ring (winding)", where);
    if (area > 0) outer = boxOf([ring]);
    else if (outer) {
      const box = boxOf([ring]);
      const fits = within(outer, box[0], box[1], 0) && within(outer, box[2], box[3], 0);
      tally.check(fits, "hole outside its outer ring (winding)", where);
    }
  }
}

function readAreas(layer, tile, known, seen) {
  const shapes = [];
  const here = new Set();
  for (let k = 0; k < layer.length; k += 1) {
    const feature = layer.feature(k);
    const where = `${tile.z}/${tile.x}/${tile.y} id ${feature.id}`;
    const area = known.get(feature.id);
    tally.check(Number.isSafeInteger(feature.id) && area !== undefined, "id is not among the areas", where);
    tally.check(!here.has(feature.id), "an area occurs twice in one tile", where);
    here.add(feature.id);
    seen.add(feature.id);
    tally.check(feature.type === 3, "not a polygon", where);
    tally.check(feature.properties.code === area?.code, "code differs from the areas", `${where}: ${feature.properties.code}`);
    tally.check(feature.properties.name === area?.name, "name differs from the areas", `${where}: ${feature.properties.name}`);
    const rings = feature.loadGeometry();
    checkRings(rings, where);
    shapes.push({ id: feature.id, rings, box: boxOf(rings) });
  }
  return shapes;
}

function readLabels(layer, tile, known, seen) {
  const codes = new Map([...known].map(([id, area]) => [area.code, id]));
  for (let k = 0; k < layer.length; k += 1) {
    const feature = layer.feature(k);
    const id = codes.get(feature.properties.code);
    tally.check(feature.type === 1 && id !== undefined, "label without area", `${tile.z}/${tile.x}/${tile.y} ${feature.properties.code}`);
    if (id !== undefined) seen.add(id);
  }
}

function readBorders(layer, tile) {
  let right = 0;
  for (let k = 0; k < layer.length; k += 1) {
    const feature = layer.feature(k);
    if (feature.type === 2 && ["outer", "inner"].includes(feature.properties.kind)) right += 1;
  }
  tally.check(right === layer.length, "border that is no outer or inner line", `${tile.z}/${tile.x}/${tile.y}`);
}

async function fetchTile(template, tile) {
  const address = template.replace("{z}", tile.z).replace("{x}", tile.x).replace("{y}", tile.y);
  const response = await request(onBase(base, address));
  const where = `${tile.z}/${tile.x}/${tile.y}: ${response.status}`;
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!tally.check(response.status === 200 || response.status === 204, "tile does not come", where)) return null;
  if (bytes.length === 0) return null;
  const type = response.headers.get("content-type") ?? "";
  tally.check(/mapbox-vector-tile|x-protobuf/.test(type), "content type of a tile", type);
  try {
    return new VectorTile(new Reader(bytes));
  } catch (error) {
    tally.check(false, "tile cannot be decoded", `${where} ${error.message}`);
    return null;
  }
}

function checkRaster(tile, shapes, extent, city) {
  const count = raster(shapes, extent);
  const near = city.shapes.filter((s) => overlapsTile(s.box, tile));
  const truth = near.map((s) => {
    const rings = s.rings.map((ring) => intoTile(ring, tile, extent));
    return { rings, box: boxOf(rings) };
  });
  const inside = raster(truth, extent);
  const step = extent / GRID;
  const found = { holes: 0, overlaps: 0 };
  let outer = null;
  for (let cell = 0; cell < count.length; cell += 1) {
    if (count[cell] === 1 || (count[cell] === 0 && inside[cell] === 0)) continue;
    const [x, y] = [((cell % GRID) + 0.5) * step, (Math.floor(cell / GRID) + 0.5) * step];
    if (nearEdge(shapes, x, y, EDGE_UNITS)) continue;
    if (count[cell] > 1) found.overlaps += 1;
    else {
      outer ??= outerShape(city, tile, extent);
      if (!nearEdge(outer, x, y, OUTER_UNITS)) found.holes += 1;
    }
  }
  const where = `${tile.z}/${tile.x}/${tile.y}`;
  tally.check(found.holes === 0, "hole between areas", `${where}: ${found.holes} cells of ${GRID} x ${GRID}`);
  tally.check(found.overlaps === 0, "areas overlap", `${where}: ${found.overlaps} cells of ${GRID} x ${GRID}`);
  return found;
}

function outerShape(city, tile, extent) {
  return city.outer.filter((edge) => overlapsTile(boxOf([edge]), tile)).map((edge) => {
    const ring = intoTile(edge, tile, extent);
    return { rings: [ring], box: boxOf([ring]) };
  });
}

/** Whether a box in degrees meets the tile, with a little room around it. */
function overlapsTile(span, tile) {
  const [left, bottom] = tilePosition(span[0], span[1], tile.z);
  const [right, top] = tilePosition(span[2], span[3], tile.z);
  const room = 0.02;
  return left <= tile.x + 1 + room && right >= tile.x - room && top <= tile.y + 1 + room && bottom >= tile.y - room;
}

function checkPoint(point, tile, shapes, extent, city, state) {
  const [column, row] = tilePosition(point.lon, point.lat, tile.z);
  const [x, y] = [(column - tile.x) * extent, (row - tile.y) * extent];
  if (nearEdge(shapes, x, y, EDGE_UNITS)) {
    state.near += 1;
    return;
  }
  const over = shapes.filter((shape) => covers(shape, x, y));
  if (over.length === 0 && nearEdge(outerShape(city, tile, extent), x, y, OUTER_UNITS)) {
    state.near += 1;
    return;
  }
  const where = `zoom ${tile.z}, ${point.lon.toFixed(6)} ${point.lat.toFixed(6)} in area ${point.id}: ${over.length} polygons`;
  tally.check(over.length === 1, "point is not covered exactly once", where);
  if (over.length !== 1 || over[0].id === point.id) return;
  state.moved += 1;
  if (!nearEdge(over, x, y, OUTER_UNITS)) tally.check(false, "point lies in another area", `${where} (${over[0].id})`);
}

// --- one zoom -------------------------------------------------------------------------------------------------------

/** The tiles that meet the bounds, each with the sample points in it. */
function plan(bounds, points, zoom) {
  const tiles = new Map();
  const [left, top] = tilePosition(bounds[0], bounds[3], zoom).map(Math.floor);
  const [right, bottom] = tilePosition(bounds[2], bounds[1], zoom).map(Math.floor);
  if ((right - left + 1) * (bottom - top + 1) > MOST_TILES) throw new Error(`zoom ${zoom} needs more than ${MOST_TILES} tiles`);
  for (let x = left; x <= right; x += 1) {
    for (let y = top; y <= bottom; y += 1) tiles.set(`${x}/${y}`, { z: zoom, x, y, points: [] });
  }
  for (const point of points) {
    const [x, y] = tilePosition(point.lon, point.lat, zoom).map(Math.floor);
    const tile = tiles.get(`${x}/${y}`);
    if (tally.check(tile !== undefined, "point outside the bounds of the TileJSON", `${point.lon} ${point.lat}`)) tile.points.push(point);
  }
  return [...tiles.values()];
}

async function checkTile(template, tile, known, city, state) {
  const decoded = await fetchTile(template, tile);
  const layer = decoded?.layers.areas;
  let shapes = [];
  let extent = 4096;
  if (decoded) {
    for (const name of Object.keys(decoded.layers)) tally.check(decoded.layers[name].version === 2, "layer is not of version 2", name);
    if (layer) {
      extent = layer.extent;
      shapes = readAreas(layer, tile, known, state.areas);
    }
    if (decoded.layers.labels) readLabels(decoded.layers.labels, tile, known, state.labels);
    if (decoded.layers.borders) readBorders(decoded.layers.borders, tile);
  }
  const found = checkRaster(tile, shapes, extent, city);
  state.holes += found.holes;
  state.overlaps += found.overlaps;
  for (const point of tile.points) checkPoint(point, tile, shapes, extent, city, state);
}

async function checkZoom(template, bounds, zoom, known, city) {
  const tiles = plan(bounds, city.points, zoom);
  const state = { areas: new Set(), labels: new Set(), near: 0, moved: 0, holes: 0, overlaps: 0 };
  for (let k = 0; k < tiles.length; k += AT_ONCE) {
    await Promise.all(tiles.slice(k, k + AT_ONCE).map((tile) => checkTile(template, tile, known, city, state)));
  }
  for (const [id, area] of known) {
    tally.check(state.areas.has(id) || state.labels.has(id), "area is missing at a zoom", `zoom ${zoom}: ${area.code} ${area.name}`);
  }
  console.log(
    `zoom ${zoom}: ${tiles.length} tiles, ${state.areas.size} of ${known.size} areas, ${state.labels.size} labels, ` +
      `${city.points.length} points (${state.near} at an edge, ${state.moved} in a neighbour), ` +
      `${state.holes} hole cells, ${state.overlaps} overlap cells`,
  );
}

// --- all zooms ------------------------------------------------------------------------------------------------------

const areas = await json(below(base, `/cities/${city}/${level}/areas`));
const known = new Map(areas.id.map((id, k) => [id, { code: areas.code[k], name: areas.name[k] }]));
tally.check(areas.id.every(Number.isSafeInteger), "an id is no integer");
tally.check(known.size === areas.id.length, "an id occurs twice among the areas");

const features = (await pages(base, `${city}.${level}`)).flatMap((page) => page.collection.features);
const shapes = features.map(shapeOf);
tally.check(shapes.length === known.size, "number of features", `${shapes.length}, areas ${known.size}`);
const whole = { shapes, outer: outerEdges(shapes), points: samplePoints(shapes, areas) };

const tilejson = await json(below(base, `/cities/${city}/${level}/tiles.json`));
tally.check(/^3\./.test(tilejson.tilejson ?? ""), "TileJSON is not of version 3", tilejson.tilejson);
tally.check(Array.isArray(tilejson.bounds) && tilejson.bounds.length === 4, "TileJSON without bounds");
const template = tilejson.tiles?.[0] ?? "";
tally.check(["{z}", "{x}", "{y}"].every((part) => template.includes(part)), "TileJSON without a tile address", template);

const first = Math.max(Number(lowest), tilejson.minzoom ?? 0);
const last = Math.min(Number(highest), tilejson.maxzoom ?? 22);
if (first !== Number(lowest) || last !== Number(highest)) console.log(`TileJSON gives zoom ${first} to ${last}`);
for (let zoom = first; zoom <= last; zoom += 1) await checkZoom(template, tilejson.bounds, zoom, known, whole);
tally.finish();
