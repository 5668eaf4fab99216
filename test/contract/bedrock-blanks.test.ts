import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addGlobalOptions } from '../../src/cli/globals.ts';
import { everyCommand } from '../support/commands.ts';
import { askAboutSetup } from '../../src/questions/bedrock-setup/setup.ts';
import { Secret } from '../../src/core/secret.ts';
import { keys, terminal } from '../support/terminal.ts';
import { freshFolder, portai } from '../support/run.ts';

/** Every flag of the Bedrock commands that takes a text of its own, and a text that is right for it. */

const arn = 'arn:aws:iam::111122223333:role/port-bedrock';
const haiku = 'claude-haiku-4-5-20251001';

const texts: Readonly<Record<string, string>> = {
  '--region': 'eu-west-1',
  '--model': haiku,
  '--out': 'folder',
  '--role-arn': arn,
  '--role-name': 'port-bedrock',
  '--account': '111122223333',
  '--external-id-secret': 'aws-external-id',
  '--external-id-env': 'EXTERNAL_ID',
  '--access-key-id-secret': 'aws-access-key-id',
  '--secret-access-key-secret': 'aws-secret-access-key',
  '--access-key-id-env': 'KEY_ID',
  '--secret-access-key-env': 'SECRET_KEY',
  '--guardrail': 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456',
  '--guardrail-id': 'abc123def456',
  '--guardrail-version': '3',
  '--guardrail-profile': 'eu.guardrail.v1:0',
  '--aws-profile': 'audit',
  '--make-default': haiku,
  '--company-name': 'Acme GmbH',
  '--company-website': 'https://acme.example',
  '--industry': 'Energy',
  '--use-case': 'An assistant',
  '--accept-agreement': haiku,
};

const report = { note: () => undefined, warn: () => undefined };

/** A message is pasted, with whatever is around it. */
const free = ['--error'];

const withGlobals = new Command();
addGlobalOptions(withGlobals);
const globals = withGlobals.options.map(({ description }) => description);

const own = (await everyCommand())
  .filter(({ words: [first] }) => first === 'bedrock')
  .flatMap(({ words, command }) =>
    command.options
      .filter(({ description }) => !globals.includes(description))
      .filter(({ required, optional, argChoices }) => (required || optional) && !argChoices)
      .map(({ long }) => [words.join(' '), long ?? ''] as const),
  );

test('there are such flags in every command', () => {
  expect(new Set(own.map(([words]) => words))).toEqual(
    new Set(
      ['setup', 'policy', 'trust-policy', 'models', 'diagnose', 'cleanup'].map(
        (verb) => `bedrock ${verb}`,
      ),
    ),
  );
});

const named = own.filter(([, long]) => !free.includes(long));

test.each(named)(
  '%s %s: a blank around a text is all that is wrong, and said',
  async (words, long) => {
    const text = texts[long] ?? '';
    expect(text).not.toBe('');
    for (const typed of [` ${text}`, `${text} `, `\t${text}\n`]) {
      const ran = await portai([...words.split(' '), long, typed], { dir: freshFolder() });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`${long}: a blank stands before or after it: leave it out`);
      expect(ran.stdout).toBe('');
    }
  },
);

test.each([
  ['bedrock models --region', 'eu-wes ', 'Use a region such as eu-west-1'],
  ['bedrock setup --role-arn', `arn:aws:s3:::bucket `, 'Use arn:aws:iam::<12 digits>:role/<name>'],
  ['bedrock setup --guardrail-version', 'three ', 'a guardrail version is a number, or DRAFT'],
])('%s with %j is told what else is wrong', async (words, typed, says) => {
  const ran = await portai([...words.split(' '), typed], { dir: freshFolder() });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(says);
  expect(ran.stderr).not.toContain('a blank stands');
});

test('a message that is pasted with blanks around it is read', async () => {
  const words = ['bedrock', 'diagnose', '--error', ' Role cannot be assumed \n'];
  const ran = await portai(words, { dir: freshFolder(), env: { PORTAI_SANDBOX: '1' } });
  expect(ran.stderr).not.toContain('a blank stands');
});

test('an answer that is typed is taken without the blank around it', async () => {
  const { asker, type, shows } = terminal();
  const decide = askAboutSetup({ ask: asker, hold: (value) => new Secret(value), report });
  const region = decide.region(false);
  await shows('AWS region that serves the models');
  type(`  eu-west-1 ${keys.enter}`);
  expect(await region).toBe('eu-west-1');
  const role = decide.roleArn(false);
  await shows('ARN of the role');
  type(` ${arn} ${keys.enter}`);
  expect(await role).toBe(arn);
});
