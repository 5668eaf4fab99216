import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources, violationsIn, type Floor, type Plan } from './support/architecture.ts';

const node = (...names: string[]) => names.map((name) => `node:${name}`);

/** The plan of the house. A file imports from its own floor and from those named here. */
const floors: Readonly<Record<string, Floor>> = {
  core: { floors: [], packages: ['zod', ...node('util', 'crypto', 'net')] },
  http: {
    floors: ['core'],
    packages: [
      'undici',
      'zod',
      ...node(
        'crypto',
        'v8',
        'dns',
        'tls',
        'net',
        'fs',
        'fs/promises',
        'events',
        'stream',
        'http',
        'https',
        'url',
        'util',
        'zlib',
      ),
    ],
  },
  files: {
    floors: ['core'],
    packages: node(
      'fs',
      'fs/promises',
      'path',
      'crypto',
      'os',
      'timers/promises',
      'net',
      'tty',
      'util',
    ),
  },
  settings: {
    floors: ['core', 'files'],
    packages: ['conf', 'zod', ...node('path', 'crypto', 'fs', 'fs/promises')],
  },
  vendors: { floors: ['core'], packages: ['zod', ...node('util', 'crypto')] },
  planes: { floors: ['core', 'http', 'vendors'], packages: ['zod', ...node('util')] },
  'connection-test': {
    floors: ['core', 'http', 'vendors'],
    packages: ['@smithy/signature-v4', '@smithy/eventstream-codec', ...node('crypto')],
  },
  aws: {
    floors: ['core', 'http', 'vendors'],
    packages: [
      'zod',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-sts',
      '@aws-sdk/client-bedrock',
      '@aws-sdk/core',
      ...node('stream', 'crypto'),
    ],
  },
  operations: {
    floors: ['core', 'vendors', 'connection-test', 'planes', 'aws'],
    packages: ['zod', ...node('crypto')],
  },
  questions: {
    floors: ['core', 'vendors', 'connection-test', 'planes', 'aws', 'operations'],
    packages: [],
  },
  sandbox: {
    floors: ['core', 'files', 'vendors', 'connection-test', 'planes', 'aws'],
    packages: [
      'zod',
      '@smithy/eventstream-codec',
      ...node(
        'http',
        'path',
        'crypto',
        'fs',
        'fs/promises',
        'net',
        'dns',
        'dns/promises',
        'timers/promises',
      ),
    ],
  },
  ui: {
    floors: ['core', 'vendors', 'connection-test', 'planes', 'aws', 'operations'],
    packages: ['chalk', 'cli-table3', 'string-width', 'yaml', '@inquirer/prompts', ...node('util')],
  },
  runtime: { floors: ['core', 'http'], packages: node('os', 'events', 'timers/promises') },
  cli: {
    floors: [
      ...['core', 'http', 'files', 'settings', 'vendors', 'connection-test', 'planes', 'aws'],
      ...['runtime', 'ui', 'package'],
    ],
    packages: [
      'commander',
      'zod',
      '@aws-sdk/credential-providers',
      '@aws-sdk/core',
      ...node('path', 'fs/promises', 'events', 'crypto', 'os'),
    ],
  },
  commands: {
    floors: [
      ...['core', 'files', 'settings', 'vendors', 'connection-test', 'planes', 'aws'],
      ...['operations', 'questions', 'sandbox', 'runtime', 'ui', 'cli'],
    ],
    packages: ['commander', 'zod', ...node('path', 'fs/promises')],
  },
  main: {
    floors: ['core', 'cli', 'runtime', 'ui', 'commands', 'package'],
    packages: ['commander'],
  },
  run: { floors: ['main', 'runtime'], packages: [] },
};

/**
 * Circles that are left from before this test could see them. They only become shorter: a file that
 * is not named here makes the test fail.
 */
const knownCircles = [['vendors/answers/stream-events.ts', 'vendors/test-requests.ts']];

/** `core` is not among them: its catalogue of errors names our flags, and what Port documents. */
const neutralFloors = ['vendors', 'connection-test'];

/** Texts for a person that still name Port or a flag, and a flag of a foreign server. */
const knownMentions = [
  'vendors/cause-catalogue.ts',
  'vendors/bedrock/denial/advice.ts',
  'vendors/bedrock/denial/cause.ts',
  'vendors/bedrock/model-names.ts',
  'vendors/bedrock/port-account.ts',
  'vendors/gateways/model-server-refusals.ts',
];

const plan: Plan = {
  ...{ floors, processReaders: ['runtime.ts'], knownCircles },
  ...{ neutralFloors, knownMentions },
};
const sources = readSources(resolve(import.meta.dirname, '../src'));

/** The source with more files beside it. */
const withFiles = (planted: Readonly<Record<string, string>>) =>
  new Map([...sources, ...Object.entries(planted)]);

