import { shellWord } from '../../core/text/shell.ts';
import type { EmittedRole } from './emitted-role.ts';
import { permissionsName } from './permissions.ts';
import type { PolicyDocument } from './policy-document.ts';
import { trustPolicy } from './trust.ts';

/** The placeholder in the trust policy, which the script replaces. */
const idMark = '__EXTERNAL_ID__';

/**
 * A script for bash and the AWS CLI. It takes the external ID from the environment and hands it to AWS
 * in a file, since arguments can be read by every user of the machine.
 */
export function awsCliRole(role: EmittedRole): string {
  const { roleName, principals, externalId, permissions, remarks } = role;
  const trust = trustPolicy(principals, externalId ? idMark : undefined);
  return `${[
    '#!/usr/bin/env bash',
    "# Creates the IAM role that Port's LLM gateway assumes to call Amazon Bedrock.",
    ...(externalId ? ['# Run it with the external ID in the variable EXTERNAL_ID.'] : []),
    ...remarks.map((line) => `# ${line}`),
    ...prologue(externalId),
    `role_name=${shellWord(roleName)}`,
    'if aws iam get-role --role-name "$role_name" > "$folder/found.json" 2> "$folder/error"; then',
    '  echo "The role $role_name exists already; nothing was changed." >&2',
    '  exit 1',
    'elif ! grep -q NoSuchEntity "$folder/error"; then',
    '  cat "$folder/error" >&2',
    '  exit 1',
    'fi',
    '',
    ...heredoc('trust.json', trust),
    ...(externalId ? [fillIn] : []),
    '',
    ...heredoc('permissions.json', permissions),
    '',
    'aws iam create-role --role-name "$role_name" --max-session-duration 3600 \\',
    '  --tags Key=managed-by,Value=portai \\',
    '  --assume-role-policy-document "file://$folder/trust.json" > "$folder/created.json"',
    `aws iam put-role-policy --role-name "$role_name" --policy-name ${permissionsName} \\`,
    '  --policy-document "file://$folder/permissions.json"',
    '',
    'aws iam get-role --role-name "$role_name" --query Role.Arn --output text',
  ].join('\n')}\n`;
}

function prologue(externalId: boolean): string[] {
  return [
    'set -euo pipefail',
    ...(externalId
      ? [
          ': "${EXTERNAL_ID:?Set EXTERNAL_ID to the external ID}"',
          // Patterns of macOS count to 255 only, so the length stands on its own.
          'if [[ ! $EXTERNAL_ID =~ ^[A-Za-z0-9-]+$ || ${#EXTERNAL_ID} -lt 8 ]]; then',
          '  echo "EXTERNAL_ID holds other characters than letters, digits and -, or is too short." >&2',
          '  exit 1',
          'fi',
        ]
      : []),
    '',
    'umask 077',
    'folder=$(mktemp -d)',
    'trap \'rm -rf "$folder"\' EXIT',
    '',
  ];
}

/** Bash itself puts the value in: no other process sees it among its arguments. */
const fillIn = [
  'trust=$(< "$folder/trust.json")',
  `printf '%s\\n' "\${trust//${idMark}/$EXTERNAL_ID}" > "$folder/trust.json"`,
].join('\n');

/** A document in a file; the end mark is quoted, so that the shell reads nothing in it. */
function heredoc(file: string, document: PolicyDocument): string[] {
  return [
    `cat > "$folder/${file}" << 'JSON'`,
    ...JSON.stringify(document, null, 2).split('\n'),
    'JSON',
  ];
}
