import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { Default, Provider } from '../../planes/port/nouns.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { changedMeanwhile } from '../../planes/port/rules/interlocks.ts';
import { secretNames } from '../list-secrets.ts';
import { readForCheck } from '../permission.ts';
import type { Report } from '../ports.ts';
import { findStored } from '../stored-providers.ts';
import type { PutRequest } from './request.ts';

/** The state of the organization that a put needs. Each part is read once. */
export interface PutState {
  readonly providers: readonly Provider[];
  /** The stored provider, if it exists. */
  readonly stored: Provider | undefined;
  /** Returns the names of the secrets; undefined if the caller may not list them. */
  readonly secretNames: () => Promise<readonly string[] | undefined>;
  readonly currentDefault: () => Promise<Default | undefined>;
}

/**
 * Reads the state that a put needs, with requests in parallel.
 *
 * @throws a PortaiError where the provider is other than the request expects it.
 */
export async function readState(
  { client, report }: { readonly client: PortClient; readonly report: Report },
  request: PutRequest,
): Promise<PutState> {
  const { provider, fields, document, tests, force } = request;
  const names = once(() =>
    readForCheck('that the secrets exist', () => secretNames({ client, report })),
  );
  const currentDefault = once(() =>
    readForCheck('that it is not the default', () => client.defaults.get()),
  );
  const namesSecrets = secretReferences({ ...document?.config, ...fields }).length > 0;
  const [providers] = await Promise.all([
    client.providers.list(),
    tests.preflight || (namesSecrets && !force) ? names() : undefined,
    takesAway(request) && !force ? currentDefault() : undefined,
  ]);
  const stored = providers.find((each) => each.provider === provider);
  refuse(unexpected(request, stored));
  if (request.expects === 'present' && request.type?.creatable !== false) {
    findStored(providers, provider);
  }
  refuse(changedMeanwhile(stored?.updatedAt, request.unchangedSince, provider));
  return { providers, stored, secretNames: names, currentDefault };
}

/** Returns true if the request could disable the default. */
export function takesAway({ enabled, models }: PutRequest): boolean {
  return enabled === false || models.disable.length > 0;
}

function unexpected({ expects, provider, type }: PutRequest, stored?: Provider): Problem[] {
  if (expects !== 'absent' || !(stored || type?.creatable === false)) return [];
  const error = fail(
    'ExistsAlready',
    `${provider} is configured already, and --create-only was given`,
    { next: [{ command: ['providers', 'get', provider], why: 'what is stored' }] },
  );
  return [{ error, overridable: false }];
}
