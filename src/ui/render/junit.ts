import { terminalText } from '../../core/text/terminal.ts';
import type { TestedState } from '../../operations/tested-states.ts';

/**
 * What was tested as JUnit's XML, for a CI: a suite a provider, a case a model. What was not shown to
 * work is no pass: refuted is a failure, and left open is an error.
 */
export function junitReport(states: readonly TestedState[], at: string): string {
  const suites = new Map<string, TestedState[]>();
  for (const state of states) {
    const { profile, provider } = state;
    const name = profile === undefined ? provider : `${profile}/${provider}`;
    suites.set(name, [...(suites.get(name) ?? []), state]);
  }
  const all = [...suites].map(([name, cases]) =>
    element('testsuite', { name, ...counts(cases), timestamp: at }, cases.map(caseOf(name))),
  );
  const root = element('testsuites', { name: 'portai validate', ...counts(states) }, all);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

const passes = new Set(['valid', 'pass', 'skip', 'warn']);
const refutes = new Set(['invalid', 'fail', 'inconsistent']);

const counts = (states: readonly TestedState[]) => ({
  tests: String(states.length),
  failures: String(states.filter(({ status }) => refutes.has(status)).length),
  errors: String(states.filter(({ status }) => !passes.has(status) && !refutes.has(status)).length),
});

const caseOf =
  (suite: string) =>
  ({ part, status, message, cause }: TestedState): string => {
    const about = { classname: suite, name: part ?? 'connection' };
    if (passes.has(status)) return element('testcase', about, []);
    const kind = refutes.has(status) ? 'failure' : 'error';
    const why = element(kind, { type: cause ?? status, message }, []);
    return element('testcase', about, [why]);
  };

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  if (children.length === 0) return `<${name}${words.join('')}/>`;
  const inside = children.map((child) => child.replace(/^/gm, '  ')).join('\n');
  return `<${name}${words.join('')}>\n${inside}\n</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML forbids most control characters, escaped ones too, and halves of a pair. */
const attribute = (value: string) =>
  Buffer.from(terminalText(value))
    .toString()
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
    .replace(/[\r\n\t]+/g, ' ');
