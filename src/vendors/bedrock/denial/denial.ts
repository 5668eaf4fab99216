/** The kinds of policy that AWS names when one of them denies a call. */
export type PolicyKind =
  | 'identity-based policy'
  | 'service control policy'
  | 'resource control policy'
  | 'permissions boundary'
  | 'session policy'
  | 'VPC endpoint policy'
  | 'resource-based policy'
  | 'role trust policy';

/**
 * What AWS says when it denies a call. Of several kinds of policy that deny, it names one; across
 * accounts, and in some services, it names none.
 */
export interface Denial {
  readonly who: PolicyKind | undefined;
  /** Whether a statement with Deny matched; false where none with Allow did; undefined where it is not said. */
  readonly explicit: boolean | undefined;
  /** `bedrock:InvokeModel` */
  readonly action: string;
  /** The ARN, or another name, of what the call was about. */
  readonly resource: string | undefined;
  readonly principal: string | undefined;
  /** Of the resource; `unspecified` for a model without a region, as a global profile asks for it. */
  readonly region: string | undefined;
  /** The ARN of the policy, which AWS gives within one organization. */
  readonly policy: string | undefined;
}

const kinds: readonly (readonly [PolicyKind, RegExp])[] = [
  ['service control policy', /service control/i],
  ['resource control policy', /resource control/i],
  ['permissions boundary', /permissions? boundary/i],
  ['session policy', /session/i],
  ['VPC endpoint policy', /vpc endpoint|endpoint policy/i],
  ['role trust policy', /trust/i],
  ['resource-based policy', /resource-based/i],
  ['identity-based policy', /identity-based/i],
];

const refused =
  /(?:User:?\s+(\S+)\s+is\s+)?not authorized to perform:?\s+[`'"]?([a-z][a-z0-9-]*:[A-Za-z*]+)[`'"]?/;
const onResource = /^[\s,.]*on (?:the )?resource:?\s+[`'"]?(\S+)/;
const explicitly = /(?:with|due to) an explicit deny(?:\s+in (?:an? |the )?([\w -]{3,40}))?/i;
const implicitly = /because no ([\w -]{3,40}?)\s+allows?\b/i;

/** Line ends, boxes of terminals and escapes of JSON around a message say nothing. */
export function plainWords(text: string): string {
  return text
    .replace(/\\+[nrt]/g, ' ')
    .replace(/\\+(["'])/g, '$1')
    .replace(/[\s\u2500-\u257f]+/g, ' ')
    .trim();
}

/** The first denial in a text, whoever carried it; undefined where AWS denies nothing by name. */
export function denialIn(text: string): Denial | undefined {
  if (!text.includes('authorized')) return undefined;
  const words = plainWords(text);
  const found = refused.exec(words);
  if (!found) return undefined;
  const [before, principal, action = ''] = found;
  const rest = words.slice(found.index + before.length).split(/not authorized to perform/)[0] ?? '';
  const resource = tidied(onResource.exec(rest)?.[1]);
  const deny = explicitly.exec(rest);
  const lack = deny ? null : implicitly.exec(rest);
  const after = deny ? rest.slice(deny.index + deny[0].length) : '';
  return {
    who: kindOf(deny?.[1] ?? lack?.[1]),
    explicit: deny ? true : lack ? false : undefined,
    action,
    resource,
    principal: tidied(principal),
    region: regionOf(resource),
    policy: tidied(/^\s*:\s*(arn:\S+)/.exec(after)?.[1]),
  };
}

const kindOf = (words: string | undefined): PolicyKind | undefined =>
  words === undefined ? undefined : kinds.find(([, pattern]) => pattern.test(words))?.[0];

/** What quotes and sentences leave at the end of a name. */
const tidied = (name: string | undefined): string | undefined =>
  name?.replace(/[.,;:)\]}"'`\\]+$/, '');

function regionOf(resource: string | undefined): string | undefined {
  const [, service, region] = /^arn:[\w-]*:(\w[\w-]*):([^:]*):/.exec(resource ?? '') ?? [];
  if (service === undefined || region === undefined) return undefined;
  if (region !== '') return region;
  return service === 'bedrock' ? 'unspecified' : undefined;
}

/** What a denied call was about. */
export type ResourceKind =
  | 'foundation-model'
  | 'inference-profile'
  | 'application-inference-profile'
  | 'guardrail'
  | 'guardrail-profile'
  | 'role'
  | 'other';

const bedrockKinds: readonly ResourceKind[] = [
  'foundation-model',
  'inference-profile',
  'application-inference-profile',
  'guardrail',
  'guardrail-profile',
];

function kindOfResource(service: string | undefined, word: string | undefined): ResourceKind {
  if (service === 'iam' && word === 'role') return 'role';
  const found = service === 'bedrock' ? bedrockKinds.find((each) => each === word) : undefined;
  return found ?? 'other';
}

/** The kind of a resource by its ARN, and the geography that its name begins with: `eu`, `global`. */
export function resourceOf({ resource }: Denial): {
  readonly kind: ResourceKind;
  readonly geography: string | undefined;
} {
  const [, service, word, name = ''] =
    /^arn:[^:]*:(\w+):[^:]*:[^:]*:([a-z-]+)\/(.*)$/.exec(resource ?? '') ?? [];
  const kind = kindOfResource(service, word);
  const profile = kind === 'inference-profile' || kind === 'guardrail-profile';
  return { kind, geography: profile ? /^([a-z-]+)\./.exec(name)?.[1] : undefined };
}
