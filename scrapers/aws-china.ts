/**
 * EC2's price list of the two regions that Sinnet and NWCD run in mainland China: yuan an hour for an
 * instance with Linux, on demand and reserved without upfront payment.
 * https://docs.amazonaws.cn/en_us/awsaccountbilling/latest/aboutv2/price-changes.html
 */
import { offerFiles } from './aws-offer-files.ts';
import type { Scraper } from './kit/index.ts';

export const awsChina: Scraper = offerFiles({
  id: 'aws-china',
  homepage: 'https://www.amazonaws.cn/en/ec2/pricing/',
  reads: 'the whole price list of the two regions in mainland China, in yuan',
  verified: 'documented',
  origin: 'https://pricing.cn-north-1.amazonaws.com.cn',
  index: '/offers/v1.0/cn/AmazonEC2/current/region_index.json',
  currency: 'CNY',
});
