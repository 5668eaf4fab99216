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
    if (report)
      return [renderTestReports([report], style), ...furtherRows(validation, style)].join('\n');
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
    ...(isLimited(validation)
      ? [
          line('What is used of it, and more of it:'),
          `    portai integrations workspaces list ${cell(integration)}`,
          `    portai integrations workspaces limits ${cell(integration)} <workspace> --reset-usage`,
        ]
      : []),
    ...notAllowedIn(validation).map(
      (model) =>
        `    portai integrations models enable ${cell(integration)} ${cell(model)}  # allow it`,
    ),
    ...(isUnknownToWorkspace(validation)
      ? [
          line('The workspace of the key may have no access. Let it in:'),
          `    portai integrations workspaces grant ${cell(integration)} <workspace>`,
        ]
      : []),
    ...(list === undefined ? [] : [line(`Allow list ${proofs[list.result]}: ${list.says}`)]),
  ].join('\n');
}

/** The gateway knows no provider of this name for the workspace of the key. */
const isUnknownToWorkspace = ({ through, report }: IntegrationValidation): boolean =>
  through === 'gateway' &&
  Object.values(report?.testedModels ?? {}).some(({ cause }) => cause === 'PROVIDER_UNKNOWN');

/** Models that the allow list of the integration keeps out. */
const notAllowedIn = ({ through, report }: IntegrationValidation): string[] =>
  through === 'gateway'
    ? Object.entries(report?.testedModels ?? {}).flatMap(([model, { cause }]) =>
        cause === 'MODEL_ACCESS_DENIED' ? [model] : [],
      )
    : [];

/** What was left out and what is known of the allow list, in the columns of a tested model. */
function furtherRows(
  { integration, left_out: left, allow_list: list }: IntegrationValidation,
  style: Style,
): string[] {
  const slug = cell(integration);
  const rows = [
    ...left.map(({ model, why }) => [slug, cell(model), 'unknown', '-', 'NOT_TESTED', cell(why)]),
    ...(list === undefined
      ? []
      : [[slug, cell(list.model), verdicts[list.result], '-', 'ALLOW_LIST', cell(list.says)]]),
  ];
  return rows.length === 0
    ? []
    : [
        style.table(
          [],
          rows.map((row) => [...row, '-', '-']),
        ),
      ];
}

const verdicts = { refused: 'pass', answered: 'fail', unproved: 'unknown' } as const;

const limited = 'A budget or a rate limit ended the test: that says nothing against the key.';

const proofs = { refused: 'proved', answered: 'does not hold', unproved: 'not proved' } as const;
