import type { RotatedSecret } from '../../operations/secrets/rotate.ts';
import { cell, type Style } from '../style.ts';

/** A rotation that was made. In rows: action, secret in use now, provider, tested models. */
export function renderRotated(
  { name, to, providers, deleted }: RotatedSecret,
  style: Style,
): string {
  if (style.layout === 'rows') {
    return style.table(
      [],
      providers.map(({ provider, validated }) => [
        ...['rotated', to, provider].map(cell),
        cell(validated.join(',')),
      ]),
    );
  }
  const tested = providers.map(({ provider, validated }) =>
    validated.length > 0
      ? `  ${cell(provider)} works: Port tested ${validated.map(cell).join(', ')}.`
      : style.warn(`  ${cell(provider)} is untested: no model of it is enabled.`),
  );
  const old =
    to === name
      ? []
      : [style.dim(`  ${cell(name)} ${deleted ? 'was deleted.' : 'is still there.'}`)];
  return [`${style.good('✓')} ${cell(to)} is in use.`, ...tested, ...old].join('\n');
}

/** A rotation that would be made: a line a step. */
export function renderRotationSteps(
  { steps }: { readonly steps: readonly string[] },
  style: Style,
): string {
  if (style.layout === 'rows') return steps.map((each) => `would ${cell(each)}`).join('\n');
  const lines = steps.map((each, index) => `${index + 1}. ${cell(each)}`);
  return ['Would:', ...lines, style.dim('Nothing was sent.')].join('\n');
}
