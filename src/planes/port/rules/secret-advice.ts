import { fieldOf, secretReferences } from './config-fields.ts';
import type { NextStep, PortaiError } from '../../../core/errors.ts';
import { usagesOf } from './interlocks.ts';
import type { Provider } from '../nouns.ts';
import { flagName } from '../provider-types/define.ts';
import type { Config } from '../config.ts';
import { findProviderType } from '../provider-types/index.ts';
import { freeName, usualName } from './secret-names.ts';

/**
 * The error of a put, in whose advice no other provider comes to harm: where another one names a secret
 * as well, its value is not to be replaced, but a secret of its own given to the one that was put.
 */
export function sparingOthers(
  error: PortaiError,
  put: { readonly provider: string; readonly config: Config },
  providers: readonly Provider[],
): PortaiError {
  const others = providers.filter(({ provider }) => provider !== put.provider);
  const taken = providers.flatMap(({ config }) =>
    secretReferences(config ?? {}).map(({ secret }) => secret),
  );
  const next = error.failure.next?.flatMap((step): readonly NextStep[] => {
    const [group, verb, secret = ''] = step.command;
    const users = usagesOf(secret, others).map(({ provider }) => provider);
    if (group !== 'secrets' || verb !== 'set' || users.length === 0) return [step];
    return ofItsOwn(put, secret, [...new Set(users)], taken) ?? [];
  });
  return next === undefined ? error : error.with({ next });
}

function ofItsOwn(
  { provider, config }: { readonly provider: string; readonly config: Config },
  secret: string,
  users: readonly string[],
  taken: readonly string[],
): readonly NextStep[] | undefined {
  const type = findProviderType(provider);
  const key = secretReferences(config).find((each) => each.secret === secret)?.field;
  const field = type && key !== undefined ? fieldOf(type, key) : undefined;
  if (!type || !field || key === undefined) return undefined;
  const name = freeName(usualName(type, key, field), [...taken, secret]);
  return [
    {
      command: ['secrets', 'add', name, '--value-file', '<file>'],
      why: `a value of its own: ${secret} is named by ${users.join(' and ')} as well`,
    },
    {
      command: ['providers', 'put', provider, flagName(field), name, '--validate'],
      why: `use it for ${provider} alone`,
    },
  ];
}
