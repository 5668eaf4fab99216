import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openAwsAccount } from '../../src/aws/open.ts';
import { simulatedProfiles } from '../../src/cli/simulated-aws.ts';
import { readForm } from '../../src/aws/use-case-form.ts';
import { Secret } from '../../src/core/secret.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { converse, keys, type Conversation } from '../support/conversation.ts';
import { freshFolder, portai, runningTime } from '../support/run.ts';

/**
 * `bedrock setup` at a keyboard where something has to be opened or typed first: the use-case form, the
 * terms of a model, the access keys of a user. Each test looks at what stands afterwards, in Port and
 * in the simulated AWS.
 */

const { enter, down, interrupt } = keys;
const now = runningTime;
const haiku = 'claude-haiku-4-5-20251001';
const sonnet = 'claude-sonnet-4-5-20250929';
const region = 'eu-west-1';

const run = (dir: string, words: string) =>
  portai(words, { dir, now, env: { PORTAI_SANDBOX: '1' } });

function begin(dir: string, profile: string, more = `--model ${haiku} --create`): Conversation {
  const words = `bedrock setup --region ${region} ${more}`;
  return converse(words, { dir, now, env: { AWS_PROFILE: profile } });
}

type Row = readonly [question: string, words: string];

/** Answers a row of questions, each once it is shown. */
async function answer({ shows, type }: Conversation, rows: readonly Row[]): Promise<void> {
  for (const [question, words] of rows) {
    await shows(question);
    type(`${words}${enter}`);
  }
}

async function inPort(dir: string) {
  const provider = await run(dir, 'providers get bedrock');
  const secrets = (await run(dir, 'secrets list')).stdout.split('\n').filter(Boolean);
  return {
    connected: provider.code === 0,
    secrets: secrets.map((line) => line.split('\t')[0]),
  };
}

/** What stands in an account of the simulated AWS, as its own administrator sees it. */
async function inAws(dir: string, profile: string) {
  const { accessKeyId = '' } = simulatedProfiles.find(({ name }) => name === profile) ?? {};
  const sleep = () => Promise.resolve();
  const aws = openAwsAccount({
    send: openSandbox({ dir: join(dir, 'sandbox'), now, sleep }).simulated,
    credentials: { accessKeyId, secretAccessKey: 'simulated' },
    region,
    hold: (value) => new Secret(value),
  });
  const control = aws.bedrock(region);
  const [form, ofHaiku, ofSonnet, roles] = await Promise.all([
    control.useCase(),
    control.availability(`anthropic.${haiku}-v1:0`),
    control.availability(`anthropic.${sonnet}-v1:0`),
    aws.roles.managed(),
  ]);
  return {
    form: form === undefined ? undefined : readForm(form),
    haiku: ofHaiku?.agreement,
    sonnet: ofSonnet?.agreement,
    roles: roles.map(({ name }) => name),
  };
}

const nothingInPort = { connected: false, secrets: [] };
const nothingInAws = {
  form: undefined,
  haiku: 'NOT_AVAILABLE',
  sonnet: 'NOT_AVAILABLE',
  roles: [],
};

const formQuestions: readonly Row[] = [
  ["Fill in Anthropic's use-case form now", ''],
  ['Name of the company', 'Acme'],
  ['Its web address', 'https://acme.example'],
  ['Its industry', 'technology'],
  ['What the models are for', 'An assistant for our developers'],
  ['Who is going to use the models', down],
];
const submits: Row = ['Submit it to AWS and Anthropic', 'y'];
const terms = (model: string, words: string): Row => [`Accept the terms of ${model}`, words];
const connects: readonly Row[] = [
  ['Guardrail that every call passes', ''],
  ['Port secret for the external ID', ''],
  ['Create the role port-bedrock', ''],
  ['Make it the default', ''],
];

const acme = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  // AWS counts users outside of the organization as 1.
  intendedUsers: '1',
  industryOption: 'Technology',
  otherIndustryOption: '',
  useCases: 'An assistant for our developers',
};

// The modules of a whole set-up take seconds to load; no question waits for them.
beforeAll(async () => {
  await import('@inquirer/prompts');
  const ran = await run(freshFolder(), `bedrock setup --region ${region} --create --yes`);
  expect(ran.code).toBe(0);
}, 60_000);

