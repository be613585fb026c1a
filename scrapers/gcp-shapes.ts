/** Name, GPUs, cores and GiB of RAM: https://cloud.google.com/compute/docs/accelerator-optimized-machines */
export type Shape = readonly [name: string, gpus: number, cores: number, ram: number];
/** Machines with one kind of GPU. */
export interface Series {
  readonly series: string;
  readonly accelerator: string;
  readonly shapes: readonly Shape[];
}

/** Series whose machines are GPUs, cores and RAM and need no local disk: their GPU, and their machines. */
export const SERIES: readonly Series[] = [
  {
    series: 'A2',
    accelerator: 'NVIDIA A100 SXM 40GB',
    shapes: [
      ['a2-highgpu-1g', 1, 12, 85],
      ['a2-highgpu-2g', 2, 24, 170],
      ['a2-highgpu-4g', 4, 48, 340],
      ['a2-highgpu-8g', 8, 96, 680],
      ['a2-megagpu-16g', 16, 96, 1360],
    ],
  },
  {
    series: 'G2',
    accelerator: 'NVIDIA L4',
    shapes: [
      ['g2-standard-4', 1, 4, 16],
      ['g2-standard-8', 1, 8, 32],
      ['g2-standard-12', 1, 12, 48],
      ['g2-standard-16', 1, 16, 64],
      ['g2-standard-32', 1, 32, 128],
      ['g2-standard-24', 2, 24, 96],
      ['g2-standard-48', 4, 48, 192],
      ['g2-standard-96', 8, 96, 384],
    ],
  },
];
