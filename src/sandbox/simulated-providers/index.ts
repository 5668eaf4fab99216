import type { HttpRequest, HttpResponse, Send } from '../../domain/http.ts';
import { anthropic, anthropicCompatible } from './anthropic.ts';
import { bedrock, sts } from './aws.ts';
import { azureAnthropic, azureOpenai } from './azure.ts';
import { googleToken, vertex } from './google.ts';
import { openai, openaiCompatible } from './openai.ts';
import { jsonAnswer, type SimulationWorld } from './vendor.ts';

/**
 * Providers that answer without a network, each in its vendor's wire format. The credential decides
 * what they answer. It must be of the vendor's family: an OpenAI key begins with `sk-` (not
 * `sk-ant-`), an Anthropic key with `sk-ant-`, an AWS key id is `AKIA` and 16 capitals or digits, a
 * service account's address ends in `.gserviceaccount.com`; other keys may look like anything.
 *
 * | In the credential | Answer |
 * | --- | --- |
 * | nothing of these | a completion |
 * | `invalid`, `bad`, `revoked` | the key is refused (401) |
 * | `forbidden` | no permission (403) |
 * | `noquota` | quota or credit used up |
 * | `ratelimit` | too many requests (429) |
 * | `slow` | waits 3 seconds first |
 * | `html` | a sign-in page |
 * | `down` | overloaded (503) |
 * | `only-WORD` | models without WORD in their name are not there (404) |
 *
 * | In the model or deployment | Answer |
 * | --- | --- |
 * | `missing` | no such model (404) |
 * | `denied` | no access to the model (403) |
 *
 * Case does not matter. AWS key ids have a fixed shape: there the word is among the 20 characters,
 * as in `AKIA000000000INVALID`. For an assumed role the words are read in its name, where `denied`
 * also means that it cannot be assumed, and `external` that it needs an external id of 8 characters
 * or more without `wrong` in it.
 */
export function simulatedProviders(world: SimulationWorld): Send {
  return (request) => vendorOf(request)(request, world);
}

type Vendor = (request: HttpRequest, world: SimulationWorld) => Promise<HttpResponse>;

const hosts: readonly (readonly [RegExp, Vendor])[] = [
  [/^api\.openai\.com$/, openai],
  [/^api\.anthropic\.com$/, anthropic],
  [/^[a-z0-9-]+\.openai\.azure\.com$/, azureOpenai],
  [/^[a-z0-9-]+\.services\.ai\.azure\.com$/, azureAnthropic],
  [/^bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com$/, bedrock],
  [/^sts\.[a-z0-9-]+\.amazonaws\.com$/, sts],
  [/^oauth2\.googleapis\.com$/, googleToken],
  [/^(?:[a-z0-9-]+-)?aiplatform\.googleapis\.com$/, vertex],
];

const nothingHere: Vendor = () => Promise.resolve(jsonAnswer(404, { detail: 'Not Found' }));

function vendorOf({ method, url }: HttpRequest): Vendor {
  const known = hosts.find(([host]) => host.test(url.hostname))?.[1];
  if (known) return known;
  if (method === 'POST' && url.pathname.endsWith('/chat/completions')) return openaiCompatible;
  if (method === 'POST' && url.pathname.endsWith('/messages')) return anthropicCompatible;
  return nothingHere;
}
