/** The GPUs of one family of flavours, by size. */
interface Family {
  readonly accelerator: string;
  readonly memoryGb: number;
  readonly sizes: Readonly<Record<string, number>>;
}

const FOUR_SIZES = { '2xlarge': 1, '4xlarge': 2, '8xlarge': 4, '16xlarge': 8 };
const V100_16 = { accelerator: 'NVIDIA V100', memoryGb: 16 };

/**
 * The tables of the user guide: the price list does not name the GPUs.
 * github.com/opentelekomcloud-docs/elastic-cloud-server umn/source/service_overview/ecs_specifications_and_types/gpu-accelerated_ecss.rst
 */
const FAMILIES: Readonly<Record<string, Family>> = {
  g6: { accelerator: 'NVIDIA T4', memoryGb: 16, sizes: { '10xlarge': 1, '20xlarge': 2 } },
  pi2: { accelerator: 'NVIDIA T4', memoryGb: 16, sizes: FOUR_SIZES },
  p1: {
    accelerator: 'NVIDIA P100',
    memoryGb: 16,
    sizes: { '2xlarge': 1, '4xlarge': 2, '8xlarge': 4 },
  },
  p2: { ...V100_16, sizes: { '2xlarge': 1, '4xlarge': 2, '8xlarge': 4 } },
  p2s: { accelerator: 'NVIDIA V100', memoryGb: 32, sizes: FOUR_SIZES },
  p2v: { ...V100_16, sizes: FOUR_SIZES },
  p3v: {
    accelerator: 'NVIDIA A100',
    memoryGb: 80,
    sizes: { '3xlarge': 1, '6xlarge': 2, '12xlarge': 4, '24xlarge': 8 },
  },
};

/** Families that carry accelerators, those to come too: g7, p5s, pi5, ai2, kai1s. */
const ACCELERATED = /^(?:g|pi?|k?ai)\d/;

/** Whether the flavour is of a family that carries accelerators, known to us or not. */
export function isAccelerated(flavor: string): boolean {
  return ACCELERATED.test(flavor);
}

/** The GPUs of a flavour, or null where the tables do not have it. */
export function gpusOf(flavor: string) {
  const [name = '', size = ''] = flavor.split('.');
  const family = FAMILIES[name];
  const count = family?.sizes[size];
  if (family === undefined || count === undefined) return null;
  return { accelerator: family.accelerator, memoryGb: family.memoryGb, count };
}
