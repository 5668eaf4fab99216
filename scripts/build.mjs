// Bundles the sources to chunks in dist/, and writes beside them the help of the root, the manual pages
// and the notices of what is bundled.
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import * as zod from 'zod';
import { manPages } from './man.mjs';
import { noticesOf, packagesOf } from './notices.mjs';

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * commander loads node:child_process for subcommands that are programs of their own, which portai
 * has none of. Loading it only when asked for saves a fifth of a bare start of node.
 * @type {import('rolldown').Plugin}
 */
const lateChildProcess = {
  name: 'late-child-process',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer?.includes('commander') ? '\0late-child-process' : null,
  load: (id) =>
    id === '\0late-child-process'
      ? "module.exports = { get spawn() { return process.getBuiltinModule('node:child_process').spawn; } };"
      : null,
};

/**
 * Zod stands in a file of its own that is read when the first schema is made, in the middle of what
 * runs: a tenth of a megabyte that neither a help nor a command of plain words uses.
 * @type {import('rolldown').Plugin}
 */
const lateZod = {
  name: 'late-zod',
  resolveId: (id) =>
    id === 'zod' ? '\0late-zod' : id === './zod.js' ? { id, external: true } : null,
  load: (id) =>
    id === '\0late-zod' ? "module.exports = { get z() { return require('./zod.js'); } };" : null,
};

/**
 * undici names two parts for what portai never does: HTTP/2, which it offers to no server, and bodies
 * that are forms or streams, where each of ours is a text. Read before every request, they make up a
 * third of its code and load node:http2.
 * @type {import('rolldown').Plugin}
 */
const leanUndici = {
  name: 'lean-undici',
  resolveId: (id, importer) =>
    importer?.includes('undici/lib/dispatcher/client') &&
    (id === './client-h2.js' || id === '../web/fetch/body.js')
      ? '\0left-out-of-undici'
      : null,
  load: (id) =>
    id === '\0left-out-of-undici'
      ? `const leftOut = () => { throw new Error('This part of undici is not bundled.'); };
         module.exports = Object.assign(leftOut, { extractBody: leftOut });`
      : null,
};

/**
 * What is always loaded at the same moment, by the files that pull it in: a chunk each, since every
 * file that node opens costs a start as much as ten kilobytes of code in it. A module belongs to the
 * first chunk that wants it.
 * @type {readonly (readonly [chunk: string, files: readonly string[]])[]}
 */
const together = [
  ['start', ['src/run.ts']],
  ['command', ['src/cli/action.ts', 'src/files/failures.ts', 'src/http/proxy-settings.ts']],
  [
    'types',
    ['provider-types/index', 'rules/config-fields'].map((name) => `src/planes/port/${name}.ts`),
  ],
  ['put', ['src/commands/providers/put.ts', 'src/commands/providers/put-type.ts']],
  [
    'settings',
    ['resolve', 'store', 'credentials', 'warnings', 'token-cache'].map(
      (name) => `src/settings/${name}.ts`,
    ),
  ],
  [
    'port',
    [
      ...['open-client', 'errors', 'credentials'].map((name) => `src/planes/port/${name}.ts`),
      'src/http/retry.ts',
    ],
  ],
  ['providers', ['src/commands/providers/list.ts']],
  ['send', ['src/http/send.ts']],
];

/** @type {Map<string, string>} */
const chunkOf = new Map();

/**
 * Finds what each of them imports at once, when all is read.
 * @type {import('rolldown').Plugin}
 */
const chunksByUse = {
  name: 'chunks-by-use',
  buildEnd() {
    for (const [chunk, files] of together) {
      const waiting = files.map(at);
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const module = this.getModuleInfo(id);
        if (!module) throw new Error(`No module is ${id}.`);
        if (chunkOf.has(id)) continue;
        chunkOf.set(id, chunk);
        waiting.push(...module.importedIds);
      }
    }
  },
};

// Built beside the old one and swapped at the end, so that a failed build leaves what works.
rmSync(at('dist-new'), { recursive: true, force: true });
const bundle = await rolldown({
  input: { portai: at('src/run.ts') },
  platform: 'node',
  logLevel: 'warn',
  plugins: [lateChildProcess, lateZod, leanUndici, chunksByUse],
});
const { output } = await bundle.write({
  dir: at('dist-new'),
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name]-[hash].js',
  codeSplitting: {
    groups: together.map(([chunk], index) => ({
      name: chunk,
      test: (id) => chunkOf.get(id) === chunk,
      priority: together.length - index,
    })),
  },
});
await bundle.close();

const parts = Object.keys(zod).filter((name) =>
  output.some(
    (chunk) => chunk.type === 'chunk' && new RegExp(`\\.z\\.${name}\\b`).test(chunk.code),
  ),
);
const zodBundle = await rolldown({
  input: 'zod-in-use',
  platform: 'node',
  logLevel: 'warn',
  plugins: [
    {
      name: 'zod-in-use',
      resolveId: (id) => (id === 'zod-in-use' ? at(id) : null),
      load: (id) => (id === at('zod-in-use') ? `export { ${parts.join(', ')} } from 'zod';` : null),
    },
  ],
});
const zodOutput = await zodBundle.write({
  file: at('dist-new/zod.js'),
  format: 'cjs',
  minify: true,
});
await zodBundle.close();

const modules = [...output, ...zodOutput.output].flatMap((chunk) =>
  chunk.type === 'chunk' ? chunk.moduleIds : [],
);
writeFileSync(at('dist-new/THIRD-PARTY-NOTICES'), noticesOf(packagesOf(modules)));

/** @param {readonly string[]} words */
function printed(words) {
  const call = `require(${JSON.stringify(at('dist-new/portai.js'))}).run(${JSON.stringify(words)})`;
  const env = { PATH: process.env['PATH'], HOME: at('dist-new'), NO_COLOR: '1' };
  return execFileSync(process.execPath, ['-e', call], { env, encoding: 'utf8' });
}

// `--help` alone is answered from this file; a test compares it with what the program says.
writeFileSync(at('dist-new/help.txt'), printed(['--help']));
mkdirSync(at('dist-new/man'));
for (const [name, page] of manPages(JSON.parse(printed(['commands', '--json']))))
  writeFileSync(at(`dist-new/man/${name}`), page);
rmSync(at('dist'), { recursive: true, force: true });
renameSync(at('dist-new'), at('dist'));
