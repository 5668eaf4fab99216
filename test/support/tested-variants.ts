import type { Config } from '../../src/planes/port/config.ts';
import { anthropicCompatible as anthropicCompatibleType } from '../../src/planes/port/provider-types/anthropic-compatible.ts';
import { anthropic as anthropicType } from '../../src/planes/port/provider-types/anthropic.ts';
import { azureAnthropic as azureAnthropicType } from '../../src/planes/port/provider-types/azure-anthropic.ts';
import { azureOpenai as azureOpenaiType } from '../../src/planes/port/provider-types/azure-openai.ts';
import { bedrock as bedrockType } from '../../src/planes/port/provider-types/bedrock.ts';
import type {
  Connect,
  SecretSource,
  Variant,
} from '../../src/planes/port/provider-types/define.ts';
import { openaiCompatible as openaiCompatibleType } from '../../src/planes/port/provider-types/openai-compatible.ts';
import { openai as openaiType } from '../../src/planes/port/provider-types/openai.ts';
import { vertexAnthropic as vertexAnthropicType } from '../../src/planes/port/provider-types/vertex-anthropic.ts';
import { vertexGemini as vertexGeminiType } from '../../src/planes/port/provider-types/vertex-gemini.ts';
import type {
  TestCall,
  ConnectionTest,
  TestInput,
  CallWithFallbacks,
} from '../../src/vendors/test-requests.ts';

/** The provider types by what their connections ask, each request from a configuration and an input. */

export interface ConfiguredInput extends TestInput {
  readonly config: Config;
  readonly secret: SecretSource;
}

/** The test of a variant, made anew for each configuration. */
export interface VariantTest {
  readonly connect: Connect;
  /** The test of one configuration. */
  readonly of: (input: Pick<ConfiguredInput, 'config' | 'secret'>) => ConnectionTest;
  readonly generate: (input: ConfiguredInput) => CallWithFallbacks;
  /** After the first way of generating, where no other has won. */
  readonly stream: (input: ConfiguredInput, won?: TestCall) => TestCall;
  readonly structured: (input: ConfiguredInput, won?: TestCall) => CallWithFallbacks;
  readonly credential: (input: ConfiguredInput) => TestCall;
  readonly model: (input: ConfiguredInput) => TestCall;
  readonly guardrail: (input: ConfiguredInput) => TestCall | undefined;
  readonly control: (input: ConfiguredInput) => ReturnType<NonNullable<ConnectionTest['control']>>;
  readonly signIn: (input: ConfiguredInput) => ReturnType<NonNullable<ConnectionTest['signIn']>>;
  readonly remarks: (input: ConfiguredInput) => readonly string[];
  readonly afterPass: NonNullable<ConnectionTest['afterPass']> extends (
    input: TestInput,
    ...rest: infer Rest
  ) => infer Found
    ? (input: ConfiguredInput, ...rest: Rest) => Found
    : never;
}

/** A part of a test that the tests rely on. */
function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the connection has no such request');
  return part;
}

export async function variantTest({ connection }: Variant): Promise<VariantTest> {
  const connect = await there(connection)();
  const of: VariantTest['of'] = ({ config, secret }) => connect(config, secret);
  const first = (input: ConfiguredInput) => of(input).generate(input).first;
  return {
    connect,
    of,
    generate: (input) => of(input).generate(input),
    stream: (input, won = first(input)) => there(of(input).stream)(input, won),
    structured: (input, won = first(input)) => there(of(input).structured)(input, won),
    credential: (input) => there(of(input).credential)(input),
    model: (input) => there(there(of(input).model)(input)),
    guardrail: (input) => there(of(input).guardrail)(input),
    control: (input) => there(of(input).control)(input),
    signIn: (input) => there(of(input).signIn)(input),
    remarks: (input) => there(of(input).remarks)(input),
    afterPass: (input, reading) => there(of(input).afterPass)(input, reading),
  };
}

const tested = async (variant: Variant) => ({ variant, probe: await variantTest(variant) });

export const openai = { variants: [await tested(openaiType.variants[0])] } as const;
export const anthropic = { variants: [await tested(anthropicType.variants[0])] } as const;
export const azureOpenai = {
  variants: [await tested(azureOpenaiType.variants[0]), await tested(azureOpenaiType.variants[1])],
} as const;
export const azureAnthropic = { variants: [await tested(azureAnthropicType.variants[0])] } as const;
export const bedrock = {
  variants: [await tested(bedrockType.variants[0]), await tested(bedrockType.variants[1])],
} as const;
export const vertexGemini = {
  variants: [
    await tested(vertexGeminiType.variants[0]),
    await tested(vertexGeminiType.variants[1]),
  ],
} as const;
export const vertexAnthropic = {
  variants: [await tested(vertexAnthropicType.variants[0])],
} as const;
export const openaiCompatible = {
  variants: [await tested(openaiCompatibleType.variants[0])],
} as const;
export const anthropicCompatible = {
  variants: [
    await tested(anthropicCompatibleType.variants[0]),
    await tested(anthropicCompatibleType.variants[1]),
  ],
} as const;
