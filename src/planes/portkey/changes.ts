import { changedPaths } from '../../core/changed-paths.ts';
import type { DescribeChange, DescribedChange } from '../../core/recorded-change.ts';
import { fieldsOf, jsonIn, type Fields } from '../../core/text/json.ts';

/** Describes a request to Portkey that may change something. The paths are those that are sent. */
export const describePortkeyChange: DescribeChange = ({ method, url, body: text }) => {
  const body = fieldsOf(jsonIn(text)) ?? {};
  const [, area, slug = '', part] =
    /\/(integrations|providers)(?:\/([^/]+)(?:\/(models|workspaces))?)?$/.exec(url.pathname) ?? [];
  if (area === undefined) {
    const name = `${method} ${url.pathname}`;
    return { action: 'sent', kind: 'route', name, changed: changedPaths({}, body) };
  }
  const kind = area === 'providers' ? 'AI provider' : 'integration';
  const given = body['slug'] ?? body['name'];
  const action = method === 'POST' ? 'created' : method === 'DELETE' ? 'deleted' : 'updated';
  return {
    action: part === undefined ? action : 'updated',
    kind,
    name: slug === '' ? (typeof given === 'string' ? given : '') : decodeURIComponent(slug),
    changed: changedIn(body, url, part),
  };
};

/** Paths that are sent; of models and workspaces one each, by slug or id. */
function changedIn(body: Fields, url: URL, part: string | undefined): DescribedChange['changed'] {
  if (part === undefined) return changedPaths({}, body);
  const { [part]: listed, ...others } = body;
  const removed = part === 'models' ? (url.searchParams.get('slugs')?.split(',') ?? []) : [];
  const sent: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const named = [...removed, ...sent].flatMap((each) => {
    const fields = fieldsOf(each) ?? { id: each };
    const name = fields['slug'] ?? fields['id'];
    return typeof name === 'string' ? [`${part}.${name}`] : [];
  });
  return [...named, ...changedPaths({}, others)];
}
