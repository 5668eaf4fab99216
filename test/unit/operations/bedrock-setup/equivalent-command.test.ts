import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addSetupOptions, setupFlags } from '../../../../src/commands/bedrock/setup/flags.ts';
import { setupRequest } from '../../../../src/commands/bedrock/setup/request.ts';
import {
  equivalentCommand,
  neverRepeated,
} from '../../../../src/operations/bedrock-setup/equivalent-command.ts';
import type { SetupDecisions } from '../../../../src/operations/bedrock-setup/decisions.ts';
import { recordingAnswers } from '../../../../src/operations/bedrock-setup/recorded-answers.ts';
import { undecidedSetup } from '../../../../src/operations/bedrock-setup/request.ts';
import { continued, type SetupSoFar } from '../../../../src/operations/bedrock-setup/so-far.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { testContext } from '../../../support/runtime.ts';

/** The command that a set-up prints: whatever was said to it, by flag or by answer, is in it. */

const arn = 'arn:aws:iam::111122223333:role/ours';
const haiku = 'claude-haiku-4-5-20251001';
const asAccessKeys = ['--auth', 'access-keys'];
const asEmit = ['--emit', 'terraform'];

/** For each flag: what is typed, and what has to stand beside it. */
const typed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '--region': [['--region', 'eu-west-1']],
  '--model': [['--model', haiku, '--model', 'claude-sonnet-4-5-20250929']],
  '--global': [['--global']],
  '--disable-unavailable': [['--disable-unavailable']],
  '--auth': [['--auth', 'assume-role'], asAccessKeys],
  '--create': [['--create']],
  '--emit': [asEmit, [...asAccessKeys, '--emit', 'aws-cli']],
  '--out': [
    ['--out', 'folder'],
    [...asEmit, '--out', 'folder'],
    [...asAccessKeys, '--out', 'x'],
  ],
  '--role-arn': [['--role-arn', arn]],
  '--role-name': [
    ['--role-name', 'other-name'],
    ['--create', '--role-name', 'other-name'],
    [...asEmit, '--role-name', 'other-name'],
  ],
  '--principals': [['--create', '--principals', 'eu']],
  '--update-role': [['--create', '--update-role']],
  '--external-id-secret': [
    ['--external-id-secret', 'their-id'],
    ['--role-arn', arn, '--external-id-secret', 'their-id'],
  ],
  '--external-id-env': [
    ['--external-id-env', 'THEIR_ID'],
    ['--create', '--external-id-env', 'THEIR_ID'],
  ],
  '--no-external-id': [['--no-external-id'], ['--role-arn', arn, '--no-external-id']],
  '--access-key-id-secret': [[...asAccessKeys, '--access-key-id-secret', 'key-id']],
  '--secret-access-key-secret': [[...asAccessKeys, '--secret-access-key-secret', 'secret-key']],
  '--access-key-id-env': [
    [...asAccessKeys, '--access-key-id-env', 'KEY_ID', '--secret-access-key-env', 'SECRET_KEY'],
  ],
  '--secret-access-key-env': [
    [...asAccessKeys, '--access-key-id-env', 'KEY_ID', '--secret-access-key-env', 'SECRET_KEY'],
  ],
  '--guardrail-id': [['--guardrail-id', 'abc123def456', '--guardrail-version', '3']],
  '--guardrail-version': [['--guardrail-id', 'abc123def456', '--guardrail-version', '3']],
  '--guardrail-profile': [['--guardrail-profile', 'eu.guardrail.v1:0'], ['--guardrail-profile']],
  '--aws-profile': [
    ['--aws-profile', 'audit'],
    ['--aws-profile'],
    ['--create', '--aws-profile', 'audit'],
    [...asAccessKeys, '--aws-profile'],
    ['--role-arn', arn, '--aws-profile'],
  ],
  '--make-default': [['--make-default', haiku]],
  '--submit-use-case': [['--submit-use-case']],
  '--company-name': [['--company-name', 'Acme GmbH']],
  '--company-website': [['--company-website', 'https://acme.example']],
  '--industry': [['--industry', 'Energy']],
  '--use-case': [['--use-case', 'help']],
  '--users': [['--users', 'both']],
  '--accept-agreement': [['--accept-agreement', haiku, '--accept-agreement', 'other']],
  '--force': [['--force']],
};

