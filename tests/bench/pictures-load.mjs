// A thousand requests for pictures at once, first for one picture, then for a thousand different ones: what becomes of
// them, the peak memory, and how long tiles take meanwhile, beside the same tiles before.
//
//   node tests/bench/pictures-load.mjs BINARY [CITY_FOLDER LEVEL]
//
// Without a folder Musterstadt. Every tile and every different picture has an address of its own, so that none comes from
// a cache. Ends by itself after at most five minutes, and talks to the server that it starts on 127.0.0.1 only.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { resolve as absolute } from 'node:path';

const [binary, folder, wished] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node pictures-load.mjs BINARY [CITY_FOLDER LEVEL]');
  process.exit(2);
}
const PICTURES = 1000;
const TILES = 200;
const LIMIT_MS = 300_000;
setTimeout(() => {
  console.error('not done within five minutes');
  process.exit(1);
}, LIMIT_MS).unref();

const child = spawn(absolute(binary), ['serve', ...(folder ? [folder] : []), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder ? undefined : '/' });
process.on('exit', () => child.kill('SIGKILL'));
const base = await new Promise((resolve, reject) => {
  let log = '';
  child.stderr.on('data', (part) => {
    log = (log + part).slice(-10_000);
    const found = /open (http:\/\/[^/]+)\//.exec(log);
    if (found) resolve(found[1]);
  });
  child.on('exit', () => reject(new Error(`the server ended:\n${log}`)));
});

function get(path) {
  const began = performance.now();
  return new Promise((resolve) => {
    const request = http.get(base + path, { agent: false }, (answer) => {
      let bytes = 0;
      const parts = [];
      answer.on('data', (part) => {
        bytes += part.length;
        if (bytes < 1_000_000) parts.push(part);
      });
      answer.on('end', () => resolve({ status: answer.statusCode, again: answer.headers['retry-after'], ms: performance.now() - began, body: Buffer.concat(parts) }));
    });
    request.on('error', (error) => resolve({ status: error.code, ms: performance.now() - began, body: Buffer.alloc(0) }));
  });
}

const json = async (path) => JSON.parse((await get(path)).body);
const memory = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

const city = (await json('/cities')).cities[0].id;
const level = wished ?? (await json(`/cities/${city}`)).default.level;
const stem = `/cities/${city}/${level}`;
const [lon, lat] = (await json(`${stem}/tiles.json`)).center;
const column = Math.floor(((lon + 180) / 360) * 2048);
const row = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2048);
let number = 0;
const tile = () => get(`${stem}/tiles/11/${column}/${row}?n=${number++}`);

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
function tell(name, answers) {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const failed = answers.filter(({ status }) => status !== 200).length;
  console.log(`${name}: ${answers.length} tiles, median ${percentile(times, 0.5)} ms, 95 % ${percentile(times, 0.95)} ms, longest ${percentile(times, 1)} ms, failed ${failed}`);
}

async function some(count, until = () => false) {
  const answers = [];
  while (answers.length < count && !until()) {
    answers.push(await tile());
    await new Promise((next) => setTimeout(next, 5));
  }
  return answers;
}

await some(20);
await get(`${stem}/map.png`);
tell('before', await some(TILES));
console.log(`memory before: ${memory('VmRSS').toFixed(0)} MB, peak ${memory('VmHWM').toFixed(0)} MB`);

async function crowd(name, address) {
  const began = performance.now();
  let open = PICTURES;
  const asked = Array.from({ length: PICTURES }, (_, n) =>
    get(address(n)).then((answer) => {
      open -= 1;
      return answer;
    }),
  );
  tell(`meanwhile (${name})`, await some(100_000, () => open === 0));
  const answers = await Promise.all(asked);
  const told = {};
  for (const { status, again } of answers) {
    const word = again ? `${status}, again after ${again} s` : status;
    told[word] = (told[word] ?? 0) + 1;
  }
  const last = Math.max(...answers.map(({ ms }) => ms));
  console.log(`${PICTURES} pictures (${name}) in ${((performance.now() - began) / 1000).toFixed(1)} s, the last after ${(last / 1000).toFixed(1)} s: ${JSON.stringify(told)}`);
  console.log(`peak memory: ${memory('VmHWM').toFixed(0)} MB`);
}

await crowd('one for all', () => `${stem}/map.png?width=1920&height=1080&same=1`);
await crowd('all different', (n) => `${stem}/map.png?width=1920&height=1080&n=${n}`);
tell('after', await some(TILES));
process.exit(0);
