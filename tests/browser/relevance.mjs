// How well the search answers: queries with known answers over portfolios that other people wrote.
//
//     SPECFOLIO_CORPORA=folder node relevance.mjs [site folder …]
//
// For each portfolio (`eips`, `swift-evolution`, `keps`) it prints how often the right document came first and among the
// first three, what the first query loads, and how long an answer takes. Ranking was tuned with the first lists in sight. Those
// of `UNSEEN`, and those of `relevance.json`, were each written by somebody who knew no answers, and measured before anything was
// learned from them. A site that is built already can be named instead.

import * as fs from "node:fs";
import * as path from "node:path";
import { performance } from "node:perf_hooks";
import { engineOf, scripts, weight } from "./harness/search.mjs";
import { portfolio } from "./harness/sites.mjs";

/** Query → ids of the documents that answer it; none where nothing may be found. */
const QUERIES = {
  eips: [
    ["fee market change", "1559"], ["base fee burned congestion block elasticity", "1559"],
    ["eip-1559", "1559"], ["EIP 7702", "7702"], ["4844", "4844"], ["shard blob transactions", "4844"],
    ["account code delegation authorization list", "7702"], ["typed structured data hashing and signing", "712"],
    ["verify a signature of a contract wallet in a transaction frame", ["8141", "7766", "3074", "5003"]], ["transient storage", "1153"], ["TLOAD TSTORE", "1153"],
    ["replay attack protection chain id", "155"], ["PUSH0 instruction", "3855"], ["upgrade consensus to proof of stake", "3675"],
    ["beacon chain push withdrawals", ["4895", "4863"]], ["acount abstraction alt mempool", ["4337", "7562", "2938"]], ["optional access lists", "2930"],
    ["typed transaction envelope", "2718"], ["BLS12-381 precompile curve operations", "2537"], ["historical block hashes from state", "2935"],
    ["verkle tree", ["6800", "7864", "4762"]], ["reduction in refunds", "3529"], ["selfdestruct only in same transaction", "6780"],
    ["limit and meter initcode", "3860"], ["RANDAO opcode DIFFICULTY", "4399"], ["beacon block root in the EVM", "4788"],
    ["difficulty bomb delay byzantium metropolis", "649"], ["gas cost increases for state access opcodes", "2929"],
    ["transiant storage", ["1153", "7971", "8125"]], ["wallet injected provider discovery several extensions", "6963"], ["beacon chian push withdrawals", ["4895", "4863"]],
    ["increase max effective balance validators", "7251"], ["zzyzx qqfrob", []], ["kubernetes pod scheduling", []],
    ["\"calldata cost\"", ["7623", "7976", "4488", "2028"]], ["status:final CREATE2", "1014"], ["@vbuterin account abstraction", ["2938", "7701", "4337", "86", "3074"]],
    ["skinny create2", "1014"], ["eof functions", "4750"], ["random xylophone blobless quux", []],
  ],
  "swift-evolution": [
    ["async await", "SE-0296"], ["actors", "SE-0306"], ["structured concurrency task groups", "SE-0304"],
    ["SE-0255", "SE-0255"], ["implicit returns from single expression functions", "SE-0255"], ["296", "SE-0296"],
    ["property wrappers", "SE-0258"], ["result builders", "SE-0289"], ["remove ++ and -- operators", "SE-0004"],
    ["regex literals", ["SE-0354"]], ["regex type and overview", "SE-0350"], ["opaque result types", "SE-0244"],
    ["existential any", "SE-0335"], ["macros expression", "SE-0382"], ["attached macros", "SE-0389"],
    ["typed throws", "SE-0413"], ["noncopyable structs enums ownership move only", "SE-0390"], ["borrow and take parameter ownership modifiers", "SE-0377"],
    ["codable synthesis serialization archival", "SE-0166"], ["multi line string literals", "SE-0168"], ["raw strings escaping delimiters", "SE-0200"],
    ["if and switch expressions", "SE-0380"], ["shorthand for optional binding", "SE-0345"], ["dynamic member lookup", ["SE-0195"]],
    ["key path expressions as functions", "SE-0249"], ["strutured concurency", "SE-0304"], ["sendable closures data race", "SE-0302"],
    ["region based isolation", "SE-0414"], ["package manager conditional target dependencies", "SE-0273"], ["conditional conformances", "SE-0143"],
    ["remove c-style for loops", "SE-0007"], ["ambiguous xylophonic blorp", []], ["better naming grand renaming of foundation objective-c apis", ["SE-0005"]],
    ["optional chaining ethereum gas", []], ["parameter packs variadic generics", ["SE-0393"]], ["clock instant duration", "SE-0329"],
    ["integer generic parameters", "SE-0452"], ["inline array", ["SE-0453"]], ["cooperative task cancelation", ["SE-0304", "SE-0493", "SE-0504"]], ["@available deprecated renamed custom attribute synonyms", ["SE-0268", "SE-0192", "SE-0496", "SE-0443"]],
  ],
  keps: [
    ["sidecar containers", "753"], ["dual-stack", "563"], ["user namespaces", "127"], ["in-place pod resize vertical", ["1287", "5419"]],
    ["swap support", "2400"], ["topology aware routing", ["536", "2433"]], ["KEP-1880", "1880"], ["3866", "3866"],
    ["nftables backend", "3866"], ["replace iptables with newer kernel api", "3866"], ["graceful shutdown of nodes", "2000"],
    ["non graceful node shutdown force detach volumes", "2268"], ["dynamic resource allocation structured parameters", "4381"], ["ephemeral containers debug running pod", "277"],
    ["dockershim removal", "2221"], ["secomp default", "2413"], ["cgroups v2", "2254"], ["read write once pod", "2485"],
    ["crash loop backoff tuning", ["4603", "5593"]], ["immutable configmaps", "1412"], ["load balancer class IP mode", "1860"],
    ["SCTP", "614"], ["ipvs deprecate", "5495"], ["hugepages", "1539"], ["local dns cache daemonset on each node", "1024"],
    ["network polcy port ranges", "2079"], ["volume snapshot csi", "177"], ["volume group snapshots consistent", "3476"],
    ["memory manager numa", "1769"], ["quarkonium flavored banana", []], ["status:withdrawn network policy", "2943"],
    ["pressure stall information", "4205"], ["image volumes oci artifact mount", "4639"], ["@thockin load balancer node ports", "1864"],
    ["recursive read only mounts", "3857"], ["solidity smart contract", []], ["checkpoint container forensic", "2008"],
    ["grpc probes", "2727"], ["EvictionRequest", "4563"], ["per pod pid limits", ["757", "6063"]],
  ],
};

