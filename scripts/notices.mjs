// Which packages are in a bundle, and what their licences ask to hand on with them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** @typedef {z.infer<typeof manifest> & { readonly folder: string }} Package */

/** Licences that allow to hand the code on when their text goes along. */
const permissive = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/**
 * The folder of the package that a module belongs to; undefined for modules of our own.
 * @param {string} id
 */
function packageFolder(id) {
  // The bundler adds a few lines of its own to what it bundles.
  if (id.startsWith('\0rolldown/')) return at('node_modules/rolldown');
  const path = id.replaceAll('\\', '/');
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/**
 * The packages whose code is in these modules, in the order of their names.
 * @param {readonly string[]} moduleIds
 * @returns {Package[]}
 */
export function packagesOf(moduleIds) {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = [...folders].map((folder) => {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    return { ...manifest.parse(JSON.parse(text)), folder };
  });
  /** @param {Package} of */
  const title = ({ name, version }) => `${name} ${version}`;
  const unique = new Map(packages.map((each) => [title(each), each]));
  return [...unique.values()].sort((a, b) => (title(a) < title(b) ? -1 : 1));
}

/**
 * Licence and notices of a package; without a file of its own, the text that its SPDX id stands for.
 * @param {Package} from
 */
function textsOf({ name, version, license, folder }) {
  if (!permissive.includes(license)) {
    throw new Error(
      `${name} ${version} is under ${license}: may it be bundled? (scripts/notices.mjs)`,
    );
  }
  const files = readdirSync(folder).sort();
  /** @param {RegExp} pattern */
  const named = (pattern) =>
    files
      .filter((file) => pattern.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  const licences = named(/^(?:licen[cs]e|copying)(?:[.-]|$)/i);
  const own = at(`scripts/licences/${license}.txt`);
  if (licences.length === 0 && !existsSync(own)) {
    throw new Error(
      `${name} ${version} brings no text of its licence: add scripts/licences/${license}.txt`,
    );
  }
  const texts = licences.length > 0 ? licences : [readFileSync(own, 'utf8')];
  return [...texts, ...named(/^notice(?:[.-]|$)/i)].map((text) =>
    text.replaceAll('\r\n', '\n').trim(),
  );
}

const rule = '='.repeat(80);

/**
 * The text that goes along with the program: every package by name, with what it asks for.
 * @param {readonly Package[]} packages
 */
export function noticesOf(packages) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const each of packages) {
    const text = textsOf(each).join('\n\n');
    const { name, version, license } = each;
    groups.set(text, [...(groups.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const head = [
    'portai contains code of the packages named below. Each name is followed by the',
    'license of the package and the text that comes with it.',
  ];
  const sections = [...groups].map(([text, titles]) =>
    [rule, ...titles, rule, '', text].join('\n'),
  );
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}
