import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
} from '../iam-documents/policy-document.ts';
import { portPrincipals } from '../iam-documents/trust.ts';

/** What a trust policy says of Port and AssumeRole, taken apart. */
export interface TrustFacts {
  /** Statements that allow Port something. */
  readonly ports: readonly PolicyStatement[];
  /** Of these, the ones that let it assume the role. */
  readonly allows: readonly PolicyStatement[];
  /** Statements that forbid Port to assume it. */
  readonly denies: readonly PolicyStatement[];
  /** Everybody who is named, whatever for. */
  readonly principals: readonly string[];
}

export function trustFacts(trust: PolicyDocument | undefined): TrustFacts {
  const statements = trust?.Statement ?? [];
  const ports = statements.filter(
    (statement) =>
      statement.Effect === 'Allow' &&
      Object.values(portPrincipals).some((arn) => covers(statement, arn)),
  );
  return {
    ports,
    allows: ports.filter(concernsAssumeRole),
    denies: statements.filter(
      (statement) =>
        statement.Effect === 'Deny' && concernsAssumeRole(statement) && mayConcernPort(statement),
    ),
    principals: [...new Set(statements.flatMap(awsPrincipals))],
  };
}

export function awsPrincipals({ Principal }: PolicyStatement): readonly string[] {
  if (Principal === undefined) return [];
  return typeof Principal === 'string' ? [Principal] : listOf(Principal['AWS']);
}

/** Whether a principal of a statement covers a role: itself, its account, or everybody. */
export function covers(statement: PolicyStatement, arn: string): boolean {
  const [, account = ''] = /^arn:aws:iam::(\d{12}):/.exec(arn) ?? [];
  const whole = [arn, account, `arn:aws:iam::${account}:root`, '*'];
  return awsPrincipals(statement).some((each) => whole.includes(each));
}

/** A refusal of everybody but some names them otherwise; whom it is about is not looked into. */
function mayConcernPort(statement: PolicyStatement): boolean {
  return (
    'NotPrincipal' in statement ||
    Object.values(portPrincipals).some((arn) => covers(statement, arn))
  );
}

function concernsAssumeRole({ Action, NotAction }: PolicyStatement): boolean {
  if (NotAction !== undefined) return !listOf(NotAction).some(isAssumeRole);
  return listOf(Action).some(isAssumeRole);
}

/** Actions are compared without regard to case, and may hold wildcards. */
const isAssumeRole = (action: string) => fits(action.toLowerCase(), 'sts:assumerole');

/** Whether a text fits a pattern of IAM: `*` is any number of characters, `?` is one. */
export function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

const idKey = 'sts:externalid';

/** A value of `sts:ExternalId` that a statement accepts. */
export interface WantedId {
  readonly value: string;
  /** Whether it is a pattern. */
  readonly like: boolean;
}

/**
 * What a statement asks of the external ID; undefined when it lets somebody in without any. An
 * operator `…IfExists` does.
 */
export function externalIdsOf({
  Condition = {},
}: PolicyStatement): readonly WantedId[] | undefined {
  const wanted = Object.entries(Condition).flatMap(([operator, keys]) => {
    const kind = /^(?:ForAnyValue:)?String(Equals|Like)$/i.exec(operator)?.[1]?.toLowerCase();
    if (kind === undefined) return [];
    return Object.entries(keys)
      .filter(([key]) => key.toLowerCase() === idKey)
      .flatMap(([, value]) => (Array.isArray(value) ? value : [value]).map(String))
      .map((value) => ({ value, like: kind === 'like' }));
  });
  return wanted.length > 0 ? wanted : undefined;
}

/** Condition keys of a statement other than the external ID: Port can meet none of them. */
export function otherConditions({ Condition = {} }: PolicyStatement): readonly string[] {
  const keys = Object.values(Condition).flatMap((each) => Object.keys(each));
  return [...new Set(keys.filter((key) => key.toLowerCase() !== idKey))];
}
