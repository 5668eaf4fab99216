import {
  lacksModels,
  readMessage,
  type BedrockCheck,
  type MessageReading,
} from '../../aws/diagnosis/diagnose.ts';
import { readingInWords, toCollect } from '../../aws/diagnosis/message-words.ts';
import { callerOf } from '../../vendors/bedrock/denial/cause.ts';

/** Which layers a message is about, and the numbers of the checks below that look at each. */
export function messageChecks(
  text: string,
  below: readonly BedrockCheck[],
): readonly BedrockCheck[] {
  const common = { id: 'message', title: 'The message' } as const;
  const readings = readMessage(text);
  if (readings.length === 0) {
    const says = lacksModels(text)
      ? "Port's line about a failed test, which names no reason"
      : 'no layer of Bedrock is known by these words';
    return [{ ...common, verdict: 'unknown', says, fix: toCollect(text) }];
  }
  return readings.map((reading) => ({
    ...common,
    verdict: 'warn',
    says: readingInWords(reading),
    fix: [whereToLook(reading, below, readings.length), reading.fix].join(' ').trim(),
  }));
}

/** Empty where none of the checks below looks at the layer. */
function whereToLook(
  { layer }: MessageReading,
  below: readonly BedrockCheck[],
  above: number,
): string {
  const numbers = below.flatMap(({ id }, index) =>
    layer.checks.includes(id) ? [String(index + 1 + above)] : [],
  );
  if (numbers.length === 0) return '';
  return `Look at ${numbers.length === 1 ? 'check' : 'checks'} ${numbers.join(', ')} below.`;
}

/** The same for a program: what was read, and of a denial who denied what to whom. */
export function messageFacts(text: string) {
  return readMessage(text).map(({ cause, layer, sure, denial, fix }) => ({
    cause,
    layer: layer.name,
    sure,
    ...(denial ? { denial: { ...denial, caller: callerOf(denial) } } : {}),
    fix,
  }));
}