function optionsOf() {
  const command = new Command();
  addSetupOptions(command);
  return command.options;
}

function requestOf(words: readonly string[]) {
  const command = new Command().exitOverride();
  addSetupOptions(command);
  command.parse([...words], { from: 'user' });
  const { context } = testContext({ env: { THEIR_ID: 'their external id' } });
  return setupRequest(context, setupFlags().parse(command.opts()));
}

const printed = (words: readonly string[]) => equivalentCommand(requestOf(words)).slice(2);
const sorted = (words: readonly string[]) => [...words].sort();
const withoutYes = (words: readonly string[]) => words.filter((word) => word !== '--yes');

describe('a flag that is given', () => {
  const repeated = optionsOf().filter(({ long }) => neverRepeated[long ?? ''] === undefined);

  test.each(repeated.map(({ long }) => long ?? ''))('%s is in the command', (long) => {
    const rows = typed[long] ?? [];
    expect(rows.length).toBeGreaterThan(0);
    for (const words of rows) expect(sorted(withoutYes(printed(words)))).toEqual(sorted(words));
  });

  test('is left out only where a reason is known', () => {
    expect(Object.keys(neverRepeated)).toEqual(['--dry-run', '--users-outside']);
    expect(printed(['--dry-run'])).toEqual([]);
    expect(printed(['--users-outside'])).toEqual(['--users', 'both']);
  });

  test('says nothing any more of how a role was to be made once it is there', () => {
    const request = requestOf(['--emit', 'terraform', '--out', 'x', '--role-name', 'ours']);
    const there = { ...request, role: { ...request.role, origin: { kind: 'have', arn } } } as const;
    expect(equivalentCommand(there).slice(2)).toEqual(['--role-arn', arn, '--yes']);
  });

  test('makes a command that is read as it was written', () => {
    for (const words of Object.values(typed).flat()) {
      expect(printed(withoutYes(printed(words)))).toEqual(printed(words));
    }
  });
});

const document = { Version: '2012-10-17', Statement: [] };
const wanted = { name: 'port-bedrock', trust: document, permissions: document };
const created = { kind: 'create', wanted } as const;
const differing = {
  kind: 'drift',
  wanted,
  arn,
  foreign: false,
  unfinished: false,
  trust: [],
  permissions: ['- one'],
} as const;

/** A person who says the same to each question of a kind. */
function answers(yes: boolean): SetupDecisions {
  const confirm = () => Promise.resolve(yes);
  return {
    region: () => Promise.resolve('eu-west-1'),
    lookIntoAccount: confirm,
    allowGlobal: confirm,
    switchOff: confirm,
    models: () => Promise.resolve([haiku]),
    modelAccess: {
      fillInForm: confirm,
      formField: (field) => Promise.resolve(`our ${field}`),
      intendedUsers: () => Promise.resolve('internal'),
      submitForm: confirm,
      acceptTerms: confirm,
    },
    signIn: () => Promise.resolve('access-keys'),
    guardrail: () => Promise.resolve('abc123def456'),
    guardrailVersion: () => Promise.resolve('3'),
    guardrailProfile: () => Promise.resolve(undefined),
    writeUser: confirm,
    roleOrigin: () => Promise.resolve({ kind: 'write', form: 'terraform' }),
    externalIdSecret: () => Promise.resolve('their-id'),
    secretOfRole: () => Promise.resolve('their-id'),
    externalIdValue: () => Promise.resolve(new Secret('their external id')),
    replaceConfig: confirm,
    makeRole: confirm,
    roleArn: () => Promise.resolve(arn),
    tryInSpiteOfChecks: confirm,
    makeDefault: () => Promise.resolve(haiku),
  };
}

type Ask = (decide: SetupDecisions) => Promise<unknown>;

async function printedAfter(ask: Ask, yes: boolean, before = undecidedSetup) {
  const soFar: SetupSoFar = { request: before };
  await ask(recordingAnswers(answers(yes), soFar));
  return equivalentCommand(soFar.request).slice(2);
}

