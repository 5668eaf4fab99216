// Bundles the sources to chunks in dist/, and writes beside them the help of the root and the notices
// of what is bundled.
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
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

// Built beside the old one and swapped at the end, so that a failed build leaves what works.
rmSync(at('dist-new'), { recursive: true, force: true });
const bundle = await rolldown({
  input: { portai: at('src/run.ts') },
  platform: 'node',
  logLevel: 'warn',
  plugins: [lateChildProcess],
});
const { output } = await bundle.write({
  dir: at('dist-new'),
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name]-[hash].js',
});
await bundle.close();

const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
writeFileSync(at('dist-new/THIRD-PARTY-NOTICES'), noticesOf(packagesOf(modules)));

// `--help` alone is answered from this file; a test compares it with what the program says.
const printHelp = `require(${JSON.stringify(at('dist-new/portai.js'))}).run(['--help'])`;
const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
writeFileSync(at('dist-new/help.txt'), execFileSync(process.execPath, ['-e', printHelp], { env }));
rmSync(at('dist'), { recursive: true, force: true });
renameSync(at('dist-new'), at('dist'));
