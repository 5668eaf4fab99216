import { randomBytes } from 'node:crypto';

/** A new external ID: 128 random bits, in characters that every gateway carries as they are. */
export function newExternalId(): string {
  return `port-${randomBytes(16).toString('hex')}`;
}

/** What AWS itself takes. Source: IAM user guide, "Name requirements", external ID. */
const awsTakes = /^[\w+=,.@:/-]{2,1224}$/;

/** Whose rule an external ID has to keep: that of a role to be made, or of one that asks for it already. */
export type ExternalIdOf = 'new role' | 'existing role';

/**
 * What is wrong with an external ID, to stand after "The external ID"; undefined when nothing is. A new
 * one is stricter than AWS, since some gateways write it into a URL without encoding it. What a role
 * asks for already is only measured by AWS' own rule: nobody is made to change a role that works.
 */
export function problemInExternalId(text: string, of: ExternalIdOf): string | undefined {
  if (/^\s|\s$/.test(text)) return 'begins or ends with a blank or a line end';
  if (text.length > 1224) return 'is longer than the 1,224 characters that AWS takes';
  if (of === 'existing role') {
    return awsTakes.test(text)
      ? undefined
      : 'is not one that AWS takes: 2 or more letters, digits and + = , . @ : / _ -';
  }
  if (text.length < 8) {
    return 'is shorter than 8 characters: AWS takes 2, but a new one has to be unguessable';
  }
  if (/^[A-Za-z0-9-]+$/.test(text)) return undefined;
  return awsTakes.test(text)
    ? 'holds other characters than letters, digits and "-": AWS takes them, but a gateway may write it into a URL as it is, so a new one goes without. That of a role that exists is taken, with --role-arn'
    : 'holds other characters than letters, digits and "-"';
}

/** What to know of an external ID that AWS takes and a new one may not be; undefined when nothing. */
export function remarkOnExternalId(text: string): string | undefined {
  return problemInExternalId(text, 'new role') === undefined
    ? undefined
    : 'This external ID is taken because AWS takes it and the role asks for it already. A new one has 8 or more letters, digits and -: if the connection fails although trust policy and secret agree, change it to such a one.';
}
