import { secretsToGive } from '../../connection-test/given-credentials.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { PreflightRequest } from './request.ts';

/** Names of secrets whose values a preflight is given, and stores where they do not exist. */
export function secretsOfPreflight({ awsProfile }: PreflightRequest, config: Config): string[] {
  return secretsToGive(config, awsProfile !== undefined).map(({ secret }) => secret);
}
