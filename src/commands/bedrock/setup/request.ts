import { modelAccessRequest } from '../model-access-flags.ts';
import type { Context } from '../../../cli/context.ts';
import type {
  GivenValue,
  RoleOrigin,
  SetupRequest,
  SignInMethod,
} from '../../../operations/bedrock-setup/request.ts';
import { requireConsistent } from './contradictions.ts';
import type { SetupFlags } from './flags.ts';
import { fail } from '../../../core/fail.ts';

/**
 * What the flags decide.
 *
 * @throws a usage error for flags that contradict each other, and for a variable that holds nothing
 */
export function setupRequest(
  { globals, hold, runtime }: Pick<Context, 'globals' | 'hold' | 'runtime'>,
  flags: SetupFlags,
): SetupRequest {
  requireConsistent(flags);
  const { region, global, disableUnavailable, awsProfile, makeDefault, force, dryRun } = flags;
  const signIn = signInOf(flags);
  const byKeys = signIn === 'access-keys';
  return {
    ...{ region, global, disableUnavailable, signIn, awsProfile, makeDefault, force, dryRun },
    models: flags.model,
    modelAccess: modelAccessRequest(flags),
    guardrail: {
      id: flags.guardrailId,
      version: flags.guardrailVersion,
      profile: flags.guardrailProfile,
    },
    role: {
      origin: byKeys ? undefined : originOf(flags),
      name: flags.roleName,
      principals: flags.principals,
      update: flags.updateRole,
    },
    externalId: {
      wanted: flags.externalId,
      secretName: flags.externalIdSecret,
      given: givenValue({ hold, runtime }, '--external-id-env', flags.externalIdEnv),
    },
    keys: {
      writeUser: byKeys && flags.emit !== undefined,
      idSecret: flags.accessKeyIdSecret,
      keySecret: flags.secretAccessKeySecret,
      idVariable: flags.accessKeyIdEnv,
      keyVariable: flags.secretAccessKeyEnv,
    },
    folder: flags.out,
    confirmed: globals.yes,
  };
}

function signInOf(flags: SetupFlags): SignInMethod | undefined {
  if (flags.auth !== undefined) return flags.auth;
  if (flags.accessKeyIdSecret !== undefined || flags.accessKeyIdEnv !== undefined) {
    return 'access-keys';
  }
  return originOf(flags) && 'assume-role';
}

function originOf({ create, emit, roleArn: arn }: SetupFlags): RoleOrigin | undefined {
  if (arn !== undefined) return { kind: 'have', arn };
  if (emit !== undefined) return { kind: 'write', form: emit };
  return create ? { kind: 'create' } : undefined;
}

function givenValue(
  { hold, runtime }: Pick<Context, 'hold' | 'runtime'>,
  flag: string,
  variable: string | undefined,
): GivenValue | undefined {
  if (variable === undefined) return undefined;
  const value = runtime.env[variable];
  if (value === undefined || value === '') {
    throw fail('Usage', `${flag}: there is no variable ${variable}, or it is empty`);
  }
  return { variable, value: hold(value) };
}
