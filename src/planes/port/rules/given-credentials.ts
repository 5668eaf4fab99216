import { configInvalid, secretMalformed } from '../../../vendors/config-invalid.ts';
import type { Secret } from '../../../core/secret.ts';
import type { SignInSession } from '../../../vendors/test-requests.ts';
import type { Config } from '../config.ts';
import type { CredentialKind, Field, SecretSource } from '../provider-types/define.ts';
import { providerTypes } from '../provider-types/index.ts';
import type { TestedProvider } from '../tested-provider.ts';
import { fieldOf, secretReferences } from './config-fields.ts';
import { misplacedValue, problemInValue } from './secret-hygiene.ts';

/** Credentials that are given now, for a test from this machine. */
export interface GivenCredentials {
  /** By the name of the secret. */
  readonly values: ReadonlyMap<string, Secret>;
  /** The credentials of an AWS profile, where one was named. */
  readonly session: SignInSession;
  /** Names of secrets in whose place those credentials are tested. */
  readonly replaced: readonly string[];
}

/** The keys of a configuration whose secrets hold that kind, in any type. */
const keysHolding = (kind: CredentialKind): readonly string[] =>
  providerTypes.flatMap(({ variants }) =>
    variants.flatMap(({ fields }) =>
      Object.entries<Field>(fields).flatMap(([key, { holds }]) => (holds === kind ? [key] : [])),
    ),
  );

/** The names of the two secrets of an AWS key pair, as far as a configuration names them. */
export function keyPairOf(config: Config): {
  readonly id: string | undefined;
  readonly key: string | undefined;
} {
  const named = (kind: CredentialKind) =>
    secretReferences(config).find(({ field }) => keysHolding(kind).includes(field))?.secret;
  return { id: named('aws-access-key-id'), key: named('aws-secret-access-key') };
}

/** The same as a list of names. */
export function namesOfKeyPair(config: Config): string[] {
  const { id, key } = keyPairOf(config);
  return [id, key].filter((name) => name !== undefined);
}

/**
 * The secrets of a configuration whose values are given for a test.
 *
 * @param machineKeys whether AWS credentials of this machine stand in for a key pair
 */
export function secretsToGive(config: Config, machineKeys: boolean) {
  const replaced = machineKeys ? namesOfKeyPair(config) : [];
  return secretReferences(config).filter(({ secret }) => !replaced.includes(secret));
}

/**
 * The value behind a name, as the test of one provider asks for it. What is malformed, or plainly for
 * something else, is refused before it is sent.
 */
export function valueFrom(given: GivenCredentials, tested: TestedProvider): SecretSource {
  return (name) => {
    const value = given.values.get(String(name));
    if (!value) throw configInvalid(`No value was given for the secret ${String(name)}`);
    const problem = given.replaced.includes(String(name))
      ? undefined
      : problemWith(value.reveal(), String(name), tested);
    if (problem === undefined) return value;
    throw secretMalformed(`The value for ${String(name)} ${problem}`);
  };
}

function problemWith(
  value: string,
  name: string,
  { type, config }: TestedProvider,
): string | undefined {
  const field = secretReferences(config).find(({ secret }) => secret === name)?.field ?? '';
  return problemInValue(value) ?? misplacedValue(value, fieldOf(type, field)?.holds);
}
