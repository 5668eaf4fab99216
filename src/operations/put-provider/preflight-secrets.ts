import { secretsToGive } from '../../planes/port/rules/given-credentials.ts';
import type { Config } from '../../planes/port/config.ts';
import type { PreflightRequest } from './request.ts';

/** Names of secrets whose values a preflight is given, and stores where they do not exist. */
export function secretsOfPreflight({ awsProfile }: PreflightRequest, config: Config): string[] {
  return secretsToGive(config, awsProfile !== undefined).map(({ secret }) => secret);
}