describe('the use-case form', () => {
  test('is submitted as it was answered, and with the terms the set-up goes to its end', async () => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-new');
    await answer(talk, [...formQuestions]);
    await talk.shows('external: only people outside of it');
    await answer(talk, [submits]);
    await talk.shows('✓ Use-case form submitted.');
    await talk.shows('https://sandbox.example/anthropic-eula');
    await answer(talk, [terms(haiku, 'y'), ...connects]);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('until then a test may fail');
    const same = talk.screen().slice(talk.screen().indexOf('The same without questions'));
    expect(same).toContain(
      `--submit-use-case --company-name Acme --company-website https://acme.example --industry technology --use-case 'An assistant for our developers' --users external --accept-agreement ${haiku}`,
    );
    expect(await inPort(dir)).toEqual({ connected: true, secrets: ['aws-external-id'] });
    expect(await inAws(dir, 'sandbox-new')).toEqual({
      ...nothingInAws,
      form: acme,
      haiku: 'AVAILABLE',
      roles: ['port-bedrock'],
    });
  });

  test.each<[string, readonly Row[]]>([
    ['to fill it in', [["Fill in Anthropic's use-case form now", 'n']]],
    ['to submit what was filled in', [...formQuestions, ['Submit it to AWS and Anthropic', '']]],
  ])('is not sent after a no to the question whether %s', async (_, rows) => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-new');
    await answer(talk, rows);
    await talk.shows('The form was not submitted; nothing was changed.');
    await talk.shows(`portai bedrock setup --region ${region} --model ${haiku} --create`);
    await talk.shows('--submit-use-case');
    await talk.shows(`--accept-agreement ${haiku}`);
    expect(await talk.ended).toBe(8);
    expect(talk.screen()).not.toContain('setup --help');
    expect(talk.screen()).not.toContain('Accept the terms');
    expect(await inPort(dir)).toEqual(nothingInPort);
    expect(await inAws(dir, 'sandbox-new')).toEqual(nothingInAws);
  });

  test('that AWS does not take from this user is named by the permission that is missing', async () => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-new-viewer');
    await answer(talk, [...formQuestions, submits]);
    await talk.shows('bedrock:PutUseCaseForModelAccess');
    expect(await talk.ended).toBe(7);
    expect(talk.screen()).not.toContain('✓ Use-case form');
    expect(await inPort(dir)).toEqual(nothingInPort);
    expect(await inAws(dir, 'sandbox-new')).toEqual(nothingInAws);
  });

  const questions = [...formQuestions, submits];
  test.each(questions.map(([question], at) => [question, at] as const))(
    'Ctrl-C at "%s" leaves nothing behind',
    async (question, at) => {
      const dir = freshFolder();
      const talk = begin(dir, 'sandbox-new');
      await answer(talk, questions.slice(0, at));
      await talk.shows(question);
      talk.type(interrupt);
      await talk.shows('Cancelled; nothing was changed');
      expect(await talk.ended).toBe(130);
      expect(await inPort(dir)).toEqual(nothingInPort);
      expect(await inAws(dir, 'sandbox-new')).toEqual(nothingInAws);
    },
  );

  test('stands after Ctrl-C at the terms, and is not asked for again', async () => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-new');
    await answer(talk, [...formQuestions, submits]);
    await talk.shows(`Accept the terms of ${haiku}`);
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(await inPort(dir)).toEqual(nothingInPort);
    expect(await inAws(dir, 'sandbox-new')).toEqual({ ...nothingInAws, form: acme });

    const again = begin(dir, 'sandbox-new');
    await answer(again, [terms(haiku, 'y'), ...connects]);
    expect(await again.ended).toBe(0);
    expect(again.screen()).not.toContain('Name of the company');
  });
});

