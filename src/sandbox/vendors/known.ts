import { claudeModels, latestClaudeModels } from '../../planes/port/provider-types/anthropic.ts';
import { catalogueRows } from '../../vendors/bedrock/catalogue-rows.ts';
import { regionNames } from '../../vendors/bedrock/regions.ts';
import { profilePrefix } from '../../vendors/bedrock/catalogue.ts';
import { openaiModels } from './model-lists.ts';
import { isExample, withoutWords } from './outcomes-by-name.ts';

/**
 * What the simulation was told about. Nothing else is ever answered as if it were there: a model that
 * is on no list is missing, a host that is nobody's is not simulated at all. What a person has to make
 * up is there when it is called `example`: a model of a gateway, a deployment, a project, a role.
 */

/** Whether a vendor has a model of this name, whoever may use it. */
export type Knows = (model: string) => boolean;

/** Words that steer are no part of a name: `gpt-5-nostream` is a `gpt-5`. */
const oneOf =
  (names: ReadonlySet<string>): Knows =>
  (model) =>
    isExample(model) || names.has(model) || names.has(withoutWords(model));

export const knowsGpt: Knows = oneOf(
  new Set([
    ...openaiModels,
    ...['gpt-5-mini', 'gpt-5-nano', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'o3', 'o4-mini'],
  ]),
);

const dated = new Set([
  ...claudeModels,
  ...latestClaudeModels,
  ...catalogueRows.map(({ name }) => name),
]);
const undated = [...dated].map((name) => name.replace(/-\d{8}$/, ''));

/** Claude by its date, with Vertex' `@` as well, or by the alias without one. */
export const knowsClaude: Knows = (model) =>
  oneOf(new Set([...dated, ...undated]))(model.replace(/@(?=\d{8}$)/, '-'));

export const knowsGemini: Knows = oneOf(
  new Set(['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite']),
);

export const gatewayModels = ['llama-3', 'claude-sonnet', 'gpt-mini'] as const;
export const knowsGatewayModel: Knows = oneOf(new Set(gatewayModels));

/** Models of Bedrock by the id of the foundation model. */
export const bedrockBaseIds: readonly string[] = [
  ...catalogueRows.map(({ baseId }) => baseId),
  'amazon.nova-lite-v1:0',
];

/** By that id, or that of a profile, which has a geography in front. */
export const knowsBedrockModel: Knows = (id) =>
  oneOf(new Set(bedrockBaseIds))(id.replace(profilePrefix, ''));

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Regions of AWS, China and those of governments left out. */
export const awsRegions: ReadonlySet<string> = new Set(regionNames);

/** Regions of Vertex AI (November 2026). */
export const vertexRegions = list(
  'africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2 europe-central2 europe-north1 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 europe-west12 me-central1 me-central2 me-west1 northamerica-northeast1 northamerica-northeast2 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4',
);
