import type { TestCall } from '../vendors/test-requests.ts';
import type { Stage } from '../vendors/stages.ts';
import type { QuestionKind } from '../vendors/verdicts.ts';

/** Returns the question that a request asks, by the stage for which it is sent. */
export function questionOf(stage: Stage, { empty }: Pick<TestCall, 'empty'>): QuestionKind {
  switch (stage) {
    case 'generate':
      return 'word';
    case 'stream':
    case 'structured':
    case 'guardrail':
      return stage;
    default:
      return empty ? 'empty' : 'free';
  }
}
