import { describeSource, type Source } from '../../core/sources.ts';
import type { AdviceFacts } from './advice.ts';
import { failureIn, type LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, skipped, warned, type CheckName } from './verdicts.ts';

/** Credentials that were found; never the secret itself. */
export interface CredentialsSeen {
  readonly kind: 'client' | 'token' | 'sandbox';
  readonly clientId?: string | undefined;
  readonly source: Source;
  /** The variable that hides credentials stored for the profile, if one does. */
  readonly hidesStored?: string | undefined;
}

/** What was looked up of credentials for Port. */
export interface CredentialsFacts {
  /** Undefined where there are none. */
  readonly credentials: LookedUp<CredentialsSeen | undefined>;
  /** True if there are credentials for another control plane: then Port may not be meant. */
  readonly otherPlane: boolean;
}

const name: CheckName = { area: 'credentials', id: 'credentials', title: 'Credentials' };
const hiddenName: CheckName = { area: 'credentials', id: 'hidden', title: 'Hidden credentials' };

/** Says which credentials there are, and that they may be sent to the address. */
export function credentialsChecks(facts: CredentialsFacts, about: AdviceFacts): ExaminedCheck[] {
  const { credentials, otherPlane } = facts;
  const failure = failureIn(credentials);
  if (failure) return [failed(name, failure, about)];
  const found = 'value' in credentials ? credentials.value : undefined;
  if (!found) {
    if (otherPlane)
      return [skipped(name, 'none for Port: only the other control plane is looked at')];
    const missing = {
      name: 'NotSignedIn',
      message: 'No credentials for Port',
      hint: 'Sign in, or set PORT_CLIENT_ID and PORT_CLIENT_SECRET.',
      exit: 'unauthenticated',
    } as const;
    return [failed(name, missing, about)];
  }
  return [
    passed(name, wordsFor(found, about)),
    ...(found.hidesStored === undefined ? [] : [hidden(found.hidesStored, about)]),
  ];
}

function wordsFor({ kind, clientId, source }: CredentialsSeen, { address }: AdviceFacts): string {
  if (kind === 'sandbox') return 'the sandbox has its own';
  const who = kind === 'client' ? `client ${clientId ?? ''}`.trim() : 'an access token';
  const where = `${who} (${describeSource(source)})`;
  return source.kind === 'profile' && address
    ? `${where}, bound to ${address.value}`
    : `${where}, sent to the address in use`;
}

const hidden = (variable: string, { profile }: AdviceFacts) =>
  warned(
    hiddenName,
    `${variable} is set and goes before the credentials stored for profile "${profile}"`,
    {
      fix: `Unset ${variable} to use those.`,
      next: [{ command: ['help', 'environment'], why: 'each setting, its flag and variable' }],
    },
  );
