/** One of the calculator's sites; a contract with one is none with another. */
export interface Site {
  readonly id: string;
  readonly host: string;
  readonly language: string;
  readonly currency: string;
  readonly tier: string;
  /** Products its menu is known to have: without their regions it is not what it was. */
  readonly sells: readonly string[];
}

export const MODELARTS = 'modelarts';

export const INTERNATIONAL: Site = {
  id: 'intl',
  host: 'https://portal-intl.huaweicloud.com',
  language: 'en-us',
  currency: 'USD',
  tier: 'standard',
  sells: ['ecs', MODELARTS],
};

export const MAINLAND: Site = {
  id: 'china',
  host: 'https://portal.huaweicloud.com',
  language: 'zh-cn',
  currency: 'CNY',
  tier: 'mainland-site',
  sells: ['ecs', MODELARTS],
};

export const EUROPEAN: Site = {
  id: 'eu',
  host: 'https://portal.eu.huaweicloud.com',
  language: 'en-us',
  currency: 'EUR',
  tier: 'eu-site',
  sells: ['ecs'],
};
