import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everyCommand } from '../support/commands.ts';
import { fileOfRepository } from '../support/readme.ts';
import { requireBuild } from '../support/spawn.ts';

/** The manual pages that the build writes, as npm installs them. */

requireBuild();
const folder = fileOfRepository('dist/man');
const pages = readdirSync(folder);
const textOf = (page: string) => readFileSync(`${folder}/${page}`, 'utf8');
const leaves = await everyCommand();
const groups = [...new Set(leaves.map(({ words }) => words[0] ?? ''))];

/** What a reader sees of a line: the escapes that the pages use, undone. */
const plain = (roff: string) =>
  roff
    .replace(/\\\[u([0-9A-F]+)\]/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('\\-', '-')
    .replace(/\\f[BR]|\\&/g, '')
    .replaceAll('\\e', '\\');

test('there is a page of the program and one of each group, and package.json names them all', () => {
  const { man } = z
    .object({ man: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(fileOfRepository('package.json'), 'utf8')));
  const wanted = ['portai.1', ...groups.map((group) => `portai-${group}.1`)];
  expect([...pages].sort()).toEqual(wanted.sort());
  expect(man).toEqual([...pages].sort().map((page) => `dist/man/${page}`));
});

describe.each(groups)('portai-%s.1', (group) => {
  test('has each of its commands with its flags', () => {
    const lines = plain(textOf(`portai-${group}.1`)).split('\n');
    for (const { words, command } of leaves.filter((leaf) => leaf.words[0] === group)) {
      const from = lines.indexOf(`.SS portai ${words.join(' ')}`);
      expect(from).toBeGreaterThan(0);
      const after = lines.slice(from + 1);
      const end = after.findIndex((line) => /^\.S[SH] /.test(line));
      const part = after.slice(0, end);
      const shown = command.options.filter(({ hidden }) => !hidden).map(({ flags }) => flags);
      expect(part).toEqual(expect.arrayContaining(shown));
    }
  });
});

describe.each(pages)('%s', (page) => {
  test('has no requests but those of manual pages, and plain letters only', () => {
    const requests = textOf(page)
      .split('\n')
      .flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []);
    for (const request of requests) expect(['TH', 'SH', 'SS', 'TP', 'PP']).toContain(request);
    expect(textOf(page)).toMatch(/^[\n -~]+$/);
  });

  test('is set by groff without a warning, where there is one', (context) => {
    const set = spawnSync('groff', ['-man', '-Tutf8', '-ww', `${folder}/${page}`], {
      encoding: 'utf8',
    });
    if (set.error) context.skip('There is no groff here.');
    expect(set).toMatchObject({ status: 0, stderr: '' });
  });
});
