import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Real servers, which `npm run test:interop` installs first; no part of `npm test`. */
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    globalSetup: './test/support/scratch.ts',
    include: ['test/interop/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A thread ends with the run, however that ends, and the servers end with the thread.
    pool: 'threads',
  },
});
