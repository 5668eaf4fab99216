import { defineConfig } from 'vitest/config';

/** What the sandbox and the program exchange with Portkey is checked in each test of this process. */
const setupFiles = ['./test/support/check-portkey-traffic.ts'];

const project = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, setupFiles },
});

export default defineConfig({
  test: {
    globalSetup: './test/support/scratch.ts',
    env: {
      // The AWS SDK would speak of its next versions' Node in every run.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      // Prompts read TERM behind the program's back: a runner's own must not decide.
      TERM: 'xterm-256color',
    },
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/*.test.ts'], 30_000),
      project('contract', ['test/contract/**/*.test.ts'], 20_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 60_000),
    ],
  },
});
