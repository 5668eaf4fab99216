import { Secret } from '../../core/secret.ts';
import { addressOf, calls, type PortCall } from '../../planes/port/calls.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { hideValues } from '../../planes/port/rules/mask-headers.ts';
import { callsOf, type RolePlan } from '../bedrock/role-plan.ts';
import type { ProviderToConnect } from './connect.ts';
import type { ExternalId } from './external-id.ts';
import type { SetupPlan } from './outcome.ts';
import type { SetupRequest } from './request.ts';
import type { RoleSource } from './role-source.ts';
import { usualFolder } from './role-files.ts';

/** What a set-up would do. Values of secrets are not in it. */
export function setupDryRunOf({
  plan,
  source,
  connection,
  request,
}: {
  readonly plan: RolePlan | undefined;
  readonly source: RoleSource;
  readonly connection: ProviderToConnect;
  readonly request: SetupRequest;
}): SetupPlan {
  const { externalId, change } = connection;
  // A changed role or ID is tested by Port, although its configuration stays as it is.
  const changesRole = plan !== undefined && plan.kind !== 'unchanged';
  const writes = changesRole || (externalId !== undefined && externalId.store !== 'no');
  const { provider, update } = { provider: bedrock.id, update: change.update };
  const put = change.action === 'create' ? calls.createProvider : calls.updateProvider;
  const portCalls = () => [
    ...(externalId ? storeCall(externalId) : []),
    ...(change.action === 'unchanged' && !writes
      ? []
      : [lineOf(put(provider, update, { validate: true }))]),
    ...(request.makeDefault === undefined
      ? []
      : [lineOf(calls.setDefault({ provider, model: request.makeDefault }))]),
  ];
  return {
    dryRun: true,
    calls: [
      ...(plan ? callsOf(plan).map((call) => `AWS   ${call}`) : []),
      ...(source.kind === 'write'
        ? [`Files ${source.form} in ${request.folder ?? usualFolder}`]
        : []),
      // What is only written down goes no further before somebody has created it.
      ...(source.kind === 'write' ? [] : portCalls()),
    ],
    config: hideValues(connection.config),
  };
}

const lineOf = (call: PortCall) => `Port  ${call.method} ${addressOf(call)}`;

/** How the external ID gets into Port; its value is in no line. */
function storeCall({ secretName, store, value = new Secret('') }: ExternalId): string[] {
  switch (store) {
    case 'create':
      return [`${lineOf(calls.createSecret(secretName, value))} ${secretName}`];
    case 'replace':
      return [lineOf(calls.updateSecret(secretName, { value }))];
    default:
      return [];
  }
}
