import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../src');

/** A floor: the floors it may look down to, and the packages it may hold. */
interface Floor {
  readonly floors: readonly string[];
  readonly packages: readonly string[];
}

const node = (...names: string[]) => names.map((name) => `node:${name}`);

/** The plan of the house. A file imports from its own floor and from those named here. */
const floors: Readonly<Record<string, Floor>> = {
  core: { floors: [], packages: ['zod', ...node('util', 'crypto')] },
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
    floors: ['core', 'vendors', 'planes'],
    packages: ['@smithy/signature-v4', '@smithy/eventstream-codec', ...node('crypto')],
  },
  aws: {
    floors: ['core', 'http', 'vendors', 'planes'],
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
    packages: ['chalk', 'cli-table3', '@inquirer/prompts', ...node('util')],
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
      ...['operations', 'sandbox', 'runtime', 'ui', 'cli'],
    ],
    packages: ['commander', 'zod', ...node('path', 'fs/promises')],
  },
  main: {
    floors: ['core', 'cli', 'runtime', 'ui', 'commands', 'package'],
    packages: ['commander'],
  },
  run: { floors: ['main', 'runtime'], packages: [] },
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g;

/** Every import in a source text, static and dynamic. */
function importsIn(from: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => ({
    from,
    to: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

function sources(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(root, name));
}

function floorOf(file: string): string {
  const path = relative(root, file);
  if (path.startsWith('..')) return path.replace(/^\.\.\//, '').replace(/\.json$/, '');
  return path.replace(/\.ts$/, '').split('/')[0] ?? '';
}

/** What an import breaks, in words; undefined when it keeps to the plan. */
function violation({ from, to }: Import): string | undefined {
  const mine = floorOf(from);
  const floor = floors[mine];
  const where = relative(root, from);
  if (!floor) return `${where}: is on no floor of the plan`;
  if (to.startsWith('.')) {
    const target = floorOf(resolve(dirname(from), to));
    return target === mine || floor.floors.includes(target)
      ? undefined
      : `${where}: ${mine} may not look at ${target} (${to})`;
  }
  const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to;
  const base = to.startsWith('node:') || to.startsWith('@') ? name : (to.split('/')[0] ?? to);
  return floor.packages.includes(base) ? undefined : `${where}: ${mine} may not hold ${base}`;
}

/** The first circle of files that import each other at load time, or nothing. */
function cycle(imports: readonly Import[]): string[] | undefined {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) {
    if (to.startsWith('.'))
      graph.set(from, [...(graph.get(from) ?? []), resolve(dirname(from), to)]);
  }
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = walk(next, [...trail, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found) return found.map((each) => relative(root, each));
  }
  return undefined;
}

const typeOnly = /(?:^|\n)\s*(?:import|export)\s+type\b[^;]*;/g;
const lazy = /\bimport\(\s*'[^']+'\s*\)/g;

describe('the floors of the house', () => {
  test('every import looks down, and holds only packages of its floor', () => {
    const imports = sources().flatMap((file) => importsIn(file, readFileSync(file, 'utf8')));
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.map(violation).filter(Boolean)).toEqual([]);
  });

  test('no files load each other in a circle', () => {
    const imports = sources().flatMap((file) =>
      importsIn(file, readFileSync(file, 'utf8').replace(typeOnly, '').replace(lazy, '')),
    );
    expect(cycle(imports)).toBeUndefined();
  });

  test('an import that looks up, sideways or to a foreign package is reported', () => {
    const text =
      "import { a } from '../http/send.ts';\nimport got from 'got';\nawait import('./x.ts');\n";
    const found = importsIn(join(root, 'core/http.ts'), text).map(violation);
    expect(found).toEqual([
      'core/http.ts: core may not look at http (../http/send.ts)',
      'core/http.ts: core may not hold got',
      undefined,
    ]);
  });

  test('a circle is reported', () => {
    const a = join(root, 'core/a.ts');
    const b = join(root, 'core/b.ts');
    expect(
      cycle([
        { from: a, to: './b.ts' },
        { from: b, to: './a.ts' },
      ]),
    ).toEqual(['core/a.ts', 'core/b.ts', 'core/a.ts']);
  });

  test('only the runtime reads the process', () => {
    const readers = sources().filter((file) =>
      /\bprocess\.|from 'node:process'/.test(
        readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
      ),
    );
    expect(readers.map((file) => relative(root, file))).toEqual(['runtime.ts']);
  });
});
