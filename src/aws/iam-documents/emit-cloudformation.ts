import type { EmittedRole } from './emitted-role.ts';
import { permissionsName } from './permissions.ts';
import { listOf, type PolicyStatement } from './policy-document.ts';

/** A CloudFormation template. The external ID is a parameter that the console does not show. */
export function cloudFormationRole(role: EmittedRole): string {
  const { roleName, principals, externalId, permissions, remarks } = role;
  return `${[
    ...remarks.map((line) => `# ${line}`),
    'AWSTemplateFormatVersion: "2010-09-09"',
    "Description: Role that Port's LLM gateway assumes to call Amazon Bedrock (made by portai)",
    ...(externalId
      ? [
          'Parameters:',
          '  ExternalId:',
          '    Type: String',
          '    NoEcho: true',
          '    MinLength: 8',
          '    MaxLength: 1224',
          '    AllowedPattern: "[A-Za-z0-9-]+"',
          "    Description: External ID that Port sends along; the same as in Port's secret",
        ]
      : []),
    'Resources:',
    '  Role:',
    '    Type: AWS::IAM::Role',
    '    Properties:',
    `      RoleName: ${quoted(roleName)}`,
    '      MaxSessionDuration: 3600',
    '      Tags:',
    '        - Key: managed-by',
    '          Value: portai',
    '      AssumeRolePolicyDocument:',
    '        Version: "2012-10-17"',
    '        Statement:',
    '          - Sid: PortLlmGateway',
    '            Effect: Allow',
    '            Action: sts:AssumeRole',
    '            Principal:',
    '              AWS:',
    ...principals.map((arn) => `                - ${quoted(arn)}`),
    ...(externalId
      ? [
          '            Condition:',
          '              StringEquals:',
          '                "sts:ExternalId": !Ref ExternalId',
        ]
      : []),
    '      Policies:',
    `        - PolicyName: ${permissionsName}`,
    '          PolicyDocument:',
    '            Version: "2012-10-17"',
    '            Statement:',
    ...permissions.Statement.flatMap(statementLines).map((line) => `              ${line}`),
    'Outputs:',
    '  RoleArn:',
    '    Value: !GetAtt Role.Arn',
  ].join('\n')}\n`;
}

function statementLines({ Sid = '', Action, Resource, Condition = {} }: PolicyStatement): string[] {
  const conditions = Object.entries(Condition).flatMap(([test, keys]) => [
    `    ${test}:`,
    ...Object.entries(keys).flatMap(([key, value]) => [
      `      ${quoted(key)}:`,
      ...wordsOf(value).map((word) => `        - ${quoted(word)}`),
    ]),
  ]);
  return [
    `- Sid: ${Sid}`,
    '  Effect: Allow',
    '  Action:',
    ...listOf(Action).map((action) => `    - ${action}`),
    '  Resource:',
    ...listOf(Resource).map((arn) => `    - ${quoted(arn)}`),
    ...(conditions.length > 0 ? ['  Condition:', ...conditions] : []),
  ];
}

const wordsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** A JSON string is a YAML string too. */
const quoted = (text: string) => JSON.stringify(text);
