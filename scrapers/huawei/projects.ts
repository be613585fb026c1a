import { z } from 'zod';
import {
  compactTime,
  type Document,
  type Documents,
  envelope,
  huaweiAuthorization,
  type Tools,
} from '../kit/index.ts';

/** The key pair, by the names of the vendor's SDK. */
export const SECRETS = ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'] as const;

/** IAM is one for all regions. https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html */
const PROJECTS = 'https://iam.myhuaweicloud.com/v3/projects';
/** An account has one project named as each region it may use; those of its own making have other names. */
const REGION = /^[a-z]{2}-[a-z]+-\d+$/;

const Projects = z.object({
  projects: z
    .array(z.object({ id: z.string().min(1), name: z.string(), enabled: z.boolean() }))
    .min(1),
});

/** A region an account may ask about. */
export interface Project {
  readonly id: string;
  readonly region: string;
}

/** Asks with the account's signature. */
export function signedGet({ http, secret, now }: Tools, name: string, url: string) {
  const [id, key] = SECRETS;
  const signed = { host: new URL(url).host, 'x-sdk-date': compactTime(now()) };
  const authorization = huaweiAuthorization(
    { method: 'GET', url, headers: signed, body: '' },
    { id: secret(id), secret: secret(key) },
  );
  return http.get(name, url, { headers: { 'x-sdk-date': signed['x-sdk-date'], authorization } });
}

/** The account's regions, and the documents of each, which may be missing one by one. */
export async function ofEachRegion(
  tools: Tools,
  documentsOf: (project: Project) => Promise<Documents>,
): Promise<Documents> {
  const projects = await signedGet(tools, 'projects', PROJECTS);
  return [projects, ...(await Promise.all(regionsIn(projects).map(documentsOf))).flat()];
}

function regionsIn(projects: Document): readonly Project[] {
  return envelope(projects, Projects)
    .projects.filter(({ enabled, name }) => enabled && REGION.test(name))
    .map(({ id, name }) => ({ id, region: name }));
}
