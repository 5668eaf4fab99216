import type { HttpResponse } from '../../core/http.ts';
import { isHtml } from '../../core/refusal.ts';
import { isModelList } from '../model-list.ts';
import { privateHostRemark } from '../private-host.ts';
import { jsonOf } from '../structured-output.ts';
import type { ConnectionTest } from '../test-requests.ts';

/** The base URL of an endpoint that somebody else runs. */

const pasted = /\/(?:chat\/completions|completions|responses|messages|models)$/;
const trimmed = (baseUrl: string) => baseUrl.replace(/\/+$/, '');

/** The base URL without a trailing slash, and without the route that people paste along. */
export function baseOf(baseUrl: string): string {
  return trimmed(baseUrl).replace(pasted, '');
}

/** Where the API is more likely to be, when it is not at the base URL. */
export function likelierBase(base: string): string | undefined {
  const once = base.replace(/\/v1\/v1$/, '/v1');
  const bare = once.replace(/\/(?:ui|docs|redoc|swagger|dashboard|admin)$/, '');
  const likelier = /\/v\d[^/]*$/.test(bare) ? bare : `${bare}/v1`;
  return likelier === base ? undefined : likelier;
}

/** Remarks on an address, before anything is sent to it. */
export function baseUrlRemarks(baseUrl: string, plane: string): string[] {
  const base = baseOf(baseUrl);
  return [
    ...privateHostRemark(base, plane),
    ...(base === trimmed(baseUrl)
      ? []
      : [`The base URL ends in a route; tested with ${base}, which is what to store.`]),
    ...(/[?#]/.test(base)
      ? ['The base URL has a query or a fragment: the route is appended to it, not to the path.']
      : []),
  ];
}

/**
 * The list of models, asked for without any credential. Only a refusal shows that the server looks
 * at keys; a list may be public where the models are not. A page may be of anything in between.
 */
export function modelsWithoutCredential(
  baseUrl: string,
): ReturnType<NonNullable<ConnectionTest['control']>> {
  return {
    request: { method: 'GET', url: `${baseOf(baseUrl)}/models`, headers: {} },
    read: (answer) => {
      if (isHtml(answer)) return 'unclear';
      if (answer.status === 401 || answer.status === 403) return 'guarded';
      return isOpen(answer) ? 'open' : 'unclear';
    },
  };
}

const isOpen = ({ status, body }: HttpResponse) =>
  status >= 200 && status < 300 && isModelList(jsonOf(body));
