import type { RolePlanView } from '../../operations/bedrock-setup/dependencies.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';

/** What is about to happen in the account, for whoever has to say yes to it. */
export function renderRolePlan(plan: RolePlanView, style: Style): string {
  const { name, account, kind } = plan;
  const head = `${style.bold(`Role ${cell(name)}`)} in account ${cell(account)}`;
  if (kind === 'unchanged') return `${style.dim('=')} ${head} is there and as wanted.`;
  if (kind === 'create') {
    const { form, size, why } = plan.policy;
    const policy = `${form} policy, ${grouped(size)} characters${why === undefined ? '' : `: ${why}`}`;
    return [
      `${head}, new:`,
      ...labelled('trusts', plan.principals.map(shortPrincipal), style),
      ...labelled('may call', plan.models, style),
      ...labelled('with', [policy], style),
      ...labelled('guarded', plan.guardrail === undefined ? [] : [plan.guardrail], style),
    ].join('\n');
  }
  return [
    `${style.warn('!')} ${head} is there and differs${plan.foreign ? '; portai did not make it' : ''}:`,
    ...section('trust policy', plan.trust, style),
    ...section('permissions', plan.permissions, style),
  ].join('\n');
}

const grouped = (count: number) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `role/x of 185657066287` says all that an ARN does, on a line. */
const shortPrincipal = (arn: string) => {
  const [, account, name] = /^arn:aws:iam::(\d+):(.+)$/.exec(arn) ?? [];
  return name === undefined ? arn : `${name} of ${account ?? ''}`;
};

function labelled(label: string, lines: readonly string[], style: Style): string[] {
  return lines.map((line, index) =>
    wrapped(`${style.dim((index === 0 ? label : '').padEnd(9))} ${cell(line)}`, style.width, '  '),
  );
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  if (lines.length === 0) return [];
  return [
    style.dim(`  ${title}`),
    ...lines.map((line) => {
      const text = `    ${cell(line)}`;
      return line.startsWith('+') ? style.good(text) : style.bad(text);
    }),
  ];
}
