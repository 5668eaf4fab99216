import { terminalText } from '../../core/text/terminal.ts';
import type { InvocationView } from '../../operations/invocations/view.ts';
import { cell, time, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

/** Characters of a prompt that a table shows. */
const promptStart = 60;

/** In rows: id, status, provider, model, agent, time, labels, prompt. */
export function renderInvocations(views: readonly InvocationView[], style: Style): string {
  if (style.layout === 'rows') {
    return style.table(
      [],
      views.map((view) => {
        const { _portai: known } = view;
        const { status, provider, model, agent, prompt } = known;
        const when = view.createdAt ? time(view.createdAt, style) : '-';
        const about = [status, provider, model, agent].map(cell);
        return [cell(view.identifier), ...about, when, labelsOf(view), cell(prompt ?? view.title)];
      }),
    );
  }
  if (views.length === 0) return 'No invocations are recorded for that.';
  return style.table(
    ['WHEN', 'STATUS', 'PROVIDER', 'MODEL', 'PROMPT', 'ID'],
    views.map((view) => {
      const { status, provider, model, prompt } = view._portai;
      const words = cell(prompt ?? view.title);
      return [
        view.createdAt ? time(view.createdAt, style) : '-',
        ...[painted(status, style), cell(provider), cell(model)],
        words.length > promptStart ? `${words.slice(0, promptStart)}…` : words,
        cell(view.identifier),
      ];
    }),
  );
}

/** One record: a line a fact, the prompt and the answer below them. */
export function renderInvocation(view: InvocationView, style: Style): string {
  const { status, provider, model, agent, prompt, response } = view._portai;
  const facts = renderFacts(
    [
      ['id', cell(view.identifier)],
      ['status', painted(status, style)],
      ['when', view.createdAt ? time(view.createdAt, style) : '-'],
      ['by', cell(view.createdBy)],
      ['provider', cell(provider)],
      ['model', cell(model)],
      ['agent', cell(agent)],
      ['labels', labelsOf(view)],
      ...(style.layout === 'rows'
        ? ([
            ['prompt', cell(prompt)],
            ['answer', cell(response)],
          ] satisfies [string, string][])
        : []),
    ],
    style,
  );
  if (style.layout === 'rows') return facts;
  const part = (head: string, text: string | null) =>
    text === null ? [] : ['', style.dim(head), terminalText(text)];
  return [facts, ...part('prompt', prompt), ...part('answer', response)].join('\n');
}

function painted(status: string | null, style: Style): string {
  if (status === null) return '-';
  if (/^fail|^error/i.test(status)) return style.bad(cell(status));
  return /^complete/i.test(status) ? style.good(cell(status)) : style.warn(cell(status));
}

const labelsOf = ({ _portai: { labels } }: InvocationView) =>
  cell(
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  );
