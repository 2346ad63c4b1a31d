// Starts the built binary on a free port of this machine and stops it again.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const START_MS = 120_000;
const STOP_MS = 5_000;
const FETCH_MS = 120_000;

/** Real cities and the folder of the test data each takes its files from. */
const REAL = { leipzig: "leipzig", berlin: "berlin2021" };

export const binary = resolve(process.env.SOZIALRAUMATLAS_BIN ?? join(repository, "target/debug/sozialraumatlas"));
const testData = process.env.SOZIALRAUMATLAS_TEST_DATA || null;

/** Why a test of a real city cannot run; false when it can. */
export const withoutData = testData ? false : "SOZIALRAUMATLAS_TEST_DATA is not set";

/** What a child process of ours said and how it ended. */
function start(args, folder) {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: run cargo build or set SOZIALRAUMATLAS_BIN`);
  const child = spawn(binary, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  const state = { child, said: "" };
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text) => {
    state.said += text;
  });
  state.ended = new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(code ?? signal));
  });
  return state;
}

/** The promise, or an error when it takes longer. */
export async function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function fillCity(folder, city) {
  const target = join(folder, "geodata", city);
  mkdirSync(target, { recursive: true });
  cpSync(join(repository, "geodata", city, "city.toml"), join(target, "city.toml"));
  const fetching = start(["fetch", target, "--mirror", join(resolve(testData), REAL[city])], folder);
  const code = await within(FETCH_MS, `fetch of ${city}`, fetching.ended).finally(() => fetching.child.kill());
  if (code !== 0) throw new Error(`fetch of ${city} ended with ${code}:\n${fetching.said}`);
}

/** Options that make the server know the tokens and keep decisions. */
function departments(folder, tokens) {
  const lines = Object.entries(tokens).map(([label, token]) => `${label} = "${createHash("sha256").update(token).digest("hex")}"`);
  if (lines.length === 0) return [];
  const file = join(folder, "tokens.toml");
  writeFileSync(file, `[tokens]\n${lines.join("\n")}\n`);
  mkdirSync(join(folder, "decisions"), { recursive: true });
  return ["--tokens", file, "--decisions", join(folder, "decisions")];
}

/** Waits for the line that names the address. */
async function addressOf(server) {
  const until = Date.now() + START_MS;
  let ended = null;
  server.ended.then((code) => {
    ended = { code };
  });
  while (Date.now() < until && !ended) {
    const found = /open (http:\/\/127\.0\.0\.1:\d+)\/ in a browser/.exec(server.said);
    if (found) return found[1];
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`the server ${ended ? `ended with ${ended.code}` : "named no address"}:\n${server.said}`);
}

/**
 * Serves the embedded city and the named real ones from an empty folder, with the tokens of departments by label.
 * Gives { address, stop(), remove() }: a stopped server can be started again at the same address with `again()`.
 */
export async function serve(cities = [], { tokens = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sozialraumatlas-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let server = null;
  const stop = async () => {
    const running = server;
    server = null;
    if (!running) return;
    running.child.kill("SIGTERM");
    await within(STOP_MS, "stopping the server", running.ended).catch(() => running.child.kill("SIGKILL"));
  };
  const run = async (listen) => {
    server = start(["serve", "--listen", listen, ...options], folder);
    return await addressOf(server);
  };
  // A test that ends in the middle leaves no server behind.
  process.once("exit", () => {
    server?.child.kill("SIGKILL");
    remove();
  });
  for (const city of cities) await fillCity(folder, city);
  const options = departments(folder, tokens);
  const address = await run("127.0.0.1:0");
  const again = () => run(new URL(address).host);
  return { address, stop, again, close: () => stop().finally(remove) };
}

/** The embedded city, and the named real ones when the test data are there. */
export function serveWhatIsThere(cities) {
  return serve(testData ? cities : []);
}

export { repository };