/** The same, written when the ranking stood. */
const UNSEEN = {
  eips: [
    ["non fungible soulbound badge revocation", []], ["hard fork gas repricing for denial of service attacks", ["150", "160", "1884", "2929"]],
    ["contract code size limit", ["170", "7907", "7954", "7830"]], ["static call opcode", "214"], ["modular exponentiation precompile pricing", ["198", "2565", "7883"]],
    ["returndatacopy", "211"], ["eth_getProof", "1186"], ["sync committee", ["7657"]], ["increase blob throughput", ["7691", "7594"]],
    ["peer data availability sampling", "7594"], ["validator exits triggered by execution layer", "7002"], ["supply validator deposits on chain", "6110"],
    ["move committee index outside attestation", "7549"], ["istanbul hardfork meta", "1679"], ["PREVRANDAO", "4399"], ["self destuct", ["6780", "4758", "6049", "6046"]],
    ["block access lists", "7928"], ["unicorn shampoo", []],
  ],
  "swift-evolution": [
    ["guard let shorthand", "SE-0345"], ["lazy var memory ownership enforcement exclusivity", "SE-0176"], ["hashable enhancements hasher", "SE-0206"],
    ["convert between collections and difference", "SE-0240"], ["trailing closures multiple", "SE-0279"], ["global actors main thread", "SE-0316"],
    ["async sequence iteration", "SE-0298"], ["observable macro", "SE-0395"], ["unmanaged span safe memory access", "SE-0447"],
    ["abi stability library evolution resilience", ["SE-0260"]], ["distributed actors", ["SE-0336", "SE-0344"]], ["continuation callbacks to async", "SE-0300"],
    ["0302", "SE-0302"], ["tuple comparison operators", ["SE-0015", "SE-0283"]], ["optinal chaining flatten try", "SE-0230"], ["helm chart kubelet", []],
  ],
  keps: [
    ["node heartbeat lease", "589"], ["service account token projected", ["2451", "1855", "5538"]], ["startup probe slow containers", "950"],
    ["cluster trafic policy internal", "2086"], ["endpoints sliced for scale", "752"], ["generic ephemeral volumes", "1698"],
    ["recover resize failure pvc", "1790"], ["pod overhead sandbox", "688"], ["image garbage collection age", "4210"],
    ["parallel pulls", "3673"], ["kubelet tracing opentelemetry", ["2831"]], ["container runtime class", ["585", "4216"]], ["AppArmor", "24"],
    ["windows vegan pancake", []], ["shared process namespace", "495"], ["stop signal lifecycle", "4960"],
  ],
};

