import { portError } from '../planes/port/errors.ts';
import { PortaiError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { pasteableName } from '../core/refusal.ts';
import { didYouMean, nearest } from '../core/text/nearest.ts';
import { calls } from '../planes/port/calls.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Default, Provider, StoredDefault } from '../planes/port/nouns.ts';
import { knowsModels } from '../planes/port/rules/model-switches.ts';
import { isChosen } from './default-choice.ts';
import { dryRunOf, type DryRun } from './dry-run.ts';
import { refuseWrite, type SignedInClient } from './permission.ts';
import { required } from './required.ts';
import { enabledNames, findStored, modelStates } from './stored-providers.ts';
import { fail } from '../core/fail.ts';

/** Which provider and model become the organization's default; what is undefined is open. */
export interface DefaultRequest {
  readonly provider: string | undefined;
  readonly model: string | undefined;
  /** Whether one is set that requests cannot use. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** What a person decides about the default; asked only where the request does not say it. */
export interface DefaultDecisions {
  /** @param usable providers that are enabled, with a model that is */
  provider(usable: readonly string[]): Promise<string>;
  model(enabled: readonly string[]): Promise<string>;
}

export interface DefaultDependencies extends Pick<SignedInClient, 'token'> {
  readonly port: () => Promise<PortClient>;
  /** Undefined where nobody can be asked. */
  readonly decide: DefaultDecisions | undefined;
}

export type SetDefault = { readonly choice: Default } & (
  | { readonly kind: 'dry-run'; readonly dryRun: DryRun }
  | {
      readonly kind: 'set';
      readonly action: 'updated' | 'unchanged';
      readonly stored: StoredDefault;
    }
);

/**
 * Sets the organization's default, unless it is set.
 *
 * @throws a PortaiError for a choice that requests cannot use, and for one that is open where nobody
 *   can be asked
 */
export async function setDefault(
  { port, token, decide }: DefaultDependencies,
  request: DefaultRequest,
): Promise<SetDefault> {
  if (!decide) requireChoice(request);
  const client = await port();
  const [list, current] = await Promise.all([
    client.providers.list(),
    client.defaults.get().catch(notKnown),
  ]);
  const choice = await choose(list, request, decide);
  if (!request.force) await refuseWrite({ client, token }, unusable(list, choice));
  // A system default that happens to be the same is not a choice yet: Port may change it.
  const unchanged = current && isChoice(current, choice) && isChosen(current);
  if (request.dryRun) {
    const dryRun = unchanged
      ? dryRunOf('unchanged', [], undefined)
      : dryRunOf('update', ['provider', 'model'], calls.setDefault(choice));
    return { kind: 'dry-run', choice, dryRun };
  }
  const taken = unchanged ? current : await client.defaults.set(choice);
  requireTaken(taken, choice);
  const action = unchanged ? 'unchanged' : 'updated';
  return { kind: 'set', choice, action, stored: { ...current, ...taken } };
}

function requireChoice({ provider, model }: DefaultRequest): void {
  const missing = [
    ...(provider === undefined ? ['--provider'] : []),
    ...(model === undefined ? ['--model'] : []),
  ];
  if (missing.length === 0) return;
  throw fail('MissingFlags', `Missing: ${missing.join(', ')}`, {
    details: { missing: [missing] },
    next: [{ command: ['providers', 'list'], why: 'providers and their enabled models' }],
  });
}

/** Refuses to call a write done that was answered with another choice. */
function requireTaken({ provider, model }: Default, wanted: Default): void {
  if (isChoice({ provider, model }, wanted)) return;
  const said = `the default is ${provider} / ${model}, not ${wanted.provider} / ${wanted.model}`;
  throw fail('NotAsSent', `Port answered that ${said}`, {
    details: { differs: [said], default: { provider, model } },
    next: [{ command: ['defaults', 'get'], why: 'what is stored' }],
  });
}

function isChoice(current: Default | undefined, { provider, model }: Default): boolean {
  return current?.provider === provider && current.model === model;
}

/** What is set now only tells whether there is anything to do. */
function notKnown(error: unknown): undefined {
  if (!(error instanceof PortaiError)) throw error;
}

/** The choice with what is open decided, among what is enabled. */
async function choose(
  list: readonly Provider[],
  given: DefaultRequest,
  decide: DefaultDecisions | undefined,
): Promise<Default> {
  const usable = list.filter((each) => each.enabled && enabledNames(each).length > 0);
  if (given.provider === undefined && usable.length === 0) {
    throw fail('Usage', 'There is no enabled provider to choose from', {
      next: [{ command: ['providers', 'put', '<type>', '--validate'], why: 'connect one' }],
    });
  }
  const provider = required(
    given.provider ?? (await decide?.provider(usable.map((each) => each.provider))),
    '--provider',
  );
  const models = enabledNames(findStored(list, provider));
  const model = required(given.model ?? (await decide?.model(models)), '--model');
  return { provider, model };
}

/** A default that requests cannot use would break every caller that names none. */
function unusable(list: readonly Provider[], { provider, model }: Default): Problem[] {
  const stored = findStored(list, provider);
  const enabled = enabledNames(stored);
  const isOff = modelStates(stored).some((each) => each.model === model && !each.enabled);
  // Where Port does not say which models there are, it has the last word.
  const usable = knowsModels(stored) ? enabled.includes(model) : !isOff;
  if (stored.enabled && usable) return [];
  if (!stored.enabled) {
    const error = fail('ProviderDisabled', `${provider} is disabled, so it cannot be the default`, {
      details: { enabledModels: enabled },
      hint: 'Nothing was sent. Enable the provider first.',
      next: [{ command: ['providers', 'put', provider, '--enable'], why: 'enable it' }],
    });
    return [{ error, overridable: true }];
  }
  const isOffered = modelStates(stored).some((each) => each.model === model);
  const other = pasteableName(nearest(model, enabled) ?? enabled[0]);
  const message = isOffered
    ? `Model '${model}' is not enabled for provider '${provider}'`
    : `Provider '${provider}' has no model '${model}'.${didYouMean(model, enabled)}`;
  const choose = {
    command: ['defaults', 'set', '--provider', provider, '--model', other ?? ''],
    why: 'choose one that is enabled',
  };
  const enable = {
    command: ['providers', 'models', 'enable', provider, model],
    why: 'enable it',
  };
  const error = portError('LLMProviderModelNotEnabledError', message, {
    details: { enabledModels: enabled },
    hint: `Nothing was sent. Enabled there: ${enabled.join(', ') || 'none'}.`,
    next: [...(other === undefined ? [] : [choose]), ...(isOffered ? [enable] : [])],
  });
  return [{ error, overridable: true }];
}
