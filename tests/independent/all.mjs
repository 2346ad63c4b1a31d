// Starts the built binary and checks tiles and GeoJSON of its cities with programs of other people.
//
//   node all.mjs
//
// The embedded city always, Leipzig and Berlin when SOZIALRAUMATLAS_TEST_DATA names the test data. GDAL (ogrinfo)
// reads the GeoJSON too when it is installed. Last line: "N passed, N failed", where each level passes or fails each
// of the three checks as a whole; exit code 1 on a fault.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveWhatIsThere, within, withoutData } from "../browser/support/server.mjs";
import { below, json, request } from "./client.mjs";

const CHECK_MS = 600_000;
/** Levels with many areas are looked at on fewer scales. */
const MANY_AREAS = 300;
const ALL_ZOOMS = ["8", "14"];
const FEW_ZOOMS = ["8", "12"];

/** Runs a program of ours or GDAL's; { code, output }. */
async function run(program, args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise((done) => {
    child.once("error", (error) => done(error.code));
    child.once("close", done);
  });
  const code = await within(CHECK_MS, `${program} ${args.join(" ")}`, ended).finally(() => child.kill());
  return { code, output };
}

const total = { passed: 0, failed: 0 };

function count(faults) {
  total[faults.length === 0 ? "passed" : "failed"] += 1;
  for (const fault of faults) console.log(`FAULT ${fault}`);
}

/** Runs one of the two checks. */
async function check(script, ...args) {
  const { code, output } = await run(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args]);
  console.log(output.trimEnd().replace(/^(\d+) passed, (\d+) failed$/m, `${script}: $1 checks held, $2 did not`));
  count(code === 0 ? [] : [`${script} ${args.slice(1).join(" ")} ended with ${code}`]);
}

/** Reads what GDAL makes of the GeoJSON: coordinate system, geometry, number and order of the axes. */
async function checkWithGdal(base, city, level, folder) {
  const collection = `${city}.${level.id}`;
  const response = await request(below(base, `/collections/${collection}/items?limit=10000`));
  const file = join(folder, `${collection}.geojson`);
  writeFileSync(file, await response.text());
  const { code, output } = await run("ogrinfo", ["-ro", "-al", "-so", file]);
  const found = (pattern) => pattern.exec(output)?.[1] ?? "nothing";
  const { bounds } = await json(below(base, `/cities/${city}`));
  const extent = found(/Extent: (.+)/).match(/-?[\d.]+/g)?.map(Number) ?? [];
  const inside = (value, at) => (at < 2 ? value >= bounds[at] - 1e-5 : value <= bounds[at] + 1e-5);
  const claims = [
    [code === 0, `ogrinfo ended with ${code}:\n${output}`],
    [/^Layer name: \S/m.test(output), "GDAL sees no layer"],
    [/GEOGCRS\["WGS 84"/.test(output), "GDAL does not see WGS 84"],
    [/Data axis to CRS axis mapping: 2,1/.test(output), "longitude does not come first"],
    [found(/Feature Count: (\d+)/) === String(level.areas), `GDAL counts ${found(/Feature Count: (\d+)/)}, not ${level.areas}`],
    [/Polygon|Unknown/.test(found(/Geometry: (.+)/)), `GDAL sees ${found(/Geometry: (.+)/)}`],
    [extent.length === 4 && extent.every(inside), `GDAL's extent ${extent} is not within ${bounds}`],
  ];
  const faults = claims.filter(([holds]) => !holds).map(([, fault]) => `${collection}: ${fault}`);
  console.log(`ogrinfo: ${claims.length - faults.length} checks held, ${faults.length} did not`);
  count(faults);
}

const folder = mkdtempSync(join(tmpdir(), "sozialraumatlas-gdal-"));
const server = await serveWhatIsThere(["leipzig", "berlin"]);
try {
  if (withoutData) console.log(`only the embedded city: ${withoutData}`);
  const gdal = (await run("ogrinfo", ["--version"])).code === 0;
  if (!gdal) console.log("GDAL is not asked: ogrinfo is not installed");
  const { cities } = await json(below(server.address, "/cities"));
  for (const { id: city } of cities) {
    const { levels } = await json(below(server.address, `/cities/${city}`));
    for (const level of levels) {
      console.log(`\n${city}, ${level.plural} (${level.areas})`);
      await check("geojson.mjs", server.address, city, level.id);
      if (gdal) await checkWithGdal(server.address, city, level, folder);
      await check("tiles.mjs", server.address, city, level.id, ...(level.areas > MANY_AREAS ? FEW_ZOOMS : ALL_ZOOMS));
    }
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
