import { PortaiError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { fieldOf, secretReferences } from '../planes/port/rules/config-fields.ts';
import { misplacedValue, problemInValue } from '../planes/port/rules/secret-hygiene.ts';
import type { Config, Session } from '../vendors/test-requests.ts';
import type { Subject } from './dependencies.ts';

/** Credentials that are given now, for a test from this machine. */
export interface GivenCredentials {
  /** By the name of the secret. */
  readonly values: ReadonlyMap<string, Secret>;
  /** The credentials of an AWS profile, where one was named. */
  readonly session: Session;
  /** Names of secrets in whose place those credentials are tested. */
  readonly replaced: readonly string[];
}

/** The fields of a key pair that AWS credentials of this machine can stand in for. */
export const keyPairFields = {
  id: 'accessKeyIdSecretName',
  key: 'secretAccessKeySecretName',
} as const;

/** The names of the two secrets of a key pair, as far as a configuration names them. */
export function keyPairOf(config: Config): string[] {
  const names = [config[keyPairFields.id], config[keyPairFields.key]];
  return names.flatMap((name) => (typeof name === 'string' ? [name] : []));
}

/**
 * The secrets of a configuration whose values are given for a test.
 *
 * @param machineKeys whether AWS credentials of this machine stand in for a key pair
 */
export function secretsToGive(config: Config, machineKeys: boolean) {
  const replaced = machineKeys ? keyPairOf(config) : [];
  return secretReferences(config).filter(({ secret }) => !replaced.includes(secret));
}

/**
 * The value behind a name, as the test of one subject asks for it. What is malformed, or plainly for
 * something else, is refused before it is sent.
 */
export function valueFrom(given: GivenCredentials, subject: Subject): (name: unknown) => Secret {
  const refuse = (name: 'SECRET_MALFORMED' | 'CONFIG_INVALID', message: string) =>
    new PortaiError({ name, message, exit: 'checkFailed' });
  return (name) => {
    const value = given.values.get(String(name));
    if (!value) throw refuse('CONFIG_INVALID', `No value was given for the secret ${String(name)}`);
    const problem = given.replaced.includes(String(name))
      ? undefined
      : problemWith(value.reveal(), String(name), subject);
    if (problem === undefined) return value;
    throw refuse('SECRET_MALFORMED', `The value for ${String(name)} ${problem}`);
  };
}

function problemWith(value: string, name: string, { type, config }: Subject): string | undefined {
  const field = secretReferences(config).find(({ secret }) => secret === name)?.field ?? '';
  return problemInValue(value) ?? misplacedValue(value, fieldOf(type, field)?.holds);
}
