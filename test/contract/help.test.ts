import { describe, expect, test } from 'vitest';
import { helpTopics } from '../../src/commands/help-topics.ts';
import { tree } from '../../src/commands/tree.ts';
import { everyCommand } from '../support/commands.ts';
import { portai } from '../support/run.ts';

const leaves = await everyCommand();

describe('help', () => {
  test.each(leaves.map(({ words }) => [words.join(' ')]))(
    '%s --help goes to stdout, exit 0, within 80 columns, its examples too',
    async (words) => {
      const ran = await portai(`${words} --help`);
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toMatch(/^Usage: portai /);
      const long = ran.stdout.split('\n').filter((line) => line.length > 80);
      // A URL cannot be broken.
      expect(long.filter((line) => !/\S{39}/.test(line))).toEqual([]);
    },
  );

  test('`help` before a command is the same as --help after it', async () => {
    const before = await portai('help secrets add');
    expect(before).toEqual(await portai('secrets add --help'));
    expect(before.stdout).toContain('--value-stdin');
  });

  test('the help of a type shows its own flags and no others', async () => {
    const { stdout } = await portai('providers put bedrock --help');
    expect(stdout).toContain('--role-arn <arn>');
    expect(stdout).not.toContain('--api-key-secret');
    expect(stdout).not.toContain('--base-url');
    expect(stdout).toContain('--aws-profile');
    expect((await portai('providers put openai --help')).stdout).not.toContain('--aws-profile');
  });

  test.for(Object.keys(helpTopics))(
    'help %s is a topic of its own, within 80 columns',
    async (topic) => {
      const ran = await portai(`help ${topic}`);
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).not.toContain('Usage:');
      expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect((await portai('--help')).stdout).toMatch(
        new RegExp(`^More: portai help .*\\b${topic}\\b`, 'm'),
      );
    },
  );

  test('the root begins with how to begin, and ends with a line for each command on a screen of 24 rows', async () => {
    const rows = (await portai('--help')).stdout.trimEnd().split('\n');
    const last = rows.slice(-23).join('\n');
    for (const { name, summary } of tree)
      expect(last).toMatch(new RegExp(`^  ${name} +${summary.replace(/[(),.]/g, '.')}$`, 'm'));
    expect(rows.slice(0, 8).join('\n')).toContain('portai auth login');
  });

  test.each(leaves.map(({ words }) => [words.join(' ')]))(
    '%s --help says that global flags exist, and breaks no paragraph early',
    async (words) => {
      const { stdout } = await portai(`${words} --help`);
      expect(stdout).toContain('portai --help');
      expect(stdout).not.toContain('[options]');
      const lines = stdout.split('\n');
      const early = lines.filter((line, index) => {
        const next = lines[index + 1] ?? '';
        const isProse = /^[A-Z]/.test(line) && /^\S/.test(next);
        return isProse && line.length + 1 + (next.split(' ')[0] ?? '').length <= 80;
      });
      expect(early).toEqual([]);
    },
  );

  test('a group without a command shows what there is, exit 2', async () => {
    const ran = await portai('secrets');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('usages');
  });

  test('a slip in a command is told what was meant', async () => {
    const ran = await portai('secrets lst');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/Did you mean .*list/);
  });
});
