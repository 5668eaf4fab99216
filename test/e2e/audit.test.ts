import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { freshFolder } from '../support/run.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Runs the audit with an npm that gives this report. */
function audit(report: unknown): Promise<{ code: number | null; stdout: string }> {
  const folder = freshFolder();
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  // npm ends with 1 for findings and for failures alike.
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat '${join(folder, 'report.json')}'\nexit 1\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [at('scripts/audit.mjs')], { env }, (_, stdout) =>
      resolve({ code: child.exitCode, stdout }),
    );
  });
}

/** A report in the form of npm 7 and later, with one finding. */
const finding = (
  name: string,
  severity: string,
  via: readonly unknown[] = [advisory(severity)],
) => ({
  auditReportVersion: 2,
  vulnerabilities: {
    [name]: {
      name,
      severity,
      isDirect: true,
      via,
      effects: [],
      range: '*',
      nodes: [`node_modules/${name}`],
    },
  },
});
const advisory = (severity: string) => ({
  severity,
  title: 'A hole',
  url: 'https://example.com/1',
});

describe('the audit of what is bundled', () => {
  test.each([
    ['undici', 'critical', 1],
    ['undici', 'high', 1],
    ['undici', 'moderate', 0],
    ['vitest', 'critical', 0],
  ])('%s with a vulnerability that is %s: %i', async (name, severity, code) => {
    const ran = await audit(finding(name, severity));
    expect(ran.code).toBe(code);
    expect(ran.stdout.includes('A hole')).toBe(name === 'undici');
  });

  test('does not count what a bundled package depends on and does not bring', async () => {
    expect(await audit(finding('undici', 'high', ['vitest']))).toMatchObject({ code: 0 });
  });

  test.each([
    ['the registry refuses', { message: '405 Method Not Allowed', statusCode: 405 }, '405'],
    ['npm fails', { error: { code: 'ENOLOCK', summary: 'no lockfile' } }, 'no lockfile'],
    ['npm says something else', 'nothing', 'no report'],
  ])('says that it could not look when %s, and stops nothing', async (_, report, why) => {
    const { code, stdout } = await audit(report);
    expect(code).toBe(0);
    expect(stdout).toContain('could not be looked up');
    expect(stdout).toContain(why);
    expect(stdout).not.toContain('0 known');
  });

  test('knows the bundled packages', () => {
    const notices = readFileSync(at('dist/THIRD-PARTY-NOTICES'), 'utf8');
    expect(notices).toMatch(/^undici \d+\.\d+\.\d+ \(MIT\)$/m);
  });
});
