import type { Outcome } from './request-runner.ts';
import type { Bench } from './session.ts';

/**
 * The exchange before everything else; the session that it gives is in all later requests. Undefined
 * where the type has none.
 */
export async function signedIn(
  { probe: { signIn }, asker, input, world, enter }: Bench,
  model: string,
): Promise<{ readonly outcome: Outcome; readonly entered: boolean } | undefined> {
  if (!signIn) return undefined;
  let entered = false;
  const outcome = await asker.ask('auth', (now) => {
    const { request, read } = signIn(input(model, now));
    return {
      title: 'sign-in',
      request,
      outputTokens: 0,
      patience: 'control',
      read(answer) {
        const result = read(answer);
        if (!('session' in result)) {
          // A good answer without a session leads nowhere.
          return result.cause === 'OK' ? { ...result, cause: 'RESPONSE_MALFORMED' } : result;
        }
        // Before anything can print them.
        for (const value of Object.values(result.session)) world.hold(value);
        enter(result.session);
        entered = true;
        return { cause: 'OK', recognised: true, status: answer.status };
      },
    };
  });
  return { outcome, entered };
}

export type Control = 'open' | 'guarded' | 'unclear';

/** Asks without any credential, once something was answered with one: free, and no guess at a key. */
export async function controlled(
  { probe: { control }, asker, input }: Bench,
  model: string,
): Promise<{ readonly outcome: Outcome; readonly found: Control } | undefined> {
  if (!control) return undefined;
  let found: Control = 'unclear';
  const outcome = await asker.ask('auth', (now) => {
    const { request, read } = control(input(model, now));
    return {
      title: 'without a credential',
      request,
      outputTokens: 0,
      patience: 'control',
      read(answer) {
        found = read(answer);
        return { cause: 'ZERO_TOKEN_OK', recognised: true, status: answer.status };
      },
    };
  });
  return { outcome, found };
}
