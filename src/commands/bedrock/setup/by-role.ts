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
import { sayEquivalent, type Decisions } from './equivalent.ts';
import { chooseExternalId, externalIdOfRole } from './external-id.ts';
import type { SetupFlags } from './flags.ts';
import type { ChosenGuardrail } from './guardrail.ts';
import type { ChosenModels } from './models.ts';
import { planOf, type WantedRole } from './role.ts';
import { roleFor } from './role-for.ts';
import { accessOf, arnOf, beforeOf, configOf } from './wanted.ts';
import { chooseManner } from './ways.ts';
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
  given: SetupFlags,
  { region, account, models, guardrail, stored, secrets }: RoleSubject,
  book: UndoLog,
  decided: Decisions,
): Promise<ExitClass | undefined> {
  const chosen = models.access.map(({ model }) => model);
  const manner = (decided.manner = await chooseManner(context, given, account));
  const before =
    manner.kind === 'create' ? await readRole(manner.account.aws, given.roleName) : undefined;
  const externalId =
    manner.kind === 'have'
      ? await externalIdOfRole(context, given, secrets)
      : await chooseExternalId(context, given, beforeOf(before, stored), secrets);
  decided.externalId = externalId ?? null;
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

  if (given.dryRun) {
    const plan = manner.kind === 'create' ? planOf(given, wanted, before) : undefined;
    const arn = plan ? arnOf(manner, given) : (given.roleArn ?? arnOf(manner, given));
    const later = connection(arn, false);
    await context.out.result(
      dryRunOf({ plan, manner, connection: later, change: changeOf(later), given }),
      renderSetupPlan,
    );
    return undefined;
  }

  // Whose configuration is not to be replaced needs no role either.
  const early = manner.kind === 'create' ? connection(arnOf(manner, given), false) : undefined;
  if (early) await requireReplaceable(context, given, early, changeOf(early));
  const role = await roleFor(context, given, { manner, wanted, before }, book, decided);
  if (!role) return undefined;
  decided.roleArn = role.arn;
  const ready = connection(role.arn, role.action !== 'unchanged');
  const change = changeOf(ready);
  if (!early) await requireReplaceable(context, given, ready, change);
  await checkLayers(
    context,
    given,
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
  const later = asksForDefault(context, given, connected);
  const byFlag = later ? undefined : await offerDefault(context, given, connected, book);
  await context.out.result(
    {
      ...connected,
      role,
      ...(externalId ? { externalIdSecretName: externalId.secretName } : {}),
      ...(byFlag === undefined ? {} : { default: byFlag }),
    },
    renderSetup,
  );
  decided.madeDefault = later ? await offerDefault(context, given, connected, book) : byFlag;
  sayEquivalent(context, given, decided);
  return undefined;
}
