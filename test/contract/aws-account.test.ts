import { state } from '@aws-sdk/core/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AwsAccount, AwsKeyPair, AwsRoles } from '../../src/aws/account.ts';
import { openAwsAccount } from '../../src/aws/open.ts';
import { PortaiError, type Failure } from '../../src/core/errors.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';
import { Redactor } from '../../src/core/redactor.ts';
import { openSend } from '../../src/http/send.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { serveHttp } from '../support/servers.ts';

const now = () => new Date();
const secret = 'abcdefghijklmnopqrstuvwxyz0123456789ABCD';
const credentials = { accessKeyId: 'AKIASANDBOX0000ADMIN', secretAccessKey: secret };
const trust = (externalId: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ],
});
const permissions = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow' as const, Action: 'bedrock:InvokeModel', Resource: '*' }],
};

interface Opened {
  readonly account: AwsAccount;
  readonly seen: HttpRequest[];
  readonly slept: number[];
  readonly redactor: Redactor;
}

function opened(
  send: Send,
  more: { signal?: AbortSignal; endpoint?: string; credentials?: AwsKeyPair } = {},
): Opened {
  const seen: HttpRequest[] = [];
  const slept: number[] = [];
  const redactor = new Redactor();
  const account = openAwsAccount({
    send: (request) => {
      seen.push(request);
      return send(request);
    },
    credentials,
    region: 'eu-west-1',
    hold: (value) => redactor.hold(value),
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    ...more,
  });
  return { account, seen, slept, redactor };
}

const simulated = (keys: AwsKeyPair = credentials) =>
  opened(openSandbox({ now, sleep: () => Promise.resolve(), random: () => 0.5 }).simulated, {
    credentials: keys,
  });

/** A server that gives one answer to everything. */
const always =
  (status: number, body: string, type = 'text/xml'): Send =>
  () =>
    Promise.resolve({
      status,
      headers: { 'content-type': type, 'x-amzn-requestid': 'req-1' },
      body,
    });

