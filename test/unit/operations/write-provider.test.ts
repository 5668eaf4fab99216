import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { withoutVerdict } from '../../../src/operations/write-provider.ts';

const refused = { isValid: false, message: 'no' };
const open = { verdict: 'unknown' };

/** How a refused connection test is taken, by the models in it and those that could not be tested. */
function exitOf(testedModels: object, untested: object): string {
  const error = new PortaiError({
    name: 'LLMProviderModelTestError',
    message: 'm',
    exit: 'checkFailed',
    details: { testedModels, portai: { models: untested } },
  });
  const taken = withoutVerdict(error);
  return taken instanceof PortaiError ? taken.failure.exit : 'something else';
}

describe('a refused connection test', () => {
  test('refutes nothing when none of its models could be tested', () => {
    expect(exitOf({ a: refused, b: refused }, { a: open, b: open })).toBe('unverifiable');
    expect(exitOf({ a: refused, b: { isValid: true } }, { a: open })).toBe('unverifiable');
  });

  test.each<[string, object, object]>([
    ['one failed beside one that could not be tested', { a: refused, b: refused }, { b: open }],
    ['one came without a verdict', { a: refused, b: { message: 'no' } }, { a: open }],
    ['none of them is in it', {}, {}],
    ['nobody says that they could not be tested', { a: refused }, {}],
  ])('stays a failure when %s', (_, testedModels, untested) => {
    expect(exitOf(testedModels, untested)).toBe('checkFailed');
  });

  test('is the only thing that is taken otherwise', () => {
    const details = { testedModels: { a: refused }, portai: { models: { a: open } } };
    const other = new PortaiError({ name: 'x', message: 'm', exit: 'refused', details });
    expect(withoutVerdict(other)).toBe(other);
  });
});
