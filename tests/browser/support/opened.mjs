// A server and a browser for all tests of a file.

import { after } from "node:test";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

/** Both, closed behind the tests. `starting` is the promise of the server, `options` those of the browser. */
export async function opened(starting = serve(), options = {}) {
  let browser;
  let server;
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  server = await starting;
  browser = await launch(options);
  return { browser, server };
}
