import { cell, time, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

export interface DefaultsView {
  /** Null where Port does not name its system default. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
  readonly _portai: { readonly source: 'organization' | 'system' };
}

/** In rows: provider, model, source. */
export function renderDefaults(view: DefaultsView, style: Style): string {
  const { provider, model, updatedAt, updatedBy, _portai } = view;
  if (style.layout === 'rows') return [cell(provider), cell(model), _portai.source].join('\t');
  const set =
    provider === null
      ? "nothing: Port's system default is used, and Port does not say which it is"
      : _portai.source === 'system'
        ? "Port's system default; the organization has not chosen one"
        : `by the organization, ${time(updatedAt, style)}${updatedBy ? ` by ${cell(updatedBy)}` : ''}`;
  return renderFacts(
    [
      ['provider', cell(provider)],
      ['model', cell(model)],
      ['set', set],
    ],
    style,
  );
}
