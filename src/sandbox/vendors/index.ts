import { PortaiError } from '../../core/errors.ts';
import type { HttpRequest, Send } from '../../core/http.ts';
import { memoryStore } from '../store/store.ts';
import { anthropic } from './anthropic/host.ts';
import { azureFoundry, azureOpenai } from './azure/hosts.ts';
import { bedrockControl } from './bedrock/control.ts';
import { bedrockRuntime } from './bedrock/host.ts';
import { compatible } from './gateways/host.ts';
import { deliver } from './deliver.ts';
import { googleToken } from './google/token.ts';
import { vertex } from './google/host.ts';
import { iam } from '../aws-account/iam.ts';
import { awsRegions, vertexRegions } from './known.ts';
import { openai } from './openai/host.ts';
import { sts } from '../aws-account/sts.ts';
import type { SimulationDependencies, Vendor } from './vendor.ts';
import { isExample } from './outcomes-by-name.ts';

/**
 * Providers that answer without a network, each in its vendor's wire format, for the vendors' own hosts
 * and for hosts that are reserved for examples. They know the models, regions and resources of
 * `known.ts`; what a person names must be called `example`. Any other host is not simulated.
 *
 * The credential decides what they answer. It must be of the vendor's family: an OpenAI key begins with `sk-` (not
 * `sk-ant-`), an Anthropic key with `sk-ant-`, an AWS key id is `AKIA` and 16 capitals or digits, a
 * service account's address ends in `.gserviceaccount.com`; other keys may look like anything.
 *
 * | In the credential | Answer |
 * | --- | --- |
 * | nothing of these | a completion |
 * | `invalid`, `bad`, `revoked` | the key is refused (401) |
 * | `expired` | the key has expired |
 * | `blocked` | key or account is blocked by the provider |
 * | `forbidden` | no permission (403) |
 * | `noquota` | quota or credit used up |
 * | `nobilling` | no valid payment method |
 * | `ratelimit` | too many requests (429) |
 * | `country` | not available from this country |
 * | `firewall` | not from this network |
 * | `slow` | waits 3 seconds first |
 * | `html` | a sign-in page |
 * | `reset` | the connection is closed without an answer |
 * | `down` | overloaded (503) |
 * | `only-WORD` | models without WORD in their name are not there (404) |
 *
 * | In the model or deployment | Answer |
 * | --- | --- |
 * | `missing` | no such model (404) |
 * | `denied` | no access to the model (403) |
 * | `retired` | the provider has retired it |
 * | `form` | Bedrock: the use case form was not submitted |
 * | `marketplace` | Bedrock, Foundry: no Marketplace subscription |
 * | `profile` | Bedrock: only through an inference profile |
 * | `elsewhere` | Bedrock, Vertex: not served in this region |
 * | `upstream` | any other host: it is refused by the provider behind it |
 * | `noquota`, `ratelimit` | as above, for this model alone |
 * | `stall` | never answers |
 * | `midstream` | a stream ends with an error after its first event |
 * | `nostream` | streaming is refused; also in a credential of AWS |
 * | `noschema` | structured output is refused |
 * | `prose` | structured output is ignored |
 * | `truncated` | the token limit is reached before the first word |
 * | `filtered` | a content filter takes the answer away |
 * | `misnamed` | Azure: the deployment serves `gpt-4o-mini` |
 * | `newlimit` | any other host: refuses `max_tokens` |
 *
 * Case does not matter; in names of models a word stands between dashes, dots or the ends. AWS key ids
 * have a fixed shape: there the word is among the 20 characters, as in `AKIA000000000INVALID`, and
 * `MISMATCH` is a secret that does not belong to the id, `NEWACC` the account 444455556666, which has
 * agreed to nothing of Anthropic's yet, `NOTERMS` 777788889999, which sent the form only, and `VIEWER`
 * who may change nothing; every other id is of 111122223333, where all is agreed. For an assumed role
 * the words are read in its name; see `sts.ts` for what else STS reads there, `iam-roles.ts` for
 * `slowiam`, and `guardrails.ts` for guardrails.
 *
 * IAM keeps roles: what was created is in force from then on, at STS and at Bedrock. Of those that IAM
 * does not have, one with `example` in its name goes by that name, any other is not there.
 *
 * The Send rejects with a PortaiError named NOT_SIMULATED for a host that nobody told it about.
 */
export function simulatedProviders({
  aws = memoryStore(),
  ...rest
}: Omit<SimulationDependencies, 'aws'> & Partial<Pick<SimulationDependencies, 'aws'>>): Send {
  const dependencies = { ...rest, aws };
  return async (request) => {
    const vendor = vendorOf(request);
    if (!vendor) throw notSimulated(request);
    return deliver(request, await vendor(request, dependencies), dependencies.now());
  };
}

const isAwsRegion = (name: string) => awsRegions.has(name);

/** Hosts; what one has of a name in it must be there as well. */
const hosts: readonly (readonly [RegExp, Vendor, ((name: string) => boolean)?])[] = [
  [/^api\.openai\.com$/, openai],
  [/^api\.anthropic\.com$/, anthropic],
  [/^([a-z0-9-]+)\.(?:openai|cognitiveservices)\.azure\.com$/, azureOpenai, isExample],
  [/^([a-z0-9-]+)\.services\.ai\.azure\.com$/, azureFoundry, isExample],
  [/^bedrock-runtime\.([a-z0-9-]+)\.amazonaws\.com$/, bedrockRuntime, isAwsRegion],
  [/^bedrock\.([a-z0-9-]+)\.amazonaws\.com$/, bedrockControl, isAwsRegion],
  [/^iam\.amazonaws\.com$/, iam],
  [/^sts\.([a-z0-9-]+)\.amazonaws\.com$/, sts, isAwsRegion],
  [/^oauth2\.googleapis\.com$/, googleToken],
  [/^aiplatform\.googleapis\.com$|^aiplatform\.(?:us|eu)\.rep\.googleapis\.com$/, vertex],
  [/^([a-z0-9-]+)-aiplatform\.googleapis\.com$/, vertex, (name) => vertexRegions.has(name)],
  // Names that nobody can have: RFC 2606 keeps them for examples.
  [/^(?:.+\.)?example\.(?:com|net|org)$|\.example$/, compatible],
];

const vendorOf = ({ url }: HttpRequest): Vendor | undefined =>
  hosts.find(([host, , isThere = () => true]) => {
    const found = host.exec(url.hostname);
    return found !== null && isThere(found[1] ?? '');
  })?.[1];

/** Nothing is sent to a host that the simulation does not own, and nothing is claimed about it. */
const notSimulated = ({ url }: HttpRequest) =>
  new PortaiError({
    name: 'NOT_SIMULATED',
    message: `the sandbox does not simulate ${url.hostname}`,
    exit: 'unverifiable',
    details: { host: url.host },
  });
