import { fail } from '../../core/fail.ts';
import type { Problem } from '../../core/problem.ts';

/** A configuration that is there and is not to be replaced. */
export const configuredAlready = (provider: string, what: string): Problem[] => [
  {
    error: fail(
      'ExistsAlready',
      `Port's provider ${provider} is configured already, with ${what}`,
      {
        hint: "Port's configuration was left as it is. --force replaces it.",
        next: [{ command: ['providers', 'get', provider], why: 'what is stored' }],
      },
    ),
    overridable: true,
  },
];
