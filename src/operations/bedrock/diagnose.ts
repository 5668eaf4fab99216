import type { AwsAccount, BedrockControl } from '../../aws/account.ts';
import {
  diagnose,
  type BedrockCheck,
  type DiagnosisFacts,
  type Look,
} from '../../aws/diagnosis/diagnose.ts';
import type { ExternalIdFacts, ModelFacts } from '../../aws/diagnosis/facts.ts';
import {
  guardrailProfileArns,
  guardrailProfileFrom,
} from '../../aws/iam-documents/guardrail-profiles.ts';
import { modelAccess, type ModelsInRegion } from '../../aws/iam-documents/model-access.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { isStop, stopClass } from '../../core/interruption.ts';
import { roleArn as roleArnSchema } from '../../planes/port/provider-types/field-schemas.ts';
import { baseModelId } from '../../vendors/bedrock/inference-profiles.ts';
import { readGates } from './model-gates.ts';
import { neededFor, simulateCalls } from './simulated-calls.ts';

/** The role that is looked at, and what it is to be able to do. */
export interface DiagnosedRole {
  readonly roleArn: string;
  readonly region: string;
  readonly models: readonly string[];
  /** Whether the role is to use profiles of the whole world too. */
  readonly global: boolean;
  readonly guardrail: { readonly id: string; readonly version: string | undefined } | undefined;
  readonly externalId: ExternalIdFacts;
}

/** Looks at every layer, as far as these credentials may, and judges what it saw. Changes nothing. */
export async function diagnoseRole(
  aws: AwsAccount,
  subject: DiagnosedRole,
  now: Date,
): Promise<readonly BedrockCheck[]> {
  return diagnose(await gather(aws, subject, now));
}

/**
 * The class that a diagnosis ends with. An interruption of the live part leaves the checks that were
 * made, and models that were not called.
 */
export function exitOfChecks(
  checks: readonly BedrockCheck[],
  signal: AbortSignal,
): ExitClass | undefined {
  if (signal.aborted) return stopClass(signal);
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'checkFailed';
  const isOpen = checks.some(
    ({ verdict, unknowable }) => verdict === 'unknown' && unknowable !== true,
  );
  return isOpen ? 'unverifiable' : undefined;
}

async function gather(aws: AwsAccount, subject: DiagnosedRole, now: Date): Promise<DiagnosisFacts> {
  const { roleArn, region } = subject;
  const control = aws.bedrock(region);
  const [, account = '', name = ''] = /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  const caller = await look('sts:GetCallerIdentity', () => aws.caller());
  const elsewhere = 'value' in caller && caller.value.account !== account;
  const found = await look('bedrock:ListInferenceProfiles', () => control.profiles());
  const { access, ended } = modelAccess(subject.models, region, {
    global: subject.global,
    now,
    ...('value' in found ? { found: found.value } : {}),
  });
  const inAccount = <T>(action: string, run: () => Promise<T>): Promise<Look<T>> =>
    elsewhere ? Promise.resolve({ unread: 'the role is in another account' }) : look(action, run);
  const [role, calls, guardrail, models] = await Promise.all([
    inAccount('iam:GetRole', () => aws.roles.get(name.split('/').at(-1) ?? name)),
    inAccount('iam:SimulatePrincipalPolicy', () =>
      simulateCalls(aws, roleArn, neededFor(access, region, account)),
    ),
    subject.guardrail && guardrailFacts(aws, control, subject, subject.guardrail, inAccount),
    modelFacts(control, subject.models, { access, ended }, 'value' in found),
  ]);
  const { externalId } = subject;
  const problemInArn = roleArnSchema().safeParse(roleArn).error?.issues[0]?.message;
  return {
    ...{ roleArn, problemInArn, region, now, caller, role },
    ...{ externalId, calls, guardrail, models },
  };
}

async function guardrailFacts(
  aws: AwsAccount,
  control: BedrockControl,
  { roleArn, region }: DiagnosedRole,
  { id, version }: NonNullable<DiagnosedRole['guardrail']>,
  inAccount: <T>(action: string, run: () => Promise<T>) => Promise<Look<T>>,
): Promise<DiagnosisFacts['guardrail']> {
  const found = await look('bedrock:GetGuardrail', () => control.guardrail(id, version));
  const account = roleArn.split(':')[4] ?? '';
  const { arn: known, profile } = ('value' in found ? found.value : undefined) ?? {};
  const resource =
    known ?? (id.startsWith('arn:') ? id : `arn:aws:bedrock:${region}:${account}:guardrail/${id}`);
  const calls = await inAccount('iam:SimulatePrincipalPolicy', () =>
    simulateCalls(
      aws,
      roleArn,
      [
        resource,
        // A profile whose regions nobody knows is asked about here alone.
        ...(profile === undefined
          ? []
          : guardrailProfileArns(
              { destinations: [region], ...guardrailProfileFrom(profile, region) },
              account,
            )),
      ].map((each) => ({
        actions: ['bedrock:ApplyGuardrail'],
        resource: each,
        context: { 'aws:RequestedRegion': each.split(':')[3] ?? region },
      })),
    ),
  );
  return { id, found, calls };
}

async function modelFacts(
  control: BedrockControl,
  names: readonly string[],
  { access, ended }: Pick<ModelsInRegion, 'access' | 'ended'>,
  profilesListed: boolean,
): Promise<readonly ModelFacts[]> {
  const models = names.map((model) => ({ model, baseId: baseModelId(model) }));
  const [gates, listed] = await Promise.all([
    readGates(control, models),
    look('bedrock:ListFoundationModels', () => control.models()),
  ]);
  return gates.map(({ model, baseId, shut, unread }) => ({
    model,
    ended: ended.find((each) => each.model === model)?.says,
    profiles: access
      .filter((each) => each.model === model)
      .flatMap(({ profiles }) => profiles.map(({ id }) => id)),
    listed: profilesListed,
    gates: unread === undefined ? { value: shut } : { unread },
    lifecycle:
      'value' in listed
        ? { value: listed.value.find((each) => each.baseId === baseId)?.lifecycle }
        : listed,
  }));
}

/** A look that is refused is no failure of the diagnosis; what ends the run is. */
async function look<T>(action: string, run: () => Promise<T>): Promise<Look<T>> {
  try {
    return { value: await run() };
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, message } = error.failure;
    if (isStop(exit) || exit === 'unauthenticated') throw error;
    return { unread: exit === 'forbidden' ? `${action} is not allowed` : message };
  }
}
