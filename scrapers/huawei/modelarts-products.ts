import { z } from 'zod';
import { type Listing, stockOf } from '../kit/index.ts';
import { chipsIn, isNpu } from './chips.ts';

/** One flavour with accelerators, and the state it is in, zone by zone where zones are told apart. */
export interface Sold
  extends Pick<Listing, 'sku' | 'accelerator' | 'billing' | 'tier' | 'evidence' | 'vcpus'> {
  /** Below one for a part of a card. */
  readonly count: number;
  readonly states: readonly Pick<Listing, 'zone' | 'availability' | 'words'>[];
}

/** A list of flavours: where it is, and how its rows are read. A row without accelerators reads as null. */
export interface Product {
  readonly id: string;
  readonly version: 'v1' | 'v2';
  readonly path: string;
  readonly row: z.ZodType<Sold | null>;
}

const Text = z.string().min(1);
const Count = z.coerce.number().positive();
const Cores = z.coerce.number().positive().nullish();

/** One state for the whole region. */
function everywhere(there: boolean | null, words: string | null = null) {
  return { zone: null, availability: stockOf(there), words } as const;
}

/** The lists tell of what is sold out; a list that does not say is no list of what is there. */
const unlessSold = (soldOut: boolean | null | undefined): boolean | null =>
  typeof soldOut === 'boolean' ? !soldOut : null;

/** A name that has an accelerator in it, and not how many. */
function unstated(context: z.RefinementCtx): never {
  context.addIssue('the number of accelerators is not stated');
  return z.NEVER;
}

/** Lite Server: whole servers, `HPS` being those of a supernode. */
const LiteServer = z
  .object({
    flavor: Text,
    availability_zone: Text,
    charging_mode: z.enum(['PRE_PAID', 'POST_PAID']),
    server_type: z.enum(['BMS', 'ECS', 'HPS']),
    flavor_type: z.string().nullish(),
    specification: z.string().nullish(),
    is_sold_out: z.boolean().nullish(),
  })
  .transform((sold, context): Sold | null => {
    const said = [sold.flavor, sold.flavor_type, sold.specification].join(' ');
    const chips = chipsIn(sold.flavor);
    if (chips === null) return isNpu(said) ? unstated(context) : null;
    const state = everywhere(unlessSold(sold.is_sold_out), sold.server_type);
    return {
      ...chips,
      sku: sold.flavor,
      billing: sold.charging_mode === 'PRE_PAID' ? 'reserved' : 'on-demand',
      tier: 'lite-server',
      evidence: null,
      vcpus: null,
      states: [{ ...state, zone: sold.availability_zone }],
    };
  });

const Xpu = z.object({ type: Text, size: Count }).nullish();
/** Nodes for dedicated pools; the state of each zone stands under its name. */
const PoolNode = z
  .object({
    metadata: z.object({ name: Text }),
    spec: z.object({
      npu: Xpu,
      gpu: Xpu,
      cpu: Cores,
      // 0: by the hour, 1: by the month or year.
      billingModes: z.array(z.number()).nullish(),
    }),
    status: z.object({ phase: z.record(z.string(), z.enum(['normal', 'soldout'])) }),
  })
  .transform(({ metadata, spec, status }): Sold | null => {
    const card = spec.npu ?? spec.gpu;
    if (!card) return null;
    return {
      sku: metadata.name,
      accelerator: card.type,
      count: card.size,
      billing: spec.billingModes?.includes(0) === false ? 'reserved' : 'on-demand',
      tier: 'pool',
      evidence: null,
      vcpus: spec.cpu ?? null,
      states: Object.entries(status.phase).map(([zone, phase]) => ({
        zone,
        availability: phase === 'soldout' ? 'sold-out' : 'available',
        words: phase,
      })),
    };
  });

const Notebook = z
  .object({
    id: Text,
    ascend: z.object({ npu: Count, type: Text }).nullish(),
    gpu: z.object({ gpu: Count, type: Text }).nullish(),
    vcpus: Cores,
    free: z.boolean().nullish(),
    sold_out: z.boolean().nullish(),
  })
  .transform(({ id, ascend, gpu, vcpus, free, sold_out }): Sold | null => {
    const card = ascend
      ? { type: ascend.type, count: ascend.npu }
      : gpu && { ...gpu, count: gpu.gpu };
    if (!card) return null;
    return {
      sku: id,
      accelerator: card.type,
      count: card.count,
      billing: 'on-demand',
      tier: 'notebook',
      evidence: null,
      vcpus: vcpus ?? null,
      states: [everywhere(unlessSold(sold_out), free ? 'free' : null)],
    };
  });

const Named = z.object({ unit_num: Count, product_name: Text }).nullish();
/** Flavours of training jobs: what may be started, without a word on stock. */
const Training = z
  .object({
    flavor_id: Text,
    flavor_info: z.object({
      npu: Named,
      gpu: Named,
      cpu: z.object({ core_num: Cores }).nullish(),
    }),
  })
  .transform(({ flavor_id, flavor_info: { npu, gpu, cpu } }): Sold | null => {
    const card = npu ?? gpu;
    if (!card) return null;
    return {
      sku: flavor_id,
      accelerator: card.product_name,
      count: card.unit_num,
      billing: 'on-demand',
      tier: 'training',
      evidence: 'deployable-list',
      vcpus: cpu?.core_num ?? null,
      states: [{ zone: null, availability: 'listed', words: null }],
    };
  });

/** Flavours of inference services. GPUs are named in prose only and are left to the other lists. */
const Inference = z
  .object({
    specification: Text,
    spec_status: z.enum(['normal', 'sellout']).nullish(),
    is_open: z.boolean().nullish(),
  })
  .transform(({ specification, spec_status, is_open }, context): Sold | null => {
    if (!isNpu(specification)) return null;
    const chips = chipsIn(specification);
    if (chips === null) return unstated(context);
    const there = spec_status ? spec_status === 'normal' : null;
    return {
      ...chips,
      sku: specification,
      billing: 'on-demand',
      tier: 'inference',
      evidence: null,
      vcpus: null,
      states: [everywhere(there, is_open === false ? 'on application' : null)],
    };
  });

export const PRODUCTS: readonly Product[] = [
  { id: 'lite-server', version: 'v1', path: 'dev-servers/flavors', row: LiteServer },
  { id: 'pool', version: 'v1', path: 'resourceflavors?limit=500', row: PoolNode },
  { id: 'notebook', version: 'v1', path: 'notebooks/flavors', row: Notebook },
  { id: 'training', version: 'v2', path: 'training-job-flavors', row: Training },
  { id: 'inference', version: 'v1', path: 'services/specifications?limit=1000', row: Inference },
];