const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-1</RequestId></ErrorResponse>`;

const answered = (body: string): Promise<HttpResponse> =>
  Promise.resolve({ status: 200, headers: { 'content-type': 'text/xml' }, body });

const named = { name: 'x', description: 'of a test', tags: {} };
const roleXml = (name: string) =>
  `<RoleName>${name}</RoleName><Arn>arn:aws:iam::111122223333:role/${name}</Arn>`;
const tagged = (value: string) =>
  `<Tags><member><Key>managed-by</Key><Value>${value}</Value></member></Tags>`;

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PortaiError) return error.failure;
  throw new Error(`no PortaiError: ${String(error)}`);
}

describe('an AWS account', () => {
  test('makes, reads, changes and removes a role', async () => {
    const { account, redactor } = simulated();
    const { roles } = account;
    expect(await roles.get('port-bedrock')).toBeUndefined();
    await roles.create({
      name: 'port-bedrock',
      description: 'of a test',
      trust: trust('port-first-external-id'),
      tags: { 'managed-by': 'portai' },
    });
    await roles.putInlinePolicy('port-bedrock', 'bedrock-invoke', permissions);
    await roles.setTrust('port-bedrock', trust('port-second-external-id'));

    const role = await roles.get('port-bedrock');
    expect(role).toMatchObject({
      arn: 'arn:aws:iam::111122223333:role/port-bedrock',
      trust: trust('port-second-external-id'),
      tags: { 'managed-by': 'portai' },
    });
    expect(await roles.inlinePolicies('port-bedrock')).toEqual({ 'bedrock-invoke': permissions });
    expect(await roles.attachedPolicies('port-bedrock')).toEqual([]);
    expect((await roles.managed()).map(({ name }) => name)).toEqual(['port-bedrock']);
    expect(redactor.redact('port-first-external-id port-second-external-id')).toBe(
      '[secret] [secret]',
    );

    await roles.removeInlinePolicy('port-bedrock', 'bedrock-invoke');
    await roles.remove('port-bedrock');
    expect(await roles.managed()).toEqual([]);
  });

  test('names who signs, and holds the keys of a role that it assumes', async () => {
    const { account, redactor } = simulated();
    expect((await account.caller()).account).toBe('111122223333');
    await account.roles.create({
      name: 'twin',
      description: 'of a test',
      trust: trust('port-external-id'),
      tags: {},
    });
    const keys = await account.assume({
      roleArn: 'arn:aws:iam::111122223333:role/twin',
      externalId: 'port-external-id',
      sessionName: 'test',
      region: 'eu-west-1',
    });
    expect(keys.sessionToken).toBeTruthy();
    expect(redactor.redact(`${keys.secretAccessKey} ${keys.sessionToken ?? ''}`)).toBe(
      '[secret] [secret]',
    );
  });

  test('signs IAM for one region and calls STS and Bedrock in theirs', async () => {
    const { account, seen } = simulated();
    await account.roles.get('x');
    await account.caller();
    await account.bedrock('eu-central-1').profiles();
    const called = seen.map(({ url, headers }) => [
      url.host,
      /\/([a-z0-9-]+\/[a-z]+)\/aws4/.exec(headers['authorization'] ?? '')?.[1],
    ]);
    expect(called).toEqual([
      ['iam.amazonaws.com', 'us-east-1/iam'],
      ['sts.eu-west-1.amazonaws.com', 'eu-west-1/sts'],
      ['bedrock.eu-central-1.amazonaws.com', 'eu-central-1/bedrock'],
    ]);
  });

  test('reads profiles with the regions that they lead to, and keeps what is missing undefined', async () => {
    const bedrock = simulated().account.bedrock('eu-west-1');
    const profiles = await bedrock.profiles();
    const haiku = profiles.find(({ id }) => id === 'eu.anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(haiku?.destinations).toContain('eu-west-1');
    expect(profiles.every(({ destinations }) => !destinations.includes(''))).toBe(true);
    expect(await bedrock.guardrail('missing00000')).toBeUndefined();
    expect(await bedrock.availability('anthropic.missing-v1:0')).toBeUndefined();
  });

  test('reads every page of a list', async () => {
    const page = (name: string, next: string) =>
      `<ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult><AttachedPolicies><member><PolicyName>${name}</PolicyName><PolicyArn>arn:${name}</PolicyArn></member></AttachedPolicies>${next}</ListAttachedRolePoliciesResult></ListAttachedRolePoliciesResponse>`;
    const { account } = opened(({ body = '' }): Promise<HttpResponse> => {
      const last = body.includes('Marker=more');
      const text = last
        ? page('two', '<IsTruncated>false</IsTruncated>')
        : page('one', '<IsTruncated>true</IsTruncated><Marker>more</Marker>');
      return Promise.resolve({ status: 200, headers: { 'content-type': 'text/xml' }, body: text });
    });
    expect(await account.roles.attachedPolicies('x')).toEqual(['arn:one', 'arn:two']);
  });

  test("reads every page of the roles, and takes only portai's own at the root", async () => {
    const listedRole = (name: string, path: string) =>
      `<member><Path>${path}</Path><RoleName>${name}</RoleName></member>`;
    const roles: Record<string, string> = {
      mine: tagged('portai'),
      second: tagged('portai'),
      theirs: tagged('terraform'),
      untagged: '',
    };
    const { account, seen } = opened(({ body = '' }) => {
      const words = new URLSearchParams(body);
      const name = words.get('RoleName') ?? '';
      if (words.get('Action') === 'GetRole') {
        return answered(
          `<GetRoleResponse><GetRoleResult><Role>${roleXml(name)}${roles[name] ?? ''}</Role></GetRoleResult></GetRoleResponse>`,
        );
      }
      const [members, next] = words.has('Marker')
        ? [listedRole('mine', '/') + listedRole('untagged', '/'), '']
        : [
            listedRole('second', '/') + listedRole('theirs', '/') + listedRole('deep', '/team/'),
            '<IsTruncated>true</IsTruncated><Marker>more</Marker>',
          ];
      return answered(
        `<ListRolesResponse><ListRolesResult><Roles>${members}</Roles>${next}</ListRolesResult></ListRolesResponse>`,
      );
    });
    expect((await account.roles.managed()).map(({ name }) => name)).toEqual(['mine', 'second']);
    expect(seen.some(({ body = '' }) => body.includes('RoleName=deep'))).toBe(false);
  });

  test('reads percent-encoded policies, and holds their external IDs however they are written', async () => {
    const policy = {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'STS:externalid': ['id-of-yesterday 100%+1', 'id-of-tomorrow'] },
            StringLike: { 'sts:ExternalId': 'id-of-*-ever' },
          },
        },
      ],
    };
    const { account, redactor } = opened(() =>
      answered(
        `<GetRoleResponse><GetRoleResult><Role>${roleXml('x')}<AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(policy))}</AssumeRolePolicyDocument><PermissionsBoundary><PermissionsBoundaryArn>arn:limit</PermissionsBoundaryArn></PermissionsBoundary></Role></GetRoleResult></GetRoleResponse>`,
      ),
    );
    const role = await account.roles.get('x');
    expect(role).toMatchObject({ trust: policy, boundary: 'arn:limit', tags: {} });
    expect(redactor.redact('id-of-yesterday 100%+1, id-of-tomorrow, id-of-*-ever')).toBe(
      '[secret], [secret], [secret]',
    );
  });

  test.each(['%7Bnot', '', '[]', '%E0%A4%A'])(
    'takes a policy that cannot be read (%j) for one that says nothing, and not for none',
    async (text) => {
      const { account } = opened(({ body = '' }) =>
        answered(
          body.includes('Action=ListRolePolicies')
            ? '<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>odd</member></PolicyNames></ListRolePoliciesResult></ListRolePoliciesResponse>'
            : `<GetRolePolicyResponse><GetRolePolicyResult><RoleName>x</RoleName><PolicyName>odd</PolicyName><PolicyDocument>${text}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>`,
        ),
      );
      expect(await account.roles.inlinePolicies('x')).toEqual({ odd: { Statement: [] } });
    },
  );

  test.each([
    ['create', (roles: AwsRoles) => roles.create({ ...named, trust: trust('an-id-to-hold') })],
    ['setTrust', (roles: AwsRoles) => roles.setTrust('x', trust('an-id-to-hold'))],
  ])('holds the external ID that %s sends, also where AWS repeats it', async (_, call) => {
    const said = 'Invalid value an-id-to-hold in policy';
    const { account, redactor } = opened(always(400, refusal('MalformedPolicyDocument', said)));
    const failure = await failureOf(call(account.roles));
    expect(redactor.redact(failure.message)).toContain('Invalid value [secret] in policy');
  });

  test('tells who denies in a simulation, and leaves open what AWS does not say', async () => {
    const result = (action: string, more: string) =>
      `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>implicitDeny</EvalDecision>${more}</member>`;
    const { account, seen } = opened(() =>
      answered(
        `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${[
          result(
            'a:B',
            '<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail><PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>true</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>',
          ),
          result('a:C', '<MissingContextValues><member>aws:x</member></MissingContextValues>'),
        ].join(
          '',
        )}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
      ),
    );
    const question = { roleArn: 'arn:r', actions: ['a:B', 'a:C'], resource: '*' };
    expect(await account.roles.simulate({ ...question, context: { 'aws:y': 'z' } })).toEqual([
      {
        action: 'a:B',
        resource: '*',
        decision: 'implicitDeny',
        allowedByOrganization: false,
        allowedByBoundary: true,
        missingContext: [],
      },
      {
        action: 'a:C',
        resource: '*',
        decision: 'implicitDeny',
        allowedByOrganization: undefined,
        allowedByBoundary: undefined,
        missingContext: ['aws:x'],
      },
    ]);
    expect(seen[0]?.body).toContain('ContextKeyName=aws%3Ay&');
  });

  test('sends nothing before it is asked, and nothing to another host than the endpoint', async () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    const elsewhere = 'http://elsewhere.example';
    for (const name of ['', '_IAM', '_STS', '_BEDROCK']) {
      vi.stubEnv(`AWS_ENDPOINT_URL${name}`, elsewhere);
    }
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    const hostsOf = async (endpoint?: string) => {
      const inXml = always(403, refusal('AccessDenied', 'No.'));
      const inJson = always(403, '{"__type":"AccessDeniedException"}', 'application/json');
      const send: Send = (request) =>
        request.body?.startsWith('Action=') ? inXml(request) : inJson(request);
      const { account, seen } = opened(send, endpoint === undefined ? {} : { endpoint });
      const { roles } = account;
      const control = account.bedrock('eu-central-1');
      expect(seen).toEqual([]);
      const calls: (() => Promise<unknown>)[] = [
        account.caller,
        () => account.assume({ roleArn: named.name, sessionName: 's', region: 'eu-west-3' }),
        () => roles.get('x'),
        () => roles.create({ ...named, trust: trust('an-id-here') }),
        () => roles.setTrust('x', trust('an-id-here')),
        () => roles.inlinePolicies('x'),
        () => roles.attachedPolicies('x'),
        () => roles.putInlinePolicy('x', 'y', permissions),
        () => roles.removeInlinePolicy('x', 'y'),
        () => roles.remove('x'),
        roles.managed,
        () => roles.simulate({ roleArn: 'arn:r', actions: ['a:B'], resource: '*', context: {} }),
        control.profiles,
        control.models,
        () => control.availability('m'),
        control.useCase,
        () => control.submitUseCase('{}'),
        () => control.offers('m'),
        () => control.agree('m', 'token'),
        () => control.guardrail('g'),
        control.guardrails,
      ];
      for (const call of calls) expect((await failureOf(call())).exit).toBe('forbidden');
      expect(seen).toHaveLength(calls.length);
      return [...new Set(seen.map(({ url }) => url.origin))].sort();
    };
    expect(await hostsOf('https://aws.example:8443')).toEqual(['https://aws.example:8443']);
    expect(await hostsOf()).toEqual([
      'https://bedrock.eu-central-1.amazonaws.com',
      'https://iam.amazonaws.com',
      'https://sts.eu-west-1.amazonaws.com',
      'https://sts.eu-west-3.amazonaws.com',
    ]);
  });

  test('keeps the notice about newer versions of Node off the screen', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => warning.mockRestore());
    const { account } = simulated();
    for (const call of [
      account.caller,
      account.roles.managed,
      account.bedrock('eu-west-1').models,
    ]) {
      state.warningEmitted = false;
      await call();
      expect(warning).not.toHaveBeenCalled();
    }
  });

  test("leaves by portai's own transport, to a machine's own address too", async () => {
    const arrived: unknown[] = [];
    const server = await serveHttp((request, answer) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        arrived.push([request.method, request.headers.host, body]);
        answer.writeHead(200, { 'content-type': 'text/xml' });
        answer.end(
          '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        );
      });
    });
    onTestFinished(() => server.close());
    const { account } = opened(openSend({ timeoutMs: 5_000 }, {}), { endpoint: server.url });
    expect(await account.caller()).toEqual({
      account: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/a',
    });
    expect(arrived).toEqual([
      ['POST', new URL(server.url).host, 'Action=GetCallerIdentity&Version=2011-06-15'],
    ]);
  });

  test('signs what arrives: AWS would compute the same signature', async () => {
    const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
    const right = simulated({
      accessKeyId,
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    }).account;
    expect(await right.roles.get('not-there')).toBeUndefined();
    expect((await right.caller()).account).toBe('111122223333');
    const wrong = simulated({ accessKeyId, secretAccessKey: secret }).account;
    expect((await failureOf(wrong.caller())).name).toBe('SignatureDoesNotMatch');
  });
});

