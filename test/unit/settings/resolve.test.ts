import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { profileForm, type Profile } from '../../../src/settings/profile.ts';
import { port } from '../../../src/planes/port/plane.ts';
import { portOrigin } from '../../../src/planes/port/settings.ts';
import {
  allSettings,
  answeredWithoutProfile,
  planeFiles,
  profileValuesFrom,
} from '../../../src/cli/settings-table.ts';
import { needsProfile, resolveSettings } from '../../../src/settings/resolve.ts';
import type { Flags } from '../../../src/core/setting.ts';
import { describeSource, type Env } from '../../../src/core/sources.ts';

const eu = 'https://api.port.io';
const us = 'https://api.us.port.io';

function resolve(flags: Flags = {}, env: Env = {}, profile?: Profile) {
  const input = { flags, env, profile };
  return { origin: portOrigin(input), ...resolveSettings(input) };
}

const needs = (flags: Flags, env: Env) =>
  needsProfile(flags, env, answeredWithoutProfile(port.settings, port.answers, flags, env));

const settingOf = (key: string) => allSettings.find((each) => each.key === key);

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'usage') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('without flags, variables and profile every setting has its default', () => {
  const source = { kind: 'default' };
  expect(resolve()).toEqual({
    origin: { value: eu, source },
    profile: { value: 'default', source },
    sandbox: { value: false, source },
    timeout: { value: 30, source },
    retries: { value: 4, source },
    caFile: { value: undefined, source },
    noInput: { value: false, source },
    debug: { value: false, source },
  });
});

test('the defaults that help shows are the ones that hold', () => {
  const settings = resolve();
  expect(settingOf('apiUrl')?.default).toBe(settings.origin.value);
  expect(settingOf('timeout')?.default).toBe(String(settings.timeout.value));
  expect(settingOf('retries')?.default).toBe(String(settings.retries.value));
});

test('the table marks as holdable exactly what a profile can hold', () => {
  const marked = allSettings.filter(({ inProfile }) => inProfile).map(({ key }) => key);
  const held = Object.keys(profileForm(planeFiles.fields).shape);
  expect(marked.sort()).toEqual(held.sort());
});

test('no variable stands for two settings', () => {
  const names = allSettings.flatMap(({ env }) => env);
  expect(new Set(names).size).toBe(names.length);
});

/** The places that lead to an origin, nearest first, each with an address of its own. */
const places = [
  { name: '--api-url', flags: { apiUrl: 'https://flag.test' }, value: 'https://flag.test' },
  { name: '--port-region', flags: { region: 'us' }, value: us },
  {
    name: 'PORT_BASE_URL',
    env: { PORT_BASE_URL: 'https://base.test' },
    value: 'https://base.test',
  },
  { name: 'PORT_API_URL', env: { PORT_API_URL: 'https://api.test' }, value: 'https://api.test' },
  { name: 'PORT_REGION', env: { PORT_REGION: 'us' }, value: us },
  { name: 'prod', profile: { apiUrl: 'https://held.test' }, value: 'https://held.test' },
  { name: 'prod', profile: { region: 'us' }, value: us },
] as const;

test('the origin comes from the nearest place that names one, whatever else is said', () => {
  const given = fc.subarray([...places], { minLength: 1 });
  fc.assert(
    fc.property(given, (said) => {
      const { origin } = resolve(
        said.reduce<Flags>(
          (all, place) => ('flags' in place ? { ...all, ...place.flags } : all),
          {},
        ),
        said.reduce<Env>((all, place) => ('env' in place ? { ...all, ...place.env } : all), {}),
        said.reduce<Profile>(
          (all, place) => ('profile' in place ? { ...all, ...place.profile } : all),
          { name: 'prod' },
        ),
      );
      expect(origin.value).toBe(said[0]?.value);
      expect(origin.source).toMatchObject({ name: said[0]?.name });
    }),
  );
});

