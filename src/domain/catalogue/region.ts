import type { Jurisdiction } from '../words.ts';
import type { Confidence } from './accelerator.ts';

/** One region of one provider. Keyed by both: `ap-southeast-1` is Hong Kong at Huawei, Singapore at AWS. */
export interface Region {
  readonly provider: string;
  /** The provider's own code. */
  readonly region: string;
  readonly city: string | null;
  /** ISO 3166-1 alpha-2; null for a region as wide as a continent. */
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
  /** Who runs it where that is not the provider itself. */
  readonly operator: string | null;
  readonly source: string;
  readonly confidence: Confidence;
}
