import { changedPaths } from '../../core/changed-paths.ts';
import type { HttpRequest } from '../../core/http.ts';
import type { ChangeContext, DescribeChange, DescribedChange } from '../../core/recorded-change.ts';
import { fieldsOf, jsonIn, type Fields } from '../../core/text/json.ts';
import type { Provider } from './nouns.ts';
import { keptOf } from './previous-provider.ts';
import { switchesIn, switchOf } from './rules/model-switches.ts';
import { readClaims } from './token-claims.ts';
import { answers, silentAnswers } from './wire.ts';

/** Describes a request to Port that may change something, against what this run has read before. */
export const describePortChange: DescribeChange = (request, context) => ({
  ...described(request, context),
  ...holderOf(request),
});

const providers = '/v1/llm-providers';

function described(request: HttpRequest, context: ChangeContext): DescribedChange {
  const { url, method } = request;
  const body = fieldsOf(jsonIn(request.body)) ?? {};
  const text = (key: string) => (typeof body[key] === 'string' ? body[key] : '');
  const [, area, name = ''] =
    /^\/v1\/(llm-providers|organization\/secrets)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  if (area === 'llm-providers') {
    if (name === 'defaults') return ofDefault(context, body);
    const type = name === '' ? text('provider') : decodeURIComponent(name);
    return ofProvider(request, context, type, body);
  }
  if (area === 'organization/secrets') {
    const fields = { secretValue: 'value', description: 'description' };
    return {
      action: actionOf(method),
      kind: 'secret',
      name: name === '' ? text('secretName') : decodeURIComponent(name),
      changed: Object.entries(fields).flatMap(([key, path]) => (key in body ? [path] : [])),
    };
  }
  return {
    action: 'sent',
    kind: 'route',
    name: `${method} ${url.pathname}`,
    changed: changedPaths({}, body),
  };
}

const actionOf = (method: HttpRequest['method']) =>
  method === 'POST' ? 'created' : method === 'DELETE' ? 'deleted' : 'updated';

function ofDefault({ answers: read }: ChangeContext, body: Fields): DescribedChange {
  const before = silentAnswers.defaults(jsonIn(read.get(`${providers}/defaults`)));
  const { provider, model } = ('value' in before ? before.value : undefined) ?? {};
  return {
    action: 'updated',
    kind: 'default',
    name: [body['provider'], body['model']].filter((each) => typeof each === 'string').join(' '),
    changed: changedPaths({ provider, model }, body),
  };
}

function ofProvider(
  { method, url }: HttpRequest,
  { answers: read, redact }: ChangeContext,
  type: string,
  body: Fields,
): DescribedChange {
  const stored = storedIn(read, type);
  const before = stored && keptOf(stored, redact);
  const facts = {
    kind: 'provider',
    name: type,
    ...(before ? { before: { ...before } } : stored === null ? { before: null } : {}),
  };
  if (method === 'DELETE') return { action: 'deleted', ...facts, changed: [] };
  const changed = changesOf(stored ?? undefined, body);
  const tests = url.searchParams.get('validate_connection') === 'true';
  const action = tests && stored && changed.length === 0 ? 'tested' : actionOf(method);
  return { action, ...facts, changed };
}

/** The provider as it was read last in this run; null if it was not there, undefined if nobody looked. */
function storedIn(read: ReadonlyMap<string, string>, type: string): Provider | null | undefined {
  let found: Provider | null | undefined;
  for (const [path, text] of read) {
    if (path === providers) {
      const list = answers.providers(jsonIn(text));
      if ('value' in list) found = list.value.find(({ provider }) => provider === type) ?? null;
    } else if (path === `${providers}/${encodeURIComponent(type)}`) {
      const one = silentAnswers.provider(jsonIn(text));
      if ('value' in one && one.value?.provider === type) found = one.value;
    }
  }
  return found;
}

/** Paths at which a body differs from what is stored. A model that nobody mentions is not compared. */
function changesOf(stored: Provider | undefined, body: Fields): string[] {
  const { overrides: sent, config, enabled } = body;
  if (!stored) return changedPaths({}, { config, enabled, overrides: sent });
  const { models, ...others } = fieldsOf(sent) ?? {};
  const { models: _, ...before } = stored.overrides ?? {};
  const switches = [...(switchesIn(models) ?? [])].filter(
    ([model, is]) =>
      (switchOf(model, stored.effectiveModels, stored.overrides?.models) ?? true) !== is,
  );
  return [
    ...(config === undefined ? [] : changedPaths(stored.config ?? {}, config, 'config')),
    ...(enabled === stored.enabled ? [] : ['enabled']),
    ...(sent === undefined ? [] : changedPaths(before, others, 'overrides')),
    ...switches.map(([model]) => `overrides.models.${model}.enabled`),
  ];
}

/** What the token says of its holder. */
function holderOf({ headers }: HttpRequest): Pick<DescribedChange, 'who' | 'organization'> {
  const [, token = ''] = /^Bearer (.+)$/.exec(headers['authorization'] ?? '') ?? [];
  const { email, organizationId } = readClaims(token);
  return {
    ...(email === undefined ? {} : { who: email }),
    ...(organizationId === undefined ? {} : { organization: organizationId }),
  };
}
