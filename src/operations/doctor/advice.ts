import type { Failure, NextStep } from '../../core/errors.ts';
import { stepsAfter } from '../../core/next-steps.ts';
import type { Source, Sourced } from '../../core/sources.ts';

/** What the advice for a failure depends on. */
export interface AdviceFacts {
  readonly profile: string;
  /** Undefined where settings could not be read. */
  readonly address?: Sourced<string> | undefined;
  /** True in the sandbox, which has two identities and no sign-in. */
  readonly sandbox?: boolean;
}

/** The way to somebody who may do more. */
export const asAdmin = ({ sandbox }: AdviceFacts): NextStep =>
  sandbox === true
    ? { command: ['--sandbox', 'doctor'], why: "as the sandbox's admin" }
    : { command: ['auth', 'login'], why: "sign in with an admin's credentials" };

/** Steps of failures that this command has to advise on itself: elsewhere they lead to what it shows. */
const ownSteps: Readonly<Record<string, (facts: AdviceFacts) => readonly NextStep[]>> = {
  NotSignedIn: () => [
    { command: ['auth', 'login'], why: 'store credentials for this machine' },
    { command: ['--sandbox', 'doctor'], why: 'how it looks where all is well' },
  ],
  ProfileNotFound: () => [{ command: ['profiles', 'list'], why: 'the profiles there are' }],
  SettingsFile: ({ profile }) => [
    { command: ['profiles', 'delete', profile], why: 'remove the file; credentials stay' },
  ],
  InvalidSetting: () => [
    { command: ['help', 'environment'], why: 'each setting, its flag and variable' },
  ],
  CredentialsFile: ({ profile }) => [
    { command: ['auth', 'login', '--profile', profile], why: 'stores them anew' },
  ],
  html_answer: addressSteps,
  no_such_route: addressSteps,
  unexpected_answer: addressSteps,
  REDIRECTED: addressSteps,
  NOT_HTTP: addressSteps,
  TLS_HOSTNAME: addressSteps,
  TLS_PROTOCOL: addressSteps,
  DNS_FAILED: addressSteps,
  CONNECT_REFUSED: addressSteps,
  TLS_UNTRUSTED: () => [
    { command: ['doctor', '--ca-file', '<file>'], why: "trust your company's authority" },
    { command: ['explain', 'TLS_UNTRUSTED'], why: 'what it means' },
  ],
  TIMEOUT: () => [{ command: ['doctor', '--timeout', '120'], why: 'wait longer' }],
  rate_limit: () => [{ command: ['explain', 'rate_limit'], why: 'what counts, and how long' }],
};

/** The way to another address, by where the present one comes from. */
function addressSteps({ address, profile }: AdviceFacts): readonly NextStep[] {
  return address === undefined ? [] : [...addressChange(address.source, profile)];
}

function addressChange({ kind }: Source, profile: string): readonly NextStep[] {
  const region = ['--port-region', '<region>'];
  switch (kind) {
    case 'profile':
      return [
        { command: ['profiles', 'set', profile, ...region], why: 'give the profile its address' },
      ];
    case 'environment':
      return [{ command: ['help', 'environment'], why: 'the variables that give the address' }];
    default:
      return [];
  }
}

/** Commands that help with a failure, the likeliest first; never none. */
export function stepsFor(failure: Failure, facts: AdviceFacts): readonly NextStep[] {
  const own = ownSteps[failure.name]?.(facts) ?? [];
  if (own.length > 0) return own;
  const known = stepsAfter(failure, ['doctor'], ['doctor']).filter(
    ({ command }) => command.join(' ') !== 'auth status' && !isHelp(command),
  );
  return known.length > 0
    ? known
    : [{ command: ['explain', failure.name], why: 'what it means, and what helps' }];
}

/** The help of this command is what a usage error without advice falls back on. */
const isHelp = (command: readonly string[]) => command.join(' ') === 'doctor --help';
