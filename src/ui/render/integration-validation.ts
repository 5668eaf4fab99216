import { isLimited, type IntegrationValidation } from '../../operations/integrations/validate.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';
import { renderTestReports } from './test-reports.ts';

/**
 * A validation of an integration. In rows: those of the connection test; without one slug, `*`,
 * `unknown` and why. On a screen: the test, then what was left out and what is known of the allow list.
 */
export function renderValidation(validation: IntegrationValidation, style: Style): string {
  const { integration, report, untested = '', give, left_out: left, allow_list: list } = validation;
  if (style.layout === 'rows') {
    if (report) return renderTestReports([report], style);
    return style.table([], [[cell(integration), '*', 'unknown', cell(untested), cell(give)]]);
  }
  const line = (text: string) => wrapped(cell(text), style.width, '  ');
  if (!report) {
    return [
      `${style.warn('?')} ${style.bold(cell(integration))} could not be tested`,
      line(`${untested}.`),
      ...(give === undefined ? [] : [line(give)]),
    ].join('\n');
  }
  return [
    renderTestReports([report], style),
    ...left.map(({ model, why }) => line(`Not tested: ${model}: ${why}.`)),
    ...(isLimited(validation) ? [line(limited)] : []),
    ...(list === undefined ? [] : [line(`Allow list ${proofs[list.result]}: ${list.says}`)]),
  ].join('\n');
}

const limited = 'A budget or a rate limit ended the test: that says nothing against the key.';

const proofs = { refused: 'proved', answered: 'does not hold', unproved: 'not proved' } as const;
