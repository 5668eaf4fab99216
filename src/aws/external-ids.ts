import { listOf, type PolicyDocument } from './iam-documents/policy-document.ts';

/** Values that a trust policy compares with an external id, in whatever case its key is written. */
export function externalIdsIn(trust: PolicyDocument | undefined): string[] {
  return (trust?.Statement ?? []).flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys)
        .filter(([key]) => key.toLowerCase() === 'sts:externalid')
        .flatMap(([, value]) =>
          typeof value === 'string' || Array.isArray(value) ? listOf(value) : [String(value)],
        ),
    ),
  );
}
