import type { Report } from '../ports.ts';

/** Says what it means where a trust policy asks for no external ID. */
export function warnWithoutExternalId(report: Report): void {
  report.warn({
    code: 'no_external_id',
    message:
      "Without an external ID any organization on Port that learns the role's ARN can use it and spend on your account.",
  });
}
