import { listOf, type PolicyDocument, type PolicyStatement } from './policy-document.ts';

/** One thing that a statement says. */
interface StatementFact {
  /** By which two facts are the same; with the value of an external id, so it is never shown. */
  readonly key: string;
  readonly shown: string;
}

interface StatementFacts {
  readonly name: string;
  readonly facts: readonly StatementFact[];
  readonly key: string;
}

/** A policy without a version is read after the rules of this one. */
const oldestVersion = '2008-10-17';

/** Keys of a statement that are read by their meaning; any other is compared as it stands. */
const understood = ['Sid', 'Principal', 'Condition'];

/**
 * Whether two policies mean the same to IAM: the order of statements and words, one word or a list
 * of one, upper case in actions and names of statements make no difference.
 */
export function samePolicy(a: PolicyDocument | undefined, b: PolicyDocument | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return policyDiff(a, b).length === 0;
}

/**
 * What becomes different, a line each: `- …` for what goes, `+ …` for what comes. Empty when both mean
 * the same. Of an external id only whether it changes is said, never a value.
 */
export function policyDiff(before: PolicyDocument | undefined, after: PolicyDocument): string[] {
  const [was, will] = [said(before), said(after)];
  const gone = without(was, will);
  const come = without(will, was);
  const pairs = come.map((statement) => {
    const named = gone.findIndex(({ name }) => name !== '' && name === statement.name);
    const at = named >= 0 ? named : come.length === 1 && gone.length === 1 ? 0 : -1;
    const [old] = at < 0 ? [] : gone.splice(at, 1);
    return { old, statement };
  });
  return [
    ...versionLines(before, after),
    ...gone.flatMap(({ name, facts }) => lines('-', name, facts)),
    ...pairs.flatMap(({ old, statement: { name, facts } }) => [
      ...lines('-', old?.name ?? '', without(old?.facts ?? [], facts)),
      ...lines('+', name, without(facts, old?.facts ?? [])),
    ]),
  ];
}

function versionLines(before: PolicyDocument | undefined, after: PolicyDocument): string[] {
  const old = before && (before.Version ?? oldestVersion);
  const wanted = after.Version ?? oldestVersion;
  if (old === wanted) return [];
  return [...(old === undefined ? [] : [`- Version ${old}`]), `+ Version ${wanted}`];
}

function lines(sign: '-' | '+', name: string, facts: readonly StatementFact[]): string[] {
  return facts.map(({ shown }) => `${sign} ${name === '' ? '' : `${name}: `}${shown}`);
}

function without<T extends { readonly key: string }>(all: readonly T[], others: readonly T[]): T[] {
  const known = new Set(others.map(({ key }) => key));
  return all.filter(({ key }) => !known.has(key));
}

function said(policy: PolicyDocument | undefined): StatementFacts[] {
  const all = (policy?.Statement ?? []).map((statement) => {
    const facts = byKey(factsOf(statement));
    return { name: statement.Sid ?? '', facts, key: JSON.stringify(facts.map(({ key }) => key)) };
  });
  return byKey(all);
}

/** Each once, in an order that does not depend on how it was written. */
function byKey<T extends { readonly key: string }>(all: readonly T[]): T[] {
  const unique = [...new Map(all.map((each) => [each.key, each])).values()];
  return unique.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function factsOf(statement: PolicyStatement): StatementFact[] {
  const { Principal, Condition = {} } = statement;
  return [
    ...Object.entries(statement)
      .filter(([key]) => !understood.includes(key))
      .flatMap(([key, value]) => plainFacts(key, value)),
    ...principalFacts(Principal),
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => conditionFact(operator, key, value)),
    ),
  ];
}

function plainFacts(key: string, value: unknown): StatementFact[] {
  return (Array.isArray(value) ? value : [value]).map((each: unknown) => {
    const text = typeof each === 'string' ? each : JSON.stringify(each);
    // Actions are compared by IAM without regard to case, resources are not.
    const compared = key.endsWith('Action') ? text.toLowerCase() : text;
    return { key: JSON.stringify([key, compared]), shown: `${key} ${text}` };
  });
}

function principalFacts(principal: PolicyStatement['Principal']): StatementFact[] {
  if (principal === undefined) return [];
  const kinds = typeof principal === 'string' ? { AWS: principal } : principal;
  return Object.entries(kinds).flatMap(([kind, who]) =>
    listOf(who).map((each) => {
      // IAM takes twelve digits for the account, and stores the ARN of its root.
      const arn = /^\d{12}$/.test(each) ? `arn:aws:iam::${each}:root` : each;
      return { key: JSON.stringify(['Principal', kind, arn]), shown: `Principal ${kind} ${arn}` };
    }),
  );
}

function conditionFact(operator: string, name: string, value: unknown): StatementFact {
  const values = (Array.isArray(value) ? value : [value]).map(String).sort();
  const secret = name.toLowerCase() === 'sts:externalid';
  const shown = secret ? '(value not shown)' : values.join(', ');
  return {
    key: JSON.stringify(['Condition', operator, name.toLowerCase(), values]),
    shown: `Condition ${operator} ${name} ${shown}`,
  };
}
