import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { globalOptions } from '../../src/cli/globals.ts';
import { everyCommand } from '../support/commands.ts';
import { freshFolder, portai } from '../support/run.ts';

/** What commander cannot read: what was meant, and the help of the very command that was typed. */

const sandbox = { PORTAI_SANDBOX: '1' };
const refusal = z.object({
  error: z.object({
    message: z.string(),
    hint: z.string().optional(),
    next: z.array(z.object({ command: z.string() })),
  }),
});

async function refused(words: string) {
  const ran = await portai(`${words} --json`, { env: sandbox });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  const { message, hint, next } = refusal.parse(JSON.parse(ran.stderr)).error;
  return { message, hint, next: next.map(({ command }) => command) };
}

const leaves = await everyCommand();
const groups = new Map(
  leaves
    .filter(({ words }) => words.length > 1)
    .map(({ words }) => [words.slice(0, -1).join(' '), words] as const),
);

describe('a global flag', () => {
  const flags = globalOptions()
    .filter(({ long }) => long !== '--json')
    .map((option) => [
      option.long ?? '',
      ...(option.required ? [option.argChoices?.[0] ?? '1'] : []),
    ]);
  const cases = [...groups].flatMap(([group, words]) =>
    flags.map((flag) => [flag[0] ?? '', group, flag, words] as const),
  );

  test('is tried in every group', () => {
    expect(groups.size).toBeGreaterThan(6);
    expect(flags.length).toBeGreaterThan(10);
  });

  test.for(cases)('%s is taken before, within and after %s', async ([, , flag, words]) => {
    const usage = (await portai([...words, '--help'])).stdout;
    for (let place = 0; place <= words.length; place += 1) {
      const line = [...words.slice(0, place), ...flag, ...words.slice(place), '--help'];
      expect(await portai(line)).toEqual({ code: 0, stdout: usage, stderr: '' });
    }
  });

  test('between a group and its verb does what it does elsewhere', async () => {
    const env = sandbox;
    const wanted = await portai('providers list --json', { env });
    expect(wanted.code).toBe(0);
    expect(await portai('providers --json list', { env })).toEqual(wanted);
    expect(await portai('--json providers list', { env })).toEqual(wanted);
  });
});

describe('an unknown flag', () => {
  test.for([
    ['providers list --jsn', '--json', 'portai providers list --help'],
    ['providers put openai --api-key k', '--api-key-secret', 'portai providers put openai --help'],
    ['providers put openai --api-key=k', '--api-key-secret', 'portai providers put openai --help'],
    [
      'providers put openai-compatible --supports-structured-outputs',
      '--structured-outputs',
      'portai providers put openai-compatible --help',
    ],
    ['providers put bedrock --role x', '--role-arn', 'portai providers put bedrock --help'],
    ['providers --profil x list', '--profile', 'portai providers --help'],
    ['--sandbx providers list', '--sandbox', 'portai --help'],
    ['secrets usages k --dryrun', undefined, 'portai secrets usages --help'],
    ['secrets set k --dryrun', '--dry-run', 'portai secrets set --help'],
  ] as const)('%s: told of %s, and of its own help', async ([words, meant, help]) => {
    const { message, next } = await refused(words);
    if (meant === undefined) expect(message).not.toContain('Did you mean');
    else expect(message).toContain(`Did you mean ${meant}?`);
    expect(next).toEqual([help]);
  });

  test.for([
    ['secrets list --format=json', '--output'],
    ['-v', '--version'],
  ] as const)('%s, as other programs have it, leads to %s', async ([words, meant]) => {
    expect((await refused(words)).message).toContain(`Did you mean ${meant}?`);
  });

  test('of one command is not suggested to another', async () => {
    const { message } = await refused('providers put openai --role-ar x');
    expect(message).not.toContain('--role-arn');
  });
});

describe('arguments', () => {
  test.for([
    ['secrets set k v', '<name>', 'portai secrets set --help'],
    ['providers list openai', 'flags only', 'portai providers list --help'],
    ['providers models list openai gpt-5', '<type>', 'portai providers models list --help'],
    ['secrets add', 'name', 'portai secrets add --help'],
    ['providers get', 'type', 'portai providers get --help'],
  ] as const)(
    'too many, or missing, in %s: names %s and its own help',
    async ([words, say, help]) => {
      const { message, next } = await refused(words);
      expect(message).toContain(say);
      expect(next).toEqual([help]);
    },
  );
});

