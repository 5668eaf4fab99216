import type { Cause } from '../causes.ts';
import { awsRules, awsRulesByWords, stsRules, stsWords } from './refusals.ts';
import type { Pasted } from '../answers/pasted-text.ts';
import { holds, type Rule } from '../answers/rules.ts';

/** What words of Bedrock or STS mean. */
export interface AwsWords {
  readonly cause: Cause;
  /** The sentence that said it; the whole text where only the name of an error did. */
  readonly sentence: string;
  /** False where only the name of an error was recognised, which stands for several meanings. */
  readonly sure: boolean;
}

const byWords = ({ text, when }: Rule) => text !== undefined || when !== undefined;
const byName = ({ code, status }: Rule) => code !== undefined && status === undefined;

/** A call that never reached AWS, in the words of Node, curl, Go and botocore. */
const wordsOfNetwork: readonly Rule[] = [
  {
    cause: 'DNS_FAILED',
    text: /\b(?:ENOTFOUND|EAI_AGAIN)\b|could not resolve host|no such host|name or service not known|name resolution/i,
  },
  { cause: 'CONNECT_REFUSED', text: /\bECONNREFUSED\b|connection refused/i },
  {
    cause: 'CONNECT_TIMEOUT',
    text: /connect timeout on endpoint url|\bUND_ERR_CONNECT_TIMEOUT\b/i,
  },
  { cause: 'NETWORK_ERROR', text: /could not connect to the endpoint url/i },
  {
    cause: 'TLS_UNTRUSTED',
    text: /CERTIFICATE_VERIFY_FAILED|self.signed certificate|unable to get local issuer certificate/i,
  },
];

/** A sentence is read with the name beside it first, and then without. */
const strict = [...stsWords, ...wordsOfNetwork, ...awsRules.filter(byWords)];
const loose = awsRulesByWords.filter(byWords);
const namesOfSts = stsRules.filter(byName);
const namesOfBedrock = [
  ...stsRules.filter(({ code }) => code?.test('RegionDisabled')),
  ...awsRules,
].filter(byName);

/**
 * Reads each sentence of a text in the words of AWS, without the status that an answer had. A name alone
 * is used last, and then for the text as a whole.
 */
export function awsWords({ sentences, names }: Pasted): readonly AwsWords[] {
  const first = (rules: readonly Rule[], message: string) =>
    rules.find((rule) => holds(rule, saidIn(message, names)))?.cause;
  const read = sentences.flatMap((sentence) => {
    const cause = first(strict, sentence) ?? first(loose, sentence);
    return cause === undefined ? [] : [{ cause, sentence, sure: true }];
  });
  if (read.length > 0) return read;
  const whole = sentences.at(-1) ?? '';
  const sts = /\bAssumeRole|\bSTS\b|\bsts:/.test(whole);
  const cause = first(sts ? namesOfSts : namesOfBedrock, whole);
  return cause === undefined ? [] : [{ cause, sentence: whole, sure: false }];
}

const saidIn = (message: string, codes: readonly string[]) => ({
  status: 0,
  codes,
  message,
  param: '',
  headers: {},
  body: undefined,
  isError: true,
});
