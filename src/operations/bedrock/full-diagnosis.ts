import type { AwsAccount } from '../../aws/account.ts';
import type { BedrockCheck } from '../../aws/diagnosis/diagnose.ts';
import { PortaiError } from '../../core/errors.ts';
import { diagnoseRole, type DiagnosedRole } from './diagnose.ts';
import { liveCheck, type LiveCheckDependencies } from './live-check.ts';
import { messageChecks, messageFacts } from './message-checks.ts';
import { roleToDiagnose, type DiagnoseRequest, type StoredInPort } from './role-to-diagnose.ts';

/** A role to look at, and how far. */
export interface FullDiagnosisRequest extends DiagnoseRequest {
  /** True also calls each model, as a twin of the role. */
  readonly live: boolean;
}

/** All dependencies of a diagnosis on the outside. */
export interface DiagnosisDependencies extends Omit<LiveCheckDependencies, 'aws' | 'unstoppable'> {
  readonly stored: StoredInPort;
  /** Opens the AWS account; `unstoppable` for what must be done although the user ends the run. */
  readonly account: (
    region: string,
    options?: { readonly unstoppable: true },
  ) => Promise<AwsAccount>;
  /** Asks for a yes to calling models, before anything is looked at; rejects if it is no. */
  readonly confirmLive: (role: DiagnosedRole) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The role that was looked at, and what was found. */
export interface Diagnosis {
  readonly role: DiagnosedRole;
  readonly checks: readonly BedrockCheck[];
}

/**
 * Looks at every layer of a role, then proves it live if that is wanted.
 *
 * @throws a PortaiError if nobody says which role, or AWS lets nobody in.
 */
export async function diagnoseFully(
  dependencies: DiagnosisDependencies,
  request: FullDiagnosisRequest,
): Promise<Diagnosis> {
  const { stored, account, confirmLive, now } = dependencies;
  const role = await roleToDiagnose(stored, request);
  if (request.live) await confirmLive(role);
  const aws = await account(role.region);
  const checks = await diagnoseRole(aws, role, now());
  if (!request.live) return { role, checks };
  const unstoppable = () => account(role.region, { unstoppable: true });
  const live = await liveCheck({ ...dependencies, aws, unstoppable }, role);
  return { role, checks: [...checks, ...live] };
}

/** A message in parts, with the checks of the role below those of the message. */
export interface DiagnosedMessage {
  readonly message: ReturnType<typeof messageFacts>;
  readonly checks: Diagnosis['checks'];
  /** The role that was looked at; where none was, why. */
  readonly about: { readonly role: DiagnosedRole } | { readonly unread: string };
}

/**
 * Reads what a message is about, which needs neither Port nor AWS; where they can be asked, the checks
 * of the role stand below it. A request for more than the message is taken at its word: then a role that
 * cannot be looked at is an error.
 *
 * @throws a PortaiError of a diagnosis that was asked for, or was interrupted.
 */
export async function diagnoseMessage(
  dependencies: DiagnosisDependencies,
  request: FullDiagnosisRequest,
  text: string,
): Promise<DiagnosedMessage> {
  const found = await diagnosisIfPossible(dependencies, request);
  const below = 'unread' in found ? [] : found.checks;
  return {
    message: messageFacts(text),
    checks: [...messageChecks(text, below), ...below],
    about: found,
  };
}

async function diagnosisIfPossible(
  dependencies: DiagnosisDependencies,
  request: FullDiagnosisRequest,
): Promise<Diagnosis | { readonly unread: string }> {
  const { live, roleArn, externalId } = request;
  const wanted = live || roleArn !== undefined || externalId !== undefined;
  try {
    return await diagnoseFully(dependencies, request);
  } catch (error) {
    const { aborted } = dependencies.signal;
    if (wanted || aborted || !(error instanceof PortaiError)) throw error;
    return { unread: error.failure.message.replace(/\.$/, '') };
  }
}
