import { anthropicCompatible } from './anthropic-compatible.ts';
import { anthropic } from './anthropic.ts';
import { azureAnthropic } from './azure-anthropic.ts';
import { azureOpenai } from './azure-openai.ts';
import { bedrock } from './bedrock.ts';
import type { ProviderType } from './define.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { openai } from './openai.ts';
import { port } from './port.ts';
import { vertexAnthropic } from './vertex-anthropic.ts';
import { vertexGemini } from './vertex-gemini.ts';

/** Every provider type this version knows, in the order in which help and wizards offer them. */
export const providerTypes: readonly ProviderType[] = [
  openai,
  anthropic,
  azureOpenai,
  azureAnthropic,
  bedrock,
  vertexGemini,
  vertexAnthropic,
  openaiCompatible,
  anthropicCompatible,
  port,
];

/** The type of that id; types that are newer than this version are not known, and not an error here. */
export function findProviderType(id: string): ProviderType | undefined {
  return providerTypes.find((type) => type.id === id);
}
