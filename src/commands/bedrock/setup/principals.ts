import { portPrincipals } from '../../../aws/iam-documents/trust.ts';

/** The roles of Port that a trust policy names. */
export function principalsOf(which: 'both' | 'eu' | 'us'): readonly string[] {
  return which === 'both' ? [portPrincipals.eu, portPrincipals.us] : [portPrincipals[which]];
}
