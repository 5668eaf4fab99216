import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'PORTAI_TEST_SCRATCH';

/** The folder of this run, in which every test makes its own. */
export function scratch(): string {
  return (process.env[variable] ??= mkdtempSync(join(tmpdir(), 'portai-test-')));
}

/** Runs once before the tests, in the process that starts them: what they leave goes when they end. */
export default function setup(): () => void {
  const folder = scratch();
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
