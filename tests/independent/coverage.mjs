// Geometry of the tile check: positions and shapes in units of one tile, how often a place is covered, and what the
// GeoJSON of the level says should be covered.

import { polygonsOf } from "./client.mjs";

export const GRID = 512;
const POINTS = 20_000;

// --- in units of one tile -------------------------------------------------------------------------------------------

/** Fractional tile column and row of a position (Web Mercator). */
export function tilePosition(lon, lat, zoom) {
  const n = 2 ** zoom;
  const phi = (Math.min(85.05, Math.max(-85.05, lat)) * Math.PI) / 180;
  return [((lon + 180) / 360) * n, ((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * n];
}

/** Twice the signed area in tile coordinates (y down): positive for an outer ring. */
export function turn(ring) {
  let sum = 0;
  for (let k = 0; k < ring.length - 1; k += 1) {
    sum += ring[k].x * ring[k + 1].y - ring[k + 1].x * ring[k].y;
  }
  return sum;
}

export function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const p of ring) {
      box[0] = Math.min(box[0], p.x);
      box[1] = Math.min(box[1], p.y);
      box[2] = Math.max(box[2], p.x);
      box[3] = Math.max(box[3], p.y);
    }
  }
  return box;
}

export function within(box, x, y, margin) {
  return x >= box[0] - margin && x <= box[2] + margin && y >= box[1] - margin && y <= box[3] + margin;
}

/** Even-odd rule over all rings. */
export function covers(shape, x, y) {
  if (!within(shape.box, x, y, 0)) return false;
  let inside = false;
  for (const ring of shape.rings) {
    for (let k = 0, j = ring.length - 1; k < ring.length; j = k, k += 1) {
      const [a, b] = [ring[k], ring[j]];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
  }
  return inside;
}

function segmentDistance(a, b, x, y) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(a.x + t * dx - x, a.y + t * dy - y);
}

/** Whether an edge of any shape is within `units` of the point. */
export function nearEdge(shapes, x, y, units) {
  for (const shape of shapes) {
    if (!within(shape.box, x, y, units)) continue;
    for (const ring of shape.rings) {
      for (let k = 1; k < ring.length; k += 1) {
        if (segmentDistance(ring[k - 1], ring[k], x, y) <= units) return true;
      }
    }
  }
  return false;
}

/** How often the centre of each cell of a GRID x GRID raster is covered (even-odd scanline fill per shape). */
export function raster(shapes, extent) {
  const cells = new Uint8Array(GRID * GRID);
  const step = extent / GRID;
  for (const shape of shapes) {
    const top = Math.max(0, Math.ceil(shape.box[1] / step - 0.5));
    const bottom = Math.min(GRID - 1, Math.floor(shape.box[3] / step - 0.5));
    if (bottom < top) continue;
    const crossings = Array.from({ length: bottom - top + 1 }, () => []);
    for (const ring of shape.rings) {
      for (let k = 0, j = ring.length - 1; k < ring.length; j = k, k += 1) {
        cross(ring[j], ring[k], step, top, bottom, crossings);
      }
    }
    crossings.forEach((xs, r) => {
      xs.sort((p, q) => p - q);
      for (let k = 0; k + 1 < xs.length; k += 2) {
        const from = Math.max(0, Math.ceil(xs[k] / step - 0.5));
        const to = Math.min(GRID, Math.ceil(xs[k + 1] / step - 0.5));
        for (let c = from; c < to; c += 1) cells[(top + r) * GRID + c] += 1;
      }
    });
  }
  return cells;
}

/** Adds where the edge meets the centre lines of the rows; the same for both directions of a shared edge. */
function cross(from, to, step, top, bottom, crossings) {
  if (from.y === to.y) return;
  const [a, b] = from.y < to.y ? [from, to] : [to, from];
  const first = Math.max(top, Math.ceil(a.y / step - 0.5));
  const last = Math.min(bottom, Math.ceil(b.y / step - 0.5) - 1);
  for (let row = first; row <= last; row += 1) {
    const y = (row + 0.5) * step;
    crossings[row - top].push(a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y));
  }
}

// --- what the collection says ---------------------------------------------------------------------------------------

/** Seeded generator (mulberry32), so that a fault can be repeated. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A feature as shape in degrees. */
export function shapeOf(feature) {
  const rings = polygonsOf(feature.geometry)
    .flat()
    .map((ring) => ring.map(([x, y]) => ({ x, y })));
  return { id: feature.id, rings, box: boxOf(rings) };
}

/** Edges that belong to one area only: the boundary of the city. Coordinates are compared to 1e-7 degrees. */
export function outerEdges(shapes) {
  const edges = new Map();
  const key = (p) => `${Math.round(p.x * 1e7)},${Math.round(p.y * 1e7)}`;
  for (const shape of shapes) {
    for (const ring of shape.rings) {
      for (let k = 1; k < ring.length; k += 1) {
        const [a, b] = [key(ring[k - 1]), key(ring[k])];
        if (a === b) continue;
        const name = a < b ? `${a} ${b}` : `${b} ${a}`;
        if (edges.has(name)) edges.set(name, null);
        else edges.set(name, [ring[k - 1], ring[k]]);
      }
    }
  }
  return [...edges.values()].filter((edge) => edge !== null);
}

/** Label points and seeded points inside the areas, each with the id it lies in. */
export function samplePoints(shapes, areas) {
  const random = generator(20_210_101);
  const points = areas.id.map((id, k) => ({ lon: areas.lon[k], lat: areas.lat[k], id }));
  const sizes = shapes.map((s) => (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  for (const [k, shape] of shapes.entries()) {
    const wanted = Math.max(5, Math.round((POINTS * sizes[k]) / total));
    for (let tries = 0, found = 0; found < wanted && tries < wanted * 50; tries += 1) {
      const x = shape.box[0] + random() * (shape.box[2] - shape.box[0]);
      const y = shape.box[1] + random() * (shape.box[3] - shape.box[1]);
      if (!covers(shape, x, y)) continue;
      found += 1;
      points.push({ lon: x, lat: y, id: shape.id });
    }
  }
  return points;
}

/** Rings or edges in units of one tile. */
export function intoTile(ring, tile, extent) {
  return ring.map((p) => {
    const [column, row] = tilePosition(p.x, p.y, tile.z);
    return { x: (column - tile.x) * extent, y: (row - tile.y) * extent };
  });
}
