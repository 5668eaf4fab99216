import { readingInWords, readMessage, tellingApart } from '../../aws/diagnosis/diagnose.ts';
import { causeEntry } from '../../vendors/causes.ts';
import { vendorWords } from '../../vendors/answers/vendor-of-text.ts';
import { explainStep, type TextExplanation } from '../explanation.ts';
import { stepsAfterMessage } from './next-steps.ts';

/** Words that are AWS' own; a text without any may still be in the words of Bedrock. */
const ofAws =
  /\barn:aws|bedrock|aws-marketplace|\bAssumeRole|\bSTS\b|when calling the \w+ operation|security token included|inference profile|use case details/i;
const ofOthers =
  /openai|azure|googleapis|vertex|gemini|x-api-key|"type"\s*:\s*"error"|insufficient_quota|invalid_api_key|PERMISSION_DENIED|RESOURCE_EXHAUSTED/i;

/** Reads a message of AWS; undefined for the text of somebody else, and for words that nobody knows. */
export function explainAwsText(text: string): TextExplanation | undefined {
  const readings = readMessage(text);
  const [first] = readings;
  if (!first || (!ofAws.test(text) && ofOthers.test(text))) return undefined;
  // Port's one line of a model is of any provider, and so is what several vendors say alike.
  if (!ofAws.test(text) && vendorWords(text).some(({ cause }) => cause !== first.cause))
    return undefined;
  return {
    from: 'AWS',
    says: readings.map(readingInWords).join('. '),
    causes: readings.map((reading) => ({
      name: reading.cause,
      says: causeEntry(reading.cause).message,
      fix: reading.fix,
    })),
    tellApart: [...new Set(readings.flatMap(tellingApart))],
    next: [...stepsAfterMessage(first), explainStep(first.cause)],
  };
}
