import type { BedrockAccess } from '../../../aws/iam-documents/access.ts';
import type { StoredRole } from '../../../operations/bedrock/role-plan.ts';
import type { OpenedAccount } from './account.ts';
import type { RoleBefore } from './external-id.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { Manner } from './ways.ts';
import type { Provider } from '../../../planes/port/nouns.ts';

/** What the answers come to: the role before it is there, its access, and Port's configuration. */

/** What is known of the role from before, and of the secret that Port uses with it. */
export function beforeOf(
  before: StoredRole | undefined,
  stored: Provider | undefined,
): RoleBefore | undefined {
  if (!before) return undefined;
  const { roleArn, externalIdSecretName } = stored?.config ?? {};
  const same = roleArn === before.role.arn && typeof externalIdSecretName === 'string';
  return { trust: before.role.trust, inUse: same ? externalIdSecretName : undefined };
}

export function accessOf(
  region: string,
  account: OpenedAccount | undefined,
  models: BedrockAccess['models'],
  guardrail: ChosenGuardrail | undefined,
): BedrockAccess {
  return {
    region,
    models,
    ...(account ? { account: account.identity.account } : {}),
    ...(guardrail ? { guardrail: guardrail.arn ?? anyAccount(region, guardrail.id) } : {}),
    ...(guardrail?.profile ? { guardrailProfile: guardrail.profile } : {}),
  };
}

const anyAccount = (region: string, id: string) => `arn:aws:bedrock:${region}:*:guardrail/${id}`;

export function configOf(
  region: string,
  roleArn: string,
  externalIdSecretName: string | undefined,
  guardrail: ChosenGuardrail | undefined,
) {
  return {
    region,
    roleArn,
    ...(externalIdSecretName === undefined ? {} : { externalIdSecretName }),
    ...(guardrail
      ? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version }
      : {}),
  };
}

/** The ARN that the role will have; the account is a placeholder where nobody knows it. */
export function arnOf(manner: Manner, { role }: SetupRequest): string {
  const account = manner.kind === 'create' ? manner.account.identity.account : '<account>';
  return `arn:aws:iam::${account}:role/${role.name}`;
}
