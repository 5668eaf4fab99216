import type { Cause } from '../causes.ts';
import { rulesFor, type Dialect } from './dialects.ts';
import { pastedWords } from './pasted-text.ts';
import { matching, type Rule } from './rules.ts';
import { readRefusalContent, type RefusalContent } from './error-envelope.ts';

/** What words of some vendor mean, and whose words they probably are. */
export interface VendorWords {
  readonly cause: Cause;
  readonly dialect: Dialect;
}

/** By what a text names a vendor; the first that is named goes first. */
const marks: readonly (readonly [Dialect, RegExp])[] = [
  ['openai-compatible', /\blitellm\b|\bportkey\b|openrouter|provider returned error/i],
  ['azure', /azure|cognitiveservices|DeploymentNotFound|AADSTS/i],
  [
    'google',
    /googleapis|vertex|gemini|aiplatform|PERMISSION_DENIED|RESOURCE_EXHAUSTED|INVALID_ARGUMENT/,
  ],
  [
    'anthropic',
    /anthropic|x-api-key|"request_id"\s*:\s*"req_|(?:authentication|permission|overloaded|not_found)_error/i,
  ],
  ['openai', /openai|\bgpt-|insufficient_quota|invalid_api_key|model_not_found/i],
];
const others: readonly Dialect[] = ['openai', 'anthropic', 'google', 'azure', 'openai-compatible'];

/** Statuses that rules ask for, where the text itself names none. */
const usual = [401, 403, 404, 400, 429, 402, 500] as const;

/**
 * What a pasted text means in the words of the vendors that it names, or of any of them where it names
 * none. Only words, codes and envelopes count: a status alone is no meaning.
 */
export function vendorWords(text: string): readonly VendorWords[] {
  const named = marks.filter(([, mark]) => mark.test(text)).map(([dialect]) => dialect);
  const dialects = named.length > 0 ? named : others;
  const found = dialects.flatMap((dialect) => {
    const cause = causeIn(dialect, text);
    return cause === undefined ? [] : [{ cause, dialect }];
  });
  return found.filter(({ cause }, at) => found.findIndex((each) => each.cause === cause) === at);
}

function causeIn(dialect: Dialect, text: string): Cause | undefined {
  const stated = /(?:^|[^\d.])([45]\d\d)(?=\b(?!\.\d))/.exec(text)?.[1];
  const statuses = stated === undefined ? usual : [Number(stated)];
  for (const said of saidIn(text)) {
    for (const status of statuses) {
      const { rule } = matching(rulesFor(dialect, said), { ...said, status });
      if (rule && !byStatusAlone(rule)) return rule.cause;
    }
  }
  return undefined;
}

const byStatusAlone = ({ text, code, param, when }: Rule) => !text && !code && !param && !when;

/** The text as the body of an answer, and each of its sentences with the codes that stand in the text. */
function saidIn(text: string): readonly RefusalContent[] {
  const body = /[{[][^]*[}\]]/.exec(text)?.[0];
  const whole =
    body === undefined ? undefined : readRefusalContent({ status: 400, headers: {}, body });
  const { sentences, names } = pastedWords(text);
  const words = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  const codes = [...names, ...new Set(words)];
  const each = sentences.map((message) => ({ ...bare, message, codes }));
  return whole?.isError === true ? [whole, ...each] : each;
}

const bare = { status: 400, param: '', headers: {}, body: undefined, isError: true } as const;
