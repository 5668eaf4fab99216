import type { NextStep } from '../../core/errors.ts';
import { pasteableName } from '../../core/refusal.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { checkStatically, type StaticCheck } from '../static-check.ts';
import { enabledNames } from '../stored-providers.ts';
import type { Default } from '../../planes/port/nouns.ts';
import { asAdmin, type AdviceFacts } from './advice.ts';
import type { ProviderFacts } from './provider-facts.ts';
import type { ExaminedCheck } from './report.ts';
import { passed, skipped, warned, type CheckName } from './verdicts.ts';

/** What is the same for all providers. */
export interface AroundProviders {
  /** Models that could be the default. */
  readonly possible: readonly Default[];
  readonly about: AdviceFacts;
}

const nameOf = (provider: string, id: string, title: string): CheckName => ({
  ...{ area: 'providers', id, title },
  provider,
});

/** Says of one provider what reading alone shows, and what its vendor's calendar says. */
export function providerChecks(facts: ProviderFacts, around: AroundProviders): ExaminedCheck[] {
  const { provider } = facts;
  const id = provider.provider;
  if (findProviderType(id)?.creatable === false) {
    return [skipped(nameOf(id, 'managed', 'Managed'), "Port's own: nothing of yours to look at")];
  }
  const { checks } = checkStatically(provider, facts);
  return [
    ...checks
      .filter((check) => check.id !== 'default' || concernsDefault(facts, check))
      .map((check) => ofStatic(facts, check, around)),
    ...calendarChecks(facts),
  ];
}

/** What is looked at, beside the name of the provider. */
export const titles: Readonly<Record<StaticCheck['id'], string>> = {
  enabled: 'Enabled',
  secrets: 'Secrets',
  fields: 'Configuration',
  models: 'Models',
  default: 'Default',
};

/** That a provider is not the default is no news. */
const concernsDefault = ({ provider, defaults }: ProviderFacts, { verdict }: StaticCheck) =>
  verdict === 'fail' || defaults?.provider === provider.provider;

function ofStatic(
  facts: ProviderFacts,
  { id, verdict, says }: StaticCheck,
  around: AroundProviders,
): ExaminedCheck {
  const name = nameOf(facts.provider.provider, id, titles[id]);
  if (verdict === 'pass') return passed(name, says);
  const next = stepsFor(id, facts, around);
  // Reading cannot decide more: that a name may not be listed, or a type is newer, is no fault.
  if (verdict !== 'fail') return { ...name, verdict: 'unknown', says, next, unknowable: true };
  return { ...name, verdict, says, next, exit: 'checkFailed' };
}

function stepsFor(
  id: StaticCheck['id'],
  { provider, secrets, now }: ProviderFacts,
  around: AroundProviders,
): readonly NextStep[] {
  const type = pasteableName(provider.provider) ?? '<type>';
  switch (id) {
    case 'enabled':
      return [{ command: ['providers', 'put', type, '--enable'], why: 'enable it' }];
    case 'secrets':
      return secrets
        ? missingSecrets(provider.config ?? {}, secrets).map(adding)
        : [asAdmin(around.about)];
    case 'fields':
      return [{ command: ['validate', type], why: 'let Port test it: that decides' }];
    case 'models': {
      const ended = findProviderType(provider.provider)?.ended;
      return enabledNames(provider)
        .filter((model) => ended?.(model, now) !== undefined)
        .map((model) => disabling(type, model));
    }
    case 'default':
      return defaultSteps(around);
  }
}

/** Secrets that a configuration names and that are not there; none where they may not be listed. */
export function missingSecrets(
  config: Readonly<Record<string, unknown>>,
  there: readonly string[] | undefined,
): string[] {
  const named = secretReferences(config).map(({ secret }) => secret);
  return there ? [...new Set(named)].filter((name) => !there.includes(name)) : [];
}

const adding = (secret: string): NextStep => ({
  command: ['secrets', 'add', pasteableName(secret) ?? '<name>', '--value-file', '<file>'],
  why: 'store it',
});

const disabling = (type: string, model: string): NextStep => ({
  command: ['providers', 'models', 'disable', type, pasteableName(model) ?? '<model>'],
  why: `go on without ${pasteableName(model) ?? 'it'}`,
});

/** The way to a default that answers. */
export function defaultSteps({ possible }: Pick<AroundProviders, 'possible'>): readonly NextStep[] {
  const [first] = possible;
  const [provider, model] = [pasteableName(first?.provider), pasteableName(first?.model)];
  const choice = provider !== undefined && model !== undefined ? { provider, model } : undefined;
  return [
    {
      command: [
        ...['defaults', 'set', '--provider', choice?.provider ?? '<type>'],
        ...['--model', choice?.model ?? '<model>'],
      ],
      why: 'make one that is enabled the default',
    },
  ];
}

/** Enabled models whose vendor ends them soon, or has by its calendar. */
function calendarChecks({ provider, now }: ProviderFacts): ExaminedCheck[] {
  const type = findProviderType(provider.provider);
  const id = pasteableName(provider.provider) ?? '<type>';
  return enabledNames(provider).flatMap((model) => {
    // What has ended by the words of the vendor's own interface is a check of its own.
    const entry = type?.ended?.(model, now) === undefined && type?.calendar?.(model, now);
    if (!entry) return [];
    const isOver = Date.parse(entry.on) <= now.getTime();
    const another = { command: ['providers', 'models', 'list', id], why: 'what else it offers' };
    const alone = enabledNames(provider).length === 1;
    const next = isOver && !alone ? [disabling(id, model), another] : [another];
    return [warned(nameOf(provider.provider, 'calendar', 'Models'), entry.says, { next })];
  });
}
