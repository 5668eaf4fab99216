import { cell, type Style } from '../style.ts';
import { padToWidth, textWidth } from '../text-width.ts';
import { hanging, wrapped } from '../wrap.ts';

interface ModelGatesRow {
  readonly model: string;
  readonly shut: readonly { readonly says: string; readonly fix: string }[];
  readonly unread?: string;
}

/** One line a model: open, shut, or not known. What is in the way of several is said once, below them. */
export function renderGates(rows: readonly ModelGatesRow[], style: Style): string {
  const width = Math.max(...rows.map(({ model }) => textWidth(cell(model))));
  const lines = rows.flatMap((row, index) => {
    const { model, shut, unread } = row;
    const name = `${padToWidth(cell(model), width)}  `;
    if (unread !== undefined) {
      const text = hanging(`could not look: ${cell(unread)}`, style.width, width + 6);
      return [`  ${style.warn('?')} ${name}${text}`];
    }
    if (shut.length === 0) return [`  ${style.good('✓')} ${name}open`];
    const below = rows[index + 1];
    const saidBelow = below !== undefined && reasonsOf(below) === reasonsOf(row);
    return [`  ${style.bad('✗')} ${name}shut`, ...(saidBelow ? [] : reasons(row, style))];
  });
  return [style.bold('Access of the account to the models'), ...lines].join('\n');
}

const reasonsOf = ({ shut, unread }: ModelGatesRow) => JSON.stringify([shut, unread]);

const reasons = ({ shut }: ModelGatesRow, style: Style) =>
  shut.flatMap(({ says, fix }) => [
    wrapped(cell(says), style.width, '      '),
    style.dim(wrapped(cell(fix), style.width, '      ')),
  ]);
