import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses let the page live under any path of its server.
  base: './',
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
