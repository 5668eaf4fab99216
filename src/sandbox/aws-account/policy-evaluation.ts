import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
} from '../../aws/iam-documents/policy-document.ts';

/** What IAM makes of policies, as far as the simulation needs it: no variables, no sets of values. */

export interface PolicyQuestion {
  /** `bedrock:InvokeModel`; case does not matter. */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** Condition keys and their values; case of the keys does not matter. */
  readonly context: Readonly<Record<string, string>>;
}

export interface PolicyVerdict {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Condition keys that statements for this action and resource ask for, and the question lacks. */
  readonly missingContext: readonly string[];
}

/** Decides over all documents together: any refusal wins, and what nothing allows is refused. */
export function evaluate(
  documents: readonly PolicyDocument[],
  question: PolicyQuestion,
): PolicyVerdict {
  const context = new Map(
    Object.entries(question.context).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const concerned = documents
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => concerns(statement, question));
  const met = concerned.filter((statement) => conditionsHold(statement, context));
  const missing = concerned
    .flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys))
    .filter((key) => !context.has(key.toLowerCase()));
  const missingContext = [...new Set(missing)];
  if (met.some(({ Effect }) => Effect === 'Deny')) {
    return { decision: 'explicitDeny', missingContext };
  }
  return { decision: met.length > 0 ? 'allowed' : 'implicitDeny', missingContext };
}

/** Whether a text fits a pattern in which `*` is any text and `?` any character. */
export function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\*+/g, '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(text);
}

/** The six parts of an ARN; its last part keeps its colons. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}

/** Compares part by part: a wildcard does not reach over the colon, unless it ends the pattern. */
function arnFits(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const wanted = partsOf(pattern);
  const given = partsOf(arn);
  if (wanted.length < 6) return pattern.endsWith('*') && fits(pattern, arn);
  return given.length === 6 && wanted.every((part, index) => fits(part, given[index] ?? ''));
}

function concerns(statement: PolicyStatement, { action, resource }: PolicyQuestion): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const named = (patterns: typeof Action) =>
    listOf(patterns).some((each) => fits(each.toLowerCase(), action.toLowerCase()));
  const there = (patterns: typeof Resource) =>
    listOf(patterns).some((each) => arnFits(each, resource));
  const actionFits = NotAction === undefined ? named(Action) : !named(NotAction);
  return actionFits && (NotResource === undefined ? there(Resource) : !there(NotResource));
}

type Compare = (wanted: string, given: string) => boolean;

const equal: Compare = (wanted, given) => wanted === given;
const sameLetters: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();

const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: fits,
  ArnEquals: arnFits,
  ArnLike: arnFits,
  Bool: sameLetters,
};

const opposites: Readonly<Record<string, Compare>> = {
  StringNotEquals: equal,
  StringNotEqualsIgnoreCase: sameLetters,
  StringNotLike: fits,
  ArnNotEquals: arnFits,
  ArnNotLike: arnFits,
};

const own = (table: Readonly<Record<string, Compare>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function conditionsHold(
  { Effect, Condition = {} }: PolicyStatement,
  context: ReadonlyMap<string, string>,
): boolean {
  return Object.entries(Condition).every(([operator, block]) =>
    Object.entries(block).every(([key, wanted]) => {
      const values = typeof wanted === 'object' ? wanted : [String(wanted)];
      const held = holds(operator, values, context.get(key.toLowerCase()));
      // What the simulation cannot judge counts against the caller.
      return held ?? Effect === 'Deny';
    }),
  );
}

/** Whether one condition holds; undefined for an operator that is not simulated. */
function holds(
  operator: string,
  wanted: readonly string[],
  given: string | undefined,
): boolean | undefined {
  if (operator === 'Null') {
    return wanted.some((each) => sameLetters(each, String(given === undefined)));
  }
  const name = operator.replace(/IfExists$/, '');
  const compare = own(comparisons, name);
  const opposite = own(opposites, name);
  if (!compare && !opposite) return undefined;
  if (given === undefined) return opposite !== undefined || name !== operator;
  return compare
    ? wanted.some((each) => compare(each, given))
    : opposite && !wanted.some((each) => opposite(each, given));
}
