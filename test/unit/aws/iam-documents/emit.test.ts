import { describe, expect, test } from 'vitest';
import { emitForms, emitRole } from '../../../../src/aws/iam-documents/emit.ts';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { permissionPolicy } from '../../../../src/aws/iam-documents/permissions.ts';
import { listOf, type PolicyDocument } from '../../../../src/aws/iam-documents/policy-document.ts';
import { trustPolicy } from '../../../../src/aws/iam-documents/trust.ts';
import { emitUser } from '../../../../src/aws/iam-documents/user-documents.ts';
import { bothPrincipals, emittedPolicies } from '../../../support/emitted-policies.ts';

const golden = (name: string) => `../../../fixtures/bedrock/${name}.txt`;

const access = {
  region: 'eu-west-1',
  account: '111122223333',
  models: modelAccess(['claude-haiku-4-5-20251001'], 'eu-west-1', {
    global: true,
    now: new Date('2026-01-15'),
    found: [
      {
        id: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
        destinations: [
          'eu-central-1',
          'eu-north-1',
          'eu-south-1',
          'eu-south-2',
          'eu-west-1',
          'eu-west-3',
        ],
      },
      { id: 'global.anthropic.claude-haiku-4-5-20251001-v1:0', destinations: [] },
    ],
  }).access,
  guardrail: 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456',
};
const setup = {
  roleName: 'port-bedrock',
  principals: bothPrincipals,
  externalId: true,
  access,
} as const;

/** One word or a list of one are the same to IAM. */
function flat({ Statement }: PolicyDocument) {
  return Statement.map((statement) => ({
    ...statement,
    Action: listOf(statement.Action),
    ...(statement.Resource === undefined ? {} : { Resource: listOf(statement.Resource) }),
    ...(statement.Condition === undefined
      ? {}
      : {
          Condition: Object.fromEntries(
            Object.entries(statement.Condition).map(([test, keys]) => [
              test,
              Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, [value].flat()])),
            ]),
          ),
        }),
  }));
}

describe.each(emitForms)('%s', (form) => {
  test('is written as it always was', async () => {
    for (const { name, text } of emitRole(form, setup)) {
      await expect(text).toMatchFileSnapshot(golden(name));
    }
  });

  test('carries the very documents that portai creates', () => {
    const { permissions, trust } = emittedPolicies(form, access, 'strict');
    expect(flat(permissions)).toEqual(flat(permissionPolicy(access).document));
    const [statement] = flat(trust ?? permissions);
    const [id] = Object.values(statement?.Condition?.['StringEquals'] ?? {}).flat();
    const mark = {
      'aws-cli': '__EXTERNAL_ID__',
      terraform: '<var.external_id>',
      cloudformation: '<Ref ExternalId>',
    };
    expect(id).toBe(mark[form]);
    expect([statement]).toEqual(flat(trustPolicy(bothPrincipals, mark[form])));
  });

  test('asks for no external ID where the role has none', () => {
    const texts = emitRole(form, { ...setup, externalId: false }).map(({ text }) => text);
    expect(texts.join('\n')).not.toMatch(/external/i);
  });

  test('tags the role, and puts the limits on it that Port needs', () => {
    const text = emitRole(form, setup)
      .map((file) => file.text)
      .join('\n');
    expect(text).toMatch(/managed-by/);
    expect(text).toMatch(/3600/);
    expect(text).not.toMatch(/--path|Path:|path += "\/.+"/);
  });

  test('writes the form of policy that is asked for', () => {
    const text = emitRole(form, { ...setup, form: 'compact' })
      .map((file) => file.text)
      .join('\n');
    expect(text).toContain('StringLike');
  });
});

describe('a name from outside', () => {
  const hostile = 'x\ntouch "$HOME/owned" `id` ${a} $(b) \'';

  test('stays one word of the script', () => {
    for (const [file] of [
      emitRole('aws-cli', { ...setup, roleName: hostile }),
      emitUser(access, hostile),
    ]) {
      const text = file?.text ?? '';
      expect(text.split(hostile.replace("'", `'\\''`))).toHaveLength(2);
      expect(text).toMatch(/^(?:role|user)_name='x\ntouch/m);
    }
  });

  test('stays one literal of the templates', () => {
    const [terraform] = emitRole('terraform', { ...setup, roleName: hostile });
    expect(terraform?.text).toContain('"x\\ntouch \\"$HOME/owned\\" `id` $${a} $(b) \'"');
    const [template] = emitRole('cloudformation', { ...setup, roleName: hostile });
    expect(template?.text).toContain(`RoleName: ${JSON.stringify(hostile)}`);
  });
});

test("a user's script shows no key, and puts the permission policy on the user", async () => {
  const files = emitUser(access, 'port-bedrock');
  expect(files.map(({ name }) => name)).toEqual(['create-user.sh', 'permissions.json']);
  const [script, permissions] = files;
  await expect(script?.text ?? '').toMatchFileSnapshot(golden('create-user.sh'));
  expect(JSON.parse(permissions?.text ?? '')).toEqual(permissionPolicy(access).document);
  const shown = (script?.text ?? '').split('\n').filter((line) => line.includes('SecretAccessKey'));
  expect(shown).toEqual([expect.stringContaining('> access-key')]);
});
