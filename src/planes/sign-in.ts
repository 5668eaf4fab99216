import type { CredentialsForm } from '../core/credentials-form.ts';
import type { NextStep } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import type { Source, Sourced } from '../core/sources.ts';

/** What may be said of credentials: never the secret itself. */
export interface CredentialsView {
  /** `client`, `token` or `key`; `unusable` for a file that cannot be used. */
  readonly kind: 'client' | 'token' | 'key' | 'unusable';
  /** What is no secret and goes with it, and under which tokens are cached. */
  readonly clientId?: string;
}

/** An address to choose, in a question. */
export interface AddressChoice {
  readonly name: string;
  /** Scheme, host and, where the plane has one, the path. */
  readonly value: string;
}

/** A text that goes with the secret in the open. */
export interface PublicPart {
  /** The flag that gives it: `--client-id`. */
  readonly flag: string;
  readonly title: string;
  /** Where a person finds it. */
  readonly hint: string;
  /** What is wrong with a text, or undefined where nothing is. */
  readonly problem: (text: string) => string | undefined;
}

/** A token that is stored in place of what fetches one. */
export interface ReadyToken<Credentials> {
  readonly title: string;
  /** What people copy before it, and what is left out. */
  readonly without: RegExp;
  readonly credentials: (token: Secret) => Credentials;
}

/** What a plane says of credentials that work. */
export interface Account {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** The credentials of a run, outside of the sandbox or in it. */
export interface CredentialsInUse {
  readonly kind: CredentialsView['kind'] | 'sandbox';
  readonly source: Source;
  /** Asks the plane whether it takes them. Rejects where it does not, or cannot be asked. */
  readonly check: () => Promise<void>;
  /** Says whose the credentials are, as far as a read proves it; where the plane has several kinds. */
  readonly reach?: () => Promise<CredentialsReach>;
}

/** Whose credentials are, and how that is known. */
export interface CredentialsReach {
  /** Null where no read proved it. */
  readonly of: 'organization' | null;
  readonly how: string;
}

/** How one signs in to a control plane, and what is stored and shown of credentials. */
export interface PlaneSignIn<Credentials> {
  readonly form: CredentialsForm<Credentials>;
  readonly view: (credentials: Credentials) => CredentialsView;
  /** The variable whose credentials go before stored ones. */
  readonly variableIn: (env: Readonly<Record<string, string | undefined>>) => string | undefined;
  /** Where the credentials may belong: asked where nothing has said so. */
  readonly places: {
    readonly message: string;
    readonly flag: string;
    readonly choices: readonly AddressChoice[];
  };
  /** What is typed unseen: `Client secret`. */
  readonly secretTitle: string;
  readonly publicPart?: PublicPart;
  readonly readyToken?: ReadyToken<Credentials>;
  /** @param id the public part, where the plane has one */
  readonly credentials: (secret: Secret, id: string) => Credentials;
  /** What a profile holds so that its commands go to an address. */
  readonly profileFor: (address: Sourced<string>) => Readonly<Record<string, string>>;
  /** What signs in now, and where it was found; undefined where there is nothing. */
  readonly inUse: () => Promise<CredentialsInUse | undefined>;
  /**
   * Asks the plane with credentials that are not in use yet, and gives the account they open, where
   * the plane shows it. Rejects where they open none.
   */
  readonly tryOut: (credentials: Credentials, address: string) => Promise<Account | undefined>;
  /** Commands to try where credentials were refused at an address and may belong to another. */
  readonly elsewhere: (address: string, again: readonly string[]) => readonly NextStep[];
}
