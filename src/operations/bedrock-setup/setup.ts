import { refuse } from '../../core/problem.ts';
import { requireKnownModels, requireKnownRegion } from '../bedrock/known-names.ts';
import { required } from '../required.ts';
import { openAccount } from './account.ts';
import type { SetupDependencies } from './dependencies.ts';
import { chooseGuardrail } from './guardrail.ts';
import { chooseModels } from './models.ts';
import type { SetupOutcome } from './outcome.ts';
import { missingDecisions, strangeDefault } from './problems.ts';
import type { SetupRequest } from './request.ts';
import { readState } from './state.ts';
import { recordingAnswers } from './recorded-answers.ts';
import { record } from './so-far.ts';

/**
 * Connects Port to Bedrock: looks at what is there, settles which models, then makes, writes down or
 * takes a role, checks it, stores its external ID and saves the provider after Port's own test.
 * Whatever it makes stands in the log.
 *
 * @throws a PortaiError for what stands in the way, and for a decision that is open where nobody can be
 *   asked
 */
export async function setUpBedrock(
  outer: SetupDependencies,
  request: SetupRequest,
): Promise<SetupOutcome> {
  const { soFar } = outer;
  const decide = outer.decide && recordingAnswers(outer.decide, soFar);
  const dependencies = { ...outer, decide };
  if (!decide) refuse(missingDecisions(request));
  const state = await readState(dependencies);
  const { force } = request;
  const region = required(request.region ?? (await decide?.region(force)), '--region <region>');
  record(soFar, { region });
  requireKnownRegion(region, force);
  requireKnownModels(request.models, region, { force, now: dependencies.now() });
  const account = await openAccount(dependencies, request, region);
  const models = await chooseModels(dependencies, request, { region, account, ...state });
  const chosen = models.access.map(({ model }) => model);
  record(soFar, { models: chosen, global: models.global });
  refuse(strangeDefault(request, chosen));
  const signIn = request.signIn ?? (await decide?.signIn()) ?? 'assume-role';
  record(soFar, { signIn });
  const guardrail = await chooseGuardrail(dependencies, request, { region, account });
  record(soFar, {
    guardrail: { id: guardrail?.id, version: guardrail?.version, profile: guardrail?.profile?.id },
  });
  const target = { region, account, models, guardrail, ...state };
  if (signIn === 'access-keys') {
    const { connectByKeys } = await import('./by-keys.ts');
    return connectByKeys(dependencies, request, target);
  }
  const { connectByRole } = await import('./by-role.ts');
  return connectByRole(dependencies, request, target);
}
