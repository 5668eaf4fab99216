import { z } from 'zod';
import { action } from '../cli/action.ts';
import { once } from '../core/once.ts';
import { ask } from '../operations/ask/ask.ts';
import { port } from '../planes/port/plane.ts';
import { answerInJson, answerInWords } from '../ui/answer-stream.ts';
import { quotaLine } from '../ui/render/ask.ts';
import { addAskOptions, askFlags } from './ask-flags.ts';
import { askedQuestion } from './ask-question.ts';
import { askEach } from './ask-smoke.ts';
import type { Define } from './define.ts';

const args = once(() => z.tuple([z.string().optional()]));

/** `ask`. */
export const define: Define = (command, invocation) => {
  addAskOptions(command).addHelpText('after', help);
  command.action(
    action(invocation, { args, flags: askFlags }, async (context, [typed], given) => {
      if (given.smoke) return askEach(context, typed, given);
      const { out, plane, redact, runtime } = context;
      const { signal, sleep, stdout } = runtime;
      const question = await askedQuestion(context, typed, given);
      const { ai } = await plane(port).client();
      const writing = { out, redactor: invocation.redactor, onScreen: stdout.isTTY === true };
      const answer = out.json ? answerInJson(writing) : answerInWords(writing);
      const asking = { ai, signal, sleep, redact, emit: answer.take };
      const { quota } = await ask(asking, question).finally(answer.end);
      const used = quota && quotaLine(quota);
      if (used !== undefined) out.note(used);
      return undefined;
    }),
  );
};

const help = `
Asks Port AI, or an agent, and writes the answer as it comes: text on stdout, a
line for each tool that is called on stderr. --json writes each event as a line
of JSON. Without --tools no tool is called. An answer that breaks off ends with
an error that says so; what was written stays.

Each question costs tokens, and one to Port's own models an invocation of the
month. It is never repeated by itself.

--smoke asks each enabled model of each enabled provider to reply with OK, or
the prompt that is given: the proof from end to end that Port gets an answer. In
rows: provider, model, status, ms to the first event, ms to the end, invocation,
reason.

Examples:
  portai ask "Which services have no owner?" --tools "^(list|get|search)_"
  portai ask - --provider openai --model gpt-5 < question.txt
  portai ask --smoke --provider bedrock
`;
