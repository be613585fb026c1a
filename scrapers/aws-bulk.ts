/**
 * EC2's whole price list outside China: dollars an hour for an instance with Linux, before tax, on
 * demand and reserved without upfront payment.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
 */
import { offerFiles } from './aws-offer-files.ts';
import type { Scraper } from './kit/index.ts';

export const awsBulk: Scraper = offerFiles({
  id: 'aws-bulk',
  homepage: 'https://aws.amazon.com/ec2/pricing/on-demand/',
  reads: 'the whole price list: on demand, and reserved without upfront payment',
  verified: 'documented',
  origin: 'https://pricing.us-east-1.amazonaws.com',
  index: '/offers/v1.0/aws/AmazonEC2/current/region_index.json',
  currency: 'USD',
});
