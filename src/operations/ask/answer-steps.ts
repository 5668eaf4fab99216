import type { AiEvent, ToolCallPart } from '../../planes/port/ai-events.ts';

/** A part of an answer as a person reads it: text, or a tool that was called. */
export type AnswerStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly input: string };

/** Characters of the arguments of a call that are kept: a line shows no more. */
const longestInput = 2_000;

/** Makes of events what a person reads: pieces of text that follow each other, tool calls as a whole. */
export function answerSteps(): (events: readonly AiEvent[]) => AnswerStep[] {
  let open: { id: string | undefined; name: string; input: string } | undefined;

  const close = (): AnswerStep[] => {
    const steps: AnswerStep[] = open ? [{ kind: 'tool', name: open.name, input: open.input }] : [];
    open = undefined;
    return steps;
  };
  const ofCall = ({ id, name, input, last }: ToolCallPart): AnswerStep[] => {
    const goesOn = open && (id === open.id || id === undefined) && name === undefined;
    const before = goesOn ? [] : close();
    open ??= { id, name: name ?? 'a tool without a name', input: '' };
    if (open.input.length < longestInput) open.input += input.slice(0, longestInput);
    return last ? [...before, ...close()] : before;
  };
  const stepsOf = ({ means }: AiEvent): AnswerStep[] => {
    if (means.kind === 'toolCall') return ofCall(means);
    if (means.kind === 'other' || means.kind === 'identifier') return [];
    return [
      ...close(),
      ...(means.kind === 'text' && means.text !== ''
        ? [{ kind: 'text', text: means.text } as const]
        : []),
    ];
  };

  return (events) => {
    const steps: AnswerStep[] = [];
    for (const event of events) {
      for (const step of stepsOf(event)) {
        const last = steps.at(-1);
        if (step.kind === 'text' && last?.kind === 'text') {
          steps[steps.length - 1] = { kind: 'text', text: last.text + step.text };
        } else steps.push(step);
      }
    }
    return steps;
  };
}
