import { shellWord } from '../../core/text/shell.ts';
import type { BedrockAccess, PolicyForm } from './access.ts';
import type { EmittedFile } from './emit.ts';
import { permissionPolicy, permissionsName } from './permissions.ts';

/**
 * A user with the least permissions, for those who cannot use a role: the same permission policy, and
 * a script that creates user and key. The key goes to a file of its own, never to the screen.
 */
export function emitUser(
  access: BedrockAccess,
  userName: string,
  form?: PolicyForm,
): readonly EmittedFile[] {
  const { document } = permissionPolicy(access, form);
  const script = [
    '#!/usr/bin/env bash',
    "# Creates the IAM user with whose keys Port's LLM gateway calls Amazon Bedrock.",
    '# Its keys begin with AKIA; temporary ones (ASIA) end within hours and are of no use to Port.',
    'set -euo pipefail',
    'umask 077',
    'cd "$(dirname "$0")"',
    "trap 'rm -f access-key' EXIT",
    `user_name=${shellWord(userName)}`,
    'aws iam create-user --user-name "$user_name" --tags Key=managed-by,Value=portai > user.json',
    `aws iam put-user-policy --user-name "$user_name" --policy-name ${permissionsName} \\`,
    '  --policy-document file://permissions.json',
    'aws iam create-access-key --user-name "$user_name" --output text \\',
    "  --query 'AccessKey.[AccessKeyId,SecretAccessKey]' > access-key",
    "cut -f1 access-key | tr -d '\\n' > access-key-id",
    "cut -f2 access-key | tr -d '\\n' > secret-access-key",
    'echo "The keys are in access-key-id and secret-access-key. Delete both once Port has them."',
  ];
  return [
    { name: 'create-user.sh', text: `${script.join('\n')}\n` },
    { name: 'permissions.json', text: `${JSON.stringify(document, null, 2)}\n` },
  ];
}
