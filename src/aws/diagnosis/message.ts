import { causeNames, causeOfMessage, type Cause } from '../../vendors/causes.ts';
import { awsWords } from '../../vendors/bedrock/error-texts.ts';
import { pastedWords } from '../../vendors/answers/pasted-text.ts';
import { denialAdvice } from '../../vendors/bedrock/denial/advice.ts';
import { causeOfDenial } from '../../vendors/bedrock/denial/cause.ts';
import { denialIn, plainWords, type Denial } from '../../vendors/bedrock/denial/denial.ts';
import { awsAdvice } from './advice.ts';
import { layerOf, type Layer } from './layers.ts';

/** What one message is about. */
export interface MessageReading {
  readonly cause: Cause;
  readonly layer: Layer;
  /** Where AWS denied a call: who, what and whose. */
  readonly denial?: Denial;
  /** False where only the name of an error was known. */
  readonly sure: boolean;
  readonly fix: string;
}

/**
 * What a text of Port or of AWS is about, word for word as it was printed or in any wrapping: one reading
 * for each thing that it says, the most urgent first; none where nobody knows the words.
 */
export function readMessage(text: string): readonly MessageReading[] {
  const { sentences, names } = pastedWords(plainer(text));
  const pasted = { sentences: sentences.map(plainWords), names };
  const own = pasted.sentences.flatMap(ownCause);
  const found = own.length > 0 ? own : awsWords(pasted);
  const readings = found.flatMap(({ cause, sentence, sure }) => {
    const layer = layerOf(cause);
    const denial = denialIn(sentence);
    if (!layer) return [];
    const denied = denial && causeOfDenial(denial) === cause ? denial : undefined;
    const fix = denied ? denialAdvice(denied) : awsAdvice(cause);
    return [{ cause, layer, sure, fix, ...(denied ? { denial: denied } : {}) }];
  });
  const seen = new Map<Cause, MessageReading>();
  for (const reading of readings) if (!seen.has(reading.cause)) seen.set(reading.cause, reading);
  const urgency = ({ cause }: MessageReading) => causeNames.indexOf(cause);
  return [...seen.values()].sort((a, b) => urgency(a) - urgency(b));
}

/** What a text means first of all. */
export const causeOfText = (text: string): Cause | undefined => readMessage(text)[0]?.cause;

/** Whether a text is Port's line about a failed test and no more: the reasons stand beside it, by model. */
export const lacksModels = (text: string): boolean =>
  /connection test failed for provider/i.test(text) && readMessage(text).length === 0;

/** A text that is no JSON may have been cut into lines by whatever printed it. */
const plainer = (text: string): string => (/^\s*[{[]/.test(text) ? text : plainWords(text));

/** Port's one line about a model begins with the words of the catalogue; a fact may follow. */
function ownCause(sentence: string): { cause: Cause; sentence: string; sure: boolean }[] {
  const cause = causeOfMessage(sentence.trim());
  return cause === undefined ? [] : [{ cause, sentence, sure: true }];
}
