import type { Rule } from '../answers/rules.ts';
import { routeRules } from '../answers/shared-rules.ts';

/** Servers that run the models themselves: vLLM, Ollama, llama.cpp, LM Studio, NVIDIA's, and hosts of them. */
export const modelServerRules: readonly Rule[] = [
  // NVIDIA runs each model as a function of an account.
  {
    cause: 'MODEL_NOT_FOUND',
    status: 404,
    text: /\bfunction\b.{0,80}not found|^\W{0,3}not found for account/i,
  },
  {
    cause: 'DEPLOYMENT_NOT_FOUND',
    status: 404,
    code: /^DeploymentNotFound$/i,
  },
  // The address names an account, a project or a gateway that is not there: no model was looked at.
  {
    cause: 'WRONG_BASE_URL',
    status: [400, 404],
    text: /please configure ai gateway|\b(?:account|gateway|workspace|tenant|project|resource group)\b(?: (?:id|identifier|name|slug))?\b.{0,60}(?:not (?:be )?found|does(?:n't| not) exist|(?:is )?invalid)(?!.{0,80}model)/i,
  },
  ...routeRules,

  {
    cause: 'MODEL_LOADING',
    text: /loading model|model is (?:still )?loading|is being loaded|warming up|currently loading/i,
  },
  {
    cause: 'UPSTREAM_FAILED',
    status: [500, 502, 503],
    text: /system memory|out of memory|\boom\b|cuda|gpu|llama runner|failed to load model|unable to load model|connection refused|econnrefused|connect(?:ion)? error|fetch failed|upstream/i,
  },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    text: /tool choice requires|--enable-auto-tool-choice|tool-call-parser|does not support tools|guided decoding|grammar/i,
    status: [400, 422, 500, 501],
  },
  {
    cause: 'MODEL_NOT_FOUND',
    status: [400, 404, 422],
    text: /cannot use own model|invalid model name|model ['"`]?[\w./:@-]{0,100}['"`]? (?:was )?not found|try pulling|does not exist|unknown model|no such model|no models? loaded|model .{0,80}not (?:loaded|served)/i,
  },
  // A framework's own 404, without a word about a model, is a missing route.
  {
    cause: 'WRONG_BASE_URL',
    status: [404, 405],
    text: /^\W{0,20}(?:not found|method not allowed|404(?: page)?(?: not found)?|default backend - 404|no message available|(?:cannot (?:get|post)|no route|no static resource)\b.{0,300})\W{0,20}$/i,
  },
  { cause: 'NETWORK_ACL', status: 403, text: /^rbac: access denied/i },
  {
    cause: 'KEY_INVALID',
    status: 401,
    text: /^\W{0,20}(?:unauthorized|forbidden|access denied)\W{0,20}$/i,
  },
];
