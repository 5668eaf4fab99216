import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout: number) => ({
  // Prompts read TERM behind the program's back: a runner's own must not decide.
  test: { name, include, testTimeout, hookTimeout: testTimeout, env: { TERM: 'xterm-256color' } },
});

export default defineConfig({
  test: {
    globalSetup: './test/support/scratch.ts',
    // The AWS SDK would speak of its next versions' Node in every run.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/*.test.ts'], 10_000),
      project('contract', ['test/contract/**/*.test.ts'], 20_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 60_000),
    ],
  },
});
