import type { FrontDoorAnswer } from '../../planes/port/front-door.ts';
import type { TokenClaims } from '../../planes/port/token-claims.ts';
import type { ExaminedCheck } from './report.ts';
import { skipped, passed, unseen, warned, type CheckName } from './verdicts.ts';

/**
 * Past this a clock deserves a look: it is the shortest lifetime that portai counts on, as a cached
 * token is dropped a minute before its end.
 */
const lookFromMs = 60_000;

/**
 * Past this what is signed with the time is refused. RFC 7519 §4.1.4 leaves a leeway of "no more than a
 * few minutes" to those who read tokens; AWS takes a request for five minutes after its signature
 * (Signature Version 4, "Elements of an AWS API request signature"), Kerberos the same (RFC 4120 §8.2).
 */
const wrongFromMs = 300_000;

const name: CheckName = { area: 'clock', id: 'clock', title: 'Clock' };

const help = {
  fix: 'Set the clock of this machine by a time server (NTP): signed requests and tokens depend on it.',
  next: [{ command: ['explain', 'CLOCK_SKEW'], why: 'what a wrong clock breaks' }],
};

/** What was looked up of the time. */
export interface ClockFacts {
  readonly sandbox: boolean;
  /** Undefined where nobody answered. */
  readonly door: Pick<FrontDoorAnswer, 'date' | 'sentAt' | 'answeredAt'> | undefined;
  /** Of a token that Port has given. */
  readonly claims?: Pick<TokenClaims, 'issuedAt'> | undefined;
}

/** Compares this machine's clock with the server's; without its time, with that of a token. */
export function clockCheck({ sandbox, door, claims }: ClockFacts): ExaminedCheck {
  if (sandbox) return skipped(name, "the sandbox goes by this machine's clock");
  const server = Date.parse(door?.date ?? '');
  if (!door || Number.isNaN(server)) return byToken(claims, door?.answeredAt);
  // The header is cut to the second, and was written at some time between the two.
  const earliest = door.sentAt.getTime() - (server + 999);
  const latest = door.answeredAt.getTime() - server;
  const aheadMs = earliest > 0 ? earliest : Math.min(latest, 0);
  return judged(aheadMs, "the server's (Date header)");
}

function byToken(claims: ClockFacts['claims'], now: Date | undefined): ExaminedCheck {
  const issued = Date.parse(claims?.issuedAt ?? '');
  const aheadMs = now ? now.getTime() - issued : Number.NaN;
  // A token from the future was written by another clock; one from the past may be old.
  if (aheadMs <= -lookFromMs) return judged(aheadMs, 'that of the token (iat)');
  return unseen(name, 'the server does not say its time (no Date header)', [
    { command: ['explain', 'CLOCK_SKEW'], why: 'how a wrong clock shows' },
  ]);
}

function judged(aheadMs: number, other: string): ExaminedCheck {
  const off = Math.abs(aheadMs);
  if (off < lookFromMs) return passed(name, `within a minute of ${other}`);
  const says = `${inWords(off)} ${aheadMs > 0 ? 'ahead of' : 'behind'} ${other}`;
  if (off < wrongFromMs) return warned(name, says, help);
  return { ...warned(name, says, help), verdict: 'fail', exit: 'checkFailed' };
}

function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
