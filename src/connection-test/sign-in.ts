import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';

/**
 * Signs in before all other requests, which then use the session. Undefined if the type has no
 * sign-in.
 */
export async function signedIn(
  { test: { signIn }, runner, input, dependencies, enter }: TestSession,
  model: string,
): Promise<{ readonly outcome: CallOutcome; readonly entered: boolean } | undefined> {
  if (!signIn) return undefined;
  let entered = false;
  const outcome = await runner.run('auth', (now) => {
    const { request, read } = signIn(input(model, now));
    return {
      title: 'sign-in',
      request,
      outputTokens: 0,
      patience: 'control',
      read(answer) {
        const result = read(answer);
        if (!('session' in result)) {
          // A good answer without a session cannot be used.
          return result.cause === 'OK' ? { ...result, cause: 'RESPONSE_MALFORMED' } : result;
        }
        // Before anything can print them.
        for (const value of Object.values(result.session)) dependencies.hold(value);
        enter(result.session);
        entered = true;
        return { cause: 'OK', recognised: true, status: answer.status };
      },
    };
  });
  return { outcome, entered };
}

export type Control = 'open' | 'guarded' | 'unclear';

/**
 * Sends the control request without a credential, after one with a credential was accepted. It
 * costs nothing and guesses no key.
 */
export async function controlled(
  { test: { control }, runner, input }: TestSession,
  model: string,
): Promise<{ readonly outcome: CallOutcome; readonly found: Control } | undefined> {
  if (!control) return undefined;
  let found: Control = 'unclear';
  const outcome = await runner.run('auth', (now) => {
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
