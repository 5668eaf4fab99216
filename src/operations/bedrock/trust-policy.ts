import { newExternalId, problemInExternalId } from '../../aws/iam-documents/external-id.ts';
import type { PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import { trustPolicy } from '../../aws/iam-documents/trust.ts';
import { fail } from '../../core/fail.ts';
import type { Report } from '../ports.ts';
import { warnWithoutExternalId } from './external-id-warning.ts';

/** Who may assume a role, and with which external ID. */
export interface TrustRequest {
  /** ARNs of the roles that are trusted. */
  readonly principals: readonly string[];
  /** The external ID itself belongs into the document, so here alone it is no Secret. */
  readonly externalId: 'none' | 'new' | { readonly given: string };
}

/**
 * Makes a trust policy, and says what has to be known of its external ID.
 *
 * @throws a usage error for an external ID that AWS would refuse.
 */
export function makeTrustPolicy(
  report: Report,
  { principals, externalId: asked }: TrustRequest,
): PolicyDocument {
  return trustPolicy(principals, externalIdOf(report, asked));
}

function externalIdOf(report: Report, asked: TrustRequest['externalId']): string | undefined {
  if (asked === 'none') {
    warnWithoutExternalId(report);
    return undefined;
  }
  if (asked === 'new') {
    report.note(
      [
        'The document holds a new external ID. Port has to send the same, so that no',
        'other organization on Port can use the role. Store it there:',
        '  portai secrets set aws-external-id',
      ].join('\n'),
    );
    return newExternalId();
  }
  const problem = problemInExternalId(asked.given, 'new role');
  if (problem !== undefined) throw fail('Usage', `The external ID ${problem}`);
  return asked.given;
}
