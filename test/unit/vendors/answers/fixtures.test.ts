import { describe, expect, test } from 'vitest';
import { readCompletion, readStreamEvent } from '../../../../src/vendors/answers/read-answer.ts';
import { streamReader } from '../../../../src/connection-test/stream-reader.ts';
import {
  collectedAnswers,
  dialectOf,
  lackingAnswers,
  ownAnswers,
  recordedStreams,
  type RecordedAnswer,
} from '../../../support/recorded-answers.ts';

function theyRead(name: string, rows: readonly RecordedAnswer[]) {
  describe(name, () => {
    test.each(rows)('$id: $cause', (row) => {
      const { status, headers, body, cause, also } = row;
      const read = readCompletion(dialectOf(row), { status, headers, body });
      expect([cause, ...also], read.words).toContain(read.cause);
    });
  });
}

if (lackingAnswers > 0) {
  process.stderr.write(`${lackingAnswers} collected answers are not here and are not read.\n`);
}

if (collectedAnswers.length > 0) theyRead('each collected answer is its cause', collectedAnswers);

theyRead('each answer of our own is read as its cause', ownAnswers);

describe('each stream is its cause', () => {
  test.each(recordedStreams)('$id: $cause', async (row) => {
    const { streamBody, cause, also } = row;
    const dialect = dialectOf(row);
    const reader = await streamReader({
      form: 'sse',
      readEvent: (event) => readStreamEvent(dialect, event),
    });
    reader.take(new TextEncoder().encode(streamBody));
    expect([cause, ...also]).toContain(reader.reading()?.cause);
  });
});
