import { timingSafeEqual } from 'node:crypto';
import type { BedrockCheck, ExternalIdFacts, DiagnosisFacts } from './facts.ts';
import { externalIdsOf, fits, trustFacts, type WantedId } from './trust-facts.ts';

const common = { id: 'external-id', title: 'External ID' } as const;

/**
 * Whether what Port sends is what the role asks for. Values are compared in memory; only whether they
 * are equal, and how long both are, is said.
 */
export function externalIdCheck({ role, externalId }: DiagnosisFacts): BedrockCheck {
  if ('unread' in role || !role.value) {
    return { ...common, verdict: 'skip', says: 'the role could not be read' };
  }
  const { allows } = trustFacts(role.value.trust);
  if (allows.length === 0) {
    return { ...common, verdict: 'skip', says: 'the trust policy does not let Port in' };
  }
  const asked = allows.map(externalIdsOf);
  const open = asked.some((each) => each === undefined);
  const values = asked.flatMap((each) => each ?? []);
  const { configured, stored, known } = externalId;
  if (values.length === 0 || open) return notAsked(configured, values.length > 0);
  if (configured === undefined && known) {
    return {
      ...common,
      verdict: 'fail',
      says: "the trust policy asks for one, and Port's provider names no secret that holds it",
      fix: 'portai providers put bedrock --external-id-secret <name>',
    };
  }
  if (stored === false && configured !== undefined) {
    return {
      ...common,
      verdict: 'fail',
      says: `Port has no secret ${configured}`,
      fix: `portai secrets add ${configured} --value-file <file>`,
    };
  }
  return compared(values, externalId, configured);
}

function notAsked(configured: string | undefined, elsewhere: boolean): BedrockCheck {
  const says = elsewhere
    ? 'one statement of the trust policy lets Port in without any'
    : 'the trust policy asks for none';
  return {
    ...common,
    verdict: 'warn',
    says: configured === undefined ? says : `${says}, although Port sends ${configured}`,
    fix: "Any organization on Port that learns the role's ARN could use it: portai bedrock setup --update-role adds one.",
  };
}

function compared(
  values: readonly WantedId[],
  { given }: ExternalIdFacts,
  configured: string | undefined,
): BedrockCheck {
  if (given === undefined) {
    return {
      ...common,
      verdict: 'unknown',
      unknowable: true,
      says:
        configured === undefined
          ? 'asked for; what Port sends is not known here'
          : `asked for, and Port sends ${configured}; whether both are the same cannot be read from Port`,
      fix: 'Give the value that was stored with --external-id-env <name>, or store it again.',
    };
  }
  if (values.some((wanted) => accepts(wanted, given))) {
    return {
      ...common,
      verdict: 'pass',
      says: `equal to the one given (${given.length} characters)`,
    };
  }
  const lengths = values.map(({ value }) => String(value.length)).join(' or ');
  const trimmed = values.some(({ value, like }) =>
    accepts({ value: value.trim(), like }, given.trim()),
  );
  return {
    ...common,
    verdict: 'fail',
    says: trimmed
      ? `equal but for a blank or line end around one of them (${lengths} and ${given.length} characters)`
      : `not equal: the trust policy asks for ${lengths} characters, ${given.length} were given`,
    fix: `Store the value of the trust policy: portai secrets set ${configured ?? '<name>'}`,
  };
}

const accepts = ({ value, like }: WantedId, given: string) =>
  like ? fits(value, given) : same(value, given);

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
