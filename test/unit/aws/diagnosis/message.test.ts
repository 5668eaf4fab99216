import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callerOf } from '../../../../src/vendors/bedrock/denial/cause.ts';
import { denialIn, resourceOf } from '../../../../src/vendors/bedrock/denial/denial.ts';
import { lacksModels, layerOf, readMessage } from '../../../../src/aws/diagnosis/diagnose.ts';
import { notOfAws } from '../../../../src/aws/diagnosis/layers.ts';
import { causeNames, isCause, type Cause } from '../../../../src/vendors/causes.ts';
import {
  awsCredentialRules,
  awsCredentialWords,
} from '../../../../src/vendors/bedrock/credential-refusals.ts';
import { awsRules, stsRules } from '../../../../src/vendors/bedrock/refusals.ts';
import { byStatus } from '../../../../src/vendors/answers/rules.ts';

/** Messages as AWS documents them, or as public threads have them; each judged by AWS' documents. */
const row = z.strictObject({
  id: z.string(),
  text: z.string(),
  /** Null where a text alone cannot tell. */
  cause: z.string().nullable(),
  who: z.string().optional(),
  explicit: z.boolean().optional(),
  caller: z.string().optional(),
  kind: z.string().optional(),
  geography: z.string().optional(),
  region: z.string().optional(),
  policy: z.string().optional(),
  /** What the advice says, and what it must not say. */
  fix: z.string().optional(),
  fixNot: z.string().optional(),
  source: z.string(),
});
const file = resolve(import.meta.dirname, '../../../fixtures/aws-messages.jsonl');
const rows = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => row.parse(JSON.parse(line)));
const known = rows.filter(({ cause }) => cause !== null);
const denials = known.filter(({ text }) => denialIn(text) !== undefined);

describe('a message of AWS', () => {
  test.each(rows)('$id is $cause', ({ text, cause, fix = '', fixNot }) => {
    const [first, ...others] = readMessage(text);
    expect([first?.cause ?? null, ...others.map((each) => each.cause)]).toEqual([cause]);
    expect(first?.fix ?? '').toContain(fix);
    if (fixNot !== undefined) expect(first?.fix).not.toMatch(new RegExp(fixNot));
  });

  test.each(denials)('$id is denied by $who', (row) => {
    const denial = readMessage(row.text)[0]?.denial;
    if (!denial) throw new Error('no denial');
    expect([denial.who, denial.explicit]).toEqual([row.who, row.explicit]);
    if (row.caller !== undefined) expect(callerOf(denial)).toBe(row.caller);
    if (row.kind !== undefined) expect(resourceOf(denial).kind).toBe(row.kind);
    if (row.geography !== undefined) expect(resourceOf(denial).geography).toBe(row.geography);
    if (row.region !== undefined) expect(denial.region).toBe(row.region);
    expect(denial.policy).toBe(row.policy);
  });

  test('that is Port’s one line lacks the models, and no layer is made up for it', () => {
    expect(lacksModels("Connection test failed for provider 'bedrock'")).toBe(true);
    expect(lacksModels('It is raining')).toBe(false);
    expect(readMessage('It is raining')).toEqual([]);
  });

  test('about several models gives each cause once, the most urgent first', () => {
    const models = {
      a: { isValid: false, message: 'IAM: streaming not allowed' },
      b: { isValid: false, message: 'Role cannot be assumed' },
      c: { isValid: false, message: 'IAM: streaming not allowed' },
    };
    const text = JSON.stringify({ error: { details: { testedModels: models } } });
    expect(readMessage(text).map(({ cause }) => cause)).toEqual([
      'ROLE_NOT_ASSUMABLE',
      'IAM_STREAM_DENIED',
    ]);
  });
});

