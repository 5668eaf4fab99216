import { hideValues } from '../../../planes/port/rules/mask-headers.ts';
import type { ProviderChange } from '../../../planes/port/rules/provider-change.ts';
import { callsOf, type RolePlan } from '../../../operations/bedrock/role-plan.ts';
import { cell, type Style } from '../../../ui/style.ts';
import type { Connection } from './connect.ts';
import type { SetupFlags } from './flags.ts';
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
  given,
}: {
  readonly plan: RolePlan | undefined;
  readonly manner: Manner;
  readonly connection: Connection;
  readonly change: ProviderChange;
  readonly given: SetupFlags;
}): SetupPlan {
  const { externalId } = connection;
  // A changed role or ID is tested by Port, although its configuration stays as it is.
  const changesRole = plan !== undefined && plan.kind !== 'unchanged';
  const writes = changesRole || (externalId !== undefined && externalId.store !== 'no');
  const put =
    change.action === 'create'
      ? 'POST /v1/llm-providers?validate_connection=true'
      : 'PUT /v1/llm-providers/bedrock?validate_connection=true';
  const portCalls = () => [
    ...(externalId?.store === 'create'
      ? [`Port  POST /v1/organization/secrets ${externalId.secretName}`]
      : []),
    ...(externalId?.store === 'replace'
      ? [`Port  PATCH /v1/organization/secrets/${externalId.secretName}`]
      : []),
    ...(change.action === 'unchanged' && !writes ? [] : [`Port  ${put}`]),
    ...(given.makeDefault === undefined ? [] : ['Port  PUT /v1/llm-providers/defaults']),
  ];
  return {
    dryRun: true,
    calls: [
      ...(plan ? callsOf(plan).map((call) => `AWS   ${call}`) : []),
      ...(manner.kind === 'write'
        ? [`Files ${manner.form} in ${given.out ?? 'port-bedrock'}`]
        : []),
      // What is only written down goes no further before somebody has created it.
      ...(manner.kind === 'write' ? [] : portCalls()),
    ],
    config: hideValues(connection.config),
  };
}

export function renderSetupPlan({ calls }: SetupPlan, style: Style): string {
  const lines = calls.map(cell);
  if (style.layout === 'rows') return lines.join('\n');
  return [
    ...(lines.length > 0 ? lines : ['Nothing would change.']),
    style.dim('Nothing was sent.'),
  ].join('\n');
}