describe('a refusal of AWS', () => {
  test.each([
    ['AccessDenied', 403, 'forbidden'],
    ['ExpiredToken', 403, 'unauthenticated'],
    ['InvalidClientTokenId', 403, 'unauthenticated'],
    ['SignatureDoesNotMatch', 403, 'unauthenticated'],
    ['EntityAlreadyExists', 409, 'conflict'],
    ['Throttling', 400, 'limited'],
    ['MalformedPolicyDocument', 400, 'refused'],
    ['ValidationError', 400, 'refused'],
    ['LimitExceeded', 409, 'refused'],
    ['NoSuchEntity', 404, 'notFound'],
    ['ServiceFailure', 500, 'unreachable'],
  ])('%s keeps its name and says what was tried', async (code, status, exit) => {
    const { account } = opened(always(status, refusal(code, 'Because of this.')));
    const failure = await failureOf(account.roles.setTrust('port-bedrock', trust('an-id-here')));
    expect(failure).toMatchObject({ name: code, exit, status, requestId: 'req-1' });
    expect(failure.message).toBe(
      'Cannot change the trust policy of the role port-bedrock. AWS says: Because of this.',
    );
  });

  test('for a missing permission names the action to allow', async () => {
    const said =
      'User: arn:aws:iam::1:user/a is not authorized to perform: iam:CreateRole on resource: x';
    const { account } = opened(always(403, refusal('AccessDenied', said)));
    const failure = await failureOf(account.roles.remove('x'));
    expect(failure.hint).toContain('Allow iam:CreateRole');
    const scp = `${said} with an explicit deny in a service control policy`;
    const denied = opened(always(403, refusal('AccessDenied', scp)));
    expect((await failureOf(denied.account.roles.remove('x'))).hint).toContain(
      'service control policy of the organization denies iam:CreateRole',
    );
  });

  test('that is its own failure is tried three times, since it may pass', async () => {
    const { account, seen } = opened(always(500, refusal('ServiceFailure', 'Later.')));
    expect((await failureOf(account.roles.remove('x'))).exit).toBe('unreachable');
    expect(seen).toHaveLength(3);
    const refused = opened(always(403, refusal('AccessDenied', 'No.')));
    await failureOf(refused.account.roles.remove('x'));
    expect(refused.seen).toHaveLength(1);
  });

  test.each([
    ['AccessDenied', 1],
    ['RequestExpired', 3],
  ])(
    'while the clock of the machine is off is repeated for the clock alone: %s',
    async (code, tries) => {
      const refusing = always(403, refusal(code, 'No.'));
      let hours = 0;
      const { account, seen } = opened(async (request) => {
        const answer = await refusing(request);
        hours += 1; // never the same, so that nothing is set right
        const date = new Date(Date.now() + hours * 3_600_000).toUTCString();
        return { ...answer, headers: { ...answer.headers, date } };
      });
      await failureOf(account.roles.remove('x'));
      expect(seen).toHaveLength(tries);
    },
  );

  test('for speed is tried three times, with pauses that grow', async () => {
    const { account, seen, slept } = opened(always(400, refusal('Throttling', 'Rate exceeded')));
    expect((await failureOf(account.roles.remove('x'))).exit).toBe('limited');
    expect(seen).toHaveLength(3);
    expect(slept).toEqual([500, 1000]);
  });

  test.each([
    [undefined, 1],
    [true, 1],
    [false, 3],
  ])('never came (sent: %s): asked %i times', async (sent, times) => {
    const lost = new PortaiError({
      name: 'CONNECTION_RESET',
      message: 'The connection was closed',
      exit: 'unreachable',
      ...(sent === undefined ? {} : { details: { sent } }),
    });
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    Object.assign(lost, { cause: reset });
    const { account, seen } = opened(() => Promise.reject(lost));
    expect((await failureOf(account.roles.remove('x'))).name).toBe('CONNECTION_RESET');
    expect(seen).toHaveLength(times);
  });

  test.each(['<html><body>Sign in</body></html>', 'no XML at all', ''])(
    'that is not from AWS (%j) is an answer that cannot be read',
    async (page) => {
      for (const status of [200, 403]) {
        const { account } = opened(always(status, page, 'text/html'));
        const failure = await failureOf(account.caller());
        const listed = await failureOf(account.bedrock('eu-west-1').models());
        expect(listed.exit).toBe('unreachable');
        expect([status, failure.name, failure.exit]).toEqual([
          status,
          'UnreadableAnswer',
          'unreachable',
        ]);
        expect(failure.message).toMatch(/^Cannot see whose AWS credentials these are/);
      }
    },
  );

  test('gives way to whoever interrupts', async () => {
    const stop = new AbortController();
    const { account, seen } = opened(
      () => {
        stop.abort('interrupted');
        return Promise.reject(new Error('aborted'));
      },
      { signal: stop.signal },
    );
    await expect(account.caller()).rejects.toBe('interrupted');
    await expect(account.roles.get('x')).rejects.toBe('interrupted');
    expect(seen).toHaveLength(1);
  });
});
