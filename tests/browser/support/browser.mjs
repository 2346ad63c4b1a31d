// One Chromium per test file, a fresh context per visit, and what every visit is checked for.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "./server.mjs";

const web = resolve(process.env.WEB_MODULES ?? join(repository, "web"));
const require = createRequire(pathToFileURL(join(web, "package.json")));
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const WAIT_MS = 20_000;
const QUIET = [
  "--no-sandbox",
  "--no-first-run",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--force-color-profile=srgb",
];
const DRAWING = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const NO_DRAWING = ["--disable-gpu", "--disable-3d-apis"];

/** Reading pixels back is what the tests do, not the page. */
const OWN_MESSAGES = /GPU stall due to ReadPixels/;

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 320, height: 640 };

function fromWeb(name) {
  try {
    return require(name);
  } catch (error) {
    throw new Error(`${name} is not in ${web}/node_modules: run npm ci there or set WEB_MODULES`, { cause: error });
  }
}

export async function launch({ webgl = true } = {}) {
  const { chromium } = fromWeb("playwright-core");
  return await chromium.launch({
    executablePath,
    args: [...QUIET, ...(webgl ? DRAWING : NO_DRAWING)],
    timeout: WAIT_MS,
  });
}

/** Everything the page asked for and everything it complained about. */
function watch(context, origin) {
  const seen = { requests: [], foreign: [], complaints: [] };
  context.on("request", (request) => {
    const address = request.url();
    seen.requests.push(address);
    if (!/^(blob|data):/.test(address) && new URL(address).origin !== origin) seen.foreign.push(address);
  });
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type()) || OWN_MESSAGES.test(message.text())) return;
    seen.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => seen.complaints.push(`uncaught: ${error.error().stack}`));
  return seen;
}

/**
 * Opens the address in a context of its own, does the work and closes it again. Afterwards the console must be clean
 * and nothing may have been asked of another origin. `expected` names complaints that the work provokes.
 */
export async function visit(browser, server, path, work, { size = DESKTOP, expected = null, before, ...options } = {}) {
  const context = await browser.newContext({ viewport: size, locale: "de-DE", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(WAIT_MS);
  const seen = watch(context, server.address);
  try {
    const page = await context.newPage();
    await before?.(page);
    await page.goto(server.address + path, { waitUntil: "domcontentloaded" });
    if (!before) await ready(page);
    await work(page, seen, context);
  } finally {
    await context.close();
  }
  assert.deepEqual(seen.foreign, [], "asked another origin");
  const complaints = expected ? seen.complaints.filter((text) => !expected.test(text)) : seen.complaints;
  assert.deepEqual(complaints, [], "complained in the console");
}

/** Waits until what is asked for is drawn. */
export async function ready(page) {
  try {
    await page.waitForSelector("html[data-ready=true]", { timeout: WAIT_MS, state: "attached" });
  } catch (error) {
    const text = await page.evaluate(() => document.body?.innerText ?? "").catch(() => "");
    throw new Error(`the page did not become ready at ${page.url()}; it says:\n${text.slice(0, 400)}`, { cause: error });
  }
}

/** Rules broken at the moment, one line each. */
export async function violations(page) {
  const { source } = fromWeb("axe-core");
  await page.evaluate(source);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}