test('a flag goes before a variable, a variable before the profile, the profile before the default', () => {
  const maybe = fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.constantFrom('timeout' as const, 'retries' as const),
      maybe,
      maybe,
      maybe,
      (key, flag, variable, held) => {
        const name = key === 'timeout' ? 'PORTAI_TIMEOUT' : 'PORTAI_RETRIES';
        const env = variable === undefined ? {} : { [name]: String(variable) };
        const profile = { name: 'p', ...(held === undefined ? {} : { [key]: held }) };
        const found = resolve({ [key]: flag }, env, profile)[key];
        const otherwise = key === 'timeout' ? 30 : 4;
        const kind =
          flag !== undefined
            ? 'flag'
            : variable !== undefined
              ? 'environment'
              : held !== undefined
                ? 'profile'
                : 'default';
        expect(found).toMatchObject({
          value: flag ?? variable ?? held ?? otherwise,
          source: { kind },
        });
      },
    ),
  );
});

test.each([
  [{ kind: 'flag', name: '--region' }, '--region'],
  [{ kind: 'environment', name: 'PORT_REGION' }, 'PORT_REGION'],
  [{ kind: 'profile', name: 'prod' }, 'profile "prod"'],
  [{ kind: 'current' }, 'portai profiles use'],
  [{ kind: 'default' }, 'default'],
] as const)('a person reads the source %j as %s', (source, words) => {
  expect(describeSource(source)).toBe(words);
});

test('the profile has a name and a source of its own', () => {
  expect(resolve({ profile: 'a' }, { PORTAI_PROFILE: 'b' }).profile).toEqual({
    value: 'a',
    source: { kind: 'flag', name: '--profile' },
  });
  expect(resolve({}, { PORTAI_PROFILE: 'b' }).profile).toEqual({
    value: 'b',
    source: { kind: 'environment', name: 'PORTAI_PROFILE' },
  });
  expect(resolve({}, {}, { name: 'c' }).profile).toEqual({
    value: 'c',
    source: { kind: 'current' },
  });
  expect(resolve({}, {}, { name: 'default' }).profile.source).toEqual({ kind: 'default' });
});

test.each(['', '   '])('the empty variable "%s" counts as not set', (empty) => {
  const names = allSettings.flatMap(({ env }) => env);
  const env = Object.fromEntries(names.map((name) => [name, empty]));
  expect(resolve({}, env)).toEqual(resolve());
});

test('blanks around a variable do not count', () => {
  const env = { PORT_REGION: ' US\n', PORTAI_TIMEOUT: '60\r', PORTAI_RETRIES: ' 0 ' };
  const { origin, timeout, retries } = resolve({}, env);
  expect([origin.value, timeout.value, retries.value]).toEqual([us, 60, 0]);
});

test.each(['0', 'false', 'No', 'FALSE'])('"%s" switches a variable off', (off) => {
  const env = { PORTAI_SANDBOX: off, PORTAI_NO_INPUT: off, PORTAI_DEBUG: off };
  const { sandbox, noInput, debug } = resolve({}, env);
  expect([sandbox.value, noInput.value, debug.value]).toEqual([false, false, false]);
});

test.each([
  [true, 'admin'],
  ['1', 'admin'],
  ['TRUE', 'admin'],
  ['yes', 'admin'],
  ['admin', 'admin'],
  ['Member', 'member'],
])('sandbox %s means %s', (given, role) => {
  expect(resolve({ sandbox: given }).sandbox.value).toBe(role);
  expect(resolve({}, { PORTAI_SANDBOX: String(given) }).sandbox.value).toBe(role);
});

test('switches are on as flags and as variables', () => {
  expect(resolve({ noInput: true, debug: true })).toMatchObject({
    noInput: { value: true, source: { name: '--no-input' } },
    debug: { value: true, source: { name: '--debug' } },
  });
  expect(resolve({}, { PORTAI_NO_INPUT: '1', PORTAI_DEBUG: 'http' })).toMatchObject({
    noInput: { value: true },
    debug: { value: true },
  });
});

