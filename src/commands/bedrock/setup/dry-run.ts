import { Secret } from '../../../core/secret.ts';
import { addressOf, calls, type PortCall } from '../../../planes/port/calls.ts';
import { bedrock } from '../../../planes/port/provider-types/bedrock.ts';
import { hideValues } from '../../../planes/port/rules/mask-headers.ts';
import type { ProviderChange } from '../../../planes/port/rules/provider-change.ts';
import { callsOf, type RolePlan } from '../../../operations/bedrock/role-plan.ts';
import { cell, type Style } from '../../../ui/style.ts';
import type { Connection } from './connect.ts';
import type { ExternalId } from './external-id.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { Manner } from './ways.ts';

export interface SetupPlan {
  readonly dryRun: true;
  /** Every call that changes something, in order, in words. */
  readonly calls: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a set-up would do. Values of secrets are not in it. */
export function dryRunOf({
  plan,
  manner,
  connection,
  change,
  request,
}: {
  readonly plan: RolePlan | undefined;
  readonly manner: Manner;
  readonly connection: Connection;
  readonly change: ProviderChange;
  readonly request: SetupRequest;
}): SetupPlan {
  const { externalId } = connection;
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
      ...(manner.kind === 'write'
        ? [`Files ${manner.form} in ${request.folder ?? 'port-bedrock'}`]
        : []),
      // What is only written down goes no further before somebody has created it.
      ...(manner.kind === 'write' ? [] : portCalls()),
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

export function renderSetupPlan({ calls }: SetupPlan, style: Style): string {
  const lines = calls.map(cell);
  if (style.layout === 'rows') return lines.join('\n');
  return [
    ...(lines.length > 0 ? lines : ['Nothing would change.']),
    style.dim('Nothing was sent.'),
  ].join('\n');
}
