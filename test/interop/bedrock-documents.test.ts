import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { emitRole, type EmitForm } from '../../src/aws/iam-documents/emit.ts';
import { guardrailProfileFrom } from '../../src/aws/iam-documents/guardrail-profiles.ts';
import { modelAccess } from '../../src/aws/iam-documents/model-access.ts';
import { parsePolicy } from '../../src/aws/iam-documents/policy-document.ts';
import { trustPolicy } from '../../src/aws/iam-documents/trust.ts';
import { emitUser } from '../../src/aws/iam-documents/user-documents.ts';
import { bothPrincipals } from '../support/emitted-policies.ts';
import { freshFolder } from '../support/run.ts';

/**
 * What others make of the documents: bash; shellcheck and cfn-lint, which scripts/interop.mjs installs;
 * Terraform, where somebody has installed it. TF_CLI_CONFIG_FILE may name where its provider lies.
 */

const installed = join(process.env['INTEROP_SERVERS'] ?? '', 'python', 'bin');
const PATH = `${installed}:${process.env['PATH'] ?? ''}`;
const terraformConfig = process.env['TF_CLI_CONFIG_FILE'];

const account = '111122223333';
const externalId = 'port-0123456789abcdef';

const everything = {
  region: 'eu-west-1',
  account,
  guardrail: `arn:aws:bedrock:eu-west-1:${account}:guardrail/abc123def456`,
  guardrailProfile: guardrailProfileFrom('eu.guardrail.v1:0', 'eu-west-1'),
  models: modelAccess(
    ['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-6'],
    'eu-west-1',
    { global: true, now: new Date('2026-01-15') },
  ).access,
};
const anyModel = { region: 'eu-west-1', models: 'all' } as const;

/** Every kind of role, in a folder each. */
function written(form: EmitForm): string[] {
  const kinds = [
    { access: everything, externalId: true, form: 'strict' },
    { access: everything, externalId: false, form: 'compact' },
    { access: anyModel, externalId: true },
  ] as const;
  return kinds.map((kind) => {
    const folder = freshFolder();
    const files = emitRole(form, { roleName: 'port-bedrock', principals: bothPrincipals, ...kind });
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    return folder;
  });
}

function run(
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const ran = spawnSync(command, words, {
    encoding: 'utf8',
    env: {
      PATH,
      HOME: freshFolder(),
      CHECKPOINT_DISABLE: '1',
      ...(terraformConfig === undefined ? {} : { TF_CLI_CONFIG_FILE: terraformConfig }),
      ...env,
    },
  });
  return { code: ran.status, said: `${ran.stdout}${ran.stderr}`, stdout: ran.stdout };
}

function needs(command: string, context: TestContext): void {
  if (run(command, ['--version']).code === 0) return;
  context.skip(`${command} is not installed here`);
}

/** An `aws` that notes how it is called and what is in the files that it is given. */
function imitatedAws(answers: Readonly<Record<string, string>>) {
  const folder = freshFolder();
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  const cases = Object.entries(answers).map(([verb, line]) => `  ${verb}) ${line} ;;`);
  const script = [
    '#!/usr/bin/env bash',
    'printf "%s\\n" "$*" >> "$NOTES/calls"',
    'for word in "$@"; do',
    '  if [[ $word == file://* ]]; then cp "${word#file://}" "$NOTES/$2.json"; fi',
    'done',
    'case "$2" in',
    ...cases,
    'esac',
  ];
  writeFileSync(join(folder, 'aws'), `${script.join('\n')}\n`);
  chmodSync(join(folder, 'aws'), 0o755);
  const env = { PATH: `${folder}:${PATH}`, NOTES: notes };
  const read = (name: string) =>
    readdirSync(notes).includes(name) ? readFileSync(join(notes, name), 'utf8') : '';
  return { env, read, verbs: () => [...read('calls').matchAll(/^iam (\S+)/gm)].map(([, v]) => v) };
}

const absent = 'echo "An error occurred (NoSuchEntity)" >&2; exit 254';

