import { cell, time, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

interface SecretRow {
  readonly secretName: string;
  readonly description?: string | null | undefined;
  readonly createdAt?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
}

/** In rows: name, description, time of the last change. */
export function renderSecrets(rows: readonly SecretRow[], style: Style): string {
  if (rows.length === 0) return style.layout === 'rows' ? '' : 'No secrets.';
  return style.table(
    ['SECRET', 'DESCRIPTION', 'CHANGED'],
    rows.map(({ secretName, description, updatedAt, createdAt }) => [
      cell(secretName),
      cell(description),
      time(updatedAt ?? createdAt, style),
    ]),
  );
}

export function renderSecret(row: SecretRow, style: Style): string {
  return renderFacts(
    [
      ['secret', cell(row.secretName)],
      ['description', cell(row.description)],
      ['created', time(row.createdAt, style)],
      ['changed', time(row.updatedAt, style)],
    ],
    style,
  );
}

/** In rows: provider, field, state of the provider. */
export function renderUsages(
  usages: readonly { provider: string; field: string; enabled: boolean }[],
  style: Style,
): string {
  if (usages.length === 0) return style.layout === 'rows' ? '' : 'No provider names it.';
  return style.table(
    ['PROVIDER', 'FIELD', 'STATE'],
    usages.map(({ provider, field, enabled }) => [
      cell(provider),
      cell(field),
      enabled ? style.good('enabled') : style.dim('disabled'),
    ]),
  );
}
