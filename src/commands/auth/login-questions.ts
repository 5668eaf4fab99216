import { z } from 'zod';
import { once } from '../../core/once.ts';
import type { Context } from '../../cli/context.ts';
import { planeFlags } from '../../cli/plane-choice.ts';
import { hasValueFlag, readSecretValue, valueFlags } from '../../cli/secret-value.ts';
import type { Sourced } from '../../core/sources.ts';
import type { Plane } from '../../planes/plane.ts';
import type { PlaneSignIn } from '../../planes/sign-in.ts';
import { fail } from '../../core/fail.ts';

export const loginFlags = once(() =>
  z.object({
    ...valueFlags().shape,
    ...planeFlags(),
    clientId: z.string().trim().optional(),
    withToken: z.boolean().default(false),
    verify: z.boolean(),
    dryRun: z.boolean().default(false),
  }),
);

type LoginFlags = z.infer<ReturnType<typeof loginFlags>>;

const ways = ['--value-stdin', '--value-file', '--value-env'] as const;

/** Refuses what a plane has no use for, and, without a person, names everything that is missing in one error. */
export function requireFitting<C>(
  { ask }: Context,
  { title }: Plane<unknown>,
  { publicPart, readyToken, secretTitle }: PlaneSignIn<C>,
  given: LoginFlags,
): void {
  const { clientId, withToken } = given;
  const useless = [
    ...(publicPart || clientId === undefined ? [] : ['--client-id']),
    ...(readyToken || !withToken ? [] : ['--with-token']),
  ];
  if (useless.length > 0) {
    throw fail('Usage', `${title} takes no ${useless.join(' and no ')}`, {
      hint: `Sign in to ${title} with its ${secretTitle}, which is asked for or comes by ${ways.join(', ')}.`,
    });
  }
  const problem = clientId === undefined ? undefined : publicPart?.problem(clientId);
  if (problem !== undefined) throw fail('Usage', `${publicPart?.flag ?? ''}: ${problem}`);
  if (ask.available || withToken) return;
  const id = publicPart && clientId === undefined ? [publicPart.flag] : [];
  const hasValue = hasValueFlag(given);
  if (id.length === 0 && hasValue) return;
  const value = hasValue ? [] : [`one of ${ways.join(', ')} for the secret`];
  const token = readyToken ? ' --with-token takes an access token from stdin instead.' : '';
  throw fail('MissingFlags', `Missing: ${[...id, ...value].join(', and ')}`, {
    details: { missing: hasValue ? [id] : ways.map((way) => [...id, way]) },
    hint: `On a terminal portai asks for them.${token}`,
  });
}

/** Where the credentials belong; asked when nothing has said so yet. */
export async function askAddress<C>(
  { ask }: Context,
  { places: { message, flag, choices } }: PlaneSignIn<C>,
  found: Sourced<string>,
): Promise<Sourced<string>> {
  if (found.source.kind !== 'default' || !ask.available || choices.length < 2) return found;
  const described = choices.map((each) => ({ ...each, description: each.value }));
  const value = await ask.pick({ message, flag }, described);
  return { value, source: { kind: 'flag', name: flag } };
}

/** The credentials: from the flags, and by questions for what they leave open. */
export async function askCredentials<C>(
  context: Context,
  signIn: PlaneSignIn<C>,
  given: LoginFlags,
): Promise<C> {
  const { ask, runtime } = context;
  const { readyToken, publicPart, secretTitle } = signIn;
  if (given.withToken && readyToken) {
    const { title, without } = readyToken;
    const piped = !hasValueFlag(given) && runtime.stdin.isTTY !== true;
    const flags = { ...given, valueStdin: given.valueStdin || piped };
    return readyToken.credentials(await readSecretValue(context, flags, title, { without }));
  }
  const id =
    given.clientId ??
    (publicPart &&
      (await ask.text({
        message: publicPart.title,
        flag: publicPart.flag,
        hint: publicPart.hint,
        check: (answer) => publicPart.problem(answer.trim()) ?? true,
      })));
  const secret = await readSecretValue(context, given, secretTitle);
  return signIn.credentials(secret, id?.trim() ?? '');
}