const MORE = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "relevance.json"), "utf8"));
const LISTS = { "in sight": QUERIES, "unseen": UNSEEN, ...MORE };

const named = process.argv.slice(2);
const totals = Object.keys(LISTS).map((name) => ({ name, first: 0, three: 0, all: 0 }));
let slowest = { took: 0 };

for (const name of Object.keys(QUERIES)) {
  const given = named.find((folder) => path.basename(path.resolve(folder)) === name);
  if (named.length > 0 && !given) continue;
  const folder = given ?? portfolio(path.join(process.env.SPECFOLIO_CORPORA, name)).folder;
  const warm = engineOf(folder);
  const bytes = [];
  const asked = Object.values(LISTS).flatMap((lists, list) => lists[name].map((pair) => [list, ...pair]));
  for (const [list, query, answer] of asked) {
    const expected = [answer].flat();
    bytes.push(await firstQuery(folder, query));
    await warm.search(query);
    const start = performance.now();
    const found = await warm.search(query);
    const took = performance.now() - start;
    if (took > slowest.took) slowest = { took, query };
    const ids = found.results.map((result) => result.id);
    const place = expected.length === 0 ? (ids.length === 0 ? 0 : 99) : ids.findIndex((id) => expected.includes(id));
    const half = totals[list];
    half.all += 1;
    half.first += place === 0 ? 1 : 0;
    half.three += place >= 0 && place < 3 ? 1 : 0;
    if (place !== 0) console.log(`${name}: ${query}: wanted ${expected.join("|") || "nothing"}, at ${place}; got ${ids.slice(0, 4)}`);
  }
  bytes.sort((a, b) => a - b);
  console.log(`${name}: first query ${kb(bytes[bytes.length >> 1])} in the middle, at most ${kb(bytes.at(-1))}`);
}

for (const { name, first, three, all } of totals) console.log(`${name}: first ${first} of ${all}, among three ${three}`);
console.log(`slowest answer ${slowest.took.toFixed(1)} ms (${slowest.query})`);

/** What a first query loads: scripts, manifest, shards, and the texts of the first six, which a dialog shows. */
async function firstQuery(folder, query) {
  const cold = engineOf(folder);
  const found = await cold.search(query);
  await Promise.all(found.results.slice(0, 6).map((result) => cold.excerpts(result, found.asked)));
  return scripts(folder) + weight(cold.asked);
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
