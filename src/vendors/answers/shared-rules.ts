import { parameter, type Rule } from './rules.ts';

/** What servers of every kind say in much the same words; each vendor's table begins with some of it. */

/** Routes that are missing, whatever the status: LM Studio answers 200, Cloudflare 400. */
export const routeRules: readonly Rule[] = [
  {
    cause: 'WRONG_BASE_URL',
    status: [400, 404, 405, 501],
    code: /^(?:unknown_url|route_not_found)$/,
  },
  {
    cause: 'WRONG_BASE_URL',
    status: [400, 404, 405, 501],
    text: /unexpected endpoint or method|(?:invalid|unknown|unrecognized)(?: request)? url\b|\bcannot (?:get|post) \/|no api found with those values|no routes? (?:matched|matches|found|for (?:that|this|the) (?:uri|url|path))|could not route to|no handler found for|no static resource|\broute \S{1,200} (?:was )?(?:not found|does(?:n't| not) exist)|requested (?:url|path|route|endpoint|page)\b.{0,80}(?:not found|does(?:n't| not) exist|unknown)|(?:unknown|no such|invalid) (?:api )?(?:endpoint|route|path)\b/i,
  },
  // A host whose tenant is gone: a deployment of Vercel, a tunnel of ngrok, an app of a platform.
  {
    cause: 'WRONG_BASE_URL',
    status: [400, 404, 410],
    text: /deployment could not be found on vercel|\btunnel \S{1,200} not found|ERR_NGROK_\d+|^\W{0,3}(?:no such app|application not found)\W{0,3}$/i,
  },
  // A framework's own words for it, inside of a 200.
  { cause: 'WRONG_BASE_URL', status: 400, text: /^\W{0,20}(?:404 )?(?:page )?not found\W{0,20}$/i },
];

/**
 * Models that want something first: a plan, an approval, terms, a switch in the project. The key is
 * good, and other models may answer.
 */
export const modelGateRules: readonly Rule[] = [
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [400, 401, 402, 403, 404, 412, 422],
    code: /^(?:model_(?:permission|access|terms|license|approval|subscription)_?\w{0,40}|model_(?:not_allowed|blocked|forbidden|gated|restricted|not_enabled|disabled)\w{0,20}|free_tier_model_not_available|gated_?(?:model|repo)\w{0,10}|GatedRepo)$/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [400, 401, 402, 403, 404, 412, 422],
    text: /\bmodels?\b(?:\s['"`]?[\w./:@-]{1,100}['"`]?)?\s(?:\w+\s){0,3}?(?:requires?|needs?)\b.{0,80}(?:subscri|paid|\bpro\b|\bplan\b|\btier\b|upgrade|licen[cs]e|\bterms\b|agreement|acceptance|approval|permission|verified|verification|allow-?list)|\b(?:blocked|disabled|not enabled) at the (?:project|organi[sz]ation|workspace|team|account) level|(?:accept|agree to).{0,60}(?:terms|licen[cs]e|agreement).{0,80}\bmodel|(?:gated|restricted) (?:model|repo)|access to (?:the |this )?model .{0,100}(?:restricted|gated)|(?:plan|tier|subscription)\b.{0,40}\b(?:does(?:n't| not)|no) (?:include|have|allow|support|cover)\b.{0,60}\bmodel|\bmodel\b.{0,120}\bnot (?:available|included|supported|offered) (?:on|in|for|with|under) (?:your|the|this) (?:\w+ )?(?:plan|tier|subscription|package)/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [401, 402, 403, 412],
    text: /\bmodels?\b.{0,120}\bonly (?:available|accessible|offered|open) (?:to|for|on|in|with)\b|\bmodels?\b(?:\s['"`]?[\w./:@-]{1,100}['"`]?)?\s(?:is|are|was|has been)\s(?:currently\s)?(?:blocked|disabled|gated|restricted|not (?:enabled|activated|allowed|permitted|authorized|included|available))\b/i,
  },
];

/** Credentials of a kind that this address does not take, however good they are. */
export const authMethodRules: readonly Rule[] = [
  {
    cause: 'AUTH_METHOD_DISABLED',
    status: [400, 401, 403],
    text: /only authorized for use with|(?:use of )?api[ -]?keys?(?: auth\w*| access)? (?:is|are) (?:not (?:enabled|allowed|supported|permitted|accepted)|disabled)|(?:oauth|subscription|session|personal access|publishable|management|admin|provisioning) (?:api )?(?:tokens?|keys?|credentials?)\b.{0,40}(?:cannot|can ?not|can't|not be used|not (?:allowed|supported|accepted|permitted|valid))/i,
  },
];

const names =
  'temperature|top_p|top_k|top_logprobs|logprobs|logit_bias|max_tokens|max_completion_tokens|max_output_tokens|presence_penalty|frequency_penalty|stop|stop_sequences|seed|tools?|tool_choice|functions?|function_call|response_format|reasoning|reasoning_effort|thinking(?:[._]\\w+)*|budget_tokens|stream_options|parallel_tool_calls|service_tier|assistant (?:message )?prefill|prefill';
/** What asks for output after a schema: to have none of it is a matter of its own. */
const schemaNames =
  'response_format|json_schema|json_object|tools?|tool_choice|functions?|output_config|output_format|text\\.format|structured';
const ended =
  '(?:deprecated|no longer (?:supported|available|accepted|allowed|permitted)|retired|removed|discontinued)';

/**
 * A parameter that has ended, which says nothing of the model. `is deprecated for this model` is said
 * of a parameter as well, since no model has ended for itself.
 */
export const endedParameter: Rule = {
  cause: 'UNSUPPORTED_PARAM',
  status: [400, 403, 404, 410, 422, 500],
  text: new RegExp(
    `(?:^|[^\\w.-])['"\`]?(?:${names})['"\`]?\\s(?:(?:parameter|field|argument|option|value|setting)s?\\s)?(?:(?:is|are|was|were|has been|have been)\\s(?:now\\s|being\\s)?)?${ended}` +
      `|\\b(?:parameter|field|argument|option|property|header)s?\\s['"\`]?[\\w.\\[\\]-]{1,60}['"\`]?\\s(?:(?:is|are|was|has been)\\s(?:now\\s)?)?${ended}` +
      `|\\b(?:is|are|was|has been)\\s(?:now\\s)?(?:deprecated|no longer (?:supported|accepted|allowed|permitted)|retired)\\s(?:for|with|by|on)\\s(?:(?:this|that|the)\\s)?(?:requested\\s|selected\\s)?models?\\b` +
      `|['"\`](?!(?:${schemaNames})\\b)[\\w.]{1,60}\\\\?['"\`]\\s(?:is|are)\\s(?:${ended}|(?:un|not )supported)\\s(?:for|with|by|on)\\s(?:this|that|the)\\s(?:requested\\s|selected\\s)?model`,
    'i',
  ),
  detail: parameter,
};
