import { awsAccount } from '../../cli/aws-account.ts';
import { engineDependencies } from '../../cli/connection-test.ts';
import type { Context } from '../../cli/context.ts';
import { readStdin } from '../../cli/stdin.ts';
import { fail } from '../../core/fail.ts';
import type { Secret } from '../../core/secret.ts';
import type {
  DiagnosisDependencies,
  FullDiagnosisRequest,
} from '../../operations/bedrock/full-diagnosis.ts';
import { secretNames } from '../../operations/list-secrets.ts';
import { port } from '../../planes/port/plane.ts';
import { confirmLiveCheck } from '../../questions/bedrock-diagnose.ts';
import type { DiagnoseFlags } from './diagnose-flags.ts';

/** Makes a request of the flags. */
export function diagnosisRequest(context: Context, given: DiagnoseFlags): FullDiagnosisRequest {
  const { roleArn, region, global, externalIdSecret, guardrailId, guardrailVersion } = given;
  const { model: models, externalIdEnv: variable, deep: live } = given;
  const externalId = variable === undefined ? undefined : valueOf(context, variable);
  const role = { roleArn, region, models, global, externalIdSecret, externalId };
  return { ...role, guardrailId, guardrailVersion, live };
}

function valueOf({ runtime, hold }: Context, variable: string): Secret {
  const value = runtime.env[variable];
  if (value !== undefined && value !== '') return hold(value);
  throw fail('Usage', `--external-id-env: there is no variable ${variable}, or it is empty`);
}

/** Gives a diagnosis Port, the AWS account that the flags name, and somebody to ask. */
export function diagnosisDependencies(
  context: Context,
  { awsProfile: profile }: DiagnoseFlags,
): DiagnosisDependencies {
  const { out, runtime, hold, ask, globals, plane } = context;
  const { client } = plane(port);
  return {
    stored: {
      providers: async () => (await client()).providers.list(),
      secretNames: async () => secretNames({ client: await client(), report: out }),
    },
    account: (region, options) => awsAccount(context, { profile, region, ...options }),
    confirmLive: async (role) => {
      if (!globals.yes) await confirmLiveCheck(ask, role);
    },
    report: out,
    now: runtime.now,
    sleep: (milliseconds) => runtime.sleep(milliseconds, runtime.signal),
    hold,
    connectionTest: () => engineDependencies(context),
    signal: runtime.signal,
  };
}

/** The message to diagnose: the text itself, or with `-` what stdin holds. */
export async function messageOf({ settings, runtime }: Context, error: string): Promise<string> {
  if (error !== '-') return error;
  const { timeout } = await settings();
  return (await readStdin(runtime, '--error -', timeout.value)).toString('utf8');
}
