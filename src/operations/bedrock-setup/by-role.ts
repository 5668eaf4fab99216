import type { DiagnosedRole } from '../bedrock/diagnose.ts';
import type { ExistingRole } from '../bedrock/role-plan.ts';
import { readRole } from '../bedrock/role.ts';
import { required } from '../required.ts';
import { changeOf, connect, requireReplaceable, type ProviderToConnect } from './connect.ts';
import { makeRole, planOf, type NewRoleRequest } from './create-role.ts';
import { makeDefault } from './default.ts';
import type { SetupDependencies } from './dependencies.ts';
import { equivalentCommand } from './equivalent-command.ts';
import { chooseExternalId, externalIdOfRole, roleBefore, type ExternalId } from './external-id.ts';
import type { ReadyRole, SetupOutcome, ExportedFiles } from './outcome.ts';
import type { SetupRequest } from './request.ts';
import { checkLayers } from './role-checks.ts';
import { writeRole } from './role-files.ts';
import { chooseSource, expectedArn, type RoleSource } from './role-source.ts';
import { continued, record, type SetupSoFar } from './so-far.ts';
import { accessTo, guardrailFields, type SetupTarget } from './target.ts';

/** Connects by a role that Port assumes: made now, written down, or there already. */
export async function connectByRole(
  dependencies: SetupDependencies,
  request: SetupRequest,
  target: SetupTarget,
): Promise<SetupOutcome> {
  const { account, secrets, stored } = target;
  const source = await chooseSource(dependencies, request, account);
  const before =
    source.kind === 'create' ? await readRole(source.account.aws, request.role.name) : undefined;
  const externalId =
    source.kind === 'have'
      ? await externalIdOfRole(dependencies, request, secrets)
      : await chooseExternalId(dependencies, request, roleBefore(before, stored), secrets);
  recordId(dependencies.soFar, externalId);
  const prepared = { source, before, wanted: { access: accessTo(target), externalId } };
  const expected = connectionTo(target, externalId, expectedArn(source, request));
  if (request.dryRun) {
    const { setupDryRunOf } = await import('./dry-run.ts');
    const plan =
      source.kind === 'create' ? planOf(request.role, prepared.wanted, before) : undefined;
    return {
      kind: 'dry-run',
      plan: setupDryRunOf({ plan, source, connection: expected, request }),
    };
  }
  // Whose configuration is not to be replaced needs no role either.
  const isKnown = source.kind === 'create';
  if (isKnown) await requireReplaceable(dependencies, request.force, expected);
  const role = await roleFrom(dependencies, request, prepared);
  if ('paths' in role) return role;
  if (!isKnown) recordArn(dependencies.soFar, request, role.arn);
  const connection = connectionTo(target, externalId, role.arn);
  if (!isKnown) await requireReplaceable(dependencies, request.force, connection);
  const changedIam = role.action !== 'unchanged';
  if (account) {
    const diagnosed = roleToDiagnose(target, role.arn, externalId);
    const check = { account, role: diagnosed, changedIam, force: request.force };
    await checkLayers(dependencies, check);
  }
  const connected = await connect(dependencies, connection, changedIam);
  const model =
    request.makeDefault === undefined
      ? undefined
      : await makeDefault(dependencies, connected.provider, request.makeDefault);
  return {
    kind: 'connected',
    result: {
      ...connected,
      role,
      ...(externalId ? { externalIdSecretName: externalId.secretName } : {}),
      ...(model === undefined ? {} : { default: model }),
    },
  };
}

function recordId(soFar: SetupSoFar, externalId: ExternalId | undefined): void {
  const before = soFar.request.externalId;
  const decided = externalId ? { secretName: externalId.secretName } : { wanted: false };
  record(soFar, { externalId: { ...before, ...decided } });
}

/** The role that is there, and what was given of old: what only the way back needed is over. */
function recordArn(soFar: SetupSoFar, { force, externalId }: SetupRequest, arn: string): void {
  const { request } = soFar;
  record(soFar, {
    force: force || request.force,
    role: { ...request.role, origin: { kind: 'have', arn } },
    externalId: { ...request.externalId, given: externalId.given },
  });
}

/** What comes back once the role that was written down is there: its files are to be written no more. */
function comingBack(soFar: SetupSoFar, arn: string, id: ExternalId | undefined): SetupRequest {
  const request = continued(soFar);
  const { role, externalId } = request;
  const given = id?.value && { variable: 'EXTERNAL_ID', value: id.value };
  return {
    ...request,
    role: { ...role, origin: { kind: 'have', arn } },
    externalId: { ...externalId, given },
  };
}

function connectionTo(
  { region, guardrail, models, stored }: SetupTarget,
  externalId: ExternalId | undefined,
  roleArn: string,
): ProviderToConnect {
  const { secretName } = externalId ?? {};
  const config = {
    region,
    roleArn,
    ...(secretName === undefined ? {} : { externalIdSecretName: secretName }),
    ...guardrailFields(guardrail),
  };
  const chosen = models.access.map(({ model }) => model);
  const connection = { config, externalId, left: models.left, chosen, stored };
  return { ...connection, change: changeOf(connection) };
}

/** What a role is to be, and where it comes from. */
interface PreparedRole {
  readonly source: RoleSource;
  readonly before: ExistingRole | undefined;
  readonly wanted: NewRoleRequest;
}

/** The role, ready to be assumed, or the files with which somebody else creates it. */
async function roleFrom(
  dependencies: SetupDependencies,
  request: SetupRequest,
  { source, before, wanted }: PreparedRole,
): Promise<ReadyRole | ExportedFiles> {
  const { decide, show, soFar } = dependencies;
  if (source.kind === 'create') {
    const plan = planOf(request.role, wanted, before);
    return makeRole(dependencies, request, source.account, { access: wanted.access, plan });
  }
  if (source.kind === 'have') {
    const arn = required(source.arn ?? (await decide?.roleArn(false)), '--role-arn <arn>');
    return { arn, action: 'unchanged' };
  }
  const { paths, files } = await writeRole(dependencies, request, source.form, wanted);
  soFar.request = comingBack(soFar, expectedArn(source, request), wanted.externalId);
  show.roleComesBack(equivalentCommand(soFar.request), files);
  if (!decide) return { kind: 'written', paths };
  return { arn: await decide.roleArn(true), action: 'created' };
}

function roleToDiagnose(
  { region, models, guardrail }: SetupTarget,
  roleArn: string,
  externalId: ExternalId | undefined,
): DiagnosedRole {
  return {
    roleArn,
    region,
    models: models.access.map(({ model }) => model),
    global: models.access.some(({ profiles }) => profiles.some(({ reach }) => reach === 'global')),
    guardrail,
    externalId: {
      known: true,
      configured: externalId?.secretName,
      stored: undefined,
      given: externalId?.value?.reveal(),
    },
  };
}
