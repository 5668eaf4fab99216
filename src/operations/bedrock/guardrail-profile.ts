import {
  guardrailProfileFrom,
  guardrailProfilesFrom,
  type GuardrailProfileAccess,
} from '../../aws/iam-documents/guardrail-profiles.ts';
import type { Report } from '../ports.ts';
import { fail } from '../../core/fail.ts';

/**
 * The profile that is meant, with the regions that it needs.
 *
 * @throws a usage error where the region has none, several, or another one
 */
export function guardrailProfileGiven(
  given: string | true,
  region: string,
): GuardrailProfileAccess {
  const known = guardrailProfilesFrom(region);
  const ids = known.map(({ id }) => id);
  if (given !== true) {
    if (known.length === 0 || ids.includes(given)) return guardrailProfileFrom(given, region);
    throw fail(
      'Usage',
      `--guardrail-profile ${given}: guardrails in ${region} have ${ids.join(' or ')}`,
    );
  }
  const [only, ...others] = known;
  if (only !== undefined && others.length === 0) return only;
  throw fail(
    'Usage',
    only === undefined
      ? `No guardrail profile of ${region} is known`
      : `Guardrails in ${region} have ${ids.join(' or ')}`,
    { hint: 'Name it: --guardrail-profile <id>. aws bedrock get-guardrail shows it.' },
  );
}

/** Said where a policy names a guardrail, and nobody knows whether it works across regions. */
export function noteUnknownProfile(report: Report, region: string): void {
  const ids = guardrailProfilesFrom(region).map(({ id }) => id);
  if (ids.length === 0) return;
  report.note(
    `A guardrail that works across regions, as every one of the Standard tier does, needs a permission for its profile too: --guardrail-profile ${ids.join(' or ')}.`,
  );
}
