import { Secret } from '../../core/secret.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';
import { askForSecret } from './secret.ts';
import type { IntegrationConversation } from './conversation.ts';

/**
 * Asks for headers, one after the other, each value unseen; undefined for none.
 *
 * @param keep told of those there are after each of them
 */
export async function askForHeaders(
  conversation: IntegrationConversation,
  kind: Kind,
  keep: (headers: Readonly<Record<string, Secret>>) => void,
): Promise<Readonly<Record<string, Secret>> | undefined> {
  const headers = new Map<string, Secret>();
  const problemOf = (name: string, value: Secret) =>
    kind
      .problems({ custom_headers: { [name]: value } })
      .find(({ field }) => field === 'custom_headers')?.says;
  for (;;) {
    const name = await conversation.ask.text({
      message: headers.size === 0 ? 'Header to send to it' : 'Another header',
      flag: '--custom-header <spec>',
      ...(headers.size === 0 ? { hint: 'such as x-api-key' } : {}),
      optional: true,
      check: (answer) => {
        if (answer === '') return true;
        if (headers.has(answer)) return `${answer} is there already`;
        const isName = problemOf(answer, new Secret('value')) === undefined;
        return isName || 'It takes the name of a header, such as x-api-key';
      },
    });
    if (name === '') return headers.size === 0 ? undefined : Object.fromEntries(headers);
    const answer = await askForSecret(conversation, {
      ...{ field: 'custom_headers', label: `value of ${name}`, flag: '--custom-header <spec>' },
      ...{ optional: false, inFile: false, given: false, mappable: false, isKey: false },
      problem: (value) => problemOf(name, value),
    });
    if (typeof answer === 'object' && 'value' in answer) {
      headers.set(name, answer.value);
      keep(Object.fromEntries(headers));
    }
  }
}
