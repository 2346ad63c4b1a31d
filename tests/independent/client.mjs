// What both checks share: packages of the web build, requests, and the tally of results.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const webFolder = process.env.WEB_MODULES
  ? resolve(process.env.WEB_MODULES)
  : fileURLToPath(new URL("../../web", import.meta.url));

/** Imports a package from the folder WEB_MODULES (which holds node_modules; default: web). */
export async function load(name) {
  const require = createRequire(pathToFileURL(`${webFolder}/package.json`));
  try {
    return await import(pathToFileURL(require.resolve(name)));
  } catch (error) {
    console.error(`${name} not found from ${webFolder}: run npm ci there or set WEB_MODULES (${error.code ?? error.message})`);
    process.exit(2);
  }
}

/** Counts what held and what did not; prints the first ten faults of a kind. */
export class Tally {
  passed = 0;
  failed = 0;
  #shown = new Map();

  constructor() {
    // A server that does not answer is a fault like any other and still ends with the counts.
    process.on("uncaughtException", (error) => {
      this.check(false, "cannot go on", `${error.message}${error.cause ? ` (${error.cause.message})` : ""}`);
      this.finish();
    });
  }

  check(holds, kind, detail = "") {
    if (holds) {
      this.passed += 1;
      return true;
    }
    this.failed += 1;
    const shown = (this.#shown.get(kind) ?? 0) + 1;
    this.#shown.set(kind, shown);
    if (shown <= 10) console.log(`FAULT ${kind}${detail === "" ? "" : `: ${detail}`}`);
    if (shown === 11) console.log(`FAULT ${kind}: more of these are not printed`);
    return false;
  }

  /** Prints the last line and ends the process. */
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}

/** An address below the base, whatever path the base has. */
export function below(base, path) {
  return base.replace(/\/+$/, "") + path;
}

/** One request, given up after a minute. */
export async function request(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    throw new Error(`${address}: ${error.message}`, { cause: error.cause ?? error });
  }
}

export async function json(address) {
  const response = await request(address);
  const text = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** All pages of a collection as { text, collection, type }; at most 200 pages. */
export async function pages(base, collection) {
  const found = [];
  let address = below(base, `/collections/${collection}/items?limit=10000`);
  for (let page = 0; page < 200 && address; page += 1) {
    const response = await request(address);
    const text = await response.text();
    if (!response.ok) throw new Error(`${address}: ${response.status} ${text.slice(0, 300)}`);
    const parsed = JSON.parse(text);
    found.push({ text, collection: parsed, type: response.headers.get("content-type") ?? "" });
    const next = (parsed.links ?? []).find((link) => link.rel === "next")?.href;
    address = next ? onBase(base, next) : null;
  }
  return found;
}

/** The path of an address the server gave, on the base it was asked at (the public address may differ). */
export function onBase(base, href) {
  const given = new URL(href, `${base.replace(/\/+$/, "")}/`);
  const here = new URL(base);
  const prefix = here.pathname.replace(/\/+$/, "");
  const path = given.pathname.startsWith(`${prefix}/`) ? given.pathname : prefix + given.pathname;
  return here.origin + path + given.search;
}

/** The polygons of a geometry as lists of rings. */
export function polygonsOf(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  return [];
}

export function usage(script, rest) {
  console.error(`usage: node ${script} BASE_URL CITY LEVEL${rest}`);
  console.error(`  for example: node ${script} http://127.0.0.1:8080 leipzig ortsteil`);
  process.exit(2);
}
