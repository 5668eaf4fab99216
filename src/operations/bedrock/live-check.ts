import type { AwsAccount, AwsKeyPair } from '../../aws/account.ts';
import { awsAdvice, type BedrockCheck } from '../../aws/diagnosis/diagnose.ts';
import { newExternalId } from '../../aws/iam-documents/external-id.ts';
import type { EngineDependencies } from '../../connection-test/dependencies.ts';
import type { ModelReport } from '../../connection-test/result.ts';
import { openBudget, testConnection } from '../../connection-test/run.ts';
import { PortaiError } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { causeEntry } from '../../vendors/causes.ts';
import type { Report } from '../ports.ts';
import type { DiagnosedRole } from './diagnose.ts';
import { newTwinName, withTwin } from './twin.ts';

const common = { id: 'live', title: 'Live' } as const;

/** Every call that a live check makes, in words. The name of the twin is new each time. */
export function liveCheckCalls({ region, models }: DiagnosedRole): {
  readonly dryRun: true;
  readonly calls: readonly string[];
} {
  const name = 'portai-preflight-<8 digits>';
  const requests = models.flatMap((model) => [
    `AWS   bedrock:InvokeModel ${model} in ${region}`,
    `AWS   bedrock:InvokeModelWithResponseStream ${model} in ${region}`,
  ]);
  return {
    dryRun: true,
    calls: [
      `AWS   iam:CreateRole ${name}`,
      `AWS   iam:PutRolePolicy ${name}, with the policies of the role`,
      `AWS   sts:AssumeRole ${name}, with and without its external ID`,
      ...requests,
      `AWS   iam:DeleteRolePolicy ${name}`,
      `AWS   iam:DeleteRole ${name}`,
    ],
  };
}

/** Everything outside of a live check. */
export interface LiveCheckDependencies {
  readonly aws: AwsAccount;
  /** The same account for what must be done although the user ends the run. */
  readonly unstoppable: () => Promise<AwsAccount>;
  readonly report: Report;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly hold: (value: string) => Secret;
  /** The way out to the models. */
  readonly connectionTest: () => Promise<Omit<EngineDependencies, 'budget' | 'session'>>;
}

/** Proves the permissions by really calling each model, as a twin of the role. */
export async function liveCheck(
  dependencies: LiveCheckDependencies,
  role: DiagnosedRole,
): Promise<readonly BedrockCheck[]> {
  const { aws, report, hold, now, sleep } = dependencies;
  const { region, roleArn, models } = role;
  const permissions = await policiesOf(aws, roleArn);
  if (typeof permissions === 'string') {
    return [{ ...common, verdict: 'unknown', says: `could not try: ${permissions}` }];
  }
  report.note(
    `Makes a twin of the role for about a minute, and sends ${models.length * 2} short requests.`,
  );
  const outcome = await withTwin(
    aws,
    {
      unstoppable: await dependencies.unstoppable(),
      name: newTwinName(),
      permissions,
      externalId: hold(newExternalId()),
      region,
      now: now(),
      sleep,
      onStep: (says) => report.note(`  ${says}`),
      onUnanswered: (name) =>
        report.warn({
          code: 'twin_unknown',
          message: `AWS did not answer whether it made the role ${name}, and none is seen yet. Look again in a minute: portai bedrock cleanup --role-name ${name}`,
        }),
    },
    (keys) => callModels(dependencies, role, keys),
  );
  return outcome.kind === 'used'
    ? outcome.value
    : [
        {
          ...common,
          verdict: 'fail',
          says: 'the twin could be assumed without its external ID',
          fix: 'Something in the account lets everybody assume roles: look at its trust policies.',
        },
      ];
}

/** The policies that a twin gets, or why there can be none that is like the role. */
async function policiesOf({ caller, roles }: AwsAccount, roleArn: string) {
  const name = roleArn.split('/').at(-1) ?? '';
  const [, , , , account] = roleArn.split(':');
  try {
    if ((await caller()).account !== account) return 'the role is in another account';
    const [role, inline, attached] = await Promise.all([
      roles.get(name),
      roles.inlinePolicies(name),
      roles.attachedPolicies(name),
    ]);
    if (role?.arn !== roleArn) return `there is no ${roleArn}`;
    if (role.boundary !== undefined) return 'the twin would lack its permissions boundary';
    if (attached.length > 0) return 'the twin would lack its attached policies';
    return inline;
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit } = error.failure;
    if (exit === 'forbidden') return 'the policies of the role may not be read';
    if (exit === 'notFound') return 'there is no such role';
    throw error;
  }
}

async function callModels(
  { connectionTest, hold }: LiveCheckDependencies,
  { region, models, guardrail }: DiagnosedRole,
  { accessKeyId, secretAccessKey, sessionToken }: AwsKeyPair,
): Promise<readonly BedrockCheck[]> {
  const { bedrockTest } = await import('../../vendors/bedrock/connection-test.ts');
  const credentials = {
    accessKeyId: () => hold(accessKeyId),
    secretAccessKey: () => hold(secretAccessKey),
  };
  const attached =
    guardrail?.version === undefined
      ? {}
      : { guardrail: { ...guardrail, version: guardrail.version } };
  const report = await testConnection(
    {
      provider: bedrock.id,
      plane: 'Port',
      models,
      secrets: [],
      test: bedrockTest({ region, ...attached, credentials }),
    },
    {
      ...(await connectionTest()),
      budget: openBudget(),
      session: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    },
    { generate: true, stream: true, structured: false },
  );
  return Object.entries(report.testedModels).map(([model, result]) => checkOf(model, result));
}

function checkOf(model: string, { verdict, message, cause, advice }: ModelReport): BedrockCheck {
  // What was found for this model goes before what is said of the cause, which is for every vendor.
  const fix =
    advice === undefined || advice === causeEntry(cause).advice ? awsAdvice(cause) : advice;
  return {
    ...common,
    title: `Live: ${model}`,
    verdict: verdict === 'skip' ? 'unknown' : verdict,
    says: verdict === 'pass' ? 'answers and streams' : message,
    ...(fix === '' ? {} : { fix }),
  };
}