describe('what cannot be used is refused by the name of its source', () => {
  test.each<[Flags, Env, string]>([
    [{ region: 'apac' }, {}, '--port-region must be eu or us'],
    [{ region: '' }, {}, '--port-region must be eu or us'],
    [{}, { PORT_REGION: 'usa' }, 'PORT_REGION must be eu or us'],
    [{ timeout: '0' }, {}, '--timeout must be a number of seconds'],
    [{ timeout: '1e3' }, {}, '--timeout must be a number of seconds'],
    [{}, { PORTAI_TIMEOUT: '3601' }, 'PORTAI_TIMEOUT must be a number of seconds'],
    [{}, { PORTAI_TIMEOUT: '30s' }, 'PORTAI_TIMEOUT must be a number of seconds'],
    [{ retries: '-1' }, {}, '--retries must be a whole number from 0 to 10'],
    [{}, { PORTAI_RETRIES: '11' }, 'PORTAI_RETRIES must be a whole number from 0 to 10'],
    [{}, { PORTAI_RETRIES: '1.5' }, 'PORTAI_RETRIES must be a whole number from 0 to 10'],
    [{ caFile: '' }, {}, '--ca-file must name a file'],
    [{}, { PORTAI_SANDBOX: 'owner' }, 'PORTAI_SANDBOX must be 1, admin or member'],
    [{ profile: '../x' }, {}, '--profile must be 1 to 64 letters'],
    [{}, { PORTAI_PROFILE: 'a/b' }, 'PORTAI_PROFILE must be 1 to 64 letters'],
    [
      {},
      { PORT_BASE_URL: 'api.port.io' },
      'PORT_BASE_URL must be a whole URL, such as https://api.us.port.io',
    ],
  ])('flags %j, environment %j', (flags, env, words) => {
    expect(messageOf(() => resolve(flags, env))).toContain(words);
  });

  test('a profile is named together with the key', () => {
    const profile = { name: 'prod', apiUrl: 'http://api.port.io' };
    expect(messageOf(() => resolve({}, {}, profile))).toContain(
      'apiUrl of profile "prod" must be https',
    );
  });

  test.each(['sk-proj-abcdefghijklmnop', 'https://u:sk-proj-abcdefghijklmnop@api.port.io'])(
    'the value %s is never repeated, wherever it is given',
    (leaked) => {
      for (const key of ['apiUrl', 'region', 'sandbox', 'timeout', 'retries'] as const) {
        const name = settingOf(key)?.env[0] ?? '';
        for (const give of [
          () => resolve({ [key]: leaked }),
          () => resolve({}, { [name]: leaked }),
        ]) {
          expect(give).toThrow(/must/);
          expect(give).not.toThrow(/sk-proj/);
        }
      }
    },
  );
});

describe('whether the settings file is needed', () => {
  const answered = {
    PORT_REGION: 'us',
    PORT_CLIENT_ID: 'id',
    PORTAI_TIMEOUT: '10',
    PORTAI_RETRIES: '1',
    PORTAI_CA_FILE: 'ca.pem',
  };

  test('it is not when variables answer all that a profile could', () => {
    expect(needs({}, answered)).toBe(false);
    expect(needs({ apiUrl: 'https://x.test' }, { ...answered, PORT_REGION: '' })).toBe(false);
  });

  test.each(Object.keys(answered))('it is when %s is open', (name) => {
    expect(needs({}, { ...answered, [name]: '' })).toBe(true);
  });

  test('it is when a profile is named, in the sandbox as well', () => {
    expect(needs({ profile: 'prod' }, answered)).toBe(true);
    expect(needs({ sandbox: true }, { PORTAI_PROFILE: 'prod' })).toBe(true);
  });

  test('the sandbox alone does not need it', () => {
    expect(needs({ sandbox: true }, {})).toBe(false);
    expect(needs({}, { PORTAI_SANDBOX: 'member' })).toBe(false);
    expect(needs({}, { PORTAI_SANDBOX: '0' })).toBe(true);
  });
});

test('flags become profile values with the types that a profile has', () => {
  expect(profileValuesFrom({ apiUrl: 'https://x.test/v1/', timeout: '60', retries: '0' })).toEqual({
    apiUrl: 'https://x.test',
    region: undefined,
    timeout: 60,
    retries: 0,
    caFile: undefined,
  });
  expect(profileValuesFrom({ region: 'US', caFile: 'ca.pem' })).toMatchObject({
    region: 'us',
    caFile: 'ca.pem',
  });
  expect(messageOf(() => profileValuesFrom({ retries: 'many' }))).toContain('--retries');
});
