/** Who sells. */
export interface Provider {
  /** Slug. */
  readonly id: string;
  readonly name: string;
  /** The page a person opens. */
  readonly homepage: string;
}

export const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  [
    { id: 'akash', name: 'Akash', homepage: 'https://akash.network/' },
    { id: 'alibaba-cloud', name: 'Alibaba Cloud', homepage: 'https://www.alibabacloud.com/' },
    { id: 'autodl', name: 'AutoDL', homepage: 'https://www.autodl.com/' },
    { id: 'aws', name: 'AWS', homepage: 'https://aws.amazon.com/ec2/' },
    { id: 'azure', name: 'Azure', homepage: 'https://azure.microsoft.com/' },
    { id: 'civo', name: 'Civo', homepage: 'https://www.civo.com/' },
    { id: 'clore', name: 'Clore.ai', homepage: 'https://clore.ai/' },
    { id: 'cloudrift', name: 'CloudRift', homepage: 'https://www.cloudrift.ai/' },
    { id: 'coreweave', name: 'CoreWeave', homepage: 'https://www.coreweave.com/' },
    { id: 'crusoe', name: 'Crusoe', homepage: 'https://www.crusoe.ai/cloud' },
    { id: 'ctyun', name: 'CTyun', homepage: 'https://www.ctyun.cn/' },
    { id: 'cudo', name: 'CUDO Compute', homepage: 'https://www.cudocompute.com/' },
    { id: 'deepinfra', name: 'DeepInfra', homepage: 'https://deepinfra.com/' },
    { id: 'deepseek', name: 'DeepSeek', homepage: 'https://www.deepseek.com/' },
    { id: 'digitalocean', name: 'DigitalOcean', homepage: 'https://www.digitalocean.com/' },
    { id: 'e2e', name: 'E2E Networks', homepage: 'https://www.e2enetworks.com/' },
    { id: 'ecb', name: 'European Central Bank', homepage: 'https://www.ecb.europa.eu/' },
    { id: 'exoscale', name: 'Exoscale', homepage: 'https://www.exoscale.com/' },
    { id: 'gcore', name: 'Gcore', homepage: 'https://gcore.com/' },
    { id: 'gcp', name: 'Google Cloud', homepage: 'https://cloud.google.com/' },
    { id: 'hetzner', name: 'Hetzner', homepage: 'https://www.hetzner.com/' },
    { id: 'hot-aisle', name: 'Hot Aisle', homepage: 'https://hotaisle.xyz/' },
    {
      id: 'huawei-cloud',
      name: 'Huawei Cloud',
      homepage: 'https://www.huaweicloud.com/intl/en-us/',
    },
    { id: 'hyperstack', name: 'Hyperstack', homepage: 'https://www.hyperstack.cloud/' },
    { id: 'ibm', name: 'IBM Cloud', homepage: 'https://www.ibm.com/cloud' },
    { id: 'jarvislabs', name: 'JarvisLabs', homepage: 'https://jarvislabs.ai/' },
    { id: 'lambda', name: 'Lambda', homepage: 'https://lambda.ai/' },
    { id: 'latitude', name: 'Latitude.sh', homepage: 'https://www.latitude.sh/' },
    { id: 'lightning', name: 'Lightning AI', homepage: 'https://lightning.ai/' },
    { id: 'linode', name: 'Akamai Cloud', homepage: 'https://www.linode.com/' },
    { id: 'lium', name: 'Lium', homepage: 'https://lium.io/' },
    { id: 'mithril', name: 'Mithril', homepage: 'https://mithril.ai/' },
    { id: 'models-dev', name: 'models.dev', homepage: 'https://models.dev/' },
    { id: 'nebius', name: 'Nebius', homepage: 'https://nebius.com/' },
    { id: 'novita', name: 'Novita', homepage: 'https://novita.ai/' },
    { id: 'oci', name: 'Oracle Cloud', homepage: 'https://www.oracle.com/cloud/' },
    {
      id: 'open-telekom-cloud',
      name: 'Open Telekom Cloud',
      homepage: 'https://www.open-telekom-cloud.com/',
    },
    { id: 'openrouter', name: 'OpenRouter', homepage: 'https://openrouter.ai/' },
    { id: 'ovhcloud', name: 'OVHcloud', homepage: 'https://www.ovhcloud.com/' },
    { id: 'prime-intellect', name: 'Prime Intellect', homepage: 'https://www.primeintellect.ai/' },
    { id: 'quantacloud', name: 'QuantaCloud', homepage: 'https://quantacloud.net/' },
    { id: 'runpod', name: 'RunPod', homepage: 'https://www.runpod.io/' },
    { id: 'scaleway', name: 'Scaleway', homepage: 'https://www.scaleway.com/' },
    { id: 'seeweb', name: 'Seeweb', homepage: 'https://www.seeweb.it/' },
    { id: 'sfcompute', name: 'SF Compute', homepage: 'https://sfcompute.com/' },
    { id: 'shadeform', name: 'Shadeform', homepage: 'https://www.shadeform.ai/' },
    { id: 'spheron', name: 'Spheron', homepage: 'https://www.spheron.network/' },
    { id: 'tencent-cloud', name: 'Tencent Cloud', homepage: 'https://www.tencentcloud.com/' },
    { id: 'upcloud', name: 'UpCloud', homepage: 'https://upcloud.com/' },
    { id: 'together', name: 'Together AI', homepage: 'https://www.together.ai/' },
    { id: 'vast', name: 'Vast.ai', homepage: 'https://vast.ai/' },
    { id: 'verda', name: 'Verda', homepage: 'https://verda.com/' },
    { id: 'voltage-park', name: 'Voltage Park', homepage: 'https://www.voltagepark.com/' },
    { id: 'vultr', name: 'Vultr', homepage: 'https://www.vultr.com/' },
  ].map((provider) => [provider.id, provider]),
);

/** Its name for people; a provider the user brought is called by its slug. */
export function providerName(slug: string): string {
  return PROVIDERS.get(slug)?.name ?? slug;
}
