import type { CheckView, DoctorView } from '../../src/ui/render/doctor.ts';

/** A check of these tests; what is not given is of no concern. */
export const check = (given: Partial<CheckView> & Pick<CheckView, 'verdict'>): CheckView => ({
  ...{ area: 'settings', id: 'some-check', title: 'Some check', says: 'was seen', next: [] },
  ...given,
});

/** A report of these tests. */
export const report = (given: Partial<DoctorView> = {}): DoctorView => ({
  ...{ profile: 'default', address: 'https://api.port.io', providers: [], exitCode: 0 },
  ...{ organization: { id: 'org_1', name: 'Acme' }, checks: [check({ verdict: 'pass' })] },
  ...given,
});

/** A report in which everything there is to show is shown once. */
export const brokenReport: DoctorView = report({
  exitCode: 8,
  checks: [
    check({ verdict: 'pass', title: 'Address', says: 'https://api.port.io (default)' }),
    check({ verdict: 'skip', title: 'CA file', says: 'none given' }),
    check({
      ...{ verdict: 'warn', area: 'clock', title: 'Clock', milliseconds: 40 },
      ...{ says: 'This machine is 90 s ahead of the server', fix: 'Set the clock by NTP' },
      next: [{ command: 'timedatectl status', why: 'what sets the clock' }],
    }),
    check({
      ...{ verdict: 'fail', area: 'providers', provider: 'openai', title: 'Secrets exist' },
      ...{ says: 'Do not exist: openai-key', fix: 'Store it under this name' },
      next: [{ command: 'portai secrets add openai-key', why: 'store the value' }],
    }),
    check({
      ...{ verdict: 'unknown', area: 'providers', provider: 'openai', title: 'Connection' },
      ...{ says: 'not looked at: Secrets exist failed' },
    }),
  ],
  providers: [
    {
      provider: 'openai',
      enabled: true,
      secrets: [{ name: 'openai-key', exists: false }],
      models: [
        { model: 'gpt-5', enabled: true, isDefault: true },
        { model: 'o1-mini', enabled: true, isDefault: false, retires: 'ends on 2026-12-01' },
        { model: 'gpt-4o', enabled: false, isDefault: false },
      ],
    },
    {
      provider: 'bedrock',
      enabled: true,
      secrets: [
        { name: 'aws-external-id', exists: true },
        { name: 'aws-key', exists: undefined },
      ],
      models: [
        {
          ...{ model: 'claude-haiku-4-5', enabled: true, isDefault: false },
          ...{ verdict: 'valid', milliseconds: 1200 },
        },
        {
          ...{ model: 'claude-opus-4-6', enabled: true, isDefault: false },
          ...{ verdict: 'invalid', milliseconds: 300 },
        },
      ],
    },
    { provider: 'anthropic', enabled: false, secrets: [], models: [] },
  ],
});
