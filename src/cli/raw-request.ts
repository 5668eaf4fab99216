import { z } from 'zod';
import { readApiPath } from '../core/api-path.ts';
import { fail } from '../core/fail.ts';
import type { Method } from '../core/http.ts';
import { once } from '../core/once.ts';
import { couldBeSecret, isCredentialKey } from '../core/secret-shapes.ts';
import { jsonIn, readJson } from '../core/text/json.ts';
import type { RawCall } from '../planes/raw-api.ts';
import type { Context } from './context.ts';
import { pairIn } from './pairs.ts';
import { readGivenFile, readStdin } from './stdin.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly Method[];

/** The words of a raw call. */
export const rawArguments = once(() =>
  z.tuple([
    z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(methods, `must be one of ${methods.join(', ')}`)),
    z.string(),
  ]),
);

/** The flags of which a raw call is made. */
export interface RawRequestFlags {
  readonly query: readonly string[];
  readonly field: readonly string[];
  readonly input?: string | undefined;
}

/** Makes a call of the words of the command line. Rejects for anything that could leave the address. */
export async function rawRequest(
  context: Context,
  [method, typed]: readonly [Method, string],
  { query, field, input }: RawRequestFlags,
): Promise<RawCall> {
  const read = readApiPath(typed);
  if ('problem' in read) {
    throw fail('Usage', `The path ${read.problem}; nothing was sent`, {
      hint: 'A path looks like /v1/llm-providers. What follows a ? may be given with -q key=value.',
    });
  }
  const body = await bodyOf(context, method, field, input);
  return {
    method,
    path: read.path,
    query: [...read.query, ...query.map((text) => pairIn(text, '--query'))],
    ...(body === undefined ? {} : { body }),
  };
}

async function bodyOf(
  context: Context,
  method: Method,
  fields: readonly string[],
  input: string | undefined,
): Promise<string | undefined> {
  if (input === undefined && fields.length === 0) return undefined;
  if (input !== undefined && fields.length > 0) {
    throw fail('Usage', '--field and --input both give the body: give one of them');
  }
  if (method === 'GET') {
    throw fail('Usage', 'A GET has no body: give what it asks for with --query');
  }
  const text =
    input === undefined
      ? JSON.stringify(Object.fromEntries(fields.map(fieldIn)))
      : await textOf(context, input);
  holdSecrets(context, jsonIn(text));
  return text;
}

async function textOf(context: Context, input: string): Promise<string> {
  const { runtime } = context;
  const { timeout } = await context.settings();
  const bytes =
    input === '-'
      ? await readStdin(runtime, '--input -', timeout.value)
      : await readGivenFile(runtime, input, '--input');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    readJson(text);
    return text;
  } catch {
    // The parser's own words quote the text, which may hold a secret.
    throw fail('Usage', '--input: that is no JSON; nothing was sent');
  }
}

/** `key=text`, or `key:=json` for numbers, switches, lists and objects. */
function fieldIn(text: string): readonly [string, unknown] {
  const [key, value] = pairIn(text, '--field');
  if (couldBeSecret(value)) {
    throw fail('Usage', `--field ${key.replace(/:$/, '')}: the value looks like a secret`, {
      hint: 'Other programs see the command line, and the shell keeps it. Give the body with --input - or a file.',
    });
  }
  if (!key.endsWith(':') || key === ':') return [key, value];
  const json = jsonIn(value);
  if (json !== undefined) return [key.slice(0, -1), json];
  throw fail('Usage', `--field ${key}=: what follows is no JSON`);
}

/** What stands in a body under the name of a credential is masked wherever it comes back. */
function holdSecrets(context: Context, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const secret = isCredentialKey(key) || /secret.?value$/i.test(key);
    if (secret && typeof each === 'string') context.hold(each);
    else holdSecrets(context, each);
  }
}
