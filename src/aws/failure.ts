import { z } from 'zod';
import { denialIn } from '../vendors/bedrock/denial/denial.ts';
import { PortaiError, type ExitClass } from '../core/errors.ts';

/** What the SDK's errors have in common. */
const sdkError = z.looseObject({
  name: z.string(),
  message: z.string(),
  $metadata: z.looseObject({
    httpStatusCode: z.number().optional(),
    requestId: z.string().optional(),
  }),
});

interface Meaning {
  readonly code: RegExp;
  readonly exit: ExitClass;
  readonly hint?: string;
}

const renew = 'Renew the credentials of this machine, as with: aws sso login';
const check = 'Check the credentials with: aws sts get-caller-identity';

/** AWS' codes without `Exception`; each service spells some of them its own way. */
const meanings: readonly Meaning[] = [
  { code: /^(?:Expired|TokenRefreshRequired)/, exit: 'unauthenticated', hint: renew },
  {
    code: /^(?:InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|AuthFailure)$/,
    exit: 'unauthenticated',
    hint: check,
  },
  { code: /^(?:RequestTimeTooSkewed|RequestExpired)$/, exit: 'unauthenticated', hint: check },
  { code: /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized)/, exit: 'forbidden' },
  {
    code: /^(?:OptInRequired|RegionDisabled)$/,
    exit: 'forbidden',
    hint: 'Switch the region on in the AWS account, or choose another.',
  },
  { code: /^(?:EntityAlreadyExists|Conflict|DeleteConflict)$/, exit: 'conflict' },
  {
    code: /^(?:ConcurrentModification|EntityTemporarilyUnmodifiable)$/,
    exit: 'conflict',
    hint: 'Somebody else is changing it. Wait a few seconds and try again.',
  },
  {
    code: /^(?:Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/,
    exit: 'limited',
    hint: 'AWS limits how often it may be asked. Wait a minute and try again.',
  },
  { code: /^ServiceQuotaExceeded$/, exit: 'limited' },
  { code: /^(?:NoSuchEntity|ResourceNotFound)$/, exit: 'notFound' },
  {
    code: /^LimitExceeded$/,
    exit: 'refused',
    hint: 'A limit of the AWS account is reached; the message names it.',
  },
  {
    code: /^(?:MalformedPolicyDocument|Validation|Invalid|PackedPolicyTooLarge|PolicyNotAttachable|UnmodifiableEntity)/,
    exit: 'refused',
  },
  { code: /^Service|^Internal|Unavailable$/, exit: 'unreachable' },
];

/**
 * An error of an AWS call in portai's form.
 *
 * @param doing what was tried, to stand after "Cannot": "create the role port-bedrock".
 */
export function awsFailure(doing: string, error: unknown): unknown {
  if (error instanceof PortaiError) return error;
  const read = sdkError.safeParse(asRecord(error));
  if (!read.success) return error;
  const { name, message, $metadata } = read.data;
  const { httpStatusCode: status, requestId } = $metadata;
  if (status === undefined) return error;
  const code = name.replace(/Exception$/, '');
  const known = meanings.find((meaning) => meaning.code.test(code));
  // Where a page of somebody else's holds no code, the SDK has names of its own for that.
  const unread =
    error instanceof SyntaxError || /^(?:Unknown(?:Error)?|Error|TypeError)$/.test(code);
  const exit = known?.exit ?? (unread || status >= 500 ? 'unreachable' : 'refused');
  const hint = known?.exit === 'forbidden' ? (known.hint ?? missing(message)) : known?.hint;
  return new PortaiError(
    {
      name: unread ? 'UnreadableAnswer' : code,
      message: unread
        ? `Cannot ${doing}. The answer (HTTP ${status}) is not AWS'`
        : `Cannot ${doing}. AWS says: ${message}`,
      exit,
      status,
      ...(requestId === undefined ? {} : { requestId }),
      ...(hint === undefined ? {} : { hint }),
    },
    { cause: error },
  );
}

/** The facts of the SDK's errors stand partly on their prototypes, where a copy would miss them. */
function asRecord(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  return { name, message, $metadata: '$metadata' in error ? error.$metadata : undefined };
}

/** The next thing to do after a refusal, read from AWS' sentence. */
function missing(message: string): string {
  const denial = denialIn(message);
  if (!denial)
    return 'Allow what is missing to whoever owns the credentials, or name others with --aws-profile.';
  const { who, explicit, action } = denial;
  switch (who) {
    case 'service control policy':
    case 'resource control policy':
      return `A ${who} of the organization denies ${action}; its administrators can change that.`;
    case 'permissions boundary':
      return `A permissions boundary denies ${action}; whoever set it can change that.`;
    case 'session policy':
      return `The session was opened with a policy that leaves out ${action}: sign in with one that has it, or name others with --aws-profile.`;
    case 'VPC endpoint policy':
      return `The policy of the VPC endpoint that the call passed denies ${action}; whoever runs the network can change that.`;
    default:
      return explicit === true
        ? `A policy denies ${action} explicitly${denial.policy === undefined ? '' : ` (${denial.policy})`}: that statement has to change, or name other credentials with --aws-profile.`
        : `Allow ${action} to whoever owns the credentials, or name others with --aws-profile.`;
  }
}
