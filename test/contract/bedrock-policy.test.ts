import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parsePolicy } from '../../src/aws/iam-documents/policy-document.ts';
import { portPrincipals } from '../../src/aws/iam-documents/trust.ts';
import { freshFolder, portai, runningTime } from '../support/run.ts';

const policy = 'bedrock policy --region eu-west-1 --account 111122223333';
const trust = 'bedrock trust-policy';
const id = 'port-0123456789abcdef';
const newId = /port-[0-9a-f]{32}/;
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('bedrock policy', () => {
  test('prints the document alone, for every model that Port offers; neither network nor credentials', async () => {
    const { code, stdout, stderr } = await portai(policy);
    expect(code).toBe(0);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(
      /This is the strict form: .*, as known on 2026-\d\d-\d\d\. .* aws bedrock get-inference-profile --region eu-west-1 --inference-profile-identifier eu\.anthropic/,
    );
    expect(stderr).not.toContain('unspecified');
    const document = parsePolicy(stdout);
    expect(document?.Statement.map(({ Sid }) => Sid)).toEqual([
      'InvokeViaProfile',
      'ModelsOnlyViaProfile',
    ]);
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });

  test('with --json is the same document', async () => {
    const [plain, json] = [await portai(policy), await portai(`${policy} --json`)];
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(plain.stdout));
  });

  test('without an account is the compact form, and says why beside the document', async () => {
    const { code, stdout, stderr } = await portai('bedrock policy --region eu-west-1');
    expect(code).toBe(0);
    expect(stderr).toContain('the account is not known');
    expect(stdout).toContain('arn:aws:bedrock:*:*:inference-profile/eu.');
  });

  test.each(['', ' --emit aws-cli', ' --emit terraform', ' --emit cloudformation'])(
    'with --global says what a region deny has to let through, and so does the file%s',
    async (emit) => {
      const { stdout, stderr } = await portai(`${policy} --global${emit}`);
      expect(stderr.replace(/\s+/g, ' ')).toContain('has to let that value of aws:RequestedRegion');
      if (emit !== '') expect(stdout).toMatch(/^# .*aws:RequestedRegion through/m);
    },
  );

  test('with --strict refuses what it cannot write', async () => {
    const { code, stdout, stderr } = await portai('bedrock policy --region eu-west-1 --strict');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('There is no strict form: the account is not known');
  });

  test('allows the models that are named, and the guardrail on its own ARN', async () => {
    const guardrail = 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456';
    const { stdout } = await portai(`${policy} --model claude-opus-4-6 --guardrail ${guardrail}`);
    expect(stdout).not.toContain('haiku');
    expect(parsePolicy(stdout)?.Statement.at(-1)).toEqual({
      Sid: 'Guardrail',
      Effect: 'Allow',
      Action: 'bedrock:ApplyGuardrail',
      Resource: guardrail,
    });
  });

  const across = `${policy} --guardrail arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123`;

  test.each([
    '',
    ' eu.guardrail.v1:0',
    ' arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/eu.guardrail.v1:0',
  ])(
    'allows a guardrail across regions in every region of its profile: --guardrail-profile%s',
    async (given) => {
      const { stdout, stderr } = await portai(`${across} --guardrail-profile${given}`);
      const regions = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1'];
      expect(parsePolicy(stdout)?.Statement.at(-1)?.Resource).toEqual([
        'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123',
        ...[...regions, 'eu-west-3'].map(
          (region) => `arn:aws:bedrock:${region}:111122223333:guardrail-profile/eu.guardrail.v1:0`,
        ),
      ]);
      expect(stderr).not.toContain('Standard tier');
    },
  );

  test('says of a guardrail without a profile when it would need one', async () => {
    const { stderr } = await portai(across);
    expect(stderr.replace(/\s+/g, ' ')).toContain('--guardrail-profile eu.guardrail.v1:0.');
  });

  test.each([
    [`${across} --guardrail-profile us.guardrail.v1:0`, 'guardrails in eu-west-1 have eu.guard'],
    [`${across} --guardrail-profile europe`, 'a guardrail profile is such as eu.guardrail.v1:0'],
    [`${policy} --guardrail-profile`, '--guardrail-profile goes with --guardrail'],
    [
      'bedrock policy --region ap-southeast-2 --guardrail arn:aws:bedrock:ap-southeast-2:111122223333:guardrail/a1 --guardrail-profile',
      'Guardrails in ap-southeast-2 have au.guardrail.v1:0 or apac.guardrail.v1:0',
    ],
  ])('%s: %s', async (words, says) => {
    const { code, stderr } = await portai(words);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(says);
  });

  test.each([
    ['bedrock policy', '--region is required'],
    ['bedrock policy --region eu', 'region'],
    [`${policy} --account 12`, '12 digits'],
    [`${policy} --guardrail abc123`, 'ARN of the guardrail'],
    [
      `${policy} --guardrail arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123`,
      'The guardrail is in us-east-1, and Port calls eu-west-1',
    ],
    ['bedrock policy --region ap-northeast-1 --model claude-opus-4-6', 'No inference profile'],
    [`${policy} --emit aws-cli --role-name team/port`, 'a role name'],
    [`${policy} --no-external-id`, '--no-external-id goes with --emit only'],
    [`${policy} --all-models --model claude-opus-4-6`, '--all-models'],
  ])('%s: %s', async (words, says) => {
    const { code, stdout, stderr } = await portai(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('bedrock policy --emit', () => {
  test.each([
    ['aws-cli', '#!/usr/bin/env bash\n'],
    ['terraform', 'terraform {\n'],
    ['cloudformation', 'AWSTemplateFormatVersion:'],
  ])('%s prints the whole role, its external ID a parameter', async (form, begins) => {
    const ran = await portai(`${policy} --emit ${form} --role-name port-team`);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('This is the strict form');
    expect(ran.stdout.startsWith(begins)).toBe(true);
    expect(ran.stdout).toContain('port-team');
    expect(ran.stdout).toMatch(/external_?id/i);
    expect(ran.stdout).not.toMatch(newId);
    const also = await portai(
      `${trust} --region eu-west-1 --account 111122223333 --emit ${form} --role-name port-team`,
    );
    expect(also.stdout).toBe(ran.stdout);
  });

  test('without an external ID warns of what anybody could do', async () => {
    const { stderr, stdout } = await portai(`${policy} --emit terraform --no-external-id`);
    expect(stderr).toContain('any organization on Port');
    expect(stdout).not.toContain('external_id');
  });
});

describe('--out', () => {
  test('writes files that only this user can read, and prints none of them', async () => {
    const folder = join(freshFolder(), 'role');
    const { code, stdout, stderr } = await portai([...policy.split(' '), '--out', folder]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const file = join(folder, 'permissions.json');
    expect(stderr).toContain(file);
    expect(mode(file)).toBe('600');
    expect(readFileSync(file, 'utf8')).toBe((await portai(policy)).stdout);
  });

  test('leaves a file with another text as it is, unless told to replace it', async () => {
    const folder = freshFolder();
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'permissions.json');
    writeFileSync(file, 'mine');
    const words = [...policy.split(' '), '--out', folder];
    const refused = await portai(words);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('--force replaces it');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await portai([...words, '--force'])).code).toBe(0);
    expect(parsePolicy(readFileSync(file, 'utf8'))).toBeDefined();
    expect((await portai(words)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['permissions.json']);
  });
});

describe('bedrock trust-policy', () => {
  test('makes a new external ID, puts it into the document, and says where else it belongs', async () => {
    const [first, second] = [await portai(trust), await portai(trust)];
    expect(first.code).toBe(0);
    const [made] = newId.exec(first.stdout) ?? [];
    expect(made).toBeDefined();
    expect(second.stdout).not.toContain(made);
    expect(first.stderr).toContain('portai secrets set aws-external-id');
    expect(first.stderr).not.toContain(made);
    expect(first.stdout).toContain(portPrincipals.eu);
    expect(first.stdout).toContain(portPrincipals.us);
  });

  test.each([
    ['from a variable', '--external-id-env EXTERNAL', { env: { EXTERNAL: id } }],
    ['from stdin, its last line end left out', '--external-id-stdin', { stdin: `${id}\n` }],
  ])('takes the external ID %s', async (_, words, options) => {
    const { code, stdout, stderr } = await portai(`${trust} ${words}`, options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parsePolicy(stdout)?.Statement[0]?.Condition).toEqual({
      StringEquals: { 'sts:ExternalId': id },
    });
  });

  test('trusts one principal of Port where told to', async () => {
    const { stdout } = await portai(`${trust} --principals us`);
    expect(parsePolicy(stdout)?.Statement[0]?.Principal).toEqual({ AWS: [portPrincipals.us] });
  });

  test('without an external ID warns of what anybody could do', async () => {
    const { stdout, stderr } = await portai(`${trust} --no-external-id`);
    expect(parsePolicy(stdout)?.Statement[0]).not.toHaveProperty('Condition');
    expect(stderr).toContain('any organization on Port');
  });

  test.each([
    ['that is too short', '--external-id-env EXTERNAL', 'abc', 'shorter than 8'],
    ['with a blank at its end', '--external-id-env EXTERNAL', `${id} `, 'begins or ends'],
    ['in a variable that is not set', '--external-id-env OTHER', id, 'OTHER'],
    ['given twice', '--external-id-stdin --external-id-env EXTERNAL', id, 'cannot be used'],
    ['beside --emit', '--emit terraform --external-id-env EXTERNAL', id, 'cannot be used'],
    ['beside a region', '--region eu-west-1 --external-id-env EXTERNAL', id, '--emit only'],
  ])('refuses an external ID %s, and does not repeat it', async (_, words, value, says) => {
    const ran = await portai(`${trust} ${words}`, { env: { EXTERNAL: value }, stdin: value });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
    expect(ran.stderr).not.toContain(value);
  });
});

describe('what cannot be had', () => {
  const late = { now: () => new Date('2026-11-26T12:00:00Z') };

  test('is named by model, with the ways out, and what is left is written', async () => {
    const ran = await portai('bedrock policy --region ap-northeast-2 --global', late);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('claude-sonnet-4-20250514 has ended on Bedrock since 2026-10-14');
    expect(ran.stdout).not.toContain('sonnet-4-20250514');
    expect(ran.stdout).not.toContain('jp.');
    const narrow = await portai('bedrock policy --region ap-southeast-1', late);
    expect(narrow.code).toBe(2);
    expect(narrow.stderr.replace(/\s+/g, ' ')).toContain('gives claude-haiku-4-5-20251001 in');
    expect(narrow.stderr.replace(/\s+/g, ' ')).toContain('--global, which allows');
  });

  test('leaves no policy where only ended models were chosen', async () => {
    const words = 'bedrock policy --region eu-west-1 --model claude-sonnet-4-20250514';
    expect(await portai(words, late)).toMatchObject({ code: 2, stdout: '' });
  });

  test.each([
    ['--region eu-west-1 --model claude-haiku-4-5', 'Did you mean claude-haiku-4-5-20251001?'],
    ['--region eu-west-1 --model gpt-5', 'gpt-5 is no model on Bedrock'],
    ['--region eu-wst-1', 'Did you mean eu-west-1?'],
  ])('%s is refused, and taken with --force', async (words, says) => {
    const refused = await portai(`bedrock policy ${words}`, late);
    expect(refused.code).toBe(2);
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain(says);
    expect((await portai(`bedrock policy ${words} --force`, late)).code).toBe(0);
  });

  test('a wildcard is refused whatever is forced', async () => {
    const argv = ['bedrock', 'policy', '--region', 'eu-west-1', '--model', 'claude*', '--force'];
    expect((await portai(argv, late)).code).toBe(2);
  });

  test('an application inference profile is allowed, and any model through it alone', async () => {
    const arn = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123';
    const ran = await portai(`bedrock policy --region eu-west-1 --model ${arn}`, late);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      Statement: [
        { Resource: [arn] },
        {
          Resource: ['arn:aws:bedrock:*::foundation-model/*'],
          Condition: { StringLike: { 'bedrock:InferenceProfileArn': [arn] } },
        },
      ],
    });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
      `Any model is allowed through ${arn}, and only through it: AWS was not asked which models are behind it.`,
    );
  });

  const own = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/example';
  const asks = `--sandbox bedrock policy --region us-east-1 --model ${own} --aws-profile`;

  test.each(['', ' --account 111122223333'])(
    'an application inference profile is narrowed to what the account says is behind it%s',
    async (more) => {
      // The SDK signs by the clock of the machine.
      const ran = await portai(`${asks}${more}`, { now: runningTime });
      expect(ran.code).toBe(0);
      const document: unknown = JSON.parse(ran.stdout);
      const resources = z
        .object({ Statement: z.array(z.object({ Resource: z.array(z.string()) })) })
        .parse(document)
        .Statement.map(({ Resource }) => Resource);
      const model = (region: string) =>
        `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0`;
      // AWS' page of inference profiles: where us. of Haiku 4.5 routes to.
      const us = ['us-east-1', 'us-east-2', 'us-west-2', 'us-west-1', 'ca-central-1'].map(model);
      expect(resources[0]).toEqual([own]);
      expect([...(resources[1] ?? [])].sort()).toEqual([...us].sort());
      expect(resources).toHaveLength(2);
      expect(ran.stderr).not.toContain('Any model');
    },
  );

  test('a user who may not read the profile is told the permission, and gets the wide form', async () => {
    const ran = await portai(`${asks} sandbox-forbidden`, { now: runningTime });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('foundation-model/*');
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('bedrock:GetInferenceProfile is not allowed');
  });
});

describe('bedrock models', () => {
  const late = () => new Date('2026-11-27T12:00:00Z');

  test('says which profiles a region has, how sure that is, and how old the list', async () => {
    const ran = await portai('bedrock models --region eu-west-2', { now: late });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(
      'claude-opus-4-6\teu.anthropic.claude-opus-4-6-v1\tgeography\tdisputed',
    );
    expect(ran.stdout).toContain('ended 2026-10-14');
    expect(ran.stderr).toContain('public lists had them on 2026-11-26');
  });

  test('asks the account with --refresh, and policy uses the answer from then on', async () => {
    const dir = freshFolder();
    const words = '--sandbox bedrock models --region ap-southeast-1 --refresh';
    const ran = await portai(words, { dir, now: late });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('AWS account 111122223333 listed them on 2026-11-27');
    const policy = '--sandbox bedrock policy --region ap-southeast-1 --global';
    expect((await portai(policy, { dir, now: late })).stderr).toContain(
      'listed them on 2026-11-27',
    );
    const real = await portai(policy.replace('--sandbox ', ''), { dir, now: late });
    expect(real.stderr).not.toContain('listed them');
  });

  test('explain names the end of a model, and what to use', async () => {
    const ran = await portai('explain MODEL_RETIRED claude-sonnet-4-20250514', { now: late });
    expect(ran.stdout).toContain('ended on Bedrock on 2026-10-14');
    expect(ran.stdout).toContain('claude-haiku-4-5-20251001');
  });
});
