import { defineConfig, type Plugin } from 'vite';

/** Names the code of the map in the page, so that it may be fetched long before it runs. */
const mapCode: Plugin = {
  name: 'map-code',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const chunk = Object.values(bundle ?? {}).find(
        (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/map/map.ts'),
      );
      if (!chunk) throw new Error('the map is no file of its own');
      const attrs = { name: 'map-code', content: `./${chunk.fileName}` };
      return [{ tag: 'meta', attrs, injectTo: 'head' }];
    },
  },
};

export default defineConfig({
  // Relative addresses let the page live under any path of its server.
  base: './',
  plugins: [mapCode],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // A strict content security policy wants every asset as a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/cities': 'http://127.0.0.1:8080', '/collections': 'http://127.0.0.1:8080' },
  },
});
