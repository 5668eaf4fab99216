import { PortaiError, type NextStep } from '../../core/errors.ts';
import { cancelled, stopClass, stopWords, wasAnswered } from '../../core/interruption.ts';
import type { Api, Call } from '../../http/api.ts';

/**
 * The same calls, where a write that got no answer says that it may have been made, and which command
 * shows whether it was: one that ran out of time, was cut off, was answered with an error of the server or
 * with what cannot be read, or was on its way when somebody stopped the program.
 */
export function sayingWhatMayBeMade(api: Api, signal: AbortSignal | undefined): Api {
  return async <T>(call: Call<T>): Promise<T> => {
    const alreadyStopped = signal?.aborted === true;
    try {
      return await api(call);
    } catch (error) {
      if (call.method === 'GET' || alreadyStopped) throw error;
      throw withLook(error, call, signal);
    }
  };
}

function withLook(
  error: unknown,
  { path, body }: Pick<Call<unknown>, 'path' | 'body'>,
  signal: AbortSignal | undefined,
): unknown {
  const next = lookAfter(path, body);
  if (!(error instanceof PortaiError)) {
    if (signal?.aborted !== true) return error;
    const exit = stopClass(signal);
    return cancelled(stopWords[exit], exit, error).with({
      hint: 'A change that was being sent may have been made.',
      next,
    });
  }
  const { failure } = error;
  if (wasAnswered(failure)) return error;
  const hint = `${failure.hint ?? ''} The change may have been made all the same.`.trim();
  return error.with({ hint, next: [...next, ...(failure.next ?? [])] });
}

/** The command that shows whether a write to a path was made; a creation names its slug in the body. */
function lookAfter(path: string, body: unknown): readonly NextStep[] {
  const [noun, encoded, part] = path.split('/').filter(Boolean);
  const why = 'whether it was made';
  const slug = encoded === undefined ? slugIn(body) : decodeURIComponent(encoded);
  if (noun !== 'integrations') return [{ command: ['integrations', 'access'], why }];
  if (slug === undefined) return [{ command: ['integrations', 'list'], why }];
  return part === 'models' || part === 'workspaces'
    ? [{ command: ['integrations', part, 'list', slug], why }]
    : [{ command: ['integrations', 'get', slug], why }];
}

function slugIn(body: unknown): string | undefined {
  const slug = typeof body === 'object' && body !== null && 'slug' in body ? body.slug : undefined;
  return typeof slug === 'string' ? slug : undefined;
}
