import { z } from 'zod';
import { parse } from 'yaml';
import type { BedrockAccess, PolicyForm } from '../../src/aws/iam-documents/access.ts';
import { emitRole } from '../../src/aws/iam-documents/emit.ts';
import { permissionPolicy } from '../../src/aws/iam-documents/permissions.ts';
import { parsePolicy, type PolicyDocument } from '../../src/aws/iam-documents/policy-document.ts';
import { portPrincipals } from '../../src/aws/iam-documents/trust.ts';
import { emitUser } from '../../src/aws/iam-documents/user-documents.ts';

export type Written = 'json' | 'aws-cli' | 'terraform' | 'cloudformation' | 'user';

export interface EmittedPolicies {
  readonly permissions: PolicyDocument;
  readonly trust?: PolicyDocument;
}

export const bothPrincipals = [portPrincipals.eu, portPrincipals.us];

/** The documents that a form carries, read back out of its text. */
export function emittedPolicies(
  written: Written,
  access: BedrockAccess,
  form: PolicyForm,
): EmittedPolicies {
  if (written === 'json') return { permissions: permissionPolicy(access, form).document };
  if (written === 'user') {
    const files = emitUser(access, 'port-bedrock', form);
    const file = files.find(({ name }) => name === 'permissions.json');
    return { permissions: read(file?.text) };
  }
  const [file] = emitRole(written, {
    roleName: 'port-bedrock',
    principals: bothPrincipals,
    externalId: true,
    access,
    form,
  });
  const text = file?.text ?? '';
  switch (written) {
    case 'aws-cli':
      return { permissions: heredoc(text, 'permissions.json'), trust: heredoc(text, 'trust.json') };
    case 'terraform':
      return { permissions: dataSource(text, 'permissions'), trust: dataSource(text, 'trust') };
    case 'cloudformation':
      return template(text);
  }
}

function read(text: string | undefined): PolicyDocument {
  const policy = parsePolicy(text ?? '');
  if (policy === undefined) throw new Error(`No policy: ${text ?? 'nothing'}`);
  return policy;
}

function heredoc(script: string, file: string): PolicyDocument {
  const [, rest] = script.split(`"$folder/${file}" << 'JSON'\n`);
  return read(rest?.split('\nJSON\n')[0]);
}

const templateShape = z.object({
  Resources: z.object({
    Role: z.object({
      Properties: z.object({
        AssumeRolePolicyDocument: z.unknown(),
        Policies: z.tuple([z.object({ PolicyDocument: z.unknown() })]),
      }),
    }),
  }),
});

function template(text: string): EmittedPolicies {
  const tag = (name: string) => ({
    tag: `!${name}`,
    resolve: (value: string) => `<${name} ${value}>`,
  });
  const parsed: unknown = parse(text, { customTags: [tag('Ref'), tag('GetAtt')] });
  const { AssumeRolePolicyDocument, Policies } =
    templateShape.parse(parsed).Resources.Role.Properties;
  return {
    permissions: read(JSON.stringify(Policies[0].PolicyDocument)),
    trust: read(JSON.stringify(AssumeRolePolicyDocument)),
  };
}

/** As the AWS provider makes a document of `aws_iam_policy_document`, for what portai writes there. */
function dataSource(text: string, name: string): PolicyDocument {
  const [, rest = ''] = text.split(`data "aws_iam_policy_document" "${name}" {\n`);
  const [body = ''] = rest.split('\n}\n');
  const blocks = body.split('  statement {\n').slice(1);
  return read(JSON.stringify({ Version: '2012-10-17', Statement: blocks.map(statementOf) }));
}

function statementOf(block: string) {
  const flat = block.replace(/\[\s+/g, '[').replace(/",\s+(?=["\]])/g, '", ');
  const values = (text: string, key: string): string[] => {
    const words = new RegExp(`^ *${key} += (.*)$`, 'm').exec(text)?.[1] ?? '';
    return [...words.matchAll(/"([^"]*)"|var\.\w+/g)].map(([all, word]) => word ?? `<${all}>`);
  };
  const nested = (kind: string) =>
    [...flat.matchAll(new RegExp(`^    ${kind} \\{\\n([^}]*)\\}`, 'gm'))].map(
      ([, text = '']) => text,
    );
  const conditions: Record<string, Record<string, string[]>> = {};
  for (const text of nested('condition')) {
    const [test = ''] = values(text, 'test');
    const [variable = ''] = values(text, 'variable');
    conditions[test] = { ...conditions[test], [variable]: values(text, 'values') };
  }
  const [principals] = nested('principals');
  const resources = values(flat, 'resources');
  return {
    Sid: values(flat, 'sid')[0],
    Effect: 'Allow',
    ...(principals === undefined ? {} : { Principal: { AWS: values(principals, 'identifiers') } }),
    Action: values(flat, 'actions'),
    ...(resources.length > 0 ? { Resource: resources } : {}),
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
  };
}
