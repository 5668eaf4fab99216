import { isExample } from '../vendors/outcomes-by-name.ts';

/**
 * Ids of providers that the simulated Portkey knows. Source: the union of Portkey's gateway, model data
 * and backend changelog (2026); Portkey itself publishes no such list.
 */
const ids: ReadonlySet<string> = new Set(
  [
    '302ai ai21 aibadgr anthropic anyscale azure-ai azure-openai bedrock bedrock-mantle byteplus bytez',
    'cerebras claude-platform-aws cohere cometapi cortex dashscope databricks deepbricks deepgram',
    'deepinfra deepseek ember-cloud fal-ai featherless-ai fireworks fireworks-ai github google groq',
    'hugging-face huggingface hyperbolic inference-net iointelligence jina kluster-ai krutrim lambda',
    'latitude lemonfox-ai lepton lightning-ai lingyi matterai meshy milvus minimax mistral-ai modal',
    'monsterapi moonshot ncompass nebius nextbit nomic nomic-ai novita-ai nscale ollama open-ai openai',
    'openrouter oracle ovhcloud palm perplexity-ai pinecone portkey predibase qdrant recraft-ai reka-ai',
    'replicate sagemaker sambanova scenario-ai segmind siliconflow stability-ai together-ai tripo3d',
    'triton upstage vertex-ai voyage workers-ai x-ai z-ai zhipu',
  ]
    .join(' ')
    .split(' '),
);

/** True if there is such a provider: by its id, or because `example` is a word in it. */
export const isAiProvider = (id: string): boolean => ids.has(id) || isExample(id);
