import { z } from 'zod';
import { VERSION } from '../../version.ts';
import type { Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    parameter: { type: 'string' },
    allowed: { type: 'array', items: { type: 'string' } },
  },
};

/** The table of routes as an OpenAPI 3.1 document of a server below a path, or at the root. */
export function openApi(routes: readonly Route[], basePath: string) {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const { path, method } = route;
    paths[path] = { ...paths[path], [method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'chipwatch', version: VERSION },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    paths,
  };
}

function operation({ summary, path, params, body, type, answer, needsToken }: Route): Json {
  const schema = answer === null ? {} : { schema: schemaOf(answer, 'output') };
  const problem = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  return {
    summary,
    parameters: [...pathParameters(path), ...queryParameters(params)],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: {
      200: { description: summary, content: { [type]: schema } },
      default: { description: 'Why it is not answered', content: problem },
    },
    ...(needsToken && { security: [{ token: [] }] }),
  };
}

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(?<name>\w+)\}/g)].map(({ groups }) => ({
    ...{ name: groups?.name, in: 'path', required: true, schema: { type: 'string' } },
  }));
}

function queryParameters(params: z.ZodObject): readonly Json[] {
  return Object.entries(params.shape).map(([name, each]) => ({
    ...{ name, in: 'query', required: false, schema: schemaOf(each as z.ZodType, 'input') },
  }));
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return schema;
}
