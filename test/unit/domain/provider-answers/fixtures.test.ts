import { describe, expect, test } from 'vitest';
import { readCompletion } from '../../../../src/domain/provider-answers/index.ts';
import { collectedAnswers, dialectOf, ownAnswers, type RecordedAnswer } from './recorded.ts';

function theyRead(name: string, rows: readonly RecordedAnswer[]) {
  describe(name, () => {
    test.each(rows)('$id: $cause', (row) => {
      const { status, headers, body, cause } = row;
      expect(readCompletion(dialectOf(row), { status, headers, body })).toMatchObject({ cause });
    });
  });
}

if (collectedAnswers.length > 0) theyRead('each collected answer is its cause', collectedAnswers);
else process.stderr.write('The collected answers are not here: only our own are read.\n');

theyRead('each answer of our own is read as its cause', ownAnswers);