const wrappings: Readonly<Record<string, (text: string) => string>> = {
  'the prefix of boto3': (text) => `botocore.exceptions.ClientError: ${text}`,
  'the prefix of the Go SDK': (text) =>
    `operation error Bedrock Runtime: Converse, https response error StatusCode: 403, RequestID: 1, api error: ${text}`,
  'a JSON body': (text) => JSON.stringify({ message: text }),
  'a JSON body in a string of another': (text) =>
    JSON.stringify({ error: { message: JSON.stringify({ Message: text }), code: '403' } }),
  LiteLLM: (text) =>
    JSON.stringify({
      error: {
        message: `litellm.APIError: BedrockException - ${JSON.stringify({ message: text })}`,
      },
    }),
  'the answer of Port': (text) =>
    JSON.stringify({
      ok: false,
      error: {
        name: 'LLMProviderModelTestError',
        message: "Connection test failed for provider 'bedrock'",
        details: { testedModels: { m: { isValid: false, message: text } } },
      },
    }),
  'lines of a terminal': (text) => text.replaceAll(' ', '\n  │ '),
  'words before and after it': (text) => `2026-11-20 12:00:01 ERROR worker ${text} (attempt 3)`,
};
const bare = known.filter(({ text }) => !/[{[<"\\]/.test(text) && !text.startsWith('Role cannot'));

test('a message means the same in every wrapping, and in a wrapping of a wrapping', () => {
  const names = Object.keys(wrappings);
  const wrap = (name: string, text: string) => (wrappings[name] ?? String)(text);
  expect(bare.length).toBeGreaterThan(50);
  fc.assert(
    fc.property(
      fc.constantFrom(...bare),
      fc.constantFrom(...names),
      fc.option(fc.constantFrom(...names.filter((name) => !name.startsWith('lines')))),
      ({ text, cause }, inner, outer) => {
        const once = wrap(inner, text);
        const [first] = readMessage(outer === null ? once : wrap(outer, once));
        expect(first?.cause, `${inner} in ${outer ?? 'nothing'}`).toBe(cause);
      },
    ),
    { seed: 9, numRuns: 400 },
  );
});

const actions = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:ApplyGuardrail',
  'aws-marketplace:Subscribe',
  'sts:AssumeRole',
  'iam:CreateRole',
  'bedrock:PutUseCaseForModelAccess',
];
const resources = [
  'arn:aws:bedrock:::foundation-model/anthropic.x',
  'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.x',
  'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.x',
  'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.x',
  'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc',
  'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc',
  'arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/eu.guardrail.v1:0',
  'arn:aws:iam::111122223333:role/x',
];
const deniers = [
  'an identity-based policy',
  'a service control policy',
  'a resource control policy',
  'a permissions boundary',
  'a session policy',
  'a VPC endpoint policy',
  'a resource-based policy',
  'the role trust policy',
];
const principals = [
  'arn:aws:sts::111122223333:assumed-role/port-bedrock/s',
  'arn:aws:sts::185657066287:assumed-role/port/s',
  'arn:aws:iam::111122223333:user/me',
];
const said = fc
  .tuple(
    fc.constantFrom(...principals),
    fc.constantFrom(...actions),
    fc.constantFrom(...resources),
    fc.constantFrom(...deniers),
  )
  .map(([principal, action, resource, denier]) => ({
    action,
    denier,
    words: `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`,
  }));

/** Asks for one more Allow, which no Deny would heed. */
const oneMoreAllow = /\b(?:Add|Allow|Grant|needs?|include)\b [a-z-]+:[A-Z]|They need/;

test('an explicit Deny is never answered with one more Allow', () => {
  fc.assert(
    fc.property(said, ({ words, denier }) => {
      for (const { fix } of readMessage(`${words} with an explicit deny in ${denier}`)) {
        expect(fix).not.toMatch(oneMoreAllow);
      }
    }),
    { seed: 9, numRuns: 500 },
  );
  // The pattern would see one: an implicit denial is answered so.
  const allowed = denials.filter(({ cause }) => cause === 'IAM_MODEL_DENIED');
  expect(readMessage(allowed[0]?.text ?? '')[0]?.fix).toMatch(oneMoreAllow);
});

test('a denial of a person’s own call is never mended at the role', () => {
  fc.assert(
    fc.property(said, fc.boolean(), ({ words, action, denier }, explicit) => {
      if (!/^iam:|:Put/.test(action)) return;
      const kind = denier.replace(/^(?:an?|the) /, '');
      const how = explicit
        ? `with an explicit deny in ${denier}`
        : `because no ${kind} allows the ${action} action`;
      const [first] = readMessage(`${words} ${how}`);
      expect(first?.cause).toBe('AWS_RIGHTS_MISSING');
      expect(first?.layer.name).toContain('person');
      expect(first?.fix).not.toMatch(/to the role|destination region|portai bedrock policy/);
    }),
    { seed: 9, numRuns: 300 },
  );
});

describe('the table of layers', () => {
  const excluded: readonly Cause[] = notOfAws;
  const all = causeNames.filter(isCause);

  test('has each cause that the rules of Bedrock and STS, or a status, can give', () => {
    const rules = [...awsRules, ...stsRules, ...awsCredentialRules, ...awsCredentialWords];
    const statuses = Array.from({ length: 300 }, (_, at) => byStatus(300 + at));
    const given = new Set<Cause>([...rules.map(({ cause }) => cause), ...statuses]);
    expect([...given].filter((cause) => layerOf(cause) === undefined)).toEqual([]);
    expect(given.size).toBeGreaterThan(35);
  });

  test('leaves out what it says it leaves out, and nothing else', () => {
    expect(all.filter((cause) => layerOf(cause) === undefined).sort()).toEqual(
      [...excluded].sort(),
    );
  });

  test('is reached by words of AWS for every cause that its rules know by words', () => {
    const causes = [...awsRules, ...awsCredentialWords].filter((rule) => rule.text ?? rule.when);
    const missing = new Set(causes.map(({ cause }) => cause));
    for (const { text } of rows) for (const { cause } of readMessage(text)) missing.delete(cause);
    expect([...missing].sort()).toEqual([]);
  });

  test('advises nothing of another vendor', () => {
    const others = /azure|google|vertex|openai|groq|gcloud|aiplatform/i;
    for (const { text } of rows) {
      for (const { fix } of readMessage(text)) expect(fix).not.toMatch(others);
    }
  });
});
