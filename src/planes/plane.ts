import type { CredentialsForm, FoundCredentials, Hold } from '../core/credentials-form.ts';
import type { Send } from '../core/http.ts';
import type { DescribeChange } from '../core/recorded-change.ts';
import type { SettingsInput, SettingsTable } from '../core/setting.ts';
import type { Secret } from '../core/secret.ts';
import type { Sourced } from '../core/sources.ts';
import type { PlaneErrors } from './documented-errors.ts';
import type { PlaneSignIn } from './sign-in.ts';
import type { z } from 'zod';

/** Where tokens outlive a process. Failing to keep one is not an error. */
export interface TokenCache {
  read(): Promise<Secret | undefined>;
  keep(token: Secret, expiresAt: Date): Promise<void>;
  drop(): Promise<void>;
}

/** A control plane in the sandbox, as one of its two identities. */
export interface SimulatedPlane {
  readonly role: string;
  /** The path below which the sandbox serves the plane; empty for one that it serves at the root. */
  readonly basePath: string;
  /** What signs in: a token or a key, as the plane takes it. */
  readonly credential: () => Promise<Secret>;
}

/** What a control plane opens itself with: one run of one command, whichever plane it is about. */
export interface PlaneDependencies {
  readonly userAgent: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Registers a value with the redactor. */
  readonly hold: Hold;
  /** Takes what is registered out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
  /** Takes what a stored document holds for a name. */
  readonly vouchIn: (json: string) => void;
  /** Is told what was odd in an answer. */
  readonly remark: (what: string) => void;
  /** A way out with retries and trace: the network, or the sandbox in its place. */
  readonly send: () => Promise<Send>;
  /** Rejects where connections cannot be made as they were asked for: a file of authorities that is none. */
  readonly checkTransport: () => Promise<void>;
  /** Flags, variables and the chosen profile: where the plane's own settings are looked up. */
  readonly input: () => Promise<SettingsInput>;
  /** Milliseconds that a person has given for one request; undefined where nobody has. */
  readonly givenTimeoutMs: () => Promise<number | undefined>;
  /** The credentials for an address: of the environment, else those stored for the profile in use. */
  readonly credentials: <C>(
    form: CredentialsForm<C>,
    origin: string,
  ) => Promise<FoundCredentials<C> | undefined>;
  /** Who one is in the sandbox; undefined outside of the sandbox. */
  readonly sandbox: () => Promise<SimulatedPlane | undefined>;
  /** Keeps the tokens of a client at an address. */
  readonly tokenCache: (origin: string, clientId: string) => TokenCache;
}

/** A control plane: all that shared code needs to know of it. */
export interface Plane<Access> {
  readonly id: string;
  /** How sentences call it. */
  readonly title: string;
  /** Settings of its own, by the key under which flags and profiles hold them. */
  readonly settings: SettingsTable;
  /** What a profile may hold of them, each with the form of its value; asked for when a profile is read. */
  readonly profileFields: () => Readonly<Record<string, z.ZodType<string | number | undefined>>>;
  /** Settings that say the same thing: giving one takes the other out of a profile. */
  readonly rivals: Readonly<Record<string, string>>;
  /** The folder of its credentials in the folder of settings. */
  readonly credentialsFolder: string;
  /** For each thing that a profile says of it: the settings of which any is an answer. */
  readonly answers: readonly (readonly string[])[];
  /** What the settings say of it, as a profile holds it. Throws on a value that cannot be used. */
  readonly profileValues: (input: SettingsInput) => Readonly<Record<string, string | undefined>>;
  /** What it documents of its errors. */
  readonly errors: () => Promise<PlaneErrors>;
  /** The address it is looked for at, and who said so. Throws on a value that cannot be used. */
  readonly address: (input: SettingsInput) => Sourced<string>;
  /** A flag with its value that a profile may hold: an example of how one is made. */
  readonly profileExample: readonly string[];
  /** A command that reads from it: what somebody tries who has just signed in. */
  readonly firstRead: readonly string[];
  /** Flags of its sign-in whose values are no secrets and are shown. */
  readonly shownFlags: readonly string[];
  /** Whether the history needs the answers of a path to say what a later request changed. */
  readonly remembers: (path: string) => boolean;
  /** What a request changes, for the history; asked for when one was sent. */
  readonly changes: () => Promise<DescribeChange>;
  /** Hands over how one signs in to it; whatever its credentials are, `use` fits. */
  readonly signIn: <Result>(
    dependencies: PlaneDependencies,
    use: <Credentials>(signIn: PlaneSignIn<Credentials>) => Promise<Result>,
  ) => Promise<Result>;
  /** Opens it, once for each run: nothing is read or sent before its members are called. */
  readonly open: (dependencies: PlaneDependencies) => Access;
}

/** The same access for the same run. */
export function oncePerRun<Access>(
  open: (dependencies: PlaneDependencies) => Access,
): (dependencies: PlaneDependencies) => Access {
  const opened = new WeakMap<PlaneDependencies, Access>();
  return (dependencies) => {
    const before = opened.get(dependencies);
    if (before !== undefined) return before;
    const access = open(dependencies);
    opened.set(dependencies, access);
    return access;
  };
}
