import type { Failure } from '../../core/errors.ts';
import { otherMessages } from '../../core/problem.ts';
import { testedModelsIn, untestedIn, wordsBesideModels } from '../../planes/port/tested-models.ts';
import { cell, type Style } from '../style.ts';
import { padToWidth, textWidth } from '../text-width.ts';
import { hanging, wrapped } from '../wrap.ts';

interface Step {
  readonly command: string;
  readonly why: string;
}

/** What happened, why, what to type next. */
export function renderFailure(failure: Failure, steps: readonly Step[], style: Style): string {
  const { name, message, status, requestId, details, hint } = failure;
  const facts = [
    name === 'Usage' ? undefined : name,
    status === undefined ? undefined : `HTTP ${status}`,
    requestId === undefined ? undefined : `trace id ${requestId}`,
  ].filter((fact) => fact !== undefined);
  const others = otherMessages(failure);
  // Of several messages, what wraps is indented, so that each is seen to begin.
  const beside = (text: string) =>
    others.length === 0
      ? wrapped(text, style.width - 7, '').replaceAll('\n', '\n       ')
      : hanging(text, style.width, 9);
  const models = modelLines(details, style);
  const widest = Math.max(0, ...steps.map(({ command }) => textWidth(command)));
  const aligned = steps.map(({ command, why }) =>
    widest + textWidth(why) + 8 > style.width
      ? `    ${style.dim(`# ${why}`)}\n    ${command}`
      : `    ${padToWidth(command, widest)}  ${style.dim(`# ${why}`)}`,
  );
  return [
    `${style.bad('Error:')} ${beside(message)}`,
    ...others.map((other) => `       ${beside(cell(other))}`),
    ...(facts.length > 0 ? [style.dim(wrapped(facts.join(' · '), style.width, '  '))] : []),
    ...models,
    ...(hint === undefined ? [] : [wrapped(hint, style.width, '  ')]),
    ...(aligned.length > 0 ? [`  ${style.bold('Next:')}`, ...aligned] : []),
  ].join('\n');
}

/** The models of a failed connection test, each with the provider's reason. */
function modelLines(details: Failure['details'], style: Style): string[] {
  const tested = testedModelsIn(details);
  const widest = Math.max(0, ...tested.map(({ model }) => textWidth(cell(model))));
  const words = wordsBesideModels(details);
  const untested = untestedIn(details);
  const room = (tested.some(({ model }) => untested.has(model)) ? 'unverifiable' : 'invalid')
    .length;
  return [
    ...tested.map(({ model, isValid, message }) => {
      const mark =
        isValid === true
          ? style.good('valid'.padEnd(room))
          : untested.has(model)
            ? style.warn('unverifiable')
            : style.bad('invalid'.padEnd(room));
      const line = `${padToWidth(cell(model), widest)}  ${mark}  ${cell(message)}`;
      return `  ${hanging(line, style.width - 2, 4)}`;
    }),
    ...(words === undefined ? [] : [`  ${cell(words)}`]),
  ];
}
