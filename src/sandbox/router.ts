import type { Method } from '../core/http.ts';

/** A route: `:name` stands for one segment. The first that fits wins. */
export interface Route<Handler> {
  readonly method: Method;
  readonly path: string;
  readonly handle: Handler;
}

/** An answer before it gets its headers; no body when `body` is absent. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** Server-sent events in place of a body. */
  readonly events?: readonly NamedEvent[];
}

/** One server-sent event; its data is JSON, or text as it stands. */
export interface NamedEvent {
  readonly name: string;
  readonly data: string;
}

function match(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      parameters[part.slice(1)] = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
    if (segment === '') return undefined;
  }
  return parameters;
}

/** The handler of a request with the values of its `:name` segments; undefined when there is none. */
export function route<Handler>(
  routes: readonly Route<Handler>[],
  method: Method,
  pathname: string,
): { handle: Handler; parameters: Readonly<Record<string, string>> } | undefined {
  for (const each of routes) {
    const parameters = each.method === method ? match(each.path, pathname) : undefined;
    if (parameters) return { handle: each.handle, parameters };
  }
  return undefined;
}
