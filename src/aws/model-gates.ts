import type { Cause } from '../vendors/causes.ts';

/** What AWS says of a model in an account, in AWS' own words. Source: GetFoundationModelAvailability. */
export interface GateWords {
  readonly region: string;
  readonly authorization: string;
  readonly agreement: string;
  readonly agreementProblem: string | undefined;
  readonly entitlement: string;
}

export interface ShutGate {
  readonly gate: 'region' | 'form' | 'agreement' | 'entitlement';
  readonly cause: Cause;
  readonly says: string;
  readonly fix: string;
  /** Opens by itself, within a quarter of an hour. */
  readonly waitable?: true;
}

/** The gates between an account and a model that are shut. None of them says anything of IAM or quota. */
export function shutGates(words: GateWords | undefined): readonly ShutGate[] {
  if (!words) {
    return [
      {
        gate: 'region',
        cause: 'MODEL_NOT_FOUND',
        says: 'AWS does not know the model in this region',
        fix: 'Choose another model or region.',
      },
    ];
  }
  return [
    ...regionGate(words),
    ...formGate(words),
    ...agreementGate(words),
    ...entitlementGate(words),
  ];
}

function regionGate({ region }: GateWords): ShutGate[] {
  if (region === 'AVAILABLE') return [];
  return [
    {
      gate: 'region',
      cause: 'MODEL_NOT_IN_REGION',
      says: said('Not offered in this region', region),
      fix: 'Choose another region.',
    },
  ];
}

function formGate({ authorization }: GateWords): ShutGate[] {
  if (authorization === 'AUTHORIZED') return [];
  return [
    {
      gate: 'form',
      cause: 'USE_CASE_FORM',
      says: said(
        "Anthropic's use-case form is missing, or the account is not eligible",
        authorization,
      ),
      fix: 'Submit the form once; in an organization, in the management account.',
    },
  ];
}

function agreementGate({ agreement, agreementProblem }: GateWords): ShutGate[] {
  if (agreement === 'AVAILABLE') return [];
  if (agreement === 'PENDING') {
    return [
      {
        gate: 'agreement',
        cause: 'MODEL_ACCESS_DENIED',
        says: 'The agreement is being set up',
        fix: 'Wait up to 15 minutes.',
        waitable: true,
      },
    ];
  }
  const why = agreementProblem === undefined ? '' : `: ${agreementProblem}`;
  return [
    {
      gate: 'agreement',
      cause: 'MARKETPLACE',
      says: `${said('The agreement for the model was not accepted', agreement)}${why}`,
      fix: 'Accept the offer; it takes aws-marketplace:Subscribe, which Port never needs.',
    },
  ];
}

function entitlementGate({ entitlement, agreement }: GateWords): ShutGate[] {
  // It follows the agreement: while that one is shut, it says nothing of its own.
  if (entitlement === 'AVAILABLE' || agreement !== 'AVAILABLE') return [];
  return [
    {
      gate: 'entitlement',
      cause: 'MARKETPLACE',
      says: said('AWS Marketplace has not entitled the account', entitlement),
      fix: 'Check the payment method and AWS Marketplace permissions; it may take 15 minutes.',
    },
  ];
}

const known = new Set(['NOT_AVAILABLE', 'NOT_AUTHORIZED', 'ERROR']);

/** A word that this version does not know is shown, and does not count as a pass. */
const said = (sentence: string, word: string) =>
  known.has(word) ? sentence : `${sentence} (AWS says ${word})`;