describe('the script for the AWS CLI', () => {
  test('is one that bash reads', () => {
    for (const folder of written('aws-cli')) {
      expect(run('bash', ['-n', join(folder, 'create-role.sh')])).toMatchObject({
        code: 0,
        said: '',
      });
    }
  });

  test('is clean for shellcheck, as is that of a user', () => {
    const [user] = emitUser(everything, 'port-bedrock');
    const folder = freshFolder();
    const userScript = join(folder, 'create-user.sh');
    writeFileSync(userScript, user?.text ?? '');
    const scripts = written('aws-cli').map((each) => join(each, 'create-role.sh'));
    expect(run('shellcheck', [...scripts, userScript])).toMatchObject({ code: 0, said: '' });
  });

  test('creates the role, and hands over the external ID in a file alone', () => {
    const [folder = ''] = written('aws-cli');
    const arn = `arn:aws:iam::${account}:role/port-bedrock`;
    const found = `if [[ -e $NOTES/create-role.json ]]; then echo ${arn}; else ${absent}; fi`;
    const aws = imitatedAws({ 'get-role': found });
    const ran = run('bash', [join(folder, 'create-role.sh')], {
      ...aws.env,
      EXTERNAL_ID: externalId,
    });
    expect(ran).toMatchObject({ code: 0, stdout: `${arn}\n` });
    expect(aws.verbs()).toEqual(['get-role', 'create-role', 'put-role-policy', 'get-role']);
    expect(parsePolicy(aws.read('create-role.json'))).toEqual(
      trustPolicy(bothPrincipals, externalId),
    );
    expect(parsePolicy(aws.read('put-role-policy.json'))?.Statement).toHaveLength(6);
    expect(aws.read('calls') + ran.said).not.toContain(externalId);
  });

  test.each([
    ['no external ID', {}],
    ['one that is too short', { EXTERNAL_ID: 'abc' }],
    ['one with other characters', { EXTERNAL_ID: 'port-0123"456789' }],
  ])('with %s calls nothing', (_, env) => {
    const [folder = ''] = written('aws-cli');
    const aws = imitatedAws({ 'get-role': absent });
    const ran = run('bash', [join(folder, 'create-role.sh')], { ...aws.env, ...env });
    expect(ran.code).toBe(1);
    expect(ran.said).toContain('EXTERNAL_ID');
    expect(aws.verbs()).toEqual([]);
  });

  test.each([
    ['a role that is there already', 'echo "{}"', 'exists already'],
    ['an account that does not let it look', 'echo AccessDenied >&2; exit 254', 'AccessDenied'],
  ])('changes nothing for %s', (_, answer, says) => {
    const [folder = ''] = written('aws-cli');
    const aws = imitatedAws({ 'get-role': answer });
    const ran = run('bash', [join(folder, 'create-role.sh')], {
      ...aws.env,
      EXTERNAL_ID: externalId,
    });
    expect(ran.code).toBe(1);
    expect(ran.said).toContain(says);
    expect(aws.verbs()).toEqual(['get-role']);
  });
});

test("the user's script leaves its two keys in files, and shows neither", () => {
  const folder = freshFolder();
  for (const { name, text } of emitUser(everything, 'port-bedrock')) {
    writeFileSync(join(folder, name), text);
  }
  const aws = imitatedAws({ 'create-access-key': `printf 'AKIAEXAMPLE\\tverysecret\\n'` });
  const ran = run('bash', [join(folder, 'create-user.sh')], aws.env);
  expect(ran.code).toBe(0);
  expect(aws.verbs()).toEqual(['create-user', 'put-user-policy', 'create-access-key']);
  expect(ran.said).not.toMatch(/AKIAEXAMPLE|verysecret/);
  expect(readFileSync(join(folder, 'access-key-id'), 'utf8')).toBe('AKIAEXAMPLE');
  expect(readFileSync(join(folder, 'secret-access-key'), 'utf8')).toBe('verysecret');
  expect(readdirSync(folder)).not.toContain('access-key');
});

describe('Terraform', () => {
  test('finds the file formatted as it would', (context) => {
    needs('terraform', context);
    for (const folder of written('terraform')) {
      expect(run('terraform', [`-chdir=${folder}`, 'fmt', '-check', '-diff'])).toMatchObject({
        code: 0,
        stdout: '',
      });
    }
  });

  test('takes an external ID of the right kind, and no other', (context) => {
    needs('terraform', context);
    const [folder = ''] = written('terraform');
    const text = readFileSync(join(folder, 'main.tf'), 'utf8');
    const [variable = ''] = /variable "external_id" \{\n[^]*?\n\}\n/.exec(text) ?? [];
    const alone = freshFolder();
    writeFileSync(join(alone, 'main.tf'), variable);
    const plan = (value: string) =>
      run('terraform', [`-chdir=${alone}`, 'plan', '-input=false', '-no-color'], {
        TF_VAR_external_id: value,
      });
    expect(plan(externalId)).toMatchObject({ code: 0 });
    expect(plan('x'.repeat(1224))).toMatchObject({ code: 0 });
    for (const wrong of ['abc', 'port+0123456789', 'x'.repeat(1225)]) {
      const { code, said } = plan(wrong);
      expect(code).toBe(1);
      expect(said).toContain('8 to 1224');
    }
  });

  test(
    'finds the file valid, where it can get its provider',
    (context) => {
      needs('terraform', context);
      const [folder = '', ...others] = written('terraform');
      const inFolder = `-chdir=${folder}`;
      const begun = run('terraform', [inFolder, 'init', '-backend=false', '-input=false']);
      if (begun.code !== 0) context.skip("Terraform's AWS provider cannot be had here");
      const texts = [folder, ...others].map((each) => readFileSync(join(each, 'main.tf'), 'utf8'));
      for (const text of texts) {
        writeFileSync(join(folder, 'main.tf'), text);
        expect(run('terraform', [inFolder, 'validate', '-no-color'])).toMatchObject({ code: 0 });
      }
    },
    // The provider is some hundred megabytes, and started anew each time.
    300_000,
  );
});

test('cfn-lint finds nothing in the template', () => {
  for (const folder of written('cloudformation')) {
    const template = join(folder, 'template.yaml');
    expect(run('cfn-lint', [template])).toMatchObject({ code: 0, said: '' });
  }
});
