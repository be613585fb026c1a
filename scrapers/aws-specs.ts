import { z } from 'zod';

/** "8 x 3840 NVMe SSD", "1 x 250 GB NVMe SSD", "900 GB NVMe SSD": in GB. */
const DISKS = /^(?:(?<count>\d+) x )?(?<size>\d+)(?: GB)?(?: NVMe)?(?: SSD)?$/;

/** "192" vCPUs. */
export const Vcpus = z.string().regex(/^\d+$/).transform(Number);

/** "1,111 GiB". */
export const Memory = z
  .string()
  .regex(/^[\d,]+(?:\.\d+)? GiB$/, 'expected GiB')
  .transform((text) => Number.parseFloat(text.replaceAll(',', '')));

/** GB of all local disks; null for a form that says no size. */
export const Storage = z.string().transform((storage) => {
  if (storage === 'EBS only') return 0;
  const found = DISKS.exec(storage)?.groups;
  return found === undefined ? null : Number(found.count ?? 1) * Number(found.size);
});
