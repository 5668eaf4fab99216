import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, statesIn } from '../../../../src/operations/tested-states.ts';
import { junitReport } from '../../../../src/ui/render/junit.ts';

const at = '2026-01-15T12:00:00.000Z';
const rows = [
  {
    provider: 'openai',
    status: 'invalid',
    models: [
      { model: 'gpt-5', status: 'valid', message: 'ok' },
      {
        model: 'gpt-4',
        status: 'invalid',
        message: 'no "such" <model> & more',
        cause: 'MODEL_NOT_FOUND',
      },
      { model: 'o3', status: 'unverifiable', message: 'busy' },
    ],
  },
  {
    profile: 'east',
    provider: 'bedrock',
    status: 'unverifiable',
    error: { name: 'Gone', message: 'x' },
  },
];

describe('a report in JUnit XML', () => {
  test('has a failure for what was refuted and an error for what was left open', () => {
    expect(junitReport(statesIn(rows), at)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="portai validate" tests="4" failures="1" errors="2">
  <testsuite name="openai" tests="3" failures="1" errors="1" timestamp="${at}">
    <testcase classname="openai" name="gpt-5"/>
    <testcase classname="openai" name="gpt-4">
      <failure type="MODEL_NOT_FOUND" message="no &quot;such&quot; &lt;model&gt; &amp; more"/>
    </testcase>
    <testcase classname="openai" name="o3">
      <error type="unverifiable" message="busy"/>
    </testcase>
  </testsuite>
  <testsuite name="east/bedrock" tests="1" failures="0" errors="1" timestamp="${at}">
    <testcase classname="east/bedrock" name="connection">
      <error type="Gone" message="x"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('is well-formed whatever a server says, as Python reads it', (context) => {
    const read = 'import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())';
    if (spawnSync('python3', ['--version']).error) context.skip('There is no python3 here.');
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const odd = fc.sample(text, 300).map((message, index) => ({
      ...{ model: `m${index} ${message}`, status: 'invalid', message, cause: message },
    }));
    const report = junitReport(statesIn([{ provider: 'a', status: 'invalid', models: odd }]), at);
    expect(() =>
      execFileSync('python3', ['-c', read], { input: report, stdio: 'pipe' }),
    ).not.toThrow();
  });
});

describe('what changed between two rounds', () => {
  const state = (part: string, status: string, cause?: string) => ({
    ...{ provider: 'openai', part, status, message: `at ${Math.abs(part.length)}` },
    ...(cause === undefined ? {} : { cause }),
  });

  test('is everything at first, then only what is another state', () => {
    const first = [state('a', 'valid'), state('b', 'valid')];
    expect(changesBetween([], first)).toEqual(first);
    expect(
      changesBetween(first, [{ ...state('a', 'valid'), message: 'later' }, state('b', 'valid')]),
    ).toEqual([]);
    expect(changesBetween(first, [state('a', 'invalid', 'KEY'), state('b', 'valid')])).toEqual([
      { ...state('a', 'invalid', 'KEY'), before: 'valid' },
    ]);
  });

  test('names another cause of the same state, what came and what is gone', () => {
    const before = [state('a', 'invalid', 'KEY'), state('b', 'valid')];
    const now = [state('a', 'invalid', 'QUOTA'), state('c', 'valid')];
    expect(changesBetween(before, now)).toEqual([
      { ...state('a', 'invalid', 'QUOTA'), before: 'invalid' },
      state('c', 'valid'),
      { ...state('b', 'gone'), message: 'no longer there', before: 'valid' },
    ]);
  });
});
