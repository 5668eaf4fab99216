import { fieldsOf } from '../../core/text/json.ts';
import { withoutSecrets } from '../../planes/portkey/masks.ts';
import type { Integration, IntegrationUpdate } from '../../planes/portkey/nouns.ts';
import { accessDeviations, type SentAccess } from './access-look.ts';
import type { Deviations, StateChange } from './after-write.ts';
import { lostSecrets } from './lost-secrets.ts';
import { storedConfiguration } from './stored-configuration.ts';

/** All that was sent of an integration itself. */
export type SentIntegration = Pick<IntegrationUpdate, 'name' | 'description' | 'configurations'> & {
  readonly ai_provider_id?: string;
};

/** Fields of an integration by their paths, as far as they are no secrets. */
type FieldsByPath = ReadonlyMap<string, unknown>;

const hostPath = 'configurations.custom_host';

/** Fields beside the configuration that are read back as they were sent. */
const readableNames = ['name', 'description', 'ai_provider_id'] as const;

/** Fields that name the integration, and change nothing that it does. */
const namesOnly: readonly string[] = ['name', 'description'];

function fieldsByPath(stored: Integration): FieldsByPath {
  return new Map<string, unknown>([
    ['name', stored.name],
    ['description', stored.description ?? ''],
    ['ai_provider_id', stored.ai_provider_id],
    ...inConfiguration(storedConfiguration(stored).open),
  ]);
}

const inConfiguration = (open: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(open).map(([name, value]) => [`configurations.${name}`, value]);

/** What was sent by the paths at which it is read back; what is a secret, or null, never is. */
function sentByPath({ configurations = {}, ...plain }: SentIntegration): FieldsByPath {
  // As it goes over the wire: a Secret in it is a mask from here on.
  const wire = fieldsOf(withoutSecrets(JSON.parse(JSON.stringify(configurations)))) ?? {};
  const readable = Object.entries(wire).filter(
    ([name, value]) => name !== 'custom_headers' && value !== null && !isMasked(value),
  );
  const fields = readableNames.flatMap((name): [string, unknown][] =>
    plain[name] === undefined ? [] : [[name, plain[name]]],
  );
  return new Map([...fields, ...inConfiguration(Object.fromEntries(readable))]);
}

const isMasked = (value: unknown): boolean => JSON.stringify(value).includes('[secret]');

/** The changes that a write asks for, as they are looked for afterwards. */
export const askedOfIntegration = (
  sent: SentIntegration,
  before: Integration | undefined,
): StateChange[] => {
  const was = before && fieldsByPath(before);
  return [...sentByPath(sent)].flatMap(([path, value]) =>
    was && isSameValue(was.get(path), value) ? [] : [change(path, was?.get(path), value)],
  );
};

/**
 * Compares an integration with what was sent of it and with what there was before. What a server does not
 * show of a configuration is no difference, but for the host: without it the key goes to another one. For
 * the same reason a field that says where the key goes is never one that may change by itself.
 *
 * @param before undefined for an integration that is new
 */
export function integrationDeviations(
  sent: SentIntegration,
  before: Integration | undefined,
  after: Integration,
): Deviations {
  const wanted = sentByPath(sent);
  const now = fieldsByPath(after);
  const was = before && fieldsByPath(before);
  const isShown = (path: string) =>
    now.has(path) || was?.has(path) === true || (path === hostPath && !!after.configurations);
  const differs = [...wanted].flatMap(([path, value]) =>
    isShown(path) && !isSameValue(now.get(path), value) ? [change(path, now.get(path), value)] : [],
  );
  const paths = new Set([...now.keys(), ...(was?.keys() ?? [])]);
  const unsent = [...paths].filter((path) => !wanted.has(path) && !isSent(sent, path));
  const others = unsent.flatMap((path) => {
    const value = now.get(path);
    // A server may add defaults to what is new, but no address.
    if (was ? isSameValue(was.get(path), value) : !isAddress(value)) return [];
    return [{ ...change(path, was?.get(path), value), harmless: namesOnly.includes(path) }];
  });
  return { differs, others: [...others, ...(before ? openedBeside(before, after) : [])] };
}

/** True if a value of the path was sent, though it is one that is not read back. */
const isSent = ({ configurations }: SentIntegration, path: string): boolean =>
  Object.keys(configurations ?? {}).includes(path.slice('configurations.'.length)) &&
  path.startsWith('configurations.');

const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//i.test(value);

/** What an integration says of all its models and of new workspaces, where it says so twice. */
function openedBeside(before: Integration, after: Integration): readonly StateChange[] {
  const [was, now] = [before, after].map(({ global_workspace_access: rule }) => ({
    workspaces: [],
    ...(rule === undefined ? {} : { global_workspace_access: rule }),
  }));
  const nothing: SentAccess = { wanted: [], global: undefined };
  const rules = was && now ? accessDeviations(nothing, was, now).others : [];
  const [wasAll, nowAll] = [before.allow_all_models, after.allow_all_models];
  const told = typeof wasAll === 'boolean' && typeof nowAll === 'boolean' && wasAll !== nowAll;
  const words = (all: unknown) => (all === true ? 'allowed' : 'not allowed');
  return [
    ...rules,
    ...(told ? [{ what: 'new models', from: words(wasAll), to: words(nowAll) }] : []),
  ];
}

const change = (path: string, from: unknown, to: unknown): StateChange => ({
  what: path,
  from: inWords(from),
  to: inWords(to),
});

/** Long enough for an address, short enough for a line. */
const longestValue = 120;

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  const shown = withoutSecrets(value);
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** True if a stored value has all that was sent: servers add fields of their own, and a slash to an address. */
function isSameValue(stored: unknown, sent: unknown): boolean {
  if (isAddress(stored) && isAddress(sent)) return withoutSlash(stored) === withoutSlash(sent);
  if (Array.isArray(stored) && Array.isArray(sent)) {
    return stored.length === sent.length && sent.every((each, at) => isSameValue(stored[at], each));
  }
  const [outer, inner] = [fieldsOf(stored), fieldsOf(sent)];
  if (outer && inner) {
    return Object.entries(inner).every(([name, value]) => isSameValue(outer[name], value));
  }
  return (stored ?? '') === (sent ?? '');
}

const withoutSlash = (url: unknown): string => String(url).replace(/\/+$/, '');

/**
 * Refuses an integration that has lost a secret which it had before: a server that replaces a configuration
 * instead of merging it loses what nobody can send back.
 */
export function requireSecretsKept(before: Integration, now: Integration): void {
  const { secret } = storedConfiguration(now);
  const lost = storedConfiguration(before).secret.filter((name) => !secret.includes(name));
  if (lost.length === 0) return;
  throw lostSecrets(now.slug, lost);
}
