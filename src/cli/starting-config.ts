/**
 * A configuration to start from: every setting in it is an example that is not in force. Without the #
 * before all lines that are no sentence it is a whole one, which a test loads.
 */
export const STARTING_CONFIG = `\
# What chipwatch is to do here. Every setting may be left out, and what stands here are examples: take
# the # away before those you want. "chipwatch config check" says whether they can be used,
# "chipwatch config show" what is in force, "chipwatch config schema" whatever else there is.

# Whom to tell. What is secret stands in the environment, and its name here.
#channels:
#  ops:
#    type: webhook
#    url: https://example.com/hooks/chipwatch
#    secret: \${CHIPWATCH_SECRET}
#  chat:
#    type: slack
#    url: \${SLACK_WEBHOOK}
#    digest: daily at 08:00 Europe/Berlin

# What to tell of. Without rules: new regions, new hardware, and drops of 5 % and more on demand.
# A rule without channels tells all of them.
#rules:
#  ascend-anywhere:
#    when: [region.new, hardware.new]
#    spec: ascend
#    jurisdiction: outside-china
#  cheap-h100:
#    when: price.drop
#    spec: H100:8
#    minDropPercent: 10
#    ceiling: 2.50 USD
#    channels: ops

# Where you could deploy: "chipwatch targets" says what each of them can get.
#targets:
#  europe:
#    countries: [DE, FI, FR, NL]

# When to crawl, UTC. "schedule: cadence" reads each source at its own pace.
#schedule: { kind: nightly, at: '02:00' }

# What to crawl: all but these, or with "only" these alone.
#sources:
#  except: [vast]

# Where the database lies; a path without / at its start begins at this file.
#data: /var/lib/chipwatch

# Where the pages and the API answer. On an address that others can reach they want a token.
#server:
#  host: 127.0.0.1
#  port: 8470
#  token: \${CHIPWATCH_TOKEN}

# Networks of your own that webhooks may go to; all others must be public.
#webhooks:
#  allowPrivate: ['192.168.1.20/32']
`;