const confirmed: readonly (readonly [string, Ask, readonly string[]])[] = [
  ['worldwide profiles', (decide) => decide.allowGlobal(), ['--global']],
  ['switching off', (decide) => decide.switchOff([haiku]), ['--disable-unavailable']],
  ['another configuration', (decide) => decide.replaceConfig(), ['--force']],
  ['failed checks', (decide) => decide.tryInSpiteOfChecks(), ['--force']],
  ['a role that differs', (decide) => decide.makeRole(differing, '1'), ['--update-role']],
  ['the form', ({ modelAccess }) => modelAccess.submitForm(), ['--submit-use-case']],
  ['terms', ({ modelAccess }) => modelAccess.acceptTerms(haiku), ['--accept-agreement', haiku]],
];

describe('an answer', () => {
  test.each(confirmed)('yes to %s is the flag that says so', async (_, ask, words) => {
    expect(await printedAfter(ask, true)).toEqual(words);
  });

  test.each(confirmed)('no to %s is no flag', async (_, ask) => {
    expect(await printedAfter(ask, false)).toEqual([]);
  });

  test.each<readonly [string, Ask, readonly string[]]>([
    ['the region', (decide) => decide.region(false), ['--region', 'eu-west-1']],
    ['the models', (decide) => decide.models([]), ['--model', haiku]],
    ['the way to sign in', (decide) => decide.signIn(), asAccessKeys],
    ['where the role comes from', (decide) => decide.roleOrigin(undefined), asEmit],
    ['the role', (decide) => decide.roleArn(false), ['--role-arn', arn, '--yes']],
    [
      'the secret of a role',
      (decide) => decide.secretOfRole(undefined),
      ['--external-id-secret', 'their-id'],
    ],
    [
      'the secret of a new external ID',
      (decide) => decide.externalIdSecret({ suggestion: 'x', own: undefined, existing: [] }),
      ['--external-id-secret', 'their-id'],
    ],
    ['the default', (decide) => decide.makeDefault([]), ['--make-default', haiku]],
    ['the users', (decide) => decide.modelAccess.intendedUsers(), ['--users', 'internal']],
    [
      'a text of the form',
      (decide) => decide.modelAccess.formField('companyName'),
      ['--company-name', 'our companyName'],
    ],
    [
      'a user to write down',
      async (decide) => [await decide.signIn(), await decide.writeUser()],
      [...asAccessKeys, '--emit', 'aws-cli'],
    ],
  ])('that says %s is its flag', async (_, ask, words) => {
    expect(await printedAfter(ask, true)).toEqual(words);
  });

  test.each<readonly [string, Ask]>([
    ['that only opens the form sends nothing', (decide) => decide.modelAccess.fillInForm()],
    ['that allows a look is known once AWS answered', (decide) => decide.lookIntoAccount()],
    ['that names a guardrail waits for its version', (decide) => decide.guardrail([])],
    ['that creates a role is in --create --yes', (decide) => decide.makeRole(created, '1')],
    ['that is typed unseen stands nowhere', (decide) => decide.externalIdValue('their-id')],
  ])('%s', async (_, ask) => {
    expect(await printedAfter(ask, true)).toEqual([]);
  });

  test('to terms stands beside those that were accepted by flag, each once', async () => {
    const before = requestOf(['--accept-agreement', 'one', '--accept-agreement', haiku]);
    const ask: Ask = ({ modelAccess }) => modelAccess.acceptTerms(haiku);
    const words = ['--accept-agreement', 'one', '--accept-agreement', haiku];
    expect(await printedAfter(ask, true, before)).toEqual(words);
  });
});

describe('the command that goes on', () => {
  test('forces nothing', () => {
    const request = requestOf(['--create', '--force']);
    expect(equivalentCommand(continued({ request }))).not.toContain('--force');
  });

  test('gives an external ID until it is stored', () => {
    const request = requestOf(['--create', '--external-id-env', 'THEIR_ID']);
    expect(equivalentCommand(continued({ request }))).toContain('--external-id-env');
    const stored = continued({ request, isIdStored: true });
    expect(equivalentCommand(stored)).not.toContain('--external-id-env');
  });
});
