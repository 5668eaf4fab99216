import type { Secret } from '../../core/secret.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { enabledNames } from '../stored-providers.ts';
import type { DiagnosedRole } from './diagnose.ts';
import { fail } from '../../core/fail.ts';

/** Which role is to be diagnosed. What is left out is taken from the provider that Port has stored. */
export interface DiagnoseRequest {
  readonly roleArn: string | undefined;
  readonly region: string | undefined;
  readonly models: readonly string[];
  /** Whether the role is to reach profiles of the whole world. */
  readonly global: boolean;
  readonly externalIdSecret: string | undefined;
  /** The external ID itself, to compare the trust policy with. */
  readonly externalId: Secret | undefined;
  readonly guardrailId: string | undefined;
  readonly guardrailVersion: string | undefined;
}

/** What is asked of Port, and only where the request leaves something open. */
export interface StoredInPort {
  readonly providers: () => Promise<readonly Provider[]>;
  /** Gives undefined where the names may not be listed. */
  readonly secretNames: () => Promise<readonly string[] | undefined>;
}

/**
 * The role that a request names, completed by what Port has stored.
 *
 * @throws a usage error where neither of them names a role
 */
export async function roleToDiagnose(
  { providers, secretNames }: StoredInPort,
  request: DiagnoseRequest,
): Promise<DiagnosedRole> {
  const isComplete = request.roleArn !== undefined && request.region !== undefined;
  const stored = isComplete
    ? undefined
    : (await providers()).find(({ provider }) => provider === 'bedrock');
  const isStored = request.roleArn === undefined;
  const text = (key: string) => {
    const value = stored?.config?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  const ofStored = (key: string) => (isStored ? text(key) : undefined);
  const roleArn = request.roleArn ?? text('roleArn');
  const region = request.region ?? text('region');
  if (roleArn === undefined || region === undefined) throw nothingToDiagnose(stored);
  const secret = request.externalIdSecret ?? ofStored('externalIdSecretName');
  const id = request.guardrailId ?? ofStored('guardrailIdentifier');
  const version = request.guardrailVersion ?? ofStored('guardrailVersion');
  const enabled = stored && isStored ? enabledNames(stored) : [];
  const models = request.models.length > 0 ? request.models : enabled;
  return {
    roleArn,
    region,
    models: models.length > 0 ? models : bedrock.models,
    global: request.global,
    guardrail: id === undefined ? undefined : { id, version },
    externalId: {
      known: secret !== undefined || (isStored && stored !== undefined),
      configured: secret,
      stored: secret === undefined ? undefined : (await secretNames())?.includes(secret),
      given: request.externalId?.reveal(),
    },
  };
}

function nothingToDiagnose(stored: Provider | undefined): Error {
  if (stored) {
    return fail('Usage', "Port's provider bedrock uses access keys, no role", {
      hint: 'Test the keys from this machine, or name a role with --role-arn and --region.',
      next: [{ command: ['validate', 'bedrock', '--direct'], why: 'test the keys' }],
    });
  }
  return fail('Usage', 'Port has no provider bedrock, so there is no role to look at', {
    hint: 'Name one with --role-arn and --region.',
    next: [{ command: ['bedrock', 'setup'], why: 'set one up' }],
  });
}
