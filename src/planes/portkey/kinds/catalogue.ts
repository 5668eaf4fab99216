/**
 * Ids of providers that an integration may name as `ai_provider_id`. Portkey's public API has no list of
 * them, and the catalogue grows weekly: an id that is missing here may be right.
 */

/** Where an id was seen. */
export type SeenIn = 'gateway-main' | 'gateway-2' | 'model-data' | 'virtual-keys' | 'changelog';

/** What stands behind each of these words. */
export const evidence: Readonly<Record<SeenIn, string>> = {
  'gateway-main': 'open-source gateway, branch main',
  'gateway-2': 'open-source gateway, branch 2.0.0',
  'model-data': 'names and prices of models in Portkey-AI/models',
  'virtual-keys': 'enum of POST /virtual-keys in the OpenAPI document of June 2026',
  changelog: 'changelog of the backend, version 1.15 or newer',
};

/** When the catalogue was put together. */
export const catalogueAsOf = '2026-09';

/** One id of the catalogue. */
export interface CatalogueProvider {
  readonly id: string;
  readonly title: string;
  readonly seenIn: readonly SeenIn[];
}

const entry = (id: string, title: string, ...seenIn: SeenIn[]): CatalogueProvider => ({
  id,
  title,
  seenIn,
});

/** Every id that was seen, by name. */
export const catalogue: readonly CatalogueProvider[] = [
  entry('302ai', '302.AI', 'gateway-main'),
  entry('ai21', 'AI21 Labs', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('aibadgr', 'AI Badgr', 'gateway-main', 'gateway-2'),
  entry('anthropic', 'Anthropic', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('anyscale', 'Anyscale', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('azure-ai', 'Azure AI Foundry', 'gateway-main', 'gateway-2', 'model-data'),
  entry('azure-openai', 'Azure OpenAI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('bedrock', 'AWS Bedrock', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('bedrock-mantle', 'Amazon Bedrock Mantle', 'model-data', 'changelog'),
  entry('byteplus', 'BytePlus', 'model-data', 'changelog'),
  entry('bytez', 'Bytez', 'gateway-main'),
  entry('cerebras', 'Cerebras', 'gateway-main', 'gateway-2', 'model-data'),
  entry('claude-platform-aws', 'Claude Platform on AWS', 'model-data', 'changelog'),
  entry('cohere', 'Cohere', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('cometapi', 'CometAPI', 'gateway-main'),
  entry('cortex', 'Snowflake Cortex', 'gateway-main', 'gateway-2'),
  entry('dashscope', 'Dashscope (Alibaba)', 'gateway-main', 'gateway-2', 'model-data'),
  entry('databricks', 'Databricks', 'gateway-2', 'changelog'),
  entry('deepbricks', 'Deepbricks', 'gateway-main', 'gateway-2', 'model-data'),
  entry('deepgram', 'Deepgram', 'model-data'),
  entry('deepinfra', 'DeepInfra', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('deepseek', 'DeepSeek', 'gateway-main', 'gateway-2', 'model-data'),
  entry('ember-cloud', 'Ember Cloud', 'model-data'),
  entry('fal-ai', 'fal.ai', 'model-data', 'changelog'),
  entry('featherless-ai', 'Featherless AI', 'gateway-main', 'gateway-2'),
  entry('fireworks', 'Fireworks AI (older spelling)', 'model-data'),
  entry('fireworks-ai', 'Fireworks AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('github', 'GitHub Models', 'gateway-main', 'gateway-2', 'model-data'),
  entry('google', 'Google Gemini', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('groq', 'Groq', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('hugging-face', 'Hugging Face (virtual-key spelling)', 'virtual-keys'),
  entry('huggingface', 'Hugging Face', 'gateway-main', 'gateway-2'),
  entry('hyperbolic', 'Hyperbolic', 'gateway-main', 'gateway-2'),
  entry('inference-net', 'Inference.net', 'gateway-main', 'gateway-2', 'model-data'),
  entry('iointelligence', 'IO Intelligence', 'gateway-main', 'gateway-2'),
  entry('jina', 'Jina AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('kluster-ai', 'Kluster AI', 'gateway-main', 'gateway-2'),
  entry('krutrim', 'Krutrim', 'gateway-main', 'gateway-2'),
  entry('lambda', 'Lambda', 'gateway-main', 'gateway-2', 'model-data'),
  entry('latitude', 'Latitude', 'gateway-2'),
  entry('lemonfox-ai', 'Lemonfox AI', 'gateway-main', 'gateway-2', 'model-data'),
  entry('lepton', 'Lepton AI', 'gateway-main', 'gateway-2'),
  entry('lightning-ai', 'Lightning AI', 'model-data'),
  entry('lingyi', 'Lingyi (01.ai)', 'gateway-main', 'gateway-2', 'virtual-keys'),
  entry('matterai', 'MatterAI', 'gateway-main'),
  entry('meshy', 'Meshy', 'gateway-main', 'gateway-2'),
  entry('milvus', 'Milvus', 'gateway-main', 'gateway-2'),
  entry('minimax', 'MiniMax', 'model-data', 'changelog'),
  entry('mistral-ai', 'Mistral AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('modal', 'Modal', 'gateway-main', 'gateway-2', 'model-data'),
  entry('monsterapi', 'MonsterAPI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('moonshot', 'Moonshot', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('ncompass', 'nCompass', 'gateway-main', 'gateway-2'),
  entry('nebius', 'Nebius', 'gateway-main', 'gateway-2', 'model-data'),
  entry('nextbit', 'Nextbit', 'gateway-main'),
  entry('nomic', 'Nomic', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('nomic-ai', 'Nomic (model-data spelling)', 'model-data'),
  entry('novita-ai', 'Novita AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('nscale', 'Nscale', 'gateway-main', 'gateway-2', 'model-data'),
  entry('ollama', 'Ollama', 'gateway-main', 'gateway-2'),
  entry('open-ai', 'OpenAI (older spelling)', 'model-data', 'virtual-keys'),
  entry('openai', 'OpenAI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('openrouter', 'OpenRouter', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry(
    'oracle',
    'Oracle OCI Generative AI',
    'gateway-main',
    'gateway-2',
    'model-data',
    'changelog',
  ),
  entry('ovhcloud', 'OVHcloud', 'gateway-main', 'gateway-2'),
  entry('palm', 'Google PaLM', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('perplexity-ai', 'Perplexity', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('pinecone', 'Pinecone', 'gateway-2'),
  entry('portkey', 'Portkey itself', 'gateway-main', 'gateway-2'),
  entry('predibase', 'Predibase', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('qdrant', 'Qdrant', 'gateway-main', 'gateway-2'),
  entry('recraft-ai', 'Recraft AI', 'gateway-main', 'gateway-2'),
  entry('reka-ai', 'Reka', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('replicate', 'Replicate', 'gateway-main', 'gateway-2', 'model-data'),
  entry('sagemaker', 'AWS SageMaker', 'gateway-main', 'gateway-2', 'model-data'),
  entry('sambanova', 'SambaNova', 'gateway-main', 'gateway-2', 'model-data'),
  entry('scenario-ai', 'Scenario AI', 'changelog'),
  entry('segmind', 'Segmind', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('siliconflow', 'SiliconFlow', 'gateway-main', 'gateway-2'),
  entry('stability-ai', 'Stability AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('together-ai', 'Together AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('tripo3d', 'Tripo3D', 'gateway-main', 'gateway-2'),
  entry('triton', 'NVIDIA Triton', 'gateway-main', 'gateway-2'),
  entry('upstage', 'Upstage', 'gateway-main', 'gateway-2', 'model-data'),
  entry('vertex-ai', 'Google Vertex AI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
  entry('voyage', 'Voyage AI', 'gateway-main', 'gateway-2', 'model-data'),
  entry(
    'workers-ai',
    'Cloudflare Workers AI',
    'gateway-main',
    'gateway-2',
    'model-data',
    'virtual-keys',
  ),
  entry('x-ai', 'xAI', 'gateway-main', 'gateway-2', 'model-data'),
  entry('z-ai', 'Z.AI', 'gateway-main', 'model-data'),
  entry('zhipu', 'ZhipuAI', 'gateway-main', 'gateway-2', 'model-data', 'virtual-keys'),
];

/** True if the control plane or a gateway was seen to know the id, not only a list of models. */
export function isConfirmed({ seenIn }: CatalogueProvider): boolean {
  return seenIn.some((each) => each !== 'model-data' && each !== 'virtual-keys');
}
