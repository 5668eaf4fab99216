import type { Context } from '../../../cli/context.ts';
import type { ExitClass } from '../../../core/errors.ts';
import { readRole } from '../../../operations/bedrock/role.ts';
import { renderSetup } from '../../../ui/render/bedrock-setup.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import type { OpenedAccount } from './account.ts';
import { checkLayers } from './checks.ts';
import { changeOf, connect, requireReplaceable, type Connection } from './connect.ts';
import { asksForDefault, offerDefault } from './default.ts';
import { dryRunOf, renderSetupPlan } from './dry-run.ts';
import { sayEquivalent } from './equivalent.ts';
import type { SetupSoFar } from '../../../operations/bedrock-setup/equivalent-command.ts';
import { chooseExternalId, externalIdOfRole } from './external-id.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { ChosenModels } from './models.ts';
import { planOf, type WantedRole } from './role.ts';
import { roleFor } from './role-for.ts';
import { accessOf, arnOf, beforeOf, configOf } from './wanted.ts';
import { chooseManner, chosenOrigin } from './ways.ts';
import type { Provider, SecretInfo } from '../../../planes/port/nouns.ts';

export interface RoleSubject {
  readonly region: string;
  readonly account: OpenedAccount | undefined;
  readonly models: ChosenModels;
  readonly guardrail: ChosenGuardrail | undefined;
  readonly stored: Provider | undefined;
  readonly secrets: readonly SecretInfo[] | undefined;
}

/** Connects by a role that Port assumes: made now, written down, or there already. */
export async function connectByRole(
  context: Context,
  request: SetupRequest,
  { region, account, models, guardrail, stored, secrets }: RoleSubject,
  book: UndoLog,
  soFar: SetupSoFar,
): Promise<ExitClass | undefined> {
  const chosen = models.access.map(({ model }) => model);
  const note = (answers: Partial<SetupRequest>) => {
    soFar.request = { ...soFar.request, ...answers };
  };
  const manner = await chooseManner(context, request, account);
  note({ role: { ...request.role, origin: chosenOrigin(manner) } });
  const before =
    manner.kind === 'create' ? await readRole(manner.account.aws, request.role.name) : undefined;
  const externalId =
    manner.kind === 'have'
      ? await externalIdOfRole(context, request, secrets)
      : await chooseExternalId(context, request, beforeOf(before, stored), secrets);
  note({
    externalId: externalId
      ? { ...request.externalId, secretName: externalId.secretName }
      : { ...request.externalId, wanted: false },
  });
  const wanted: WantedRole = {
    access: accessOf(region, account, models.access, guardrail),
    externalId,
  };
  const connection = (arn: string, changedIam: boolean): Connection => ({
    config: configOf(region, arn, externalId?.secretName, guardrail),
    externalId,
    left: models.left,
    chosen,
    stored,
    changedIam,
  });

  if (request.dryRun) {
    const plan = manner.kind === 'create' ? planOf(request, wanted, before) : undefined;
    const arn = plan
      ? arnOf(manner, request)
      : ((manner.kind === 'have' ? manner.arn : undefined) ?? arnOf(manner, request));
    const later = connection(arn, false);
    await context.out.result(
      dryRunOf({ plan, manner, connection: later, change: changeOf(later), request }),
      renderSetupPlan,
    );
    return undefined;
  }

  // Whose configuration is not to be replaced needs no role either.
  const early = manner.kind === 'create' ? connection(arnOf(manner, request), false) : undefined;
  if (early) await requireReplaceable(context, request, early, changeOf(early));
  const role = await roleFor(context, request, { manner, wanted, before }, book, soFar);
  if (!role) return undefined;
  if (manner.kind !== 'create') {
    note({ role: { ...request.role, origin: { kind: 'have', arn: role.arn } } });
  }
  const ready = connection(role.arn, role.action !== 'unchanged');
  const change = changeOf(ready);
  if (!early) await requireReplaceable(context, request, ready, change);
  await checkLayers(
    context,
    request,
    account,
    {
      roleArn: role.arn,
      region,
      models: chosen,
      global: models.access.some(({ profiles }) =>
        profiles.some(({ reach }) => reach === 'global'),
      ),
      guardrail,
      externalId: {
        known: true,
        configured: externalId?.secretName,
        stored: undefined,
        given: externalId?.value?.reveal(),
      },
    },
    ready.changedIam,
  );
  const connected = await connect(context, ready, change, book);
  // Who is asked about the default has read before that the test passed; a script gets one answer.
  const later = asksForDefault(context, request, connected);
  const byFlag = later ? undefined : await offerDefault(context, request, connected, book);
  await context.out.result(
    {
      ...connected,
      role,
      ...(externalId ? { externalIdSecretName: externalId.secretName } : {}),
      ...(byFlag === undefined ? {} : { default: byFlag }),
    },
    renderSetup,
  );
  note({
    makeDefault: later ? await offerDefault(context, request, connected, book) : byFlag,
  });
  sayEquivalent(context, soFar.request);
  return undefined;
}
