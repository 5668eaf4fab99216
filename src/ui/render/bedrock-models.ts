import type { BedrockModelRow } from '../../operations/bedrock/list-models.ts';
import { cell, type Style } from '../style.ts';

export function renderBedrockModels(rows: readonly BedrockModelRow[], style: Style): string {
  const cells = rows.map(({ model, profile, reach, callable, lifecycle }) =>
    [model, profile, reach, callable, lifecycle].map((each) => cell(each)),
  );
  if (style.layout === 'rows') return cells.map((row) => row.join('\t')).join('\n');
  return style.table(['MODEL', 'PROFILE', 'REACH', 'CALLABLE', 'LIFECYCLE'], cells);
}
