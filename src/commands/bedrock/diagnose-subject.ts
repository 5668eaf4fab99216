import type { Context } from '../../cli/context.ts';
import type { Diagnosed } from '../../operations/bedrock/diagnose.ts';
import { usageError } from '../../core/errors.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { knownSecrets } from '../known-secrets.ts';
import { enabledNames, type StoredView } from '../providers/shared.ts';
import type { DiagnoseFlags } from './diagnose-flags.ts';

/** What is diagnosed: what the flags say, and for the rest what Port has stored. */
export async function diagnosedSubject(context: Context, given: DiagnoseFlags): Promise<Diagnosed> {
  const stored = await storedProvider(context, given);
  const config = stored?.config ?? {};
  const own = given.roleArn === undefined;
  const text = (key: string) => {
    const value = config[key];
    return typeof value === 'string' ? value : undefined;
  };
  const roleArn = given.roleArn ?? text('roleArn');
  const region = given.region ?? text('region');
  if (roleArn === undefined || region === undefined) throw nothingToDiagnose(stored);
  const secret = given.externalIdSecret ?? (own ? text('externalIdSecretName') : undefined);
  const guardrailId = given.guardrailId ?? (own ? text('guardrailIdentifier') : undefined);
  const guardrailVersion = given.guardrailVersion ?? (own ? text('guardrailVersion') : undefined);
  const enabled = stored && own ? enabledNames(stored) : [];
  const models = given.model.length > 0 ? given.model : enabled;
  return {
    roleArn,
    region,
    models: models.length > 0 ? models : bedrock.models,
    global: given.global,
    guardrail:
      guardrailId === undefined ? undefined : { id: guardrailId, version: guardrailVersion },
    externalId: {
      known: secret !== undefined || (own && stored !== undefined),
      configured: secret,
      stored: secret === undefined ? undefined : (await knownSecrets(context))?.includes(secret),
      given: givenId(context, given),
    },
  };
}

/** With everything said by flags Port is not needed. */
async function storedProvider(
  { port }: Context,
  { roleArn, region }: DiagnoseFlags,
): Promise<StoredView | undefined> {
  if (roleArn !== undefined && region !== undefined) return undefined;
  const list = await (await port()).providers.list();
  return list.find(({ provider }) => provider === 'bedrock');
}

function givenId({ runtime, hold }: Context, { externalIdEnv }: DiagnoseFlags): string | undefined {
  if (externalIdEnv === undefined) return undefined;
  const value = runtime.env[externalIdEnv];
  if (value === undefined || value === '') {
    throw usageError(`--external-id-env: there is no variable ${externalIdEnv}, or it is empty`);
  }
  return hold(value).reveal();
}

function nothingToDiagnose(stored: StoredView | undefined): Error {
  if (stored) {
    return usageError("Port's provider bedrock uses access keys, no role", {
      hint: 'Test the keys from this machine, or name a role with --role-arn and --region.',
      next: [{ command: ['validate', 'bedrock', '--direct'], why: 'test the keys' }],
    });
  }
  return usageError('Port has no provider bedrock, so there is no role to look at', {
    hint: 'Name one with --role-arn and --region.',
    next: [{ command: ['bedrock', 'setup'], why: 'set one up' }],
  });
}
