// Time from the start of the process to the first answered tile, and the peak memory by then.
//
//   node tests/bench/first-tile.mjs BINARY CITY_FOLDER LEVEL [RUNS]
//
// The city must have its data. Beside the absolute figures stands the ratio to `check` of the same city in the same
// run, since machines differ and are noisy.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [binary, folder, level, runs = '7'] = process.argv.slice(2);
if (!level) {
  console.error('usage: node first-tile.mjs BINARY CITY_FOLDER LEVEL [RUNS]');
  process.exit(2);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function get(url) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

/** The tile at zoom 11 around the middle of the city. */
async function tileOf(base) {
  const { cities } = JSON.parse((await get(`${base}/cities`)).body);
  const city = cities[0].id;
  const [lon, lat] = JSON.parse((await get(`${base}/cities/${city}/${level}/tiles.json`)).body).center;
  const x = Math.floor(((lon + 180) / 360) * 2048);
  const rad = (lat * Math.PI) / 180;
  const y = Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * 2048);
  return `/cities/${city}/${level}/tiles/11/${x}/${y}`;
}

function start() {
  const child = spawn(binary, ['serve', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const base = new Promise((resolve, reject) => {
    let log = '';
    const timer = setTimeout(() => reject(new Error(`no address within 30 s:\n${log}`)), 30_000);
    child.stderr.on('data', (part) => {
      log += part;
      const found = /open (http:\/\/[^/]+)\//.exec(log);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    });
    child.on('exit', () => reject(new Error(`the server ended:\n${log}`)));
  });
  return { child, base };
}

async function stop(child) {
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const first = start();
const tile = await tileOf(await first.base);
await stop(first.child);

const times = [];
const peaks = [];
const checks = [];
for (let run = 0; run < Number(runs); run += 1) {
  const began = performance.now();
  const { child, base } = start();
  const answer = await get((await base) + tile);
  times.push(performance.now() - began);
  if (answer.status !== 200 || answer.body.length === 0) throw new Error(`tile: ${answer.status}`);
  peaks.push(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024);
  await stop(child);
  const checking = performance.now();
  spawnSync(binary, ['check', folder], { stdio: 'ignore' });
  checks.push(performance.now() - checking);
}
console.log(`start to first tile: median ${median(times).toFixed(0)} ms, best ${Math.min(...times).toFixed(0)} ms over ${runs} runs`);
console.log(`ratio to check: ${(median(times) / median(checks)).toFixed(2)}`);
console.log(`peak memory: ${Math.max(...peaks).toFixed(1)} MB`);
