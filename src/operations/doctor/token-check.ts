import type { Failure } from '../../core/errors.ts';
import type { TokenClaims } from '../../planes/port/token-claims.ts';
import type { AdviceFacts } from './advice.ts';
import { failureIn, type LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, unseen, warned, type CheckName } from './verdicts.ts';

/** What was looked up of the access token. */
export interface TokenFacts {
  readonly claims: LookedUp<TokenClaims>;
  /** True if portai can fetch another: the credentials are a client's. */
  readonly renewed: boolean;
  /** What reads with the token came to: they alone show that it is accepted. */
  readonly reads: readonly LookedUp<unknown>[];
  readonly now: Date;
}

const name: CheckName = { area: 'token', id: 'token', title: 'Access token' };

/** A token that ends sooner may not last for what somebody is about to do. */
const endsSoonMs = 15 * 60_000;

/** Says whether Port accepts the token, by what it answered, and when it ends. */
export function tokenCheck(facts: TokenFacts, about: AdviceFacts): ExaminedCheck {
  const { claims, reads } = facts;
  const failures = [claims, ...reads].flatMap((look) => failureIn(look) ?? []);
  const refused = failures.find(({ exit }) => exit === 'unauthenticated');
  if (refused) return failed(name, withItsEnd(refused, facts), about);
  const unobtained = failureIn(claims);
  if (unobtained) return failed(name, unobtained, about);
  if (!reads.some(isAccepted)) {
    const [why] = failures;
    // A token that nobody has looked at yet is no good news.
    if (why) return failed(name, why, about);
    return unseen(name, 'nothing was read with it', []);
  }
  return acceptedCheck(facts);
}

/** Whether an answer shows that the token was taken: what is withheld is withheld from somebody. */
function isAccepted(read: LookedUp<unknown>): boolean {
  const failure = failureIn(read);
  if (!failure) return true;
  return failure.exit === 'forbidden' && failure.name !== 'ip_not_allowed';
}

function acceptedCheck({ claims, renewed, now }: TokenFacts): ExaminedCheck {
  const ends = 'value' in claims ? claims.value.expiresAt : undefined;
  if (ends === undefined) return passed(name, 'accepted; it does not say when it ends');
  const leftMs = Date.parse(ends) - now.getTime();
  if (renewed) return passed(name, `accepted until ${ends}, and renewed by itself`);
  if (leftMs > endsSoonMs) return passed(name, `accepted until ${ends}`);
  const says =
    leftMs > 0
      ? `accepted, and ends at ${ends}: nothing renews it`
      : `accepted, although it ended at ${ends} by this machine's clock`;
  return warned(name, says, {
    fix: 'Put a new token in its place, or sign in with a client id and secret, which are renewed.',
    next: [{ command: ['auth', 'login'], why: 'sign in with what is renewed' }],
  });
}

function withItsEnd(refused: Failure, { claims, now }: TokenFacts): Failure {
  const ends = 'value' in claims ? claims.value.expiresAt : undefined;
  if (ends === undefined || Date.parse(ends) > now.getTime()) return refused;
  return { ...refused, message: `${refused.message}: the token ended at ${ends}` };
}
