import { secretsToGive } from '../../planes/port/rules/given-credentials.ts';
import type { Config } from '../../planes/port/config.ts';
import type { PreflightRequest } from './request.ts';

/**
 * Returns the names of secrets whose values are given to a preflight. It stores those that do not
 * exist.
 */
export function preflightSecretNames({ awsProfile }: PreflightRequest, config: Config): string[] {
  return secretsToGive(config, awsProfile !== undefined).map(({ secret }) => secret);
}
