import type { Context } from '../../../cli/context.ts';
import type { ExitClass } from '../../../domain/errors.ts';
import { readRole } from '../../../operations/bedrock/role.ts';
import { nobody } from '../../../ui/asker.ts';
import { renderSetup } from '../../../ui/render/bedrock-setup.ts';
import { listedSecrets } from '../../known-secrets.ts';
import { chooseRegion, openAccount } from './account.ts';
import { checkLayers } from './checks.ts';
import { changeOf, connect, requireReplaceable, type Connection } from './connect.ts';
import { offerDefault } from './default.ts';
import { dryRunOf, renderSetupPlan } from './dry-run.ts';
import { sayEquivalent } from './equivalent.ts';
import { chooseExternalId, externalIdOfRole } from './external-id.ts';
import { requireConsistent, requireDefaultAmong, requireEnough } from './contradictions.ts';
import { accessOf, arnOf, beforeOf, configOf } from './wanted.ts';
import { setupFlags, type SetupFlags } from './flags.ts';
import { chooseGuardrail } from './guardrail.ts';
import { chooseModels } from './models.ts';
import { makeRole, planOf, type ReadyRole, type WantedRole } from './role.ts';
import { openSteps, withStanding, type Steps } from './steps.ts';
import { chooseAuth, chooseManner, type Manner } from './ways.ts';
import { askForArn, writeDown } from './written-down.ts';

/** The whole conversation; what flags answer is not asked. */
export async function startSetup(
  world: Context,
  flags: Partial<SetupFlags>,
): Promise<ExitClass | undefined> {
  const given = setupFlags.parse(flags);
  // Who says yes beforehand has said all there is to say: what has a usual answer gets it.
  const context = world.globals.yes ? { ...world, ask: nobody } : world;
  requireConsistent(given);
  requireEnough(context, given);
  const steps = openSteps();
  try {
    return await converse(context, given, steps);
  } catch (error) {
    throw withStanding(error, steps, context.runtime.signal);
  }
}

async function converse(
  context: Context,
  given: SetupFlags,
  steps: Steps,
): Promise<ExitClass | undefined> {
  const client = await context.port();
  const [list, secrets] = await Promise.all([client.providers.list(), listedSecrets(context)]);
  const stored = list.find(({ provider }) => provider === 'bedrock');

  const region = await chooseRegion(context, given);
  const account = await openAccount(context, given, region);
  const models = await chooseModels(context, given, region, account, stored);
  const chosen = models.access.map(({ model }) => model);
  requireDefaultAmong(given, chosen);
  if ((await chooseAuth(context, given)) === 'access-keys') {
    const { connectByKeys } = await import('./access-keys.ts');
    return connectByKeys(context, given, { region, account, models, steps });
  }
  const guardrail = await chooseGuardrail(context, given, region, account);
  const manner = await chooseManner(context, given, account);
  const before =
    manner.kind === 'create' ? await readRole(manner.account.aws, given.roleName) : undefined;
  const externalId =
    manner.kind === 'have'
      ? await externalIdOfRole(context, given, secrets)
      : await chooseExternalId(context, given, beforeOf(before, stored), secrets);
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
  const role = await roleFor(context, given, manner, wanted, before, steps);
  if (!role) return undefined;
  const ready = connection(role.arn, role.action !== 'unchanged');
  const change = changeOf(ready);
  if (!early) await requireReplaceable(context, given, ready, change);
  await checkLayers(context, account, {
    roleArn: role.arn,
    region,
    models: chosen,
    global: models.access.some(({ profiles }) => profiles.some(({ reach }) => reach === 'global')),
    guardrail,
    externalId: {
      known: true,
      configured: externalId?.secretName,
      stored: undefined,
      given: externalId?.value?.reveal(),
    },
  });
  const connected = await connect(context, ready, change, steps);
  const madeDefault = await offerDefault(context, given, connected);
  await context.out.result(
    {
      ...connected,
      role,
      ...(externalId ? { externalIdSecretName: externalId.secretName } : {}),
      ...(madeDefault === undefined ? {} : { default: madeDefault }),
    },
    renderSetup,
  );
  sayEquivalent(context, given, {
    region,
    chosen,
    manner,
    role,
    externalId,
    guardrail,
    madeDefault,
  });
  return undefined;
}

/** The role, ready to be assumed; undefined where it was only written down. */
async function roleFor(
  context: Context,
  given: SetupFlags,
  manner: Manner,
  wanted: WantedRole,
  before: Awaited<ReturnType<typeof readRole>>,
  steps: Steps,
): Promise<ReadyRole | undefined> {
  if (manner.kind === 'create') {
    const plan = planOf(given, wanted, before);
    return makeRole(context, given, manner.account, wanted, plan, steps);
  }
  if (manner.kind === 'have') {
    const arn = given.roleArn ?? (await askForArn(context, 'ARN of the role'));
    return { arn, action: 'unchanged' };
  }
  const paths = await writeDown(context, given, manner.form, wanted);
  if (!context.ask.available) {
    await context.out.result({ written: paths }, ({ written }) => written.join('\n'));
    return undefined;
  }
  const arn = await askForArn(context, 'ARN of the role, once it is created');
  return { arn, action: 'created' };
}
