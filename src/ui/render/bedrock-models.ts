import { cell, type Style } from '../style.ts';

/** A model of Bedrock, by one profile or by none. */
export interface BedrockModelRow {
  readonly model: string;
  readonly profile: string | undefined;
  /** How far data may travel. */
  readonly reach: string;
  /** Whether the profile can be called from the region, and how sure that is. */
  readonly callable: string;
  readonly lifecycle: string;
}

export function renderBedrockModels(rows: readonly BedrockModelRow[], style: Style): string {
  const cells = rows.map(({ model, profile, reach, callable, lifecycle }) =>
    [model, profile, reach, callable, lifecycle].map((each) => cell(each)),
  );
  if (style.layout === 'rows') return cells.map((row) => row.join('\t')).join('\n');
  return style.table(['MODEL', 'PROFILE', 'REACH', 'CALLABLE', 'LIFECYCLE'], cells);
}
