import type { Denial } from '../../vendors/bedrock/denial/denial.ts';
import { lacksModels, type MessageReading } from './message.ts';

/** What one reading says, a sentence without its full stop. */
export function readingInWords({ cause, layer, denial, sure }: MessageReading): string {
  const doubt = sure ? '' : ', by the name of the error alone';
  return `${cause}: it is about ${layer.name}${doubt}${denial ? `; ${denialInWords(denial)}` : ''}`;
}

function denialInWords({ who, explicit, action, resource }: Denial): string {
  const what = resource === undefined ? action : `${action} on ${resource}`;
  const kind =
    who === undefined
      ? 'a policy that AWS does not name'
      : `${/^[aeio]/.test(who) ? 'an' : 'a'} ${who}`;
  if (explicit === undefined) return `${what} is denied, by ${kind}`;
  return explicit
    ? `${what} is denied by ${kind}, explicitly`
    : `${what} is denied since ${who === undefined ? 'no policy' : `no ${who}`} allows it`;
}

/** What to look for where a text tells nothing by itself. */
export const toCollect = (text: string): string =>
  lacksModels(text)
    ? 'The reasons stand beside it, by model, in details.testedModels: portai validate bedrock shows them, and with --debug the whole answer. Give that text here.'
    : "Collect AWS' own words: the whole message with the name of its exception, the action and the ARN in it, the region, the request id, and the event in CloudTrail with its errorCode and errorMessage.";
