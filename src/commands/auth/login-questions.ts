import { z } from 'zod';
import { once } from '../../core/once.ts';
import type { Context } from '../../cli/context.ts';
import { hasValueFlag, readSecretValue, valueFlags } from '../../cli/secret-value.ts';
import { looksLikeSecretValue } from '../../core/secret-shapes.ts';
import type { Credentials } from '../../planes/port/credentials.ts';
import type { Sourced } from '../../core/sources.ts';
import { regionOrigins } from '../../planes/port/settings.ts';
import { fail } from '../../core/fail.ts';

/** A client id is shown and kept in the open, so nothing that looks like a secret may be one. */
const clientId = once(() =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .refine((text) => !/\s/.test(text), 'must not hold blanks or line ends')
    .refine((text) => !looksLikeSecretValue(text), {
      message: 'this looks like a secret, not like a client id; it was not used',
    }),
);

export const loginFlags = once(() =>
  z.object({
    ...valueFlags().shape,
    clientId: clientId().optional(),
    withToken: z.boolean().default(false),
    verify: z.boolean(),
    dryRun: z.boolean().default(false),
  }),
);

type LoginFlags = z.infer<ReturnType<typeof loginFlags>>;

const ways = ['--value-stdin', '--value-file', '--value-env'] as const;

/** Without a person, one error names everything that is missing. */
export function requireComplete({ ask }: Context, given: LoginFlags): void {
  if (ask.available || given.withToken) return;
  const id = given.clientId === undefined ? ['--client-id'] : [];
  const hasValue = hasValueFlag(given);
  if (id.length === 0 && hasValue) return;
  const value = hasValue ? [] : [`one of ${ways.join(', ')} for the secret`];
  throw fail('MissingFlags', `Missing: ${[...id, ...value].join(', and ')}`, {
    details: { missing: hasValue ? [id] : ways.map((way) => [...id, way]) },
    hint: 'On a terminal portai asks for them. --with-token takes an access token from stdin instead.',
  });
}

/** Where the credentials belong; asked when nothing has said so yet. */
export async function askOrigin(
  { ask }: Context,
  found: Sourced<string>,
): Promise<Sourced<string>> {
  if (found.source.kind !== 'default' || !ask.available) return found;
  const value = await ask.pick({ message: 'Region of the organization', flag: '--port-region' }, [
    { name: 'EU', value: regionOrigins.eu, description: regionOrigins.eu },
    { name: 'US', value: regionOrigins.us, description: regionOrigins.us },
  ]);
  return { value, source: { kind: 'flag', name: '--port-region' } };
}

/** The credentials: from the flags, and by questions for what they leave open. */
export async function askCredentials(context: Context, given: LoginFlags): Promise<Credentials> {
  const { ask, runtime } = context;
  if (given.withToken) {
    const piped = !hasValueFlag(given) && runtime.stdin.isTTY !== true;
    const flags = { ...given, valueStdin: given.valueStdin || piped };
    const token = await readSecretValue(context, flags, 'Access token', {
      without: /^Bearer\s+/i,
    });
    // Port's own tool prints the whole header.
    return { kind: 'token', accessToken: token };
  }
  const id =
    given.clientId ??
    (await ask.text({
      message: 'Client id',
      flag: '--client-id',
      hint: 'in Port: your profile picture, then Credentials',
      check: (answer) => clientId().safeParse(answer).error?.issues[0]?.message ?? true,
    }));
  const clientSecret = await readSecretValue(context, given, 'Client secret');
  return { kind: 'client', clientId: id, clientSecret };
}