describe('the source', () => {
  test('keeps to its floors and packages, has no circles and no type name twice, and leaves process to the runtime', () => {
    expect(sources.size).toBeGreaterThan(300);
    expect(violationsIn(sources, plan)).toEqual([]);
  });

  test.each([
    [
      'an import of a higher floor',
      { 'core/planted.ts': "import { send } from '../http/send.ts';\n" },
      'core/planted.ts: core may not look at http (../http/send.ts)',
    ],
    [
      'a type of a higher floor',
      { 'core/planted.ts': "import type {\n  Style,\n} from '../ui/style.ts';\n" },
      'core/planted.ts: core may not look at ui (../ui/style.ts)',
    ],
    [
      'a lazy import of a higher floor',
      { 'vendors/openai/planted.ts': "const a = await import('../../aws/account.ts');\n" },
      'vendors/openai/planted.ts: vendors may not look at aws (../../aws/account.ts)',
    ],
    [
      'an export from a higher floor',
      { 'core/text/planted.ts': "export { send } from '../../http/send.ts';\n" },
      'core/text/planted.ts: core may not look at http (../../http/send.ts)',
    ],
    [
      'a foreign package',
      { 'core/planted.ts': "import got from 'got/dist/index.js';\n" },
      'core/planted.ts: core may not import got',
    ],
    [
      'a package of another floor',
      { 'core/planted.ts': "import '@smithy/signature-v4';\nimport { z } from 'zod';\n" },
      'core/planted.ts: core may not import @smithy/signature-v4',
    ],
    [
      'a folder that is on no floor',
      { 'helpers/planted.ts': 'export const a = 1;\n' },
      'helpers/planted.ts: is on no floor of the plan',
    ],
    [
      'a circle of values',
      {
        'core/planted-a.ts': "import { b } from './planted-b.ts';\n",
        'core/planted-b.ts': "export { a as b } from './planted-a.ts';\n",
      },
      'core/planted-a.ts, core/planted-b.ts: import each other in a circle',
    ],
    [
      'a circle by a type import',
      {
        'ui/planted-a.ts': "import type { B } from './planted-b.ts';\n",
        'ui/planted-b.ts': "import { a } from './planted-a.ts';\n",
      },
      'ui/planted-a.ts, ui/planted-b.ts: import each other in a circle',
    ],
    [
      'a circle by a lazy import, three files long',
      {
        'commands/planted-a.ts': "export const b = () => import('./planted-b.ts');\n",
        'commands/planted-b.ts': "import { c } from './planted-c.ts';\n",
        'commands/planted-c.ts': "import { a } from './planted-a.ts';\n",
      },
      'commands/planted-a.ts, commands/planted-b.ts, commands/planted-c.ts: import each other in a circle',
    ],
    [
      'a vendor that names Port',
      { 'vendors/openai/planted.ts': 'export const remark = "Port streams.";\n' },
      'vendors/openai/planted.ts: may not name Port',
    ],
    [
      'an engine that names a flag',
      { 'connection-test/planted.ts': '/** As --timeout says. */\nexport const a = 1;\n' },
      'connection-test/planted.ts: may not name --timeout',
    ],
    [
      'a reader of process',
      { 'files/planted.ts': "export const home = process.env['HOME'];\n" },
      'files/planted.ts: may not read process',
    ],
    [
      'a reader of process that takes it apart',
      { 'files/planted.ts': 'const { env } = process;\n' },
      'files/planted.ts: may not read process',
    ],
    [
      'a type name that two files export',
      {
        'core/planted-a.ts': 'export interface Planted {\n  readonly a: 1;\n}\n',
        'ui/planted-b.ts': 'export type Planted = 2;\n',
      },
      'core/planted-a.ts, ui/planted-b.ts: each declare Planted',
    ],
    [
      'a private type with the name of an exported one',
      {
        'core/planted-a.ts': 'class Planted {}\n',
        'core/planted-b.ts': 'export class Planted {}\n',
      },
      'core/planted-a.ts, core/planted-b.ts: each declare Planted',
    ],
  ])('%s is reported', (_, planted, report) => {
    expect(violationsIn(withFiles(planted), plan)).toEqual([report]);
  });

  test('a type name that no file exports may be used by several', () => {
    const planted = {
      'core/planted-a.ts': 'type Planted = 1;\n',
      'core/planted-b.ts': 'type Planted = 2;\n',
    };
    expect(violationsIn(withFiles(planted), plan)).toEqual([]);
  });

  test('what is known to name Port still does: a file that no longer does leaves the list', () => {
    const named = violationsIn(sources, { ...plan, knownMentions: [] });
    expect(named).toHaveLength(knownMentions.length);
  });

  test('a known circle may lose a file, and gain none', () => {
    const files = new Map([
      ['core/a.ts', "import { b } from './b.ts';\n"],
      ['core/b.ts', "import { a } from './a.ts';\n"],
    ]);
    const knowing = (...names: string[]) =>
      violationsIn(files, { ...plan, knownCircles: [names.map((name) => `core/${name}.ts`)] });
    expect(knowing('a', 'b', 'c')).toEqual([]);
    expect(knowing('a', 'c')).toHaveLength(1);
  });
});