describe('the terms of a model', () => {
  test('that are accepted open it, and only it', async () => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-no-terms', `--model ${haiku} --model ${sonnet} --create`);
    await answer(talk, [terms(haiku, 'y')]);
    await talk.shows(`✓ Terms of ${haiku} accepted.`);
    await answer(talk, [terms(sonnet, 'n')]);
    await talk.shows(`Going on without ${sonnet}`);
    await answer(talk, connects);
    expect(await talk.ended).toBe(0);
    expect(await inAws(dir, 'sandbox-no-terms')).toMatchObject({
      haiku: 'AVAILABLE',
      sonnet: 'NOT_AVAILABLE',
      roles: ['port-bedrock'],
    });
    expect((await inPort(dir)).connected).toBe(true);
    const { stdout } = await run(dir, 'providers get bedrock --json');
    expect(JSON.parse(stdout)).toMatchObject({
      effectiveModels: { [haiku]: { enabled: true }, [sonnet]: { enabled: false } },
    });
  });

  test('that are refused are told how to be accepted, and what goes without them', async () => {
    const dir = freshFolder();
    const talk = begin(dir, 'sandbox-no-terms', '--global --create');
    await talk.shows('Models that Port may call');
    // All but the second of the list.
    talk.type(`${down} ${enter}`);
    await answer(talk, [['Accept the terms of', '']]);
    await talk.shows('were not accepted; nothing was changed.');
    await answer(talk, [['Accept the terms of', '']]);
    await talk.shows('The AWS account has no access to');
    await talk.shows('# the same; it accepts the terms');
    await talk.shows('--accept-agreement claude-');
    await talk.shows('# the same with the other models of the region');
    expect(await talk.ended).toBe(8);
    expect(talk.screen()).not.toContain('setup --help');
  });

  test('are told where nobody can be asked, too, as the command that accepts them', async () => {
    const dir = freshFolder();
    const words = `bedrock setup --region ${region} --model ${haiku} --create --yes --force --json`;
    const env = { PORTAI_SANDBOX: '1', AWS_PROFILE: 'sandbox-no-terms' };
    const ran = await portai(words, { dir, now, env });
    expect(ran.code).toBe(8);
    const same = `portai bedrock setup --region ${region} --model ${haiku} --create --yes`;
    expect(JSON.parse(ran.stderr.slice(ran.stderr.indexOf('{')))).toMatchObject({
      error: {
        name: 'ModelAccessMissing',
        next: [{ command: `${same} --accept-agreement ${haiku}` }],
      },
    });
  });

  test.each<[string, string, number]>([
    ['an Enter alone', enter, 8],
    ['Ctrl-C', interrupt, 130],
  ])('are accepted by nothing but a yes: %s', async (_, typed, code) => {
    const dir = freshFolder();
    const before = await inAws(dir, 'sandbox-no-terms');
    const talk = begin(dir, 'sandbox-no-terms');
    await talk.shows(`Accept the terms of ${haiku}`);
    talk.type(typed);
    expect(await talk.ended).toBe(code);
    expect(talk.screen()).not.toContain('accepted.');
    expect(await inPort(dir)).toEqual(nothingInPort);
    expect(await inAws(dir, 'sandbox-no-terms')).toEqual(before);
    expect(before).toMatchObject({ haiku: 'NOT_AVAILABLE', roles: [] });
  });
});

describe('access keys', () => {
  const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const more = `--model ${haiku} --auth access-keys`;

  async function upToTheKeys(dir: string): Promise<Conversation> {
    const talk = begin(dir, 'sandbox', more);
    await answer(talk, [
      ['Look into AWS', 'n'],
      ['Guardrail that every call passes', ''],
      ['Write down a user', 'n'],
    ]);
    await talk.shows('permissions first? No ?');
    if (talk.screen().includes('How should Port connect')) talk.type(`${down}${enter}`);
    await answer(talk, [
      ['name of the new secret', ''],
      ['value of aws-access-key-id', 'AKIAIOSFODNN7EXAMPLE'],
    ]);
    // The secret of the key ID is no answer to the question for the other key.
    await talk.shows('❯ Store a new secret …');
    talk.type(enter);
    await answer(talk, [['name of the new secret', '']]);
    return talk;
  }

  test('are typed, tested, stored and put, and their values are not shown', async () => {
    const dir = freshFolder();
    const talk = await upToTheKeys(dir);
    await answer(talk, [['value of aws-secret-access-key', secretKey]]);
    await talk.shows('Received 40 characters. ?');
    expect(talk.screen()).not.toContain('or ARN of a Bedrock guardrail');
    await answer(talk, [
      ['Test it from this machine first', ''],
      ['Make it the default', ''],
    ]);
    expect(await talk.ended).toBe(0);
    expect(talk.screen() + talk.stdout()).not.toContain(secretKey);
    expect(await inPort(dir)).toEqual({
      connected: true,
      secrets: ['aws-access-key-id', 'aws-secret-access-key'],
    });
    expect((await inAws(dir, 'sandbox')).roles).toEqual([]);
  });

  test('of which the second is not typed are not stored', async () => {
    const dir = freshFolder();
    const talk = await upToTheKeys(dir);
    await talk.shows('value of aws-secret-access-key');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
    expect(await inPort(dir)).toEqual(nothingInPort);
  });
});
