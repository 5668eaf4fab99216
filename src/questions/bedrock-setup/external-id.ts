import { problemInExternalId } from '../../aws/iam-documents/external-id.ts';
import type { Secret } from '../../core/secret.ts';
import { inQuestion } from '../../core/text/typed-names.ts';
import type { SetupDecisions } from '../../operations/bedrock-setup/decisions.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import type { Conversation } from '../conversation.ts';

type AskedWith = Pick<Conversation, 'ask' | 'hold' | 'report'>;

/** Asks for the secret that holds an external ID, and for the value of one that a role asks for. */
export function askAboutExternalId(
  conversation: AskedWith,
): Pick<SetupDecisions, 'externalIdSecret' | 'secretOfRole' | 'externalIdValue'> {
  const { ask } = conversation;
  const flag = '--external-id-secret <name>';
  return {
    externalIdSecret: ({ suggestion, own, existing }) =>
      ask.text({
        message: 'Port secret for the external ID',
        flag,
        hint: 'keeps other organizations on Port out',
        suggestion,
        check: (answer) =>
          wellFormed(answer) === true && answer !== own && existing.includes(answer)
            ? `${answer} exists already, and its value cannot be read; choose another name`
            : wellFormed(answer),
      }),
    secretOfRole: (suggestion) =>
      ask.text({
        message: 'Secret that holds the external ID of its trust policy',
        flag,
        optional: true,
        ...(suggestion === undefined ? {} : { suggestion }),
        check: (answer) => answer === '' || wellFormed(answer),
      }),
    externalIdValue: (name) => typedId(conversation, name),
  };
}

const wellFormed = (name: string): string | true =>
  inQuestion(secretName().safeParse(name).error?.issues[0]?.message ?? '') || true;

/** Asks until the value can be one: a slip ends no conversation. */
async function typedId({ ask, hold, report }: AskedWith, name: string): Promise<Secret> {
  for (;;) {
    const question = { message: `Value of ${name}`, flag: '--external-id-env <name>' };
    const typed = await ask.secret(question);
    const held = hold(typed);
    const problem = problemInExternalId(typed, 'existing role');
    if (problem === undefined) return held;
    report.warn({
      code: 'value_refused',
      message: `The external ID ${problem}. Nothing was stored.`,
    });
  }
}
