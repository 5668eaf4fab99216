import type { EmittedRole } from './emitted-role.ts';
import { permissionsName } from './permissions.ts';
import { listOf, type PolicyStatement } from './policy-document.ts';

/** Terraform's language, as `terraform fmt` writes it. The external ID is a sensitive variable. */
export function terraformRole(role: EmittedRole): string {
  const { roleName, principals, externalId, permissions, remarks } = role;
  const blocks = [
    ...(remarks.length > 0 ? [remarks.map((line) => `# ${line}`)] : []),
    block('terraform', [
      ...block('required_providers', [
        'aws = {',
        '  source  = "hashicorp/aws"',
        '  version = ">= 5.0"',
        '}',
      ]),
    ]),
    ...(externalId
      ? [
          block('variable "external_id"', [
            'description = "External ID that Port sends along; the same as in Port\'s secret"',
            'type        = string',
            'sensitive   = true',
            '',
            ...block('validation', [
              // Terraform's patterns count to 1,000 only, so the length stands on its own.
              'condition     = can(regex("^[A-Za-z0-9-]{8,}$", var.external_id)) && length(var.external_id) <= 1224',
              'error_message = "Letters, digits and -, 8 to 1224 of them."',
            ]),
          ]),
        ]
      : []),
    block('data "aws_iam_policy_document" "trust"', [
      ...block('statement', [
        'sid     = "PortLlmGateway"',
        'actions = ["sts:AssumeRole"]',
        '',
        ...block('principals', ['type = "AWS"', ...list('identifiers', principals)]),
        ...(externalId
          ? [
              '',
              ...block('condition', [
                'test     = "StringEquals"',
                'variable = "sts:ExternalId"',
                'values   = [var.external_id]',
              ]),
            ]
          : []),
      ]),
    ]),
    block(
      'data "aws_iam_policy_document" "permissions"',
      permissions.Statement.flatMap((statement, index) => [
        ...(index === 0 ? [] : ['']),
        ...block('statement', statementLines(statement)),
      ]),
    ),
    block('resource "aws_iam_role" "port"', [
      `name                 = ${quoted(roleName)}`,
      'path                 = "/"',
      `description          = "Lets Port's LLM gateway call models on Amazon Bedrock (made by portai)"`,
      'max_session_duration = 3600',
      'assume_role_policy   = data.aws_iam_policy_document.trust.json',
      '',
      'tags = {',
      '  managed-by = "portai"',
      '}',
    ]),
    block('resource "aws_iam_role_policy" "permissions"', [
      `name   = ${quoted(permissionsName)}`,
      'role   = aws_iam_role.port.id',
      'policy = data.aws_iam_policy_document.permissions.json',
    ]),
    block('output "role_arn"', ['value = aws_iam_role.port.arn']),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function statementLines({ Sid = '', Action, Resource, Condition = {} }: PolicyStatement): string[] {
  const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
    Object.entries(keys).flatMap(([variable, value]) => [
      '',
      ...block('condition', [
        `test     = ${quoted(test)}`,
        `variable = ${quoted(variable)}`,
        ...list('values', wordsOf(value)),
      ]),
    ]),
  );
  return [
    `sid = ${quoted(Sid)}`,
    ...list('actions', listOf(Action)),
    ...list('resources', listOf(Resource)),
    ...conditions,
  ];
}

const wordsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...indented(lines), '}'];
}

const indented = (lines: readonly string[]) =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

/** A list over several lines: terraform aligns nothing around it. */
function list(name: string, words: readonly string[]): string[] {
  return [`${name} = [`, ...words.map((word) => `  ${quoted(word)},`), ']'];
}

/** A literal: neither a quote nor an interpolation in a name can leave it. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{');
}
