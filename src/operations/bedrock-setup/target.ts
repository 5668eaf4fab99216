import type { BedrockAccess } from '../../aws/iam-documents/access.ts';
import type { RegionAndAccount } from './account.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { ChosenModels } from './models.ts';
import type { SetupState } from './state.ts';

/** What Port is to be connected to, and what is there before. */
export interface SetupTarget extends RegionAndAccount, SetupState {
  readonly models: ChosenModels;
  readonly guardrail: ChosenGuardrail | undefined;
}

/** The calls that whoever signs in for Port may make. */
export function accessTo({ region, account, models, guardrail }: SetupTarget): BedrockAccess {
  return {
    region,
    models: models.access,
    ...(account ? { account: account.identity.account } : {}),
    ...(guardrail ? { guardrail: guardrail.arn ?? anyAccount(region, guardrail.id) } : {}),
    ...(guardrail?.profile ? { guardrailProfile: guardrail.profile } : {}),
  };
}

const anyAccount = (region: string, id: string) => `arn:aws:bedrock:${region}:*:guardrail/${id}`;

/** What Port's configuration says of the guardrail. */
export const guardrailFields = (guardrail: ChosenGuardrail | undefined) =>
  guardrail ? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version } : {};
