import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { portai } from '../support/run.ts';

/** `explain` of a text that somebody pasted: nobody is asked, and nothing is known of anybody. */

const read = z.looseObject({
  from: z.string(),
  causes: z.array(z.looseObject({ name: z.string(), fix: z.string() })),
  tellApart: z.array(z.string()),
  next: z.array(z.looseObject({ command: z.array(z.string()) })),
});

async function explained(text: string) {
  const ran = await portai(['explain', '-', '--json'], { stdin: text });
  expect(ran.code, ran.stderr).toBe(0);
  return read.parse(JSON.parse(ran.stdout));
}

const tested = (models: Readonly<Record<string, string>>) =>
  JSON.stringify({
    ok: false,
    error: {
      name: 'LLMProviderModelTestError',
      message: "Connection test failed for provider 'bedrock'",
      details: {
        testedModels: Object.fromEntries(
          Object.entries(models).map(([model, message]) => [model, { isValid: false, message }]),
        ),
      },
    },
  });

// The vendors' own documented answers.
describe('a pasted answer is read as', () => {
  test.each([
    ['AWS', 'KEY_INVALID', '{"message":"The security token included in the request is invalid."}'],
    ['AWS', 'MODEL_NOT_FOUND', 'ValidationException: The provided model identifier is invalid.'],
    ['Port', 'ROLE_NOT_ASSUMABLE', tested({ a: 'Role cannot be assumed' })],
    [
      'provider',
      'KEY_INVALID',
      '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
    ],
    [
      'provider',
      'QUOTA_EXHAUSTED',
      '{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}',
    ],
    [
      'provider',
      'DEPLOYMENT_NOT_FOUND',
      '{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}',
    ],
  ])('that of %s: %s', async (from, cause, text) => {
    const answer = await explained(text);
    expect([answer.from, answer.causes[0]?.name]).toEqual([from, cause]);
    expect(answer.next.length).toBeGreaterThan(0);
  });
});

test('a text may stand in quotes as well, and reads the same', async () => {
  const text = 'The provided model identifier is invalid. (Bedrock)';
  const ran = await portai(['explain', text, '--json']);
  expect(read.parse(JSON.parse(ran.stdout))).toEqual(await explained(text));
});

test('several models give their causes in order, the most urgent first', async () => {
  const { causes } = await explained(
    tested({ a: 'IAM: streaming not allowed', b: 'Role cannot be assumed' }),
  );
  expect(causes.map(({ name }) => name)).toEqual(['ROLE_NOT_ASSUMABLE', 'IAM_STREAM_DENIED']);
});

test('one message for several reasons says how they are told apart', async () => {
  const { tellApart } = await explained(tested({ a: 'Role cannot be assumed' }));
  expect(tellApart.join(' ')).toContain('external ID');
});

test('Port’s one line asks for the models', async () => {
  const { causes, next } = await explained("Connection test failed for provider 'bedrock'");
  expect(causes[0]?.fix).toContain('details.testedModels');
  expect(next[0]?.command).toContain('validate');
});

test('a name in any spelling is a name, also from stdin', async () => {
  const ran = await portai(['explain', '-'], { stdin: 'model not found\n' });
  expect(ran.stdout).toContain('MODEL_NOT_FOUND');
});

test('words that nobody knows are said to be unknown, with what to collect, exit 4', async () => {
  const ran = await portai(['explain', 'It is raining in the mountains']);
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toContain('Nothing is known by these words');
  expect(ran.stderr).toContain('request id');
});

test('on a screen the cause, its fix and the next command stand in this order', async () => {
  const { stdout } = await portai(['explain', 'The provided model identifier is invalid.'], {
    screen: true,
  });
  expect(stdout).toMatch(/meaning[^]*cause[^]*MODEL_NOT_FOUND[^]*fix[^]*tell apart[^]*next/);
});