describe('a word that is no command', () => {
  test.for([
    ['login', 'portai auth login'],
    ['logout', 'portai auth logout'],
    ['whoami', 'portai auth status'],
    ['status', 'portai auth status'],
    ['test', 'portai validate --help'],
    ['diagnose', 'portai doctor'],
    ['troubleshoot', 'portai doctor'],
    ['version', 'portai --version'],
    ['get', 'portai providers get'],
    ['provders list', 'portai providers --help'],
    ['providers set', 'portai providers put --help'],
    ['providers create', 'portai providers put --help'],
    ['providers lst', 'portai providers list --help'],
    ['secrets create', 'portai secrets add --help'],
    ['profiles create', 'portai profiles set --help'],
    ['defaults put', 'portai defaults set --help'],
    ['providers enable', 'portai providers put <type> --enable'],
    ['providers disable openai', 'portai providers put <type> --disable'],
    ['providers test openai', 'portai validate <type>'],
  ] as const)('%s leads to %s', async ([words, meant]) => {
    const { message, next } = await refused(words);
    expect(message).toContain('Did you mean');
    expect(next).toContain(meant);
    expect(next.at(-1)).toMatch(/--help$/);
  });

  test.for(['provders', 'diagnose', 'providers lst', 'providers models enalbe', 'help provders'])(
    '%s with --help is not answered as if it were there',
    async (words) => {
      const { next } = await refused(words.startsWith('help') ? words : `${words} --help`);
      expect(next.length).toBeGreaterThan(0);
    },
  );

  test.for([
    ['providers show openai', 'providers get openai'],
    ['secrets show k', 'secrets get k'],
    ['defaults show', 'defaults get'],
    ['profiles get', 'profiles show'],
  ])('%s is %s', async ([words = '', same = '']) => {
    const env = sandbox;
    const ran = await portai(words, { env });
    expect(ran.stderr).not.toContain('unknown command');
    const stable = (text: string) => text.replace(/[0-9a-f]{32}/, '');
    const other = await portai(same, { env });
    expect([ran.code, ran.stdout]).toEqual([other.code, other.stdout]);
    expect(stable(ran.stderr)).toBe(stable(other.stderr));
  });
});

describe('the two regions', () => {
  test.for([
    ['--region eu-west-1 bedrock setup --create --yes -n', 'bedrock setup --region <region>'],
    ['--region us-east-1 providers list', 'eu or us'],
    ['providers put --region us-east-1 bedrock -n', 'eu or us'],
  ])('%s: says which region it was taken for', async ([words = '', hint = '']) => {
    const { message, hint: said, next } = await refused(words);
    expect(message).toContain('--port-region');
    expect(next.join()).not.toContain('-1');
    expect(`${message} ${said ?? ''}`).toContain(hint);
  });

  test("Port's region where a cloud's belongs names --port-region", async () => {
    const role = 'arn:aws:iam::123456789012:role/port';
    const { message } = await refused(`providers put bedrock --role-arn ${role} --region us`);
    expect(message).toContain('--port-region');
  });
});

describe('what to type next', () => {
  test.for([
    'secrets set k',
    'secrets add k',
    'profiles set p',
    'bedrock policy',
    'defaults set',
    'providers put openai',
  ])('%s, with something missing, leads somewhere', async (words) => {
    const { next } = await refused(words);
    expect(next.length).toBeGreaterThan(0);
  });

  test('of a sign-in without its flags is the help of signing in', async () => {
    const ran = await portai('auth login --json');
    const { next } = refusal.parse(JSON.parse(ran.stderr)).error;
    expect(next.map(({ command }) => command)).toEqual(['portai auth login --help']);
  });

  test('is the command itself with --yes, where nobody could be asked', async () => {
    const dir = freshFolder();
    const value = { env: sandbox, dir, stdin: 'a-value-of-some-length' };
    expect(await portai('secrets add some-key --value-stdin', value)).toMatchObject({ code: 0 });
    const ran = await portai('secrets delete some-key --force --json', { env: sandbox, dir });
    const { next } = refusal.parse(JSON.parse(ran.stderr)).error;
    expect(next.map(({ command }) => command)).toEqual([
      'portai secrets delete some-key --force --yes',
    ]);
  });

  test('makes the profile that is missing', async () => {
    const ran = await portai('--profile prod providers list --json', { env: sandbox });
    const [step] = refusal.parse(JSON.parse(ran.stderr)).error.next;
    expect(step?.command).toContain('profiles set prod --port-region <region>');
  });

  test('is no exit code that looks like the one asked for', async () => {
    const ran = await portai('explain 42 --json', { env: sandbox });
    const { message, next } = refusal.parse(JSON.parse(ran.stderr)).error;
    expect(message).not.toContain('Did you mean');
    expect(next.map(({ command }) => command)).toEqual(['portai explain --list']);
  });
});
