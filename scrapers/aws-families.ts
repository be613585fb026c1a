import { z } from 'zod';

/** The accelerators of one EC2 instance family. */
interface Family {
  readonly accelerator: string;
  /** GB of one, where the chip was made with more than one size of memory. */
  readonly memoryGb?: number;
  /** How many an instance of each size has; below one for a share of one. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Families that carry accelerators, those to come too: p5en, g4dn, gr6f, trn1n, inf2, dl1. */
const FAMILY = '(?:p|gr?|trn|inf|dl)\\d';
const ACCELERATED = new RegExp(`^${FAMILY}`);
/** An instance type of such a family as one cell of a price list: `"p5.48xlarge"`. */
export const ACCELERATED_CELL = new RegExp(`"${FAMILY}[\\w-]*\\.[\\w-]+"`);

const G_SIZES = {
  ...{ xlarge: 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 1, '16xlarge': 1 },
  ...{ '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 },
};
const G7_SIZES = {
  ...{ '2xlarge': 1, '4xlarge': 1, '8xlarge': 1 },
  ...{ '12xlarge': 2, '24xlarge': 4, '48xlarge': 8, metal: 8 },
};
const V520_SIZES = { xlarge: 1, '2xlarge': 1, '4xlarge': 1, '8xlarge': 2, '16xlarge': 4 };
const T4_SIZES = { ...G_SIZES, metal: 8 };
const T4G_SIZES = { ...G_SIZES, '16xlarge': 2, metal: 2 };

/** From DescribeInstanceTypes, https://aws.amazon.com/ec2/instance-types/accelerated-computing/ */
const FAMILIES: Readonly<Record<string, Family>> = {
  p2: { accelerator: 'NVIDIA K80', sizes: { xlarge: 1, '8xlarge': 8, '16xlarge': 16 } },
  p3: {
    accelerator: 'NVIDIA V100 SXM',
    memoryGb: 16,
    sizes: { '2xlarge': 1, '8xlarge': 4, '16xlarge': 8 },
  },
  p3dn: { accelerator: 'NVIDIA V100 SXM', memoryGb: 32, sizes: { '24xlarge': 8 } },
  p4d: { accelerator: 'NVIDIA A100 SXM', memoryGb: 40, sizes: { '24xlarge': 8 } },
  p4de: { accelerator: 'NVIDIA A100 SXM', memoryGb: 80, sizes: { '24xlarge': 8 } },
  p5: { accelerator: 'NVIDIA H100 SXM', sizes: { '4xlarge': 1, '48xlarge': 8 } },
  p5e: { accelerator: 'NVIDIA H200 SXM', sizes: { '48xlarge': 8 } },
  p5en: { accelerator: 'NVIDIA H200 SXM', sizes: { '48xlarge': 8 } },
  'p6-b200': { accelerator: 'NVIDIA B200', sizes: { '48xlarge': 8 } },
  'p6-b300': { accelerator: 'NVIDIA B300', sizes: { '48xlarge': 8 } },
  'p6e-gb200': { accelerator: 'NVIDIA GB200', sizes: { '36xlarge': 4 } },
  g3s: { accelerator: 'NVIDIA M60', sizes: { xlarge: 1 } },
  g3: { accelerator: 'NVIDIA M60', sizes: { '4xlarge': 1, '8xlarge': 2, '16xlarge': 4 } },
  g4dn: { accelerator: 'NVIDIA T4', sizes: T4_SIZES },
  g4ad: { accelerator: 'AMD Radeon Pro V520', sizes: V520_SIZES },
  g5: { accelerator: 'NVIDIA A10G', sizes: G_SIZES },
  g5g: { accelerator: 'NVIDIA T4G', sizes: T4G_SIZES },
  g6: { accelerator: 'NVIDIA L4', sizes: G_SIZES },
  gr6: { accelerator: 'NVIDIA L4', sizes: { '4xlarge': 1, '8xlarge': 1 } },
  g6f: {
    accelerator: 'NVIDIA L4',
    sizes: { large: 1 / 8, xlarge: 1 / 8, '2xlarge': 1 / 4, '4xlarge': 1 / 2 },
  },
  gr6f: { accelerator: 'NVIDIA L4', sizes: { '4xlarge': 1 / 2 } },
  g6e: { accelerator: 'NVIDIA L40S', sizes: G_SIZES },
  g7: { accelerator: 'NVIDIA RTX PRO 4500', sizes: G7_SIZES },
  g7e: { accelerator: 'NVIDIA RTX PRO 6000', sizes: G7_SIZES },
  trn1: { accelerator: 'AWS Trainium', sizes: { '2xlarge': 1, '32xlarge': 16 } },
  trn1n: { accelerator: 'AWS Trainium', sizes: { '32xlarge': 16 } },
  trn2: { accelerator: 'AWS Trainium2', sizes: { '3xlarge': 1, '48xlarge': 16 } },
  trn2u: { accelerator: 'AWS Trainium2', sizes: { '48xlarge': 16 } },
  inf1: {
    accelerator: 'AWS Inferentia',
    sizes: { xlarge: 1, '2xlarge': 1, '6xlarge': 4, '24xlarge': 16 },
  },
  inf2: {
    accelerator: 'AWS Inferentia2',
    sizes: { xlarge: 1, '8xlarge': 1, '24xlarge': 6, '48xlarge': 12 },
  },
  dl1: { accelerator: 'Intel Gaudi', sizes: { '24xlarge': 8 } },
  dl2q: { accelerator: 'Qualcomm AI 100', sizes: { '24xlarge': 8 } },
};

/** Whether the instance type is of a family that carries accelerators, known to us or not. */
export function isAccelerated(instanceType: string): boolean {
  return ACCELERATED.test(instanceType);
}

/** An instance type as the part of a listing that it settles; not read when it is not in the table. */
export const InstanceType = z.string().transform((sku, context) => {
  const [name = '', size = ''] = sku.split('.');
  const family = FAMILIES[name];
  const share = family?.sizes[size];
  if (family !== undefined && share !== undefined) {
    const { accelerator, memoryGb = null } = family;
    return { sku, accelerator, memoryGb, count: Math.max(share, 1), fraction: Math.min(share, 1) };
  }
  context.addIssue(
    family === undefined
      ? `accelerator family not in the table: ${name}`
      : `size not in the table of ${name}: ${size}`,
  );
  return z.NEVER;
});
