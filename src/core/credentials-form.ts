import type { Secret } from './secret.ts';
import type { Env, Source } from './sources.ts';

/** Registers a value with the redactor. */
export type Hold = (value: string) => Secret;

/** Credentials to use now, and where they were found. */
export interface FoundCredentials<Credentials> {
  readonly credentials: Credentials;
  readonly source: Source;
}

/** How the credentials of one control plane are given by the environment, and how a file holds them. */
export interface CredentialsForm<Credentials> {
  /** The folder of their files in the folder of settings: a file a profile. */
  readonly folder: string;
  /** What the environment gives, and the variable that it goes by. Throws a usage error for half of it. */
  readonly fromEnvironment: (
    env: Env,
    hold: Hold,
  ) => { readonly credentials: Credentials; readonly variable: string } | undefined;
  /** Reads what a file holds beside the address; undefined for anything else than credentials. */
  readonly fromFile: (
    content: Readonly<Record<string, unknown>>,
    hold: Hold,
  ) => Credentials | undefined;
  /** What a file holds of them, in the clear. */
  readonly toFile: (credentials: Credentials) => Readonly<Record<string, string>>;
  /** The flags that lead to an address, for the command that signs in there. */
  readonly flagsTo: (origin: string) => readonly string[];
  /** The variables that lead to another address than the one that credentials were stored for. */
  readonly addressVariables: readonly string[];
}
