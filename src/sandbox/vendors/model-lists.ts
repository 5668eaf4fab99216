import type { HttpRequest } from '../../core/http.ts';

/** Lists of models, as OpenAI and those after it give them. */

/** A request for the list of models, or for one of them; undefined for any other request. */
export function catalogueRoute(
  { method, url }: Pick<HttpRequest, 'method' | 'url'>,
  path: string,
): { readonly model: string | undefined } | undefined {
  if (method !== 'GET') return undefined;
  if (url.pathname === path) return { model: undefined };
  const id = url.pathname.startsWith(`${path}/`) ? url.pathname.slice(path.length + 1) : '/';
  return id.includes('/') || id === '' ? undefined : { model: decodeURIComponent(id) };
}

export const modelEntry = (id: string) => ({
  id,
  object: 'model',
  created: 0,
  owned_by: 'system',
});

export const modelList = (ids: readonly string[]) => ({
  object: 'list',
  data: ids.map(modelEntry),
});

export const openaiModels = ['gpt-5', 'gpt-5-2025-08-07', 'gpt-4o-mini'] as const;
